"""A short list of words that grows as it is typed: focus areas, wishes, participants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QSizePolicy, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import Flow, appear, box, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.fields import Pending, civil_warning


class TagEditor(Pending):
    """Words as pills, each with its cross; Enter or comma in the line adds one, Backspace takes the last back."""

    changed = Signal(object)

    def __init__(self, look: Look, *, name: str, values: Iterable[str] = (), suggestions: Sequence[str] = ()) -> None:
        super().__init__()
        self._look = look
        self._values: tuple[str, ...] = ()
        self._flow = Flow(look.theme.space.xs)
        self._pills = box(self._flow)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(look.translator.tr("Write and press Enter"))
        self.line.returnPressed.connect(self._add_typed)
        self.line.textEdited.connect(self._split_at_comma)
        self.line.editingFinished.connect(self._add_typed)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name)
        self.message = labels.label(look, "", Type.CAPTION, token="warning", wrap=True)
        self.line.textChanged.connect(self._guard)
        self.setLayout(column(self._pills, self.line, self.message, space=look.theme.space.xs))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._suggest(suggestions)
        self.set_values(values)

    def values(self) -> tuple[str, ...]:
        """Give the words in their order."""
        return self._values

    def set_values(self, values: Iterable[str]) -> None:
        """Show other words without sending them."""
        wanted = tuple(values)
        if wanted != self._values or not wanted:
            self._values = wanted
            self._show()

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock the list."""
        self.line.setVisible(not locked)
        self._pills.setEnabled(not locked)

    def remove(self, word: str) -> None:
        """Take `word` out."""
        self._change(tuple(one for one in self._values if one != word))

    def commit(self) -> None:
        """Take in the word that is being typed."""
        self._add_typed()

    def _suggest(self, suggestions: Sequence[str]) -> None:
        if suggestions:
            completer = QCompleter(list(suggestions), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.line.setCompleter(completer)

    def _split_at_comma(self, text: str) -> None:
        if text.endswith((",", ";")):
            self.line.setText(text[:-1])
            self._add_typed()

    def _add_typed(self) -> None:
        word = self.line.text().strip()
        self.line.clear()
        if word and word.casefold() not in {one.casefold() for one in self._values}:
            self._change((*self._values, word))

    def _change(self, values: tuple[str, ...]) -> None:
        self._values = values
        self._show()
        self.changed.emit(values)

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget: QWidget | None = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for word in self._values:
            self._flow.addWidget(self._pill(word))
        self._pills.setVisible(bool(self._values))
        self._guard()

    def _guard(self) -> None:
        """Warn of a civil registration number among the words or in the line."""
        words = civil_warning(self._look, "\n".join((*self._values, self.line.text())))
        self.message.setText(words)
        appear(self.message, bool(words))

    def _pill(self, word: str) -> QFrame:
        look, space = self._look, self._look.theme.space
        pill = QFrame()
        pill.setProperty("kind", "card")
        pill.setProperty("tone", "accent")
        take_out = buttons.icon_button(
            look, "close", look.translator.tr("Remove {word}", word=word), lambda: self.remove(word), size=14
        )
        pill.setLayout(row(labels.label(look, word), take_out, space=space.xs, margins=(space.m, 0, space.xs, 0)))
        return pill
