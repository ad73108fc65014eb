"""A checklist is addressed by what it says, and survives being written and read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ambassador_app.domain.checklist import (
    Checklist,
    Choice,
    ChoiceList,
    Localised,
    Question,
    QuestionKind,
    Section,
    template_path,
)
from ambassador_app.errors import FormRefused
from tests.domain.forms import lamps

words = some.builds(
    lambda da, en: Localised(tuple((code, text) for code, text in (("da", da), ("en", en)) if text)),
    some.text(max_size=8),
    some.text(max_size=8),
)
names = some.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
choices = some.lists(some.builds(Choice, names, words, some.just(""), some.booleans()), max_size=3).map(tuple)


@some.composite
def questions(draw: some.DrawFn) -> Question:
    name = draw(names)
    return Question(
        name,
        f"/data/{name}",
        draw(some.sampled_from(QuestionKind)),
        label=draw(words),
        unit=draw(words),
        choices=draw(choices),
        relevant=draw(some.text(max_size=8)),
        least=draw(some.none() | some.floats(-1e6, 1e6)),
        fills=tuple(draw(some.lists(names, max_size=2))),
    )


sections = some.builds(
    lambda name, label, items, repeats: Section(f"/data/{name}", name, label, items=tuple(items), repeats=repeats),
    names,
    words,
    some.lists(questions(), max_size=3),
    some.booleans(),
)
checklists = some.builds(
    lambda title, items: Checklist("form", "1", title, ("da", "en"), tuple(items)),
    words,
    some.lists(questions() | sections, max_size=4),
)


@given(checklists)
def test_written_and_read_it_is_the_same(checklist: Checklist) -> None:
    again = Checklist.from_json(checklist.to_json())
    assert again.items == checklist.items
    assert again.title == checklist.title
    assert again == checklist
    assert hash(again) == hash(checklist)
    assert again.to_json() == checklist.to_json()


def test_shared_choices_are_written_once() -> None:
    checklist = lamps()
    assert checklist.to_json().count("T8-rør") == 1
    again = Checklist.from_json(checklist.to_json())
    assert again.question("/data/area/lamp").choices == checklist.question("/data/area/lamp").choices
    assert again.lists == (ChoiceList("lamps", checklist.lists[0].choices),)


def test_a_changed_word_is_another_address() -> None:
    checklist = lamps()
    assert replace(checklist, title=Localised.of(da="Andet")).sha256 != checklist.sha256


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "languages": [], "lists": 3}', "\0"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(FormRefused):
        Checklist.from_json(text)


def test_words_fall_back_to_the_first_language_that_has_any() -> None:
    assert Localised.of(da="rør", en="tube").text("en") == "tube"
    assert Localised.of(da="rør").text("en") == "rør"
    assert Localised().text("en") == ""
    assert not Localised.of(da="")


def test_questions_are_found_with_and_without_rows() -> None:
    checklist = lamps()
    assert template_path("/data/area/room[k1]/size") == "/data/area/room/size"
    assert checklist.question("/data/area/room[k1]/size").name == "size"
    assert checklist.section_of("/data/area/room[k1]/size").name == "area"
    with pytest.raises(KeyError):
        checklist.question("/data/area/nothing")
    with pytest.raises(KeyError):
        checklist.section_of("/data/nothing/at/all")


def test_loose_questions_come_as_areas_between_the_others() -> None:
    kind = QuestionKind.TEXT
    loose = [Question(name, f"/data/{name}", kind) for name in ("a", "b", "c")]
    hidden = Section("/data/meta", "meta", items=(Question("id", "/data/meta/id", QuestionKind.METADATA),))
    area = Section("/data/area", "area", items=(Question("d", "/data/area/d", kind),))
    checklist = Checklist("f", "1", Localised.of(da="T"), ("da",), (*loose[:2], area, loose[2], hidden))
    assert [[question.name for question in section.questions] for section in checklist.sections] == [
        ["a", "b"],
        ["d"],
        ["c"],
    ]
