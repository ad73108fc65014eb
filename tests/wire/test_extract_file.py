"""Extracts from elsewhere: whatever is in the file, it is read whole and as it was signed, or refused."""

import json
import runpy
from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassador_app.domain.extract_reading import ExtractUnfit, plain_of, read_extract
from ambassador_app.domain.publication import Witness
from ambassador_app.wire import limits
from ambassador_app.wire.canonical import canonical
from ambassador_app.wire.extract_file import ExtractFileRefused, attested, read, write
from ambassador_app.wire.publications import public_of
from tests import extracts

KEY, OFFICE, OTHER = b"k" * 32, b"o" * 32, b"x" * 32
PLAIN = plain_of(extracts.extract())
DATA = write(PLAIN, KEY)
WITNESS = Witness("device", public_of(KEY), "", "coordinator", "2026-11-20T09:00:00+00:00")
ATTESTED = attested(read(DATA), WITNESS, OFFICE)


def why(data):
    with pytest.raises(ExtractFileRefused) as caught:
        read(data)
    return caught.value.why


def resigned(change):
    """What somebody might sign who has a key of his own."""
    plain = json.loads(canonical(PLAIN))
    change(plain)
    return write(plain, OTHER)


def test_what_was_written_is_read():
    signed = read(DATA)
    assert read_extract(signed.extract) == extracts.extract()
    assert (signed.public_key, signed.witness) == (public_of(KEY), None)
    assert write(PLAIN, KEY) == DATA


def test_an_office_vouches_for_whose_it_is():
    signed = read(ATTESTED)
    assert signed.sha256 == read(DATA).sha256
    assert signed.is_vouched(public_of(OFFICE))
    assert not signed.is_vouched(public_of(OTHER))
    assert not signed.is_vouched("")
    assert not read(DATA).is_vouched(public_of(OFFICE))
    assert (signed.witness.device, signed.witness.role) == ("device", "coordinator")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(ATTESTED) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(at, by):
    data = bytearray(ATTESTED)
    data[at] ^= by
    with pytest.raises(ExtractFileRefused):
        read(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        DATA + b" ",
        b" " + DATA,
        DATA.replace(b'"version":1', b'"version":1.0'),
        DATA.replace(b'"version":1', b'"version":true'),
        DATA.replace(b'"version":1', b'"version":0'),
        DATA.replace(b'"format"', b'"beside":1,"format"'),
        DATA.replace(b'"attestation":null', b'"attestation":{}'),
        DATA.replace(b'"attestation":null', b'"attestation":"x"'),
        DATA.replace(b'"attestation":null,', b""),
        DATA.replace(b"12000", b"NaN"),
        DATA.replace(b"12000", b"1" * 5_000),
        json.dumps(json.loads(DATA)).encode(),
    ],
)
def test_what_is_no_extract(data):
    assert why(data) == "form"


def test_a_newer_version_is_said_to_be_one():
    assert why(DATA.replace(b'"version":1', b'"version":2')) == "newer"


def test_what_is_too_large_is_not_read():
    assert why(b" " * (limits.EXTRACT + 1)) == "too-large"
    many = {**PLAIN, "shared": [{"type": "course", "id": str(n), "facts": {"a": "x" * 199}} for n in range(20_000)]}
    with pytest.raises(ExtractFileRefused) as caught:
        write(many, KEY)
    assert caught.value.why == "too-large"


def test_signatures_of_others_do_not_fit():
    mine, theirs = json.loads(DATA), json.loads(write(PLAIN, OTHER))
    for part in ("public_key", "signature"):
        mixed = {**mine, part: theirs[part]}
        assert why(canonical(mixed)) == "signature"
    vouched = json.loads(ATTESTED)
    vouched["attestation"]["witness"]["role"] = "administrator"
    assert why(canonical(vouched)) == "signature"
    for bad in ("", "A", "!" * 43, mine["signature"] + "="):
        assert why(canonical({**mine, "signature": bad})) == "signature"


def test_an_attestation_of_another_signature_does_not_fit():
    other = json.loads(write({**PLAIN, "id": "01900000-0000-7000-8000-0000000000ff"}, KEY))
    other["attestation"] = json.loads(ATTESTED)["attestation"]
    assert why(canonical(other)) == "signature"


def set_in(plain, path, value):
    *way, last = path
    for part in way:
        plain = plain[part]
    plain[last] = value


