"""The mail that a report goes out with: unsent, in the report's language, honest about what is attached."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import N_, Translator
from ambassador_app.seal import Origin, Verdict

LARGEST_MAIL: Final = 10_000_000
"""Bytes of a mail as it is sent, attachment and all: many mailboxes take no more."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached: a PDF under its name, and whether it is the sealed file or a copy with smaller photos."""

    data: bytes
    name: str
    is_sealed: bool


_VISITED: Final = N_("Thank you for the visit. The report is attached as a PDF file.")
_INSPECTED: Final = N_("The report of the inspection is attached as a PDF file.")


def written(
    dossier: VisitDossier, found: Report, words: Translator, *, to: str, verdict: Verdict, attached: Attached
) -> bytes:
    """Write the mail as a file that mail programs open as a draft."""
    mail = EmailMessage()
    mail["X-Unsent"] = "1"
    mail["To"] = _on_one_line(to)
    inspected = dossier.visit.kind is VisitKind.INSPECTION
    about_what = N_("Report of the inspection: {site}") if inspected else N_("Report of our visit: {site}")
    mail["Subject"] = _on_one_line(words.tr(about_what, site=dossier.site.name))
    ambassador, municipality = dossier.ambassador, dossier.municipality
    about = _about_the_seal(words, found, verdict) if attached.is_sealed else _about_the_copy(words, found)
    lines = (
        words.tr(N_("Dear all")),
        "",
        words.tr(_INSPECTED if inspected else _VISITED),
        *about,
        "",
        words.tr(N_("Kind regards")),
        ambassador.name,
        *(part for part in (ambassador.title, municipality.name, ambassador.phone, ambassador.email) if part),
    )
    mail.set_content("\n".join(lines))
    mail.add_attachment(attached.data, maintype="application", subtype="pdf", filename=attached.name)
    return mail.as_bytes(policy=SMTP)


def _about_the_copy(words: Translator, found: Report) -> tuple[str, ...]:
    """Say why a copy is attached, what it lacks, and where the report itself is."""
    said = words.tr(
        N_(
            "The sealed report is too large for a mail. What is attached is a copy of it with smaller photos; it has "
            "neither seal nor data, and says so on its first page."
        )
    )
    more = words.tr(
        N_(
            "The sealed report can be had from us on a USB stick, on paper or by secure mail. It can be recognised by "
            "its checksum (SHA-256): {sha256}"
        ),
        sha256=found.file_sha256,
    )
    return ("", said, "", more)


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
