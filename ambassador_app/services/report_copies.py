"""Copies of a sealed report in another shape, made from the data that the sealed file carries; it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ambassador_app import photos, report, seal
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import CopyNotMade
from ambassador_app.i18n import Language, Translator
from ambassador_app.report import ReportContent
from ambassador_app.seal import Origin
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.redrawing import carried_by
from ambassador_app.services.reports import Reports

SIZES: Final = ((1200, 75), (900, 68), (640, 60), (480, 50))
"""Longest side in pixels and JPEG quality of the photos of a copy for mail, tried in this order."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a sealed report says, with its pictures by SHA-256 and the words of its language."""

    content: ReportContent
    images: Mapping[str, bytes]
    words: Translator


class ReportCopies:
    """Makes Word copies and copies for mail."""

    def __init__(self, desk: Desk, reports: Reports, dossiers: Dossiers, translators: Translators) -> None:
        self._desk = desk
        self._reports = reports
        self._dossiers = dossiers
        self._translators = translators

    def record(self, report_id: ReportId) -> Report:
        """Give the record of a report. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            return reader.load(Report, report_id)

    def composed(self, found: Report) -> Composed:
        """Decide again what a sealed report says, from nothing but its own file.

        Raises CopyNotMade for a file without data, ReportDataRefused, ReportDataNewer.
        """
        pdf = self._desk.store.blobs.get(found.pdf_sha256)
        carried = carried_by(pdf)
        if carried is None:
            raise CopyNotMade(file=found.file_name)
        words = self._translators(Language(found.language))
        verdict = seal.verify(pdf)
        issuer = verdict.issuer if verdict.origin is Origin.ISSUED else ""
        content = report.compose(carried.data.dossier, words, found.sealed_at, issuer=issuer)
        return Composed(content, carried.pictures, words)

    def word(self, report_id: ReportId) -> bytes:
        """Give a sealed report as an unsigned Word document. Raises RecordNotFound and what `composed` raises."""
        made = self.composed(self.record(report_id))
        return report.word(made.content, made.images, self._desk.resources.fonts, made.words)

    def word_of_visit(self, visit_id: VisitId) -> bytes:
        """Give the report of a visit as it would be sealed now as an unsigned Word document. Raises RecordNotFound."""
        dossier = self._dossiers.of(visit_id)
        words = self._translators(Language(dossier.visit.language))
        content = self._reports.content(dossier, self._desk.now())
        images = {sha256: self._desk.store.blobs.get(sha256) for sha256 in content.image_hashes()}
        return report.word(content, images, self._desk.resources.fonts, words)

    def with_smaller_photos(self, found: Report, longest: int, quality: int) -> bytes:
        """Draw a sealed report again, with photos of at most `longest` pixels, marked as a copy, without seal and data.

        Raises what `composed` raises.
        """
        made = self.composed(found)
        images = {name: photos.smaller(data, longest, quality) for name, data in made.images.items()}
        marked = report.mail_copy(made.content, made.words, found.pdf_sha256)
        return report.render(marked, images, self._desk.resources.fonts)
