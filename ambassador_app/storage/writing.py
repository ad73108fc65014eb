"""The one write path: row, journal and outbox of an action in one commit."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import datetime
from functools import cache
from typing import Any, Final, cast

from ambassador_app.domain.changes import BARRIERS
from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.records import KINDS, Json, Record, defaults_of
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import RecordNewer, VisitAway
from ambassador_app.storage import bases, journal, outbox, rows
from ambassador_app.storage.bases import Base
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.journal import WHOLE, Line
from ambassador_app.storage.keeping import why_away
from ambassador_app.storage.outbox import GROUPED, Edit
from ambassador_app.storage.rows import Row, write_json
from ambassador_app.storage.schema import COLUMNS, RECORD_SCHEMA, Fields, table_name
from ambassador_app.storage.trimming import LEAVING

_MISSING: Final = object()

WHOLE_ONLY: Final = frozenset({Visit.KIND, *LEAVING}) - {Conflict.KIND}
"""Kinds of record that change only while their visit is here; what the merge has to ask is written all the same."""


class Writer:
    """Writes the records of one action. The action itself is written with its first change."""

    def __init__(
        self, connection: Connection, *, name: str, author: str, scope: str, at: datetime, new_id: NewId
    ) -> None:
        self.connection: Final = connection
        self.name: Final = str(name)
        self.author: Final = author
        self.scope: Final = scope
        self.at: Final = at
        self.inverts: int | None = None
        self.number: int | None = None
        self.action_id = ""
        self.touched: set[tuple[str, str]] = set()
        self._new_id: Final = new_id
        self._seen: Final[dict[tuple[str, str], Row | None]] = {}

    def row(self, kind: str, identifier: str) -> Row | None:
        """The row of a record as this action sees it; read once, for loading and then saving is the usual case."""
        name = (kind, identifier)
        if name not in self._seen:
            self._seen[name] = rows.read(self.connection, kind, identifier)
        return self._seen[name]

    def put(self, kind: str, identifier: str, fields: Fields, local: Fields) -> None:
        """Keep a record's fields; nothing is written when nothing changed."""
        before = self.row(kind, identifier)
        if before is None or before.deleted:
            self._make(kind, identifier, fields, local, before)
            return
        self._change(kind, identifier, before, {**_unknown(kind, before.fields, fields), **fields}, local)

    def put_exactly(self, kind: str, identifier: str, fields: Fields) -> None:
        """Keep these fields and no others; the local fields stay as they were, before a removal even."""
        before = self.row(kind, identifier)
        if before is None or before.deleted:
            self._make(kind, identifier, fields, before.local if before is not None else {}, before)
        else:
            self._change(kind, identifier, before, fields, before.local)

    def remove(self, kind: str, identifier: str) -> bool:
        """Make a tombstone of a record; False if it is not there."""
        before = self.row(kind, identifier)
        if before is None or before.deleted:
            return False
        self._refuse_newer(kind, identifier)
        self._refuse_away(kind, identifier, before.fields)
        rows.remove(self.connection, kind, before)
        self._wrote(kind, identifier)
        line = Line(kind, identifier, WHOLE, write_json(before.fields), None)
        self._remember(kind, identifier, before)
        self._record((line,), Edit(kind, identifier, before.base, gone=tuple(before.fields), removed=True))
        return True

    def finish(self) -> None:
        """Do what belongs to the end of the action, before it is committed."""
        if self.number is not None and self.name in BARRIERS:
            for kind in COLUMNS:
                if any(one.metadata.get("local") for one in dataclass_fields(cast("Any", KINDS[kind]))):
                    rows.forget_local(self.connection, kind, self.scope)

    def _change(self, kind: str, identifier: str, before: Row, fields: Fields, local: Fields) -> None:
        lines = difference(kind, identifier, before.fields, fields)
        if not lines and local == before.local:
            return
        self._refuse_newer(kind, identifier)
        self._refuse_away(kind, identifier, fields)
        rows.write(self.connection, kind, identifier, fields, local=local, before=before)
        self._wrote(kind, identifier)
        if lines:
            put = {one.field: fields[one.field] for one in lines if one.new is not None}
            gone = tuple(one.field for one in lines if one.new is None)
            self._remember(kind, identifier, before)
            self._record(lines, Edit(kind, identifier, before.base, put, gone))

    def _make(self, kind: str, identifier: str, fields: Fields, local: Fields, before: Row | None) -> None:
        self._refuse_away(kind, identifier, fields)
        rows.write(self.connection, kind, identifier, fields, local=local, before=before)
        self._wrote(kind, identifier)
        line = Line(kind, identifier, WHOLE, None, write_json(fields))
        if before is not None:
            self._remember(kind, identifier, before)
        self._record((line,), Edit(kind, identifier, before.base if before is not None else 0, fields))

    def _refuse_away(self, kind: str, identifier: str, fields: Fields) -> None:
        """Leave a visit alone whose parts are at the office: what is not here cannot be changed."""
        visit_id = identifier if kind == Visit.KIND else fields.get("visit_id")
        if kind in WHOLE_ONLY and why_away(self.connection, visit_id) is not None:
            raise VisitAway(visit=str(visit_id))

    def _wrote(self, kind: str, identifier: str) -> None:
        self._seen.clear()  # other rows may have borrowed words from this one
        self.touched.add((kind, identifier))

    def _refuse_newer(self, kind: str, identifier: str) -> None:
        """Leave alone what a newer version of the program wrote: it may mean something this one cannot know."""
        asked = "SELECT 1 FROM newer WHERE kind = ? AND record_id = ? AND schema > ?"
        if self.connection.execute(asked, (kind, identifier, RECORD_SCHEMA)).fetchone() is not None:
            raise RecordNewer(kind=kind, id=identifier)

    def _remember(self, kind: str, identifier: str, before: Row) -> None:
        """Keep what the office has of a record, once the first change here parts from it."""
        if before.base:
            bases.remember(self.connection, kind, identifier, Base(before.base, before.deleted, before.fields))

    def _record(self, lines: tuple[Line, ...], edit: Edit) -> None:
        self.write_down(lines)
        group = self.action_id if self.name in GROUPED else None
        outbox.add(self.connection, edit, new_id=self._new_id, at=self.at.isoformat(), group=group)

    def write_down(self, lines: tuple[Line, ...]) -> None:
        """Put lines into the journal, under this action."""
        if self.number is None:
            self.action_id = self._new_id()
            self.number = journal.add_action(
                self.connection, id=self.action_id, name=self.name, author=self.author, at=self.at.isoformat(),
                scope=self.scope, inverts=self.inverts,
            )  # fmt: skip
        journal.add_lines(self.connection, self.number, lines)


