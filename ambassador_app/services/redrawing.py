"""A report drawn again from the data it carries: the proof that pages and data say the same."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ambassador_app import photos, report, seal
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.visit import AttachmentKind
from ambassador_app.errors import AmbassadorError, ReportDataRefused
from ambassador_app.i18n import N_, Language, Message, Translator
from ambassador_app.report import ReportContent, VisitData, comparing
from ambassador_app.report.edition import program
from ambassador_app.seal import Origin, Verdict
from ambassador_app.services.desk import Translators
from ambassador_app.services.resources import Resources

LARGEST_DATA: Final = 24_000_000
"""Bytes of data, unpacked: ten times the largest visit that can be made."""
MOST_PICTURES: Final = 2_000
HOSTILE: Final = (
    *(ValueError, LookupError, TypeError, AttributeError, RuntimeError, ArithmeticError, RecursionError, OSError),
    *(MemoryError, zlib.error),
)
"""What libraries may raise over a file that was made to mislead them."""


class Agreement(StrEnum):
    """How the pages of a report stand to its data."""

    DRAWN_AGAIN = "drawn_again"
    READ = "read"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a report carries: its data as it is and as it was read, and the pictures on its pages by SHA-256."""

    raw: bytes
    data: VisitData
    pictures: dict[str, bytes]


def carried_by(pdf: bytes) -> Carried | None:
    """Read the data and pictures of a report; None where it carries no data.

    Raises NotAReport, FileTooLarge, ReportDataRefused.
    """
    raw = seal.read_embedded(pdf, limit=LARGEST_DATA)
    if raw is None:
        return None
    data = report.read_snapshot(raw)
    return Carried(raw, data, _pictures(pdf, set(image_names(data.dossier))))


def image_names(dossier: VisitDossier) -> Iterator[str]:
    """Name the pictures that a dossier's pages may show."""
    yield from (one.sha256 for one in dossier.attachments if one.sha256)
    yield from (one.sha256 for one in dossier.earlier_photos)
    if dossier.municipality.logo:
        yield dossier.municipality.logo


def _pictures(pdf: bytes, wanted: set[str]) -> dict[str, bytes]:
    found = {}
    for number, one in enumerate(seal.pictures(pdf)):
        name = hashlib.sha256(one).hexdigest()
        if name in wanted and photos.jpeg_size(one) is not None:
            found[name] = one
        if number > MOST_PICTURES:
            break
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says, worked out again from its data, and the words of its language."""

    dossier: VisitDossier
    content: ReportContent
    words: Translator
    carried: Carried


class Redrawing:
    """Draws reports from nothing but their own data."""

    def __init__(self, resources: Resources, translators: Translators) -> None:
        self._fonts = resources.fonts
        self._translators = translators

    def told(self, pdf: bytes, verdict: Verdict | None = None) -> Told | None:
        """Decide again what a report says, from its own data; None where it carries none. `verdict` spares a check.

        Raises NotAReport, FileTooLarge, ReportDataRefused.
        """
        carried = carried_by(pdf)
        return None if carried is None else self._told(carried, pdf, verdict or seal.verify(pdf))

    def _told(self, carried: Carried, pdf: bytes, verdict: Verdict) -> Told:
        dossier = carried.data.dossier
        issuer = verdict.issuer if verdict.origin is Origin.ISSUED else ""
        try:
            words = self._translators(Language(dossier.visit.language))
            content = report.compose(dossier, words, comparing.drawn_at(pdf), issuer=issuer)
        except HOSTILE:
            raise ReportDataRefused(reason=Message(N_("its data tells of nothing that a page could show"))) from None
        return Told(dossier, content, words, carried)

    def drawn(self, told: Told) -> bytes:
        """Give the report as it was before it was sealed."""
        return report.render(told.content, told.carried.pictures, self._fonts, snapshot=told.carried.raw)

    def agreement(self, pdf: bytes, verdict: Verdict) -> Agreement:
        """Tell whether the pages say what the data says.

        The pages are drawn again from the data and compared. Where another version of the program wrote them, its words
        and layout may be others: then all that people wrote is looked for on the pages, and every picture.
        """
        try:
            carried = carried_by(pdf)
            if carried is None or not _stands_on_pages(carried, pdf):
                return Agreement.NONE  # far cheaper to find out than by drawing
            told = self._told(carried, pdf, verdict)
            if comparing.are_same(self.drawn(told), pdf):
                return Agreement.DRAWN_AGAIN
            return Agreement.READ if carried.data.program != program() else Agreement.NONE
        except (AmbassadorError, *HOSTILE):
            return Agreement.NONE


def _stands_on_pages(carried: Carried, pdf: bytes) -> bool:
    """Whether what every report must show of its data stands on these pages, and each photo among their pictures."""
    dossier = carried.data.dossier
    text = _plain(report.logical_text(pdf))
    shown = [one for one in dossier.attachments if one.kind is AttachmentKind.PHOTO and one.sha256]
    written = (*_written(dossier), *(one.caption for one in shown))
    said = all(_plain(line) in text for one in written for line in one.splitlines())
    return said and all(one.sha256 in carried.pictures for one in shown)


def _written(dossier: VisitDossier) -> Iterator[str]:
    """Give what people wrote that every report must show."""
    yield from (dossier.site.name, dossier.ambassador.name, dossier.municipality.name, dossier.visit.remarks)
    yield from (one.name for one in dossier.visit.participants)
    yield from (one.title for one in dossier.measures)
    yield from (one.text for one in dossier.findings)
    yield from (one.what for one in dossier.actions)
    yield from (one.name for one in dossier.sign_offs)


def _plain(text: str) -> str:
    """Leave letters and digits only: a face without a sign, a line end or a hyphen makes no difference."""
    return "".join(letter for letter in text.casefold() if letter.isalnum() and letter < "\u0250")
