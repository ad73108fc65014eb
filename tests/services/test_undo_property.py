"""Undo and redo of whatever a person does in a visit: exactly back, exactly forth, also after a restart."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import Barrier
from ambassador_app.domain.measure_life import Need, moves_from
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.domain.verification import Measured
from ambassador_app.domain.visit import Severity, VisitStatus
from ambassador_app.errors import InputRefused, NothingToRedo, NothingToUndo
from ambassador_app.services.session import Session
from tests.builders import MORNING, TickingClock, a_company, a_visit, profiles_in, session_in, signed, some_ink
from tests.services.sights import a_photo

LIGHTING = "/data/lighting/"
TEXTS = st.text(max_size=20)
EASY = frozenset({Need.NOTHING, Need.REASON, Need.BARRIER})
SOAKED = settings().max_examples > 50


@cache
def prepared() -> tuple[Path, VisitId]:
    """A profile with a planned visit: each example begins with a copy, which is quicker than making one."""
    folder = Path(tempfile.mkdtemp(prefix="undo-"))
    with session_in(folder) as session:
        visit_id = a_visit(session, a_company(session))
    return folder, visit_id


@pytest.fixture(scope="module", autouse=True)
def tidied() -> Any:
    yield
    shutil.rmtree(prepared()[0], ignore_errors=True)
    prepared.cache_clear()


class AnAfternoon(RuleBasedStateMachine):
    """One person works in one visit; a list of dossiers tells what must be seen after any undo and redo."""

    session: Session

    @initialize()
    def begin(self) -> None:
        source, self.visit_id = prepared()
        self.folder = Path(tempfile.mkdtemp(prefix="undo-"))
        shutil.copytree(source, self.folder, dirs_exist_ok=True)
        self.clock = TickingClock(MORNING + timedelta(days=1))
        self.open()
        self.states = [self.seen()]
        self.place = 0

    def open(self) -> None:
        self.session = profiles_in(self.folder, clock=self.clock).throw_away()

    def teardown(self) -> None:
        if not hasattr(self, "states"):
            return
        try:
            self.back_to_the_beginning_and_forth_again()
        finally:
            self.session.close()
            shutil.rmtree(self.folder)

    def back_to_the_beginning_and_forth_again(self) -> None:
        while self.place:
            self.undo()
            assert self.seen() == self.states[self.place]
        assert self.session.visits.workspace(self.visit_id).undo is None
        while self.place + 1 < len(self.states):
            self.redo()
            assert self.seen() == self.states[self.place]
        self.session.close()
        self.open()
        assert self.seen() == self.states[self.place]
        assert self.session.check()

    def seen(self) -> VisitDossier:
        return self.session.visits._dossiers.of(self.visit_id)  # the workspace would compute much that is not asked

    def do(self, deed: Callable[[], object]) -> None:
        """Do something; what changes nothing is no step of undo."""
        before = self.seen()
        deed()
        if (after := self.seen()) != before:
            self.states[self.place + 1 :] = [after]
            self.place += 1

    def one_of(self, data: st.DataObject, of: str) -> Any:
        """Any record of a kind, or None."""
        there = getattr(self.seen(), of)
        return data.draw(st.sampled_from(there)) if there else None

    # -- what a person does -----------------------------------------------------------------------------------------
    @rule(name=st.sampled_from(["ly1_lamp_kind", "ly2_magnetic_ballast"]), value=st.sampled_from(["t8", "yes", None]))
    def choose(self, name: str, value: str | None) -> None:
        self.do(lambda: self.session.visits.answer(self.visit_id, LIGHTING + name, value=value))

    @rule(name=st.sampled_from(["ly1_count", "ly1_watt", "ly3_hours"]), value=st.integers(1, 3000))
    def count(self, name: str, value: int) -> None:
        self.do(lambda: self.session.visits.answer(self.visit_id, LIGHTING + name, value=float(value)))

    @rule(note=TEXTS, reach=st.sampled_from(Reach))
    def note(self, note: str, reach: Reach) -> None:
        self.do(lambda: self.session.visits.answer(self.visit_id, LIGHTING + "ly1_lamp_kind", note=note, reach=reach))

    @rule(reason=TEXTS)
    def not_seen(self, reason: str) -> None:
        self.do(lambda: self.session.visits.answer(self.visit_id, LIGHTING + "ly8_lux", not_seen=reason))

    @rule(
        remarks=TEXTS, price=st.sampled_from([None, 0.9, 1.5]), follow_up=st.dates(date(2027, 1, 1), date(2028, 1, 1))
    )
    def write_the_header(self, remarks: str, price: float | None, follow_up: date) -> None:
        prices = {} if price is None else {"electricity": price}
        self.do(
            lambda: self.session.visits.change(
                self.visit_id, remarks=remarks, prices_dkk_kwh=prices, follow_up_on=follow_up, focus_areas=(remarks,)
            )
        )

    @rule(text=TEXTS, severity=st.sampled_from(Severity))
    def find(self, text: str, severity: Severity) -> None:
        self.do(lambda: self.session.notes.add_finding(self.visit_id, text, severity=severity))

    @rule(data=st.data(), text=TEXTS)
    def change_a_finding(self, data: st.DataObject, text: str) -> None:
        if found := self.one_of(data, "findings"):
            self.do(lambda: self.session.notes.change_finding(found.id, text=text))

    @rule(data=st.data())
    def remove_a_finding(self, data: st.DataObject) -> None:
        if found := self.one_of(data, "findings"):
            self.do(lambda: self.session.notes.remove_finding(found.id))

    @rule(data=st.data(), what=TEXTS)
    def agree(self, data: st.DataObject, what: str) -> None:
        found = self.one_of(data, "actions")
        if found is None or data.draw(st.booleans()):
            self.do(lambda: self.session.notes.add_action(self.visit_id, what, owner="Jens"))
        elif data.draw(st.booleans()):
            self.do(lambda: self.session.notes.change_action(found.id, what=what, done=True))
        else:
            self.do(lambda: self.session.notes.remove_action(found.id))

    @rule(data=st.data(), take=st.booleans())
    def answer_a_suggestion(self, data: st.DataObject, take: bool) -> None:
        offers = self.session.visits.workspace(self.visit_id).suggestions
        if not offers:
            return
        offer = data.draw(st.sampled_from(offers))
        measures = self.session.measures
        if take:
            self.do(lambda: measures.accept(self.visit_id, offer))
        else:
            self.do(lambda: measures.dismiss(self.visit_id, offer, "Skiftes alligevel"))

    @rule(title=st.text("abcæøå", min_size=1, max_size=8), used=st.integers(0, 10**6))
    def propose(self, title: str, used: int) -> None:
        self.do(lambda: self.session.measures.add(self.visit_id, title=title))
        measure = self.seen().measures[-1].id
        inputs = {"before.electricity": float(used), "after.electricity": 0.0}
        self.do(lambda: self.session.measures.change(measure, inputs=inputs, investment_dkk=float(used)))

    @rule(data=st.data())
    def change_a_measure(self, data: st.DataObject) -> None:
        found = self.one_of(data, "measures")
        if found is None:
            return
        measures = self.session.measures
        match data.draw(st.sampled_from(["remove", "status", "money", "refused", "follow", "verify"])):
            case "remove":
                self.do(lambda: measures.remove(found.id))
            case "status":
                status = data.draw(st.sampled_from([one for one, need in moves_from(found.status) if need in EASY]))
                self.do(lambda: measures.set_status(found.id, status, "fordi"))
            case "money":
                self.do(lambda: measures.change(found.id, investment_dkk=500.0, internal_note="tilbud"))
            case "follow":
                status = data.draw(st.sampled_from([one for one, need in moves_from(found.status) if need in EASY]))
                reason = {"reason": "fordi", "barrier": Barrier.OTHER}
                self.do(lambda: self.session.follow_up.move(found.id, status, **reason))
                self.do(lambda: self.session.follow_up.assign(found.id, owner="Pedel", deadline=MORNING.date()))
            case "verify":
                saved = Measured({Carrier.ELECTRICITY: data.draw(st.floats(-1e6, 1e6))})
                self.do(lambda: self.session.follow_up.verify(found.id, saved))
            case "refused":
                with pytest.raises(InputRefused):
                    measures.change(found.id, lifetime_years=-5.0)

    @rule(data=st.data(), shade=st.integers(0, 3))
    def photograph(self, data: st.DataObject, shade: int) -> None:
        evidence, found = self.session.evidence, self.one_of(data, "attachments")
        if found is None or data.draw(st.booleans()):
            self.do(lambda: evidence.add_photo(self.visit_id, a_photo(shade * 40, width=64, height=48), "b.jpg"))
        elif data.draw(st.booleans()):
            caption = data.draw(TEXTS)
            self.do(lambda: evidence.change(found.id, caption=caption, reach=Reach.INTERNAL))
        else:
            self.do(lambda: evidence.remove(found.id))

    @rule(data=st.data(), role=st.sampled_from(SignerRole), seed=st.integers(1, 4))
    def sign(self, data: st.DataObject, role: SignerRole, seed: int) -> None:
        signing, found = self.session.signing, self.one_of(data, "sign_offs")
        match data.draw(st.sampled_from(["sign", "not signed", "withdraw"])):
            case "sign":
                self.do(lambda: signing.sign(self.visit_id, role=role, name=f"N{seed}", ink=some_ink(seed)))
            case "not signed":
                self.do(lambda: signing.not_signed(self.visit_id, role=role, reason=NotSigned.ABSENT, name="N1"))
            case "withdraw" if found:
                self.do(lambda: signing.withdraw(found.id))

    # -- back and forth ---------------------------------------------------------------------------------------------
    @rule()
    def undo(self) -> None:
        if self.place == 0:
            with pytest.raises(NothingToUndo):
                self.session.visits.undo(self.visit_id)
        else:
            self.session.visits.undo(self.visit_id)
            self.place -= 1

    @rule()
    def redo(self) -> None:
        if self.place + 1 == len(self.states):
            with pytest.raises(NothingToRedo):
                self.session.visits.redo(self.visit_id)
        else:
            self.session.visits.redo(self.visit_id)
            self.place += 1

    @precondition(lambda self: hasattr(self, "states"))
    @rule()
    def close_and_open_again(self) -> None:
        self.session.close()
        self.open()

    @rule()
    def tidy_up(self) -> None:
        """Some days later bytes that nothing can reach go; those that undo can bring back stay."""
        self.clock.forward(days=2)
        self.session._desk.store.collect()

    # -- always -----------------------------------------------------------------------------------------------------
    @invariant()
    def the_visit_is_as_it_was_then(self) -> None:
        if hasattr(self, "states"):
            assert self.seen() == self.states[self.place]

    @invariant()
    def every_picture_of_the_visit_can_be_shown(self) -> None:
        if hasattr(self, "states"):
            for one in self.seen().attachments:
                assert self.session.evidence.picture(one.id, size="original").startswith(b"\xff\xd8")

    @invariant()
    def the_workspace_can_always_be_shown(self) -> None:
        if hasattr(self, "states"):
            workspace = self.session.visits.workspace(self.visit_id)
            assert workspace.totals.count == sum(one.is_proposed for one in workspace.dossier.measures)
            assert (workspace.undo is None) == (self.place == 0)
            assert (workspace.redo is None) == (self.place + 1 == len(self.states))


TestAnAfternoon = AnAfternoon.TestCase
TestAnAfternoon.settings = settings(
    max_examples=80 if SOAKED else 12, stateful_step_count=50 if SOAKED else 20, deadline=None
)


def test_after_the_seal_there_is_nothing_to_undo_and_reopening_shows_the_same(tmp_path: Path) -> None:
    clock = TickingClock()
    with session_in(tmp_path, clock=clock) as session:
        visit_id = a_visit(session)
        session.visits.answer(visit_id, LIGHTING + "ly1_lamp_kind", value="t8")
        session.visits.answer(visit_id, LIGHTING + "ly1_lamp_kind", value="led")
        session.visits.undo(visit_id)
        signed(session, visit_id)
        session.signing.seal(visit_id)
        before = session.visits.workspace(visit_id)
        assert (before.undo, before.redo) == (None, None)
    with session_in(tmp_path, clock=clock) as session:
        after = session.visits.workspace(visit_id)
        assert after.dossier == before.dossier
        assert after.reports == before.reports
        assert after.dossier.visit.status is VisitStatus.SEALED
        with pytest.raises(NothingToRedo):
            session.visits.redo(visit_id)
