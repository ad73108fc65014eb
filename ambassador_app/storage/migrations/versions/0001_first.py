"""The first schema: records by kind, journal, outbox, secrets, notes, full-text index.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Columns beside those that every record has; `*` is indexed, the letter after `:` the type (else text).
RECORDS = {
    "municipality": "",
    "ambassador": "",
    "organisation": "name cvr* merged_into* advertising_protected:b",
    "site": "name sort kind organisation_id* p_number* line city ended:b",
    "contact": "site_id*",
    "case": "site_id* step responsible",
    "visit": "site_id kind status responsible moment follow_up_on*",
    "section": "visit_id* section answered:i",
    "finding": "visit_id*",
    "action": "visit_id* deadline* done:b",
    "energy_use": "site_id* year:i",
    "attachment": "visit_id* kind sha256*",
    "measure": "visit_id* site_id* title status suggestion shown:b kwh:f dkk:f co2e_kg:f investment_dkk:f payback "
    "deadline",
    "sign_off": "visit_id*",
    "revision": "visit_id*",
    "report": "visit_id* pdf_sha256*",
    "template": "checklist_id*",
    "factor_set": "name*",
    "price_set": "name*",
}
TYPES = {"": sa.Text, "b": sa.Boolean, "i": sa.Integer, "f": sa.Float}
SEARCHED = ("site", "visit", "measure", "section", "finding")
WALKS = {
    "r_site": (("deleted", "sort"), ("deleted", "kind", "sort"), ("row", "deleted", "kind", "sort")),
    "r_visit": (
        ("deleted", "moment"),
        ("deleted", "status", "moment"),
        ("deleted", "responsible", "moment"),
        ("site_id", "moment"),
        ("row", "deleted", "status", "responsible", "moment"),
    ),
    "r_measure": (("deleted", "shown"), ("deleted", "shown", "status"), ("row", "deleted", "shown", "status")),
}


def upgrade() -> None:
    """Make every table."""
    for kind, described in RECORDS.items():
        _record_table(kind, described.split())
    for table, walks in WALKS.items():
        for names in walks:
            op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))
    _journal()
    _outbox()
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "note",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    for kind in SEARCHED:
        op.execute(
            f"CREATE VIRTUAL TABLE f_{kind} USING fts5(text, content='', contentless_delete=1, prefix='1 2 3 4', "
            "tokenize='unicode61 remove_diacritics 2')"
        )


def _record_table(kind: str, described: list[str]) -> None:
    table = f"r_{kind}"
    kept, indexed = [], []
    for one in described:
        name, _, letter = one.partition(":")
        if name.endswith("*"):
            name = name[:-1]
            indexed.append(name)
        kept.append(sa.Column(name, TYPES[letter]()))
    op.create_table(
        table,
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("deleted", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("local", sa.Text),
        *kept,
        *((sa.Column("search", sa.Text),) if kind in SEARCHED else ()),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )
    for name in indexed:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _journal() -> None:
    op.create_table(
        "action",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("inverts", sa.Integer),
        sa.Column("undone_by", sa.Integer),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_action_scope", "action", ["scope", "number"])
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("action", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("old", sa.Text),
        sa.Column("new", sa.Text),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_journal_action"), "journal", ["action"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("op", sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("op", name=op.f("uq_outbox_op")),
    )
    op.create_index("ix_outbox_open", "outbox", ["record_id", "kind"], unique=True, sqlite_where=sa.text("frozen = 0"))
