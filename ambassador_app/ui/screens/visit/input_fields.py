"""One input of a calculator as a labelled field: number with unit and typical values, choice, profile, text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.calculators import Choice, Input, Number, Profile, Text
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.screens.visit.input_origin import OriginLine
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select
from ambassador_app.ui.widgets.fields import TextArea
from ambassador_app.ui.widgets.numbers import NumberField

MOST_BUTTONS: Final = 4
PROFILE_ROWS: Final = 5


class InputField(QWidget):
    """Label, field, and what helps to fill it. `changed` tells the value in the calculator's terms, or None."""

    changed = Signal(object)

    def __init__(self, context: UiContext, entry: Input, field: QWidget) -> None:
        super().__init__()
        tr, space = context.translator.tr, context.theme.space
        self.context = context
        self.entry = entry
        self.field = field
        name = labels.strong(context, tr(entry.label))
        name.setWordWrap(True)
        name.setBuddy(field)
        explained = labels.caption(context, tr(entry.help))
        explained.setWordWrap(True)
        field.setAccessibleDescription(tr(entry.help))
        self.origin = OriginLine(context, tr(entry.label))
        self.column: QVBoxLayout = column(name, field, self.origin, explained, space=space.xs)
        self.setLayout(self.column)

    def show_value(self, value: object) -> None:
        """Show what is given; None: nothing is."""
        raise NotImplementedError

    def show_default(self, value: float | str | None, source: str) -> None:
        """Show what holds while nothing is given."""

    def show_unit(self, unit: str) -> None:
        """Show the unit that another input gives."""

    def set_read_only(self, on: bool) -> None:
        """Only show."""
        self.field.setEnabled(not on)
        self.origin.set_read_only(on)


class NumberInput(InputField):
    """A number; percentages are typed in per cent and kept as fractions."""

    def __init__(self, context: UiContext, entry: Number) -> None:
        tr = context.translator.tr
        self.number = entry
        self._scale = 100.0 if entry.percent else 1.0
        self.typed = NumberField(
            context,
            name=tr(entry.label),
            low=entry.low * self._scale,
            high=entry.high * self._scale,
            decimals=0 if entry.integer else None,
        )
        self.typed.set_unit("%" if entry.percent else tr(entry.unit))
        self.typed.set_width(context.theme.px(168))
        super().__init__(context, entry, self.typed)
        self.typed.value_changed.connect(self._typed)
        if entry.presets:
            self.column.insertWidget(2, self._presets(entry))

    def _presets(self, entry: Number) -> QWidget:
        flow = Flow(self.context.theme.space.xs)
        translator = self.context.translator
        for preset in entry.presets:
            words = translator.tr(preset.label)
            button = buttons.quiet(self.context, words, partial(self._choose, preset.value))
            shown = translator.say(entry.shown(preset.value))
            button.setToolTip(f"{shown} · {translator.tr(preset.source)}" if preset.source else shown)
            button.setAccessibleName(f"{words}: {shown}")
            flow.addWidget(button)
        return box(flow)

    def _choose(self, value: float) -> None:
        if self.typed.isEnabled():
            self.typed.set_value(value * self._scale, force=True)
            self._typed(value * self._scale)

    def _typed(self, shown: float | None) -> None:
        value = None if shown is None else shown / self._scale
        self._warn(value)
        self.changed.emit(value)

    def _warn(self, value: float | None) -> None:
        translator = self.context.translator
        unusual = value is not None and not self.number.is_usual(value)
        words = translator.tr("Unusual. Mostly {range}.", range=self.number.usual()) if unusual else ""
        self.typed.set_warning(words)

    def show_value(self, value: object) -> None:
        number = float(value) if isinstance(value, int | float) else None
        if number != self._held():
            self.typed.set_value(None if number is None else _clean(number * self._scale))
            self._warn(number)

    def _held(self) -> float | None:
        shown = self.typed.value()
        return None if shown is None else shown / self._scale

    def show_default(self, value: float | str | None, source: str) -> None:
        translator = self.context.translator
        known = isinstance(value, int | float)
        shown = translator.number(_clean(float(value) * self._scale)) if known else ""  # type: ignore[arg-type]
        self.typed.line.setPlaceholderText(shown)

    def show_unit(self, unit: str) -> None:
        self.typed.set_unit(unit)

    def set_read_only(self, on: bool) -> None:
        self.typed.set_read_only(on)
        self.origin.set_read_only(on)


