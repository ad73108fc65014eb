"""Rows of records: reading one, and writing one with the columns and the words that repeat its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ambassador_app.domain.records import Json
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.schema import COLUMNS, SEARCHED, Cell, Fields, Kept, table_name

write_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
read_json: Final = json.loads


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it stands in its table, a tombstone (`deleted`) without fields included."""

    number: int
    base: int
    deleted: bool
    fields: Fields
    local: Fields
    cells: tuple[Cell, ...]
    search: str | None


@cache
def _kept_names(kind: str) -> tuple[str, ...]:
    return tuple(one.name for one in COLUMNS[kind]) + (("search",) if kind in SEARCHED else ())


@cache
def _select(kind: str) -> str:
    kept = "".join(f', "{name}"' for name in _kept_names(kind))
    return f"SELECT row, base, deleted, body, local{kept} FROM {table_name(kind)} WHERE id = ?"


@cache
def _insert(kind: str) -> str:
    names = ("id", "deleted", "body", "local", *_kept_names(kind))
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table_name(kind)} ({columns}) VALUES ({', '.join('?' * len(names))})"


@cache
def _update(kind: str, names: tuple[str, ...]) -> str:
    """Only what changed: SQLite would rewrite the index of every column that is named."""
    changed = ", ".join(f'"{name}" = ?' for name in names)
    return f"UPDATE {table_name(kind)} SET {changed} WHERE row = ?"


def read(connection: Connection, kind: str, identifier: str) -> Row | None:
    """The row of a record, or None if there never was one."""
    found = connection.execute(_select(kind), (identifier,)).fetchone()
    if found is None:
        return None
    number, base, deleted, body, local, *cells = found
    search = cells.pop() if kind in SEARCHED else None
    return Row(number, base, bool(deleted), read_json(body), read_json(local) if local else {}, tuple(cells), search)


def write(
    connection: Connection, kind: str, identifier: str, fields: Fields, *, local: Fields, before: Row | None
) -> None:
    """Put the fields of a live record."""
    cells = tuple(_cell(one, fields) for one in COLUMNS[kind])
    search = _words(connection, kind, fields, before) if kind in SEARCHED else None
    body, kept_apart = write_json(fields), write_json(local) if local else None
    if before is None:
        values = (identifier, 0, body, kept_apart, *cells, *((search,) if kind in SEARCHED else ()))
        number = connection.execute(_insert(kind), values).lastrowid
    else:
        number = before.number
        changed: dict[str, Cell] = {"body": body}
        if before.deleted:
            changed["deleted"] = 0
        if local != before.local:
            changed["local"] = kept_apart
        pairs = zip(COLUMNS[kind], before.cells, cells, strict=True)
        changed.update({one.name: new for one, old, new in pairs if old != new})
        if search != before.search:
            changed["search"] = search
        connection.execute(_update(kind, tuple(changed)), (*changed.values(), number))
    if kind in SEARCHED and (before is None or search != before.search):
        _index(connection, kind, number, search)
    _pass_on(connection, kind, identifier, before=before, cells=cells)


def remove(connection: Connection, kind: str, before: Row) -> None:
    """Leave a tombstone: the row without its fields, out of every index. Local fields wait for an undo."""
    emptied = dict.fromkeys(_kept_names(kind))
    changed: dict[str, Cell] = {"deleted": 1, "body": "{}", **emptied}
    connection.execute(_update(kind, tuple(changed)), (*changed.values(), before.number))
    if kind in SEARCHED:
        _index(connection, kind, before.number, None)


def forget_local(connection: Connection, kind: str, scope: str) -> None:
    """Drop the local fields of the removed records of a visit: no undo reaches them any more."""
    connection.execute(
        f"UPDATE {table_name(kind)} SET local = NULL WHERE deleted AND local IS NOT NULL AND id IN "
        "(SELECT record_id FROM journal JOIN action ON action.number = journal.action WHERE kind = ? AND scope = ?)",
        (kind, scope),
    )


def _cell(kept: Kept, fields: Fields) -> Cell:
    value = kept.of(fields)
    return int(value) if isinstance(value, bool) else value


