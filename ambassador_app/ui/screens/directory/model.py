"""Reads the directory, and changes it where this person may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes, Made
from ambassador_app.domain.directory import DirectoryEntry, DirectoryType
from ambassador_app.domain.roles import Right
from ambassador_app.errors import AmbassadorError
from ambassador_app.services import Session
from ambassador_app.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Listed:
    """The partners that fit, whether this person may change them, and what could be undone and redone."""

    entries: tuple[DirectoryEntry, ...]
    may: bool
    undo: str
    redo: str


class DirectoryModel(QObject):
    """The directory, as far as it is looked at: `text` and `of` narrow the list."""

    listed = Signal(object)
    """Listed."""
    added = Signal(str)
    """Id of the partner that was put in."""
    refused = Signal(object)
    """AmbassadorError."""

    def __init__(self, session: Session, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self.text = ""
        self.of: DirectoryType | None = None

    def refresh(self) -> None:
        """Read anew."""
        session, text, of = self._session, self.text, self.of

        def read() -> Listed:
            undo, redo = session.directory.undoable()
            may = session.syncing.may(Right.PUBLISH)
            return Listed(session.directory.entries(text, of), may, undo or "", redo or "")

        self._tasks.run(read, owner=self, then=self.listed.emit, latest="directory")

    def search(self, text: str) -> None:
        """Show only what fits these words."""
        self.text = text
        self.refresh()

    def narrow(self, of: DirectoryType | None) -> None:
        """Show only partners of one type."""
        self.of = of
        self.refresh()

    def heard(self, changes: Changes) -> None:
        """Read anew if a partner was touched."""
        if changes.touches(DirectoryEntry.KIND):
            self.refresh()

    def add(self, name: str) -> None:
        """Put a partner in."""
        directory = self._session.directory

        def added(made: Made) -> None:
            self.added.emit(made.id)

        self._do(lambda: directory.add(name), added)

    def change(self, identifier: str, **fields: Any) -> None:
        """Change what is said of a partner."""
        directory = self._session.directory
        self._do(lambda: directory.change(identifier, **fields))

    def remove(self, identifier: str) -> None:
        """Take a partner out."""
        directory = self._session.directory
        self._do(lambda: directory.remove(identifier))

    def undo(self) -> None:
        """Take back the last change."""
        self._do(self._session.directory.undo)

    def redo(self) -> None:
        """Do it again."""
        self._do(self._session.directory.redo)

    def _do(self, job: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        self._tasks.run(job, owner=self, then=then, failed=self._refused)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)
