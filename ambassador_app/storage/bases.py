"""What the office has of a record that was changed here since: the version both sides started from.

Only changed records have one, so that it costs by what changed and not by what is kept; of all others the row itself
is what the office has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import read_json, write_json
from ambassador_app.storage.schema import Fields, table_name

OFFERED_AGAIN: Final = -1
"""The number of a record that an office set back to an older backup is offered anew."""

_KEEP: Final = "INSERT OR REPLACE INTO base (kind, record_id, seq, deleted, body) VALUES (?, ?, ?, ?, ?)"
_REMEMBER: Final = "INSERT OR IGNORE INTO base (kind, record_id, seq, deleted, body) VALUES (?, ?, ?, ?, ?)"
_READ: Final = "SELECT seq, deleted, body FROM base WHERE kind = ? AND record_id = ?"


@dataclass(frozen=True, slots=True)
class Base:
    """Number and fields of a record at the office, or its tombstone."""

    seq: int
    deleted: bool
    fields: Fields


def remember(connection: Connection, kind: str, identifier: str, base: Base) -> None:
    """Keep what the office has, before the first change here since; later changes leave it as it is."""
    connection.execute(_REMEMBER, (kind, identifier, base.seq, base.deleted, write_json(base.fields)))


def keep(connection: Connection, kind: str, identifier: str, base: Base) -> None:
    """Keep what the office has now."""
    connection.execute(_KEEP, (kind, identifier, base.seq, base.deleted, write_json(base.fields)))


def read(connection: Connection, kind: str, identifier: str) -> Base | None:
    """What the office has of a changed record; None of one that it never had."""
    found = connection.execute(_READ, (kind, identifier)).fetchone()
    return Base(found[0], bool(found[1]), read_json(found[2])) if found is not None else None


def forget(connection: Connection, kind: str, identifier: str) -> None:
    """The row itself is what the office has again."""
    connection.execute("DELETE FROM base WHERE kind = ? AND record_id = ?", (kind, identifier))


def number(connection: Connection, kind: str, identifier: str, seq: int) -> None:
    """Write the office's number of a record into its row."""
    connection.execute(f"UPDATE {table_name(kind)} SET base = ? WHERE id = ?", (seq, identifier))
