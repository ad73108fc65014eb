"""Points and spans of time as meter files write them, on the Danish wall clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

from ambassador_app import i18n

EARLIEST: Final = 1990
LATEST: Final = 2100
_ISO: Final = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_DANISH: Final = re.compile(
    r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?:[ T,]+(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_MONTH_FIRST: Final = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})")
_YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})")
_NAMED: Final = re.compile(r"(?P<name>[a-zæøå]{3,9})\.?[ \-_']*(?P<year>\d{4}|\d{2})", re.IGNORECASE)
_NAMED_LAST: Final = re.compile(r"(?P<year>\d{4})[ \-_]*(?P<name>[a-zæøå]{3,9})\.?", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2})?(?:\s*[-–].*)?", re.IGNORECASE)
_MONTH_NAMES: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ALSO: Final = {"may": 5, "oct": 10}


class Span(IntEnum):
    """What a written time names."""

    INSTANT = 0
    DAY = 1
    MONTH = 2
    YEAR = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """The beginning of what was written, on the wall clock (no zone; `fold` 1 in the second hour of an autumn
    night), and how much of time it names.
    """

    at: datetime
    span: Span


def parse_moment(text: str) -> Moment | None:
    """Read a date, a date with a time of day, a month or a year; None for what is none of them."""
    found = _ISO.fullmatch(text)
    if found:
        return _moment(*found.groups())
    found = _DANISH.fullmatch(text)
    if found:
        day, month, year, hour, minute, second = found.groups()
        return _moment(year, month, day, hour, minute, second, None)
    return _month_or_year(text)


def parse_month(text: str) -> int | None:
    """Read the number or the name of a month."""
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text[:3]) <= 12 else None
    return _named(text)


def parse_clock(text: str) -> timedelta | None:
    """Read a time of day, or the first of two: `13:00`, `13.00-14.00`, `13`."""
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return None
    return timedelta(hours=int(found[1]), minutes=int(found[2] or 0))


def wall(year: int, month: int = 1, day: int = 1) -> datetime:
    """Give the first moment of a day on the wall clock. Raises ValueError for a day that is none."""
    return datetime(year, month, day)  # noqa: DTZ001 - meters write wall-clock time without a zone


def month_start(at: datetime) -> datetime:
    """Give the first moment of the month of `at`."""
    return wall(at.year, at.month)


def next_month(at: datetime) -> datetime:
    """Give the first moment of the month after that of `at`."""
    return wall(at.year + at.month // 12, at.month % 12 + 1)


def hours_in(start: datetime, end: datetime) -> float:
    """Give the hours that truly pass between two points of the Danish wall clock, summer time allowed for."""
    zone = i18n.COPENHAGEN
    return (
        end.replace(tzinfo=zone).astimezone(UTC) - start.replace(tzinfo=zone).astimezone(UTC)
    ).total_seconds() / 3600


def is_repeated_hour(at: datetime) -> bool:
    """Whether the clock shows this time twice: from 2 to 3 on the last Sunday of October."""
    return at.month == 10 and at.hour == 2 and at.weekday() == 6 and at.day > 24


def _moment(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, offset: str | None
) -> Moment | None:
    try:
        at = wall(_year(year), int(month), int(day))
        if hour is not None:
            at += timedelta(hours=_below(hour, 25), minutes=_below(minute, 60), seconds=_below(second, 60))
        if offset:
            at = _on_wall_clock(at, offset)
    except (ValueError, OverflowError):
        return None
    return _within(Moment(at, Span.DAY if hour is None else Span.INSTANT))


def _below(text: str | None, limit: int) -> int:
    number = int(text or 0)
    if number >= limit:
        raise ValueError(text)
    return number


def _on_wall_clock(at: datetime, offset: str) -> datetime:
    """Turn a time with its offset from UTC into one of the Danish wall clock."""
    away = timedelta()
    if offset != "Z":
        digits = offset[1:].replace(":", "")
        away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if offset[0] == "-" else 1)
    return (at - away).replace(tzinfo=UTC).astimezone(i18n.COPENHAGEN).replace(tzinfo=None)


def _month_or_year(text: str) -> Moment | None:
    compact = _COMPACT.fullmatch(text)
    if compact and compact[3]:
        return _moment(compact[1], compact[2], compact[3], None, None, None, None)
    for pattern in (_MONTH_FIRST, _YEAR_FIRST, _NAMED, _NAMED_LAST):
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            month = int(parts["month"]) if parts.get("month") else _named(parts["name"])
            return _month(parts["year"], month)
    if compact:
        return _month(compact[1], int(compact[2]))
    return _within(Moment(wall(int(text)), Span.YEAR)) if re.fullmatch(r"(19|20)\d\d", text) else None


def _month(year: str, month: int | None) -> Moment | None:
    if month is None or not 1 <= month <= 12:
        return None
    return _within(Moment(wall(_year(year), month), Span.MONTH))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _named(name: str) -> int | None:
    short = name.casefold()[:3]
    return _MONTH_NAMES.index(short) + 1 if short in _MONTH_NAMES else _ALSO.get(short)


def _within(moment: Moment) -> Moment | None:
    return moment if EARLIEST <= moment.at.year <= LATEST else None
