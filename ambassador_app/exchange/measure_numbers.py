"""One cell of a list of proposals as a figure or a day: marks, units, signs and words as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ambassador_app.errors import NumberNotUnderstood
from ambassador_app.exchange.grid import Cell, Share, Uncomputed
from ambassador_app.exchange.measure_fields import Quantity
from ambassador_app.i18n import N_, Ambiguous, Language, Message, parse_number

_NOTHING: Final = frozenset(
    {"", "-", "–", "—", "−", "n/a", "na", "i/a", "?", "ukendt", "unknown", "ikke oplyst", "straks"}
)
_ABOUT: Final = re.compile(r"^(?:ca\.?|cirka|circa|omkring|about|approx\.?|~|≈)\s*", re.IGNORECASE)
_SPACE: Final = r"\s\u00a0\u2007\u2009\u202f"
_FRONT: Final = re.compile(r"^(kr\.?|dkk)\s*(?=[\d(+−-])", re.IGNORECASE)
_FIGURE: Final = re.compile(
    rf"(?P<number>[(+\-−]*[{_SPACE}]*\d(?:[\d.,'{_SPACE}]*\d)?)(?P<close>\)?-?)[{_SPACE}]*(?P<unit>(?:[^\d].*)?)",
    re.DOTALL,
)
_SPAN: Final = re.compile(rf"\d[{_SPACE}]*(?:-|–|—|til|to)[{_SPACE}]*\d")
_LONE: Final = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
_GROUPED: Final = re.compile(rf"\d{{1,3}}(?:[{_SPACE}']\d{{3}})+")
_DAY: Final = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})")

_UNIT_WORDS: Final[Sequence[tuple[str, str]]] = (
    (r"mio\.?\s*(?:kr|dkk)|mdkk|million dkk|mkr", "MDKK"),
    (r"t\.?\s?kr|tdkk|kdkk|1[. ]?000 (?:kr|dkk)|tusind(?:e)? kr|thousand dkk", "kDKK"),
    (r"kr|dkk|,-", "DKK"),
    (r"gwh", "GWh"),
    (r"mwh", "MWh"),
    (r"kwh", "kWh"),
    (r"gj", "GJ"),
    (r"mj", "MJ"),
    (r"n?m3|n?m³|kubikmeter", "m3"),
    (r"lit(?:er|re)s?|l", "l"),
    (r"kg", "kg"),
    (r"tons?|tonnes?|t", "t"),
    (r"mdr?|måned(?:er)?|months?", "mo"),
    (r"år|yrs?|years?|aar", "yr"),
    (r"%|pct|procent|percent", "%"),
)
_UNITS: Final = tuple((re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])"), unit) for words, unit in _UNIT_WORDS)
_OF_QUANTITY: Final = {
    Quantity.ENERGY: frozenset({"kWh", "MWh", "GWh", "GJ", "MJ", "m3", "l", "kg", "t"}),
    Quantity.MONEY: frozenset({"DKK", "kDKK", "MDKK"}),
    Quantity.GRANT: frozenset({"DKK", "kDKK", "MDKK", "%"}),
    Quantity.CO2E: frozenset({"kg", "t"}),
    Quantity.WATER: frozenset({"m3", "l"}),
    Quantity.LITRES: frozenset({"l", "m3"}),
    Quantity.YEARS: frozenset({"yr", "mo"}),
}


class Unclear(Exception):
    """A cell cannot be read. `is_question`: it can, once somebody says what its mark means."""

    def __init__(self, reason: Message, *, is_question: bool = False) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.is_question = is_question


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the unit that stands in the cell itself, if one does. `is_rough` where the cell says "about"."""

    value: float
    unit: str = ""
    is_rough: bool = False


def units_in(words: str) -> tuple[str, ...]:
    """Find the units that a heading or the end of a cell names, the most telling first."""
    text = words.casefold().replace("³", "3")
    found: list[str] = []
    for pattern, unit in _UNITS:
        rest = pattern.sub(" ", text)  # what is read once is not read again: t.kr. are no tonnes
        if rest != text:
            found.append(unit)
            text = rest
    return tuple(found)


def unit_of(words: str, quantity: Quantity) -> str:
    """Find the unit of a quantity in a heading; empty where there is none."""
    wanted = _OF_QUANTITY.get(quantity, frozenset())
    return next((unit for unit in units_in(words) if unit in wanted), "")


def is_number(cell: Cell) -> bool:
    """Whether a cell is, or begins as, a figure."""
    if isinstance(cell, float):
        return True
    return isinstance(cell, str) and bool(re.match(r"[(+\-−~≈]*\s*\d[\d., ]*", cell.removeprefix("ca.").strip()))


