"""Undo and redo: exactly back, exactly forth, by person and visit, never behind a seal."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ambassador_app.domain.changes import BARRIERS, Deed
from ambassador_app.domain.identifiers import SiteId, UuidMaker, VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.records import fields_of
from ambassador_app.domain.sign_off import SignOff
from ambassador_app.domain.template import FactorSetVersion
from ambassador_app.domain.visit import Finding, SectionAnswers, Visit
from ambassador_app.errors import NothingToRedo, NothingToUndo, UndoRefused
from ambassador_app.storage import Store
from tests.storage.conftest import ME, OTHER, SECRET, VISIT, Time
from tests.storage.test_transactions import rows, save
from tests.storage.values import values

KINDS = (Visit, SectionAnswers, Measure, Finding, SignOff)
FEW = st.sampled_from(["a", "b"])


def visit(**fields: Any) -> Visit:
    return Visit(id=VisitId(VISIT), site_id=SiteId("site-1"), **fields)


def purpose(store: Store) -> str:
    with store.reader() as reader:
        return reader.load(Visit, VISIT).purpose


def test_undo_and_redo_name_and_do_the_last_action(store: Store) -> None:
    save(store, visit(purpose="et"), deed=Deed.START_VISIT)
    save(store, visit(purpose="to"))
    assert store.undoable(VISIT, author=ME) == Deed.CHANGE_VISIT
    changes = store.undo(VISIT, author=ME)
    assert (changes.action, changes.scope, changes.records) == (Deed.UNDO, VISIT, {("visit", VISIT)})
    assert purpose(store) == "et"
    assert store.undoable(VISIT, author=ME) == Deed.START_VISIT
    assert store.redoable(VISIT, author=ME) == Deed.CHANGE_VISIT
    assert store.redo(VISIT, author=ME).action == Deed.REDO
    assert purpose(store) == "to"
    assert store.redoable(VISIT, author=ME) is None


def test_what_was_written_once_stays_for_others_that_point_at_it(store: Store) -> None:
    factors = FactorSetVersion("br18@1", "br18", "{}")
    save(store, visit(factor_set_id=factors.id), factors, deed=Deed.ANSWER)
    store.undo(VISIT, author=ME)
    with store.reader() as reader:
        assert reader.find(Visit, VISIT) is None
        assert reader.find(FactorSetVersion, factors.id) == factors
    store.redo(VISIT, author=ME)
    with store.reader() as reader:
        assert reader.load(Visit, VISIT).factor_set_id == factors.id


def test_nothing_to_undo_or_redo(store: Store) -> None:
    with pytest.raises(NothingToUndo):
        store.undo(VISIT, author=ME)
    with pytest.raises(NothingToRedo):
        store.redo(VISIT, author=ME)
    assert rows(store, "action") == []


def test_undo_survives_a_restart(store: Store, opened: Callable[..., Store]) -> None:
    save(store, visit(purpose="et"))
    save(store, visit(purpose="to"))
    store.undo(VISIT, author=ME)
    store.close()
    again = opened()
    again.redo(VISIT, author=ME)
    assert purpose(again) == "to"
    again.undo(VISIT, author=ME)
    again.undo(VISIT, author=ME)
    with again.reader() as reader:
        assert reader.find(Visit, VISIT) is None


def test_each_person_and_each_visit_has_an_undo_of_its_own(store: Store) -> None:
    save(store, visit())
    save(store, Visit(id=VisitId("visit-2"), site_id=SiteId("site-1")), scope="visit-2")
    assert store.undoable(VISIT, author=OTHER) is None
    store.undo(VISIT, author=ME)
    assert store.undoable("visit-2", author=ME) == Deed.CHANGE_VISIT


def test_a_fresh_action_clears_redo(store: Store) -> None:
    for text in ("et", "to"):
        save(store, visit(purpose=text))
    store.undo(VISIT, author=ME)
    save(store, visit(purpose="tre"))
    with pytest.raises(NothingToRedo):
        store.redo(VISIT, author=ME)
    store.undo(VISIT, author=ME)
    assert purpose(store) == "et"


@pytest.mark.parametrize("barrier", sorted(BARRIERS))
@pytest.mark.parametrize("author", [ME, OTHER])
def test_undo_and_redo_stop_at_a_seal(store: Store, barrier: str, author: str) -> None:
    for text in ("et", "to", "tre"):
        save(store, visit(purpose=text))
    store.undo(VISIT, author=ME)
    save(store, visit(purpose="forseglet"), deed=barrier, author=author)
    assert store.undoable(VISIT, author=ME) is None
    assert store.redoable(VISIT, author=ME) is None
    save(store, visit(purpose="ny udgave"))
    store.undo(VISIT, author=ME)
    assert purpose(store) == "forseglet"
    with pytest.raises(NothingToUndo):
        store.undo(VISIT, author=ME)


def test_what_somebody_else_changed_since_is_not_undone(store: Store) -> None:
    save(store, visit(purpose="et"))
    save(store, visit(purpose="mit", remarks="mine"))
    save(store, visit(purpose="mit", remarks="en andens"), author=OTHER)
    before = rows(store, "r_visit")
    with pytest.raises(UndoRefused) as error:
        store.undo(VISIT, author=ME)
    assert error.value.fields == {"field": "remarks"}
    assert rows(store, "r_visit") == before
    store.undo(VISIT, author=OTHER)
    store.undo(VISIT, author=ME)
    assert purpose(store) == "et"


def test_what_somebody_else_wrote_in_is_not_removed_by_undo(store: Store) -> None:
    save(store, visit(purpose="et"))
    save(store, visit(purpose="en andens"), author=OTHER)
    with pytest.raises(UndoRefused) as error:
        store.undo(VISIT, author=ME)
    assert error.value.fields == {"field": "purpose"}
    with store.transaction("test", author=OTHER, scope=VISIT) as tx:
        tx.delete(Visit, VISIT)
    with pytest.raises(UndoRefused):
        store.undo(VISIT, author=ME)


def test_a_removal_is_not_undone_over_what_was_made_in_its_place(store: Store) -> None:
    save(store, visit(purpose="et"))
    with store.transaction("test", author=ME, scope=VISIT) as tx:
        tx.delete(Visit, VISIT)
    save(store, visit(purpose="en andens"), author=OTHER)
    with pytest.raises(UndoRefused):
        store.undo(VISIT, author=ME)


def test_an_undo_is_itself_told_to_the_office(store: Store) -> None:
    save(store, visit(purpose="et"))
    store.post.take(most=100, largest=1_000_000)
    save(store, visit(purpose="to"))
    store.undo(VISIT, author=ME)
    assert [json.loads(op["set"]).get("purpose") for op in rows(store, "outbox")] == ["et", "et"]


class Deeds(RuleBasedStateMachine):
    """Two people do, undo and redo in two visits; a list of states tells what must be seen."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        time = Time()
        self.new_id = UuidMaker(time, lambda count: b"\x07" * count)
        self.time = time
        self.store = Store.open(Path(self.folder.name), SECRET, now=time, new_id=self.new_id)
        self.states: dict[str, list[dict[Any, Any]]] = {scope: [{}] for scope in ("v1", "v2")}
        self.place = dict.fromkeys(self.states, 0)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    def seen(self, scope: str) -> dict[Any, Any]:
        """Every record of a visit; identifiers begin with the visit's, so that two visits do not meet."""
        with self.store.reader() as reader:
            return {
                (cls.KIND, one.id): fields_of(one)
                for cls in KINDS
                for one in reader.all(cls)
                if one.id.startswith(scope)
            }

    @rule(scope=st.sampled_from(["v1", "v2"]), data=st.data())
    def act(self, scope: str, data: st.DataObject) -> None:
        kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
        with self.store.transaction(Deed.ANSWER, author=ME, scope=scope) as tx:
            for cls in kinds:
                identifier = f"{scope}/{data.draw(FEW)}"
                if data.draw(st.booleans()) and tx.find(cls, identifier) is not None:
                    tx.delete(cls, identifier)
                else:
                    tx.save(data.draw(values(cls, id=st.just(identifier))))
        if tx.action_id:
            self.states[scope][self.place[scope] + 1 :] = [self.seen(scope)]
            self.place[scope] += 1

    @rule(scope=st.sampled_from(["v1", "v2"]))
    def undo(self, scope: str) -> None:
        if self.place[scope] == 0:
            assert self.store.undoable(scope, author=ME) is None
        else:
            self.store.undo(scope, author=ME)
            self.place[scope] -= 1

    @rule(scope=st.sampled_from(["v1", "v2"]))
    def redo(self, scope: str) -> None:
        if self.place[scope] + 1 == len(self.states[scope]):
            assert self.store.redoable(scope, author=ME) is None
        else:
            self.store.redo(scope, author=ME)
            self.place[scope] += 1

    @precondition(lambda self: hasattr(self, "store"))
    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store.open(Path(self.folder.name), SECRET, now=self.time, new_id=self.new_id)

    @rule()
    def send(self) -> None:
        self.store.post.take(most=1000, largest=1_000_000)

    @invariant()
    def every_visit_is_as_it_was_then(self) -> None:
        if not hasattr(self, "store"):
            return
        for scope, states in self.states.items():
            assert self.seen(scope) == states[self.place[scope]]

    @invariant()
    def the_office_is_told_the_same(self) -> None:
        """Whoever applies the ops in their order has the same records."""
        if hasattr(self, "store"):
            assert told(self.store) == {**self.seen("v1"), **self.seen("v2")}

    @invariant()
    def the_journal_tells_the_same(self) -> None:
        """Whoever follows the journal from the beginning has the same records."""
        if hasattr(self, "store"):
            assert retold(self.store) == {**self.seen("v1"), **self.seen("v2")}


def told(store: Store) -> dict[Any, Any]:
    records: dict[Any, Any] = {}
    for op in rows(store, "outbox"):
        name = (op["kind"], op["record_id"])
        if op["deleted"]:
            del records[name]
            continue
        fields = {**records.get(name, {}), **json.loads(op["set"])}
        records[name] = {one: value for one, value in fields.items() if one not in json.loads(op["unset"])}
    return records


def retold(store: Store) -> dict[Any, Any]:
    records: dict[Any, Any] = {}
    for line in rows(store, "journal"):
        name = (line["kind"], line["record_id"])
        if line["field"] == "":
            if line["new"] is None:
                assert records.pop(name) == json.loads(line["old"])
            else:
                assert name not in records
                records[name] = json.loads(line["new"])
            continue
        old = records[name].pop(line["field"], None)
        assert old == (None if line["old"] is None else json.loads(line["old"]))
        if line["new"] is not None:
            records[name][line["field"]] = json.loads(line["new"])
    return records


TestDeeds = Deeds.TestCase
TestDeeds.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
