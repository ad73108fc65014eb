"""Answers decide what is asked, what is missing and what is suggested."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ambassador_app.domain.checklist import (
    AnswerValue,
    Checklist,
    ChoiceList,
    Localised,
    Question,
    QuestionKind,
    Section,
)
from ambassador_app.domain.form_state import FormState, evaluate, first_answers
from ambassador_app.errors import ExpressionRefused
from tests.domain.forms import DAY, LAMPS, form, lamps, question

LAMP, COUNT, WATTS, TOTAL = (f"/data/area/{name}" for name in ("lamp", "count", "watts", "total"))
ROOM = "/data/area/room"


def begun(**answers: AnswerValue) -> FormState:
    return evaluate(lamps(), {f"/data/area/{name}": value for name, value in answers.items()}, DAY)


def test_a_question_appears_with_the_answer_that_makes_it_relevant() -> None:
    state = begun()
    assert not state.relevant(COUNT)
    assert [one.path for one in state.questions()] == [LAMP, f"{ROOM}[1]/size"]
    state = state.answered(LAMP, ("t8",))
    assert state.relevant(COUNT)
    assert state[COUNT].missing
    assert COUNT in state.touched


def test_an_answer_that_is_not_relevant_is_kept_and_counts_as_empty() -> None:
    state = begun(lamp=("t8",), count=10.0)
    assert state[WATTS].value == 580.0
    state = state.answered(LAMP, ("led",))
    assert state.answers[COUNT] == 10.0
    assert state[WATTS].value == 0.0
    assert state.suggestions == ()
    assert state.answered(LAMP, ("t8", "led"))[WATTS].value == 580.0


def test_progress_counts_what_a_person_is_asked() -> None:
    state = begun(lamp=("t8",))
    progress = state.progress("/data/area")
    assert (progress.relevant, progress.answered, progress.missing, progress.flagged) == (3, 1, 1, 1)
    assert progress.share == pytest.approx(1 / 3)
    assert not progress.done
    state = state.answered(COUNT, 5000.0)
    assert state.progress().invalid == 1
    assert not state[COUNT].valid
    assert state.answered(COUNT, 5.0).progress().done


def test_left_open_with_a_reason_is_answered() -> None:
    state = begun(lamp=("t8",)).answered(COUNT, None, not_seen=True)
    assert state[COUNT].answered
    assert state[COUNT].not_seen
    assert not state[COUNT].missing
    assert state.progress().missing == 0
    again = evaluate(lamps(), state.answers, DAY, not_seen=[COUNT, "/data/from/elsewhere"])
    assert again.not_seen == {COUNT}
    assert not state.answered(COUNT, 3.0)[COUNT].not_seen


def test_a_number_outside_the_sane_range_is_told_and_kept() -> None:
    state = begun(lamp=("t8",), count=600.0)
    assert state[COUNT].outside
    assert state[COUNT].valid


def test_a_chosen_answer_suggests_its_measure_with_what_is_known() -> None:
    (suggestion,) = begun(lamp=("t8",), count=10.0).suggestions
    assert suggestion.entry_id == suggestion.key == "led"
    assert suggestion.rule == LAMP
    assert dict(suggestion.inputs) == {"count_old": 10.0, "watts": 580.0}
    assert suggestion.sources["count_old"] == COUNT
    assert suggestion.provenance == ((LAMP, ("t8",)), (COUNT, 10.0))


def test_a_dismissed_suggestion_is_another_one_when_an_input_changes() -> None:
    state = begun(lamp=("t8",), count=10.0)
    same = evaluate(lamps(), state.answers, DAY)
    assert same.suggestions[0].fingerprint == state.suggestions[0].fingerprint
    assert state.answered(COUNT, 11.0).suggestions[0].fingerprint != state.suggestions[0].fingerprint


def test_a_rule_in_a_repeat_suggests_once_a_row() -> None:
    state = begun().with_row(ROOM, "k2").with_row(ROOM, "k3")
    for key, size in (("k2", 200.0), ("k3", 300.0), ("1", 5.0)):
        state = state.answered(f"{ROOM}[{key}]/size", size)
    assert [one.key for one in state.suggestions] == [f"light@{ROOM}[k2]", f"light@{ROOM}[k3]"]
    assert state.suggestions[0].provenance == ((f"{ROOM}[k2]/size", 200.0),)


def test_what_a_row_gives_is_never_taken_from_around_it() -> None:
    kind = QuestionKind
    count = question("count", kind.INTEGER, fills=("led.count",))
    hours = question("hours", kind.INTEGER, fills=("led.hours",))
    old = question("old", kind.INTEGER, measure="led")
    zone = Section(
        "/data/area/zone",
        "zone",
        repeats=True,
        items=(
            Question("count", "/data/area/zone/count", kind.INTEGER, fills=("led.count",)),
            Question("old", "/data/area/zone/old", kind.INTEGER, measure="led"),
        ),
    )
    given: dict[str, AnswerValue] = {
        "/data/area/count": 10.0,
        "/data/area/hours": 3000.0,
        "/data/area/old": 1.0,
        "/data/area/zone[a]/old": 1.0,
        "/data/area/zone[b]/old": 1.0,
        "/data/area/zone[b]/count": 4.0,
    }
    state = evaluate(form(count, hours, old, zone), given, DAY)
    assert {one.key: dict(one.inputs) for one in state.suggestions} == {
        "led": {"count": 10.0, "hours": 3000.0},
        "led@/data/area/zone[a]": {"hours": 3000.0},
        "led@/data/area/zone[b]": {"count": 4.0, "hours": 3000.0},
    }


def test_rows_have_defaults_places_and_sums() -> None:
    state = begun().with_row(ROOM, "k2")
    assert state.recalculated == {f"{ROOM}[k2]/size": 10.0}
    assert state.rows == {ROOM: ("1", "k2")}
    assert state[f"{ROOM}[k2]/place"].value == 2.0
    assert state[TOTAL].value == 10.0
    state = state.answered(f"{ROOM}[1]/size", 2.5)
    assert state[TOTAL].value == 12.5
    assert [one.path for one in state.questions(f"{ROOM}[k2]")] == [f"{ROOM}[k2]/size"]
    assert len(state.questions(ROOM)) == 2
    state = state.without_row(ROOM, "1")
    assert state[TOTAL].value == 10.0
    assert state.rows == {ROOM: ("k2",)}
    assert evaluate(lamps(), state.answers, DAY).rows == {ROOM: ("k2",)}
    assert state.with_row(ROOM, "k2") is state


def test_a_count_adds_rows_and_never_takes_them() -> None:
    room = Section(
        "/data/area/room", "room", repeats=True, repeat_count="/data/area/n", items=(question_in_room("size"),)
    )
    checklist = form(question("n", QuestionKind.INTEGER), room)
    state = evaluate(checklist, {}, DAY)
    assert state.rows == {ROOM: ()}
    state = state.answered("/data/area/n", 3.0)
    assert state.rows == {ROOM: ("1", "2", "3")}
    state = state.answered(f"{ROOM}[3]/size", 7.0).answered("/data/area/n", 1.0)
    assert state.rows == {ROOM: ("1", "2", "3")}
    assert state.answers[f"{ROOM}[3]/size"] == 7.0
    assert len(state.answered("/data/area/n", 1e12).rows[ROOM]) == 1000


def question_in_room(name: str):
    return question(f"room/{name}", QuestionKind.DECIMAL)


def test_an_edited_calculation_stays_until_an_input_changes() -> None:
    kind = QuestionKind
    checklist = form(
        question("a", kind.INTEGER),
        question("b", kind.INTEGER, calculation="/data/area/a * 2"),
        question("c", kind.TEXT),
    )
    state = evaluate(checklist, {}, DAY).answered("/data/area/a", 2.0)
    assert state.recalculated == {"/data/area/b": 4.0}
    state = state.answered("/data/area/b", 5.0).answered("/data/area/c", "x")
    assert state["/data/area/b"].value == 5.0
    assert evaluate(checklist, state.answers, DAY)["/data/area/b"].value == 5.0
    assert state.answered("/data/area/a", 3.0)["/data/area/b"].value == 6.0


def test_a_trigger_sets_when_its_question_is_answered() -> None:
    kind = QuestionKind
    checklist = form(
        question("a", kind.INTEGER),
        question("when", kind.CALCULATE, calculation="today()", trigger=("/data/area/a",)),
    )
    state = evaluate(checklist, {}, DAY)
    assert state["/data/area/when"].value is None
    assert state.answered("/data/area/a", 1.0)["/data/area/when"].value == "2026-01-08"


def test_choices_are_filtered_and_words_are_filled() -> None:
    kind = QuestionKind
    only = question("lamp", kind.SELECT_ONE, choices=LAMPS, list_name="lamps", choice_filter="old = /data/area/old")
    checklist = form(question("old", kind.TEXT), only, lists=lamps().lists)
    state = evaluate(checklist, {"/data/area/old": "yes"}, DAY)
    assert [choice.name for choice in state.choices(only.path)] == ["t8"]
    state = state.answered("/data/area/old", "no")
    assert [choice.name for choice in state.choices(only.path)] == ["led"]
    assert only.path in state.touched
    assert state.say(Localised.of(da="Gammel: ${../old}."), "da", only.path) == "Gammel: no."


def test_numbers_in_words_have_the_decimal_mark_of_the_language() -> None:
    told = question("told", QuestionKind.NOTE)
    checklist = form(question("n", QuestionKind.DECIMAL), told)
    state = evaluate(checklist, {"/data/area/n": 1.5}, DAY)
    words = Localised.of(da="${../n} m.", en="${../n} m.")
    assert (state.say(words, "da", told.path), state.say(words, "en", told.path)) == ("1,5 m.", "1.5 m.")


def test_defaults_are_the_first_answers() -> None:
    kind = QuestionKind
    checklist = form(
        question("weeks", kind.INTEGER, default="52"),
        question("many", kind.SELECT_MULTIPLE, default="a b"),
        question("day", kind.DATE, default_calculation="today()"),
        question("none", kind.TEXT),
    )
    assert first_answers(checklist, date(2026, 2, 3)) == {
        "/data/area/weeks": 52.0,
        "/data/area/many": ("a", "b"),
        "/data/area/day": "2026-02-03",
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"relevant": "/data/area/b = 1"}, {"relevant": "/data/area/a = 1"}),
        ({"calculation": "/data/area/b"}, {"relevant": "/data/area/a = 1"}),
        ({"relevant": ". > 1"}, {}),
        ({"calculation": "/data/area/a + 1"}, {}),
    ],
)
def test_questions_that_wait_for_each_other_are_refused(one: dict[str, str], other: dict[str, str]) -> None:
    checklist = form(question("a", QuestionKind.INTEGER, **one), question("b", QuestionKind.INTEGER, **other))
    with pytest.raises(ExpressionRefused) as refused:
        evaluate(checklist, {}, DAY)
    assert refused.value.fields["path"] in ("/data/area/a", "/data/area/b")


def test_a_section_hands_its_relevance_down() -> None:
    inner = Section(
        "/data/area/in", "in", relevant="/data/area/a = 'yes'", items=(question("in/b", QuestionKind.TEXT),)
    )
    checklist = form(
        question("a", QuestionKind.TEXT), inner, question("c", QuestionKind.CALCULATE, calculation="/data/area/in/b")
    )
    state = evaluate(checklist, {"/data/area/a": "yes", "/data/area/in/b": "x"}, DAY)
    assert state["/data/area/c"].value == "x"
    state = state.answered("/data/area/a", "no")
    assert state["/data/area/c"].value is None
    assert not state.relevant("/data/area/in")
    assert not state.relevant("/data/area/in/b")


# -- any order ------------------------------------------------------------------------------------------------------
edits = some.lists(
    some.one_of(
        some.tuples(some.just(LAMP), some.sampled_from([(), ("t8",), ("led",), ("t8", "led")])),
        some.tuples(some.just(COUNT), some.none() | some.integers(-5, 2000).map(float)),
        some.tuples(some.sampled_from([f"{ROOM}[1]/size", f"{ROOM}[k2]/size"]), some.none() | some.floats(0, 300)),
    ),
    max_size=12,
)


def seen(state: FormState) -> object:
    questions = [*state.checklist.questions]
    return (
        {question.path: state.relevant(question.path) for question in questions if "room" not in question.path},
        [(one.path, one.value, one.missing, one.valid, one.flagged) for one in state.questions()],
        state[WATTS].value,
        state[TOTAL].value,
        [(one.key, dict(one.inputs), one.provenance) for one in state.suggestions],
        state.progress(),
    )


@given(edits)
def test_step_by_step_ends_where_all_at_once_does(steps: list[tuple[str, AnswerValue]]) -> None:
    rows = {ROOM: ("1", "k2")}
    state = evaluate(lamps(), {}, DAY, rows=rows)
    for path, value in steps:
        state = state.answered(path, value)
        state.questions()
    assert seen(state) == seen(evaluate(lamps(), dict(steps), DAY, rows=rows))


@given(edits, some.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(steps: list[tuple[str, AnswerValue]], chance) -> None:
    last = list(dict(steps).items())
    rows = {ROOM: ("1", "k2")}
    state = evaluate(lamps(), {}, DAY, rows=rows)
    for path, value in last:
        state = state.answered(path, value)
    chance.shuffle(last)
    other = evaluate(lamps(), {}, DAY, rows=rows)
    for path, value in last:
        other = other.answered(path, value)
    assert seen(state) == seen(other)


def test_an_answer_to_a_question_that_is_not_there() -> None:
    assert evaluate(lamps(), {"/data/old/question": "x"}, DAY).answers == {}
    with pytest.raises(KeyError):
        begun().answered("/data/old/question", "x")


def test_the_compiled_rules_are_made_once() -> None:
    checklist = lamps()
    again = Checklist.from_json(checklist.to_json())
    assert evaluate(checklist, {}, DAY).filled.rules is evaluate(again, {}, DAY).filled.rules


def test_an_input_is_made_of_the_numbers_that_enter_it_and_not_of_what_decides() -> None:
    kind = QuestionKind
    calculated = {
        "told": "round(/data/area/year * 2 div 3, 1)",
        "decided": "if(/data/area/year < 1990, 3000, 2200)",
        "chosen": "if(selected(/data/area/lamp, 't8'), 36, 18)",
        "twice": "/data/area/decided * /data/area/told",
        "either": "if(/data/area/lamp = 't8', /data/area/year, 7)",
        "first": "coalesce(/data/area/hours, 52)",
        "counted": "count-selected(/data/area/lamp) * 40",
        "compared": "(/data/area/year > 5) * 40 - -1",
        "summed": "sum(/data/area/room/size) * count(/data/area/room)",
        "listed": "instance('lamps')/root/item[name = /data/area/lamp]/old",
        "picked": "indexed-repeat(/data/area/room/size, /data/area/room, 1)",
        "lost": "/data/area/nowhere + 4",
    }
    room = Section(
        "/data/area/room", "room", repeats=True, items=(Question("size", "/data/area/room/size", kind.DECIMAL),)
    )
    checklist = form(
        question("lamp", kind.SELECT_ONE, choices=LAMPS, list_name="lamps", fills=("led.lamp",)),
        question("year", kind.INTEGER, fills=("led.year",)),
        question("hours", kind.INTEGER),
        room,
        *(
            question(name, kind.CALCULATE, calculation=text, fills=(f"led.{name}",))
            for name, text in calculated.items()
        ),
        lists=(ChoiceList("lamps", LAMPS),),
    )
    size, year = "/data/area/room[1]/size", "/data/area/year"
    answers = {"/data/area/lamp": "t8", year: 1975.0, size: 20.0}
    (suggestion,) = evaluate(checklist, answers, DAY).suggestions
    assert dict(suggestion.made_of) == {
        "lamp": ("/data/area/lamp",),
        "year": (year,),
        "told": (year,),
        "decided": (),
        "chosen": (),
        "twice": (year,),
        "either": (year,),
        "first": (),
        "counted": (),
        "compared": (),
        "summed": ("/data/area/room[1]", size),
        "picked": (size,),
        "listed": (),
    }
    (later,) = evaluate(checklist, {**answers, "/data/area/hours": 9.0, "/data/area/lamp": "t8"}, DAY).suggestions
    assert later.made_of["first"] == ("/data/area/hours",)
