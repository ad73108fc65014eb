"""Three versions of one record become one, and no value is dropped on the way."""

from hypothesis import example, given
from hypothesis import strategies as st

from ambassador_app.domain.conflict import Conflict
from ambassador_app.domain.merging import ABSENT, changed, merge, same
from ambassador_app.domain.records import KINDS, fields_of, value_of
from ambassador_app.domain.visit import Finding, Visit

VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "et", "to", "é", "e\u0301"])
    | st.lists(st.integers(0, 2), max_size=2)
    | st.dictionaries(st.sampled_from("ab"), st.integers(0, 2), max_size=2)
)
FIELDS = st.dictionaries(st.sampled_from(["text", "area", "question", "of a newer program"]), VALUES, max_size=4)
WORDS = st.lists(st.sampled_from(["varme", "lys", "luft", "vand"]), unique=True, max_size=4)


@given(FIELDS, FIELDS)
def test_what_only_i_changed_stays_and_what_only_they_changed_comes(base: dict, changed_there: dict) -> None:
    mine = merge("finding", base, changed_there, base)
    theirs = merge("finding", base, base, changed_there)
    assert not mine.clashes
    assert not theirs.clashes
    for found in (mine.fields, theirs.fields):
        assert not any(changed("finding", found, changed_there))


@given(FIELDS, FIELDS, FIELDS)
def test_every_value_lives_or_stands_in_a_clash(base: dict, mine: dict, theirs: dict) -> None:
    merged = merge("finding", base, mine, theirs)
    clashed = {one.field: one for one in merged.clashes}
    default = {name: getattr(Finding("f", "v", ""), name, ABSENT) for name in ("area", "question")}
    for name in {*base, *mine, *theirs}:
        found, here, there = (one.get(name, ABSENT) for one in (merged.fields, mine, theirs))
        was = base.get(name, ABSENT)
        if name in clashed:
            assert clashed[name].mine == (() if here is ABSENT else (here,))
            assert same(found, there)
            assert not same(here, there, default.get(name, ABSENT))
        elif not same(here, was, default.get(name, ABSENT)):
            assert same(found, here, default.get(name, ABSENT))
        else:
            assert same(found, there)


@given(FIELDS, FIELDS, FIELDS)
def test_both_sides_clash_on_the_same_fields(base: dict, mine: dict, theirs: dict) -> None:
    here, there = merge("finding", base, mine, theirs), merge("finding", base, theirs, mine)
    assert {one.field for one in here.clashes} == {one.field for one in there.clashes}


@given(WORDS, WORDS, WORDS)
def test_sets_take_the_additions_and_removals_of_both(base: list, mine: list, theirs: list) -> None:
    merged = merge("visit", {"focus_areas": base}, {"focus_areas": mine}, {"focus_areas": theirs})
    assert not merged.clashes
    found = merged.fields["focus_areas"]
    assert len(found) == len(set(found))
    assert set(found) == (set(mine) & set(theirs)) | (set(mine) - set(base)) | (set(theirs) - set(base))


@example(True, 1)
@example(0, False)
@example(1, 1.0)
@example("é", "e\u0301")
@given(VALUES, VALUES)
def test_same_is_an_equivalence_that_keeps_the_types_apart(one: object, other: object) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)
    if isinstance(one, bool) != isinstance(other, bool):
        assert not same(one, other)


def test_a_field_that_an_older_program_did_not_write_has_its_default() -> None:
    older = {"visit_id": "v", "text": "Utæt port"}
    newer = fields_of(Finding("f", "v", "Utæt port"))
    merged = merge("finding", older, newer, {**older, "text": "Slidt port"})
    assert not merged.clashes
    assert value_of(Finding, "f", merged.fields) == Finding("f", "v", "Slidt port")


def test_conflicts_and_visits_are_records_like_any_other() -> None:
    conflict = Conflict("c", "visit", "v", "remarks", "v", base=("",), mine=("et",), theirs=())
    assert value_of(KINDS["conflict"], "c", fields_of(conflict)) == conflict
    assert merge("visit", {}, fields_of(Visit("v", "s")), {}).clashes == ()


def test_the_same_answer_of_two_people_is_no_clash_and_another_is() -> None:
    base, mine, theirs = ({"answers.weeks": told} for told in (None, answer("Åse", 52), answer("Bo", 52)))
    merged = merge("section", base, mine, theirs)
    assert (merged.clashes, merged.fields) == ((), theirs)
    (clash,) = merge("section", base, mine, {"answers.weeks": answer("Bo", 50)}).clashes
    assert clash.field == "answers.weeks"


def answer(by: str, value: object) -> dict[str, object]:
    return {"value": value, "note": "", "by": by, "at": f"2026-11-23T08:00:0{len(by)}+00:00"}


def test_when_a_visit_began_is_no_clash() -> None:
    base, mine, theirs = ({"started_at": at} for at in (None, "2026-11-23T08:00:00", "2026-11-23T08:00:02"))
    merged = merge("visit", base, mine, theirs)
    assert (merged.clashes, merged.fields) == ((), theirs)
