"""What differs between two versions of a checklist, and which answers go along."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.checklist import Checklist, Choice, Localised, Question, QuestionKind, Section
from ambassador_app.domain.form_versions import ChangeKind, Difference, WhyParked, carried_over, differences
from ambassador_app.domain.visit import Answer
from tests.domain.forms import LAMPS, form, lamps, question

KIND = QuestionKind


def changed(name: str, **parts: object) -> Checklist:
    """The form of lamps with one question otherwise."""
    old = lamps()
    area = old.sections[0]
    items = tuple(replace(one, **parts) if one.name == name else one for one in area.items)  # type: ignore[type-var]
    return replace(old, version="2", items=(replace(area, items=items),))


def test_a_version_is_no_other_than_itself() -> None:
    assert differences(lamps(), lamps()) == ()


def test_each_difference_is_named() -> None:
    old = form(
        question("lamp", KIND.SELECT_ONE, choices=LAMPS, code="LY1"),
        question("count", KIND.INTEGER, code="LY2"),
        question("gone", KIND.TEXT),
    )
    new = form(
        question("lamp", KIND.SELECT_ONE, choices=(LAMPS[1], Choice("t5", Localised.of(da="T5"))), code="LY1"),
        question("number", KIND.DECIMAL, code="LY2", label=Localised.of(da="Antal")),
        question("fresh", KIND.TEXT, relevant="/data/area/lamp = 'led'"),
    )
    assert differences(old, new) == (
        Difference(ChangeKind.CHOICES_REMOVED, "/data/area/lamp", ("t8",)),
        Difference(ChangeKind.CHOICES_ADDED, "/data/area/lamp", ("t5",)),
        Difference(ChangeKind.MOVED, "/data/area/number", ("/data/area/count",)),
        Difference(ChangeKind.KIND, "/data/area/number", ("integer", "decimal")),
        Difference(ChangeKind.WORDS, "/data/area/number", ("label",)),
        Difference(ChangeKind.ADDED, "/data/area/fresh"),
        Difference(ChangeKind.REMOVED, "/data/area/gone"),
    )


def test_changed_logic_and_words_of_choices_are_told() -> None:
    new = changed("count", constraint=". > 1", required="")
    assert differences(lamps(), new) == (Difference(ChangeKind.LOGIC, "/data/area/count", ("required", "constraint")),)
    other = changed("lamp", choices=(replace(LAMPS[0], label=Localised.of(da="Rør")), LAMPS[1]))
    assert differences(lamps(), other) == (Difference(ChangeKind.WORDS, "/data/area/lamp", ("choices",)),)


def test_an_answer_goes_along_if_it_can_still_be_one() -> None:
    old = form(
        question("lamp", KIND.SELECT_ONE, choices=LAMPS),
        question("count", KIND.INTEGER, code="LY2"),
        question("day", KIND.TEXT),
        question("gone", KIND.TEXT),
    )
    new = form(
        question("lamp", KIND.SELECT_ONE, choices=LAMPS[1:]),
        question("number", KIND.DECIMAL, code="LY2"),
        question("day", KIND.DATE),
    )
    answers = {
        "/data/area/lamp": Answer("t8"),
        "/data/area/count": Answer(12.0, note="counted twice"),
        "/data/area/day": Answer("about Easter"),
        "/data/area/gone": Answer("words"),
        "/data/area/untouched": Answer(),
    }
    found = carried_over(answers, old, new)
    assert found.kept == {"/data/area/number": Answer(12.0, note="counted twice")}
    assert [(one.path, one.why) for one in found.parked] == [
        ("/data/area/lamp", WhyParked.CHOICE_GONE),
        ("/data/area/day", WhyParked.OTHER_KIND),
        ("/data/area/gone", WhyParked.QUESTION_GONE),
    ]


def test_an_answer_does_not_slip_into_a_row_or_out_of_one() -> None:
    asked = (Question("length", "/data/zone/length", KIND.DECIMAL),)
    once = form(Section("/data/zone", "zone", items=asked))
    rows = form(Section("/data/zone", "zone", items=asked, repeats=True))
    for old, new, path in ((once, rows, "/data/zone/length"), (rows, once, "/data/zone[k]/length")):
        found = carried_over({path: Answer(3.0)}, old, new)
        assert [(one.path, one.why) for one in found.parked] == [(path, WhyParked.ROWS)]
        assert carried_over({path: Answer(3.0)}, old, old).kept == {path: Answer(3.0)}


def test_what_is_no_answer_to_the_old_form_is_left_aside_and_hidden_values_stay() -> None:
    old = form(question("lamp", KIND.TEXT), question("kept", KIND.HIDDEN), question("dropped", KIND.TEXT))
    new = form(question("lamp", KIND.TEXT), question("kept", KIND.HIDDEN), question("dropped", KIND.CALCULATE))
    answers = {"/data/area/kept": Answer("x"), "/data/area/dropped": Answer("y"), "/data/elsewhere": Answer("z")}
    found = carried_over(answers, old, new)
    assert found.kept == {"/data/area/kept": Answer("x")}
    assert [(one.path, one.why) for one in found.parked] == [("/data/area/dropped", WhyParked.QUESTION_GONE)]


VALUES = st.one_of(
    st.none(), st.text(max_size=4), st.floats(0, 100), st.just("t8"), st.just(("t8",)), st.just("2026-01-08")
)
KINDS = st.sampled_from([kind for kind in QuestionKind if kind is not KIND.METADATA])


def area(kinds: list[QuestionKind]) -> Checklist:
    def one(name: str, kind: QuestionKind) -> Question:
        choices = LAMPS if kind in (KIND.SELECT_ONE, KIND.SELECT_MULTIPLE) else ()
        return Question(name, f"/data/area/{name}", kind, choices=choices)

    items = tuple(one(f"q{number}", kind) for number, kind in enumerate(kinds))
    return Checklist("form", "1", Localised.of(da="S"), ("da",), (Section("/data/area", "area", items=items),))


@given(st.lists(KINDS, max_size=5), st.lists(KINDS, max_size=5), st.lists(VALUES, min_size=5, max_size=5))
def test_no_answer_is_lost_and_what_is_kept_fits(
    before: list[QuestionKind], after: list[QuestionKind], values: list[object]
) -> None:
    old, new = area(before), area(after)
    answers = {one.path: Answer(value) for one, value in zip(old.questions, values, strict=False)}  # type: ignore[arg-type]
    found = carried_over(answers, old, new)
    given_paths = {path for path, answer in answers.items() if answer.is_given}
    assert {*found.kept, *(one.path for one in found.parked)} == given_paths
    assert all(found.kept.get(path, answers[path]) == answers[path] for path in given_paths)
