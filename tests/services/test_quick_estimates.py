"""A quick estimate is put in a measure as guesses, and a real number takes the mark away."""

from datetime import date

import pytest

from ambassador_app.domain.calculators import Assessment, Origin
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import INVESTMENT, Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.subsidy import Benefit, Subsidy, SubsidyStatus
from ambassador_app.errors import InputMissing, UnknownCalculator
from ambassador_app.services.session import Session
from tests.builders import a_visit

SEEN = {"how_many": "thirty", "kind": "tube_long", "burning": "day"}


def a_measure(session: Session, **fields: object) -> tuple[VisitId, MeasureId]:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="led_retrofit").id
    if fields:
        session.measures.change(made, **fields)
    return visit, MeasureId(made)


def kept(session: Session, visit: VisitId) -> Measure:
    return session.visits.workspace(visit).dossier.measures[0]


def estimated(session: Session, visit: VisitId, measure_id: MeasureId) -> Measure:
    known = kept(session, visit).inputs
    session.measures.take_estimate(measure_id, session.measures.estimate(visit, "lighting_led", SEEN, known))
    return kept(session, visit)


def origins(measure: Measure) -> dict[str, Origin]:
    assert measure.assessment is not None
    return {entry.name: entry.origin for entry in Assessment.from_json(measure.assessment).inputs}


def test_an_estimate_fills_a_measure_with_marked_guesses(session: Session) -> None:
    measure = estimated(session, *a_measure(session))
    assert dict(measure.inputs) == {"count_old": 30.0, "power_old_w": 67.0, "power_new_w": 24.0, "hours_old": 2300.0}
    assert measure.guessed.keys() == {*measure.inputs, INVESTMENT}
    assert measure.has_guesses
    assert measure.investment_dkk == 21_000
    assert measure.assessment is not None
    assert measure.assessment["quality"] == "C"
    assert origins(measure)["hours_old"] is Origin.ESTIMATE


def test_what_is_given_is_neither_overwritten_nor_marked(session: Session) -> None:
    measure = estimated(session, *a_measure(session, inputs={"count_old": 34.0}, investment_dkk=5000.0))
    assert measure.inputs["count_old"] == 34.0
    assert measure.guessed.keys() == {"power_old_w", "power_new_w", "hours_old"}
    assert measure.investment_dkk == 5000
    assert origins(measure)["count_old"] is Origin.GIVEN


def test_a_real_number_takes_the_mark_away(session: Session) -> None:
    visit, made = a_measure(session)
    before = estimated(session, visit, made)
    session.measures.change(made, inputs={**before.inputs, "hours_old": 2600.0}, investment_dkk=18_500.0)
    measure = kept(session, visit)
    assert measure.guessed.keys() == {"count_old", "power_old_w", "power_new_w"}
    assert origins(measure)["hours_old"] is Origin.GIVEN
    session.measures.change(made, title="LED i hallen")
    assert kept(session, visit).guessed == measure.guessed


def test_a_guess_is_confirmed_as_it_is(session: Session) -> None:
    visit, made = a_measure(session)
    before = estimated(session, visit, made)
    left = {name: source for name, source in before.guessed.items() if name != "count_old"}
    session.measures.change(made, guessed=left, qualities={"count_old": DataQuality.A})
    measure = kept(session, visit)
    assert origins(measure)["count_old"] is Origin.GIVEN
    entry = Assessment.from_json(measure.assessment).inputs[0]  # type: ignore[arg-type]
    assert (entry.name, entry.quality) == ("count_old", DataQuality.A)


def test_undo_takes_the_whole_estimate_back(session: Session) -> None:
    visit, made = a_measure(session)
    estimated(session, visit, made)
    session.visits.undo(visit)
    measure = kept(session, visit)
    assert (measure.inputs, measure.guessed, measure.investment_dkk) == ({}, {}, None)


def test_a_way_that_was_only_begun_gives_way_to_the_estimate(session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="compressed_air_leaks").id
    session.measures.change(made, inputs={"load_seconds": 120.0})
    seen = {"hiss": "some", "pressurised": "never", "compressor": "screw"}
    found = session.measures.estimate(visit, "compressed_air_leaks", seen, kept(session, visit).inputs)
    session.measures.take_estimate(MeasureId(made), found)
    measure = kept(session, visit)
    assert "load_seconds" not in measure.inputs
    assert measure.assessment is not None


def test_every_question_must_be_answered(session: Session) -> None:
    visit, _ = a_measure(session)
    with pytest.raises(InputMissing):
        session.measures.estimate(visit, "lighting_led", {"how_many": "thirty"}, {})
    with pytest.raises(UnknownCalculator):
        session.measures.estimate(visit, "alchemy", {}, {})


def test_how_single_inputs_are_known_counts(session: Session) -> None:
    given = {"count_old": 30.0, "power_old_w": 67.0, "power_new_w": 24.0, "hours_old": 2300.0}
    visit, made = a_measure(session, inputs=given, quality=DataQuality.A)
    assert kept(session, visit).assessment["quality"] == "A"  # type: ignore[index]
    session.measures.change(made, qualities={"hours_old": DataQuality.B})
    assert kept(session, visit).assessment["quality"] == "B"  # type: ignore[index]
    left = {name: value for name, value in given.items() if name != "hours_old"}
    session.measures.change(made, inputs=left)
    assert kept(session, visit).qualities == {}


def test_subsidy_and_benefits_are_kept(session: Session) -> None:
    visit, made = a_measure(session)
    subsidy = Subsidy(
        "Erhvervspuljen", SubsidyStatus.APPLIED, 0.4, 0.07, 10_000.0, None, True, date(2027, 3, 1), "EP-7"
    )
    session.measures.change(made, subsidy=subsidy, benefit_tags=(Benefit.LIGHT, Benefit.MAINTENANCE))
    measure = kept(session, visit)
    assert measure.subsidy == subsidy
    assert measure.subsidy.forbids_beginning
    assert not Subsidy(before_start=True, status=SubsidyStatus.GRANTED).forbids_beginning
    assert Subsidy().is_empty
    assert measure.benefit_tags == (Benefit.LIGHT, Benefit.MAINTENANCE)
