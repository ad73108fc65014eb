"""What the catalogue or a checklist assumes is marked as a guess; what was answered, read or measured is not."""

from __future__ import annotations

from ambassador_app.domain.calculators import Assessment, Origin
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import FROM_CATALOGUE, FROM_CHECKLIST, Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.visit import AnswerSource
from ambassador_app.i18n import NO_BREAK, Language
from ambassador_app.services.session import Session
from tests.builders import a_visit, translator

A, B, C = DataQuality


def answered(session: Session, visit: VisitId, **answers: object) -> None:
    """Answer questions of the company walkthrough by their names; a pair says how the number is known."""
    form = session.visits.workspace(visit).form
    assert form is not None
    paths = {one.name: one.path for one in form.checklist.questions}
    for name, given in answers.items():
        value, source = given if isinstance(given, tuple) else (given, AnswerSource.UNSAID)
        session.visits.answer(visit, paths[name], value=value, source=source)


def accepted(session: Session, visit: VisitId, entry_id: str) -> Measure:
    offer = next(one for one in session.visits.workspace(visit).suggestions if one.entry.id == entry_id)
    made = session.measures.accept(visit, offer)
    return kept(session, visit, made.id)


def kept(session: Session, visit: VisitId, measure_id: str) -> Measure:
    return next(one for one in session.visits.workspace(visit).dossier.measures if one.id == measure_id)


def outdoor_light(session: Session, source: AnswerSource = AnswerSource.MEASURED) -> tuple[VisitId, Measure]:
    visit = a_visit(session)
    answered(session, visit, ly7_outdoor="no", ly7_outdoor_watt=(2400.0, source))
    return visit, accepted(session, visit, "outdoor_light")


def test_what_a_checklist_or_the_catalogue_assumes_is_a_guess(session: Session) -> None:
    _, measure = outdoor_light(session)
    assert dict(measure.inputs) == {"power_kw": 2.4, "hours": 4000.0, "saving_share": 0.5}
    assert measure.guessed == {"hours": FROM_CHECKLIST, "saving_share": FROM_CATALOGUE}
    assert measure.qualities == {"power_kw": A}
    assert measure.has_guesses


def test_the_guesses_are_told_where_the_figures_are_explained(session: Session) -> None:
    _, measure = outdoor_light(session)
    found = Assessment.from_json(measure.assessment or {})
    assert [one.name for one in found.inputs if one.origin is Origin.ESTIMATE] == ["hours", "saving_share"]
    words = translator(Language.ENGLISH)
    lines = [words.say(line).replace(NO_BREAK, " ") for line in found.lines()]
    assert "Burning hours today: 4,000 h/yr (guess: an assumption of the checklist; quality C)" in lines
    assert any("guess: a usual value from the catalogue of measures" in line for line in lines)
    assert found.quality is C


def test_a_value_that_somebody_types_or_confirms_is_no_guess(session: Session) -> None:
    visit, measure = outdoor_light(session)
    session.measures.change(measure.id, inputs={**measure.inputs, "hours": 4100.0})
    assert kept(session, visit, measure.id).guessed == {"saving_share": FROM_CATALOGUE}
    session.measures.change(measure.id, guessed={}, qualities={**measure.qualities, "saving_share": B})
    found = kept(session, visit, measure.id)
    assert not found.has_guesses
    assert Assessment.from_json(found.assessment or {}).quality is C
    session.visits.undo(visit)
    assert kept(session, visit, measure.id).guessed == {"saving_share": FROM_CATALOGUE}


def test_a_measure_from_the_catalogue_marks_its_usual_values(session: Session) -> None:
    visit = a_visit(session)
    measure = kept(session, visit, session.measures.add(visit, entry_id="pipe_insulation").id)
    assert measure.guessed == {"ambient_temp_c": FROM_CATALOGUE, "insulation_new_mm": FROM_CATALOGUE}


def test_an_assumption_that_is_the_calculators_own_has_its_source_and_none_is_no_guess(session: Session) -> None:
    visit = a_visit(session)
    answered(
        session,
        visit,
        pv_has="no",
        pv_roof="south",
        pv_area=200.0,
        ve0_present="yes",
        ve1_airflow=12_000.0,
        ve3_recovery="none",
    )
    roof = accepted(session, visit, "photovoltaics")
    assert roof.guessed["yield_kwh_kw"] == "usual value in Denmark (VEB)"
    assert roof.guessed["own_use_share"] == FROM_CHECKLIST
    assert "peak_kw" not in roof.guessed
    air = accepted(session, visit, "heat_recovery")
    assert air.inputs["efficiency_old"] == 0
    assert "efficiency_old" not in air.guessed
    assert air.guessed["efficiency_new"] == FROM_CATALOGUE


def test_a_calculation_is_known_as_its_poorest_answer(session: Session) -> None:
    visit = a_visit(session)
    answered(
        session,
        visit,
        bf_weeks_year=(50.0, AnswerSource.DOCUMENT),
        ve0_present="yes",
        ve1_run_hours=(100.0, AnswerSource.MEASURED),
        ve1_use_hours=50.0,
        ve1_airflow=(12_000.0, AnswerSource.NAMEPLATE),
        ve3_recovery="none",
    )
    assert accepted(session, visit, "heat_recovery").qualities["hours"] is B
    hours = accepted(session, visit, "ventilation_hours").qualities
    assert hours["hours_old"] is B
    assert hours["hours_new"] is C, "an answer of which nothing is said is no better than an estimate"


def test_an_answer_of_which_nothing_is_said_is_known_as_the_rest_of_the_measure(session: Session) -> None:
    _, measure = outdoor_light(session, AnswerSource.UNSAID)
    assert measure.qualities == {}


def test_a_quick_estimate_leaves_what_only_the_catalogue_assumes(session: Session) -> None:
    visit = a_visit(session)
    made = session.measures.add(visit, entry_id="pipe_insulation").id
    before = kept(session, visit, made)
    estimate = before.with_estimate({"length_m": 20.0}, {"length_m": "by eye"}, None)
    assert estimate.inputs == {**before.inputs, "length_m": 20.0}
    assert estimate.guessed == {**before.guessed, "length_m": "by eye"}
    again = estimate.with_estimate({"ambient_temp_c": 15.0}, {"ambient_temp_c": "by eye"}, None)
    assert again.inputs == {"ambient_temp_c": 15.0, "insulation_new_mm": 40}
    assert again.guessed == {"ambient_temp_c": "by eye", "insulation_new_mm": FROM_CATALOGUE}


def test_a_suggestion_that_was_turned_down_remembers_its_guesses(session: Session) -> None:
    visit = a_visit(session)
    answered(session, visit, ly7_outdoor="no", ly7_outdoor_watt=2400.0)
    offer = next(one for one in session.visits.workspace(visit).suggestions if one.entry.id == "outdoor_light")
    session.measures.dismiss(visit, offer, "No")
    (measure,) = session.visits.workspace(visit).dossier.measures
    assert measure.guessed.keys() == {"hours", "saving_share"}
