"""Numbers as people type them: comma or point, with a unit, in a range, and asked about when in doubt."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ambassador_app.errors import NumberNotUnderstood
from ambassador_app.i18n import Ambiguous, parse_number
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import Flow, appear, box, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.fields import SavingField


class NumberField(SavingField):
    """A number with its unit. What cannot be read or is out of range is said below the field and never sent."""

    value_changed = Signal(object)

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        unit: str = "",
        value: float | None = None,
        low: float | None = None,
        high: float | None = None,
        decimals: int | None = None,
        placeholder: str = "",
        required: bool = False,
    ) -> None:
        self.line = QLineEdit()
        self._low, self._high = low, high
        self._decimals = decimals
        self._required = required
        self._value = value
        self._valid = True
        self._warning = ""
        super().__init__(look, self.line, name)
        self.line.setFont(look.theme.font(Type.TABULAR))
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setMinimumWidth(look.theme.px(96))
        self.line.setPlaceholderText(placeholder)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.line.returnPressed.connect(self.commit)
        self._unit = labels.label(look, unit, token="muted")
        appear(self._unit, bool(unit))
        self._readings = Flow(look.theme.space.s)
        self._question = box(self._readings)
        self._question.hide()
        space = look.theme.space
        self._row = row(self.line, self._unit, space=space.s)
        self.setLayout(column(self._row, self._question, self.message, space=space.xs))
        self.edited.connect(lambda _text: self._read(settled=False))
        self.set_value(value)

    def value(self) -> float | None:
        """Give the last number that could be read and was allowed."""
        return self._value

    def set_value(self, value: float | None, *, force: bool = False) -> None:
        """Show `value` without sending it, unless something is being typed."""
        self.set_text(self._written(value), force=force)
        if not self.is_dirty():
            self._value = value
            self._accept()

    def set_unit(self, unit: str) -> None:
        """Show another unit behind the field."""
        self._unit.setText(unit)
        appear(self._unit, bool(unit))

    def set_warning(self, words: str) -> None:
        """Say what to look at; it stands until something else is said, also when the field is left."""
        self._warning = words
        super().set_warning(words)

    def set_width(self, width: int) -> None:
        """Make the line so wide (px), at the left of its place."""
        self.line.setFixedWidth(width)
        self._row.addStretch(1)

    def is_valid(self) -> bool:
        """Whether what stands in the field can be used."""
        return self._valid

    def commit(self) -> None:
        """Send what was typed; now it is time to say if it cannot be used."""
        super().commit()
        self._read(settled=True)

    def _left(self) -> None:
        typed = self.text()
        super()._left()
        if typed == self.text():
            self._read(settled=True)

    # -- reading ----------------------------------------------------------------------------------------------
    def _read(self, *, settled: bool) -> None:
        """Understand what stands in the field. `settled`: it is left, not in the middle of being typed."""
        typed = self.text().strip()
        tr = self.look.translator.tr
        if not typed:
            self._take(None, settled=settled)
            return
        try:
            found = parse_number(typed, self.look.translator.language)
        except NumberNotUnderstood:
            self._refuse(tr("“{text}” is not a number.", text=typed) if settled else "")
            return
        if isinstance(found, Ambiguous):
            self._ask(found)
        else:
            self._take(found, settled=settled)

    def _take(self, found: float | None, *, settled: bool) -> None:
        tr = self.look.translator.tr
        if found is None and self._required:
            self._refuse(tr("Fill this in.") if settled else "")
        elif found is not None and not self._is_allowed(found):
            self._refuse(self._allowed_sentence())
        else:
            changed = found != self._value
            self._value = found
            self._accept()
            if settled:
                self._put_number(found)
            if changed:
                self.value_changed.emit(found)

    def _is_allowed(self, number: float) -> bool:
        return (self._low is None or number >= self._low) and (self._high is None or number <= self._high)

    def _allowed_sentence(self) -> str:
        tr, written = self.look.translator.tr, self.look.translator.number
        if self._low is not None and self._high is not None:
            return tr("Allowed: {low} to {high}.", low=written(self._low), high=written(self._high))
        if self._low is not None:
            return tr("Allowed: {low} or more.", low=written(self._low))
        return tr("Allowed: {high} or less.", high=written(self._high or 0.0))

    def _ask(self, found: Ambiguous) -> None:
        """Offer both readings; neither is sent before one is chosen."""
        translator = self.look.translator
        self._valid = False
        self.set_error("")
        self._forget_question()
        self._readings.addWidget(labels.label(self.look, translator.tr("Which one is meant?"), Type.CAPTION))
        for number in (found.large, found.small):
            choice = buttons.secondary(self.look, translator.number(number), partial(self._choose, number))
            choice.setAccessibleName(translator.tr("The number is {number}", number=number))
            self._readings.addWidget(choice)
        self._question.show()

    def _choose(self, number: float) -> None:
        self._put_number(number)
        self._take(number, settled=True)
        self.line.setFocus()

    def _put_number(self, number: float | None) -> None:
        self.set_text(self._written(number), force=True)

    def _written(self, number: float | None) -> str:
        if number is None:
            return ""
        return self.look.translator.plain(number if self._decimals is None else round(number, self._decimals))

    def _refuse(self, words: str) -> None:
        self._valid = not words
        self._forget_question()
        self.set_error(words)

    def _accept(self) -> None:
        self._valid = True
        self._forget_question()
        self.set_error("")
        if self._warning:
            super().set_warning(self._warning)

    def _forget_question(self) -> None:
        self._question.hide()
        while (item := self._readings.takeAt(0)) is not None:
            widget: QWidget | None = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
