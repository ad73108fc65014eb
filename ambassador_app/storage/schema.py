"""The tables of the local database, and which fields of a record get a column of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

import sqlalchemy as sa

from ambassador_app.domain.records import Json
from ambassador_app.storage.folding import sort_key

SCHEMA: Final = 1
"""The number of the newest migration; kept in the file as `PRAGMA user_version`."""

RECORD_SCHEMA: Final = 1
"""The version of the records' fields that the outbox names to the office."""

Fields: TypeAlias = Mapping[str, Json]
Cell: TypeAlias = "bool | int | float | str | None"
ColumnType: TypeAlias = "type[sa.Text | sa.Boolean | sa.Integer | sa.Float[float]]"


@dataclass(frozen=True, slots=True)
class Kept:
    """A column that repeats something of the record's fields, so that it can be asked for."""

    name: str
    of: Callable[[Fields], Cell]
    kind: ColumnType = sa.Text
    indexed: bool = False
    exact: bool = False
    """Whether it is the field itself, so that equal columns mean equal fields."""


def field(name: str, kind: ColumnType = sa.Text, *, indexed: bool = False) -> Kept:
    """Keep a field as it is."""

    def of(fields: Fields) -> Cell:
        value = fields.get(name)
        return None if isinstance(value, list | dict) else value

    return Kept(name, of, kind, indexed, exact=True)


def _visit_moment(fields: Fields) -> str | None:
    """When a visit is or was, in UTC, so that its text sorts as time does."""
    value = fields.get("planned_at") or fields.get("started_at")
    return datetime.fromisoformat(value).astimezone(UTC).isoformat() if isinstance(value, str) else None


def part(of_field: str, name: str, kind: ColumnType = sa.Text) -> Kept:
    """Keep one entry of a field that is an object."""

    def of(fields: Fields) -> Cell:
        whole = fields.get(of_field)
        value = whole.get(name) if isinstance(whole, dict) else None
        return None if isinstance(value, list | dict) else value

    return Kept(name, of, kind)


def _address_line(fields: Fields) -> str:
    address = fields.get("address")
    if not isinstance(address, dict):
        return ""
    town = f"{address.get('postcode', '')} {address.get('city', '')}".strip()
    return ", ".join(str(one) for one in (address.get("street"), town) if one)


def _assessment(fields: Fields) -> dict[str, Json]:
    assessment = fields.get("assessment")
    return assessment if isinstance(assessment, dict) else {}


def _figure(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _kwh(fields: Fields) -> float | None:
    savings = _assessment(fields).get("savings_kwh")
    if not isinstance(savings, dict):
        return None
    return sum(_figure(one) or 0.0 for one in savings.values())


def _payback(fields: Fields) -> Cell:
    """Years as text, or the name of a payback that is no number of years."""
    economics = _assessment(fields).get("economics")
    value = economics.get("simple_payback") if isinstance(economics, dict) else None
    return None if value is None or isinstance(value, list | dict) else str(value)


def _answered(fields: Fields) -> int:
    """Count the answers that are given: a value, or a reason why it could not be seen."""
    answers = (value for name, value in fields.items() if name.startswith("answers.") and isinstance(value, dict))
    return sum(1 for one in answers if one.get("value") not in (None, "", []) or one.get("not_seen"))


_VISIT: Final = field("visit_id", indexed=True)
_SITE: Final = field("site_id", indexed=True)

COLUMNS: Final[Mapping[str, tuple[Kept, ...]]] = {
    "municipality": (),
    "ambassador": (),
    "organisation": (
        field("name"),
        field("cvr", indexed=True),
        field("merged_into", indexed=True),
        field("advertising_protected", sa.Boolean),
    ),
    "site": (
        field("name"),
        Kept("sort", lambda fields: sort_key(str(fields.get("name", "")))),
        field("kind"),
        field("organisation_id", indexed=True),
        field("p_number", indexed=True),
        Kept("line", _address_line),
        part("address", "city"),
        field("ended", sa.Boolean),
    ),
    "contact": (_SITE,),
    "case": (_SITE, field("step"), field("responsible")),
    "visit": (
        field("site_id"),
        field("kind"),
        field("status"),
        field("responsible", indexed=True),
        Kept("moment", _visit_moment),
        field("follow_up_on", indexed=True),
    ),
    "section": (_VISIT, field("section"), Kept("answered", _answered, sa.Integer)),
    "finding": (_VISIT,),
    "action": (_VISIT, field("deadline", indexed=True), field("done", sa.Boolean)),
    "energy_use": (_SITE, field("year", sa.Integer)),
    "attachment": (_VISIT, field("kind"), field("sha256", indexed=True)),
    "measure": (
        _VISIT,
        _SITE,
        field("title"),
        field("status"),
        field("suggestion"),
        Kept("shown", lambda fields: fields.get("suggestion") not in ("suggested", "dismissed"), sa.Boolean),
        Kept("kwh", _kwh, sa.Float),
        Kept("dkk", lambda fields: _figure(_assessment(fields).get("cost_saving_dkk")), sa.Float),
        Kept("co2e_kg", lambda fields: _figure(_assessment(fields).get("co2e_kg")), sa.Float),
        Kept("investment_dkk", lambda fields: _figure(fields.get("investment_dkk")), sa.Float),
        Kept("payback", _payback),
        field("deadline"),
    ),
    "sign_off": (_VISIT,),
    "revision": (_VISIT,),
    "report": (_VISIT, field("pdf_sha256", indexed=True)),
    "template": (field("checklist_id", indexed=True),),
    "factor_set": (field("name", indexed=True),),
    "price_set": (field("name", indexed=True),),
}
"""By kind of record: what can be asked for without reading the record. Indexed ones are fast."""

SEARCHED: Final = ("site", "visit", "measure", "section", "finding")
"""The kinds whose words are in the full-text index, a table each."""

NEVER_SENT: Final[frozenset[str]] = frozenset()
"""Kinds that stay on this device. Secrets are no records and settings stand in a file: today there are none."""

FIXED: Final = frozenset({"row", "id", "base", "deleted", "body", "local", "search"})

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)


