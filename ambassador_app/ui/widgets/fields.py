"""Text that is saved as it is typed."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ambassador_app.domain.civil_number import civil_numbers
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels

_LONGEST_MS: Final = 600
"""Somebody who types on and on without a pause is saved meanwhile: nothing may lie unsaved for a second."""
_ECHO_MS: Final = 1000
"""For so long after a save an answer from the store may still tell what was before it."""


def civil_warning(look: Look, text: str) -> str:
    """Say that `text` holds what reads as a civil registration number; nothing if it does not."""
    tr = look.translator.tr
    found = civil_numbers(text)
    return tr("This looks like a CPR number. Nothing here needs one: please take it out.") if found else ""


class Pending(QWidget):
    """Something that may hold what was typed and not sent yet."""

    def commit(self) -> None:
        """Send at once what has not been sent."""
        raise NotImplementedError


class SavingField(Pending):
    """A field that sends what was typed 300 ms after the last key, or while it goes on, and at once when it is left.

    What the store says never overwrites what somebody is typing: it waits until the field is left.
    """

    edited = Signal(str)
    delay_ms: ClassVar[int] = 300

    def __init__(self, look: Look, editor: QLineEdit | QPlainTextEdit, name: str, *, guarded: bool = False) -> None:
        super().__init__()
        self.look = look
        self.editor = editor
        self._guarded = guarded
        self._told = ("", "")
        self._sent = ""
        self._waiting: str | None = None
        self._since_sent = QElapsedTimer()
        self._since_typed = QElapsedTimer()
        self.message = labels.label(look, "", Type.CAPTION, token="danger", wrap=True)
        self.message.hide()
        editor.setAccessibleName(name)
        editor.setFont(look.theme.font(Type.BODY))
        editor.installEventFilter(self)
        editor.textChanged.connect(self._typed)
        editor.textChanged.connect(self._show_message)
        self.setFocusProxy(editor)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(self.delay_ms)
        self._timer.timeout.connect(self._send)

    def setAccessibleName(self, name: str) -> None:
        """Name the field where the focus is, too."""
        super().setAccessibleName(name)
        self.editor.setAccessibleName(name)

    def setAccessibleDescription(self, words: str) -> None:
        """Describe the field where the focus is, too."""
        super().setAccessibleDescription(words)
        self.editor.setAccessibleDescription(words)

    # -- what it holds ----------------------------------------------------------------------------------------
    def text(self) -> str:
        """Give what stands in the editor now."""
        return self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.toPlainText()

    def set_text(self, text: str, *, force: bool = False) -> None:
        """Show `text` without sending it; while somebody types it waits, unless forced."""
        if not force and self.editor.hasFocus() and self._is_busy():
            self._waiting = text
            return
        self._waiting = None
        self._timer.stop()
        self._sent = text
        if text != self.text():
            self._put(text)

    def commit(self) -> None:
        """Send at once what has not been sent."""
        self._timer.stop()
        self._send()

    def send_again(self) -> None:
        """Send what stands here once more, if anything was sent from here."""
        if self._since_sent.isValid() and not self.editor.isReadOnly():
            self.edited.emit(self.text())

    def is_dirty(self) -> bool:
        """Whether something typed has not been sent."""
        return self.text() != self._sent

    def set_error(self, words: str) -> None:
        """Say below the field what is wrong with it; the empty text takes it back."""
        self._told = (words, "error")
        self._show_message()

    def set_warning(self, words: str) -> None:
        """Say below the field what to look at; what stands in it is kept."""
        self._told = (words, "warning")
        self._show_message()

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock the field; a locked one can still be read and copied."""
        self.editor.setReadOnly(locked)
        self._polish()

    def focus_and_select(self) -> None:
        """Put the cursor into the field, with all its text selected."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.editor.selectAll()

    # -- inside -----------------------------------------------------------------------------------------------
    def _is_busy(self) -> bool:
        fresh = self._since_sent.isValid() and self._since_sent.elapsed() < _ECHO_MS
        return self.is_dirty() or fresh

    def _put(self, text: str) -> None:
        blocked = self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit):
            place = self.editor.cursorPosition()
            self.editor.setText(text)
            self.editor.setCursorPosition(min(place, len(text)))
        else:
            self.editor.setPlainText(text)
        self.editor.blockSignals(blocked)
        self._show_message()

    def _typed(self) -> None:
        if not self._since_typed.isValid():
            self._since_typed.start()
        if self._since_typed.elapsed() > _LONGEST_MS:
            self._send()
        else:
            self._timer.start()

    def _send(self) -> None:
        text = self.text()
        self._timer.stop()
        self._since_typed.invalidate()
        if text != self._sent:
            self._sent = text
            self._since_sent.start()
            self.edited.emit(text)

    def _left(self) -> None:
        waiting, self._waiting = self._waiting, None
        if self.is_dirty():
            self.commit()
        elif waiting is not None:
            self.set_text(waiting, force=True)

    def _show_message(self) -> None:
        """Show what was told; else, in a field of free text, that a civil registration number has no place there."""
        if self._told[0]:
            self._say(*self._told)
        elif self._guarded and (words := civil_warning(self.look, self.text())):
            self._say(words, "warning")
        elif not self.message.isHidden() or self.editor.property("state"):
            self._say("", "")

    def _say(self, words: str, state: str) -> None:
        labels.set_token(self.look, self.message, "danger" if state == "error" else "warning")
        self.message.setText(words)
        self.message.setVisible(bool(words))
        self.editor.setProperty("state", state if words else "")
        self.editor.setAccessibleDescription(words or self.accessibleDescription())
        self._polish()

    def _polish(self) -> None:
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self._left()
        return super().eventFilter(watched, event)


class TextField(SavingField):
    """One line of text. A `guarded` one warns of a civil registration number; those made for numbers are not."""

    def __init__(
        self,
        look: Look,
        *,
        name: str,
        value: str = "",
        placeholder: str = "",
        icon: str = "",
        guarded: bool = True,
    ) -> None:
        self.line = QLineEdit()
        super().__init__(look, self.line, name, guarded=guarded)
        self.line.setPlaceholderText(placeholder)
        if icon:
            sign = QAction(look.theme.icon(icon, "muted"), "", self.line)
            self.line.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self.line.returnPressed.connect(self.commit)
        self.setLayout(column(self.line, self.message, space=look.theme.space.xs))
        self.set_text(value)

    def value(self) -> str:
        """Give the text without spaces around it."""
        return self.text().strip()

    def set_value(self, text: str, *, force: bool = False) -> None:
        """Show `text`, unless something is being typed."""
        self.set_text(text, force=force)


class PassphraseField(TextField):
    """A line that shows dots."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, name=name, guarded=False)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)


