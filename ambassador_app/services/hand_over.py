"""Handing over a sealed report: copies, drafts, a file for the case system; each time noted with the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ambassador_app import seal
from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.hand_over import HandOver, HandOverWay, PlainMail, WhySecure, why_secure
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import FieldMissing, MailTooLarge, NotAllowedHere, PlainMailUndecided
from ambassador_app.i18n import Language, Translator
from ambassador_app.services import case_file
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk, Progress, Translators, no_progress
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.files_out import write_new, write_with_sum
from ambassador_app.services.mail_draft import LARGEST_MAIL, Attached, written
from ambassador_app.services.report_copies import SIZES, ReportCopies
from ambassador_app.services.reports import Reports

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over: the file that was written, how it is noted, and what was touched."""

    file: Path
    noted: HandOver
    changes: Changes


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a report goes out: why it is to go by secure mail, if it is, and whether it fits a mail whole."""

    why_secure: WhySecure | None
    fits_mail: bool
    size: int


@dataclass(frozen=True, slots=True)
class PlainMailChoice:
    """That somebody decided for plain mail, and why; the reason is kept with the report."""

    why: PlainMail
    note: str = ""


class HandOvers:
    """The ways out of the house. `to` is who gets it, in a person's words.

    A way that the municipality does not allow on its computers raises NotAllowedHere before anything is written.
    """

    def __init__(
        self, desk: Desk, reports: Reports, dossiers: Dossiers, copies: ReportCopies, translators: Translators
    ) -> None:
        self._desk = desk
        self._reports = reports
        self._dossiers = dossiers
        self._copies = copies
        self._translators = translators

    def terms(self, report_id: ReportId) -> Terms:
        """Say on what terms a report goes out. Raises RecordNotFound."""
        found, dossier, _ = self._open(report_id)
        size = len(self._pdf(found))
        return Terms(self._why(dossier), self._in_mail(size) <= LARGEST_MAIL, size)

    def demand(self, way: HandOverWay) -> None:
        """Do nothing where the municipality allows this way out. Raises NotAllowedHere."""
        if not self._desk.policy.allows(way):
            raise NotAllowedHere(file=self._desk.policy.file)

    # -- files --------------------------------------------------------------------------------------------------
    def save_copy(self, report_id: ReportId, folder: Path, *, to: str = "") -> Given:
        """Save the sealed file under a name of its own; nothing is ever overwritten.

        Raises FolderNotWritable, DiskFull, DriveGone.
        """
        self.demand(HandOverWay.COPY)
        found = self._copies.record(report_id)
        pdf = self._pdf(found)
        return self._give(found, HandOverWay.COPY, write_new(folder, found.file_name, pdf), data=pdf, to=to)

    def to_stick(self, report_id: ReportId, folder: Path, *, to: str = "") -> Given:
        """Save the sealed file with a file of its checksum (`sha256sum -c` reads it), and read both back.

        Raises FolderNotWritable, DiskFull, DriveGone, CopyDiffers.
        """
        self.demand(HandOverWay.STICK)
        found = self._copies.record(report_id)
        pdf = self._pdf(found)
        return self._give(found, HandOverWay.STICK, write_with_sum(folder, found.file_name, pdf), data=pdf, to=to)

    def for_case_system(self, report_id: ReportId, folder: Path, language: Language, *, to: str = "") -> Given:
        """Save the sealed file with what a case system wants to know of it, as JSON and CSV beside it.

        The titles of the CSV are in `language`, what they name in the report's. Raises FolderNotWritable, DiskFull,
        DriveGone.
        """
        self.demand(HandOverWay.CASE_SYSTEM)
        found, dossier, words = self._open(report_id)
        pdf = self._pdf(found)
        file = write_new(folder, found.file_name, pdf)
        facts = case_file.facts(dossier, found, words, file=file.name, size=len(pdf), now=self._desk.now())
        write_new(folder, f"{file.stem}.metadata.json", case_file.as_json(facts))
        write_new(folder, f"{file.stem}.metadata.csv", case_file.as_csv(facts, self._translators(language)))
        return self._give(found, HandOverWay.CASE_SYSTEM, file, data=pdf, to=to)

    def word(self, report_id: ReportId, folder: Path, *, to: str = "") -> Given:
        """Save an unsigned Word copy. Raises CopyNotMade, FolderNotWritable, DiskFull, DriveGone."""
        self.demand(HandOverWay.WORD)
        found = self._copies.record(report_id)
        data = self._copies.word(report_id)
        file = write_new(folder, f"{Path(found.file_name).stem}.docx", data)
        return self._give(found, HandOverWay.WORD, file, data=data, to=to)

    def for_archive(self, report_id: ReportId, folder: Path, *, to: str = "") -> Given:
        """Save a plain PDF/A-2a copy without data and seal. Raises FolderNotWritable, DiskFull, DriveGone."""
        self.demand(HandOverWay.ARCHIVE_COPY)
        found = self._copies.record(report_id)
        data = self._reports.plain_copy(report_id)
        file = write_new(folder, f"{Path(found.file_name).stem}-PDFA-2a.pdf", data)
        return self._give(found, HandOverWay.ARCHIVE_COPY, file, data=data, to=to)

    # -- mail ---------------------------------------------------------------------------------------------------
    def mail_draft(
        self,
        report_id: ReportId,
        folder: Path,
        *,
        to: str = "",
        choice: PlainMailChoice | None = None,
        progress: Progress = no_progress,
    ) -> Given:
        """Save an unsent mail for the mail program to open, with the sealed report attached; where that makes the mail
        larger than `LARGEST_MAIL`, with a copy that has smaller photos and says so. The sealed file is never changed.

        Raises PlainMailUndecided where secure mail is the default and nobody chose, FieldMissing for another reason
        that is not told, MailTooLarge, FolderNotWritable, DiskFull, DriveGone.
        """
        self.demand(HandOverWay.MAIL)
        found, dossier, words = self._open(report_id)
        self._demand_choice(dossier, choice)
        verdict = seal.verify(self._pdf(found))

        def mail(attached: Attached) -> bytes:
            return written(dossier, found, words, to=to, verdict=verdict, attached=attached)

        attached, data = self._fitting(found, mail, progress)
        file = write_new(folder, f"{Path(found.file_name).stem}.eml", data)
        way = HandOverWay.MAIL if attached.is_sealed else HandOverWay.MAIL_COPY
        return self._give(found, way, file, data=attached.data, to=to, choice=choice)

    def _demand_choice(self, dossier: VisitDossier, choice: PlainMailChoice | None) -> None:
        if choice is None:
            if self._why(dossier) is not None:
                raise PlainMailUndecided
            return
        if choice.why is PlainMail.OTHER and not choice.note.strip():
            raise FieldMissing(field="reason")
        refuse_unfit({"note": choice.note})

    def _fitting(self, found: Report, mail: Callable[[Attached], bytes], progress: Progress) -> tuple[Attached, bytes]:
        """Give what a mail can carry, and that mail: the sealed file, else the copy with the largest photos that do."""
        pdf = self._pdf(found)
        if self._in_mail(len(pdf)) <= LARGEST_MAIL:
            whole = Attached(pdf, found.file_name, is_sealed=True)
            data = mail(whole)
            if len(data) <= LARGEST_MAIL:
                return whole, data
        size = len(pdf)
        for number, (longest, quality) in enumerate(SIZES):
            progress(number, len(SIZES))
            small = self._copies.with_smaller_photos(found, longest, quality)
            copy = Attached(small, f"{Path(found.file_name).stem}-copy.pdf", is_sealed=False)
            data, size = mail(copy), len(small)
            if len(data) <= LARGEST_MAIL:
                return copy, data
        raise MailTooLarge(size_mb=-(-size // _MB), limit_mb=LARGEST_MAIL // _MB)

    @staticmethod
    def _in_mail(size: int) -> int:
        """How many bytes a file of a size takes in a mail at least: four for three, and a line end for each 76."""
        return -(-size * 4 // 3) * 78 // 76

    # -- what is noted ------------------------------------------------------------------------------------------
    def note(self, report_id: ReportId, *, to: str, where: str = "", note: str = "") -> Changes:
        """Note a hand-over that took place beside this program. Raises FieldMissing without a receiver."""
        if not to.strip():
            raise FieldMissing(field="name")
        refuse_unfit({"to": to, "where": where, "note": note})
        return self._noted(report_id, self._hand_over(HandOverWay.OTHER, to=to, where=where, note=note))

    def printed(self, report_id: ReportId, printer: str, *, to: str = "", note: str = "") -> Changes:
        """Note that a printer took the report."""
        return self._noted(report_id, self._hand_over(HandOverWay.PRINT, to=to, where=printer, note=note))

    def _give(
        self,
        found: Report,
        way: HandOverWay,
        file: Path,
        *,
        data: bytes,
        to: str,
        choice: PlainMailChoice | None = None,
    ) -> Given:
        made = self._hand_over(way, to=to, where=str(file.parent), note=choice.note.strip() if choice else "")
        made = replace(made, file=file.name, sha256=sha256(data).hexdigest(), plain_mail=choice.why if choice else None)
        return Given(file, made, self._noted(found.id, made))

    def _hand_over(self, way: HandOverWay, *, to: str, where: str, note: str) -> HandOver:
        by = self._desk.ambassador().name
        return HandOver(way, self._desk.now(), by, to=to.strip(), where=where.strip(), note=note.strip())

    def _noted(self, report_id: ReportId, made: HandOver) -> Changes:
        """Keep a hand-over with its report; a database that is open for reading only lets it out unnoted."""
        if self._desk.store.read_only:
            return Changes()
        with self._desk.deed(Deed.HAND_OVER, report_id) as tx:
            found = tx.load(Report, report_id)
            tx.save(replace(found, handed_over=(*found.handed_over, made)))
        if made.way is not HandOverWay.OTHER:  # that took place beside this program
            deed = AccessDeed.PRINTED if made.way is HandOverWay.PRINT else AccessDeed.HANDED_OVER
            self._desk.note_access(deed, Visit.KIND, found.visit_id)
        return tx.changes

    # -- what it is about ---------------------------------------------------------------------------------------
    def _open(self, report_id: ReportId) -> tuple[Report, VisitDossier, Translator]:
        found = self._copies.record(report_id)
        return found, self._dossiers.of(found.visit_id), self._translators(Language(found.language))

    def _pdf(self, found: Report) -> bytes:
        return self._desk.store.blobs.get(found.file_sha256)

    def _why(self, dossier: VisitDossier) -> WhySecure | None:
        return why_secure(dossier.municipality.secure_mail, dossier.site, dossier.organisation)
