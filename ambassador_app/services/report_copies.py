"""Copies of a sealed report in another shape, made from the data that the sealed file carries; it stays as it is."""

from __future__ import annotations

from typing import Final

from ambassador_app import photos, report
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.sign_off import Report
from ambassador_app.errors import CopyNotMade
from ambassador_app.i18n import Language
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.redrawing import Redrawing, Told
from ambassador_app.services.reports import Reports

SIZES: Final = ((1200, 75), (900, 68), (640, 60), (480, 50))
"""Longest side in pixels and JPEG quality of the photos of a copy for mail, tried in this order."""


class ReportCopies:
    """Makes Word copies and copies for mail."""

    def __init__(self, desk: Desk, reports: Reports, dossiers: Dossiers, translators: Translators) -> None:
        self._desk = desk
        self._reports = reports
        self._dossiers = dossiers
        self._translators = translators
        self._redrawing = Redrawing(desk.resources, translators)

    def record(self, report_id: ReportId) -> Report:
        """Give the record of a report. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            return reader.load(Report, report_id)

    def told(self, found: Report) -> Told:
        """Decide again what a sealed report says, from nothing but its own file.

        Raises CopyNotMade for a file without data, ReportDataRefused.
        """
        told = self._redrawing.told(self._desk.store.blobs.get(found.file_sha256))
        if told is None:
            raise CopyNotMade(file=found.file_name)
        return told

    def word(self, report_id: ReportId) -> bytes:
        """Give a sealed report as an unsigned Word document. Raises RecordNotFound and what `told` raises."""
        told = self.told(self.record(report_id))
        return report.word(told.content, told.carried.pictures, self._desk.resources.fonts, told.words)

    def word_of_visit(self, visit_id: VisitId) -> bytes:
        """Give the report of a visit as it would be sealed now as an unsigned Word document. Raises RecordNotFound."""
        dossier = self._dossiers.of(visit_id)
        words = self._translators(Language(dossier.visit.language))
        content = self._reports.content(dossier, self._desk.now())
        images = {sha256: self._desk.store.blobs.get(sha256) for sha256 in content.image_hashes()}
        return report.word(content, images, self._desk.resources.fonts, words)

    def with_smaller_photos(self, found: Report, longest: int, quality: int) -> bytes:
        """Draw a sealed report again, with photos of at most `longest` pixels, marked as a copy, without seal and data.

        Raises what `told` raises.
        """
        told = self.told(found)
        images = {name: photos.smaller(data, longest, quality) for name, data in told.carried.pictures.items()}
        marked = report.mail_copy(told.content, told.words, found.file_sha256)
        return report.render(marked, images, self._desk.resources.fonts)
