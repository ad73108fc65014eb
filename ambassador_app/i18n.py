"""Words, numbers, units and dates in the reader's language; the one number parser.

No Qt here: the report, the errors and the command line need the same words, and a report may be in another
language than the window.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import cache
from math import floor, isfinite, log10
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import NumberAmbiguous, NumberNotUnderstood

if TYPE_CHECKING:
    COPENHAGEN: tzinfo


class Language(StrEnum):
    """The languages that are complete."""

    DANISH = "da"
    ENGLISH = "en"


def N_(text: str) -> str:
    """Mark `text` for the catalogue without translating it here."""
    return text


class Exact(float):
    """A number in a `Message` that is shown with all its digits: given, or rounded by the maker."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue with the values of its named placeholders, translated when it is shown.

    A value may be a number (shown in the reader's language with at most four decimals, an `Exact` one with all
    its digits), a date, another `Message`, or text.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A number that can be read in two ways: `1.234` is 1234 (`large`) or 1.234 (`small`)."""

    text: str
    large: float
    small: float


NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?=\s|$)")
_WIDE: Final = Context(prec=400)  # every float has room
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']")
_PLAIN = re.compile(r"[+-]?\d+(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[.,])\d{3})(?:(?P=mark)\d{3})*")
_DECIMAL = re.compile(r"[+-]?\d*[.,]\d+(?:[eE][+-]?\d{1,3})?")
_GROUPS_OF_SPACES = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2007\u2009\u202f']\d{3})+(?:[.,]\d+)?")
_UNIT = r"(?:[^\W\d_]*m[23]|[^\W\d_]+)"  # letters; of digits only those of m² and m³: `1o2` is a slip, no unit
_UNIT_TAIL = re.compile(rf"(?<=\d)\s*(?:kr\.?|%|{_UNIT}(?:/{_UNIT})?)$")

_MONTHS: Final = {
    Language.DANISH: (
        *("januar", "februar", "marts", "april", "maj", "juni", "juli"),
        *("august", "september", "oktober", "november", "december"),
    ),
    Language.ENGLISH: (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_WEEKDAYS: Final = {
    Language.DANISH: ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def __getattr__(name: str) -> tzinfo:
    """Read the time zone when it is first asked for: the first paint needs none."""
    if name == "COPENHAGEN":
        return _copenhagen()
    raise AttributeError(name)


@cache
def _copenhagen() -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Copenhagen")


def parse_number(text: str, language: Language = Language.DANISH) -> float | Ambiguous:
    """Read a number as a Dane or an Englishman types or pastes it; never guess silently.

    `1,5` and `1.5` are one and a half, `1.234,5` and `1 234,5` and `1,234.5` are a thousand and more. A lone
    mark before exactly three digits (`1.234`) is `Ambiguous` in every language, unless the digits before it
    exclude a thousands mark (`0.125`, `1234.567`). A lone comma before three digits is the decimal comma in
    Danish and ambiguous in English.

    Raises NumberNotUnderstood for anything else, the empty text included.
    """
    if _has_a_raised_digit(text):
        raise NumberNotUnderstood(text=text)
    wanted = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    wanted = _UNIT_TAIL.sub("", wanted)
    compact = _SPACES.sub("", wanted)
    if compact != wanted and not _GROUPS_OF_SPACES.fullmatch(re.sub(r"^([+-])\s+", r"\1", wanted)):
        raise NumberNotUnderstood(text=text)
    if _PLAIN.fullmatch(compact):
        return float(compact)
    lone = _GROUPED.fullmatch(compact)
    if lone and compact == wanted:
        return _read_grouped(compact, lone["mark"], text, language)
    if _DECIMAL.fullmatch(compact):
        return float(compact.replace(",", "."))
    return _read_mixed(compact, text)


def _has_a_raised_digit(text: str) -> bool:
    """Whether a digit like ² stands anywhere but after the letters of a unit: `10²` is not 102."""
    pairs = zip(" " + text, text, strict=False)
    return any(unicodedata.category(one) == "No" and not before.isalpha() for before, one in pairs)


def _read_grouped(compact: str, mark: str, text: str, language: Language) -> float | Ambiguous:
    """Read `1.234` or `1.234.567`, where each mark stands before exactly three digits."""
    if compact.count(mark) > 1:
        return float(compact.replace(mark, ""))
    small, large = float(compact.replace(mark, ".")), float(compact.replace(mark, ""))
    leading_zero = compact.lstrip("+-").startswith("0")
    if leading_zero or (mark == "," and language is Language.DANISH):
        return small
    return Ambiguous(text, large=large, small=small)


def _read_mixed(compact: str, text: str) -> float:
    """Read `1.234,5` or `1,234.5`: the last mark is the decimal one, the other groups thousands."""
    for thousands, decimal in ((".", ","), (",", ".")):
        pattern = rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+{re.escape(decimal)}\d+"
        if re.fullmatch(pattern, compact):
            return float(compact.replace(thousands, "").replace(decimal, "."))
    raise NumberNotUnderstood(text=text)


def number_or_refuse(text: str, language: Language = Language.DANISH) -> float:
    """Read a number where nobody can be asked. Raises NumberNotUnderstood, NumberAmbiguous."""
    found = parse_number(text, language)
    if isinstance(found, Ambiguous):
        raise NumberAmbiguous(text=text, large=found.large, small=found.small)
    return found


def half_up(value: float, places: int = 0) -> Decimal:
    """Round as on paper, a half away from 0: every figure that is shown is rounded by this rule.

    Python's own rounding would show 372.5 kWh as 372 and 373.5 as 374.
    """
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def _filled(words: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders. An abbreviation at the end of a sentence (`kr.`, `stk.`) ends the sentence, too."""
    text = words.format_map(values)
    return _TWO_STOPS.sub(".", text) if ".." in text else text


