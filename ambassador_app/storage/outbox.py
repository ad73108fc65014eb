"""What the office is to be told: one op a record, joined by later edits until it is first sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.records import Json
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import read_json, write_json
from ambassador_app.storage.schema import NEVER_SENT, RECORD_SCHEMA, Fields

GROUPED: Final = frozenset({Deed.SEAL_VISIT})
"""Deeds whose ops the office takes all together or not at all."""

FEW: Final = 20
"""Up to so many fields, SQLite changes the op itself."""

_OPEN: Final = 'SELECT number, "set", unset, deleted FROM outbox WHERE record_id = ? AND kind = ? AND frozen = 0'
_CHANGE: Final = (
    'UPDATE outbox SET "set" = ?, unset = ?, deleted = ?, at = ?, "group" = coalesce(?, "group") WHERE number = ?'
)
_ADD: Final = (
    'INSERT INTO outbox (op, kind, record_id, base, "set", unset, deleted, schema, at, "group") '
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What happened to one record: fields set, fields gone, or the record removed (`gone` then names all it had)."""

    kind: str
    id: str
    base: int
    put: Fields = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    removed: bool = False


def add(connection: Connection, edit: Edit, *, new_id: NewId, at: str, group: str | None) -> None:
    """Queue an edit: into the record's open op if it has one, else as an op of its own."""
    if edit.kind in NEVER_SENT:
        return
    found = connection.execute(_OPEN, (edit.id, edit.kind)).fetchone()
    if found is None:
        put, gone = write_json(edit.put), write_json(list(edit.gone))
        values = (new_id(), edit.kind, edit.id, edit.base, put, gone, edit.removed, RECORD_SCHEMA, at, group)
        connection.execute(_ADD, values)
        return
    number, put, gone, deleted = found
    if _only_sets(edit) and gone == "[]" and not deleted:
        _set_fields(connection, number, edit.put, at=at, group=group)
        return
    if edit.removed and not _office_has(connection, edit):
        connection.execute("DELETE FROM outbox WHERE number = ?", (number,))
        return
    joined, without = _joined(read_json(put), read_json(gone), edit)
    changed = (write_json(joined), write_json(without), edit.removed, at, group, number)
    connection.execute(_CHANGE, changed)


def _only_sets(edit: Edit) -> bool:
    return (
        len(edit.put) <= FEW
        and not edit.removed
        and not edit.gone
        and not any('"' in name or "\\" in name for name in edit.put)
    )


def _set_fields(connection: Connection, number: int, put: Fields, *, at: str, group: str | None) -> None:
    """Let SQLite put the fields into the op's JSON: the usual case, and faster than reading all of it."""
    paths = ", ?, json(?)" * len(put)
    values = [text for name, value in put.items() for text in (f'$."{name}"', write_json(value))]
    connection.execute(
        f'UPDATE outbox SET "set" = json_set("set"{paths}), at = ?, "group" = coalesce(?, "group") WHERE number = ?',
        (*values, at, group, number),
    )


def _joined(put: dict[str, Json], gone: list[str], edit: Edit) -> tuple[dict[str, Json], list[str]]:
    if edit.removed:
        return {}, sorted({*gone, *put, *edit.gone})
    joined = {name: value for name, value in {**put, **edit.put}.items() if name not in edit.gone}
    return joined, sorted({*gone, *edit.gone} - joined.keys())


def _office_has(connection: Connection, edit: Edit) -> bool:
    """Whether the record will be at the office when everything that was sent has arrived."""
    asked = "SELECT deleted FROM outbox WHERE record_id = ? AND kind = ? AND frozen ORDER BY number DESC LIMIT 1"
    sent = connection.execute(asked, (edit.id, edit.kind)).fetchone()
    return not sent[0] if sent is not None else edit.base > 0
