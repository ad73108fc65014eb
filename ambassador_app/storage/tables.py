"""The tables of the local database, as SQLAlchemy makes and compares them; not needed once they are made."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from ambassador_app.storage.schema import COLUMNS, SEARCHED, WALKS, WIDE, ColumnType, Kept, table_name, wide_name

_TYPES: Final[dict[ColumnType, type[sa.Text | sa.Boolean | sa.Integer | sa.Float[float]]]] = {
    "text": sa.Text,
    "boolean": sa.Boolean,
    "integer": sa.Integer,
    "float": sa.Float,
}

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)


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
        *(sa.Column(one.name, _TYPES[one.kind], index=one.indexed) for one in kept),
        *((sa.Column("search", sa.Text),) if kind in SEARCHED else ()),
    )


RECORDS: Final = {kind: _record_table(kind, kept) for kind, kept in COLUMNS.items()}

for _kind, _walks in WALKS.items():
    for _names in _walks:
        _columns = [RECORDS[_kind].c[_name] for _name in _names]
        sa.Index(f"ix_r_{_kind}_{'_'.join(_names)}", *_columns)

for _kind, _wide in WIDE.items():
    sa.Index(wide_name(_kind), *(RECORDS[_kind].c[_name] for _name in _wide))

ACTION: Final = sa.Table(
    "action",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("inverts", sa.Integer),
    sa.Column("undone_by", sa.Integer),
    sa.Index("ix_action_scope", "scope", "number"),
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
    sa.Index("ix_outbox_frozen", "record_id", "kind", unique=True, sqlite_where=sa.text("frozen = 1")),
)
"""What the office has not confirmed yet. An op is frozen when it is first sent; until then edits join it."""

BASE: Final = sa.Table(
    "base",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
"""What the office has of each record that was changed here since."""

REFUSAL: Final = sa.Table(
    "refusal",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Records the office did not take, and its reason; each is offered again at the next sync."""

DELIVERY: Final = sa.Table(
    "delivery",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("visit_id", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("confirmed", sa.Text),
    sa.Index("ix_delivery_waiting", "number", sqlite_where=sa.text("confirmed IS NULL")),
    sa.Index("ix_delivery_visit", "visit_id"),
)
"""The attachments that go to the office, and when it confirmed their SHA-256."""

NEWER: Final = sa.Table(
    "newer",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("schema", sa.Integer, nullable=False),
)
"""Records that a newer version of the program wrote last: this one shows them, and changes nothing in them."""

WANTED: Final = sa.Table(
    "wanted",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("field", sa.Text, nullable=False),
)
"""Attachments that records from the office name and that are not here yet, by the field that names them."""

RECEIPT: Final = sa.Table(
    "receipt",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
"""What each sync did, in the words of the receipt's fields."""

AWAY: Final = sa.Table(
    "away",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("visit_id", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Index("ix_away_visit_id", "visit_id"),
)
"""Records of visits that only the office holds, by its number of their version; below 0 where the office was set back
to a backup and has not shown them since."""

KEEPING: Final = sa.Table(
    "keeping",
    metadata,
    sa.Column("visit_id", sa.Text, primary_key=True),
    sa.Column("away", sa.Text),
    sa.Column("came", sa.Boolean, nullable=False, server_default="0"),
    sa.Column("since", sa.Text),
    sa.Column("opened", sa.Text),
)
"""What this device knows of keeping a visit: `away`, why its parts are not here (empty: they are); `came`, whether
they were fetched once; `since` when the office has had everything and the report has been filed; `opened` last."""

EXTRACT: Final = sa.Table(
    "extract",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("programme", sa.Text, nullable=False),
    sa.Column("municipality", sa.Text, nullable=False),
    sa.Column("as_of", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("held_at", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_extract_standing", "programme", "municipality", "as_of"),
)
"""Extracts of programmes that this computer holds: its own, the office's, and those that came as files."""

ACCESS: Final = sa.Table(
    "access",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("deed", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
)
"""Who opened or took out what on this device and when, without a word of what it said."""

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
        f"CREATE VIRTUAL TABLE f_{kind} USING fts5(text, content='', contentless_delete=1, prefix='1 2 3 4', "
        "tokenize='unicode61 remove_diacritics 2')"
    )
