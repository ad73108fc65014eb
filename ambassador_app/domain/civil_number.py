"""Recognises a civil registration number (CPR) in free text: nothing in this program has a use for one.

Ten digits are one if the first six are a day, a month and a year, and they are written as such numbers are:
`ddmmyy-xxxx`, with a space, or together. The check digit proves nothing (numbers without one are issued since
2007), so it is not looked at. P-numbers have ten digits too: written after a word that names them, or beginning
like no date, they are left alone. Telephone, CVR and account numbers are told apart by their length and grouping.
"""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = r"(?:\s?[-\u2010-\u2013]\s?|[ \u00a0])?"
_TEN: Final = re.compile(
    rf"(?<![\w.,/+-])(?P<day>\d\d)(?P<month>\d\d)\d\d{_MARK}\d{{4}}(?![\w/]|[-.,]\d)",
)
_NAMED: Final = re.compile(
    r"(?:\bp\b|\bp[- ]?(?:nr|nummer|no|number|enhed|unit)\w*|\bproduktionsenhed\w*|\bean\b|\bgln\b|\bkonto\w*"
    r"|\baccount\w*|\btlf\b|\btelefon\w*|\bphone\w*|\bmobil\w*|\bmåler\w*|\bmeter\w*|\bfaktura\w*"
    r"|\binvoice\w*|\bordre\w*|\border\w*|\bsag\w*|\bcase\w*)[\s.:#nr]*$",
    re.IGNORECASE,
)
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LOOK_BACK: Final = 30


def civil_numbers(text: str) -> tuple[str, ...]:
    """Give what reads as a civil registration number in `text`, as it is written there."""
    if not text or sum(map(str.isdigit, text)) < 10:
        return ()
    return tuple(match[0] for match in _TEN.finditer(text) if _is_one(match, text))


def _is_one(match: re.Match[str], text: str) -> bool:
    return _is_day(int(match["day"]), int(match["month"])) and not _NAMED.search(
        text[max(0, match.start() - _LOOK_BACK) : match.start()]
    )


def _is_day(day: int, month: int) -> bool:
    """Whether the day exists in some year; substitute numbers, issued at hospitals, count days from 61."""
    return 1 <= month <= 12 and 1 <= (day - 60 if day > 60 else day) <= _DAYS[month - 1]