ODD = [None, True, -1, 1e300, 10**400, 1.5, "", "x", "x" * 5_000, "a\nb", "\u202etxt", [], {}, [[]], {"a": 1}]
PATHS = [
    ("id",), ("programme",), ("programme", "id"), ("programme", "name"), ("municipality", "id"), ("as_of",),
    ("made_at",), ("made_by",), ("method", "rules"), ("method", "factor_sets"), ("cases",), ("cases", 0),
    ("cases", 0, "id"), ("cases", 0, "kind"), ("cases", 0, "step"), ("cases", 0, "trade"), ("cases", 0, "name"),
    ("cases", 0, "measures"), ("cases", 0, "measures", 0, "kwh"), ("cases", 0, "measures", 0, "dkk"),
    ("cases", 0, "measures", 0, "calculator"), ("cases", 0, "measures", 0, "area"),
    ("cases", 0, "measures", 0, "status"), ("cases", 0, "measures", 0, "year"),
    ("cases", 0, "measures", 1, "verified"), ("cases", 0, "measures", 1, "verified", "kwh"),
    ("groups",), ("groups", 0, "sites"), ("groups", 0, "sums"), ("groups", 0, "sums", "proposed"),
    ("groups", 0, "sums", "proposed", "measures"), ("shared",),
]  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PATHS), st.sampled_from(ODD))
def test_odd_values_are_refused_or_read_as_they_are(path, value):
    plain = deepcopy(json.loads(canonical(PLAIN)))
    set_in(plain, path, value)
    try:
        found = read_extract(plain)
    except ExtractUnfit:
        return
    assert plain_of(found) == plain


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.update(beside=1),
        lambda plain: plain.pop("shared"),
        lambda plain: plain["cases"][0].update(cvr="13748136"),
        lambda plain: plain["cases"][0].update(kind="home"),
        lambda plain: plain["cases"].append(plain["cases"][0]),
        lambda plain: plain["cases"][0]["measures"][0].update(kwh=None),
        lambda plain: plain["cases"][0]["measures"][0].update(investment_dkk=-5),
        lambda plain: plain["groups"].append(plain["groups"][0]),
        lambda plain: plain["groups"][0].update(sites=None),
        lambda plain: plain["groups"][0].update(sites=0),
        lambda plain: plain.update(as_of="2026-12-24"),
        lambda plain: plain.update(made_at="2026-11-20T09:00:00"),
        lambda plain: plain.update(made_at="2026-11-20T09:00:00+01:00"),
        lambda plain: plain.update(shared=[{"type": "course", "id": "1", "facts": {"a": {"b": 1}}}]),
        lambda plain: plain.update(shared=[{"type": "course", "id": "1", "facts": {"A b": 1}}]),
    ],
)
def test_what_this_program_could_not_have_written_is_refused_though_it_is_signed(change):
    with pytest.raises(ExtractUnfit):
        read_extract(read(resigned(change)).extract)


def test_more_cases_than_any_municipality_has_are_refused():
    bare = {**PLAIN["cases"][0], "measures": []}
    with pytest.raises(ExtractUnfit):
        read_extract({**PLAIN, "cases": [{**bare, "id": f"{n:032x}"} for n in range(20_001)]})


def test_items_of_a_kind_that_is_not_known_are_kept():
    item = {"type": "course", "id": "k-1", "facts": {"title": "Bliv Mester i Energi", "modules": 9, "open": True}}
    found = read_extract(read(resigned(lambda plain: plain.update(shared=[item]))).extract)
    assert found.shared[0].facts["title"] == "Bliv Mester i Energi"


def test_the_published_schema_is_what_the_types_give_and_fits_what_is_written():
    """When it is not: `python .ci/extract_schema.py`. What an older file does not fit raises VERSION."""
    root = Path(__file__).parents[2]
    module = runpy.run_path(str(root / ".ci" / "extract_schema.py"))
    made = module["schema"]()
    assert json.loads((root / "docs/programme-extract/extract-1.schema.json").read_text("utf-8")) == made
    validator = jsonschema.Draft202012Validator(made)
    for data in (DATA, ATTESTED):
        validator.validate(json.loads(data))
    for change in ({"beside": 1}, {"extract": {**PLAIN, "cvr": "13748136"}}):
        assert not validator.is_valid({**json.loads(DATA), **change})