def table_name(kind: str) -> str:
    """The table of a kind of record."""
    return f"r_{kind}"


def _record_table(kind: str, kept: tuple[Kept, ...]) -> sa.Table:
    """`body` holds the fields as JSON, `local` those that never leave the device; `base` is the office's number of
    the version this one started from, 0 for none. A removed record stays as a row without body: a tombstone.
    """
    return sa.Table(
        table_name(kind),
        metadata,
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("deleted", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("local", sa.Text),
        *(sa.Column(one.name, one.kind, index=one.indexed) for one in kept),
        *((sa.Column("search", sa.Text),) if kind in SEARCHED else ()),
    )


RECORDS: Final = {kind: _record_table(kind, kept) for kind, kept in COLUMNS.items()}

_WALKS: Final = {
    "site": (("deleted", "sort"), ("deleted", "kind", "sort")),
    "visit": (("deleted", "moment"), ("deleted", "status", "moment"), ("site_id", "moment")),
    "measure": (("deleted", "shown"), ("deleted", "shown", "status")),
}
"""Indexes that hold all a list needs to find its place, however long it is: counting and paging touch no row."""

for _kind, _walks in _WALKS.items():
    for _names in _walks:
        _columns = [RECORDS[_kind].c[_name] for _name in _names]
        sa.Index(f"ix_r_{_kind}_{'_'.join(_names)}", *_columns)

ACTION: Final = sa.Table(
    "action",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("inverts", sa.Integer),
    sa.Column("undone_by", sa.Integer),
    sa.Index("ix_action_scope", "scope", "number"),
    sqlite_autoincrement=True,
)
"""One line an action. `inverts` names the action that an undo or redo is about; `undone_by` the undo that holds."""

JOURNAL: Final = sa.Table(
    "journal",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("action", sa.Integer, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("old", sa.Text),
    sa.Column("new", sa.Text),
    sqlite_autoincrement=True,
)
"""One line a changed field, JSON before and after. An empty field is the whole record, made or removed."""

OUTBOX: Final = sa.Table(
    "outbox",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("op", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("base", sa.Integer, nullable=False),
    sa.Column("set", sa.Text, nullable=False),
    sa.Column("unset", sa.Text, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False, server_default="0"),
    sa.Column("schema", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("group", sa.Text),
    sa.Column("frozen", sa.Boolean, nullable=False, server_default="0"),
    sa.Index("ix_outbox_open", "record_id", "kind", unique=True, sqlite_where=sa.text("frozen = 0")),
    sqlite_autoincrement=True,
)
"""What the office has not confirmed yet. An op is frozen when it is first sent; until then edits join it."""

SECRET: Final = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""Keys of this device: in no backup, so that a restored copy is a new device."""

NOTE: Final = sa.Table(
    "note",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What the store remembers about itself, such as the moment of the last backup."""


def index_ddl(kind: str) -> str:
    """The statement that makes the full-text index of a kind: words only, no second copy of the text."""
    return (
        f"CREATE VIRTUAL TABLE f_{kind} USING fts5(text, content='', contentless_delete=1, prefix='1 2 3', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
