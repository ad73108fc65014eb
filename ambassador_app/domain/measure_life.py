"""Which way a measure's status may move, and what a move asks for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ambassador_app.domain.measure import MeasureStatus

PROPOSED, EVALUATED, SELECTED = MeasureStatus.PROPOSED, MeasureStatus.EVALUATED, MeasureStatus.SELECTED
INITIATED, IN_PROGRESS, COMPLETED = MeasureStatus.INITIATED, MeasureStatus.IN_PROGRESS, MeasureStatus.COMPLETED
VERIFIED, UNSATISFACTORY = MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY
DISCARDED, UNKNOWN = MeasureStatus.DISCARDED, MeasureStatus.UNKNOWN

_WAY: Final = (PROPOSED, EVALUATED, SELECTED, INITIATED, IN_PROGRESS, COMPLETED, VERIFIED)
"""The way of a measure that goes well. Steps may be left out: a company does not wait for its ambassador."""


class Need(StrEnum):
    """What must be stated for a move."""

    NOTHING = "nothing"
    REASON = "reason"
    BARRIER = "barrier"
    VERIFICATION = "verification"


def need_of(now: MeasureStatus, then: MeasureStatus) -> Need | None:
    """Tell what a move asks for; None for one that cannot be.

    Forward needs nothing, and steps may be left out; back needs a reason. *Verified* needs a verification,
    *discarded* what stood in the way. What is carried out is neither discarded nor unknown any more, and nothing
    else can be unsatisfactory: it moves back first, if it was moved by mistake. The same status again is a further
    reason for it.
    """
    if then is VERIFIED:
        return Need.VERIFICATION if now is not VERIFIED else Need.REASON
    if then is DISCARDED:
        return None if now.is_implemented else Need.BARRIER
    if then is UNKNOWN:
        return None if now.is_implemented else (Need.REASON if now is UNKNOWN else Need.NOTHING)
    if then is UNSATISFACTORY:
        return Need.REASON if now.is_implemented else None
    return _along_the_way(now, then)


def _along_the_way(now: MeasureStatus, then: MeasureStatus) -> Need:
    if now in (DISCARDED, UNKNOWN):
        return Need.NOTHING
    at = len(_WAY) if now is UNSATISFACTORY else _WAY.index(now)
    return Need.NOTHING if _WAY.index(then) > at else Need.REASON


def moves_from(now: MeasureStatus) -> tuple[tuple[MeasureStatus, Need], ...]:
    """List where a measure can go from `now`, in the order of its life, with what each move asks for."""
    found = ((then, need_of(now, then)) for then in MeasureStatus if then is not now)
    return tuple((then, need) for then, need in found if need is not None)
