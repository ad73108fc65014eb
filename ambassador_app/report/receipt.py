"""The receipt of a sync on paper: what the office confirmed, visit by visit, each file with its SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Final

from ambassador_app.domain.place import Municipality
from ambassador_app.domain.receipt import Receipt, VisitReceipt
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Fact,
    Facts,
    Heading,
    Paragraph,
    ReportContent,
    Table,
    Tone,
)
from ambassador_app.report.papers import paper
from ambassador_app.wording.syncing import (
    KIND_LABEL,
    MEGABYTE,
    receipt_words,
    records_and_files,
    refusal_words,
    trouble_words,
    visit_words,
)

_GROUP: Final = 8
"""So many digits of a SHA-256 stand together: it can be compared by eye, and breaks where the column ends."""


def receipt_paper(
    found: Receipt, fonts: Path, translator: Translator, *, created: datetime, office: Municipality | None = None
) -> bytes:
    """Draw a receipt as PDF/A-3a and PDF/UA-1, in the translator's language; the same arguments, the same bytes."""
    from ambassador_app.report.rendering import render

    return render(receipt_content(found, translator, created=created, office=office), {}, fonts)


def receipt_content(
    found: Receipt, translator: Translator, *, created: datetime, office: Municipality | None = None
) -> ReportContent:
    """Decide what stands on the pages of a receipt."""
    when = translator.tr(N_("As of {moment}"), moment=found.at)
    return paper(
        translator,
        translator.tr(N_("Receipt of the office")),
        when,
        footer=when,
        created=created,
        office=office,
        front=_front(found, translator),
        blocks=_blocks(found, translator),
    )


def _front(found: Receipt, words: Translator) -> Iterator[Block]:
    yield Callout(receipt_words(found, words), tone=Tone.PLAIN if found.is_whole else Tone.NOTICE)
    trouble = trouble_words(found, words)
    if trouble:
        yield Paragraph(trouble)
    yield Facts(tuple(_facts(found, words)))
    yield Paragraph(
        words.tr(
            N_(
                "A record or file is counted here only when the office itself had confirmed it. A file is named with "
                "its SHA-256, a number worked out of all its bytes: the office worked it out anew from what it "
                "received, so the same number says that the file arrived as it was."
            )
        ),
        small=True,
    )


def _facts(found: Receipt, words: Translator) -> Iterator[Fact]:
    yield Fact(words.tr(N_("Office")), found.office)
    if found.received:
        yield Fact(words.tr(N_("Records received")), words.number(found.received, 0))
    if found.bytes:
        size = words.number(found.bytes / MEGABYTE, 1)
        yield Fact(words.tr(N_("Brought to the office")), words.tr(N_("{size} MB"), size=size))
    if found.waiting_records or found.waiting_files:
        waiting = records_and_files(found.waiting_records, found.waiting_files, words)
        yield Fact(words.tr(N_("Not there yet")), waiting)
    if found.conflicts:
        yield Fact(words.tr(N_("Conflicts to decide")), words.number(found.conflicts, 0))


def _blocks(found: Receipt, words: Translator) -> Iterator[Block]:
    if found.refusals:
        yield Heading(words.tr(N_("Not taken by the office")))
        yield Bullets(
            tuple(
                f"{words.tr(KIND_LABEL.get(one.kind, one.kind))}: {words.say(refusal_words(one))}"
                for one in found.refusals
            )
        )
    for visit in found.visits:
        yield from _visit(visit, words)


def _visit(visit: VisitReceipt, words: Translator) -> Iterator[Block]:
    said = visit_words(visit, words)
    yield Heading(visit.title or words.tr(N_("Visit")))
    yield Paragraph(f"{said[:1].upper()}{said[1:]}.", keep=bool(visit.files))
    if visit.files:
        columns = (
            Column(words.tr(N_("File")), 1.3),
            Column(words.tr(N_("kB")), 0.45, Align.END),
            Column("SHA-256", 2.2),
        )
        yield Table(columns, tuple((one.name, _kilobytes(one.size, words), grouped(one.sha256)) for one in visit.files))


def _kilobytes(size: int, words: Translator) -> str:
    return words.number(max(size / 1000, 1), 0)


def grouped(sha256: str) -> str:
    """Write a digest in groups of digits."""
    return " ".join(wrap(sha256, _GROUP))
