"""One visit to a site: its header, the checklist answers by section, findings, next steps, energy use, evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from ambassador_app.domain.identifiers import (
    ActionId,
    AmbassadorId,
    AttachmentId,
    CaseId,
    EnergyUseId,
    FindingId,
    MeasureId,
    SectionId,
    SiteId,
    VisitId,
)
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.records import SET, STAMP, record


class VisitKind(StrEnum):
    """What sort of visit it is; decides template, report title, disclaimers and mandatory facts."""

    FIRST_MEETING = "first_meeting"
    WALKTHROUGH = "walkthrough"
    TECHNICAL_REVIEW = "technical_review"
    FOLLOW_UP = "follow_up"
    INSPECTION = "inspection"
    HOME_ADVICE = "home_advice"
    NIGHT_WALK = "night_walk"


class VisitStatus(StrEnum):
    """Where a visit stands. A sealed one is evidence and locked; an amendment opens a new revision."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    SEALED = "sealed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """The six steps of the visit workspace, in order."""

    PREPARE = "prepare"
    WALKTHROUGH = "walkthrough"
    MEASURES = "measures"
    AGREE = "agree"
    SIGN = "sign"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who took part in the visit."""

    name: str
    role: str = ""
    party: str = ""


class AnswerSource(StrEnum):
    """How the number in an answer is known."""

    UNSAID = ""
    MEASURED = "measured"
    NAMEPLATE = "nameplate"
    DOCUMENT = "document"
    TOLD = "told"
    ESTIMATED = "estimated"

    @property
    def quality(self) -> DataQuality | None:
        """What a figure that rests on it is worth; None where nobody said."""
        return _QUALITY.get(self)


_QUALITY = {
    AnswerSource.MEASURED: DataQuality.A,
    AnswerSource.NAMEPLATE: DataQuality.B,
    AnswerSource.DOCUMENT: DataQuality.B,
    AnswerSource.TOLD: DataQuality.C,
    AnswerSource.ESTIMATED: DataQuality.C,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question: the value as text, number or choice names, with note and reach.

    Numbers are floats in the question's unit; choices are names, several for a select_multiple. A question can
    be answered by `not_seen` alone: the reason why it could not be looked at. `source` says how a number is known,
    `instrument` what it was measured with.
    """

    value: float | str | tuple[str, ...] | None = None
    note: str = ""
    reach: Reach = Reach.REPORT
    not_seen: str = ""
    by: str = ""
    at: datetime | None = None
    source: AnswerSource = AnswerSource.UNSAID
    instrument: str = ""

    @property
    def is_given(self) -> bool:
        """Whether the question counts as answered."""
        return self.value not in (None, "", ()) or bool(self.not_seen)


@dataclass(frozen=True, slots=True)
class ParkedAnswer:
    """An answer with no place in the version of the checklist that a visit moved to; kept, shown nowhere.

    `path` is its question's in the version `sha256`, for which it was given.
    """

    path: str
    answer: Answer
    sha256: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """That a visit was rebuilt from its sealed report: when and by whom on this computer, from which file.

    `pdf_sha256` names the sealed file, whose data tells what no record here does (whose letterhead, what was known of
    earlier visits) for the edition `revision`, and `pictures` the pictures on its pages. Originals of photos and files
    stayed where the visit was made.
    """

    at: datetime
    by: AmbassadorId
    file: str
    pdf_sha256: str
    revision: int
    pictures: tuple[str, ...] = ()


@record
@dataclass(frozen=True, slots=True)
class Visit:
    """One walk through a site, from planned to sealed.

    `checklist_sha256` names the exact template the visit started with; `clock_day` is the day that `today()`
    means in its expressions, frozen at the first answer. `prices_dkk_kwh` are the prices asked for at the visit,
    DKK per kWh by carrier, before any default of `price_set`. `factor_set_id` and `price_set_id` name the versions
    that were frozen when the visit started, `profile` the publication of the municipality that held then (empty
    without an office). `language` is the report's, not the window's.
    `revision` counts the sealed editions from 1. `adviser_interests` is what the adviser of a technical review has
    to do with suppliers and products.
    """

    KIND: ClassVar[str] = "visit"
    SPREAD: ClassVar[str] = ""
    id: VisitId
    site_id: SiteId
    kind: VisitKind = VisitKind.WALKTHROUGH
    status: VisitStatus = VisitStatus.PLANNED
    case_id: CaseId | None = None
    responsible: AmbassadorId | None = None
    planned_at: datetime | None = None
    agreed_with: str = ""
    agreed_on: date | None = None
    started_at: datetime | None = field(default=None, metadata=STAMP)
    clock_day: date | None = field(default=None, metadata=STAMP)
    language: str = "da"
    checklist_id: str = ""
    checklist_sha256: str = ""
    factor_set: str = "br18"
    factor_set_id: str = ""
    price_set: str = "company"
    price_set_id: str = ""
    prices_dkk_kwh: Mapping[str, float] = field(default_factory=dict)
    rate: float = 0.05
    participants: tuple[Participant, ...] = field(default=(), metadata=SET)
    purpose: str = ""
    scope: str = ""
    not_seen: str = ""
    focus_areas: tuple[str, ...] = field(default=(), metadata=SET)
    remarks: str = ""
    business_secrets: str = ""
    internal_note: str = ""
    case_number: str = ""
    follow_up_on: date | None = None
    wishes: tuple[str, ...] = field(default=(), metadata=SET)
    place: str = ""
    revision: int = 1
    with_answers_appendix: bool = False
    adviser_interests: str = ""
    parked: tuple[ParkedAnswer, ...] = field(default=(), metadata=SET)
    brought_in: BroughtIn | None = None
    profile: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether the visit is evidence and cannot be changed."""
        return self.status in (VisitStatus.SEALED, VisitStatus.CANCELLED)


@record
@dataclass(frozen=True, slots=True)
class SectionAnswers:
    """The answers of one checklist section in one visit; each question is a record field of its own.

    A row of a repeat has such a record too (`visit_rows`): its path in `row`, its own `name`, and the `rank` that
    orders it; it holds no answers.
    """

    KIND: ClassVar[str] = "section"
    SPREAD: ClassVar[str] = "answers"
    id: SectionId
    visit_id: VisitId
    section: str
    rows: tuple[str, ...] = field(default=(), metadata=SET)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    row: str = ""
    name: str = ""
    rank: float = 0.0


def section_id(visit_id: VisitId, section: str, *rows: str) -> SectionId:
    """Name the answers of `section` in a visit, or of one row of a repeat."""
    return SectionId("/".join((visit_id, section, *rows)))


_PATH = re.compile(r"/data/(?:(?P<section>[^/\[\]]+)(?:\[(?P<row>[^\]]*)\])?/)?(?P<name>[^/].*)")


def split_path(path: str) -> tuple[str, tuple[str, ...], str]:
    """Part a question's path into section, repeat rows and name: `/data/rooms[k1]/area` is rooms, (k1,), area.

    A question outside every section belongs to the section `""`. Raises ValueError for what is no path.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is no question's path")
    return found["section"] or "", (found["row"],) if found["row"] else (), found["name"]


