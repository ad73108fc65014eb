"""Readings of one meter gathered into months: summer time, gaps, what comes twice, periods across a month's end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.exchange.meter_times import (
    Moment,
    Span,
    hours_in,
    is_repeated_hour,
    month_start,
    next_month,
    wall,
)

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=800)  # a period beyond that is a slip, and would smear over years
_EVEN: Final = timedelta(days=2)  # a period up to that, across a month's end, is spread without saying so


@dataclass(frozen=True, slots=True)
class Series:
    """What belongs together: one carrier, one meter (empty where the file names none), one unit."""

    carrier: Carrier
    meter: str
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One row: what was used between two moments (the end may be for the neighbours to tell), or the register's
    number at the first of them.
    """

    row: int
    start: Moment
    end: Moment | None
    amount: float
    cost_dkk: float | None = None


@dataclass(frozen=True, slots=True)
class MonthReading:
    """What one meter used in one month, or in a whole year (`month` None): `amount` of the series' unit.

    `covered` is the share of the period that has readings, `missing_hours` the hours without. `is_spread` says that a
    longer period was spread evenly over its days.
    """

    series: Series
    year: int
    month: int | None
    amount: float
    covered: float
    missing_hours: float
    cost_dkk: float | None = None
    is_spread: bool = False


@dataclass(slots=True)
class Told:
    """What was noticed about a whole file: rows that came twice and counted once; times with two amounts, of which
    the last in the file was taken; readings lower than the one before; rows whose period nothing tells.
    """

    duplicates: int = 0
    contradictions: int = 0
    backwards: int = 0
    without_end: int = 0


@dataclass(slots=True)
class _Month:
    amount: float = 0.0
    covered: float = 0.0
    cost: float | None = None
    spread: bool = False

    def add(self, amount: float, covered: float, cost: float | None, *, spread: bool) -> None:
        self.amount += amount
        self.covered += covered
        self.spread = self.spread or spread
        if cost is not None:
            self.cost = (self.cost or 0.0) + cost


@dataclass(frozen=True, slots=True)
class _Interval:
    start: datetime
    end: datetime
    amount: float
    cost: float | None


def months_of(
    series: Mapping[Series, Sequence[Reading]], *, is_register: bool
) -> tuple[tuple[MonthReading, ...], Told]:
    """Gather the months of each series, in order of carrier, meter and time."""
    told = Told()
    found: list[MonthReading] = []
    for one, readings in series.items():
        once = _once(readings, told)
        step = _step(once)
        intervals = _differences(once, told) if is_register else _periods(once, step, told)
        months: dict[tuple[int, int | None], _Month] = {}
        for interval in intervals:
            _add(months, interval, step)
        found += [_reading(one, year, month, got) for (year, month), got in months.items()]
    order = sorted(found, key=lambda m: (m.series.carrier, m.series.meter, m.series.unit, m.year, m.month or 0))
    return tuple(order), told


def _once(readings: Sequence[Reading], told: Told) -> list[Reading]:
    """Put readings in order and take each moment once; the hour that an autumn night has twice, twice."""
    seen: dict[tuple[datetime, Span, int], Reading] = {}
    for one in readings:
        at, span = one.start.at.replace(fold=0), one.start.span
        first, second = (at, span, 0), (at, span, 1)
        twice = span is Span.INSTANT and is_repeated_hour(at)
        known = [seen[key] for key in ((first, second) if twice else (first,)) if key in seen]
        if any(_is_same(one, other) for other in known) and len(known) == 1 + twice:
            told.duplicates += 1
        elif len(known) == 1 + twice:
            told.contradictions += 1
            seen[second if twice else first] = one
        else:
            seen[second if known else first] = one
    return [seen[key] for key in sorted(seen)]


def _is_same(one: Reading, other: Reading) -> bool:
    return one.amount == other.amount and one.end == other.end


def _step(readings: Sequence[Reading]) -> timedelta:
    """The usual distance of two readings; nothing where there is only one."""
    gaps = [(b.start.at - a.start.at).total_seconds() for a, b in pairwise(readings) if b.start.at > a.start.at]
    return timedelta(seconds=median(gaps)) if gaps else timedelta()


# -- readings to periods --------------------------------------------------------------------------------------------
def _differences(readings: Sequence[Reading], told: Told) -> Iterator[_Interval]:
    """What a register moved on between two readings. Where it goes back it was changed, or one is a slip: nothing."""
    for before, after in pairwise(readings):
        used = after.amount - before.amount
        if used < 0:
            told.backwards += 1
        elif after.start.at - before.start.at <= _LONGEST:
            yield _Interval(before.start.at, after.start.at, used, after.cost_dkk)
        else:
            told.without_end += 1


