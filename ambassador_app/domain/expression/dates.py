"""The functions of an expression that know about days and hours."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from ambassador_app.domain.expression.evaluation import Arguments, Function, Value
from ambassador_app.domain.expression.values import (
    EPOCH,
    NOT_A_NUMBER,
    Moment,
    Scalar,
    as_day,
    days,
    moment_of,
    to_moment,
    to_number,
)


def _today(given: Arguments) -> Value:
    day = given.frame.answers.today
    return Moment(day.strftime("%Y-%m-%d"))


def _now(given: Arguments) -> Value:
    now = given.frame.answers.today
    if isinstance(now, datetime):
        return Moment(now.isoformat(timespec="milliseconds"))
    return Moment(f"{now.isoformat()}T00:00:00.000")


def _date(given: Arguments) -> Value:
    return as_day(given.scalar(0))


def _date_time(given: Arguments) -> Value:
    value = given.scalar(0)
    if isinstance(value, str) and to_moment(value.strip()) is not None:
        return Moment(value.strip())
    return moment_of(to_number(value))


def _days(given: Arguments) -> Value:
    value = given.scalar(0)
    if not isinstance(value, str):
        return to_number(value)
    found = days(value.strip())
    return NOT_A_NUMBER if found is None else found


def _decimal_time(given: Arguments) -> Value:
    value = given.scalar(0)
    if isinstance(value, Moment) and (found := days(value)) is not None:
        return found - math.floor(found)
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?.*", given.text(0).strip())
    if match is None:
        number = given.number(0)
        return number - math.floor(number) if math.isfinite(number) else NOT_A_NUMBER
    return (int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3] or 0)) / 86400


def _add_date(given: Arguments) -> Value:
    return as_day(to_number(as_day(given.scalar(0))) + given.number(1))


def _difference_in_months(given: Arguments) -> Value:
    one, other = _moment(given.scalar(0)), _moment(given.scalar(1))
    if one is None or other is None:
        return NOT_A_NUMBER
    months = (other.year - one.year) * 12 + other.month - one.month
    return float(months - 1 if other.day < one.day else months)


def _moment(value: Scalar) -> datetime | None:
    """Give the wall-clock moment that a date, moment or day number stands for; None if none."""
    if isinstance(value, str) and (moment := to_moment(value.strip())) is not None:
        return moment
    number = to_number(value)
    if not math.isfinite(number) or abs(number) > 700_000:
        return None
    return datetime.combine(EPOCH, datetime.min.time()) + timedelta(days=number)


_PARTS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
    "m": lambda moment: f"{moment.month:02}",
    "n": lambda moment: str(moment.month),
    "B": lambda moment: calendar.month_name[moment.month],
    "b": lambda moment: calendar.month_abbr[moment.month],
    "d": lambda moment: f"{moment.day:02}",
    "e": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02}",
    "S": lambda moment: f"{moment.second:02}",
    "3": lambda moment: f"{moment.microsecond // 1000:03}",
    "a": lambda moment: calendar.day_abbr[moment.weekday()],
    "A": lambda moment: calendar.day_name[moment.weekday()],
    "%": lambda moment: "%",
}


def _format_date(given: Arguments) -> Value:
    moment = _moment(given.scalar(0))
    if moment is None:
        return ""
    return re.sub(r"%(.)", lambda match: _part(match[1], moment), given.text(1))


def _part(letter: str, moment: datetime) -> str:
    part = _PARTS.get(letter)
    return part(moment) if part else f"%{letter}"


FUNCTIONS: Final[Mapping[str, Function]] = {
    "today": Function(0, 0, _today),
    "now": Function(0, 0, _now),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(1, 1, _days),
    "decimal-date": Function(1, 1, _days),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
    "add-date": Function(2, 2, _add_date),
    "difference-in-months": Function(2, 2, _difference_in_months),
}
