"""Which copies are kept: the newest of each of some days, and of each of some weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ambassador_app.i18n import COPENHAGEN


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days and weeks have a copy; a day has its newest."""

    days: int = 7
    weeks: int = 4


STANDARD: Final = Kept()


def surplus(made: Iterable[datetime], kept: Kept = STANDARD) -> frozenset[datetime]:
    """Those of the moments whose copies can go; the newest is never among them."""
    newest_first = sorted(set(made), reverse=True)
    by_day: dict[object, datetime] = {}
    by_week: dict[object, datetime] = {}
    for moment in newest_first:
        day = moment.astimezone(COPENHAGEN).date()
        by_day.setdefault(day, moment)
        by_week.setdefault(day.isocalendar()[:2], moment)
    stay = {*newest_first[:1], *list(by_day.values())[: kept.days], *list(by_week.values())[: kept.weeks]}
    return frozenset(newest_first) - stay
