"""Visits whose parts are at the office alone, holds on what must not go, what the office publishes, extracts.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of what is away, of holds, publications and directories, and of extracts."""
    op.create_table(
        "away",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id"),
    )
    op.create_index("ix_away_visit_id", "away", ["visit_id"])
    op.create_table(
        "keeping",
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("away", sa.Text),
        sa.Column("came", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("since", sa.Text),
        sa.Column("opened", sa.Text),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    _record("hold", sa.Column("subject_id", sa.Text()), sa.Column("open", sa.Boolean()))
    op.create_index(op.f("ix_r_hold_subject_id"), "r_hold", ["subject_id"])
    _record("publication", sa.Column("subject", sa.Text()), sa.Column("number", sa.Integer()))
    op.create_index(op.f("ix_r_publication_subject"), "r_publication", ["subject"])
    _record("directory_entry", sa.Column("type", sa.Text()), sa.Column("sort", sa.Text()))
    op.create_index(op.f("ix_r_directory_entry_type"), "r_directory_entry", ["type"])
    _extracts()


def _extracts() -> None:
    """What programmes of several municipalities released."""
    texts = ("programme", "municipality", "as_of", "made_at", "source", "state", "held_at")
    op.create_table(
        "extract",
        sa.Column("id", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_extract_standing", "extract", ["programme", "municipality", "as_of"])


def _record(kind: str, *kept: "sa.Column[str] | sa.Column[bool] | sa.Column[int]") -> None:
    """Make the table of a kind of record."""
    op.create_table(
        f"r_{kind}",
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("deleted", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("local", sa.Text),
        *kept,
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id", name=op.f(f"uq_r_{kind}_id")),
    )
