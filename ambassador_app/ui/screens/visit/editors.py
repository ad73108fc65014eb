"""The controls that take one answer, by kind of question; all speak through the same few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget

from ambassador_app.domain.checklist import AnswerValue, Choice, Question, QuestionKind
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.keys import LetsLettersThrough
from ambassador_app.ui.widgets.buttons import for_fingers
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select
from ambassador_app.ui.widgets.dates import DateField, TimeField
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.ui.widgets.numbers import NumberField

T = TypeVar("T")

ACKNOWLEDGED: Final = "OK"
MOST_BUTTONS: Final = 16
"""More choices than this are a list to pick from, not a wall of buttons."""


class Editor(QObject):
    """One control with one voice. `answered` tells the value a person gave."""

    answered = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.field = field

    def show_value(self, value: AnswerValue) -> None:
        """Show an answer; what is being typed stays."""
        raise NotImplementedError

    def show_choices(self, choices: tuple[tuple[str, str], ...]) -> bool:
        """Offer these choices; False where the control must be made anew for them."""
        return True

    def set_read_only(self, on: bool) -> None:
        """Only show."""
        self.field.setEnabled(not on)

    def warn(self, text: str) -> None:
        """Say that the value is unusual."""

    def type(self, text: str) -> bool:
        """Take a digit typed while the card, not the field, has the focus. False: not wanted."""
        return False

    def enter(self) -> None:
        """Take the keyboard focus."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ChoiceEditor(Editor):
    """Buttons, one for each choice."""

    def __init__(self, context: UiContext, name: str, choices: tuple[tuple[str, str], ...], question: Question) -> None:
        multiple = question.kind is QuestionKind.SELECT_MULTIPLE
        self.buttons = ChoiceButtons(context, choices, name=name, multiple=multiple)
        super().__init__(self.buttons)
        self._multiple = multiple
        self._choices = choices
        self.buttons.set_flagged([one.name for one in question.choices if one.flag or one.measure])
        self.buttons.chosen.connect(self.answered.emit)

    def show_value(self, value: AnswerValue) -> None:
        if self._multiple:
            self.buttons.set_value(value if isinstance(value, tuple) else ())
        else:
            self.buttons.set_value(value if isinstance(value, str) and value else None)

    def show_choices(self, choices: tuple[tuple[str, str], ...]) -> bool:
        return choices == self._choices

    def type(self, text: str) -> bool:
        return text.isdigit() and self.buttons.choose_number(int(text))


class ListEditor(Editor):
    """A list to pick one from, where there are too many for buttons."""

    def __init__(self, context: UiContext, name: str, choices: tuple[tuple[str, str], ...]) -> None:
        self._nothing = ("", context.translator.tr("Choose …"))
        self._choices = choices
        self.select = for_fingers(Select(context, (self._nothing, *choices), name=name))
        super().__init__(self.select)
        self.select.chosen.connect(lambda key: self.answered.emit(key or None))

    def show_value(self, value: AnswerValue) -> None:
        self.select.set_value(value if isinstance(value, str) else "")

    def show_choices(self, choices: tuple[tuple[str, str], ...]) -> bool:
        return choices == self._choices


class NumberEditor(Editor):
    """A number with its unit."""

    def __init__(self, context: UiContext, name: str, question: Question) -> None:
        limits = dict(question.parameters) if question.kind is QuestionKind.RANGE else {}
        self.number = NumberField(
            context,
            name=name,
            low=_number(limits.get("start")),
            high=_number(limits.get("end")),
            decimals=0 if question.kind is QuestionKind.INTEGER else None,
        )
        self.number.set_unit(question.unit.text(context.translator.language.value))
        super().__init__(self.number)
        let_letters_through(self.number)
        self.number.line.setFixedWidth(context.theme.px(200))
        if not question.unit:
            self.number.setMaximumWidth(context.theme.px(200))
        self.number.value_changed.connect(self.answered.emit)

    def show_value(self, value: AnswerValue) -> None:
        self.number.set_value(float(value) if isinstance(value, int | float) else None)

    def set_read_only(self, on: bool) -> None:
        self.number.set_read_only(on)

    def warn(self, text: str) -> None:
        self.number.set_warning(text)

    def type(self, text: str) -> bool:
        return type_into(self.number, text)


