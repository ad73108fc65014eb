"""Which copies are kept: the newest of each of seven days, and of each of four weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ambassador_app.i18n import COPENHAGEN

DAYS: Final = 7
WEEKS: Final = 4


def surplus(made: Iterable[datetime]) -> frozenset[datetime]:
    """Those of the moments whose copies can go."""
    newest_first = sorted(set(made), reverse=True)
    by_day: dict[object, datetime] = {}
    by_week: dict[object, datetime] = {}
    for moment in newest_first:
        day = moment.astimezone(COPENHAGEN).date()
        by_day.setdefault(day, moment)
        by_week.setdefault(day.isocalendar()[:2], moment)
    kept = {*list(by_day.values())[:DAYS], *list(by_week.values())[:WEEKS]}
    return frozenset(newest_first) - kept
