"""The life of a measure after its visit: moved, assigned and verified though the visit is sealed; undone in its own
scope; nothing else of the measure reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from ambassador_app.domain.follow_up import Figure
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import Measured, VerificationMethod
from ambassador_app.errors import (
    FieldMissing,
    FieldRefused,
    MoveRefused,
    NothingToRedo,
    NothingToUndo,
    TextTooLong,
    VerificationMissing,
    VisitLocked,
)
from ambassador_app.services.session import Session
from tests.builders import TickingClock, a_company, a_visit, session_in, signed

SELECTED, COMPLETED, VERIFIED = MeasureStatus.SELECTED, MeasureStatus.COMPLETED, MeasureStatus.VERIFIED
IN_PROGRESS, DISCARDED = MeasureStatus.IN_PROGRESS, MeasureStatus.DISCARDED
LIFE = {"status", "moves", "owner", "deadline", "barrier", "dismissed_because", "verification"}
POWER = Measured({Carrier.ELECTRICITY: 8000.0}, method=VerificationMethod.SUB_METER, quality=DataQuality.A)


def a_measure(session: Session, visit_id: VisitId, title: str = "Sluk om natten", kwh: float = 10_000.0) -> MeasureId:
    """A computed measure at 2 DKK/kWh."""
    session.visits.change(visit_id, prices_dkk_kwh={"electricity": 2.0})
    measure_id = MeasureId(session.measures.add(visit_id, title=title).id)
    inputs = {"before.electricity": kwh, "after.electricity": 0.0}
    session.measures.change(measure_id, inputs=inputs, investment_dkk=30_000.0)
    return measure_id


def sealed(session: Session, site_id: SiteId | None = None) -> tuple[VisitId, MeasureId]:
    visit_id = a_visit(session, site_id)
    measure_id = a_measure(session, visit_id)
    seal(session, visit_id)
    return visit_id, measure_id


def seal(session: Session, visit_id: VisitId) -> None:
    signed(session, visit_id)
    session.signing.seal(visit_id)


def read(session: Session, measure_id: MeasureId) -> Measure:
    return session.follow_up.file(measure_id).measure


# -- moving ---------------------------------------------------------------------------------------------------------
def test_the_status_moves_on_after_the_seal_with_date_and_author(session: Session) -> None:
    visit_id, measure_id = sealed(session)
    changes = session.follow_up.move(measure_id, SELECTED)
    assert changes.touches("measure")
    session.follow_up.move(measure_id, COMPLETED)
    session.follow_up.move(measure_id, IN_PROGRESS, reason="Kun halvdelen er skiftet")
    found = session.follow_up.file(measure_id)
    assert [one.status for one in found.measure.moves] == [SELECTED, COMPLETED, IN_PROGRESS]
    assert found.authors == {session.ambassador().id: "Åse Østergård"}
    assert all(one.at.tzinfo for one in found.measure.moves)
    with pytest.raises(VisitLocked):
        session.measures.set_status(measure_id, COMPLETED)
    assert session.visits.workspace(visit_id).locked


def test_what_a_move_asks_for_is_demanded_and_nothing_changes_without(session: Session) -> None:
    _, measure_id = sealed(session)
    session.follow_up.move(measure_id, COMPLETED)
    before = read(session, measure_id)
    for status, kwargs, error in (
        (IN_PROGRESS, {"reason": "  "}, FieldMissing),
        (DISCARDED, {"barrier": Barrier.NO_MONEY}, MoveRefused),
        (VERIFIED, {}, VerificationMissing),
        (SELECTED, {"reason": "x" * 20_000}, TextTooLong),
    ):
        with pytest.raises(error):
            session.follow_up.move(measure_id, status, **kwargs)  # type: ignore[arg-type]
    assert read(session, measure_id) == before


def test_a_measure_is_turned_down_with_a_code_and_words(session: Session) -> None:
    _, measure_id = sealed(session)
    with pytest.raises(FieldMissing):
        session.follow_up.move(measure_id, DISCARDED, reason="fordi")
    with pytest.raises(FieldMissing):
        session.follow_up.move(measure_id, DISCARDED, barrier=Barrier.OTHER)
    session.follow_up.move(measure_id, DISCARDED, barrier=Barrier.OWNER_DECIDES, reason="Udlejer vil ikke")
    found = read(session, measure_id)
    assert (found.barrier, found.dismissed_because) == (Barrier.OWNER_DECIDES, "Udlejer vil ikke")
    session.follow_up.move(measure_id, SELECTED)
    assert (read(session, measure_id).barrier, read(session, measure_id).moves[0].barrier) == (
        None,
        Barrier.OWNER_DECIDES,
    )


def test_owner_and_deadline_change_after_the_seal_and_only_what_is_given(session: Session) -> None:
    _, measure_id = sealed(session)
    session.follow_up.assign(measure_id, owner="Pedel", deadline=date(2027, 1, 31))
    session.follow_up.assign(measure_id, deadline=None)
    found = read(session, measure_id)
    assert (found.owner, found.deadline) == ("Pedel", None)


# -- verifying ------------------------------------------------------------------------------------------------------
def test_money_and_co2e_follow_with_the_prices_and_factors_of_the_assessment(session: Session) -> None:
    _, measure_id = sealed(session)
    worth = session.follow_up.worth(measure_id, POWER)
    promised = session.follow_up.file(measure_id).outcome.promised
    assert promised is not None
    session.follow_up.verify(measure_id, replace(POWER, note="bimåler"))
    found = session.follow_up.file(measure_id)
    assert found.measure.status is VERIFIED
    verification = found.measure.verification
    assert verification is not None
    assert (verification.cost_saving_dkk, verification.co2e_kg) == (worth.dkk, worth.co2e_kg)
    assert verification.cost_saving_dkk == pytest.approx(16_000)
    assert verification.co2e_kg == pytest.approx(promised.co2e_kg * 0.8)
    assert (verification.by, verification.dkk_typed) == (session.ambassador().id, False)
    assert [found.outcome.share(one) for one in Figure] == pytest.approx([0.8, 0.8, 0.8])


def test_typed_money_stands_and_a_carrier_that_was_not_promised_takes_the_visits_price(session: Session) -> None:
    _, measure_id = sealed(session)
    gas = session.follow_up.worth(measure_id, Measured({Carrier.NATURAL_GAS: 100.0}))
    assert gas.dkk is not None and gas.dkk > 0
    assert gas.co2e_kg is not None and gas.co2e_kg > 0
    session.follow_up.verify(measure_id, replace(POWER, cost_saving_dkk=12_000.0))
    verification = read(session, measure_id).verification
    assert verification is not None
    assert (verification.cost_saving_dkk, verification.dkk_typed, verification.co2e_typed) == (12_000.0, True, False)


def test_a_saving_that_did_not_come_is_verified_as_nothing(session: Session) -> None:
    _, measure_id = sealed(session)
    nothing = Measured({Carrier.ELECTRICITY: 0.0})
    session.follow_up.verify(measure_id, nothing, status=MeasureStatus.UNSATISFACTORY)
    assert session.follow_up.file(measure_id).outcome.share(Figure.KWH) == 0


@pytest.mark.parametrize(
    ("measured", "error"),
    [
        (Measured(), FieldMissing),
        (Measured({Carrier.ELECTRICITY: float("nan")}), FieldRefused),
        (Measured({Carrier.ELECTRICITY: 1e12}), FieldRefused),
        (Measured({Carrier.ELECTRICITY: 1.0}, cost_saving_dkk=float("inf")), FieldRefused),
        (replace(POWER, period_from=date(2027, 2, 1), period_to=date(2027, 1, 1)), FieldRefused),
        (replace(POWER, note="x" * 20_000), TextTooLong),
    ],
)
def test_a_verification_that_cannot_be_is_refused(session: Session, measured: Measured, error: type[Exception]) -> None:
    _, measure_id = sealed(session)
    before = read(session, measure_id)
    with pytest.raises(error):
        session.follow_up.verify(measure_id, measured)
    assert read(session, measure_id) == before


def test_a_verification_is_no_way_to_another_status(session: Session) -> None:
    _, measure_id = sealed(session)
    with pytest.raises(MoveRefused):
        session.follow_up.verify(measure_id, POWER, status=DISCARDED)


# -- what stays locked ----------------------------------------------------------------------------------------------
def test_nothing_but_its_life_changes_and_the_sealed_report_stays_byte_for_byte(session: Session) -> None:
    visit_id, measure_id = sealed(session)
    before, report = read(session, measure_id), session.reports.of_visit(visit_id)[0]
    pdf = session.reports.pdf(report.id)
    session.follow_up.move(measure_id, DISCARDED, barrier=Barrier.NO_TIME)
    session.follow_up.assign(measure_id, owner="Pedel", deadline=date(2027, 1, 31))
    session.follow_up.verify(measure_id, POWER)
    after = read(session, measure_id)
    changed = {one.name for one in fields(Measure) if getattr(before, one.name) != getattr(after, one.name)}
    assert changed <= LIFE
    assert session.reports.pdf(report.id) == pdf
    assert session.reports.of_visit(visit_id) == (report,)
    for verb in (
        lambda: session.measures.change(measure_id, title="x"),
        lambda: session.measures.change(measure_id, owner="x"),
        lambda: session.measures.remove(measure_id),
        lambda: session.measures.because(measure_id, Barrier.OTHER),
    ):
        with pytest.raises(VisitLocked):
            verb()


# -- undo -----------------------------------------------------------------------------------------------------------
def test_each_deed_is_one_step_of_undo_also_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    home, clock = tmp_path_factory.mktemp("follow-up"), TickingClock()
    with session_in(home, clock=clock) as session:
        _, measure_id = sealed(session)
        states = [read(session, measure_id)]
        for deed in (
            lambda: session.follow_up.move(measure_id, SELECTED),
            lambda: session.follow_up.assign(measure_id, owner="Pedel"),
            lambda: session.follow_up.verify(measure_id, POWER),
        ):
            deed()
            states.append(read(session, measure_id))
    with session_in(home, clock=clock) as session:
        assert session.follow_up.file(measure_id).undo == "verify_measure"
        for state in reversed(states[:-1]):
            session.follow_up.undo(measure_id)
            assert read(session, measure_id) == state
        with pytest.raises(NothingToUndo):
            session.follow_up.undo(measure_id)
        for state in states[1:]:
            session.follow_up.redo(measure_id)
            assert read(session, measure_id) == state
        with pytest.raises(NothingToRedo):
            session.follow_up.redo(measure_id)


def test_the_undo_of_one_measure_or_visit_never_reaches_another_measures_life(session: Session) -> None:
    visit_id = a_visit(session)
    one, other = a_measure(session, visit_id), a_measure(session, visit_id, "Anden")
    seal(session, visit_id)
    session.follow_up.move(one, SELECTED)
    session.follow_up.move(other, IN_PROGRESS)
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).undo is None
    session.follow_up.undo(one)
    assert (read(session, one).status, read(session, other).status) == (MeasureStatus.PROPOSED, IN_PROGRESS)


def test_in_an_open_visit_the_visits_undo_takes_it_back_in_its_turn(session: Session) -> None:
    visit_id = a_visit(session)
    measure_id = a_measure(session, visit_id)
    session.follow_up.move(measure_id, SELECTED)
    session.visits.change(visit_id, remarks="bagefter")
    found = session.follow_up.file(measure_id)
    assert (found.undo, found.redo) == (None, None)
    with pytest.raises(NothingToUndo):
        session.follow_up.undo(measure_id)
    session.visits.undo(visit_id)
    session.visits.undo(visit_id)
    assert read(session, measure_id).status is MeasureStatus.PROPOSED


def amended(session: Session, visit_id: VisitId) -> None:
    session.visits.amend(visit_id, "Rettelse")
    seal(session, visit_id)


def another_visit_sealed(session: Session, visit_id: VisitId) -> None:
    site_id = session.visits.workspace(visit_id).dossier.site.id
    later = a_visit(session, site_id)
    session.visits.change(later, focus_areas=("Varme",))
    seal(session, later)


@pytest.mark.parametrize("report", [amended, another_visit_sealed])
def test_undo_does_not_reach_behind_a_report_of_the_site(
    session: Session, report: Callable[[Session, VisitId], None]
) -> None:
    visit_id, measure_id = sealed(session)
    session.follow_up.move(measure_id, SELECTED)
    report(session, visit_id)
    assert session.follow_up.file(measure_id).undo is None
    with pytest.raises(NothingToUndo):
        session.follow_up.undo(measure_id)
    session.follow_up.move(measure_id, COMPLETED)
    session.follow_up.undo(measure_id)
    assert read(session, measure_id).status is SELECTED


def test_during_an_amendment_the_visits_undo_takes_back_what_was_done_since_and_no_more(session: Session) -> None:
    visit_id, measure_id = sealed(session)
    session.follow_up.move(measure_id, SELECTED)
    session.visits.amend(visit_id, "Rettelse")
    session.follow_up.move(measure_id, IN_PROGRESS)
    session.visits.undo(visit_id)
    assert read(session, measure_id).status is SELECTED
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)


# -- lists ----------------------------------------------------------------------------------------------------------
def test_the_list_tells_what_is_overdue_and_the_totals_are_of_what_is_listed(
    session: Session, clock: TickingClock
) -> None:
    _, late = sealed(session)
    _, done = sealed(session, a_company(session, name="Smeden", cvr="", p_number=""))
    today = clock().date()
    for one in (late, done):
        session.follow_up.assign(one, deadline=today - timedelta(days=3))
    session.follow_up.verify(done, POWER)
    overdue = MeasureQuery(overdue_on=today)
    assert [one.measure_id for one in session.follow_up.page(overdue).lines] == [late]
    assert session.follow_up.standing(overdue).proposed.count == 1
    assert [one.measure_id for one in session.today().overdue_measures] == [late]
    whole = session.follow_up.standing(MeasureQuery())
    assert (whole.proposed.count, whole.verified.count) == (2, 1)
    assert whole.proposed.promised.kwh == pytest.approx(20_000)
    assert whole.proposed.share(Figure.KWH) == pytest.approx(0.8)
    assert whole.proposed.payback == pytest.approx(1.5)
    line = session.follow_up.page(MeasureQuery(text="smeden")).lines[0]
    assert (line.verified_kwh, line.verified_dkk) == (8000, pytest.approx(16_000))
