"""The partnership of one site, in the six steps of Carbon 20."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self

from ambassador_app.domain.identifiers import AmbassadorId, CaseId, SiteId
from ambassador_app.domain.records import SET, record


class CaseStep(StrEnum):
    """The six steps, in order. Source: carbon20.dk, "Sådan forløber et Carbon 20 partnerskab"."""

    INFORMATION = "information"
    VISIT = "visit"
    AGREEMENT = "agreement"
    TECHNICAL_REVIEW = "technical_review"
    ACTION_PLAN = "action_plan"
    IMPLEMENTATION = "implementation"


@dataclass(frozen=True, slots=True)
class CaseMove:
    """One move to a step: when and by whom."""

    step: CaseStep
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Publicity:
    """The company's consent to be named with its results: since when, by whom there it was given, and, once it is
    withdrawn, when that was.
    """

    given_on: date
    given_by: str = ""
    withdrawn_on: date | None = None


@record
@dataclass(frozen=True, slots=True)
class Case:
    """A site's way through the partnership. `target_share` is the fraction of CO2e to save against
    `baseline_year` before the end of `target_year`; 0.20 within three years unless agreed otherwise. `publicity` is
    the consent to be named, None while nobody has given it.
    """

    KIND: ClassVar[str] = "case"
    SPREAD: ClassVar[str] = ""
    id: CaseId
    site_id: SiteId
    step: CaseStep = CaseStep.INFORMATION
    moves: tuple[CaseMove, ...] = field(default=(), metadata=SET)
    responsible: AmbassadorId | None = None
    target_share: float = 0.20
    baseline_year: int | None = None
    target_year: int | None = None
    opened_on: date | None = None
    publicity: Publicity | None = None

    @property
    def has_goal(self) -> bool:
        """Whether a goal has been agreed. Every site has a case, whose target is only the usual one until then."""
        return self.baseline_year is not None

    def may_be_named(self, on: date) -> bool:
        """Whether the company may be named in what tells of the day `on`: a consent that was withdrawn, whenever that
        was, names nobody any more."""
        return self.publicity is not None and self.publicity.withdrawn_on is None and self.publicity.given_on <= on

    def moved(self, step: CaseStep, *, at: datetime, by: str) -> Self:
        """Return this case on `step`, the move remembered; a case already there is returned unchanged."""
        if step is self.step and self.moves:
            return self
        return replace(self, step=step, moves=(*self.moves, CaseMove(step, at, by)))
