"""What opens in a card when it is asked for: a note, why something was not seen, how a number is known."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from ambassador_app.domain.visit import Answer, AnswerSource
from ambassador_app.i18n import N_, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import ChoiceButtons, ReachToggle
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.wording import LABEL

INSTRUMENTS: Final = (
    N_("Lux meter"),
    N_("Thermometer"),
    N_("Thermal camera"),
    N_("Clamp meter"),
    N_("Plug-in energy meter"),
    N_("Air flow meter"),
    N_("Leak detector"),
    N_("Laser distance meter"),
    N_("Stopwatch"),
)
"""What an ambassador has in the bag; anything else can be written."""


class NoteRow(QWidget):
    """The note to an answer, with its reach."""

    def __init__(self, context: UiContext, model: VisitModel, path: str) -> None:
        super().__init__()
        tr = context.translator.tr
        self.is_open = False
        self.text = TextArea(context, name=tr("Note"), placeholder=tr("Note"), lines=2)
        self.reach = ReachToggle(context)
        self.text.edited.connect(lambda text: model.answer(path, note=text))
        self.reach.changed.connect(lambda reach: model.answer(path, reach=reach))
        self.setLayout(column(self.text, row(self.reach, 1), space=context.theme.space.xs))

    def show_answer(self, answer: Answer, *, read_only: bool) -> None:
        """Show the note as it is."""
        self.text.set_value(answer.note)
        self.text.set_read_only(read_only)
        self.reach.set_value(answer.reach)
        self.reach.setEnabled(not read_only)

    def open(self) -> None:
        """Be there, with the focus."""
        self.is_open = True
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)


class UnseenRow(QWidget):
    """Why a question was left open."""

    def __init__(self, context: UiContext, model: VisitModel, path: str) -> None:
        super().__init__()
        tr = context.translator.tr
        self.is_open = False
        caption: QLabel = labels.caption(context, tr("Not seen, because"))
        self.text = TextField(context, name=tr("Not seen, because"), placeholder=tr("Room locked, out of use …"))
        caption.setBuddy(self.text)
        buttons.for_fingers(self.text.line)
        self.text.edited.connect(lambda text: model.answer(path, not_seen=text))
        self.setLayout(column(caption, self.text, space=context.theme.space.xs))

    def show_answer(self, answer: Answer, *, read_only: bool) -> None:
        """Show the reason as it is."""
        self.text.set_value(answer.not_seen)
        self.text.set_read_only(read_only)

    def open(self) -> None:
        """Be there, with the focus."""
        self.is_open = True
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)


class SourceRow(QWidget):
    """How a number is known, and what it was measured with."""

    def __init__(self, context: UiContext, model: VisitModel, path: str) -> None:
        super().__init__()
        tr, theme = context.translator.tr, context.theme
        self.is_open = False
        self._model, self._path = model, path
        caption: QLabel = labels.caption(context, tr("How is the number known?"))
        sources = [(one.value, tr(LABEL[one])) for one in AnswerSource if one]
        self.source = ChoiceButtons(context, sources, name=tr("How is the number known?"))
        self.source.chosen.connect(lambda key: model.answer(path, source=AnswerSource(key or "")))
        self.instrument = TextField(context, name=tr("Measured with"), placeholder=tr("Lux meter, thermometer …"))
        self.instrument.setMaximumWidth(theme.px(320))
        buttons.for_fingers(self.instrument.line)
        self.instrument.edited.connect(lambda text: model.answer(path, instrument=text))
        self.setLayout(column(caption, self.source, self.instrument, space=theme.space.xs))
        self._names = [tr(one) for one in INSTRUMENTS]
        self._offered: list[str] = []

    def show_answer(self, answer: Answer, *, read_only: bool) -> None:
        """Show it as it is."""
        self.source.set_value(answer.source.value or None)
        self.source.setEnabled(not read_only)
        self.instrument.set_value(answer.instrument)
        self.instrument.set_read_only(read_only)
        self.instrument.setVisible(answer.source is AnswerSource.MEASURED)
        self._offer()

    def _offer(self) -> None:
        used = {one.instrument for one in self._model.answers().values() if one.instrument}
        names = [*sorted(used), *(one for one in self._names if one not in used)]
        editor = self.instrument.editor
        if names != self._offered and isinstance(editor, QLineEdit):
            self._offered = names
            completer = QCompleter(names, editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            editor.setCompleter(completer)

    def open(self) -> None:
        """Be there, with the focus."""
        self.is_open = True
        self.show()
        self.source.setFocus(Qt.FocusReason.ShortcutFocusReason)


def source_words(answer: Answer, translator: Translator) -> str:
    """Say how a number is known: «Measured with lux meter · quality A». Empty where nobody said."""
    quality = answer.source.quality
    if quality is None:
        return ""
    said = translator.tr(LABEL[answer.source])
    if answer.source is AnswerSource.MEASURED and answer.instrument:
        said = translator.tr("Measured with {instrument}", instrument=answer.instrument)
    worth = translator.tr("quality {letter}", letter=quality.value)
    return f"{said} \N{MIDDLE DOT} {worth}"
