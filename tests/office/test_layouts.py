"""An office that an older program made is brought up by itself, whole or not at all."""

import pytest
import sqlalchemy as sa

from ambassador_app.office import layouts
from ambassador_app.office.layouts import LAYOUT
from ambassador_app.office.tables import OFFICE, metadata

FIRST = {"office", "tenant", "rec", "change", "device", "invitation", "blob"}
"""The tables of layout 1."""


def make_old(office):
    """Take the office back to layout 1."""
    newer = [table for table in reversed(metadata.sorted_tables) if table.name not in FIRST]
    with office.database.administer() as connection:
        for table in newer:
            with_gates = "" if office.database.is_sqlite else " CASCADE"
            connection.exec_driver_sql(f"DROP TABLE {table.name}{with_gates}")
        for column in layouts.COLUMNS:
            connection.exec_driver_sql(f"ALTER TABLE {column.table.name} DROP COLUMN {column.name}")
        connection.execute(sa.update(OFFICE).values(layout=1))


def shape(office):
    there = sa.inspect(office.database.engine)
    return {name: {one["name"] for one in there.get_columns(name)} for name in there.get_table_names()}


def test_an_older_office_is_brought_up_and_goes_on(site, laptop):
    whole = shape(site.office)
    make_old(site.office)
    assert site.office.layout() == 1
    assert shape(site.office).keys() == FIRST
    site.office.upgrade()
    assert (site.office.layout(), shape(site.office)) == (LAYOUT, whole)
    assert laptop.pull()["changes"] == []
    assert laptop.sign_in().status_code == 200


def test_doing_it_again_changes_nothing(site):
    before = shape(site.office)
    site.office.upgrade()
    assert (site.office.layout(), shape(site.office)) == (LAYOUT, before)


def test_an_upgrade_that_fails_leaves_the_office_as_it_was(site, monkeypatch):
    make_old(site.office)

    def fails(_connection):
        raise ZeroDivisionError

    monkeypatch.setattr(layouts.metadata, "create_all", fails)
    with pytest.raises(ZeroDivisionError):
        site.office.upgrade()
    assert (site.office.layout(), shape(site.office).keys()) == (1, FIRST)
