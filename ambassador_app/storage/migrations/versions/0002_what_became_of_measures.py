"""What became of measures can be asked for; sets and checklists have entries.

Revision ID: 0002
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE = (
    "visit_id", "site_id", "title", "status", "suggestion", "shown", "kwh", "dkk", "co2e_kg", "investment_dkk",
    "payback", "deadline",
)  # fmt: skip
FLOATS = {"kwh", "dkk", "co2e_kg", "investment_dkk"}
WIDE = (
    "row", "deleted", "shown", "status", "area", "deadline", "site_id", "sort", "kwh", "dkk", "co2e_kg",
    "investment_dkk", "subsidy_dkk", "payback_rank", "verified_kwh", "verified_dkk", "verified_co2e_kg",
)  # fmt: skip
JUDGED = "status IN ('verified', 'unsatisfactory') AND body ->> '$.verification' IS NOT NULL"
FILLED = {
    "area": "body ->> '$.area'",
    "subsidy_dkk": "CAST(body ->> '$.subsidy_dkk' AS REAL)",
    "payback_rank": ("CASE payback WHEN 'immediate' THEN 0.0 WHEN 'none' THEN 1e9 ELSE CAST(payback AS REAL) END"),
    "verified_kwh": (
        f"CASE WHEN {JUDGED} THEN (SELECT total(value) FROM json_each(body, '$.verification.savings_kwh')) END"
    ),
    "verified_dkk": f"CASE WHEN {JUDGED} THEN CAST(body ->> '$.verification.cost_saving_dkk' AS REAL) END",
    "verified_co2e_kg": f"CASE WHEN {JUDGED} THEN CAST(body ->> '$.verification.co2e_kg' AS REAL) END",
}
DANISH = str.maketrans({"æ": "z{", "ä": "z{", "ø": "z|", "ö": "z|", "å": "z}"})
BATCH = 1000


def upgrade() -> None:
    """Make the table of measures anew with its new columns, filled from the records themselves."""
    _record_table("set_entry", ())
    _record_table("checklist_entry", ())
    for name in ("visit_id", "site_id", "deleted_shown", "deleted_shown_status", "row_deleted_shown_status"):
        op.drop_index(f"ix_r_measure_{name}", "r_measure")
    op.rename_table("r_measure", "r_measure_before")
    columns = [sa.Column(name, sa.Float() if name in FLOATS else _type(name)) for name in BEFORE]
    columns += [sa.Column("sort", sa.Text()), sa.Column("area", sa.Text())]
    columns += [sa.Column(name, sa.Float()) for name in FILLED if name != "area"]
    _record_table("measure", (*columns, sa.Column("search", sa.Text())))
    _copy()
    op.drop_table("r_measure_before")
    for name in ("visit_id", "site_id"):
        op.create_index(op.f(f"ix_r_measure_{name}"), "r_measure", [name])
    op.create_index("ix_r_measure_deleted_shown", "r_measure", ["deleted", "shown"])
    op.create_index("ix_r_measure_deleted_shown_status", "r_measure", ["deleted", "shown", "status"])
    op.create_index("ix_r_measure_wide", "r_measure", list(WIDE))


def _record_table(kind: str, kept: tuple["sa.Column[object]", ...]) -> None:
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


def _type(name: str) -> sa.Text | sa.Boolean:
    return sa.Boolean() if name == "shown" else sa.Text()


def _copy() -> None:
    """Copy every row, a removed one as the empty row it is; its number stays, for the index of words goes by it."""
    connection = op.get_bind()
    same = ", ".join(("row", "id", "base", "deleted", "body", "local", *BEFORE, "search"))
    values = ", ".join(f"CASE WHEN deleted THEN NULL ELSE {one} END" for one in FILLED.values())
    connection.exec_driver_sql(
        f"INSERT INTO r_measure ({same}, {', '.join(FILLED)}) SELECT {same}, {values} FROM r_measure_before"
    )
    titles = connection.exec_driver_sql("SELECT row, title FROM r_measure WHERE NOT deleted").fetchall()
    for at in range(0, len(titles), BATCH):
        keys = [(_sort_key(title or ""), row) for row, title in titles[at : at + BATCH]]
        connection.exec_driver_sql("UPDATE r_measure SET sort = ? WHERE row = ?", keys)


def _sort_key(text: str) -> str:
    """A key that puts æ, ø and å (also written aa) after z, as it was made when this migration was written."""
    lower = unicodedata.normalize("NFC", text.casefold()).replace("aa", "å").translate(DANISH)
    return "".join(one for one in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(one)).strip()
