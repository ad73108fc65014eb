"""Which column of a consultant's list holds what: headings of one or two rows, their units, and a guess at both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import ColumnMissing, FieldRefused
from ambassador_app.exchange.grid import Cell, GridRow, Sheet
from ambassador_app.exchange.measure_fields import FIELDS, ColumnRole, Quantity, Roles
from ambassador_app.exchange.measure_numbers import ambiguous_in, is_number, marks_in, unit_of, units_in
from ambassador_app.exchange.spreadsheet import column_letter
from ambassador_app.i18n import Message

_HEADER_WITHIN: Final = 40
_SAMPLE: Final = 200
_LONGEST_HEADING: Final = 90

_CARRIER_WORDS: Final[Sequence[tuple[str, Carrier]]] = (
    (r"fjernvarme|district heat|\bfjv\b", Carrier.DISTRICT_HEATING),
    (r"biogas", Carrier.BIOGAS),
    (r"flaskegas|propan|\blpg\b|bottled gas", Carrier.LPG),
    (r"naturgas|ledningsgas|bygas|natural gas|\bgas(?!oil|olie)|gasbespar|gasforbrug", Carrier.NATURAL_GAS),
    (r"svær fuel|fuelolie|fuel oil|heavy oil", Carrier.FUEL_OIL),
    (r"\boli|fyringsoli|gas ?oi?l|gasolie|\boil\b|olieforbrug", Carrier.GAS_OIL),
    (r"træpil|pellet|\bpiller", Carrier.WOOD_PELLETS),
    (r"\bflis|træflis|wood ?chip", Carrier.WOOD_CHIPS),
    (r"\bhalm|straw", Carrier.STRAW),
    (r"\bel\b|\bel[- ]?(?:bespar|forbrug|energi|reduk)|elektri|strøm|electric|\bpower\b", Carrier.ELECTRICITY),
)
_CARRIERS: Final = tuple((re.compile(words), carrier) for words, carrier in _CARRIER_WORDS)

# The first that fits a heading says what it is; the order is the meaning: a CO2 saving is no energy saving.
_FIELD_WORDS: Final[Sequence[tuple[str, str]]] = (
    (r"tilbagebetal|pay ?back|\btbt\b", "payback"),
    (r"co2|drivhus|klimagas|emission|greenhouse", "co2e"),
    (r"levetid|life ?time|service life", "lifetime"),
    (r"tilskud|støtte|subsid|\bgrant", "subsidy"),
    (r"bespar|besp\b|sparet|reduk|saving|saved|reduction|gevinst|potential|potentiale", "saving"),
    (r"invest|anlægs|overslag|capex|udgift|omkostning|\bcosts?\b|\bpris\b|\bprice\b|budget|tilbud", "investment"),
    (r"energi(?:art|type|kilde|form)|brændsel|forsyningsart|energy (?:type|source)|carrier|\bfuel\b", "carrier"),
    (r"ansvarlig|responsib|\bowner|ejer\b|tovholder|udføres af|hvem", "owner"),
    (r"frist|deadline|senest|\bdue\b|tidsplan|hvornår|udført (?:den|inden)|dato|termin", "deadline"),
    (r"nuværende (?:forhold|praksis|drift|situation)|eksisterende forhold|nu-?situation|status i dag|"
     r"current (?:practice|situation|state)", "current_practice"),
    (r"bemærk|kommentar|\bnote|remark|comment|forudsætning|assumption|usikkerhed", "assumptions"),
    (r"område|kategori|\barea|categor|fagområde|bygningsdel|anlægstype|systemtype|indsatsområde", "area"),
    (r"beskriv|descri|forklaring|uddyb|anbefaling|details", "proposal"),
    (r"tiltag|forslag|titel|title|measure|proposal|projekt|project|recommendation|foranstaltning|løsning|opportunit|"
     r"indsats|overskrift|\bnavn|\bname", "title"),
)  # fmt: skip
_FIELDS: Final = tuple((re.compile(words), field) for words, field in _FIELD_WORDS)
_BEFORE: Final = re.compile(r"\bfør\b|nuværende|eksisterende|nuv\.|i dag|before|\bbaseline|today|current|existing")
_AFTER: Final = re.compile(r"\befter\b|fremtidig|\bnyt\b|after|future|\bnew\b|herefter")
_USE: Final = re.compile(r"forbrug|\buse\b|usage|consumption|energi|energy")
_PER_UNIT: Final = re.compile(
    r"(?:kr|dkk|øre|€|eur)\.?\s*(?:/|pr\.?|per)\s*(?:k|m)?(?:wh|m3|gj|kg|l\b|ton|liter|stk|år/)|elpris|energipris|\børe\b"
)
_FOREIGN: Final = re.compile(r"€|\beur|\busd|\bsek\b|\bnok\b|\$|£")
_OTHER: Final = re.compile(r"drift|vedligehold|øvrig|anden|andre|mainten|other|operation")
_STREAMS: Final = ((r"vand|water", "water"), (r"diesel", "diesel"), (r"benzin|petrol|gasoline", "petrol"))
_WITH_VAT: Final = re.compile(r"(?:inkl|incl)\w*\.?\s*(?:25\s*%\s*)?(?:moms|vat)|\bmed moms")
_WITHOUT_VAT: Final = re.compile(r"(?:eks?kl|excl|ex)\w*\.?\s*(?:moms|vat)|\buden moms|\bwithout vat")
_SHARE: Final = re.compile(r"%|pct|procent|percent")


@dataclass(frozen=True, slots=True)
class ProposalTable:
    """A sheet as headings and rows. `header_row` is 0 where no heading was found; columns are then letters."""

    name: str
    sheet: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[GridRow, ...]
    above: str = ""
    """What stands above the list: title, date, and whether VAT is in it."""

    def column(self, at: int) -> tuple[Cell, ...]:
        """The filled cells of a column."""
        return tuple(cell for row in self.rows if (cell := row.at(at)) != "")


def recognised(heading: str) -> ColumnRole | None:
    """Find what a heading names, with its unit; None for what is not known, or is no figure of ours (a price)."""
    text = " ".join(heading.replace("₂", "2").replace("³", "3").casefold().split())
    if not text or len(text) > _LONGEST_HEADING or _PER_UNIT.search(text):
        return None
    named = next((found for pattern, found in _FIELDS if pattern.search(text)), "")
    field = _energy_field(text, is_saving=named == "saving") if _may_be_energy(named, text) else named
    if field not in FIELDS or (_FOREIGN.search(text) and _is_money(field)):
        return None
    return None if field == "investment" and _OTHER.search(text) else ColumnRole(field, _unit(field, text))


def _is_money(field: str) -> bool:
    return FIELDS[field].quantity in (Quantity.MONEY, Quantity.GRANT)


def _may_be_energy(field: str, text: str) -> bool:
    return field in ("", "saving") or (field == "current_practice" and bool(units_in(text)))


def _energy_field(text: str, *, is_saving: bool) -> str:
    """Say which energy, before, after or saved; or that it is money or water that is saved. Empty for neither."""
    carrier = carrier_in(text)
    energy, money = unit_of(text, Quantity.ENERGY), unit_of(text, Quantity.MONEY)
    kind = "saving" if is_saving else _kind_of_use(text, is_energy=bool(carrier or energy))
    if not kind or _SHARE.search(text):
        return ""
    if money and not energy:
        return "other_saving" if _OTHER.search(text) else "cost_saving"
    stream = next((field for words, field in _STREAMS if re.search(words, text)), "")
    if stream:
        return stream if kind == "saving" else ""
    if carrier:
        return f"{kind}.{carrier.value}"
    return kind if energy or _USE.search(text) else ""


def _kind_of_use(text: str, *, is_energy: bool) -> str:
    if (is_energy or _USE.search(text)) and _BEFORE.search(text):
        return "before"
    if (is_energy or _USE.search(text)) and _AFTER.search(text):
        return "after"
    return "saving" if unit_of(text, Quantity.ENERGY) in ("kWh", "MWh", "GWh", "GJ", "MJ") else ""


def _unit(field: str, text: str) -> str:
    """Find the unit in a heading. Money without one is DKK and time is years; energy and CO2 are asked for."""
    quantity = FIELDS[field].quantity
    found = unit_of(text, quantity)
    if quantity is Quantity.LITRES:
        return found or "l"
    if quantity is Quantity.YEARS:
        return "mo" if found == "mo" else "yr"
    if quantity is Quantity.CO2E and not found and re.search(r"\btco2", text):
        return "t"
    if quantity in (Quantity.MONEY, Quantity.GRANT):
        return found or "DKK"
    return found


def carrier_in(text: str) -> Carrier | None:
    """Find the energy carrier that words name; "heat" is none, because it says nothing of the fuel."""
    folded = text.casefold()
    return next((carrier for pattern, carrier in _CARRIERS if pattern.search(folded)), None)


# -- the header ---------------------------------------------------------------------------------------------------
def table_of(sheet: Sheet, name: str) -> ProposalTable:
    """Find the heading of a sheet, in one row or two, and what lies below it."""
    best, after = 0.0, -1
    header: tuple[str, ...] = ()
    for at, candidate, length in _candidates(sheet.rows[:_HEADER_WITHIN]):
        score = _score(candidate) - (length > 1) / 2  # two rows only where both are needed
        if score > best:
            best, header, after = score, candidate, at + length
    if after < 0:
        width = max((len(row.cells) for row in sheet.rows), default=0)
        return ProposalTable(name, sheet.title, tuple(map(column_letter, range(width))), 0, sheet.rows)
    above = " ".join(str(cell) for row in sheet.rows[:after] for cell in row.cells if isinstance(cell, str))
    return ProposalTable(name, sheet.title, header, sheet.rows[after - 1].number, sheet.rows[after:], above)


def score_of(table: ProposalTable) -> float:
    """Tell how much a table looks like a list of proposals; 0 without a heading."""
    return _score(table.header) if table.header_row else 0


def _candidates(rows: Sequence[GridRow]) -> Iterator[tuple[int, tuple[str, ...], int]]:
    for at, row in enumerate(rows):
        words = _words(row)
        if words is None:
            continue
        yield at, words, 1
        below = _words(rows[at + 1]) if at + 1 < len(rows) else None
        if below is not None and rows[at + 1].number <= row.number + 1 and _is_second_row(below):
            yield at, _joined(words, below), 2


def _words(row: GridRow) -> tuple[str, ...] | None:
    """The cells of a row of words; None for one that holds figures."""
    if any(is_number(cell) or not isinstance(cell, str) for cell in row.cells):
        return None
    return tuple(" ".join(str(cell).split()) for cell in row.cells)


def _is_second_row(words: Sequence[str]) -> bool:
    filled = [word for word in words if word]
    short = [word for word in filled if len(word) <= 24 and (units_in(word) or recognised(word) or carrier_in(word))]
    return bool(filled) and len(short) >= 0.8 * len(filled)


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Put the headings of two rows together; one above several columns holds for each of them, a title does not."""
    found: list[str] = []
    group = ""
    if [at for at, word in enumerate(upper) if word] == [0]:
        return tuple(lower)
    for at in range(max(len(upper), len(lower))):
        above, below = (words[at] if at < len(words) else "" for words in (upper, lower))
        group = above or (group if below else "")
        found.append(f"{group} {below}".strip())
    return tuple(found)