def type_into(field: QWidget, text: str) -> bool:
    """Begin the field anew with `text`, as if it had been typed there."""
    line = field.findChild(QLineEdit)
    if line is None or line.isReadOnly():
        return False
    line.setFocus(Qt.FocusReason.ShortcutFocusReason)
    line.selectAll()
    line.insert(text)
    return True


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def let_letters_through(field: QWidget) -> None:
    """Let N, P and M act beside a field in which they mean nothing; and let a finger hit it."""
    line = field.findChild(QLineEdit)
    if line is not None:
        LetsLettersThrough(for_fingers(line))


class TextEditor(Editor):
    """Free text, one line or some."""

    def __init__(self, context: UiContext, name: str, *, lines: int) -> None:
        self.text: TextField | TextArea = (
            TextArea(context, name=name, lines=lines) if lines > 1 else TextField(context, name=name)
        )
        if isinstance(self.text, TextField):
            for_fingers(self.text.line)
        super().__init__(self.text)
        self.text.edited.connect(lambda text: self.answered.emit(text or None))

    def show_value(self, value: AnswerValue) -> None:
        self.text.set_value(value if isinstance(value, str) else "")

    def set_read_only(self, on: bool) -> None:
        self.text.set_read_only(on)

    def enter(self) -> None:
        super().enter()
        if isinstance(self.text, TextArea):
            self.text.area.moveCursor(QTextCursor.MoveOperation.End)


class DayEditor(Editor):
    """A date, kept as 2026-11-23."""

    def __init__(self, context: UiContext, name: str, today: date) -> None:
        self.day = DateField(context, name=name, today=today)
        super().__init__(self.day)
        let_letters_through(self.day)
        self.day.setMaximumWidth(context.theme.px(280))
        self.day.value_changed.connect(lambda day: self.answered.emit(day.isoformat() if day else None))

    def show_value(self, value: AnswerValue) -> None:
        self.day.set_value(_read(date.fromisoformat, value))

    def type(self, text: str) -> bool:
        return type_into(self.day, text)


class TimeEditor(Editor):
    """A time of day, kept as 14:30."""

    def __init__(self, context: UiContext, name: str) -> None:
        self.time = TimeField(context, name=name, value=None)
        super().__init__(self.time)
        let_letters_through(self.time)
        self.time.setMaximumWidth(context.theme.px(200))
        self.time.value_changed.connect(lambda at: self.answered.emit(f"{at:%H:%M}" if at else None))

    def show_value(self, value: AnswerValue) -> None:
        self.time.set_value(_read(time.fromisoformat, value))

    def type(self, text: str) -> bool:
        return type_into(self.time, text)


def _read(reader: Callable[[str], T], value: AnswerValue) -> T | None:
    try:
        return reader(value) if isinstance(value, str) and value else None
    except ValueError:
        return None


def editor_of(
    context: UiContext, question: Question, name: str, choices: tuple[tuple[str, str], ...], today: date
) -> Editor | None:
    """Make the control for a question; None for one that only says something, or is answered by photos."""
    kind = question.kind
    if kind in _SILENT:
        return None
    if kind in _CHOSEN:
        many = len(choices) > MOST_BUTTONS or "minimal" in question.appearance
        as_list = many and kind is QuestionKind.SELECT_ONE
        return ListEditor(context, name, choices) if as_list else ChoiceEditor(context, name, choices, question)
    if kind.is_number:
        return NumberEditor(context, name, question)
    if kind is QuestionKind.DATE:
        return DayEditor(context, name, today)
    if kind is QuestionKind.TIME:
        return TimeEditor(context, name)
    return TextEditor(context, name, lines=3 if "multiline" in question.appearance else 1)


_SILENT: Final = frozenset({QuestionKind.NOTE, QuestionKind.IMAGE, QuestionKind.ATTACHMENT})
_CHOSEN: Final = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.ACKNOWLEDGE})


def choices_of(
    question: Question, offered: tuple[Choice, ...], language: str, acknowledge: str
) -> tuple[tuple[str, str], ...]:
    """Give the keys and words of the choices; an acknowledgement is one choice."""
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return ((ACKNOWLEDGED, acknowledge),)
    return tuple((one.name, one.label.text(language) or one.name) for one in offered)
