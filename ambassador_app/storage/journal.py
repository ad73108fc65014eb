"""The append-only journal: who changed which field when, and what undo and redo would be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.changes import BARRIERS
from ambassador_app.storage.cipher import Connection

_ADD_ACTION: Final = "INSERT INTO action (id, name, author, at, scope, inverts) VALUES (?, ?, ?, ?, ?, ?)"
_ADD_LINE: Final = "INSERT INTO journal (action, kind, record_id, field, old, new) VALUES (?, ?, ?, ?, ?, ?)"
WHOLE: Final = ""
"""The name of the field that is the whole record."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field before and after, as JSON text; None where it is absent."""

    kind: str
    record_id: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An action that undo or redo would be about."""

    number: int
    name: str


def add_action(
    connection: Connection, *, id: str, name: str, author: str, at: str, scope: str, inverts: int | None = None
) -> int:
    """Begin an action; gives its number."""
    return int(connection.execute(_ADD_ACTION, (id, name, author, at, scope, inverts)).lastrowid)


def add_lines(connection: Connection, action: int, lines: tuple[Line, ...]) -> None:
    """Write down what an action changed."""
    for one in lines:
        values = (action, one.kind, one.record_id, one.field, one.old, one.new)
        connection.execute(_ADD_LINE, values)


def lines_of(connection: Connection, action: int) -> tuple[Line, ...]:
    """What an action changed, in the order it did."""
    asked = "SELECT kind, record_id, field, old, new FROM journal WHERE action = ? ORDER BY number"
    return tuple(Line(*row) for row in connection.execute(asked, (action,)).fetchall())


def mark(connection: Connection, action: int, *, undone_by: int | None) -> None:
    """Remember that an action is undone, or that it holds again."""
    connection.execute("UPDATE action SET undone_by = ? WHERE number = ?", (undone_by, action))


_BARRIERS: Final = ", ".join(f"'{one.value}'" for one in sorted(BARRIERS))
_LAST_BARRIER: Final = f"SELECT coalesce(max(number), 0) FROM action WHERE scope = :scope AND name IN ({_BARRIERS})"
_LAST_FRESH: Final = (
    "SELECT coalesce(max(number), 0) FROM action WHERE scope = :scope AND author = :author AND inverts IS NULL"
)
_TO_UNDO: Final = (
    "SELECT number, name FROM action WHERE scope = :scope AND author = :author AND inverts IS NULL "
    f"AND undone_by IS NULL AND number > ({_LAST_BARRIER}) ORDER BY number DESC LIMIT 1"
)
_TO_REDO: Final = (
    "SELECT number, name FROM action WHERE scope = :scope AND author = :author AND inverts IS NULL "
    f"AND undone_by > ({_LAST_FRESH}) AND number > ({_LAST_BARRIER}) ORDER BY number LIMIT 1"
)


def to_undo(connection: Connection, scope: str, author: str) -> Entry | None:
    """The newest action of this person in this scope that holds, this side of the last barrier."""
    return _entry(connection, _TO_UNDO, scope, author)


def to_redo(connection: Connection, scope: str, author: str) -> Entry | None:
    """The action undone last, unless something fresh was done since."""
    return _entry(connection, _TO_REDO, scope, author)


def _entry(connection: Connection, asked: str, scope: str, author: str) -> Entry | None:
    found = connection.execute(asked, {"scope": scope, "author": author}).fetchone()
    return Entry(*found) if found is not None else None
