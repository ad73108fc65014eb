"""Signatures of publications: whatever JSON can say is signed and proved, and nothing else passes for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.publication import OWNED, Fault, Publication, Witness, publication_id
from ambassador_app.domain.records import fields_of, value_of
from ambassador_app.domain.roles import RIGHTS, Role
from ambassador_app.wire import publications

OFFICE = publications.office_key(b"o" * 32)
PUBLIC = publications.public_of(OFFICE)
KEY = bytes(range(32))

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15) | words
values = st.recursive(
    plain, lambda part: st.lists(part, max_size=4) | st.dictionaries(words, part, max_size=4), max_leaves=12
)


def made(content: dict[str, Any], number: int = 1, role: Role = Role.COORDINATOR, of: str = "set_entry") -> Publication:
    """A publication as a laptop signs it and the office attests it."""
    one = Publication(
        publication_id(of, "br18", number), of, "br18", number, content, tenant="oddeby", by="Åse", device="d1",
        at="2026-11-23T08:00:00+00:00",
    )  # fmt: skip
    signed = publications.signed(one, KEY)
    witness = Witness("d1", publications.public_of(KEY), "Åse", role, "2026-11-23T08:00:01+00:00")
    attested = publications.attest(publications.statement(signed), signed.signature, witness, OFFICE)
    return replace(signed, attested=attested)


def judged(one: Publication, tenant: str = "oddeby", office: str = PUBLIC) -> Fault | None:
    return publications.fault_of(one, tenant=tenant, office=office)


@given(st.dictionaries(words, values, max_size=5), st.integers(1, 2**53 - 1))
def test_what_was_signed_is_proved_after_any_way_of_writing_it(content: dict[str, Any], number: int) -> None:
    one = made(content, number)
    for written in (json.dumps(fields_of(one)), json.dumps(fields_of(one), sort_keys=True, ensure_ascii=False)):
        assert judged(value_of(Publication, one.id, json.loads(written))) is None


@given(st.data())
def test_whatever_is_changed_is_found_out(data: st.DataObject) -> None:
    one = made({"current": "a", "retired": False})
    field = data.draw(st.sampled_from(["content", "withdrawn", "by", "device", "at", "signature"]))
    others: dict[str, st.SearchStrategy[Any]] = {
        "content": st.dictionaries(words, values, min_size=1, max_size=3),
        "withdrawn": st.just(not one.withdrawn),
    }
    other = data.draw(others.get(field, words))
    if other == getattr(one, field):
        return
    assert judged(replace(one, **{field: other})) in (Fault.FORGED, Fault.UNSIGNED, Fault.MISNAMED)


@given(st.sampled_from(["device", "public_key", "person", "role", "at", "signature"]), words)
def test_the_offices_word_is_about_one_device_role_and_moment(field: str, other: str) -> None:
    one = made({"current": "a"})
    assert one.attested is not None
    if other != getattr(one.attested, field):
        assert judged(replace(one, attested=replace(one.attested, **{field: other}))) is Fault.FORGED


def test_another_office_another_municipality_another_name() -> None:
    one = made({"current": "a"})
    assert judged(one, office=publications.public_of(publications.office_key(b"x" * 32))) is Fault.FORGED
    assert judged(one, office="") is Fault.UNSIGNED
    assert judged(one, tenant="nordby") is Fault.FOREIGN
    assert judged(replace(one, id="set_entry/br18/2")) is Fault.MISNAMED
    assert judged(replace(one, id="set_entry/br18/2", number=2)) is Fault.FORGED
    assert judged(replace(one, attested=None)) is Fault.UNSIGNED
    assert judged(made({"name": "x"}, of="visit")) is Fault.UNKNOWN


def test_a_role_without_the_right_makes_nothing_that_counts() -> None:
    for of, right in OWNED.items():
        for role in Role:
            expected = None if role in RIGHTS[right] else Fault.NOT_ALLOWED
            assert judged(made({"name": "x"}, role=role, of=of)) is expected


def test_a_signature_has_one_way_of_being_written() -> None:
    one = made({"current": "a"})
    for other in (f"{one.signature}=", f" {one.signature}", one.signature[:-1] + "B"):
        assert judged(replace(one, signature=other)) is Fault.FORGED
