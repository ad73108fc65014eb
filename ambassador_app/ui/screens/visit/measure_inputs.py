"""The inputs of a measure as a form that is made from the calculator's declaration, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.calculators import Alternatives, Calculator, Choice, Group, Input, Number, Profile
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column
from ambassador_app.ui.screens.visit.input_fields import InputField, input_field
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import ChoiceButtons


class InputsForm(QWidget):
    """Every input with its unit, range, default and typical values, and how it is known."""

    changed = Signal(object)
    """All that is given, by name."""
    said = Signal(object)
    """What was said about how inputs are known: fields of the measure with their new values."""

    def __init__(self, context: UiContext, calculator: Calculator, first: Collection[str] = ()) -> None:
        super().__init__()
        self.context = context
        self.calculator = calculator
        self.fields: dict[str, InputField] = {}
        self.ways: dict[str, WaysField] = {}
        self._inputs: dict[str, object] = {}
        self._qualities: Mapping[str, DataQuality] = {}
        self._guessed: Mapping[str, str] = {}
        self._quality = DataQuality.C
        self._folded: list[InputField] = []
        space = context.theme.space
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space.l)
        later: list[Input] = []
        for entry in calculator.inputs:
            if isinstance(entry, Alternatives):
                layout.addWidget(self._ways(entry))
            elif is_secondary(entry) and entry.name not in first:
                later.append(entry)
            else:
                layout.addWidget(self._field(entry))
        if later:
            self._fold(layout, later)

    # -- building -----------------------------------------------------------------------------------------------
    def _field(self, entry: Input) -> InputField:
        made = input_field(self.context, entry)
        made.changed.connect(lambda value, name=entry.name: self._take(name, value))
        made.origin.rated.connect(lambda quality, name=entry.name: self._rate(name, quality))
        made.origin.confirmed.connect(lambda name=entry.name: self._confirm(name))
        self.fields[entry.name] = made
        return made

    def _ways(self, entry: Alternatives) -> QWidget:
        made = WaysField(
            self.context, entry, {group.id: [self._field(one) for one in group.inputs] for group in entry.groups}
        )
        made.turned.connect(self._forget)
        self.ways[entry.label] = made
        return made

    def _fold(self, layout: QVBoxLayout, later: Iterable[Input]) -> None:
        self._folded = [self._field(entry) for entry in later]
        self.more = box(column(*self._folded, space=self.context.theme.space.l))
        self.more.hide()
        self.more_button = buttons.quiet(
            self.context, self.context.translator.tr("More inputs"), self._toggle_more, "chevron-down"
        )
        layout.addWidget(self.more_button)
        layout.addWidget(self.more)

    def _toggle_more(self) -> None:
        self.more.setVisible(self.more.isHidden())
        tr = self.context.translator.tr
        self.more_button.setText(tr("More inputs") if self.more.isHidden() else tr("Fewer inputs"))

    # -- showing ------------------------------------------------------------------------------------------------
    def show_measure(self, measure: Measure, *, read_only: bool) -> None:
        """Show what is given and how it is known; what is being typed stays."""
        self._qualities, self._guessed, self._quality = measure.qualities, measure.guessed, measure.quality
        self.show_inputs(measure.inputs, read_only=read_only)

    def show_inputs(self, inputs: Mapping[str, object], *, read_only: bool) -> None:
        """Show what is given; what is being typed stays."""
        self._inputs = {name: value for name, value in inputs.items() if value is not None}
        for name, field in self.fields.items():
            field.show_value(self._inputs.get(name))
            field.set_read_only(read_only)
        for ways in self.ways.values():
            ways.show_given(self._inputs, read_only=read_only)
        if self._folded and any(field.entry.name in self._inputs for field in self._folded):
            self.more.show()
        self._show_dependent()

    def _show_dependent(self) -> None:
        """Show defaults as they follow from what is given, and hide what has no effect now."""
        for name, field in self.fields.items():
            default, source = self.calculator.default_of(name, self._inputs)
            field.show_default(default, source)
            self._show_unit(field)
            condition = field.entry.only_if
            if condition:
                value = self._inputs.get(condition, self.calculator.default_of(condition, self._inputs)[0])
                field.setVisible(bool(value))
            self._show_origin(name, field, default, source)

    def _show_unit(self, field: InputField) -> None:
        by = field.entry.unit_by if isinstance(field.entry, Number) else ""
        chosen = self.calculator.field(by) if by else None
        if isinstance(chosen, Choice):
            unit = str(self._inputs.get(by, ""))
            field.show_unit(self.context.translator.tr(chosen.label_of(unit)))

    def _show_origin(self, name: str, field: InputField, default: object, source: str) -> None:
        tr = self.context.translator.tr
        if name in self._inputs:
            if name in self._guessed:
                field.origin.show_guess(tr(self._guessed[name]))
            elif isinstance(field.entry, Number | Profile):
                field.origin.show_given(self._qualities.get(name, self._quality))
            else:
                field.origin.show_nothing()
        elif default is not None and source:
            declared = field.entry.default
            uncertain = declared is not None and declared.quality is DataQuality.C
            field.origin.show_standard(tr(source), uncertain=uncertain)
        else:
            field.origin.show_nothing()

    # -- how it is known ----------------------------------------------------------------------------------------
    def _rate(self, name: str, quality: DataQuality | None) -> None:
        others = {key: value for key, value in self._qualities.items() if key != name}
        self._say({"qualities": others if quality is None else {**others, name: quality}})

    def _confirm(self, name: str) -> None:
        """Take a guess or a standard value for what it is: somebody has said that it is right."""
        fields: dict[str, object] = {"qualities": {**self._qualities, name: DataQuality.B}}
        if name in self._guessed:
            fields["guessed"] = {key: source for key, source in self._guessed.items() if key != name}
        else:
            fields["inputs"] = {**self._inputs, name: self.calculator.default_of(name, self._inputs)[0]}
        self._say(fields)

    def _say(self, fields: dict[str, Any]) -> None:
        self._qualities = fields.get("qualities", self._qualities)
        self._guessed = fields.get("guessed", self._guessed)
        self._inputs = dict(fields.get("inputs", self._inputs))
        for name, field in self.fields.items():
            field.show_value(self._inputs.get(name))
        self._show_dependent()
        self.said.emit(fields)

    # -- what is given ------------------------------------------------------------------------------------------
    def _take(self, name: str, value: object) -> None:
        before = dict(self._inputs)
        if value is None or value in ("", ()):
            self._inputs.pop(name, None)
        else:
            self._inputs[name] = value
        if self._inputs != before:
            self._guessed = {key: source for key, source in self._guessed.items() if key != name}
            self._show_dependent()
            self.changed.emit(dict(self._inputs))

    def _forget(self, names: Collection[str]) -> None:
        """Drop what was given another way."""
        kept = {name: value for name, value in self._inputs.items() if name not in names}
        for name in names:
            self.fields[name].show_value(None)
        if kept != self._inputs:
            self._inputs = kept
            self._guessed = {key: source for key, source in self._guessed.items() if key not in names}
            self._show_dependent()
            self.changed.emit(dict(kept))


class WaysField(QWidget):
    """Several ways of saying the same thing; one is open."""

    turned = Signal(object)

    def __init__(self, context: UiContext, entry: Alternatives, fields: Mapping[str, list[InputField]]) -> None:
        super().__init__()
        tr, space = context.translator.tr, context.theme.space
        self.entry = entry
        self.choice = ChoiceButtons(
            context, [(group.id, tr(group.label)) for group in entry.groups], name=tr(entry.label), clearable=False
        )
        self.choice.chosen.connect(self._turn)
        self.parts = {key: box(column(*some, space=space.l)) for key, some in fields.items()}
        self.open_group = entry.groups[0].id
        self.setLayout(
            column(labels.strong(context, tr(entry.label)), self.choice, *self.parts.values(), space=space.s)
        )
        self._show(self.open_group)

    def show_given(self, inputs: Mapping[str, object], *, read_only: bool) -> None:
        """Open the way that is given, if one is."""
        given = next((group for group in self.entry.groups if _is_given(group, inputs)), None)
        self._show(given.id if given is not None else self.open_group)
        self.choice.setEnabled(not read_only)

    def _show(self, key: str) -> None:
        self.open_group = key
        self.choice.set_value(key)
        for other, part in self.parts.items():
            part.setVisible(other == key)

    def _turn(self, key: object) -> None:
        if isinstance(key, str) and key != self.open_group:
            self._show(key)
            others = [group for group in self.entry.groups if group.id != key]
            self.turned.emit([field.name for group in others for field in group.inputs])


def _is_given(group: Group, inputs: Mapping[str, object]) -> bool:
    return any(field.name in inputs for field in group.inputs)


def is_secondary(entry: Input) -> bool:
    """Whether an input can wait behind «More inputs»: nothing hangs on it, or its default will do."""
    return not entry.required and entry.default is None