def difference(kind: str, identifier: str, old: Fields, new: Fields) -> tuple[Line, ...]:
    """The fields that differ. A field that an older version of the program did not write had its default then."""
    defaults = defaults_of(KINDS[kind])
    lines = []
    for name, value in new.items():
        was = old.get(name, _MISSING)
        if was == value or (was is _MISSING and defaults.get(name, _MISSING) == value):
            continue
        lines.append(Line(kind, identifier, name, _text(was), write_json(value)))
    lines.extend(Line(kind, identifier, name, write_json(old[name]), None) for name in old if name not in new)
    return tuple(lines)


def _text(value: object) -> str | None:
    return None if value is _MISSING else write_json(value)


def _unknown(kind: str, old: Fields, new: Fields) -> dict[str, Json]:
    """Fields of a newer version of the program, which this one keeps without knowing them."""
    cls = KINDS[kind]
    known = _names(cls)
    return {
        name: value
        for name, value in old.items()
        if name not in new and name not in known and not (cls.SPREAD and name.startswith(f"{cls.SPREAD}."))
    }


@cache
def _names(cls: type[Record]) -> frozenset[str]:
    return frozenset(one.name for one in dataclass_fields(cast("Any", cls)))


def live_fields(connection: Connection, kind: str, identifier: str) -> Fields | None:
    """The fields of a record as they stand, or None if it is not there."""
    found = connection.execute(
        f"SELECT body FROM {table_name(kind)} WHERE id = ? AND NOT deleted", (identifier,)
    ).fetchone()
    return rows.read_json(found[0]) if found is not None else None
