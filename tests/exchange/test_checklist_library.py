"""The checklists that ship: whole in both languages, sure of their numbers, and every suggestion leads to figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ambassador_app.domain.calculators import Assessment, Costing, assess, calculator, settled
from ambassador_app.domain.catalogue import CatalogueEntry, read_catalogue
from ambassador_app.domain.checklist import AnswerValue, Checklist, Question, QuestionKind, Section, template_path
from ambassador_app.domain.civil_number import civil_numbers
from ambassador_app.domain.form_state import FormState, Suggestion, evaluate, first_answers
from ambassador_app.domain.form_trace import trace
from ambassador_app.exchange.xlsform import inspect
from tests.domain.sets import factors, lifetimes, plain, prices

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "checklists"
VISITS = Path(__file__).parent / "library"
DAY = date(2026, 11, 23)
FORMS = tuple(sorted(path.stem for path in FOLDER.glob("*.xlsx")))
OPERATIONS = sorted(VISITS.glob("*/ops_*.tsv"))
CATALOGUE = read_catalogue(plain("measures/entries.json"))
WITHOUT_SUGGESTIONS = {"first_meeting"}


@cache
def form(name: str) -> Checklist:
    return Checklist.from_json((FOLDER / f"{name}.json").read_bytes())


def answerable(checklist: Checklist) -> list[Question]:
    return [question for question in checklist.questions if question.kind.is_answerable]


EVERY = [(name, question) for name in FORMS for question in answerable(form(name))]
NUMBERS = [(name, question) for name, question in EVERY if question.kind.is_number]


def named(case: object) -> str:
    return case.name if isinstance(case, Question) else str(case)


def rules(checklist: Checklist) -> list[tuple[Question, str]]:
    """Give every row and choice that suggests, with its entry."""
    return [
        (question, entry)
        for question in checklist.questions
        for entry in (question.measure, *(choice.measure for choice in question.choices))
        if entry
    ]


# -- what they are --------------------------------------------------------------------------------------------------
def test_there_is_one_for_each_sort_of_visit() -> None:
    assert set(FORMS) == {
        "company_walkthrough",
        "farm",
        "first_meeting",
        "follow_up",
        "home",
        "inspection",
        "night_walk",
        "public_building",
    }


@pytest.mark.parametrize("name", FORMS)
def test_it_is_compiled_from_its_spreadsheet_without_a_remark(name: str) -> None:
    found = inspect((FOLDER / f"{name}.xlsx").read_bytes(), name=f"{name}.xlsx", catalogue=CATALOGUE)
    assert found.remarks == ()
    checklist = found.checklist
    assert checklist is not None
    assert checklist == form(name)
    assert checklist.id == name
    assert checklist.languages == ("da", "en")
    assert dict(checklist.title.by_language).keys() == {"da", "en"}


@pytest.mark.parametrize(("name", "question"), EVERY, ids=named)
def test_every_question_says_in_both_languages_what_to_look_at_and_why(name: str, question: Question) -> None:
    for words in (question.label, question.hint, question.guidance):
        assert {code for code, text in words.by_language if text.strip()} == {"da", "en"}
    for choice in question.choices:
        assert {code for code, text in choice.label.by_language if text.strip()} == {"da", "en"}
    assert re.fullmatch(r"[a-z][a-z0-9_]*", question.name)
    assert question.code or question.kind is QuestionKind.IMAGE
    assert question.reach in ("", "internal")


@pytest.mark.parametrize(("name", "question"), NUMBERS, ids=named)
def test_every_number_has_a_unit_a_sane_range_and_a_hard_one_with_words(name: str, question: Question) -> None:
    assert question.is_year or {code for code, _ in question.unit.by_language} == {"da", "en"}
    assert question.least is not None
    assert question.most is not None
    assert question.least < question.most
    assert question.constraint
    assert {code for code, _ in question.constraint_message.by_language} == {"da", "en"}
    for value in (question.least, question.most):
        state = evaluate(form(name), {}, DAY).answered(row_of(form(name), question.path), value)
        assert state[row_of(form(name), question.path)].valid, "what is sane is never refused"


@pytest.mark.parametrize("name", FORMS)
def test_names_are_unique_and_no_field_asks_for_a_civil_number(name: str) -> None:
    names = [question.name for question in form(name).questions]
    assert len(names) == len(set(names))
    texts = (FOLDER / f"{name}.json").read_text("utf-8")
    assert not re.search(r"\bCPR\b|personnummer|civil registration", texts, re.IGNORECASE)
    assert civil_numbers(texts) == ()


def test_a_code_means_the_same_in_every_checklist() -> None:
    """Statistics over checklists rest on codes: the letters of one belong to one checklist."""
    used: dict[str, set[str]] = {}
    for name, question in EVERY:
        if question.code:
            used.setdefault(question.code.rstrip("0123456789"), set()).add(name)
    assert {letters: names for letters, names in used.items() if len(names) > 1} == {}


def test_the_company_walkthrough_asks_at_least_ninety_questions_in_every_area() -> None:
    checklist = form("company_walkthrough")
    assert len(answerable(checklist)) >= 90
    areas = {section.name for section in checklist.sections}
    assert areas >= {
        *("lighting", "ventilation", "heating", "compressed_air", "cooling", "management", "envelope", "process"),
        *("motors", "it", "kitchen", "transport", "water", "waste", "renewable", "products"),
    }
    for section in checklist.sections:
        asked = [question for question in section.questions if question.kind.is_answerable]
        assert len(asked) >= (3 if section.name == "screening" else 4), section.name


def test_natural_repeats_are_there_and_none_is_shown_before_it_is_asked_for() -> None:
    found = {path for path, _ in repeats(form("company_walkthrough").items)}
    assert found == {
        "/data/lighting/zones",
        "/data/ventilation/ve_plant/ve_units",
        "/data/heating/va_rooms",
        "/data/heating/va_pipes",
        "/data/compressed_air/tr_plant/tr_compressors",
        "/data/motors/mo_motors",
    }
    state = begun("company_walkthrough")
    assert [one.path for one in state.questions() if "[" in one.path] == []


def test_everything_that_was_answered_in_the_first_version_has_its_place() -> None:
    answers = json.loads((ROOT / "resources" / "demo" / "visit.json").read_text("utf-8"))["answers"]
    for path in answers:
        assert form("company_walkthrough").question(path)


# -- what they suggest ----------------------------------------------------------------------------------------------
def test_at_least_forty_questions_suggest_a_measure_with_its_inputs_filled() -> None:
    found = set()
    for name in FORMS:
        filled = {fill.partition(".")[0] for question in form(name).questions for fill in question.fills}
        found |= {(name, question.name) for question, entry in rules(form(name)) if entry in filled}
    assert len(found) >= 40


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_suggested_before_anything_is_answered(name: str) -> None:
    assert begun(name).suggestions == ()


@pytest.mark.parametrize("name", sorted(set(FORMS) - WITHOUT_SUGGESTIONS))
def test_the_visits_below_bring_up_everything_a_form_can_suggest(name: str) -> None:
    found = {one.entry_id for path in OPERATIONS if path.parent.name == name for one in walked(path).suggestions}
    assert {entry for _, entry in rules(form(name))} == found


def test_every_suggestion_of_a_plausible_visit_can_be_worked_out_and_saves_something() -> None:
    seen = 0
    for path in OPERATIONS:
        for one in walked(path).suggestions:
            entry = CATALOGUE[one.entry_id]
            if entry.kind == "behaviour":
                continue
            seen += 1
            found = figures(entry, one)
            where = f"{path.parent.name}/{path.name}: {one.key} {dict(one.inputs)}"
            assert found.cost_saving_dkk > 0, where
    assert seen >= 100


# -- helpers --------------------------------------------------------------------------------------------------------
def begun(name: str) -> FormState:
    checklist = form(name)
    return evaluate(checklist, first_answers(checklist, DAY), DAY)


def repeats(items: tuple[Question | Section, ...]) -> Iterator[tuple[str, Section]]:
    for item in items:
        if isinstance(item, Section):
            if item.repeats:
                yield item.path, item
            yield from repeats(item.items)


def row_of(checklist: Checklist, path: str) -> str:
    """Give the path in the first row of the repeat around it, if there is one."""
    for outer, _ in repeats(checklist.items):
        if path.startswith(f"{outer}/"):
            return path.replace(outer, f"{outer}[1]", 1)
    return path


def value_of(question: Question, text: str) -> AnswerValue:
    if question.kind.is_number:
        return float(text)
    return tuple(text.split()) if question.kind is QuestionKind.SELECT_MULTIPLE else text


@cache
def walked(operations: Path) -> FormState:
    """Answer as the visit did; the same operations that were recorded."""
    checklist = form(operations.parent.name)
    state = begun(checklist.id)
    for line in operations.read_text("utf-8").splitlines():
        verb, path, text, *_ = (*line.split("\t"), "")
        if verb == "rep":
            outer, _, row = path.rpartition("[")
            state = state.with_row(outer, row.rstrip("]"))
        else:
            state = state.answered(path, value_of(checklist.question(template_path(path)), text))
    return state


def figures(entry: CatalogueEntry, suggestion: Suggestion) -> Assessment:
    lifetime = lifetimes().of(calculator(entry.calculator).lifetime)
    return assess(
        entry.calculator,
        settled(entry.calculator, {**entry.inputs, **suggestion.inputs}),
        costing=Costing(lifetime_years=entry.lifetime_years).with_lifetime(lifetime),
        factors=factors(),
        prices=prices("company"),
        year=DAY.year,
    )


@pytest.mark.parametrize("operations", OPERATIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_plausible_visit_goes_as_odk_recorded_it(operations: Path) -> None:
    expected = operations.with_name(operations.name.replace("ops", "expected")).read_text("utf-8").split("\n")
    found = trace(form(operations.parent.name), operations.read_text("utf-8").splitlines(), DAY)
    assert compared(found) == compared(expected)


def compared(lines: Iterator[str] | list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("C\t", "N\t")) and "instanceID" not in line]


def test_a_small_office_sees_about_thirty_questions() -> None:
    shown = [one for one in walked(VISITS / "company_walkthrough" / "ops_2.tsv").questions()]
    asked = [one for one in shown if one.question.kind.is_answerable]
    assert 25 <= len(asked) <= 35


def test_a_place_without_a_thing_is_not_asked_about_it() -> None:
    state = begun("company_walkthrough").answered("/data/screening/sc_present", ("none",))
    hidden = ("ventilation", "compressed_air", "cooling", "process", "motors", "kitchen", "transport", "waste")
    assert [name for name in hidden if state.relevant(f"/data/{name}")] == []
    assert state.answered("/data/screening/sc_present", ("cooling",)).relevant("/data/cooling/ko_plant")


def test_a_farm_is_asked_only_about_what_it_does() -> None:
    state = begun("farm").answered("/data/before/fa_branches", ("crops",))
    assert [name for name in ("milk", "pigs", "crops") if state.relevant(f"/data/{name}")] == ["crops"]


def test_safety_comes_first_where_it_matters() -> None:
    for name, path in (
        ("farm", "/data/before/fa_biosecurity"),
        ("farm", "/data/before/fa_protection"),
        ("night_walk", "/data/before/nw_pairs"),
        ("inspection", "/data/before/ti_rights"),
        ("company_walkthrough", "/data/before/bf_safety"),
        ("public_building", "/data/before/pu_safety"),
    ):
        assert begun(name)[path].missing
        assert form(name).section_of(path) == form(name).sections[0]


def test_the_inspection_has_its_eight_items_and_a_page_of_its_own_for_energy() -> None:
    checklist = form("inspection")
    codes = {question.code for question in checklist.questions}
    assert codes >= {f"TI{number}" for number in range(1, 9)}
    energy = next(section for section in checklist.sections if section.name == "opportunities")
    assert energy.label.text("da") == "Muligheder, ikke krav"
    suggesting = {question.path for question, _ in rules(checklist)}
    assert suggesting <= {question.path for question in energy.questions}, "the inspection itself suggests nothing"


def test_the_first_meeting_follows_its_agenda_and_opens_with_the_duty_to_act() -> None:
    checklist = form("first_meeting")
    assert [section.label.text("da")[:2] for section in checklist.sections[1:]] == ["a.", "b.", "c.", "d.", "e."]
    assert "§ 68" in checklist.question("/data/opening/duty_to_act").hint.text("da")


def test_impressions_are_for_the_municipality_alone() -> None:
    internal = {question.name for _, question in EVERY if question.reach == "internal"}
    assert internal == {"fm_impression", "le9_impression", "ti_secrets"}
