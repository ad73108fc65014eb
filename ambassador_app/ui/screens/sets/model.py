"""Reads the sets there are, keeps what is being changed in each, and saves it as the next version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.place import Municipality
from ambassador_app.domain.roles import Right
from ambassador_app.domain.set_files import AnySet
from ambassador_app.errors import AmbassadorError
from ambassador_app.services import Session
from ambassador_app.services.set_library import SetLine, SetVersionLine
from ambassador_app.ui.screens.sets.draft import Draft, begun
from ambassador_app.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Shelf:
    """All sets, what new visits take, and what could be undone and redone."""

    lines: tuple[SetLine, ...]
    office: Municipality
    undo: str
    redo: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One set with its versions."""

    line: SetLine
    found: AnySet
    versions: tuple[SetVersionLine, ...]
    may: bool = True
    """Whether this person may change it."""


class SetsModel(QObject):
    """The sets of the municipality."""

    shelf_read = Signal(object)
    """Shelf."""
    opened = Signal(object)
    """Opened."""
    draft_changed = Signal(object)
    """Draft, or None for a set that cannot be changed."""
    saved = Signal(int)
    """The version that was saved."""
    compared = Signal(object)
    """The set to compare with."""
    refused = Signal(object)
    """AmbassadorError."""

    def __init__(self, session: Session, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self.shelf: Shelf | None = None
        self.shown: Opened | None = None
        self.drafts: dict[str, Draft] = {}

    # -- reading ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read the list anew."""
        session = self._session

        def job() -> Shelf:
            undo, redo = session.sets.undoable()
            return Shelf(session.sets.shown(), session.municipality(), undo or "", redo or "")

        self._tasks.run(job, owner=self, then=self._read, latest="sets")

    def _read(self, shelf: Shelf) -> None:
        self.shelf = shelf
        names = {one.name for one in shelf.lines}
        self.drafts = {name: draft for name, draft in self.drafts.items() if name in names}
        self.shelf_read.emit(shelf)

    def hear(self, changes: Changes) -> None:
        """Read anew if sets or what new visits take was touched."""
        if changes.touches("set_entry", "municipality", "factor_set", "price_set"):
            self.refresh()
            if self.shown is not None:
                self.open(self.shown.line.name)

    def open(self, name: str) -> None:
        """Read one set whole."""
        sets = self._session.sets

        def job() -> Opened | None:
            line = next((one for one in sets.shown() if one.name == name), None)
            may = self._session.syncing.may(Right.PUBLISH)
            return Opened(line, sets.get(name), sets.versions(name), may) if line is not None else None

        self._tasks.run(job, owner=self, then=self._open, failed=self.refused.emit, latest="set")

    def _open(self, found: Opened | None) -> None:
        self.shown = found
        if found is not None and found.may and not found.line.shipped:
            kept, fresh = self.drafts.get(found.line.name), begun(found.found)
            if kept is None or kept.saved != fresh.saved:
                self.drafts[found.line.name] = fresh
        self.opened.emit(found)
        self.draft_changed.emit(self.draft)

    def close(self) -> None:
        """Look at no set any more; what was changed and can be saved is saved."""
        self.keep()
        self.shown = None

    def compare_with(self, name: str) -> None:
        """Read the set to compare with."""
        sets = self._session.sets
        self._tasks.run(
            lambda: sets.get(name), owner=self, then=self.compared.emit, failed=self.refused.emit, latest="compared"
        )

    # -- changing -----------------------------------------------------------------------------------------------
    @property
    def draft(self) -> Draft | None:
        """What is being changed now."""
        return self.drafts.get(self.shown.line.name) if self.shown is not None else None

    def change(self, how: Callable[[Draft], Draft]) -> None:
        """Change the draft."""
        if self.shown is not None and self.draft is not None:
            self.drafts[self.shown.line.name] = how(self.draft)
            self.draft_changed.emit(self.draft)

    def discard(self) -> None:
        """Go back to what was saved last."""
        self.change(lambda draft: Draft(draft.saved, draft.saved))

    def keep(self) -> None:
        """Save what was changed as the next version, if it is whole."""
        draft = self.draft
        if draft is None or not draft.is_changed or draft.problems:
            return
        sets = self._session.sets
        self._do(lambda: sets.save(draft.now), then=lambda _: self.saved.emit(draft.next_version))

    def copy(self, name: str, title: str, then: Callable[[str], object]) -> None:
        """Make an own set of another one."""
        sets = self._session.sets
        self._do(lambda: sets.copy(name, title), then=lambda made: then(made.id))

    def take_file(self, file: Path, then: Callable[[str], object]) -> None:
        """Keep the set in a file."""
        sets = self._session.sets
        self._do(lambda: sets.keep_file(file.read_bytes(), file.name), then=lambda made: then(made.id))

    def write_file(self, name: str, file: Path, then: Callable[[], object]) -> None:
        """Write a set into a file."""
        sets = self._session.sets
        self._do(lambda: file.write_bytes(sets.export(name)), then=lambda _: then())

    def retire(self, name: str, retired: bool) -> None:
        """Offer a set no more, or again."""
        sets = self._session.sets
        self._do(lambda: sets.retire(name, retired))

    def restore(self, version_id: str) -> None:
        """Let an earlier version be the newest again."""
        sets = self._session.sets
        self._do(lambda: sets.restore(version_id))

    def choose(self, **names: str) -> None:
        """Choose what new visits take."""
        sets = self._session.sets
        self._do(lambda: sets.choose_default(**names))

    def undo(self) -> None:
        """Take back the last change of a set."""
        self._do(self._session.sets.undo)

    def redo(self) -> None:
        """Do it again."""
        self._do(self._session.sets.redo)

    def _do(self, job: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        self._tasks.run(job, owner=self, then=then, failed=self._refused)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)
