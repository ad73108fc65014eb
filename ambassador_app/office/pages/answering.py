"""What somebody is told who asks about a report: one sentence, then one thing after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ambassador_app.i18n import COPENHAGEN, N_, Message
from ambassador_app.office.pages.issued import Issued
from ambassador_app.seal.verdict import Finding, Tone, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict in one sentence, how it is to be taken (PLAIN: with caution), and what it rests on."""

    headline: Message
    tone: Tone
    findings: tuple[Finding, ...] = ()


def on_file(verdict: Verdict | None, issued: Issued | None) -> Answer:
    """Answer somebody who showed the file; `verdict` is None where it is no PDF."""
    if verdict is None:
        return Answer(Message(_NO_PDF), Tone.PLAIN, (Finding(_WHAT_NOW, (Message(_CHOOSE_PDF),)),))
    if not verdict.good:
        return _on_fault(verdict, issued)
    found = (Finding(_UNCHANGED, (Message(_AS_SEALED),), Tone.GOOD), *_here(issued), *verdict.findings())
    if issued is None:
        return Answer(Message(_UNKNOWN_HERE), Tone.PLAIN, found)
    if issued.newest is not None:
        return Answer(Message(_OLDER), Tone.PLAIN, found)
    return Answer(Message(_RELY), Tone.GOOD, found)


def _on_fault(verdict: Verdict, issued: Issued | None) -> Answer:
    found = verdict.findings()
    if issued is not None:
        found = (*found, *_here(issued))
    if not verdict.sealed:
        found = (*found, Finding(_WHAT_NOW, (Message(_ASK_SEALED),)))
    return Answer(verdict.headline, Tone.BAD if verdict.sealed else Tone.PLAIN, found)


def on_code(issued: Issued | None) -> Answer:
    """Answer somebody who only has the checksum that is printed on a report."""
    if issued is None:
        return Answer(Message(_NO_SUCH_CODE), Tone.PLAIN, (Finding(_WHAT_NOW, (Message(_LOOK_AGAIN),)),))
    tone = Tone.GOOD if issued.newest is None else Tone.PLAIN
    headline = _CODE_KNOWN if issued.newest is None else _CODE_OLDER
    return Answer(Message(headline), tone, (*_here(issued), Finding(_UNCHANGED, (Message(_ONLY_PDF),))))


def on_no_code() -> Answer:
    """Answer somebody who typed something that is no checksum."""
    return Answer(Message(_NO_CODE), Tone.PLAIN, (Finding(_WHAT_NOW, (Message(_WHERE_CODE),)),))


def on_nothing() -> Answer:
    """Answer somebody who sent no file."""
    return Answer(Message(_NOTHING), Tone.PLAIN, (Finding(_WHAT_NOW, (Message(_CHOOSE_PDF),)),))


def on_no_verdict(issued: Issued | None) -> Answer:
    """Answer somebody whose file could not be looked at within bounds."""
    return Answer(
        Message(N_("The file could not be checked: it is made in a way that takes far too long to read.")),
        Tone.BAD,
        (*_here(issued), Finding(_WHAT_NOW, (Message(_ASK_ANEW),))),
    )


def _here(issued: Issued | None) -> tuple[Finding, ...]:
    if issued is None:
        return (Finding(_ISSUED, (Message(_NOT_KNOWN),), Tone.PLAIN),)
    values = {"municipality": issued.municipality, "day": issued.sealed_at.astimezone(COPENHAGEN).date()}
    said = _BY_US if issued.exact else _BEGAN_WITH_US
    found = Finding(_ISSUED, (Message(said, values),), Tone.GOOD if issued.exact else Tone.PLAIN)
    if issued.newest is None:
        return (found, Finding(_NEWEST, (Message(_IS_NEWEST),), Tone.GOOD))
    newer = Message(_NEWER, {"day": issued.newest.astimezone(COPENHAGEN).date()})
    return (found, Finding(_NEWEST, (newer,), Tone.BAD))


_ISSUED: Final = N_("Issued here?")
_UNCHANGED: Final = N_("Unchanged?")
_AS_SEALED: Final = N_("Nothing was changed, added or taken away since the seal was put on.")
_ASK_SEALED: Final = N_("Ask the municipality for the report as it was sealed.")
_NEWEST: Final = N_("The newest edition?")
_WHAT_NOW: Final = N_("What now?")
_RELY: Final = N_("Yes, you can rely on this report.")
_OLDER: Final = N_("The report is genuine, but a newer edition has taken its place.")
_UNKNOWN_HERE: Final = N_("The seal holds, but this office does not know the report.")
_CODE_KNOWN: Final = N_("Yes, a report with this checksum was issued here.")
_CODE_OLDER: Final = N_("A report with this checksum was issued here, but a newer edition has taken its place.")
_NO_SUCH_CODE: Final = N_("No report with this checksum is known here.")
_NO_CODE: Final = N_("This is no checksum of a report.")
_NO_PDF: Final = N_("This is no PDF file.")
_NOTHING: Final = N_("No file was chosen.")
_BY_US: Final = N_("Yes. It was issued by {municipality}, sealed {day}.")
_BEGAN_WITH_US: Final = N_(
    "The file begins as a report that was issued by {municipality}, sealed {day}; something was added behind it."
)
_NOT_KNOWN: Final = N_(
    "No report with exactly this content is known here. It may come from another municipality, or the laptop it was"
    " made on has not sent it yet. Ask the municipality that is named in the report."
)
_IS_NEWEST: Final = N_("Yes, the newest that this office knows.")
_NEWER: Final = N_("No. A newer one was sealed {day}. Ask the municipality for it.")
_ONLY_PDF: Final = N_(
    "A checksum alone cannot tell whether the paper or file in front of you says the same as the report. For that,"
    " check the PDF."
)
_LOOK_AGAIN: Final = N_(
    "Compare the digits with those on the report. If they are the same, ask the municipality that is named in it: the"
    " report may have been issued by another office, or not have been sent here yet."
)
_CHOOSE_PDF: Final = N_("Choose the report as the municipality sent it: a file whose name ends in .pdf.")
_WHERE_CODE: Final = N_(
    "The checksum stands beside the seal, at the signatures: eight groups of eight digits and letters from a to f. The"
    " first two groups are enough."
)
_ASK_ANEW: Final = N_("Do not rely on this file. Ask the municipality for the report as it was sealed.")
