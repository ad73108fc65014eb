"""What the window knows of a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.ui.context import Look


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from the command palette."""

    label: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""


class Screen(QWidget):
    """One page of the window. Everything here may be overridden; nothing must be."""

    rail: ClassVar[str] = ""
    help_page: ClassVar[str] = ""

    title_changed = Signal(str)
    undo_changed = Signal(str, str)
    show_mode_changed = Signal(bool)

    def __init__(self, context: Look) -> None:
        super().__init__()
        self.title = ""
        self.undo_label = ""
        self.redo_label = ""
        self.setObjectName(type(self).__name__)
        self.setAccessibleName(type(self).__name__)
        self._theme = context.theme

    def set_title(self, title: str) -> None:
        """Say what the page is about; it stands in the header and is its accessible name."""
        self.title = title
        self.setAccessibleName(title)
        self.title_changed.emit(title)

    def set_undo(self, undo: str, redo: str) -> None:
        """Name what can be undone and redone here; the empty text is nothing."""
        if (undo, redo) != (self.undo_label, self.redo_label):
            self.undo_label, self.redo_label = undo, redo
            self.undo_changed.emit(undo, redo)

    def undo(self) -> None:
        """Undo what `set_undo` named."""

    def redo(self) -> None:
        """Redo what `set_undo` named."""

    def open(self, **arguments: object) -> None:
        """Go to the place inside this page that `arguments` say."""

    def shown(self) -> None:
        """Become the current page."""

    def left(self) -> None:
        """Stop being the current page."""

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""

    def location(self) -> dict[str, str]:
        """Give the arguments that lead back to this place after a restart."""
        return {}

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here in the command palette."""
        return ()
