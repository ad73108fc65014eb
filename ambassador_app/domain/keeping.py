"""Which visits a laptop keeps whole, and which of their parts are at the office alone.

Two rules, and no more: what the laptop had itself leaves it only some days after the office has everything *and* the
report has been filed; what comes from others comes whole only within the window that the person chose.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ambassador_app.domain.filing import Filing
from ambassador_app.domain.hold import Hold
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.errors import FieldRefused
from ambassador_app.i18n import N_, Message

DAYS: Final = 30
"""How many days after confirmation and filing a visit leaves the laptop, unless somebody says otherwise."""
MOST_DAYS: Final = 3650
MONTHS: Final = 24
"""How far back visits come down whole, unless somebody says otherwise."""
MOST_MONTHS: Final = 600
_MONTH: Final = timedelta(days=30.4375)
_OPEN: Final = frozenset({VisitStatus.PLANNED.value, VisitStatus.UNDER_WAY.value})
_POSTCODE: Final = 4
"""Digits of a Danish postal code."""


class WhyAway(StrEnum):
    """Why parts of a visit are not on this device."""

    PURGED = "purged"
    """They were here, the office has them, the report has been filed."""
    OUTSIDE = "outside"
    """They never came: the visit is outside the window."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which visits of others come down whole: those of the last `months` (0: all) to places with one of these
    `postcodes`, each a code or a range such as `5000-5270` (none: all).
    """

    months: int = MONTHS
    postcodes: tuple[str, ...] = ()

    def takes(self, visit: Seen, *, me: str, now: datetime) -> bool:
        """Whether a visit is within. One's own, open ones and those without a time always are, and so is a place
        whose postal code is not known.
        """
        if visit.status in _OPEN or visit.responsible == me or visit.at is None:
            return True
        if self.months and visit.at < now - self.months * _MONTH:
            return False
        return not self.postcodes or not visit.postcode or any(_has(one, visit.postcode) for one in self.postcodes)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the window asks of a visit."""

    status: str
    responsible: str
    at: datetime | None
    postcode: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the person chose on this device. `days`: after how many days a filed visit leaves it, 0 for never, None
    for the usual.
    """

    days: int | None = None
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True)
class Kept:
    """How a visit stands on this device. `away` says why its parts are not here (None: they are); `count` of its
    records are at the office alone, `lost` of these were not seen there again since it was set back to a backup.
    `since`: since when the office has had everything and the report has been filed. `filed` is that filing.
    """

    away: WhyAway | None = None
    count: int = 0
    lost: int = 0
    since: datetime | None = None
    filed: Filing | None = None
    holds: tuple[Hold, ...] = ()

    @property
    def is_held(self) -> bool:
        """Whether a hold keeps it from leaving."""
        return any(one.is_open for one in self.holds)


def _has(wanted: str, postcode: str) -> bool:
    first, _, last = wanted.partition("-")
    return first <= postcode <= (last or first)


def postcodes_in(text: str) -> tuple[str, ...]:
    """Read postal codes and ranges as people type them: `5000, 5200-5270`. Raises FieldRefused."""
    found = tuple(dict.fromkeys(one.replace(" ", "").replace("–", "-") for one in text.replace(";", ",").split(",")))
    for one in found:
        if one and not _is_postcodes(one):
            allowed = Message(N_("postal codes and ranges, such as 5000, 5200-5270"))
            raise FieldRefused(field="postcodes", value=one, allowed=allowed)
    return tuple(one for one in found if one)


def _is_postcodes(text: str) -> bool:
    ends = text.split("-")
    fit = all(len(one) == _POSTCODE and one.isascii() and one.isdigit() for one in ends)
    return fit and len(ends) in (1, 2) and ends[0] <= ends[-1]


def shown_postcodes(codes: Iterable[str]) -> str:
    """Write postal codes as they are typed."""
    return ", ".join(codes)


def is_ripe(since: datetime | None, *, days: int, now: datetime) -> bool:
    """Whether a visit may leave: so many days have passed since the last of what it waits for; 0 days is never."""
    return bool(days) and since is not None and now - since >= timedelta(days=days)
