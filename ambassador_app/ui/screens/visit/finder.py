"""Finding a question by its words, while typing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ambassador_app.domain.form_state import FormState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.buttons import for_fingers
from ambassador_app.ui.widgets.fields import SearchField

MOST: Final = 40


class QuestionFinder(QObject):
    """A search field, and the list of questions that contain all the words typed."""

    chosen = Signal(str)
    active_changed = Signal(bool)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr, theme = context.translator.tr, context.theme
        self.field = SearchField(context, name=tr("Find a question"), placeholder=tr("Find a question (Ctrl+F)"))
        self.field.setMinimumWidth(theme.px(120))
        self.field.setMaximumWidth(theme.px(220))
        self.field.edited.connect(self._search)
        for_fingers(self.field.editor).installEventFilter(self)
        self.results = QListWidget()
        self.results.setAccessibleName(tr("Questions found"))
        self.results.setFont(theme.font())
        self.results.setWordWrap(True)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemClicked.connect(self._activated)
        self.results.installEventFilter(self)
        self._form: FormState | None = None
        self._is_active = False

    def show_form(self, form: FormState) -> None:
        """Search in this form."""
        self._form = form

    def begin(self) -> None:
        """Put the cursor into the search field."""
        self.field.focus_and_select()

    def _search(self, text: str) -> None:
        self.results.clear()
        words = text.casefold().split()
        self._set_active(bool(words))
        if not words or self._form is None:
            return
        language = self.context.translator.language.value
        for state in self._form.questions():
            question = state.question
            label = self._form.say(question.label, language, state.path)
            area = self._form.checklist.section_of(state.path).label.text(language)
            where = f"{question.code} {label} {question.hint.text(language)} {area}".casefold()
            if all(word in where for word in words):
                item = QListWidgetItem(f"{area} · {label}")
                item.setData(Qt.ItemDataRole.UserRole, state.path)
                self.results.addItem(item)
            if self.results.count() >= MOST:
                break
        self.results.setCurrentRow(0)

    def _activated(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        self._end()
        self.chosen.emit(path)

    def _end(self) -> None:
        self.field.set_value("", force=True)
        self.results.clear()
        self._set_active(False)

    def _set_active(self, on: bool) -> None:
        if on != self._is_active:
            self._is_active = on
            self.active_changed.emit(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._end()
            return True
        if watched is self.field.editor and key == Qt.Key.Key_Down and self.results.count():
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.field.commit()
            item = self.results.currentItem()
            if item is not None:
                self._activated(item)
            return True
        return super().eventFilter(watched, event)
