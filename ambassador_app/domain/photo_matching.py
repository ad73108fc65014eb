"""To what a photo belongs: its time on the camera's clock against what was worked on in the visit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from ambassador_app.domain.identifiers import FindingId, MeasureId

SURE_WITHIN: Final = timedelta(minutes=3)
LIKELY_WITHIN: Final = timedelta(minutes=20)
DURING: Final = timedelta(hours=2)
"""A photo that lies further from everything that was noted was not taken at this visit."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a photo stands at: an area by its name, a question by its path, a finding or a measure; or the visit."""

    area: str = ""
    question: str = ""
    finding_id: FindingId | None = None
    measure_id: MeasureId | None = None


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """A moment (aware) at which something was noted, and where that was."""

    at: datetime
    place: Place


class Certainty(StrEnum):
    """How well a guess is founded."""

    SURE = "sure"
    LIKELY = "likely"
    AREA = "area"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a photo seems to belong. OUTSIDE: it was not taken at this visit, as far as the clocks tell."""

    place: Place
    certainty: Certainty


def guess(taken_at: datetime | None, worked: Sequence[WorkedOn]) -> Guess:
    """Say what was open when a photo was taken; `worked` in the order of time, `taken_at` on the right clock.

    A question is open from about when the one before it was noted until the next one is. So a photo belongs to what
    was noted nearest to it; at the same distance to what was noted after it: people look first and write then.
    Between two notes at one place there is no doubt.
    """
    if taken_at is None or not worked:
        return Guess(Place(), Certainty.OUTSIDE)
    moment = taken_at.astimezone(UTC)
    number = bisect_right([one.at for one in worked], moment)
    before = worked[number - 1] if number else None
    after = worked[number] if number < len(worked) else None
    if before is not None and after is not None and before.place == after.place:
        distance = min(moment - before.at, after.at - moment)
        return Guess(before.place, _certainty(distance, same=True))
    near = _nearer(moment, before, after)
    certainty = _certainty(abs(near.at - moment), same=False)
    return Guess(_narrowed(near.place, certainty), certainty)


def _nearer(moment: datetime, before: WorkedOn | None, after: WorkedOn | None) -> WorkedOn:
    found = [one for one in (after, before) if one is not None]
    return min(found, key=lambda one: abs(one.at - moment))


def _certainty(distance: timedelta, *, same: bool) -> Certainty:
    if distance <= SURE_WITHIN or (same and distance <= LIKELY_WITHIN):
        return Certainty.SURE
    if distance <= LIKELY_WITHIN:
        return Certainty.LIKELY
    return Certainty.AREA if distance <= DURING else Certainty.OUTSIDE


def _narrowed(place: Place, certainty: Certainty) -> Place:
    """Keep no more of a place than is known."""
    match certainty:
        case Certainty.SURE | Certainty.LIKELY:
            return place
        case Certainty.AREA:
            return Place(area=place.area)
    return Place()


def put_right(noted: datetime | None, ahead: timedelta) -> datetime | None:
    """Give the true moment of what a clock noted that is `ahead` (negative: behind)."""
    return None if noted is None else noted - ahead


def ahead_of(noted: datetime, really: datetime) -> timedelta:
    """Tell how far a camera's clock is ahead, from one photo whose true moment is known."""
    return noted - really