def _score(header: Sequence[str]) -> float:
    roles = [role for heading in header if (role := recognised(heading))]
    fields = {role.field for role in roles}
    if len(fields) < 2 or not fields - {"title", "area", "proposal", "assumptions", "current_practice", "owner"}:
        return 0
    return len(fields) * 10 + sum(bool(role.unit) for role in roles) + (30 if "title" in fields else 0)


def tells_vat(table: ProposalTable) -> bool | None:
    """Tell whether the list says that VAT is in its money; None where it says neither, or both."""
    text = " ".join((table.above, *table.header)).casefold()
    with_vat, without = bool(_WITH_VAT.search(text)), bool(_WITHOUT_VAT.search(text))
    return None if with_vat == without else with_vat


# -- the guess ----------------------------------------------------------------------------------------------------
def guessed(table: ProposalTable) -> dict[int, ColumnRole]:
    """Guess what the columns hold; each thing is held by one column, the first that names it."""
    found: dict[int, ColumnRole] = {}
    for at, heading in enumerate(table.header if table.header_row else ()):
        role = recognised(heading)
        if role and role.field not in {one.field for one in found.values()}:
            found[at] = role
    _with_title(table, found)
    return settled_marks(table, found)


def _with_title(table: ProposalTable, found: dict[int, ColumnRole]) -> None:
    """Where no heading is a title's, the description is the title."""
    if found and "title" not in {role.field for role in found.values()}:
        column = next((at for at, role in found.items() if role.field == "proposal"), None)
        if column is not None:
            found[column] = ColumnRole("title")