def _clean(value: float) -> float:
    """Undo what binary fractions do to a percentage: 0.29 x 100 is 29."""
    return float(f"{value:.10g}")


class ChoiceInput(InputField):
    """One of a few values."""

    def __init__(self, context: UiContext, entry: Choice) -> None:
        tr = context.translator.tr
        options = [(option.value, tr(option.label)) for option in entry.options]
        self.choice: ChoiceButtons | Select = (
            ChoiceButtons(context, options, name=tr(entry.label))
            if len(options) <= MOST_BUTTONS
            else Select(context, options, name=tr(entry.label))
        )
        super().__init__(context, entry, self.choice)
        self._default: str | None = None
        self._given: str | None = None
        self.choice.chosen.connect(self._chosen)

    def _chosen(self, key: object) -> None:
        self._given = key if isinstance(key, str) else None
        self.changed.emit(self._given)

    def show_value(self, value: object) -> None:
        self._given = value if isinstance(value, str) else None
        self.choice.set_value(self._given if self._given is not None else self._default)

    def show_default(self, value: float | str | None, source: str) -> None:
        self._default = value if isinstance(value, str) else None
        if self._given is None:
            self.choice.set_value(self._default)


class TextInput(InputField):
    """Free text."""

    def __init__(self, context: UiContext, entry: Text) -> None:
        self.text = TextArea(context, name=context.translator.tr(entry.label), lines=2)
        super().__init__(context, entry, self.text)
        self.text.edited.connect(lambda text: self.changed.emit(text or None))

    def show_value(self, value: object) -> None:
        self.text.set_value(value if isinstance(value, str) else "")

    def set_read_only(self, on: bool) -> None:
        self.text.set_read_only(on)
        self.origin.set_read_only(on)


class ProfileInput(InputField):
    """Pairs of time share and fraction, both in per cent."""

    def __init__(self, context: UiContext, entry: Profile) -> None:
        tr, space = context.translator.tr, context.theme.space
        self.pairs = [
            (
                NumberField(context, name=tr("Share of the time"), low=0, high=100),
                NumberField(context, name=tr("Load"), low=entry.low * 100, high=entry.high * 100),
            )
            for _ in range(PROFILE_ROWS)
        ]
        for share, load in self.pairs:
            share.set_unit(tr("% of the time"))
            load.set_unit(tr("% load"))
        lines = [row(share, load, space=space.s) for share, load in self.pairs]
        super().__init__(context, entry, box(column(*lines, space=space.xs)))
        self._sum = labels.caption(context, "")
        self.column.insertWidget(2, self._sum)
        for pair in self.pairs:
            for field in pair:
                field.value_changed.connect(lambda _value: self._typed())

    def _typed(self) -> None:
        points = self._points()
        total = sum(share for share, _ in points)
        whole = abs(total - 1) <= 0.005
        translator = self.context.translator
        words = translator.tr("The shares add up to {sum}; they must give 100 %.", sum=translator.percent(total))
        self._sum.setText("" if whole or not points else words)
        if whole or not points:
            self.changed.emit(points or None)

    def _points(self) -> tuple[tuple[float, float], ...]:
        held = [(share.value(), load.value()) for share, load in self.pairs]
        return tuple((s / 100, x / 100) for s, x in held if s is not None and x is not None)

    def show_value(self, value: object) -> None:
        points = [tuple(point) for point in value] if isinstance(value, Sequence) and not isinstance(value, str) else []
        if tuple(points) == self._points():
            return
        for place, (share, load) in enumerate(self.pairs):
            point = points[place] if place < len(points) else (None, None)
            share.set_value(None if point[0] is None else _clean(float(point[0]) * 100))
            load.set_value(None if point[1] is None else _clean(float(point[1]) * 100))


def input_field(context: UiContext, entry: Input) -> InputField:
    """Make the field of an input."""
    match entry:
        case Number():
            return NumberInput(context, entry)
        case Choice():
            return ChoiceInput(context, entry)
        case Profile():
            return ProfileInput(context, entry)
        case Text():
            return TextInput(context, entry)
