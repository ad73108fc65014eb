"""The office's directory of partners: kept by coordinators, read by everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.directory import DirectoryEntry, DirectoryType
from ambassador_app.domain.roles import Right
from ambassador_app.errors import FieldMissing
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.storage.folding import folded, sort_key

SCOPE: Final = "directory"
"""What is done to the directory is undone by itself, apart from any visit."""


class Directory:
    """Partners to send a company or a home on to. Changing it raises RightMissing where an office was joined and this
    person may not publish there.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk

    def entries(self, text: str = "", of: DirectoryType | None = None) -> tuple[DirectoryEntry, ...]:
        """List the partners by name: those of a type, whose words begin as all those of `text` do."""
        with self._desk.store.reader() as reader:
            every = reader.all(DirectoryEntry) if of is None else reader.all(DirectoryEntry, type=of)
        wanted = folded(text).split()
        found = (one for one in every if _says(one, wanted))
        return tuple(sorted(found, key=lambda one: (sort_key(one.name), one.id)))

    def add(self, name: str, **fields: Any) -> Made:
        """Put a partner in. Raises FieldMissing, TextTooLong."""
        identifier = self._desk.new_id()
        return Made(identifier, self._save(DirectoryEntry(identifier, ""), name=name, **fields))

    def change(self, identifier: str, **fields: Any) -> Changes:
        """Change what is said of a partner. Raises RecordNotFound, FieldMissing, TextTooLong."""
        with self._desk.store.reader() as reader:
            here = reader.load(DirectoryEntry, identifier)
        return self._save(here, **fields)

    def _save(self, entry: DirectoryEntry, **fields: Any) -> Changes:
        refuse_unfit(fields)
        changed = replace(entry, **fields)
        if not changed.name.strip():
            raise FieldMissing(field="name")
        with self._desk.office_deed(Deed.CHANGE_DIRECTORY, SCOPE) as tx:
            tx.save(replace(changed, name=" ".join(changed.name.split())))
        return tx.changes

    def remove(self, identifier: str) -> Changes:
        """Take a partner out; what the office has of it is withdrawn. Raises RecordNotFound."""
        with self._desk.office_deed(Deed.CHANGE_DIRECTORY, SCOPE) as tx:
            tx.delete(DirectoryEntry, identifier)
        return tx.changes

    # -- history ------------------------------------------------------------------------------------------------
    def undoable(self) -> tuple[str | None, str | None]:
        """Give the names of what undo and redo would be about."""
        store, user = self._desk.store, self._desk.user
        return store.undoable(SCOPE, author=user), store.redoable(SCOPE, author=user)

    def undo(self) -> Changes:
        """Take back this person's last change of the directory. Raises NothingToUndo, UndoRefused."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.undo(SCOPE, author=self._desk.user)

    def redo(self) -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused."""
        self._desk.demand(Right.PUBLISH)
        return self._desk.store.redo(SCOPE, author=self._desk.user)


def _says(entry: DirectoryEntry, wanted: list[str]) -> bool:
    said = " ".join((entry.name, entry.trade, entry.area, entry.contact, entry.note))
    words = folded(said).split()
    return all(any(word.startswith(one) for word in words) for one in wanted)