def settled_marks(table: ProposalTable, roles: Roles) -> dict[int, ColumnRole]:
    """Fill in the decimal mark of each column that writes its figures as text: what the column itself betrays, else
    what the other columns of the same list do. A mark that was chosen stays.
    """
    figures = {at for at, role in roles.items() if FIELDS[role.field].units}
    marks = {at: marks_in(table.column(at)[:_SAMPLE]) for at in figures}
    all_marks = frozenset[str]().union(*marks.values())
    found = dict(roles)
    for at in figures:
        sure = marks[at] or (all_marks if ambiguous_in(table.column(at)) else frozenset())
        if not roles[at].mark and len(sure) == 1:
            found[at] = replace(roles[at], mark=next(iter(sure)))
    return found


def question_of(table: ProposalTable, at: int, role: ColumnRole | None) -> str:
    """Give a figure of the column that can be read in two ways, unless the column settles it by itself."""
    if role is None or not FIELDS[role.field].units:
        return ""
    cells = table.column(at)
    return "" if len(marks_in(cells)) == 1 else ambiguous_in(cells)


# -- what a person says of it -------------------------------------------------------------------------------------
def demand_usable(roles: Roles) -> None:
    """Raise ColumnMissing where no column names the proposals."""
    if "title" not in {role.field for role in roles.values()}:
        raise ColumnMissing(column=FIELDS["title"].label)


