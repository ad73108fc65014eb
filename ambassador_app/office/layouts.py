"""The office's tables as an older program made them, brought up to what this one knows. Nothing is taken away."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from ambassador_app.office.database import Database
from ambassador_app.office.postgresql import walls
from ambassador_app.office.tables import INVITATION, OFFICE, metadata

LAYOUT: Final = 2
"""The version of the tables that this program knows: 2 has the sign-in with a provider, programmes,
recovery keys that laptops leave with the municipality, and invitations that are rolled out."""

COLUMNS: Final[tuple[sa.Column[Any], ...]] = (INVITATION.c.laptops, INVITATION.c.let_in)
"""Columns that older tables lack; each has a default that the database itself puts in."""


def bring_up(database: Database) -> None:
    """Make what is missing, all of it or nothing; programs that begin at the same time go one after the other."""
    with database.administer() as connection:
        asked = sa.select(OFFICE.c.layout)
        found = connection.execute(asked if database.is_sqlite else asked.with_for_update()).scalar_one()
        if found >= LAYOUT:
            return
        there = sa.inspect(connection)
        for column in COLUMNS:
            table = column.table.name
            if there.has_table(table) and column.name not in {one["name"] for one in there.get_columns(table)}:
                made = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {made}")
        metadata.create_all(connection)
        for statement in () if database.is_sqlite else walls():
            connection.exec_driver_sql(statement)
        connection.execute(sa.update(OFFICE).values(layout=LAYOUT))
