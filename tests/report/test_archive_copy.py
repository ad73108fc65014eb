"""The plain copy for wary archives: the very pages, no data, no seal, and it says so."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from ambassador_app.errors import NotAReport
from ambassador_app.i18n import Language
from ambassador_app.report import check, compose, logical_text, plain_copy, render, snapshot
from ambassador_app.seal import make_seal_key, raise_seal, seal, verify
from tests.builders import translator
from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images
from tests.seal.authorities import SERVICE, Service

SIGNER = "Åse Østergård"


@pytest.fixture(scope="module")
def drawn() -> bytes:
    whole = a_dossier()
    return render(compose(whole, ENGLISH, NOON), images(4), FONTS, snapshot=snapshot(whole))


@pytest.fixture(scope="module")
def sealed(drawn: bytes) -> bytes:
    key = make_seal_key(ambassador=SIGNER, municipality="Kommune", now=datetime(2026, 1, 1, tzinfo=UTC), serial=7)
    return seal(drawn, key, reason="r", name=SIGNER, place="", when=NOON)


def copy_of(pdf: bytes, language: Language = Language.ENGLISH) -> bytes:
    return plain_copy(pdf, FONTS, translator(language), SIGNER, NOON)


def test_it_holds_neither_data_nor_seal(sealed: bytes) -> None:
    copied = copy_of(sealed)
    assert check(copied) == ()
    with pikepdf.open(io.BytesIO(copied)) as document:
        assert not {"/AF", "/AcroForm", "/Perms", "/DSS", "/Names"} & set(document.Root.keys())
        assert not document.attachments
        assert b"<pdfaid:part>2</pdfaid:part>" in document.Root.Metadata.read_bytes()
        assert "copy without seal and data" in str(document.docinfo["/Title"])
    assert b"ByteRange" not in copied
    assert not verify(copied).sealed


def test_its_pages_say_the_same_and_that_it_is_a_copy(sealed: bytes) -> None:
    before, after = logical_text(sealed).splitlines(), logical_text(copy_of(sealed)).splitlines()
    added = [line.strip() for line in after if line not in before]
    taken = [line.strip() for line in before if line not in after]
    assert added[0].startswith("P Copy without seal and data; what is said")
    assert SIGNER in added[0]
    assert len(added) == 2
    assert added[1].startswith("P Copy without seal and data. The report itself was sealed")
    assert [line.split()[0] for line in taken] == ["Form", "Form"]


def test_every_page_is_marked(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(copy_of(sealed))) as document:
        assert all("/CopyMark" in page.obj.Resources.XObject for page in document.pages)


def test_the_same_report_gives_the_same_copy(sealed: bytes) -> None:
    assert copy_of(sealed) == copy_of(sealed)


def test_a_raised_seal_leaves_nothing_behind(sealed: bytes) -> None:
    raised = raise_seal(sealed, service=SERVICE, reach=Service(NOON)).pdf
    assert check(copy_of(raised, Language.DANISH)) == ()
    assert logical_text(copy_of(raised)) == logical_text(copy_of(sealed))


def test_a_preview_says_that_it_is_not_sealed(drawn: bytes) -> None:
    copied = plain_copy(drawn, FONTS, ENGLISH)
    assert check(copied) == ()
    assert "Copy without data of a report that is not sealed." in logical_text(copied)
    assert "Copy, not sealed." in logical_text(copied)


def test_a_name_of_any_length_stays_on_its_line(sealed: bytes) -> None:
    copied = plain_copy(sealed, FONTS, ENGLISH, "Å" * 300, NOON)
    assert check(copied) == ()


@pytest.mark.parametrize("bad", [b"", b"PK", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_report_is_a_sentence(bad: bytes) -> None:
    with pytest.raises(NotAReport):
        plain_copy(bad, FONTS, ENGLISH)