def without_unit(roles: Roles) -> tuple[int, ...]:
    """The columns whose figures have no unit yet."""
    return tuple(at for at, role in roles.items() if FIELDS[role.field].units and not role.unit)


def without_carrier(roles: Roles) -> tuple[int, ...]:
    """The columns of energy that does not say which, where no other column says it."""
    if any(role.field == "carrier" for role in roles.values()):
        return ()
    return tuple(at for at, role in roles.items() if role.field in ("saving", "before", "after"))


def roles_from(table: ProposalTable, pairs: Mapping[str, str], base: Roles) -> dict[int, ColumnRole]:
    """Change `base` by what a person wrote: heading, letter or number of a column -> `field` or `field:unit` or
    `field:unit:mark`, or empty for not at all.

    Raises ColumnMissing for a column that is not there, FieldRefused for a field or unit that is none.
    """
    found = dict(base)
    for column, wanted in pairs.items():
        at = _column_at(table, column)
        found.pop(at, None)
        if wanted:
            role = _named(wanted)
            found = {one: other for one, other in found.items() if other.field != role.field}
            found[at] = role
    return settled_marks(table, found)


def _named(wanted: str) -> ColumnRole:
    key, _, rest = wanted.strip().partition(":")
    unit, _, mark = rest.partition(":")
    field = FIELDS.get(key)
    if field is None:
        raise FieldRefused(field="field", value=key, allowed=", ".join(FIELDS))
    if (unit and unit not in field.units) or mark not in ("", ",", "."):
        raise FieldRefused(field="field", value=wanted, allowed=", ".join(f"{key}:{one}" for one in field.units) or key)
    return ColumnRole(key, unit or default_unit(key), mark)


def default_unit(field: str) -> str:
    """The unit of a field where the heading says none; empty where it must be asked for."""
    return _unit(field, "")


def _column_at(table: ProposalTable, column: str) -> int:
    names = {_bare(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    letters = {column_letter(at).casefold(): at for at in range(len(table.header))}
    numbers = {str(at + 1): at for at in range(len(table.header))}
    for known, word in ((names, _bare(column)), (numbers, column.strip()), (letters, column.strip().casefold())):
        if word in known:
            return known[word]
    raise ColumnMissing(column=column)


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).casefold()


def heading_of(table: ProposalTable, at: int) -> Message | str:
    """What the file calls a column."""
    return table.header[at] if at < len(table.header) and table.header[at] else column_letter(at)
