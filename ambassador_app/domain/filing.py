"""That a sealed report has been filed (*journaliseret*) in the case system: what the purge of a laptop waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing: the case system's number or reference, the day it was filed, and who noted that here and when."""

    number: str
    on: date
    by: str
    at: datetime


def newest(filings: Iterable[Filing]) -> Filing | None:
    """Give the filing that was noted last; None where there is none."""
    return max(filings, key=lambda one: (one.at, one.number), default=None)
