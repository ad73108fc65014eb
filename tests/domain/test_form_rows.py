"""Rows of repeats: whatever is done to them and in whatever order, the form is what its answers and rows make it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from ambassador_app.domain.checklist import Checklist, Localised, Question, QuestionKind, Section
from ambassador_app.domain.form_parts import PartKind, parts_of
from ambassador_app.domain.form_rows import moved
from ambassador_app.domain.form_state import FormState, evaluate

DAY = date(2026, 1, 8)
AREA, ROOM = "/data/area", "/data/area/room"


def question(path: str, kind: QuestionKind = QuestionKind.DECIMAL, **fields: object) -> Question:
    return Question(path.rpartition("/")[2], path, kind, label=Localised.of(en=path), **fields)  # type: ignore[arg-type]


def rooms(count: str = "", relevant: str = "") -> Checklist:
    lamp = Section(f"{ROOM}/lamp", "lamp", items=(question(f"{ROOM}/lamp/watt"),), repeats=True)
    inside = (
        question(f"{ROOM}/size", required="true()"),
        question(f"{ROOM}/use", QuestionKind.TEXT, relevant=f"{ROOM}/size > 10"),
        question(f"{ROOM}/photo", QuestionKind.IMAGE),
        question(f"{ROOM}/place", QuestionKind.CALCULATE, calculation="position(..)"),
        lamp,
    )
    room = Section(ROOM, "room", items=inside, repeats=True, repeat_count=count, relevant=relevant)
    total = question(f"{AREA}/total", QuestionKind.CALCULATE, calculation=f"sum({ROOM}/size)")
    area = Section(AREA, "area", Localised.of(en="Area"), items=(question(f"{AREA}/number"), room, total))
    return Checklist("rooms", "1", Localised.of(en="Rooms"), ("en",), (area,))


FORM = rooms()


def begun() -> FormState:
    return evaluate(FORM, {}, DAY, begins_with=())


def seen(state: FormState) -> object:
    return (
        dict(state.rows),
        dict(state.answers),
        [(one.path, one.value, one.relevant, one.missing) for one in state.questions()],
        [state[f"{ROOM}[{key}]/place"].value for key in state.rows[ROOM]],
        state[f"{AREA}/total"].value,
        state.progress(),
        parts_of(state, FORM.sections[0]),
    )


deeds = some.lists(
    some.tuples(some.sampled_from("aacmrsslw"), some.integers(0, 4), some.integers(0, 4)), min_size=1, max_size=14
)


@given(deeds)
def test_rows_and_answers_step_by_step_are_what_all_at_once_makes(steps: list[tuple[str, int, int]]) -> None:
    state = begun()
    for number, (deed, one, two) in enumerate(steps):
        before, state = state, done(state, deed, one, two, f"k{number}")
        again = evaluate(FORM, state.answers, DAY, not_seen=state.not_seen, rows=state.rows, begins_with=())
        assert seen(state) == seen(again)
        both = {one.path for one in state.questions()} & {one.path for one in before.questions()}
        assert state is before or {path for path in both if state[path] != before[path]} <= state.touched


def done(state: FormState, deed: str, one: int, two: int, new: str) -> FormState:
    keys = state.rows[ROOM]
    if deed == "a" or not keys:
        return state.with_row(ROOM, new, keys[one % len(keys)] if keys and two % 2 else "")
    key = keys[one % len(keys)]
    row = f"{ROOM}[{key}]"
    lamps = state.rows[f"{row}/lamp"]
    ways = {
        "c": lambda: state.with_copy(ROOM, key, new),
        "m": lambda: state.moved_row(ROOM, key, two),
        "r": lambda: state.without_row(ROOM, key),
        "s": lambda: state.answered(f"{row}/size", two * 5.0),
        "l": lambda: state.with_row(f"{row}/lamp", new),
        "w": lambda: state.answered(f"{row}/lamp[{lamps[0]}]/watt", float(two)) if lamps else state,
    }
    return ways[deed]()


@given(
    some.lists(some.tuples(some.integers(0, 3), some.sampled_from([3.0, 12.0, None])), max_size=8),
    some.randoms(use_true_random=False),
)
def test_the_order_in_which_rows_are_answered_does_not_matter(steps: list[tuple[int, float | None]], chance) -> None:
    state = other = begun().with_row(ROOM, "a").with_row(ROOM, "b").with_row(ROOM, "c").with_row(ROOM, "d")
    last = list({f"{ROOM}[{'abcd'[row]}]/size": value for row, value in steps}.items())
    for path, value in last:
        state = state.answered(path, value)
    chance.shuffle(last)
    for path, value in last:
        other = other.answered(path, value)
    assert seen(state) == seen(other)


def test_a_copy_leaves_photos_behind() -> None:
    state = begun().with_row(ROOM, "a").answered(f"{ROOM}[a]/photo", ("x",)).answered(f"{ROOM}[a]/size", 4.0)
    copied = state.with_copy(ROOM, "a", "b")
    assert copied.recalculated == {f"{ROOM}[b]/size": 4.0}
    assert copied[f"{AREA}/total"].value == 8.0
    assert copied.with_copy(ROOM, "a", "b") is copied


def test_a_removed_row_leaves_no_reason_behind() -> None:
    path = f"{ROOM}[a]/size"
    state = begun().with_row(ROOM, "a").answered(path, None, not_seen=True).without_row(ROOM, "a")
    assert not state.not_seen
    assert state.with_row(ROOM, "a")[path].missing


def test_surplus_rows_keep_their_answers_and_are_not_missing() -> None:
    state = evaluate(rooms(f"{AREA}/number"), {f"{AREA}/number": 2.0}, DAY, begins_with=())
    assert state.progress().missing == 2
    state = state.answered(f"{AREA}/number", 1.0)
    assert state.is_surplus(f"{ROOM}[2]/size")
    assert not state.is_surplus(f"{ROOM}[1]")
    assert state.progress().missing == 1
    assert f"{ROOM}[2]/size" in state.touched
    only_second = evaluate(state.checklist, {f"{AREA}/number": 1.0, f"{ROOM}[2]/size": 3.0}, DAY, begins_with=())
    assert only_second.rows[ROOM] == ("1", "2")


def test_a_repeat_that_is_not_asked_for_has_no_place_on_the_page() -> None:
    form = rooms(relevant=f"{AREA}/number > 1")
    kinds = [part.kind for part in parts_of(evaluate(form, {}, DAY, begins_with=()), form.sections[0])]
    assert kinds == [PartKind.QUESTION]
    asked = evaluate(form, {f"{AREA}/number": 2.0}, DAY, begins_with=())
    kinds = [part.kind for part in parts_of(asked, form.sections[0])]
    assert kinds == [PartKind.QUESTION, PartKind.REPEAT, PartKind.MORE]


def test_rows_move_within_their_ends() -> None:
    assert moved(("a", "b", "c"), "a", 9) == ("b", "c", "a")
    assert moved(("a", "b", "c"), "c", -3) == ("c", "a", "b")
