"""What a hostile or newer colleague may have put into a record: it is kept or left, and stops nothing."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.domain.merging import merge
from ambassador_app.domain.publication import OWNED, Publication
from ambassador_app.domain.records import KINDS, Record, fields_of
from ambassador_app.domain.syncing import Arrival, Epoch
from ambassador_app.domain.template import WRITTEN_ONCE
from tests.storage.values import ALL_KINDS, values
from tests.sync.laptops import open_store
from tests.sync.rooms import Time

PROVED = {Publication.KIND, *WRITTEN_ONCE}
"""Kinds that are only believed with a hash or a signature that fits."""

ODD = (
    None, True, 5, 10**20, 10**400, 1.5, float("inf"), float("nan"), "", "x", "a\0b", "\ud800", [], [1], [[[10**30]]],
    {}, {"a": 10**30}, {"id": 5}, "2026-11-23T08:00", "99999-01-01", "<b>",
)  # fmt: skip


@pytest.mark.parametrize("cls", ALL_KINDS, ids=lambda cls: cls.KIND)
@given(data=st.data())
@settings(max_examples=1, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_value_of_any_field_stops_a_page(cls: type[Record], tmp_path_factory: pytest.TempPathFactory, data) -> None:
    told = fields_of(data.draw(values(cls)))
    given_ = [told | {name: value} for name in (*told, "unknown") for value in ODD]
    folder: Path = tmp_path_factory.mktemp("store")
    with open_store(folder, Time(), 1) as store:
        store.post.begin(Epoch("e0"))
        page = [Arrival(cls.KIND, f"i{seq}", seq, one, by="x") for seq, one in enumerate(given_, 1)]
        store.post.arrive([*page, Arrival(cls.KIND, "good", len(page) + 1, told)], cursor=len(page) + 1, me="me")
        assert store.post.cursor() == len(page) + 1
        with store.reader() as reader:
            here = {one.id for one in reader.all(KINDS[cls.KIND])}
        if cls.KIND not in PROVED:
            assert ("good" in here) is (cls.KIND not in OWNED)  # what the office owns comes as a publication alone


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
def test_odd_values_merge_without_a_fault(value: object) -> None:
    merged = merge("visit", {"x": 1}, {"x": value}, {"x": 2})
    assert merged.fields["x"] in (2, value)
