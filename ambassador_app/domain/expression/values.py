"""How ODK turns texts, numbers, truths and dates into one another.

A date is a text that knows it is one (`Moment`): wherever a number is wanted it counts as whole days since 1 January
1970, and as text it is its date alone, even where it also knows the hour. Any other text that looks like a date is no
number. An unanswered question is the empty text, and no number (NaN) where a number is wanted.
Source: the behaviour of JavaRosa (the engine inside ODK Collect), checked against recorded traces and, for operators
and functions, against the engine itself. One thing is better here: it writes large and small numbers as 1.0E7, which
it then cannot read again.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from typing import Final

Scalar = str | float | bool


class Moment(str):
    """A date (`2026-01-08`) or a moment (`2026-01-08T14:30:00.000`), on the wall clock of the visit."""

    __slots__ = ()


class Clock(Moment):
    """A time of day: a moment on the day of the visit."""

    __slots__ = ()


EPOCH: Final = date(1970, 1, 1)
NOT_A_NUMBER: Final = math.nan
_NUMBER: Final = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?")
_SAME: Final = 1e-12
_LARGEST: Final = 2**31 - 1


def to_number(value: Scalar) -> float:
    """Read as a number; a date or moment as its day number, without a fraction; what is neither is NaN."""
    if isinstance(value, Moment):
        found = days(value)
        return NOT_A_NUMBER if found is None else float(math.floor(found))
    if isinstance(value, str):
        text = value.strip()
        return float(text) if _NUMBER.fullmatch(text) else NOT_A_NUMBER
    return float(value)


def to_whole(number: float) -> int:
    """Cut a number to a whole one as an index or a count of places; no number counts as 0."""
    if math.isnan(number):
        return 0
    return int(max(-_LARGEST, min(_LARGEST, number)))


def to_text(value: Scalar) -> str:
    """Write as text: whole numbers without a decimal point, truths as `true` and `false`, a moment as its date."""
    match value:
        case Moment():
            return str(value)[:10]
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case _:
            return _number_text(float(value))


def _number_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return f"{value:.12f}".rstrip("0").rstrip(".") if "e" in text else text


def to_truth(value: Scalar) -> bool:
    """Read as a truth: a text that is not empty, a number that is not zero."""
    if isinstance(value, str):
        return value != ""
    return bool(value) and not math.isnan(value)


def equal(left: Scalar, right: Scalar) -> bool:
    """Compare as truths if one is a truth, else as numbers if one is a number, else as texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, float) or isinstance(right, float):
        one, other = to_number(left), to_number(right)
        return abs(one - other) < _SAME if math.isfinite(one - other) else one == other
    return to_text(left) == to_text(right)


def days(text: str) -> float | None:
    """Give the days since 1 January 1970 of an ISO date or moment; None if it is neither.

    A zone is left aside: the wall clock of the visit counts.
    """
    moment = to_moment(text)
    if moment is None:
        return None
    whole = (moment.date() - EPOCH).days
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return whole + seconds / 86400


def to_moment(text: str) -> datetime | None:
    """Read an ISO date or moment as wall-clock time; None if it is neither."""
    if not (_DAY.fullmatch(text) or _MOMENT.fullmatch(text)):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def day_of(number: float) -> Scalar:
    """Give the ISO date of a day number; empty if there is no such day."""
    if not math.isfinite(number):
        return ""
    try:
        return Moment((EPOCH + timedelta(days=math.floor(number))).isoformat())
    except OverflowError:
        return ""


def moment_of(number: float) -> Scalar:
    """Give the ISO moment of a day number with its fraction; empty if there is none."""
    if not math.isfinite(number):
        return ""
    try:
        start = datetime.combine(EPOCH, datetime.min.time())
        return Moment((start + timedelta(days=number)).isoformat(timespec="milliseconds"))
    except OverflowError:
        return ""


def as_day(value: Scalar) -> Scalar:
    """Give the ISO date that a date, moment or day number stands for; empty if none."""
    if isinstance(value, str):
        moment = to_moment(value.strip())
        if moment is not None:
            return Moment(moment.date().isoformat())
    return day_of(to_number(value))
