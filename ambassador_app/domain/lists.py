"""What the lists, the search and the Today screen show: one frozen line for each row, nothing to be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import MeasureStatus, Suggestion
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.records import Json
from ambassador_app.domain.visit import VisitKind, VisitStatus

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Page(Generic[L]):
    """Some lines of a long list: `total` counts all of it, `offset` those before the first one here."""

    lines: tuple[L, ...] = ()
    total: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A site with its organisation, its case's step and its last visit that was not cancelled."""

    site_id: str
    name: str
    kind: SiteKind
    organisation: str = ""
    cvr: str = ""
    p_number: str = ""
    address: str = ""
    city: str = ""
    step: CaseStep | None = None
    last_visit: datetime | None = None
    last_status: VisitStatus | None = None
    advertising_protected: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit with where it is and how much is in it. `answered` counts answers given, of any section."""

    visit_id: str
    site_id: str
    site: str
    address: str
    kind: VisitKind
    status: VisitStatus
    planned_at: datetime | None = None
    started_at: datetime | None = None
    responsible: str = ""
    follow_up_on: date | None = None
    measures: int = 0
    findings: int = 0
    answered: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with its yearly savings: kWh, DKK and kg CO2e, None while it is not assessed."""

    measure_id: str
    visit_id: str
    site_id: str
    title: str
    site: str
    status: MeasureStatus
    suggestion: Suggestion | None = None
    kwh: float | None = None
    dkk: float | None = None
    co2e_kg: float | None = None
    investment_dkk: float | None = None
    payback: float | Payback = Payback.UNKNOWN
    deadline: date | None = None
    area: str = ""
    owner: str = ""
    verified_kwh: float | None = None
    verified_dkk: float | None = None
    verified_co2e_kg: float | None = None


class MeasureOrder(StrEnum):
    """What a list of measures can be sorted by."""

    NEWEST = "newest"
    TITLE = "title"
    SITE = "site"
    KWH = "kwh"
    DKK = "dkk"
    CO2E = "co2e"
    PAYBACK = "payback"
    STATUS = "status"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class MeasureQuery:
    """Which measures are asked for. `text` is looked for in their words and their site's name; `overdue_on` is the
    day before which an open measure's deadline has passed. `downwards`: the largest or last first.
    """

    text: str = ""
    status: MeasureStatus | None = None
    area: str = ""
    overdue_on: date | None = None
    site_id: str | None = None
    visit_id: str | None = None
    order: MeasureOrder = MeasureOrder.NEWEST
    downwards: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether not all measures are asked for."""
        return bool(self.text or self.area) or (self.status, self.overdue_on) != (None, None)


class HitGroup(StrEnum):
    """The groups of a search result, in the order shown."""

    COMPANY = "company"
    VISIT = "visit"
    MEASURE = "measure"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found. `title` and `detail` are words of the record, `at` is the visit's moment;
    `visit_id` is empty for a company.

    The `id` of a note is the record that holds it: a section of answers or a finding.
    """

    group: HitGroup
    id: str
    title: str
    detail: str
    site_id: str
    visit_id: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An agreed next step that is not done."""

    action_id: str
    visit_id: str
    site_id: str
    site: str
    what: str
    owner: str = ""
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class TodayBoard:
    """What wants doing. `this_week` is the rest of the ISO week after today; `stale` visits are under way
    and more than a week old, and are not among `under_way`; `follow_ups` are due. Days are Danish days.
    """

    today: tuple[VisitLine, ...] = ()
    this_week: tuple[VisitLine, ...] = ()
    under_way: tuple[VisitLine, ...] = ()
    stale: tuple[VisitLine, ...] = ()
    follow_ups: tuple[VisitLine, ...] = ()
    overdue: tuple[ActionLine, ...] = ()
    overdue_measures: tuple[MeasureLine, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One field that an action changed, as plain JSON before and after; None where it was or is absent.

    An empty `field` means the whole record: made (`new` holds its fields) or removed (`old` does).
    """

    number: int
    action_id: str
    action: str
    at: datetime
    author: str
    kind: str
    record_id: str
    field: str
    old: Json = None
    new: Json = None
