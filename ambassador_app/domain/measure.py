"""A measure: what is proposed at one site, with the inputs and the assessment behind its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final, Self

from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.records import SET, record
from ambassador_app.domain.stages import Stage, System
from ambassador_app.domain.subsidy import Benefit, Subsidy
from ambassador_app.domain.verification import Verification
from ambassador_app.i18n import N_

INVESTMENT: Final = "investment"
"""The name of the investment among the guesses of a quick estimate."""
FROM_CATALOGUE: Final = N_("a usual value from the catalogue of measures")
FROM_CHECKLIST: Final = N_("an assumption of the checklist")


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

    @property
    def is_implemented(self) -> bool:
        """Whether it has been carried out (completed and later)."""
        return self in _IMPLEMENTED

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for it any more: carried out, or turned down."""
        return self in _IMPLEMENTED or self is MeasureStatus.DISCARDED


_IMPLEMENTED = frozenset({MeasureStatus.COMPLETED, MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY})
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


class Barrier(StrEnum):
    """What stands in the way of a measure that is turned down."""

    NO_MONEY = "no_money"
    NOT_PROFITABLE = "not_profitable"
    OWNER_DECIDES = "owner_decides"
    NO_TIME = "no_time"
    TECHNICAL = "technical"
    MOVING_OR_REBUILDING = "moving_or_rebuilding"
    DONE_ALREADY = "done_already"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatusMove:
    """One move of a measure's status: when, by whom, and why if it was moved back or discarded."""

    status: MeasureStatus
    at: datetime
    by: str
    reason: str = ""
    barrier: Barrier | None = None


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
    missing. Variants of one proposal share `variant_of`; all but the chosen one are `set_aside`.
    `investment_dkk` (None: unknown) and `subsidy_dkk` are DKK, `lifetime_years` years (None: the standard
    lifetime of the calculator). `qualities` says how single inputs are known (others as `quality`); `guessed` names
    the inputs that a quick estimate, the catalogue or the checklist assumes, each with the source of the guess, and
    "investment" if that is one.
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
    moves: tuple[StatusMove, ...] = field(default=(), metadata=SET)
    owner: str = ""
    deadline: date | None = None
    suggestion: Suggestion | None = None
    provenance: Provenance | None = None
    dismissed_because: str = ""
    order: int = 0
    at: datetime | None = None
    variant_of: str = ""
    set_aside: bool = False
    qualities: Mapping[str, DataQuality] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)
    subsidy: Subsidy | None = None
    benefit_tags: tuple[Benefit, ...] = field(default=(), metadata=SET)
    barrier: Barrier | None = None
    verification: Verification | None = None
    stage: Stage | None = None
    system: System | None = None

    def moved(
        self, status: MeasureStatus, *, at: datetime, by: str, reason: str = "", barrier: Barrier | None = None
    ) -> Self:
        """Return this measure with a new status, the move remembered; the same status again is a move only with
        another reason. Why it was turned down stands until it is taken up again."""
        move = StatusMove(status, at, by, reason, barrier)
        if status is self.status and not self._is_news(move):
            return self
        moved = replace(self, status=status, moves=(*self.moves, move))
        if status is MeasureStatus.DISCARDED:
            return replace(moved, dismissed_because=reason or self.dismissed_because, barrier=barrier or self.barrier)
        return replace(moved, dismissed_because="", barrier=None) if self.status is MeasureStatus.DISCARDED else moved

    def _is_news(self, move: StatusMove) -> bool:
        last = self.moves[-1] if self.moves else None
        return (
            last is not None
            and bool(move.reason or move.barrier)
            and (move.reason, move.barrier) != (last.reason, last.barrier)
        )

    def because(self, barrier: Barrier | None, words: str) -> Self:
        """Return this measure with another reason for being turned down, in the move that did it as well."""
        changed = replace(self, barrier=barrier, dismissed_because=words)
        if self.moves and self.moves[-1].status is self.status is MeasureStatus.DISCARDED:
            last = replace(self.moves[-1], reason=words, barrier=barrier)
            changed = replace(changed, moves=(*self.moves[:-1], last))
        return changed

    @property
    def realised(self) -> Verification | None:
        """What came of it, once it has been found out; a verification counts only while the measure stands as
        carried out and judged."""
        judged = self.status in (MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY)
        return self.verification if judged else None

    def with_estimate(
        self, inputs: Mapping[str, object], guessed: Mapping[str, str], investment_dkk: float | None
    ) -> Self:
        """Return this measure with the values of a quick estimate where nothing is given, marked as guesses; those
        of an earlier estimate make room, and what catalogue and checklist assume stays where it has nothing."""
        assumed = {
            name: source
            for name, source in self.guessed.items()
            if source in (FROM_CATALOGUE, FROM_CHECKLIST) and name in self.inputs and name not in inputs
        }
        given = {name: value for name, value in self.inputs.items() if name not in self.guessed}
        known = None if INVESTMENT in self.guessed else self.investment_dkk
        taken = {*given, *(() if known is None else (INVESTMENT,))}
        return replace(
            self,
            inputs={**inputs, **{name: self.inputs[name] for name in assumed}, **given},
            guessed={**assumed, **{name: source for name, source in guessed.items() if name not in taken}},
            investment_dkk=investment_dkk if known is None else known,
        )

    def without_stale_guesses(self, before: Self) -> Self:
        """Return this measure without the marks of guesses whose value is another than `before`, and without what
        was said about inputs that are no longer given."""
        kept = {
            name: source
            for name, source in self.guessed.items()
            if (
                self.investment_dkk == before.investment_dkk
                if name == INVESTMENT
                else self.inputs.get(name) == before.inputs.get(name)
            )
        }
        qualities = {name: quality for name, quality in self.qualities.items() if name in self.inputs}
        return replace(self, guessed=kept, qualities=qualities)

    @property
    def has_guesses(self) -> bool:
        """Whether figures still stand in it that nobody has confirmed."""
        return bool(self.guessed)

    @property
    def is_proposed(self) -> bool:
        """Whether it counts among the visit's proposals: neither an open suggestion nor turned down, nor a variant
        that was not chosen."""
        return self._is_live and not self.set_aside

    @property
    def is_alternative(self) -> bool:
        """Whether it is a variant that was not chosen: shown beside the chosen one, counted nowhere."""
        return self._is_live and self.set_aside

    @property
    def _is_live(self) -> bool:
        return self.suggestion not in (Suggestion.SUGGESTED, Suggestion.DISMISSED) and (
            self.status is not MeasureStatus.DISCARDED
        )
