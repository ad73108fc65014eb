"""What the office is to be told: one op a record, joined by later edits until it is first sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.publication import OWNED
from ambassador_app.domain.records import Json
from ambassador_app.domain.syncing import Op
from ambassador_app.storage import bases
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


_FRESH: Final = (
    'SELECT number, kind, record_id, base, "set", unset, deleted, schema, at, "group" FROM outbox AS fresh '
    "WHERE frozen = 0 AND ({which}) AND NOT EXISTS (SELECT 1 FROM outbox AS sent WHERE sent.frozen = 1 "
    "AND sent.record_id = fresh.record_id AND sent.kind = fresh.kind) ORDER BY number LIMIT ?"
)
_SENT: Final = (
    'SELECT op, kind, record_id, base, "set", unset, deleted, schema, at, "group" FROM outbox WHERE frozen = 1'
)
_REFUSED: Final = "EXISTS (SELECT 1 FROM refusal WHERE record_id = {0}.record_id AND kind = {0}.kind)"
_OWNED: Final = ", ".join(f"'{kind}'" for kind in OWNED)
"""What the office owns never goes by itself: what was changed waits to be signed, and goes as a publication."""
_ALONE: Final = f'"group" IS NULL AND kind NOT IN ({_OWNED}) AND NOT {_REFUSED.format("fresh")}'
_NEXT_GROUP: Final = (
    '"group" = (SELECT "group" FROM outbox AS one WHERE frozen = 0 AND "group" IS NOT NULL AND NOT EXISTS '
    f'(SELECT 1 FROM outbox AS other WHERE other."group" = one."group" AND {_REFUSED.format("other")}) '
    "ORDER BY number LIMIT 1)"
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
    if sent is not None:
        return not sent[0]
    return edit.base > 0 or bases.read(connection, edit.kind, edit.id) is not None


# -- sending ----------------------------------------------------------------------------------------------------------
def sent(connection: Connection) -> tuple[Op, ...]:
    """The ops that were sent and are not answered yet, as they were sent."""
    return tuple(_op(row) for row in connection.execute(_SENT + " ORDER BY number").fetchall())


def freeze(connection: Connection, *, most: int, largest: int, new_id: NewId) -> tuple[Op, ...]:
    """Freeze the oldest ops that stand alone, at most so many and so large (characters), each under a fresh id.

    What the office refused is left until the next sync.
    """
    rows = connection.execute(_FRESH.format(which=_ALONE), (most,)).fetchall()
    return _frozen(connection, _within(rows, largest), new_id)


def freeze_group(connection: Connection, *, new_id: NewId) -> tuple[Op, ...]:
    """Freeze the next group of ops whole."""
    rows = connection.execute(_FRESH.format(which=_NEXT_GROUP), (-1,)).fetchall()
    return _frozen(connection, rows, new_id)


def _within(rows: list[tuple[Any, ...]], largest: int) -> list[tuple[Any, ...]]:
    """As many rows as are no larger than that together, but one at least."""
    size = 0
    taken: list[tuple[Any, ...]] = []
    for row in rows:
        size += len(row[4]) + len(row[5])
        if taken and size > largest:
            break
        taken.append(row)
    return taken


def _frozen(connection: Connection, rows: list[tuple[Any, ...]], new_id: NewId) -> tuple[Op, ...]:
    """An op gets its id here: in a restored copy of this database, no two ops can have the same one."""
    found = []
    for number, *rest in rows:
        name = new_id()
        connection.execute("UPDATE outbox SET frozen = 1, op = ? WHERE number = ?", (name, number))
        found.append(_op((name, *rest)))
    return tuple(found)


def _op(row: tuple[Any, ...]) -> Op:
    op, kind, identifier, base, put, gone, deleted, schema, at, group = row
    return Op(op, kind, identifier, base, read_json(put), tuple(read_json(gone)), bool(deleted), schema, at, group)


def answered(connection: Connection, op: str) -> Op | None:
    """Take a sent op out of the outbox; None when it is not there any more."""
    row = connection.execute(f"{_SENT} AND op = ?", (op,)).fetchone()
    connection.execute("DELETE FROM outbox WHERE op = ? AND frozen = 1", (op,))
    return _op(row) if row is not None else None


def open_edit(connection: Connection, kind: str, identifier: str) -> Edit | None:
    """The edits of a record that were not sent yet, as one."""
    row = connection.execute(
        'SELECT base, "set", unset, deleted FROM outbox WHERE record_id = ? AND kind = ? AND frozen = 0',
        (identifier, kind),
    ).fetchone()
    if row is None:
        return None
    return Edit(kind, identifier, row[0], read_json(row[1]), tuple(read_json(row[2])), removed=bool(row[3]))


def edited_at(connection: Connection, kind: str, identifier: str) -> str | None:
    """When a record with unsent edits was edited last."""
    asked = "SELECT at FROM outbox WHERE record_id = ? AND kind = ? AND frozen = 0"
    row = connection.execute(asked, (identifier, kind)).fetchone()
    return str(row[0]) if row is not None else None


def start_from(connection: Connection, kind: str, identifier: str, seq: int) -> None:
    """The unsent edits of a record start from the office's version `seq`."""
    changed = "UPDATE outbox SET base = ? WHERE record_id = ? AND kind = ? AND frozen = 0"
    connection.execute(changed, (seq, identifier, kind))


def has_open(connection: Connection, kind: str, identifier: str) -> bool:
    """Whether a record has edits that were not sent yet."""
    return connection.execute(_OPEN, (identifier, kind)).fetchone() is not None


def restart(connection: Connection, edit: Edit, *, new_id: NewId, at: str, group: str | None = None) -> None:
    """Make `edit` all that is to be told of a record: nothing at all, where it changes nothing."""
    row = connection.execute(
        'SELECT at, "group" FROM outbox WHERE record_id = ? AND kind = ? AND frozen = 0', (edit.id, edit.kind)
    ).fetchone()
    connection.execute("DELETE FROM outbox WHERE record_id = ? AND kind = ? AND frozen = 0", (edit.id, edit.kind))
    if edit.put or edit.gone or edit.removed:
        add(
            connection,
            edit,
            new_id=new_id,
            at=row[0] if row is not None else at,
            group=row[1] if row is not None else group,
        )
