"""What is kept comes back equal, whatever it is."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.records import KINDS, Record
from ambassador_app.storage import Store
from ambassador_app.storage.schema import COLUMNS
from tests.storage.conftest import ME, SECRET, VISIT, Time
from tests.storage.values import ALL_KINDS, values


def test_every_kind_of_record_has_a_table() -> None:
    assert set(COLUMNS) == set(KINDS)


@pytest.mark.parametrize("cls", ALL_KINDS, ids=lambda cls: cls.KIND)
def test_what_is_saved_is_loaded_equal(cls: type[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        time = Time()
        store = Store.open(Path(folder), SECRET, now=time, new_id=iter(map(str, range(10**9))).__next__)

        @given(st.data())
        def keeps(data: st.DataObject) -> None:
            value = data.draw(values(cls))
            with store.transaction("test", author=ME, scope=VISIT) as tx:
                tx.save(value)
                assert tx.load(cls, value.id) == value
            with store.reader() as reader:
                assert reader.load(cls, value.id) == value
                assert value in reader.all(cls)
            before = counted(store)
            with store.transaction("test", author=ME, scope=VISIT) as tx:
                tx.save(value)
            assert not tx.action_id
            assert not tx.changes.records
            assert counted(store) == before

        with store:
            keeps()


def counted(store: Store) -> list[int]:
    with store.reader() as reader:
        return [
            reader.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("action", "journal", "outbox")
        ]
