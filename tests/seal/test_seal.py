"""A seal holds while every byte is as it was, and not a byte longer."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambassador_app.errors import FileTooLarge, NotAReport, SealFailed
from ambassador_app.i18n import Language
from ambassador_app.report import check, snapshot
from ambassador_app.seal import Embedded, Origin, SealKey, Verdict, make_seal_key, read_embedded, seal, verify
from tests.builders import translator
from tests.report.samples import NOON, a_dossier
from tests.seal.changes import found_out, hole_of
from tests.seal.conftest import BORN


def test_a_sealed_report_is_good_and_says_whose_it_is(sealed: bytes, key: SealKey) -> None:
    verdict = verify(sealed)
    assert verdict.good
    assert verdict == Verdict(
        sealed=True,
        intact=True,
        whole_file=True,
        unchanged=True,
        signer="Åse Østergård",
        owner="Eksempelkøbing Kommune",
        issuer="Åse Østergård",
        valid_from=key.not_before,
        valid_until=key.not_after,
        fingerprint=key.fingerprint,
        signed_at=NOON,
        reason="Report issued",
        place="Middelfart",
        origin=Origin.SELF_MADE,
        embedded=Embedded.MATCHES,
    )


def test_the_pages_are_not_touched_by_the_seal(unsealed: bytes, sealed: bytes) -> None:
    assert sealed.startswith(unsealed)
    assert check(sealed) == ()


def test_a_sealed_report_still_says_that_it_is_pdf_1_7(sealed: bytes) -> None:
    """PDF/A-3 rests on that version; an elliptic curve is no reason to declare another."""
    with pikepdf.open(io.BytesIO(sealed)) as document:
        assert document.pdf_version == "1.7"
        assert "/Version" not in document.Root
        assert sorted(document.Root.Extensions.keys()) == ["/ESIC"]


def test_a_preview_has_no_seal(unsealed: bytes) -> None:
    verdict = verify(unsealed)
    assert not verdict.sealed
    assert not verdict.good
    assert verdict.problems == ("no_seal",)


# -- every byte counts --------------------------------------------------------------------------------------------
@settings(max_examples=60)
@given(st.data())
def test_a_flipped_bit_anywhere_is_found(sealed: bytes, data: st.DataObject) -> None:
    place, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(sealed)
    changed[place] ^= 1 << bit
    assert found_out(bytes(changed))


@settings(max_examples=60)
@given(st.data())
def test_a_changed_byte_in_the_signature_itself_is_found(sealed: bytes, data: st.DataObject) -> None:
    start, end = hole_of(sealed)
    written = len(sealed[start:end].rstrip(b"0>"))
    place = data.draw(st.one_of(st.integers(start, start + written), st.integers(start, end - 1)))
    value = data.draw(st.sampled_from(sorted(set(b"0123456789abcdefABCDEF \n<>") - {sealed[place]})))
    changed = bytearray(sealed)
    changed[place] = value
    assert found_out(bytes(changed))


def test_the_same_signature_written_otherwise_is_found(sealed: bytes) -> None:
    start, end = hole_of(sealed)
    assert found_out(sealed[:start] + sealed[start:end].lower() + sealed[end:])


@pytest.mark.parametrize("tail", [b"\n", b"%", b"\0" * 100, b"%%EOF\n"])
def test_something_hung_on_is_found(sealed: bytes, tail: bytes) -> None:
    verdict = verify(sealed + tail)
    assert not verdict.good
    assert not verdict.whole_file


def edited(sealed: bytes, change: Any) -> bytes:
    """An incremental change, as an editor makes one: the sealed bytes stay, something is added."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def turn_page(writer: Any) -> None:
    from pyhanko.pdf_utils import generic

    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    page.get_object()["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page.get_object())


def rename(writer: Any) -> None:
    from pyhanko.pdf_utils import generic

    writer.set_info(generic.DictionaryObject({generic.NameObject("/Title"): generic.TextStringObject("Another")}))


@pytest.mark.parametrize("change", [turn_page, rename])
def test_an_added_change_is_found_though_the_sealed_bytes_are_whole(sealed: bytes, change: Any) -> None:
    changed = edited(sealed, change)
    assert changed.startswith(sealed)
    verdict = verify(changed)
    assert not verdict.good
    assert "added" in verdict.sentences()[0].text


def test_saving_it_anew_breaks_the_seal(sealed: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as document:
        document.save(out)
    assert found_out(out.getvalue())


def test_a_report_sealed_twice_is_not_taken_for_good(sealed: bytes, key: SealKey) -> None:
    with pytest.raises((SealFailed, NotAReport)):
        seal(sealed, key, reason="again", name="x", place="", when=NOON)


def test_another_key_gives_another_fingerprint(unsealed: bytes, key: SealKey) -> None:
    """Whoever seals a forged report with a key of the same name is given away by the fingerprint."""
    forger = make_seal_key(ambassador="Åse Østergård", municipality="Eksempelkøbing Kommune", now=BORN, serial=1)
    forged = verify(seal(unsealed, forger, reason="Report issued", name="Åse Østergård", place="", when=NOON))
    assert forged.good
    assert forged.fingerprint != key.fingerprint


# -- garbage ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n", b"PK\x03\x04"])
def test_what_is_no_pdf_is_no_report(data: bytes) -> None:
    with pytest.raises(NotAReport) as refused:
        verify(data, file="x.pdf")
    assert refused.value.fields == {"file": "x.pdf"}


@settings(max_examples=20)
@given(st.binary(max_size=300), st.data())
def test_garbage_gets_a_verdict_and_no_traceback(sealed: bytes, noise: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(sealed)))
    for found in (b"%PDF-1.7\n" + noise, sealed[:cut], sealed[:cut] + noise + sealed[cut + len(noise) :]):
        if found != sealed:
            assert found_out(found)


# -- sealing ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("when", [BORN - timedelta(days=1), BORN + timedelta(days=3700)])
def test_a_key_that_is_not_valid_at_that_time_does_not_seal(unsealed: bytes, key: SealKey, when: Any) -> None:
    with pytest.raises(SealFailed) as refused:
        seal(unsealed, key, reason="r", name="n", place="", when=when)
    assert refused.value.fields["reason"].values["moment"] in (key.not_before, key.not_after)


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\nnothing"])
def test_only_reports_are_sealed(key: SealKey, data: bytes) -> None:
    with pytest.raises(NotAReport):
        seal(data, key, reason="r", name="n", place="", when=NOON)


def test_a_pdf_without_the_prepared_field_is_not_sealed(key: SealKey) -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    with pytest.raises((SealFailed, NotAReport)):
        seal(out.getvalue(), key, reason="r", name="n", place="", when=NOON)


# -- embedded data ------------------------------------------------------------------------------------------------
def test_the_data_comes_out_as_it_went_in(sealed: bytes) -> None:
    assert read_embedded(sealed) == snapshot(a_dossier())


def test_a_report_without_data_says_so(sealed: bytes) -> None:
    assert read_embedded(sealed, name="other.json") is None


def test_data_beyond_the_limit_is_not_unpacked(sealed: bytes) -> None:
    with pytest.raises(FileTooLarge):
        read_embedded(sealed, limit=1000)


def test_data_that_is_not_what_its_check_sum_says_is_damaged(unsealed: bytes, key: SealKey) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(unsealed)) as document:
        document.Root.AF[0].EF.F.Params.CheckSum = pikepdf.String(hashlib.md5(b"other").digest())
        document.save(out)
    forged = seal(out.getvalue(), key, reason="r", name="n", place="", when=NOON)
    verdict = verify(forged)
    assert verdict.intact
    assert verdict.embedded is Embedded.DAMAGED
    assert not verdict.good
    with pytest.raises(NotAReport):
        read_embedded(forged)


# -- words --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", list(Language))
def test_every_verdict_can_be_told(sealed: bytes, language: Language) -> None:
    good = verify(sealed)
    words = translator(language)
    for verdict in (
        good,
        replace(good, intact=False),
        replace(good, whole_file=False),
        replace(good, embedded=Embedded.DAMAGED),
        replace(good, origin=Origin.ISSUED, embedded=Embedded.ABSENT),
        Verdict(sealed=False),
        Verdict(sealed=True, problems=("unreadable",)),
    ):
        told = [words.say(sentence) for sentence in verdict.sentences()]
        assert all(told)
        assert json.loads(json.dumps(verdict.to_json()))["good"] == verdict.good
    assert good.shown_fingerprint.replace(" ", "").lower() == good.fingerprint