def _periods(readings: Sequence[Reading], step: timedelta, told: Told) -> Iterator[_Interval]:
    inclusive = _ends_are_inclusive(readings)
    for at, one in enumerate(readings):
        after = readings[at + 1].start.at if at + 1 < len(readings) else None
        found = _named(one) or _until(one, inclusive=inclusive) or _stepped(one, after, step)
        if found is None or not timedelta() < found[1] - found[0] <= _LONGEST:
            told.without_end += 1
        else:
            yield _Interval(*found, one.amount, one.cost_dkk)


def _named(one: Reading) -> tuple[datetime, datetime] | None:
    """The month or year that the row names."""
    start = one.start
    if one.end is not None or start.span not in (Span.MONTH, Span.YEAR):
        return None
    return start.at, next_month(start.at) if start.span is Span.MONTH else wall(start.at.year + 1)


def _ends_are_inclusive(readings: Sequence[Reading]) -> bool:
    """Whether a date under `to` is the last day, not the day after it: the neighbours tell, or a month's end."""
    days = [one for one in readings if one.end is not None and one.end.span is Span.DAY]
    votes = 0
    for one, after in pairwise(days):
        if one.end is not None:
            votes += (after.start.at == one.end.at + _DAY) - (after.start.at == one.end.at)
    if votes:
        return votes > 0
    return any(one.end is not None and (one.end.at + _DAY).day == 1 for one in days)


def _until(one: Reading, *, inclusive: bool) -> tuple[datetime, datetime] | None:
    if one.end is None:
        return None
    start, end, span = one.start.at, one.end.at, one.end.span
    if end == start and span is Span.INSTANT:  # the clock was put back in between
        return None
    if span is Span.YEAR:
        end = wall(end.year + 1)
    elif span is Span.MONTH:
        end = next_month(end)
    elif span is Span.DAY and (inclusive or end == start):
        end += _DAY
    elif end.minute == 59:
        end = end.replace(second=0) + timedelta(minutes=1)
    return start.replace(fold=0), end.replace(fold=0)


def _stepped(one: Reading, after: datetime | None, step: timedelta) -> tuple[datetime, datetime] | None:
    """The period of a row that only says when it begins, by the distance of the others."""
    start = one.start.at.replace(fold=0)
    if not step:
        return None
    if step <= 2 * _HOUR:
        return start, start + step
    if timedelta(hours=20) <= step <= timedelta(hours=28):
        return start, start + _DAY
    if timedelta(days=27) <= step <= timedelta(days=32):
        return month_start(start), next_month(start)
    if timedelta(days=360) <= step <= timedelta(days=370) and (start.month, start.day) in ((1, 1), (12, 31)):
        return wall(start.year), wall(start.year + 1)
    return (start, after) if after is not None else None


# -- periods to months ----------------------------------------------------------------------------------------------
def _add(months: dict[tuple[int, int | None], _Month], one: _Interval, step: timedelta) -> None:
    if (one.start, one.end) == (wall(one.start.year), wall(one.start.year + 1)):
        months.setdefault((one.start.year, None), _Month()).add(one.amount, 1.0, one.cost, spread=False)
        return
    if one.end <= next_month(one.start):
        covered = _share(one.start, one.end, step)
        months.setdefault((one.start.year, one.start.month), _Month()).add(one.amount, covered, one.cost, spread=False)
        return
    length, at = one.end - one.start, one.start
    while at < one.end:
        until = min(next_month(at), one.end)
        part = (until - at) / length
        cost = one.cost * part if one.cost is not None else None
        month = months.setdefault((at.year, at.month), _Month())
        month.add(one.amount * part, _share(at, until, step), cost, spread=length > _EVEN)
        at = until


def _share(start: datetime, end: datetime, step: timedelta) -> float:
    """The share of its month that a period covers. Hours are counted as they truly pass: March has one less."""
    first, last = month_start(start), next_month(start)
    if not step or step > 2 * _HOUR:
        return (end - start) / (last - first)
    length = min(end - start, max(step, _HOUR))  # the clock leaps in spring; no more than one hour passes
    return length / _HOUR / hours_in(first, last)


def _reading(series: Series, year: int, month: int | None, got: _Month) -> MonthReading:
    covered = min(got.covered, 1.0)
    missing = 0.0
    if month is not None:
        first = wall(year, month)
        missing = (1 - covered) * hours_in(first, next_month(first))
        if missing < 0.01 or (month == 10 and missing < 1.01):  # a meter that knows no summer time lacks an hour
            covered, missing = 1.0, 0.0
    return MonthReading(series, year, month, got.amount, covered, missing, got.cost, got.spread)
