"""Every kind of record is the same after it was plain JSON, whatever stands in it."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.place import Site
from ambassador_app.domain.records import KINDS, Record, defaults_of, fields_of, from_json, to_json, value_of
from ambassador_app.domain.sign_off import SignOff
from ambassador_app.domain.visit import SectionAnswers, Visit
from tests.storage.values import ALL_KINDS, values


@pytest.mark.parametrize("cls", ALL_KINDS, ids=lambda cls: cls.KIND)
@given(st.data())
def test_a_record_is_the_same_after_it_was_plain_json(cls: type[Record], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    plain = fields_of(value, local=True)
    assert value_of(cls, value.id, plain) == value
    travelled = json.loads(json.dumps(plain, allow_nan=False))
    assert value_of(cls, value.id, travelled) == value
    again = value_of(cls, value.id, travelled)
    assert fields_of(again, local=True) == plain


@pytest.mark.parametrize("cls", ALL_KINDS, ids=lambda cls: cls.KIND)
@given(st.data())
def test_what_is_local_is_not_told_and_nothing_else_is_held_back(cls: type[Record], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    local = {one.name for one in fields(cast("Any", cls)) if one.metadata.get("local")}
    assert set(fields_of(value, local=True)) - set(fields_of(value)) == local
    assert "id" not in fields_of(value)


@pytest.mark.parametrize("cls", ALL_KINDS, ids=lambda cls: cls.KIND)
@given(st.data())
def test_a_field_that_an_older_program_did_not_write_takes_its_default(cls: type[Record], data: st.DataObject) -> None:
    value = data.draw(values(cls))
    defaults = defaults_of(cls)
    if not defaults:
        return
    name = data.draw(st.sampled_from(sorted(defaults)))
    left = {key: part for key, part in fields_of(value, local=True).items() if key.split(".")[0] != name}
    older = value_of(cls, value.id, left)
    assert to_json(getattr(older, name)) == defaults[name]
    assert replace(cast("Any", older), **{name: getattr(value, name)}) == value


def test_a_field_of_a_newer_program_is_passed_over() -> None:
    assert value_of(Site, "s", {"name": "Bageri", "colour": "red"}) == Site(cast("Any", "s"), "Bageri")


def test_each_answer_of_a_section_is_a_field_of_its_own() -> None:
    assert KINDS["section"] is SectionAnswers
    plain = fields_of(value_of(SectionAnswers, "x", {"visit_id": "v", "section": "a", "answers.q.1": {"value": 2.0}}))
    assert plain["answers.q.1"]["value"] == 2.0  # type: ignore[index, call-overload]


def test_ink_is_told_to_nobody() -> None:
    signed = value_of(
        SignOff, "x", {"visit_id": "v", "revision": 1, "role": "ambassador", "name": "Å", "ink": {"strokes": []}}
    )
    assert "ink" not in fields_of(signed)
    assert fields_of(signed, local=True)["ink"] == {"strokes": []}


@pytest.mark.parametrize(
    ("wanted", "plain"),
    [(str, 1), (float, "1"), (float, True), (int, 1.5), (bool, 1), (tuple[str, ...], "ab"), (Visit, "x"), (str, None)],
)
def test_what_does_not_fit_is_refused(wanted: object, plain: object) -> None:
    with pytest.raises(TypeError):
        from_json(wanted, plain)


def test_a_thing_that_is_no_domain_value_is_refused() -> None:
    with pytest.raises(TypeError):
        to_json(object())
