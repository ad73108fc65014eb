"""The receipt on paper: every record count, file and hash of it is in the text of a conforming PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from ambassador_app.domain.receipt import Receipt, ReceivedFile, VisitReceipt
from ambassador_app.domain.syncing import Refusal
from ambassador_app.i18n import Language
from ambassador_app.report import check, logical_text, receipt_paper
from ambassador_app.report.receipt import grouped
from tests.builders import RESOURCES, translator

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FONTS = RESOURCES / "fonts"
FILES = tuple(
    ReceivedFile(f"Fyrrum med en meget lang beskrivelse nr. {number}.jpg", sha256(bytes([number])).hexdigest(), 312_000)
    for number in range(60)
)
VISIT = VisitReceipt("v", "Sønderå Maskinfabrik A/S", 48, FILES)
OTHER = VisitReceipt("w", "Ærøgården", 5, FILES[:1], waiting_records=2, waiting_files=3)
WHOLE = Receipt(NOON, "Oddeby Kommune", 53, 12, 61, 19_000_000, visits=(VISIT,))
HALF = replace(
    WHOLE,
    waiting_records=2,
    waiting_files=3,
    conflicts=1,
    refusals=(Refusal("template", "t", "forbidden", "", NOON.isoformat()),),
    visits=(VISIT, OTHER),
    trouble="OfficeAway",
    about=(("office", "kontor.oddeby.dk"),),
)


@pytest.mark.parametrize("language", tuple(Language))
@pytest.mark.parametrize("receipt", [WHOLE, HALF], ids=["whole", "half"])
def test_everything_the_office_confirmed_stands_on_it(receipt: Receipt, language: Language) -> None:
    words = translator(language)
    pdf = receipt_paper(receipt, FONTS, words, created=NOON + timedelta(hours=1))
    assert check(pdf) == ()
    said = " ".join(logical_text(pdf).split())
    for visit in receipt.visits:
        assert visit.title in said
        for file in visit.files:
            assert said.count(grouped(file.sha256)) >= 1
            assert file.name in said
    assert "Oddeby Kommune" in said
    assert words.moment(receipt.at) in said


def test_what_is_not_there_is_not_called_safe() -> None:
    said = " ".join(logical_text(receipt_paper(HALF, FONTS, translator(Language.ENGLISH), created=NOON)).split())
    assert "Ended early" in said
    assert "Not all at the office yet, here waits: 2 records and 3 files." in said
    assert "only a coordinator may publish this" in said
    assert "The office cannot be reached from here." in said
    assert "confirmed everything" not in said


def test_the_same_receipt_is_the_same_file() -> None:
    one, other = (receipt_paper(WHOLE, FONTS, translator(), created=NOON) for _ in range(2))
    assert one == other


def test_a_digest_is_read_in_groups() -> None:
    assert grouped("0123456789abcdef") == "01234567 89abcdef"