def join_path(section: str, rows: tuple[str, ...], name: str) -> str:
    """Put a question's path together again."""
    place = f"{section}[{rows[0]}]" if rows else section
    return "/".join(("/data", place, name) if section else ("/data", name))


def paths_of(sections: Iterable[SectionAnswers]) -> dict[str, Answer]:
    """Give every answer by the path the checklist knows its question by."""
    return {join_path(one.section, one.rows, name): answer for one in sections for name, answer in one.answers.items()}


class Severity(StrEnum):
    """How much a finding matters."""

    GOOD = "good"
    NOTE = "note"
    IMPORTANT = "important"


@record
@dataclass(frozen=True, slots=True)
class Finding:
    """An observation made at the visit, in an area of the checklist, beside the answers."""

    KIND: ClassVar[str] = "finding"
    SPREAD: ClassVar[str] = ""
    id: FindingId
    visit_id: VisitId
    text: str
    area: str = ""
    question: str = ""
    severity: Severity = Severity.NOTE
    reach: Reach = Reach.REPORT
    at: datetime | None = None


@record
@dataclass(frozen=True, slots=True)
class Action:
    """A next step that was agreed: what, who, by when."""

    KIND: ClassVar[str] = "action"
    SPREAD: ClassVar[str] = ""
    id: ActionId
    visit_id: VisitId
    what: str
    owner: str = ""
    deadline: date | None = None
    measure_id: MeasureId | None = None
    reach: Reach = Reach.REPORT
    done: bool = False
    at: datetime | None = None


class EnergySource(StrEnum):
    """Where a figure of energy use comes from."""

    METER = "meter"
    BILL = "bill"
    ESTIMATE = "estimate"


@record
@dataclass(frozen=True, slots=True)
class EnergyUse:
    """Energy used at a site in one year, or one month of it: `amount` in `unit`, `kwh`, `cost_dkk` (VAT as the
    site's kind: excluded for companies). `carrier` is a `quantities.Carrier` value. `meter` names the meter an
    imported figure was read from; a figure without one is of the whole site.
    """

    KIND: ClassVar[str] = "energy_use"
    SPREAD: ClassVar[str] = ""
    id: EnergyUseId
    site_id: SiteId
    carrier: str
    year: int
    month: int | None = None
    amount: float = 0.0
    unit: str = "kWh"
    kwh: float = 0.0
    cost_dkk: float | None = None
    source: EnergySource = EnergySource.BILL
    meter: str = ""


class PrintSize(StrEnum):
    """How much room a photo takes in the report: beside another one, the full width, or that on the first page."""

    SMALL = "small"
    LARGE = "large"
    COVER = "cover"


class AttachmentKind(StrEnum):
    """What a file is for."""

    PHOTO = "photo"
    SIGNED_PAPER = "signed_paper"
    DOCUMENT = "document"


@record
@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or file of a visit. Bytes are kept by SHA-256: `sha256` names the upright report-size picture (or
    the file), `original_sha256` the picture as it came, `thumbnail_sha256` a small one. Only `sha256` may leave
    the laptop in a report, and only when `reach` is *report*. `size` is in bytes, `width` and `height` in pixels.

    `marks` is what was drawn on the photo, as vectors; then `sha256` and `thumbnail_sha256` name pictures with it
    burnt in, and `clean_sha256` the one without. `before_id` names the photo, of this visit or of an earlier one to
    the site, that shows what this one shows, as it was before.
    """

    KIND: ClassVar[str] = "attachment"
    SPREAD: ClassVar[str] = ""
    id: AttachmentId
    visit_id: VisitId
    kind: AttachmentKind = AttachmentKind.PHOTO
    name: str = ""
    media_type: str = "image/jpeg"
    sha256: str = ""
    original_sha256: str = ""
    thumbnail_sha256: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    caption: str = ""
    reach: Reach = Reach.REPORT
    area: str = ""
    question: str = ""
    finding_id: FindingId | None = None
    measure_id: MeasureId | None = None
    taken_at: datetime | None = None
    at: datetime | None = None
    marks: Mapping[str, object] | None = None
    clean_sha256: str = ""
    print_size: PrintSize = PrintSize.SMALL
    before_id: AttachmentId | None = None
