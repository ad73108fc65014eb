"""The visit report: the preview that is the file, the sealed editions, and handing one over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from ambassador_app import report, seal
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import Language
from ambassador_app.report import ReportContent
from ambassador_app.seal import Verdict
from ambassador_app.services.checking import check_file, verified
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.redrawing import Redrawing

_NO_DATE: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Preview:
    """A report ready to be drawn. `mark` is another one where the file would be another, but for its date; `digest` is
    what signers sign; `draw` gives the file, takes up to a second and needs no store."""

    mark: str
    digest: str
    draw: Callable[[], bytes]


class Reports:
    """Reports of visits, before and after sealing."""

    def __init__(
        self, desk: Desk, dossiers: Dossiers, translators: Translators, issuer: Callable[[], str] = str
    ) -> None:
        self._desk = desk
        self._dossiers = dossiers
        self._translators = translators
        self._issuer = issuer
        self._redrawing = Redrawing(desk.resources, translators)

    # -- before sealing -----------------------------------------------------------------------------------------
    def preview(self, visit_id: VisitId) -> bytes:
        """Give the very file that would be sealed now, without the seal."""
        return self.drawn(self._dossiers.of(visit_id), self._desk.now())

    def ready(self, visit_id: VisitId, known: str = "") -> Preview | None:
        """Prepare the preview to be drawn on another thread; None where it would say what the `known` one says."""
        dossier, now = self._dossiers.of(visit_id), self._desk.now()
        content, data = self.content(dossier, now), report.snapshot(dossier)
        undated = repr(replace(content, created=_NO_DATE)).encode()
        mark = sha256(undated + sha256(data).digest()).hexdigest()
        if mark == known:
            return None
        images, fonts = self._images(content), self._desk.resources.fonts
        return Preview(mark, content.digest, lambda: report.render(content, images, fonts, snapshot=data))

    def content(self, dossier: VisitDossier, now: datetime) -> ReportContent:
        """Decide what the report of a dossier says, in the visit's language."""
        words = self._translators(Language(dossier.visit.language))
        return report.compose(dossier, words, now, issuer=self._issuer())

    def drawn(self, dossier: VisitDossier, now: datetime) -> bytes:
        """Draw the report of a dossier: the same dossier and moment give the same bytes."""
        content = self.content(dossier, now)
        fonts = self._desk.resources.fonts
        return report.render(content, self._images(content), fonts, snapshot=report.snapshot(dossier))

    def _images(self, content: ReportContent) -> dict[str, bytes]:
        return {one: self._desk.store.blobs.get(one) for one in content.image_hashes()}

    # -- after sealing ------------------------------------------------------------------------------------------
    def of_visit(self, visit_id: VisitId) -> tuple[Report, ...]:
        """Give the sealed reports of a visit, newest first."""
        with self._desk.store.reader() as reader:
            return tuple(sorted(reader.all(Report, visit_id=visit_id), key=lambda one: -one.revision))

    def pdf(self, report_id: ReportId) -> bytes:
        """Give a sealed report's file. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        return self._desk.store.blobs.get(found.file_sha256)

    def plain_copy(self, report_id: ReportId) -> bytes:
        """Give a PDF/A-2a copy of a sealed report without data and seal, which says so. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        pdf = self._desk.store.blobs.get(found.file_sha256)
        verdict = seal.verify(pdf, file=found.file_name)
        return self._plain(pdf, found.language, verdict.signer, verdict.signed_at)

    def plain_preview(self, visit_id: VisitId) -> bytes:
        """Give such a copy of the report as it would be sealed now."""
        dossier = self._dossiers.of(visit_id)
        return self._plain(self.drawn(dossier, self._desk.now()), dossier.visit.language)

    def _plain(self, pdf: bytes, language: str, signer: str = "", sealed_at: datetime | None = None) -> bytes:
        words = self._translators(Language(language))
        return report.plain_copy(pdf, self._desk.resources.fonts, words, signer, sealed_at)

    def verify(self, data: bytes, file: str = "") -> Verdict:
        """Check a report file. Raises NotAReport for what is no PDF."""
        return verified(data, file, self._redrawing)

    def check(self, file: Path) -> Verdict:
        """Check a report file. Raises ReportNotRead, ReportTooLarge, NotAReport."""
        return check_file(file, self._redrawing)


_CALLED: Final[Mapping[tuple[Language, bool], str]] = {
    (Language.DANISH, False): "Besoegsrapport",
    (Language.DANISH, True): "Tilsynsrapport",
    (Language.ENGLISH, False): "Visit-report",
    (Language.ENGLISH, True): "Inspection-report",
}
"""What a file is called by language and whether it is of an inspection."""


def file_name_of(dossier: VisitDossier, day: datetime, revision: int) -> str:
    """Name a report's file: what, who, when; plain ASCII, so that every system takes it."""
    plain = dossier.site.name
    for letter, spelled in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "Ae"), ("Ø", "Oe"), ("Å", "Aa")):
        plain = plain.replace(letter, spelled)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "besoeg"
    is_inspection = dossier.visit.kind is VisitKind.INSPECTION
    language = Language.DANISH if dossier.visit.language == Language.DANISH else Language.ENGLISH
    word = _CALLED[language, is_inspection]
    again = f"-v{revision}" if revision > 1 else ""
    return f"{word}-{plain}-{day:%Y-%m-%d}{again}.pdf"
