"""The visit report: the preview that is the file, the sealed editions, and handing one over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from ambassador_app import report, seal
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.sign_off import Report
from ambassador_app.i18n import N_, Language, Translator
from ambassador_app.report import ReportContent
from ambassador_app.seal import Origin, Verdict
from ambassador_app.services.checking import verified
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.files_out import write_new


class Reports:
    """Reports of visits, before and after sealing."""

    def __init__(
        self, desk: Desk, dossiers: Dossiers, translators: Translators, issuer: Callable[[], str] = str
    ) -> None:
        self._desk = desk
        self._dossiers = dossiers
        self._translators = translators
        self._issuer = issuer

    # -- before sealing -----------------------------------------------------------------------------------------
    def preview(self, visit_id: VisitId) -> bytes:
        """Give the very file that would be sealed now, without the seal."""
        return self.drawn(self._dossiers.of(visit_id), self._desk.now())

    def content(self, dossier: VisitDossier, now: datetime) -> ReportContent:
        """Decide what the report of a dossier says, in the visit's language."""
        words = self._translators(Language(dossier.visit.language))
        return report.compose(dossier, words, now, issuer=self._issuer())

    def drawn(self, dossier: VisitDossier, now: datetime) -> bytes:
        """Draw the report of a dossier: the same dossier and moment give the same bytes."""
        content = self.content(dossier, now)
        images = {sha256: self._desk.store.blobs.get(sha256) for sha256 in content.image_hashes()}
        return report.render(content, images, self._desk.resources.fonts, snapshot=report.snapshot(dossier))

    # -- after sealing ------------------------------------------------------------------------------------------
    def of_visit(self, visit_id: VisitId) -> tuple[Report, ...]:
        """Give the sealed reports of a visit, newest first."""
        with self._desk.store.reader() as reader:
            return tuple(sorted(reader.all(Report, visit_id=visit_id), key=lambda one: -one.revision))

    def pdf(self, report_id: ReportId) -> bytes:
        """Give a sealed report's file. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        return self._desk.store.blobs.get(found.pdf_sha256)

    def verify(self, data: bytes, file: str = "") -> Verdict:
        """Check a report file. Raises NotAReport for what is no PDF."""
        return verified(data, file)

    def save_copy(self, report_id: ReportId, folder: Path) -> Path:
        """Save a sealed report into a folder under a name of its own; nothing is ever overwritten.

        Raises FolderNotWritable, DiskFull, DriveGone.
        """
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        return write_new(folder, found.file_name, self._desk.store.blobs.get(found.pdf_sha256))

    def mail_draft(self, report_id: ReportId, folder: Path, to: str = "") -> Path:
        """Save an unsent mail with the sealed report attached, for the mail program to open.

        Raises FolderNotWritable, DiskFull, DriveGone.
        """
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        pdf = self._desk.store.blobs.get(found.pdf_sha256)
        dossier = self._dossiers.of(found.visit_id)
        words = self._translators(Language(found.language))
        mail = _draft(dossier, found, words, to, seal.verify(pdf))
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=found.file_name)
        return write_new(folder, f"{Path(found.file_name).stem}.eml", mail.as_bytes(policy=SMTP))


def _draft(dossier: VisitDossier, found: Report, words: Translator, to: str, verdict: Verdict) -> EmailMessage:
    mail = EmailMessage()
    mail["X-Unsent"] = "1"
    mail["To"] = _on_one_line(to)
    mail["Subject"] = _on_one_line(words.tr(N_("Report of our visit: {site}"), site=dossier.site.name))
    ambassador, municipality = dossier.ambassador, dossier.municipality
    lines = (
        words.tr(N_("Dear all")),
        "",
        words.tr(N_("Thank you for the visit. The report is attached as a PDF file.")),
        *_about_the_seal(words, found, verdict),
        "",
        words.tr(N_("Kind regards")),
        ambassador.name,
        *(part for part in (ambassador.title, municipality.name, ambassador.phone, ambassador.email) if part),
    )
    mail.set_content("\n".join(lines))
    return mail


def _about_the_seal(words: Translator, found: Report, verdict: Verdict) -> tuple[str, ...]:
    """Say what a PDF reader will say of the seal, and how to check it."""
    sealed = words.tr(
        N_("The file is sealed: a PDF reader tells whether it has been changed since {moment}. It carries its data."),
        moment=found.sealed_at,
    )
    if verdict.origin is Origin.ISSUED:
        vouched = words.tr(
            N_(
                "The seal is {name}'s; {issuer} vouches for that. Some readers ask to be told to trust {issuer} before "
                "they show it in green."
            ),
            name=verdict.signer,
            issuer=verdict.issuer,
        )
    else:
        vouched = words.tr(
            N_(
                "The reader will also say that it does not know the signer. That is expected, as the key was made on "
                "the ambassador's own computer; it does not mean that anything is wrong."
            )
        )
    checked = words.tr(
        N_(
            "To be certain that it is from us, open the signature in your reader, show the certificate, and compare "
            "its SHA-256 fingerprint with the one we read out to you when you call: {fingerprint}"
        ),
        fingerprint=verdict.shown_fingerprint,
    )
    return (sealed, "", vouched, "", checked)


def _on_one_line(text: str) -> str:
    """A header is one line; whatever stands after a line end would be a header of its own."""
    return " ".join(text.split())


def file_name_of(dossier: VisitDossier, day: datetime, revision: int) -> str:
    """Name a report's file: what, who, when; plain ASCII, so that every system takes it."""
    plain = dossier.site.name
    for letter, spelled in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "Ae"), ("Ø", "Oe"), ("Å", "Aa")):
        plain = plain.replace(letter, spelled)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "besoeg"
    word = "Besoegsrapport" if dossier.visit.language == Language.DANISH else "Visit-report"
    again = f"-v{revision}" if revision > 1 else ""
    return f"{word}-{plain}-{day:%Y-%m-%d}{again}.pdf"
