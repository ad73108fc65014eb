"""Messages survive the way there and back, whatever is in them, and refuse what does not keep to the limits."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ambassador_app.wire import limits
from ambassador_app.wire.messages import AskBlobs, Enrol, Hello, Op, Pulled, Push, Pushed
from tests.wire.strategies import CHANGES, OPS, RESULTS, SEQUENCES

OP = "018f0000-0000-7000-8000-000000000001"
GOOD = {"op": OP, "kind": "visit", "id": "v1", "base": 0, "set": {"a": 1}, "schema": 1, "at": "2026-11-23T08:00:00Z"}


@given(st.lists(OPS, min_size=1, max_size=4))
def test_a_push_survives_the_way(ops):
    push = Push(epoch="e", ops=tuple(ops))
    assert Push.model_validate_json(push.model_dump_json()) == push


@given(st.lists(RESULTS, max_size=4), SEQUENCES)
def test_an_answer_to_a_push_survives_the_way(results, head):
    pushed = Pushed(epoch="e", head=head, results=tuple(results))
    assert Pushed.model_validate_json(pushed.model_dump_json()) == pushed


@given(st.lists(CHANGES, max_size=4), SEQUENCES, st.booleans())
def test_an_answer_to_a_pull_survives_the_way(changes, head, more):
    pulled = Pulled(epoch="e", head=head, next=head, more=more, poll_after=300, changes=tuple(changes))
    assert Pulled.model_validate_json(pulled.model_dump_json()) == pulled


def test_the_version_of_the_fields_is_called_schema_on_the_wire():
    assert json.loads(Op.model_validate(GOOD).model_dump_json())["schema"] == 1


def test_what_a_message_does_not_know_is_ignored_and_what_a_record_does_not_know_is_kept():
    op = Op.model_validate({**GOOD, "set": {"from_the_future": {"deep": [1]}}, "colour": "red"})
    assert op.set == {"from_the_future": {"deep": [1]}}
    assert "colour" not in op.model_dump()
    assert Hello.model_validate_json(
        '{"name":"Oddeby","schema_min":1,"schema_max":2,"epoch":"e","time":"2026-11-23T08:00:00Z","motto":"x"}'
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("op", "018f0000-0000-4000-8000-000000000001"),  # version 4
        ("op", OP + "\n"),
        ("kind", "Visit"),
        ("kind", "k" * (limits.KIND + 1)),
        ("id", ""),
        ("id", "a\x00b"),
        ("id", "i" * (limits.IDENTIFIER + 1)),
        ("base", -1),
        ("base", "0"),
        ("base", True),
        ("set", {"n" * (limits.NAME + 1): 1}),
        ("set", [1]),
        ("schema", 0),
        ("at", "yesterday"),
    ],
)
def test_an_op_outside_the_limits_is_refused(field, value):
    assert Op.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Op.model_validate({**GOOD, field: value})


@pytest.mark.parametrize("count", [0, limits.OPS + 1])
def test_a_push_holds_at_least_one_op_and_not_too_many(count):
    with pytest.raises(ValidationError):
        Push.model_validate({"epoch": "e", "ops": [GOOD] * count})


def test_half_a_character_is_refused():
    with pytest.raises(ValidationError):
        Op.model_validate_json(json.dumps({**GOOD, "set": {"a": "\ud800"}}))


def test_no_more_than_a_thousand_attachments_are_asked_for_at_once():
    assert len(AskBlobs(sha256=("0" * 64,) * limits.ASKED_BLOBS).sha256) == limits.ASKED_BLOBS
    with pytest.raises(ValidationError):
        AskBlobs(sha256=("0" * 64,) * (limits.ASKED_BLOBS + 1))


def test_a_public_key_is_32_bytes():
    assert Enrol(code="ABCDEFGH", public_key="A" * 43, name="Hanne")
    with pytest.raises(ValidationError):
        Enrol(code="ABCDEFGH", public_key="A" * 42, name="Hanne")
