"""A report that somebody hands over: files of every kind get a verdict or a sentence, and data is held to the pages."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.errors import NotAReport, ReportNotRead, ReportTooLarge
from ambassador_app.report import compose, render, snapshot
from ambassador_app.seal import Embedded, Verdict, make_seal_key, seal
from ambassador_app.services import checking
from ambassador_app.services.checking import LARGEST_MB
from ambassador_app.services.redrawing import Redrawing
from ambassador_app.services.resources import Resources
from tests.builders import RESOURCES, translator
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images, measure, photo
from tests.seal.conftest import BORN

REDRAWING = Redrawing(Resources(RESOURCES), translator)


def verified(data: bytes) -> Verdict:
    return checking.verified(data, "report.pdf", REDRAWING)


def check_file(file: Path) -> Verdict:
    return checking.check_file(file, REDRAWING)


def whole() -> VisitDossier:
    found = a_dossier(measures=tuple(measure(i) for i in range(3)), attachments=tuple(photo(i) for i in range(4)))
    return replace(found, visit=replace(found.visit, language="en"))


def report_with(data: bytes) -> bytes:
    return render(compose(whole(), ENGLISH, NOON), images(4), FONTS, snapshot=data)


def sealed(pdf: bytes) -> bytes:
    key = make_seal_key(ambassador="Åse", municipality="Kommune", now=BORN, serial=7)
    return seal(pdf, key, reason="r", name="Åse", place="", when=NOON)


def other(change: Callable[[dict[str, Any]], object]) -> bytes:
    data = json.loads(snapshot(whole()))
    change(data)
    return json.dumps(data).encode()


def test_pages_are_what_their_data_gives() -> None:
    verdict = verified(sealed(report_with(snapshot(whole()))))
    assert verdict.embedded is Embedded.SAME
    assert verdict.good
    assert "drawn again from it and compared" in " ".join(one.text for one in verdict.sentences())


def by_another_version(data: bytes, title: str = "As it was called then") -> bytes:
    content = replace(compose(whole(), ENGLISH, NOON), title=title)
    return sealed(render(content, images(4), FONTS, snapshot=data))


def test_what_another_version_wrote_is_looked_for_on_the_pages() -> None:
    """Its words and layout may be others; the words of people and the photos may not."""
    true = other(lambda told: told.update(program="0.0.1"))
    verdict = verified(by_another_version(true))
    assert verdict.embedded is Embedded.READ
    assert verdict.good
    lied = other(lambda told: (told.update(program="0.0.1"), told["findings"][0].update(text="Never seen")))
    assert verified(by_another_version(lied)).embedded is Embedded.DIFFERS
    assert (
        verified(by_another_version(snapshot(whole()))).embedded is Embedded.DIFFERS
    )  # this version says it otherwise


@pytest.mark.parametrize(
    "data",
    [
        other(lambda told: told["measures"][0].update(title="Something that was never proposed")),
        other(lambda told: told["site"].update(name="Another place")),
        other(lambda told: told["measures"][0].update(investment_dkk=1.0, subsidy_dkk=7.0)),
        other(lambda told: told["measures"][0]["assessment"].update(cost_saving_dkk=99_000.0)),
        other(lambda told: told["energy"][0].update(kwh=123_000.0)),
        other(lambda told: told["visit"].update(follow_up_on="2031-01-01")),
        other(lambda told: told["sign_offs"].pop()),
        other(lambda told: told["findings"].pop()),
        other(lambda told: told["attachments"].append({**told["attachments"][0], "sha256": "0" * 64})),
        b"[]",
        b"no json",
    ],
)
def test_data_that_says_something_else_is_found_though_it_is_sealed(data: bytes) -> None:
    verdict = verified(sealed(report_with(data)))
    assert verdict.intact
    assert verdict.embedded is Embedded.DIFFERS
    assert not verdict.good
    assert "data_differs" in verdict.problems


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportNotRead) as refused:
        check_file(tmp_path / "gone.pdf")
    assert refused.value.fields["file"] == "gone.pdf"


def test_a_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportNotRead):
        check_file(tmp_path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(LARGEST_MB * 1_000_000 + 1)
    with pytest.raises(ReportTooLarge):
        check_file(huge)


def test_a_page_that_unpacks_to_more_than_any_report_is_not_read(tmp_path: Path) -> None:
    packed = zlib.compress(b"\0" * 60_000_000, 9)
    stream = b"1 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\n" % (len(packed), packed)
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(b"%PDF-1.7\n" + stream * 9)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(ReportTooLarge):
        check_file(bomb)
    assert checking.unpacks_within(report_with(snapshot(whole())), 5_000_000)
    assert not checking.unpacks_within(report_with(snapshot(whole())), 100_000)


def test_what_is_no_pdf_is_a_sentence(tmp_path: Path) -> None:
    note = tmp_path / "note.docx"
    note.write_bytes(b"PK\x03\x04")
    with pytest.raises(NotAReport):
        check_file(note)


@pytest.fixture
def foreign() -> bytes:
    """A PDF of somebody else's, with a page and nothing on it."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def test_somebody_elses_pdf_has_no_seal(foreign: bytes) -> None:
    verdict = verified(foreign)
    assert not verdict.sealed
    assert [one.text for one in verdict.sentences()] == [verdict.headline.text]


def test_a_pdf_that_another_program_signed_is_told_from_a_changed_report(foreign: bytes) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    from ambassador_app.seal.signers import FileSigner

    key = make_seal_key(ambassador="Somebody", municipality="Elsewhere", now=BORN, serial=8)
    signed = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(foreign)),
        signers.PdfSignatureMetadata(field_name="Signature1"),
        signer=FileSigner(key),
    ).getvalue()
    verdict = verified(signed)
    assert verdict.foreign
    assert not verdict.good
    assert "another program" in verdict.headline.text


@pytest.mark.parametrize("password", ["", "hemmelig"])
def test_a_locked_pdf_is_told(password: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report_with(snapshot(whole())))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
    verdict = verified(out.getvalue())
    assert verdict.encrypted
    assert not verdict.good
    assert "password" in verdict.headline.text


def test_a_report_cut_short_is_told() -> None:
    good = sealed(report_with(snapshot(whole())))
    for cut in (len(good) // 3, len(good) - 200, len(good) - 1):
        assert not verified(good[:cut]).good


def test_the_verdict_is_plain_json() -> None:
    verdict = verified(sealed(report_with(snapshot(whole()))))
    plain = json.loads(json.dumps(verdict.to_json()))
    assert plain["good"] is True
    assert plain["level"] == "B-B"
    assert replace(verdict, intact=False).to_json()["good"] is False
