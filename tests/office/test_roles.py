"""The one table of roles, held by a real office: each right that is asked for by a push, for each role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ambassador_app.domain.publication import OWNED, Publication, publication_id
from ambassador_app.domain.records import fields_of
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.wire import publications
from tests.office.building import TENANT
from tests.office.laptops import NEW_ID, Laptop, op, own_prices

CONTENT: dict[str, dict[str, Any]] = {
    "checklist_entry": {"current": ""},
    "set_entry": {"of": "prices"},
    "directory_entry": {"name": "Fjernvarme Fyn"},
    "municipality": {"name": "Oddeby Kommune"},
}


NOTHING: Mapping[str, Any] = {}


def publication(laptop: Laptop, of: str, name: str = "x", changes: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """What a laptop pushes to say something for everybody."""
    said = Publication(
        publication_id(of, name, 1), of, name, 1, CONTENT.get(of, {}), tenant=TENANT, by="Hanne", device=laptop.device,
        at="2026-11-23T08:00:00+00:00",
    )  # fmt: skip
    signed = publications.signed(said, laptop.key.private_bytes_raw())
    return op(signed.id, kind="publication", set={**fields_of(signed), **changes})


def held() -> dict[str, Any]:
    said = {"subject_kind": "visit", "subject_id": "v1", "reason": "dispute", "note": "x"}
    return op(NEW_ID(), kind="hold", set=said)


def _of(of: str, laptop: Laptop, name: str) -> dict[str, Any]:
    return publication(laptop, of, name)


Asking = tuple[Right, Callable[[Laptop, str], dict[str, Any]]]
ASKED: dict[str, Asking] = {
    "a visit": (Right.EDIT_VISITS, lambda _laptop, _name: op(NEW_ID())),
    "a version": (Right.PUBLISH, lambda _laptop, name: own_prices(name)),
    "a hold": (Right.HOLD, lambda _laptop, _name: held()),
    **{of: (right, partial(_of, of)) for of, right in OWNED.items()},
}
ELSEWHERE = {Right.EXPORT, Right.RELEASE, Right.ERASE, Right.MANAGE_DEVICES}
"""Not asked for by a push: extracts and the desk have tests of their own; nobody exports or erases by a push."""


def test_each_role_does_what_the_table_says_and_nothing_else(laptop_of: Any) -> None:
    assert {right for right, _ in ASKED.values()} == set(Right) - ELSEWHERE
    for number, role in enumerate(Role):
        laptop = laptop_of("Hanne Holm", role)
        found = {what: laptop.push(asking(laptop, f"x{number}"))[0] for what, (_, asking) in ASKED.items()}
        told = {what: (one["status"], one["code"]) for what, one in found.items()}
        refused = ("invalid", "forbidden")
        assert told == {what: ("ok", "") if may(role, right) else refused for what, (right, _) in ASKED.items()}, role


def test_what_the_office_owns_is_not_taken_as_a_record(laptop_of: Any) -> None:
    laptop = laptop_of("Karen", Role.ADMINISTRATOR)
    found = laptop.push(*(op("x", kind=of, set=CONTENT[of]) for of in OWNED))
    assert {(one["status"], one["code"]) for one in found} == {("invalid", "unsigned")}


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"signature": ""}, "unsigned"),
    ({"signature": "A" * 86}, "signature"),
    ({"content": {"name": "Andeby"}}, "signature"),
    ({"by": "Anders"}, "signature"),
    ({"device": "another"}, "signature"),
    ({"tenant": "nordby"}, "tenant"),
    ({"number": 2}, "malformed"),
    ({"number": "eins"}, "malformed"),
    ({"of": "visit"}, "malformed"),
    ({"content": {"name": 7}}, "malformed"),
    ({"attested": {"device": "d"}}, "malformed"),
)


def test_a_publication_that_is_not_as_it_was_signed_is_refused(laptop_of: Any) -> None:
    laptop = laptop_of("Karen", Role.COORDINATOR)
    for changes, code in WRONG:
        (result,) = laptop.push(publication(laptop, "municipality", changes=changes))
        assert (result["status"], result["code"]) == ("invalid", code), changes


def test_a_word_that_is_not_the_offices_own_is_replaced_by_it(laptop_of: Any, site: Any) -> None:
    laptop = laptop_of("Karen", Role.COORDINATOR)
    forged = {
        "device": laptop.device, "public_key": "x", "person": "Chefen", "role": "administrator", "at": "",
        "signature": "A" * 86,
    }  # fmt: skip
    (result,) = laptop.push(publication(laptop, "municipality", changes={"attested": forged}))
    assert result["status"] == "ok"
    (change,) = laptop.pull()["changes"]
    said = change["data"]["attested"]
    assert (said["person"], said["role"]) == ("Karen", "coordinator")
    assert said["signature"] != forged["signature"]


def test_a_publication_is_written_once_and_told_twice_alike(laptop_of: Any) -> None:
    laptop = laptop_of("Karen", Role.COORDINATOR)
    first = publication(laptop, "municipality")
    assert laptop.push(first)[0]["seq"] == 1
    (again,) = laptop.push({**first, "op": NEW_ID()})
    assert (again["status"], again["seq"], again["dup"]) == ("ok", 1, True)
    for change in ({"set": {"content": {}}}, {"set": {}, "deleted": True}):
        (result,) = laptop.push(op(first["id"], base=1, kind="publication", **change))
        assert (result["status"], result["code"]) == ("invalid", "immutable")
