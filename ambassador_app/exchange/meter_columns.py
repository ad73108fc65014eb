"""Which column of a meter file holds what, in which unit and of which energy: a guess that the person can change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import ColumnMissing, FieldRefused, NumberNotUnderstood
from ambassador_app.exchange.meter_times import parse_clock, parse_moment
from ambassador_app.exchange.spreadsheet import Table, column_letter
from ambassador_app.i18n import N_, Ambiguous, Language, Message, parse_number


class ReadingField(StrEnum):
    """What a column of a meter file can hold. A column of readings of the register is counted by its differences."""

    METER = "meter"
    START = "start"
    END = "end"
    CLOCK = "clock"
    YEAR = "year"
    MONTH = "month"
    AMOUNT = "amount"
    REGISTER = "register"
    UNIT = "unit"
    COST = "cost"
    CARRIER = "carrier"
    KIND = "kind"


FIELD_LABEL: Final[Mapping[ReadingField, str]] = {
    ReadingField.METER: N_("Meter"),
    ReadingField.START: N_("Date, or from"),
    ReadingField.END: N_("To"),
    ReadingField.CLOCK: N_("Time of day"),
    ReadingField.YEAR: N_("Year"),
    ReadingField.MONTH: N_("Month"),
    ReadingField.AMOUNT: N_("Energy used"),
    ReadingField.REGISTER: N_("Reading of the register"),
    ReadingField.UNIT: N_("Unit"),
    ReadingField.COST: N_("Cost, DKK"),
    ReadingField.CARRIER: N_("Kind of energy"),
    ReadingField.KIND: N_("Kind of metering point"),
}

UNITS: Final[Mapping[str, str]] = {
    **{name.casefold(): name for name in ("kWh", "MWh", "GWh", "MJ", "GJ", "l", "kg", "m3")},
    **{name: "m3" for name in ("m³", "nm3", "nm³", "kubikmeter")},
    **{name: "l" for name in ("liter", "litre", "ltr")},
}
"""How units are written in files, and how we write them."""

# Letters and digits only; the whole heading without what stands in brackets, or its beginning.
_WORDS: Final[Mapping[ReadingField, str]] = {
    ReadingField.METER: (
        "målepunktsid målepunktid målepunkt meteringpointid meteringpoint målernr målernummer måler maalernr maaler "
        "målerid meter meterid meterno meternumber installationsnummer installationsnr installation aftagenummer "
        "aftagernummer aftagenr forbrugssted gsrn"
    ),
    ReadingField.START: (
        "fradato fra fromdate from start starttid starttidspunkt periodestart periodefra dato date datotid datetime "
        "tidspunkt tid timestamp tidsstempel time aflæsningsdato aflæst aflæsning periode hourdk måneddato"
    ),
    ReadingField.END: "tildato til todate to slut sluttid sluttidspunkt periodeslut periodetil end endtime",
    ReadingField.CLOCK: "klokkeslæt kl klokken time hour timeinterval timetal",
    ReadingField.YEAR: "år year aar kalenderår",
    ReadingField.MONTH: "måned month maaned mdr md",
    ReadingField.AMOUNT: (
        "mængde forbrug volume volumen amount quantity consumption energi energiforbrug elforbrug varmeforbrug "
        "gasforbrug fjernvarme varme gas el kwh mwh gj m3 nm3 mj værdi value usage periodeforbrug energimwh"
    ),
    ReadingField.REGISTER: (
        "tællerstand måleraflæsning målerstand stand aflæsningsværdi registerstand reading registerreading "
        "meterreading tæller visning slutstand nystand aflæstværdi"
    ),
    ReadingField.UNIT: "måleenhed enhed unit measureunit unitofmeasure",
    ReadingField.COST: "beløb pris omkostning kr dkk kroner cost amountdkk udgift beløbkr ialtkr",
    ReadingField.CARRIER: "energiart energitype carrier forsyningsart forsyning art energikilde medie",
    ReadingField.KIND: "målepunktstypekode målepunktstype typeofmp meteringpointtype meteringpointtypecode",
}
_LOOKUP: Final = {word: one for one, words in reversed(list(_WORDS.items())) for word in words.split()}
_AMOUNT_STARTS: Final = ("forbrug", "mængde", "energi", "elforbrug", "varmeforbrug", "gasforbrug", "consumption")
_BRACKETS: Final = re.compile(r"[\[(]([^\])]*)[\])]")
_LETTERS: Final = re.compile(r"[^\w]|_")

CARRIER_WORDS: Final[Mapping[str, Carrier]] = {
    "fjernvarme": Carrier.DISTRICT_HEATING,
    "fjv": Carrier.DISTRICT_HEATING,
    "district": Carrier.DISTRICT_HEATING,
    "varme": Carrier.DISTRICT_HEATING,
    "biogas": Carrier.BIOGAS,
    "naturgas": Carrier.NATURAL_GAS,
    "ledningsgas": Carrier.NATURAL_GAS,
    "gas": Carrier.NATURAL_GAS,
    "fyringsolie": Carrier.GAS_OIL,
    "olie": Carrier.GAS_OIL,
    "eloverblik": Carrier.ELECTRICITY,
    "elforbrug": Carrier.ELECTRICITY,
    "electricity": Carrier.ELECTRICITY,
    "strøm": Carrier.ELECTRICITY,
    "power": Carrier.ELECTRICITY,
}
_WHOLE_WORDS: Final[Mapping[str, Carrier]] = {"el": Carrier.ELECTRICITY, **{one.value: one for one in Carrier}}
_GSRN: Final = re.compile(r"57\d{16}")
_SAMPLE: Final = 40


@dataclass(frozen=True, slots=True)
class ReadingMapping:
    """What the columns hold (0 is the first), and what no column says: which `carrier`, the `unit` of the amounts,
    the `decimal` mark (`,` or `.`, empty while nothing in the file tells), and kWh in one unit where the supplier
    has a figure of its own.
    """

    columns: Mapping[ReadingField, int]
    carrier: Carrier | None = None
    unit: str = ""
    decimal: str = ""
    kwh_per_unit: float | None = None

    @property
    def needs_decimal(self) -> bool:
        """Whether the person has to say which mark is the decimal one."""
        return not self.decimal


@dataclass(frozen=True, slots=True)
class Marks:
    """What a column of numbers says of its decimal mark: cells that prove a comma, that prove a point, that could be
    either (`1.234`), and those whose comma is the decimal one in Danish (`1,234`), unless another cell proves a point.
    """

    comma: int = 0
    point: int = 0
    unclear: int = 0
    danish: int = 0
    example: str = field(default="")

    @property
    def decimal(self) -> str:
        """The decimal mark; a comma where no cell has any mark; empty where it cannot be told."""
        unclear = self.unclear + self.danish
        if self.comma and self.point:
            return "" if unclear else max((self.comma, ","), (self.point, "."))[1]
        if not (self.comma or self.point):
            return "" if self.unclear else ","
        return "," if self.comma else "."


def header_score(cells: Sequence[str]) -> float:
    """How much a row looks like the heading of a meter file."""
    found = {field_of(cell) for cell in cells} - {None}
    when = {ReadingField.START, ReadingField.END, ReadingField.YEAR, ReadingField.MONTH} & found
    much = {ReadingField.AMOUNT, ReadingField.REGISTER} & found
    return len(found) if when and much else 0


def field_of(heading: str) -> ReadingField | None:
    """Guess what a column holds from its heading."""
    words = re.split(r"[\s_/]+", _BRACKETS.sub("", heading).casefold())
    bare = _LETTERS.sub("", "".join(word for word in words if word not in UNITS))
    found = _LOOKUP.get(bare)
    if not bare and unit_of_heading(heading):
        return ReadingField.AMOUNT
    if found is None and bare.startswith(_AMOUNT_STARTS) and not bare.endswith(("dato", "sted", "type", "art")):
        return ReadingField.AMOUNT
    return found


def guess_mapping(table: Table) -> ReadingMapping:
    """Guess the columns, the unit, the energy and the decimal mark of a meter file."""
    found = with_columns(table, ReadingMapping({}), _columns(table))
    return replace(found, carrier=_carrier(table, found.columns, found.unit))


def with_columns(table: Table, mapping: ReadingMapping, columns: Mapping[ReadingField, int]) -> ReadingMapping:
    """Change what the columns hold; unit and decimal mark are guessed anew where the amounts are in another column."""
    amount = _amount(columns)
    if amount == _amount(mapping.columns):
        return replace(mapping, columns=columns)
    unit = unit_of_heading(_heading(table, amount)) if ReadingField.UNIT not in columns else ""
    numbers = (amount, columns.get(ReadingField.COST))
    decimal = marks_of(cell for at in numbers if at is not None for cell in cells_of(table, at)).decimal
    return replace(mapping, columns=columns, unit=unit, decimal=decimal)


def _amount(columns: Mapping[ReadingField, int]) -> int | None:
    return columns.get(ReadingField.AMOUNT, columns.get(ReadingField.REGISTER))


def demand_usable(mapping: ReadingMapping, table: Table) -> None:
    """Refuse a mapping that does not say what was used when. Raises ColumnMissing, FieldRefused."""
    columns = mapping.columns
    if not {ReadingField.START, ReadingField.END, ReadingField.YEAR} & set(columns):
        raise ColumnMissing(column=Message(FIELD_LABEL[ReadingField.START]))
    if not {ReadingField.AMOUNT, ReadingField.REGISTER} & set(columns):
        raise ColumnMissing(column=Message(FIELD_LABEL[ReadingField.AMOUNT]))
    if mapping.carrier is None and ReadingField.CARRIER not in columns:
        raise FieldRefused(
            field=Message(FIELD_LABEL[ReadingField.CARRIER]), value="", allowed=Message(N_("choose one"))
        )
    if not mapping.unit and ReadingField.UNIT not in columns:
        raise FieldRefused(field=Message(FIELD_LABEL[ReadingField.UNIT]), value="", allowed="kWh, MWh, GJ, m³, l, kg")
    if mapping.needs_decimal:
        amount = columns.get(ReadingField.AMOUNT, columns.get(ReadingField.REGISTER, 0))
        example = marks_of(cells_of(table, amount)).example
        raise FieldRefused(field=Message(N_("Decimal mark")), value=example, allowed=Message(N_("comma or point")))


def marks_of(cells: Iterable[str]) -> Marks:
    """Gather what numbers tell of their decimal mark."""
    seen: Counter[str] = Counter()
    example = ""
    for cell in cells:
        found = _mark(cell) if "," in cell or "." in cell else ""
        seen[found] += 1
        example = example or (cell if found == "?" else "")
    return Marks(seen[","], seen["."], seen["?"], seen["danish"], example)


def _mark(cell: str) -> str:
    """Say which mark is the decimal one in a number that has any; `?` or `danish` where it can be read in two ways."""
    try:
        found = parse_number(cell, Language.ENGLISH)
    except NumberNotUnderstood:
        return ""
    if isinstance(found, Ambiguous):
        return "danish" if "," in cell else "?"
    last = max(",.", key=cell.rfind)
    return last if cell.count(last) == 1 else {",": ".", ".": ","}[last]


def number_of(cell: str, decimal: str) -> float:
    """Read a number in a column whose decimal mark is known. Raises NumberNotUnderstood."""
    found = parse_number(cell, Language.ENGLISH)
    if isinstance(found, Ambiguous):
        return found.small if decimal in cell else found.large
    return found


def unit_of_heading(heading: str) -> str:
    """Find a unit in a heading: `Forbrug (MWh)`, `kWh`, `Volumen m3`."""
    inside = _BRACKETS.search(heading)
    words = [*(re.split(r"[\s/]+", inside[1]) if inside else ()), *re.split(r"[\s_\-/,]+", heading)]
    return next((UNITS[word.casefold()] for word in words if word.casefold() in UNITS and len(word) > 1), "")


def carrier_of(text: str) -> Carrier | None:
    """Read the name of a kind of energy."""
    word = text.casefold().strip()
    if word in _WHOLE_WORDS:
        return _WHOLE_WORDS[word]
    return next((carrier for part, carrier in CARRIER_WORDS.items() if part in word), None)


def column_named(table: Table, wanted: str) -> int | None:
    """Find a column by its heading, letter or number (from 1)."""
    for at, heading in enumerate(table.header):
        if wanted.casefold() in (heading.casefold(), column_letter(at).casefold(), str(at + 1)):
            return at
    return None


def cells_of(table: Table, at: int) -> Iterable[str]:
    """The filled cells of a column."""
    return (row.cells[at] for row in table.rows if at < len(row.cells) and row.cells[at])


def _columns(table: Table) -> dict[ReadingField, int]:
    if not table.header_row:
        return _columns_by_content(table)
    found: dict[ReadingField, int] = {}
    amounts: list[int] = []
    for at, heading in enumerate(table.header):
        one = field_of(heading)
        if one is ReadingField.AMOUNT:
            amounts.append(at)
        elif one is not None:
            found.setdefault(one, at)
    if amounts:
        found[ReadingField.AMOUNT] = min(amounts, key=lambda at: _unlike_energy(table, at))
    _settle_times(table, found)
    return found


def _settle_times(table: Table, found: dict[ReadingField, int]) -> None:
    """`Dato` and `Tid` or `Time`: the one holds the day, the other the hour."""
    for at, heading in enumerate(table.header):
        word = _LETTERS.sub("", heading).casefold()
        if word in ("tid", "time", "tidspunkt") and at not in (found.get(ReadingField.START),):
            found.setdefault(ReadingField.CLOCK, at)
    if ReadingField.MONTH in found and not {ReadingField.YEAR, ReadingField.START} & set(found):
        found[ReadingField.START] = found.pop(ReadingField.MONTH)
    at_start = found.get(ReadingField.START)
    if at_start is not None and _share(table, at_start, lambda cell: parse_moment(cell) is not None) < 0.5:
        del found[ReadingField.START]
        if _share(table, at_start, lambda cell: parse_clock(cell) is not None) > 0.5:
            found.setdefault(ReadingField.CLOCK, at_start)


def _columns_by_content(table: Table) -> dict[ReadingField, int]:
    """A file without headings: the first column of dates, and the last of numbers."""
    found: dict[ReadingField, int] = {}
    for at in range(len(table.header)):
        if ReadingField.START not in found and _share(table, at, lambda cell: parse_moment(cell) is not None) > 0.9:
            found[ReadingField.START] = at
        elif _share(table, at, _is_number) > 0.9:
            found[ReadingField.AMOUNT] = at
    return found


def _share(table: Table, at: int, fits: object) -> float:
    cells = [row.cells[at] for row in table.sample(_SAMPLE) if at < len(row.cells) and row.cells[at]]
    return sum(bool(fits(cell)) for cell in cells) / len(cells) if cells and callable(fits) else 0.0


def _is_number(cell: str) -> bool:
    try:
        parse_number(cell, Language.ENGLISH)
    except NumberNotUnderstood:
        return False
    return True


def _unlike_energy(table: Table, at: int) -> tuple[bool, int]:
    """Of several amounts the one in a unit of energy is taken: m³ of district heating are no measure of heat."""
    return unit_of_heading(table.header[at]) not in ("kWh", "MWh", "GJ", "MJ", "GWh"), at


def _heading(table: Table, at: int | None) -> str:
    return table.header[at] if at is not None and at < len(table.header) else ""


def _carrier(table: Table, columns: Mapping[ReadingField, int], unit: str) -> Carrier | None:
    if ReadingField.CARRIER in columns:
        return None
    heads = " ".join((table.name, table.sheet, *table.header)).casefold()
    found = next((carrier for part, carrier in CARRIER_WORDS.items() if part in heads), None)
    if found is not None:
        return found
    meter = columns.get(ReadingField.METER)
    if meter is not None and _share(table, meter, lambda cell: _GSRN.fullmatch(cell) is not None) > 0.9:
        return Carrier.ELECTRICITY if unit not in ("m3", "GJ") else None
    return Carrier.DISTRICT_HEATING if unit == "GJ" else None