class Translator:
    """One language's words and ways of writing numbers and dates. Safe to use from any thread."""

    def __init__(self, language: Language, catalogue: gettext.NullTranslations, zone: tzinfo | None = None) -> None:
        self.language = language
        self._catalogue = catalogue
        self._own_zone = zone

    @property
    def _zone(self) -> tzinfo:
        """The reader's zone: Danish time unless another was given."""
        return self._own_zone or _copenhagen()

    @classmethod
    def load(cls, language: Language, folder: Path, zone: tzinfo | None = None) -> Translator:
        """Read the catalogue of `language` below `folder`; English needs none."""
        if language is Language.ENGLISH:
            return cls(language, gettext.NullTranslations(), zone)
        return cls(language, gettext.translation("ambassador", str(folder), [language.value]), zone)

    # -- words ------------------------------------------------------------------------------------------------
    def tr(self, text: str, /, **values: object) -> str:
        """Translate, then fill the named placeholders; numbers and dates come in this language."""
        words = self._catalogue.gettext(text) if text else ""
        return _filled(words, {k: self._shown(v) for k, v in values.items()}) if values else words

    def tn(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Translate the form for `count`; `{count}` is filled besides `values`."""
        words = self._catalogue.ngettext(one, many, count)
        return _filled(words, {"count": self.number(count), **{k: self._shown(v) for k, v in values.items()}})

    def say(self, message: Message) -> str:
        """Translate a `Message`."""
        return self.tr(message.text, **dict(message.values)) if message.values else self.tr(message.text)

    def _shown(self, value: object) -> str:
        match value:
            case Message():
                return self.say(value)
            case bool() | None | str():
                return str(value)
            case int() | float():
                return self.exact(value) if isinstance(value, Exact) else self.number(value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case _:
                return str(value)

    # -- numbers ----------------------------------------------------------------------------------------------
    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number with grouped thousands, a half rounded away from 0; without `decimals` at most four places,
        none superfluous.
        """
        if not isfinite(value):
            return "–"
        text = f"{half_up(value, 4 if decimals is None else decimals):,f}"
        if decimals is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.lstrip("-").strip("0.,") == "":
            text = text.lstrip("-")
        if self.language is Language.DANISH:
            text = text.translate(str.maketrans(",.", ".,"))
        return text.replace("-", "\N{MINUS SIGN}")

    def exact(self, value: float) -> str:
        """Write a number with grouped thousands and all its digits, up to twelve of them."""
        if value == 0 or not isfinite(value):
            return self.number(value)
        places = min(max(11 - floor(log10(abs(value))), 0), 12)
        text, mark = self.number(value, places), "," if self.language is Language.DANISH else "."
        return text.rstrip("0").rstrip(mark) if mark in text else text

    def plain(self, value: float) -> str:
        """Write a number as it stands in an input field: the decimal mark, no grouping, all digits kept."""
        text = repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
        return text.replace(".", ",") if self.language is Language.DANISH else text

    def quantity(self, value: float, unit: str, decimals: int | None = None) -> str:
        """Write number and unit, never parted at a line end."""
        return f"{self.number(value, decimals)}{NO_BREAK}{unit}" if unit else self.number(value, decimals)

    def percent(self, fraction: float, decimals: int | None = None) -> str:
        """Write 0.25 as 25 %."""
        return self.quantity(fraction * 100, "%", decimals)

    def money(self, value: float, decimals: int = 0) -> str:
        """Write an amount in kroner: `1.234 kr.` or `DKK 1,234`."""
        shown = self.number(value, decimals)
        return f"{shown}{NO_BREAK}kr." if self.language is Language.DANISH else f"DKK{NO_BREAK}{shown}"

    # -- time -------------------------------------------------------------------------------------------------
    def day(self, value: date) -> str:
        """Write a date in full: `8. januar 2026`, `8 January 2026`."""
        month = _MONTHS[self.language][value.month - 1]
        dot = "." if self.language is Language.DANISH else ""
        return f"{value.day}{dot} {month} {value.year}"

    def short_day(self, value: date) -> str:
        """Write a date in figures: `08-01-2026`, `2026-01-08`."""
        return f"{value:%d-%m-%Y}" if self.language is Language.DANISH else f"{value:%Y-%m-%d}"

    def weekday(self, value: date) -> str:
        """Name the day of the week."""
        return _WEEKDAYS[self.language][value.weekday()]

    def month(self, number: int) -> str:
        """Name a month by its number from 1."""
        return _MONTHS[self.language][number - 1]

    def week(self, value: date) -> int:
        """Give the ISO week."""
        return value.isocalendar().week

    def clock(self, value: datetime) -> str:
        """Write the time of day, 24 hours, on the wall clock of the reader's zone."""
        return (
            f"{value.astimezone(self._zone):%H.%M}"
            if self.language is Language.DANISH
            else (f"{value.astimezone(self._zone):%H:%M}")
        )

    def moment(self, value: datetime) -> str:
        """Write date and time."""
        return f"{self.day(value.astimezone(self._zone).date())} {self._at()} {self.clock(value)}"

    def _at(self) -> str:
        return "kl." if self.language is Language.DANISH else "at"