class SearchField(TextField):
    """A line that searches while it is typed."""

    delay_ms = 120

    def __init__(self, look: Look, *, name: str, placeholder: str = "") -> None:
        super().__init__(look, name=name, placeholder=placeholder, icon="search", guarded=False)
        self.line.setClearButtonEnabled(True)


class TextArea(SavingField):
    """Several lines of text; grows with what is written. Tab goes on to the next field. Always guarded."""

    def __init__(self, look: Look, *, name: str, value: str = "", placeholder: str = "", lines: int = 3) -> None:
        self.area = _Lines(lines)
        super().__init__(look, self.area, name, guarded=True)
        self.area.setPlaceholderText(placeholder)
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self.area.grow)
        self.setLayout(column(self.area, self.message, space=look.theme.space.xs))
        self.set_text(value)
        self.area.grow()

    def value(self) -> str:
        """Give the text without space around it."""
        return self.text().strip()

    def set_value(self, text: str, *, force: bool = False) -> None:
        """Show `text`, unless something is being typed."""
        self.set_text(text, force=force)
        self.area.grow()


class _Lines(QPlainTextEdit):
    """As high as its text, from `least` lines to four times as many; then it scrolls."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def grow(self) -> None:
        """Take the height of the text."""
        line = QFontMetrics(self.font()).lineSpacing()
        shown = round(self.document().size().height())
        wanted = max(self._least, min(shown, self._least * 4))
        self.setFixedHeight(wanted * line + line)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()


def send_again(widget: QWidget) -> None:
    """Let every field below `widget` that has sent something send what it holds once more: not all was saved."""
    for field in widget.findChildren(SavingField):
        field.send_again()


def commit_pending(widget: QWidget) -> None:
    """Let every field below `widget` send what it holds."""
    for field in widget.findChildren(Pending):
        field.commit()
