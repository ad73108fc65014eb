"""Measures of a visit: suggested, accepted, assessed, turned down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Measure, MeasureStatus, Suggestion
from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import FieldMissing, InputRefused, UnknownCalculator
from ambassador_app.services.session import Session
from tests.builders import a_visit

LIGHTING = "/data/lighting/"


def lamps(session: Session) -> str:
    """A visit where old lamps were seen, which suggests a measure."""
    visit_id = a_visit(session)
    for name, value in (("ly1_lamp_kind", "t8"), ("ly1_count", 120.0), ("ly1_watt", 58.0), ("ly3_hours", 3000.0)):
        session.visits.answer(visit_id, LIGHTING + name, value=value)
    session.visits.answer(visit_id, LIGHTING + "ly2_magnetic_ballast", value="yes")
    return visit_id


def suggested(session: Session, visit_id: str, entry_id: str):
    return next(one for one in session.visits.workspace(visit_id).suggestions if one.entry.id == entry_id)  # type: ignore[arg-type]


def measure(session: Session, visit_id: str) -> Measure:
    return session.visits.workspace(visit_id).dossier.measures[0]  # type: ignore[arg-type]


def test_a_flagged_answer_offers_its_measure_with_what_is_known(session: Session) -> None:
    visit_id = lamps(session)
    offer = suggested(session, visit_id, "led_retrofit")
    assert offer.suggestion.inputs["count_old"] == 120.0
    assert offer.suggestion.inputs["power_old_w"] == 71.0
    session.measures.accept(visit_id, offer)  # type: ignore[arg-type]
    found = measure(session, visit_id)
    assert found.suggestion is Suggestion.ACCEPTED
    assert found.inputs["hours_old"] == 3000.0
    assert "led_retrofit" not in {one.entry.id for one in session.visits.workspace(visit_id).suggestions}  # type: ignore[arg-type]


def test_the_figures_are_those_of_the_handbook(session: Session) -> None:
    visit_id = lamps(session)
    session.visits.change(visit_id, prices_dkk_kwh={"electricity": 1.5})  # type: ignore[arg-type]
    session.measures.accept(visit_id, suggested(session, visit_id, "led_retrofit"))  # type: ignore[arg-type]
    found = measure(session, visit_id)
    session.measures.change(found.id, inputs={**found.inputs, "power_new_w": 25.0}, investment_dkk=60_000.0)
    assessed = Assessment.from_json(measure(session, visit_id).assessment or {})
    assert assessed.savings_kwh[Carrier.ELECTRICITY] == pytest.approx(16_560)
    assert assessed.cost_saving_dkk == pytest.approx(24_840)
    assert assessed.economics.simple_payback == pytest.approx(2.42, abs=0.005)
    assert assessed.economics.profitability_br18 == pytest.approx(6.21)
    assert measure(session, visit_id).suggestion is Suggestion.EDITED


def test_a_dismissed_suggestion_returns_only_when_what_it_rests_on_changes(session: Session) -> None:
    visit_id = lamps(session)
    session.measures.dismiss(visit_id, suggested(session, visit_id, "led_retrofit"), "Skiftes alligevel")  # type: ignore[arg-type]
    session.visits.answer(visit_id, LIGHTING + "ly8_lux", value=400.0)  # type: ignore[arg-type]
    assert "led_retrofit" not in {one.entry.id for one in session.visits.workspace(visit_id).suggestions}  # type: ignore[arg-type]
    session.visits.answer(visit_id, LIGHTING + "ly1_count", value=200.0)  # type: ignore[arg-type]
    assert suggested(session, visit_id, "led_retrofit").suggestion.inputs["count_old"] == 200.0
    assert session.visits.workspace(visit_id).totals.count == 0  # type: ignore[arg-type]


def test_the_visits_own_prices_change_the_figures_of_its_measures(session: Session) -> None:
    visit_id = a_visit(session)
    made = session.measures.add(visit_id, title="Sluk om natten")
    session.measures.change(made.id, inputs={"before.electricity": 1000.0, "after.electricity": 0.0})  # type: ignore[arg-type]
    session.visits.change(visit_id, prices_dkk_kwh={"electricity": 2.0})
    assert Assessment.from_json(measure(session, visit_id).assessment or {}).cost_saving_dkk == pytest.approx(2000)


def test_savings_are_capped_at_what_the_meter_shows(session: Session) -> None:
    visit_id = a_visit(session)
    for number in range(2):
        made = session.measures.add(visit_id, title=f"Halvér {number}")
        session.measures.change(made.id, inputs={"before.electricity": 150_000.0, "after.electricity": 0.0})  # type: ignore[arg-type]
    totals = session.visits.workspace(visit_id).totals
    assert totals.savings_kwh[Carrier.ELECTRICITY] == pytest.approx(180_000)


def test_an_input_outside_its_range_is_refused_and_the_old_figures_stay(session: Session) -> None:
    visit_id = lamps(session)
    session.measures.accept(visit_id, suggested(session, visit_id, "led_retrofit"))  # type: ignore[arg-type]
    before = measure(session, visit_id)
    with pytest.raises(InputRefused):
        session.measures.change(before.id, inputs={**before.inputs, "power_new_w": -5.0})
    assert measure(session, visit_id) == before


def test_a_status_move_is_remembered_with_date_and_author(session: Session) -> None:
    visit_id = a_visit(session)
    made = session.measures.add(visit_id, title="Tætning")
    session.measures.set_status(made.id, MeasureStatus.SELECTED)  # type: ignore[arg-type]
    session.measures.set_status(made.id, MeasureStatus.DISCARDED, "For dyrt")  # type: ignore[arg-type]
    found = measure(session, visit_id)
    assert [(one.status, one.reason, one.by) for one in found.moves] == [
        (MeasureStatus.SELECTED, "", session.ambassador().id),
        (MeasureStatus.DISCARDED, "For dyrt", session.ambassador().id),
    ]
    assert session.visits.workspace(visit_id).totals.count == 0


def test_a_measure_without_a_title_or_of_no_calculator_is_refused(session: Session) -> None:
    visit_id = a_visit(session)
    with pytest.raises(FieldMissing):
        session.measures.add(visit_id, calculator="custom", title=" ")
    with pytest.raises(UnknownCalculator):
        session.measures.add(visit_id, calculator="perpetual_motion", title="Evighed")


def test_without_any_measure_the_totals_are_empty(session: Session) -> None:
    totals = session.visits.workspace(a_visit(session)).totals
    assert (totals.count, totals.kwh, totals.payback) == (0, 0, Payback.UNKNOWN)


def test_an_answer_that_cannot_be_an_input_is_asked_for_again_in_the_editor(session: Session) -> None:
    visit_id = lamps(session)
    offer = suggested(session, visit_id, "led_retrofit")
    broken = replace(offer, suggestion=replace(offer.suggestion, inputs={**offer.suggestion.inputs, "count_old": -4.0}))
    session.measures.accept(visit_id, broken)
    found = measure(session, visit_id)
    assert "count_old" not in found.inputs
    assert found.assessment is None
