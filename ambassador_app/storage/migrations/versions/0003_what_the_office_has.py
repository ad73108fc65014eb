"""What the office has of changed records, what it refused, what it confirmed; conflicts; the log of access.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the sync, that of conflicts and that of the log of access."""
    _conflicts()
    _records()
    _attachments()
    op.create_table(
        "receipt",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "access",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        *_record(),
        sa.PrimaryKeyConstraint("number"),
    )
    where = sa.text("frozen = 1")
    op.create_index("ix_outbox_frozen", "outbox", ["record_id", "kind"], unique=True, sqlite_where=where)


def _records() -> None:
    """What is known of single records: what the office has, what it refused, what a newer program wrote."""
    op.create_table(
        "base",
        *_record(),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id"),
    )
    op.create_table(
        "refusal",
        *_record(),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id"),
    )
    op.create_table(
        "newer",
        *_record(),
        sa.Column("schema", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id"),
    )


def _attachments() -> None:
    """Attachments on their way there and on their way here."""
    op.create_table(
        "delivery",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        *_record(),
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("confirmed", sa.Text),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("sha256", name=op.f("uq_delivery_sha256")),
    )
    op.create_index("ix_delivery_waiting", "delivery", ["number"], sqlite_where=sa.text("confirmed IS NULL"))
    op.create_index("ix_delivery_visit", "delivery", ["visit_id"])
    op.create_table(
        "wanted",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("sha256", name=op.f("uq_wanted_sha256")),
    )


def _record() -> "tuple[sa.Column[str], ...]":
    return sa.Column("kind", sa.Text, nullable=False), sa.Column("record_id", sa.Text, nullable=False)


def _conflicts() -> None:
    op.create_table(
        "r_conflict",
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("deleted", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("local", sa.Text),
        sa.Column("visit_id", sa.Text()),
        sa.Column("record_id", sa.Text()),
        sa.Column("open", sa.Boolean()),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id", name=op.f("uq_r_conflict_id")),
    )
    for name in ("visit_id", "record_id", "open"):
        op.create_index(op.f(f"ix_r_conflict_{name}"), "r_conflict", [name])
