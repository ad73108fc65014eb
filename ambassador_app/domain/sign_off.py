"""Who signed which revision, and the sealed report that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from ambassador_app.domain.editions import EditionChange
from ambassador_app.domain.filing import Filing
from ambassador_app.domain.hand_over import HandOver
from ambassador_app.domain.identifiers import AttachmentId, ReportId, RevisionId, SignOffId, VisitId
from ambassador_app.domain.records import LOCAL, SET, record


class SignerRole(StrEnum):
    """On whose behalf somebody signs."""

    AMBASSADOR = "ambassador"
    VISITED_PARTY = "visited_party"
    OTHER = "other"


class NotSigned(StrEnum):
    """Why a signature is missing."""

    ABSENT = "absent"
    DECLINED = "declined"
    SIGNS_LATER = "signs_later"
    PAPER_COPY = "paper_copy"


@record
@dataclass(frozen=True, slots=True)
class SignOff:
    """One person's sign-off of one revision: ink, or the reason why there is none.

    `ink` is the JSON of `drawing.Ink` and stays in the row on this device until the seal is verified; then only
    the sealed PDF holds it. `content_digest` is the SHA-256 of the content that was signed.
    """

    KIND: ClassVar[str] = "sign_off"
    SPREAD: ClassVar[str] = ""
    id: SignOffId
    visit_id: VisitId
    revision: int
    role: SignerRole
    name: str
    title: str = ""
    at: datetime | None = None
    place: str = ""
    content_digest: str = ""
    not_signed: NotSigned | None = None
    not_signed_note: str = ""
    paper_id: AttachmentId | None = None
    ink: Mapping[str, object] | None = field(default=None, metadata=LOCAL)


@record
@dataclass(frozen=True, slots=True)
class Revision:
    """One edition of a visit, from the moment it is opened. Revision 1 opens with the visit.

    `changes` is what it changes in the report of the edition before; it is written down when the edition is sealed.
    """

    KIND: ClassVar[str] = "revision"
    SPREAD: ClassVar[str] = ""
    id: RevisionId
    visit_id: VisitId
    number: int
    opened_at: datetime
    by: str = ""
    reason: str = ""
    sealed_at: datetime | None = None
    changes: tuple[EditionChange, ...] = ()


@record
@dataclass(frozen=True, slots=True)
class Report:
    """A sealed report: written once. `pdf_sha256` names the sealed file among the attachments, `raised_sha256` the
    same file with time stamps added behind once it has some, `snapshot_sha256` the JSON it embeds, `content_digest`
    what the signers signed. `handed_over` grows with each time it leaves this computer; the file does not know of it.
    `faults` are the codes of what is not as PDF/A and PDF/UA have it; `filed` is where and when it was filed in the
    case system, more than once where that was corrected.
    """

    KIND: ClassVar[str] = "report"
    SPREAD: ClassVar[str] = ""
    id: ReportId
    visit_id: VisitId
    revision: int
    pdf_sha256: str
    snapshot_sha256: str
    content_digest: str
    file_name: str
    language: str
    signer: str
    sealed_at: datetime
    supersedes: ReportId | None = None
    raised_sha256: str = ""
    handed_over: tuple[HandOver, ...] = field(default=(), metadata=SET)
    faults: tuple[str, ...] = ()
    filed: tuple[Filing, ...] = field(default=(), metadata=SET)

    @property
    def file_sha256(self) -> str:
        """The file to hand over: the sealed one, with its time stamps where it has got some."""
        return self.raised_sha256 or self.pdf_sha256
