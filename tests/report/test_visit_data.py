"""The data in a report: its published form, out and in again, and everything hostile that may come instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.place import Reach, SiteKind
from ambassador_app.domain.records import defaults_of
from ambassador_app.domain.visit import Answer
from ambassador_app.errors import ReportDataRefused
from ambassador_app.report import compose, read_snapshot, snapshot
from ambassador_app.report.data_shape import misfit
from ambassador_app.report.visit_file import PARTS, SCHEMA, WITHHELD, VisitFile, schema
from tests.report.samples import ENGLISH, NOON, a_dossier, answers, bare_dossier, measure

PUBLISHED = Path(__file__).parents[2] / "docs" / "report-data" / f"visit-{SCHEMA}.schema.json"
Change = Callable[[dict[str, Any]], object]


def with_answers() -> VisitDossier:
    """Answers of every sort; an internal one decides whether others are asked."""
    given = {
        "/data/lighting/ly1_lamp_kind": Answer("t8", reach=Reach.INTERNAL),
        "/data/lighting/ly1_count": Answer(120.0, note="Loftet"),
        "/data/lighting/ly2_magnetic_ballast": Answer("yes"),
        "/data/management/le8_wish": Answer(not_seen="Ingen tid"),
    }
    whole = a_dossier(sections=answers(given))
    return replace(whole, visit=replace(whole.visit, with_answers_appendix=True))


def with_variants() -> VisitDossier:
    chosen, other = measure(0, variant_of="v"), measure(1, variant_of="v", set_aside=True)
    return a_dossier(measures=(chosen, other, measure(2)))


DOSSIERS: dict[str, Callable[[], VisitDossier]] = {
    "company": a_dossier,
    "bare": bare_dossier,
    "answers": with_answers,
    "variants": with_variants,
    "home": lambda: a_dossier(organisation=None, case=None),
    "farm": lambda: replace(a_dossier(), site=replace(a_dossier().site, kind=SiteKind.FARM, chr_number="123456")),
    "later edition": lambda: replace(a_dossier(), visit=replace(a_dossier().visit, revision=3)),
}


@pytest.fixture(params=DOSSIERS)
def dossier(request: pytest.FixtureRequest) -> VisitDossier:
    return DOSSIERS[request.param]()


# -- the published form -------------------------------------------------------------------------------------------
def test_the_published_schema_is_that_of_the_program() -> None:
    """When it is not: `python .ci/report_data.py`. A change that an old file does not fit needs a higher SCHEMA."""
    assert json.loads(PUBLISHED.read_text("utf-8")) == schema()


def test_the_published_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_real_data_fits_the_published_schema(dossier: VisitDossier) -> None:
    plain = json.loads(snapshot(dossier))
    published = json.loads(PUBLISHED.read_text("utf-8"))
    jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker()).validate(plain)
    assert misfit(schema(), plain) is None


def test_everything_in_a_dossier_is_in_the_file_or_follows_from_it() -> None:
    """A new field of a dossier that pages show has to travel: name it in `VisitFile` and `PARTS`."""
    derived = {"factor_version", "price_version", "checklist", "factor_set", "price_set", "asked"}
    assert {one.name for one in fields(VisitDossier)} == {*PARTS, *derived}
    assert {*PARTS, "checklist", "factor_set", "price_set", "asked"} < {one.name for one in fields(VisitFile)}


def test_what_is_withheld_is_a_field_and_has_a_default() -> None:
    for cls, names in WITHHELD.items():
        assert names <= set(defaults_of(cls)), cls


_BASE = json.loads(snapshot(with_answers()))
_VALIDATOR = jsonschema.Draft202012Validator(schema())


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(one for key, part in inner for one in _places(part, (*path, key)))]


_PLACES = [one for one in _places(_BASE) if one]
_STRANGE = (None, True, 0, -3, 2.5, "", "x", "2026-11-22", "2026-11-22T11:00:00+00:00", [], {}, [1], {"x": 1}, "report")


@given(st.sampled_from(_PLACES), st.sampled_from((*_STRANGE, "gone", "extra")))
def test_our_own_check_agrees_with_others_about_what_fits(place: tuple[str | int, ...], value: object) -> None:
    changed: Any = deepcopy(_BASE)
    around = changed
    for step in place[:-1]:
        around = around[step]
    if value == "gone":
        del around[place[-1]]
    elif value == "extra" and isinstance(around, dict):
        around["extra"] = "x"
    else:
        around[place[-1]] = value
    assert (misfit(schema(), changed) is None) == _VALIDATOR.is_valid(changed)


# -- out and in ---------------------------------------------------------------------------------------------------
def test_it_comes_back_the_same(dossier: VisitDossier) -> None:
    data = snapshot(dossier)
    again = read_snapshot(data).dossier
    assert snapshot(again) == data
    before, after = compose(dossier, ENGLISH, NOON), compose(again, ENGLISH, NOON)
    assert after == before
    assert after.digest == before.digest


def test_an_internal_answer_that_decides_what_is_asked_is_not_told_but_its_work_is() -> None:
    whole = with_answers()
    data = snapshot(whole)
    plain = json.loads(data)
    assert "ly1_lamp_kind" not in json.dumps(plain["sections"])
    assert "/data/lighting/ly2_magnetic_ballast" in plain["asked"]["questions"]["/data/lighting"]
    assert compose(read_snapshot(data).dossier, ENGLISH, NOON) == compose(whole, ENGLISH, NOON)


def test_an_answer_to_what_is_no_longer_asked_stays_at_home() -> None:
    given = {"/data/lighting/ly1_lamp_kind": Answer("led"), "/data/lighting/ly2_magnetic_ballast": Answer("hush")}
    plain = json.loads(snapshot(a_dossier(sections=answers(given))))
    said = {name for one in plain["sections"] for name in one["answers"]}
    assert said == {"ly1_lamp_kind"}


def test_how_fast_somebody_signed_is_nobodys_business() -> None:
    (ink,) = [one["ink"] for one in json.loads(snapshot(a_dossier()))["sign_offs"] if one["ink"]]
    assert {point[3] for stroke in ink["strokes"] for point in stroke} == {0}


def test_checklist_and_sets_can_be_loaded_again_and_name_themselves() -> None:
    found = read_snapshot(snapshot(a_dossier())).dossier
    assert found.checklist is not None
    assert found.checklist.sha256 == found.visit.checklist_sha256
    assert found.factor_version is not None
    assert found.factor_version.id == found.visit.factor_set_id
    assert found.price_set is not None
    assert found.price_set.prices


# -- hostile ------------------------------------------------------------------------------------------------------
def changed(change: Change) -> bytes:
    plain = json.loads(snapshot(with_answers()))
    change(plain)
    return json.dumps(plain).encode()


def nested(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


def _bomb() -> dict[str, Any]:
    """Words that name other words forty times, eight levels deep: ten million million letters."""
    found: Any = "x" * 40
    for _ in range(8):
        found = {"text": "{x}" * 40, "values": {"x": found}}
    return found


def explained(line: object) -> Change:
    return lambda told: told["measures"][0]["assessment"]["explanation"].append(line)


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"no json",
    "a list": b"[]",
    "another format": b'{"format": "x", "schema": 1}',
    "no schema": b'{"format": "ambassador-visit"}',
    "an older schema": b'{"format": "ambassador-visit", "schema": 0}',
    "a schema that is a truth": b'{"format": "ambassador-visit", "schema": true}',
    "no utf-8": b'{"format": "\xff"}',
    "not a number": changed(lambda told: told["site"].update(area_m2=float("nan"))),
    "infinity": changed(lambda told: told["site"].update(area_m2=float("inf"))),
    "far too large a number": changed(lambda told: told["site"].update(area_m2=1e300)),
    "ten thousand digits": b'{"format": "ambassador-visit", "schema": 1' + b"0" * 10_000 + b"}",
    "deeper than any stack": b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a million records": b'{"format": "ambassador-visit", "schema": 1, "findings": [' + b"{}," * 1_000_000 + b"{}]}",
    "a million lists": b'{"format": "ambassador-visit", "schema": 1, "findings": ['
    + b"[" * 900_000
    + b"]" * 900_000
    + b"]}",
    "an entry twice": b'{"format": "ambassador-visit", "format": "ambassador-visit", "schema": 1}',
    "six thousand findings": changed(lambda told: told.update(findings=told["findings"] * 3000)),
    "a text of a million letters": changed(lambda told: told["visit"].update(remarks="x" * 1_000_000)),
    "internal note": changed(lambda told: told["visit"].update(internal_note="x")),
    "something unknown": changed(lambda told: told.update(extra=1)),
    "a part less": changed(lambda told: told.pop("site")),
    "a kind that is none": changed(lambda told: told["visit"].update(kind="raid")),
    "a day that is none": changed(lambda told: told["visit"].update(clock_day="2026-02-31")),
    "a moment without a zone": changed(lambda told: told["visit"].update(started_at="2026-11-22T11:00:00")),
    "of another visit": changed(lambda told: told["findings"][0].update(visit_id="other")),
    "of another place": changed(lambda told: told["measures"][0].update(site_id="other")),
    "two of one name": changed(lambda told: told["findings"].append(told["findings"][0])),
    "a name without end": changed(lambda told: told["findings"][0].update(id="x" * 5000)),
    "a name that is none": changed(lambda told: told["findings"][0].update(id="a\u0000b")),
    "another checklist": changed(lambda told: told["checklist"].update(compiled=told["checklist"]["compiled"] + " ")),
    "a checklist by another name": changed(lambda told: told["visit"].update(checklist_sha256="0" * 64)),
    "no checklist": changed(lambda told: told.update(checklist=None)),
    "other factors": changed(lambda told: told["factor_set"].update(content=told["factor_set"]["content"] + " ")),
    "other prices": changed(lambda told: told["visit"].update(price_set_id="company@" + "0" * 64)),
    "prices that cannot be": changed(lambda told: told["visit"].update(prices_dkk_kwh={"gold": 1.0})),
    "a photo by no hash": changed(lambda told: told["attachments"][0].update(sha256="../../etc/passwd")),
    "words that grow without end": changed(explained(_bomb())),
    "words that look inside": changed(explained({"text": "{x.__class__}", "values": {"x": "y"}})),
    "words as wide as memory": changed(explained({"text": "{x:>999999999}", "values": {"x": "y"}})),
    "words that cannot be filled": changed(explained({"text": "{x", "values": {"x": "y"}})),
    "inputs deeper than any": changed(lambda told: told["measures"][0].update(inputs={"x": nested(40)})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_does_not_fit_is_a_sentence(name: str) -> None:
    with pytest.raises(ReportDataRefused) as refused:
        read_snapshot(HOSTILE[name])
    assert ENGLISH.say(refused.value.fields["reason"])  # type: ignore[arg-type]


def test_data_of_a_newer_program_is_a_sentence_of_its_own() -> None:
    with pytest.raises(ReportDataRefused) as refused:
        read_snapshot(b'{"format": "ambassador-visit", "schema": 7, "anything": []}')
    assert "newer version of the program (form 7; this one knows 1)" in ENGLISH.say(refused.value.fields["reason"])  # type: ignore[arg-type]


def test_the_place_that_does_not_fit_is_told() -> None:
    with pytest.raises(ReportDataRefused) as refused:
        read_snapshot(HOSTILE["a kind that is none"])
    assert "/visit/kind" in ENGLISH.say(refused.value.fields["reason"])  # type: ignore[arg-type]