def figure_in(cell: Cell, quantity: Quantity, mark: str = "") -> Figure | None:
    """Read a figure; None where the cell says that there is none. Raises Unclear."""
    if isinstance(cell, Share):
        return Figure(float(cell) * 100, "%")
    if isinstance(cell, float):
        return Figure(cell)
    if isinstance(cell, date):
        raise Unclear(Message(N_("“{text}” is a date, not a number."), {"text": cell}))
    if isinstance(cell, Uncomputed):
        raise Unclear(
            Message(N_("The formula has no result in the file. Open the list in Excel, save it, and choose it again."))
        )
    bare = cell.strip()
    if bare.casefold() in _NOTHING:
        return None
    number = _ABOUT.sub("", bare)
    if _SPAN.search(number):
        raise Unclear(Message(N_("“{text}” is a span; write one number."), {"text": bare}))
    found = _FIGURE.fullmatch(_FRONT.sub("", number))
    if found is None:
        raise _not_understood(bare)
    front = _FRONT.match(number)
    unit = _tail(found["unit"] or (front[1] if front else ""), bare, quantity)
    return Figure(_number(found, bare, mark), unit, number != bare)


def _number(found: re.Match[str], text: str, mark: str) -> float:
    digits = found["number"].replace("−", "-").replace(" ", " ")
    is_negative = "-" in digits or digits.startswith("(") or found["close"].endswith("-")
    bare = digits.lstrip("(+- ").strip()
    if digits.count("-") > 1 or (digits.startswith("(") != found["close"].startswith(")")):
        raise _not_understood(text)
    value = _marked(bare, text, mark) if mark else _unmarked(bare, text)
    return -value if is_negative else value


def _marked(bare: str, text: str, mark: str) -> float:
    """Read by a known decimal mark; the other mark, spaces and ' group thousands."""
    other = "." if mark == "," else ","
    whole, _, part = bare.partition(mark)
    groups = re.split(rf"[{re.escape(other)}'{_SPACE}]", whole)
    is_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:]))
    if not is_grouped or not all(one.isdecimal() for one in groups) or (part and not part.isdecimal()):
        raise _not_understood(text)
    return float("".join(groups) + ("." + part if part else ""))


def _unmarked(bare: str, text: str) -> float:
    try:
        value = parse_number(bare, Language.ENGLISH)  # takes neither mark for granted
    except NumberNotUnderstood:
        raise _not_understood(text) from None
    if isinstance(value, Ambiguous):
        said = {"text": text, "large": value.large, "small": value.small}
        raise Unclear(
            Message(N_("“{text}” can be {large} or {small}: say which mark the column uses."), said), is_question=True
        )
    return value


def _tail(words: str, text: str, quantity: Quantity) -> str:
    if not words.strip(" .,-/*"):
        return ""
    unit = unit_of(words, quantity)
    if not unit:
        raise Unclear(Message(N_("“{text}” has a unit that does not belong here."), {"text": text}))
    return unit


def _not_understood(text: str) -> Unclear:
    return Unclear(Message(N_("“{text}” is not a number."), {"text": text}))


# -- what a whole column says -------------------------------------------------------------------------------------
def marks_in(cells: Iterable[Cell]) -> frozenset[str]:
    """Find the decimal marks that figures written as text betray: `3,2` and `1.234,5` a comma, `3.25` a point."""
    return frozenset(mark for mark in map(_betrayed, cells) if mark)


def ambiguous_in(cells: Iterable[Cell]) -> str:
    """Give the first figure, written as text, that can be read in two ways; empty where there is none."""
    return next(
        (cell for cell in cells if isinstance(cell, str) and _LONE.fullmatch(_bare(cell)) and not _betrayed(cell)), ""
    )


def _bare(cell: str) -> str:
    found = _FIGURE.fullmatch(_FRONT.sub("", _ABOUT.sub("", cell.strip())))
    return re.sub(rf"[{_SPACE}()'+−-]", "", found["number"]) if found else ""


def _betrayed(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    bare = _bare(cell)
    last = max(bare.rfind(","), bare.rfind("."))
    if last < 0:
        return ""
    mark, head, tail = bare[last], bare[:last], bare[last + 1 :]
    other = "." if mark == "," else ","
    if other in head:
        return mark
    if mark in head:
        return other if len(tail) == 3 else ""
    return mark if len(tail) != 3 or len(head) > 3 or head.startswith("0") or _GROUPED.search(cell) else ""


# -- days ---------------------------------------------------------------------------------------------------------
def day_in(cell: Cell) -> date | None:
    """Read a day: Excel's own, `31-12-2026`, `31.12.2026` or `2026-12-31`. None for an empty cell. Raises Unclear."""
    if isinstance(cell, date):
        return cell
    text = str(cell).strip() if isinstance(cell, str) else ""
    if isinstance(cell, str) and text.casefold() in _NOTHING:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        shown = text or f"{cell:g}"
        raise Unclear(Message(N_("“{text}” is no date."), {"text": shown})) from None