def _index(connection: Connection, kind: str, number: int, search: str | None) -> None:
    connection.execute(f"DELETE FROM f_{kind} WHERE rowid = ?", (number,))
    if search:
        connection.execute(f"INSERT INTO f_{kind} (rowid, text) VALUES (?, ?)", (number, search))


def _words(connection: Connection, kind: str, fields: Fields, before: Row | None) -> str | None:
    """The words of a record; those of an answered section are mostly the same as before."""
    if before is not None and kind == "section" and passages(kind, fields) == passages(kind, before.fields):
        return before.search
    return words_of(connection, kind, fields)


# -- words ----------------------------------------------------------------------------------------------------------
def words_of(connection: Connection, kind: str, fields: Fields) -> str:
    """The words a record is found by, folded; some are lent by the site or organisation it belongs to."""
    from ambassador_app.storage.folding import folded

    match kind:
        case "site":
            lent = _lent(connection, "organisation", fields.get("organisation_id"), "name, cvr")
            own = _texts(fields, "name", "p_number", "chr_number", "address", "industry", "use", "internal_note")
        case "visit":
            lent = _lent(connection, "site", fields.get("site_id"), "name, line")
            own = _texts(fields, *_VISIT_WORDS)
        case "measure":
            lent = _lent(connection, "site", fields.get("site_id"), "name")
            own = _texts(fields, *_MEASURE_WORDS)
        case _:
            lent, own = [], passages(kind, fields)
    return folded(" ".join((*own, *lent)))


def passages(kind: str, fields: Fields) -> list[str]:
    """The notes in a section of answers, or the text of a finding."""
    if kind == "section":
        return [text for name, one in fields.items() if name.startswith("answers.") for text in _said(one)]
    return _texts(fields, "text")


_VISIT_WORDS: Final = (
    "purpose", "scope", "not_seen", "focus_areas", "remarks", "business_secrets", "internal_note", "case_number",
    "participants", "place", "agreed_with",
)  # fmt: skip
_MEASURE_WORDS: Final = (
    "title", "current_practice", "proposal", "assumptions", "benefits", "risks", "internal_note", "owner",
)  # fmt: skip


def _texts(fields: Fields, *names: str) -> list[str]:
    return [text for name in names for text in _texts_in(fields.get(name))]


def _texts_in(value: Json) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for one in value for text in _texts_in(one)]
        case dict():
            return [text for one in value.values() for text in _texts_in(one)]
    return []


def _said(answer: Json) -> list[str]:
    """What somebody wrote in an answer. A value that is one bare word is the name of a choice, not a note."""
    if not isinstance(answer, dict):
        return []
    value = answer.get("value")
    typed = [value] if isinstance(value, str) and not value.isidentifier() else []
    return [*typed, *_texts(answer, "note", "not_seen")]


def _lent(connection: Connection, kind: str, identifier: Json, columns: str) -> list[str]:
    if identifier is None:
        return []
    asked = f"SELECT {columns} FROM {table_name(kind)} WHERE id = ?"
    found = connection.execute(asked, (identifier,)).fetchone()
    return [str(one) for one in found if one] if found is not None else []


_BORROWERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "organisation": (("site", "organisation_id"),),
    "site": (("visit", "site_id"), ("measure", "site_id")),
}
_LENT_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "organisation": frozenset({"name", "cvr"}),
    "site": frozenset({"name", "line"}),
}


def _pass_on(
    connection: Connection, kind: str, identifier: str, *, before: Row | None, cells: tuple[Cell, ...]
) -> None:
    """Give new words to the records that borrow some from this one."""
    if kind not in _BORROWERS:
        return
    names = [one.name for one in COLUMNS[kind]]
    old = before.cells if before is not None else (None,) * len(cells)
    if not any(a != b for name, a, b in zip(names, old, cells, strict=True) if name in _LENT_COLUMNS[kind]):
        return
    for borrower, column in _BORROWERS[kind]:
        table = table_name(borrower)
        asked = f"SELECT row, body FROM {table} WHERE {column} = ? AND NOT deleted"
        for number, body in connection.execute(asked, (identifier,)).fetchall():
            search = words_of(connection, borrower, read_json(body))
            connection.execute(f"UPDATE {table} SET search = ? WHERE row = ?", (search, number))
            _index(connection, borrower, number, search)
