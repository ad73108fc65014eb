"""A measure: what is proposed at one site, with the inputs and the assessment behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self

from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.records import record


class MeasureStatus(StrEnum):
    """The life of a measure, as BuildingSync names it."""

    PROPOSED = "proposed"
    EVALUATED = "evaluated"
    SELECTED = "selected"
    INITIATED = "initiated"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    VERIFIED = "verified"
    UNSATISFACTORY = "unsatisfactory"
    DISCARDED = "discarded"
    UNKNOWN = "unknown"

    @property
    def is_agreed(self) -> bool:
        """Whether the company has taken it on (selected and later)."""
        return self in _AGREED


_AGREED = frozenset(
    {
        MeasureStatus.SELECTED,
        MeasureStatus.INITIATED,
        MeasureStatus.IN_PROGRESS,
        MeasureStatus.COMPLETED,
        MeasureStatus.VERIFIED,
        MeasureStatus.UNSATISFACTORY,
    }
)


class Suggestion(StrEnum):
    """How a measure that the checklist suggested was received."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class StatusMove:
    """One move of a measure's status: when, by whom, and why if it was discarded."""

    status: MeasureStatus
    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a suggested measure comes from: the rule and the answers it read, at the time.

    `key` tells the suggestion from others of the visit (entry and repeat row); `fingerprint` changes when what it
    rests on changes, so that a dismissed one can return.
    """

    rule: str = ""
    key: str = ""
    fingerprint: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)


@record
@dataclass(frozen=True, slots=True)
class Measure:
    """A proposal at this site. `inputs` are what was given to the calculator, by its input names; `assessment`
    is the JSON of `calculators.Assessment` computed from them and the visit's sets, or None while inputs are
    missing. `investment_dkk` (None: unknown) and `subsidy_dkk` are DKK, `lifetime_years` years (None: the standard
    lifetime of the calculator).
    """

    KIND: ClassVar[str] = "measure"
    SPREAD: ClassVar[str] = ""
    id: MeasureId
    visit_id: VisitId
    site_id: SiteId
    title: str
    calculator: str
    entry_id: str = ""
    area: str = ""
    inputs: Mapping[str, object] = field(default_factory=dict)
    investment_dkk: float | None = None
    subsidy_dkk: float = 0.0
    lifetime_years: float | None = None
    quality: DataQuality = DataQuality.C
    price_source: str = ""
    current_practice: str = ""
    proposal: str = ""
    assumptions: str = ""
    benefits: str = ""
    risks: str = ""
    internal_note: str = ""
    reach: Reach = Reach.REPORT
    assessment: Mapping[str, object] | None = None
    status: MeasureStatus = MeasureStatus.PROPOSED
    moves: tuple[StatusMove, ...] = ()
    owner: str = ""
    deadline: date | None = None
    suggestion: Suggestion | None = None
    provenance: Provenance | None = None
    dismissed_because: str = ""
    order: int = 0
    at: datetime | None = None

    def moved(self, status: MeasureStatus, *, at: datetime, by: str, reason: str = "") -> Self:
        """Return this measure with a new status, the move remembered; the same status again is a move only with
        another reason."""
        if status is self.status and (not self.moves or not reason or reason == self.moves[-1].reason):
            return self
        return replace(self, status=status, moves=(*self.moves, StatusMove(status, at, by, reason)))

    @property
    def is_proposed(self) -> bool:
        """Whether it counts among the visit's proposals: neither an open suggestion nor turned down."""
        return self.suggestion not in (Suggestion.SUGGESTED, Suggestion.DISMISSED) and (
            self.status is not MeasureStatus.DISCARDED
        )
