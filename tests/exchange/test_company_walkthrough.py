"""The shipped company walkthrough asks every question of the handbook, in both languages, and suggests its measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from ambassador_app.domain.checklist import AnswerValue, Checklist, Question
from ambassador_app.domain.form_state import FormState, evaluate, first_answers
from ambassador_app.exchange.xlsform import read
from tests.domain.forms import DAY

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "checklists"
WALKTHROUGH = Checklist.from_json((FOLDER / "company_walkthrough.json").read_bytes())
CODES = {f"{area}{number}" for area in ("LY", "VE", "VA", "TR", "KO", "LE") for number in range(1, 9)}
ASKED = [question for question in WALKTHROUGH.questions if question.kind.is_asked]


def walked(**answers: AnswerValue) -> FormState:
    by_name = {question.name: question.path for question in WALKTHROUGH.questions}
    state = evaluate(WALKTHROUGH, first_answers(WALKTHROUGH, DAY), DAY)
    for name, value in answers.items():
        state = state.answered(by_name[name], value)
    return state


def suggested(state: FormState) -> dict[str, dict[str, float | str]]:
    return {one.entry_id: dict(one.inputs) for one in state.suggestions}


def test_it_is_compiled_from_its_spreadsheet() -> None:
    checklist, remarks = read((FOLDER / "company_walkthrough.xlsx").read_bytes(), name="company_walkthrough.xlsx")
    assert checklist == WALKTHROUGH
    assert remarks == ()


def test_every_question_of_the_handbook_is_asked() -> None:
    assert {question.code for question in ASKED} >= CODES


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_every_question_speaks_both_languages(question: Question) -> None:
    for words in (question.label, question.hint, question.guidance, question.unit, question.constraint_message):
        assert {code for code, _ in words.by_language} in ({"da", "en"}, set())
    assert question.label
    for choice in question.choices:
        assert {code for code, _ in choice.label.by_language} == {"da", "en"}


@pytest.mark.parametrize("question", [one for one in ASKED if one.kind.is_number], ids=lambda question: question.name)
def test_every_number_has_a_unit_and_a_sane_range(question: Question) -> None:
    assert question.unit or question.is_year
    assert question.least is not None
    assert question.most is not None
    assert question.least < question.most


def test_nothing_is_suggested_before_anything_is_answered() -> None:
    assert walked().suggestions == ()


def test_only_a_few_answers_are_required() -> None:
    assert walked().progress().missing == 5


def test_a_company_without_compressed_air_is_not_asked_about_it() -> None:
    state = walked(tr0_present="no")
    assert [one.question.name for one in state.questions("/data/compressed_air")] == ["tr0_present"]


def test_old_tubes_suggest_new_lamps_with_what_the_ballast_takes() -> None:
    state = walked(ly1_lamp_kind="t8", ly1_count=120.0, ly1_watt=58.0, ly2_magnetic_ballast="yes", ly3_hours=3000.0)
    assert suggested(state)["led_retrofit"] == {
        "count_old": 120.0,
        "power_old_w": 71.0,
        "hours_old": 3000.0,
        "power_new_w": 28.0,
    }


def test_a_plant_that_never_stops_suggests_shorter_hours() -> None:
    state = walked(
        bf_hours_week=45.0,
        ve0_present="yes",
        ve1_run_hours=168.0,
        ve1_use_hours=50.0,
        ve1_airflow=10000.0,
        ve3_recovery="working",
        ve3_t_outdoor=0.0,
        ve3_t_supply=12.0,
        ve3_t_extract=20.0,
        va1_source="natural_gas",
        va1_efficiency=95.0,
    )
    assert suggested(state)["ventilation_hours"] == {
        "airflow_m3_h": 10000.0,
        "hours_old": 8736.0,
        "hours_new": 2600.0,
        "heat_recovery_efficiency": 0.6,
        "heating_carrier": "natural_gas",
        "boiler_efficiency": 0.95,
    }


def test_a_leak_test_and_heard_leaks_are_never_given_together() -> None:
    heard = {"tr0_present": "yes", "tr2_pressure": 7.0, "tr5_leaks": 10.0, "tr5_hole": 2.0}
    assert suggested(walked(**heard))["compressed_air_leaks"] == {
        "orifice_count": 10.0,
        "orifice_mm": 2.0,
        "pressure_bar_g": 7.0,
    }
    timed = {"tr4_test": "yes", "tr4_load": 120.0, "tr4_unload": 360.0, "tr1_capacity": 5.0}
    assert suggested(walked(**heard, **timed))["compressed_air_leaks"] == {
        "load_seconds": 120.0,
        "unload_seconds": 360.0,
        "compressor_m3_min": 5.0,
    }


def test_an_oil_boiler_suggests_a_heat_pump() -> None:
    state = walked(va1_source="gas_oil", va1_efficiency=80.0, va1_fuel_amount=3000.0, va1_fuel_unit="l")
    assert suggested(state)["heat_pump"] == {
        "heating_carrier": "gas_oil",
        "boiler_efficiency": 0.8,
        "fuel_amount": 3000.0,
        "fuel_unit": "l",
    }


def test_at_least_twenty_kinds_of_measure_can_be_suggested() -> None:
    entries = {question.measure for question in WALKTHROUGH.questions}
    entries |= {choice.measure for question in WALKTHROUGH.questions for choice in question.choices}
    assert len(entries - {""}) >= 20
