"""What comes from the office and cannot be trusted: records this program cannot read, and later ones that it can."""

from collections.abc import Callable

import pytest

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.syncing import Arrival, Epoch, Outcome, Standing
from ambassador_app.domain.visit import Finding
from ambassador_app.errors import RecordNewer
from ambassador_app.storage import Store, post
from tests.storage.conftest import ME, VISIT

OFFICE = Epoch("e-1")


def arrive(store: Store, *arrivals: Arrival) -> None:
    store.post.arrive(arrivals, cursor=max(one.seq for one in arrivals), me=ME)


def a_finding(seq: int, **fields: object) -> Arrival:
    return Arrival("finding", "f-1", seq, {"visit_id": VISIT, "text": "Utæt port", **fields}, by="Bo")


@pytest.mark.parametrize(
    "fields", [{"severity": "of a newer program"}, {"text": 7}, {"text": None}, {"at": "yesterday"}, {"reach": []}]
)
def test_a_record_that_cannot_be_read_stops_no_list(store: Store, fields: dict[str, object]) -> None:
    store.post.begin(OFFICE)
    arrive(store, a_finding(1), a_finding(2, **fields), Arrival("contact", "c-1", 3, {"name": "no site"}))
    with store.reader() as reader:
        assert [one.text for one in reader.all(Finding)] == ["Utæt port"]
    with pytest.raises(RecordNewer), store.transaction(Deed.CHANGE_FINDING, author=ME, scope=VISIT) as tx:
        tx.save(Finding("f-1", VISIT, "Slidt port"))
    assert store.post.cursor() == 3


def test_what_could_not_be_read_is_asked_for_again_by_a_newer_program(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.post.begin(OFFICE)
    arrive(store, a_finding(1), a_finding(2, severity="of a newer program"))
    monkeypatch.setattr(post, "__version__", "99.0")
    store.post.begin(OFFICE)
    assert store.post.cursor() == 0
    arrive(store, a_finding(2, text="Slidt port"))
    with store.transaction(Deed.CHANGE_FINDING, author=ME, scope=VISIT) as tx:
        assert tx.load(Finding, "f-1").text == "Slidt port"
        tx.save(Finding("f-1", VISIT, "Ny port"))


def test_my_edit_of_a_record_i_cannot_read_waits_and_is_told(store: Store) -> None:
    store.post.begin(OFFICE)
    arrive(store, a_finding(1))
    with store.transaction(Deed.CHANGE_FINDING, author=ME, scope=VISIT) as tx:
        tx.save(Finding("f-1", VISIT, "Min tekst"))
    arrive(store, a_finding(2, severity="of a newer program"))
    assert store.post.take(most=10, largest=10_000) == ()
    waiting = store.post.waiting()
    assert (waiting.records, [one.code for one in waiting.refusals]) == (1, ["newer"])
    with store.reader() as reader:
        assert reader.load(Finding, "f-1").text == "Min tekst"


def test_a_kind_nobody_here_knows_is_left_for_a_newer_program(store: Store) -> None:
    store.post.begin(OFFICE)
    arrive(store, Arrival("of_a_newer_program", "x", 1, {"a": 1}))
    assert store.post.cursor() == 1


def test_an_answer_that_nobody_waits_for_changes_nothing(opened: Callable[..., Store]) -> None:
    store = opened()
    store.post.begin(OFFICE)
    changes = store.post.settle([Outcome("no such op", Standing.OK, seq=9)], me=ME)
    assert not changes.records
