"""Keys of a page: letters that act where nothing is being written, and fields that let them through."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

LETTERS: Final = frozenset({Qt.Key.Key_N, Qt.Key.Key_P, Qt.Key.Key_M, Qt.Key.Key_H, Qt.Key.Key_O})


def add_key(where: QWidget, keys: str, act: Callable[[], object], *, repeats: bool = False) -> QShortcut:
    """Let `keys` act below `where`; a key held down acts once, unless it `repeats`."""
    shortcut = QShortcut(QKeySequence(keys), where)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.setAutoRepeat(repeats)
    shortcut.activated.connect(partial(_act_or_pass_on, shortcut, act))
    return shortcut


def _act_or_pass_on(shortcut: QShortcut, act: Callable[[], object]) -> None:
    """Act; but a list or calendar that is open over the page gets the key itself."""
    popup = QApplication.activePopupWidget()
    if popup is None:
        act()
        return
    keys = shortcut.key()[0]  # type: ignore[index]
    target = popup.focusWidget() or popup  # type: ignore[truthy-bool]  # None where nothing in it has the focus
    shortcut.setEnabled(False)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, keys.key(), keys.keyboardModifiers())
        QApplication.sendEvent(target, event)
    shortcut.setEnabled(True)


class LetsLettersThrough(QObject):
    """In a field for numbers or dates N, P, M, H and O are no text: they act, as beside the field."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and Qt.Key(event.key()) in LETTERS:
                event.ignore()
                return True
        return super().eventFilter(watched, event)
