"""The columns of our own list of measures: what each shows of a measure, and what somebody's change of it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ambassador_app.domain.calculators import AREAS, CALCULATORS, Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, DataQuality
from ambassador_app.exchange.grid import Cell
from ambassador_app.exchange.measure_fields import FIELDS, ColumnRole, Quantity
from ambassador_app.exchange.measure_numbers import Unclear, day_in, figure_in
from ambassador_app.exchange.measure_workbook import as_read_back
from ambassador_app.exchange.own_measures import Kind, OwnColumn, OwnFile, shown_number
from ambassador_app.exchange.row_remarks import Unreadable
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.wording import LABEL, area_label

Show = Callable[[Measure, "Assessment | None", Translator], Cell]

_SAME: Final = 1e-9
"""A spreadsheet program that shows fewer digits has changed nothing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One column: its field (or a name of its own where it is computed), its heading and what it shows."""

    key: str
    heading: Message
    show: Show
    kind: Kind = Kind.TEXT
    width: int = 14
    is_computed: bool = False
    choices: type[StrEnum] | None = None

    def column(self, words: Translator) -> OwnColumn:
        """Give the column in one language."""
        offered = tuple(words.tr(LABEL[one]) for one in self.choices or ())
        return OwnColumn(self.key, words.say(self.heading), self.kind, self.width, self.is_computed, offered)


def columns_for(measures: Iterable[Measure], *, internal: bool) -> tuple[Shown, ...]:
    """Give the columns that these measures need; carriers that nothing saves have none."""
    found = [one for one in map(assessment_of, measures) if one is not None]
    carriers = [carrier for carrier in Carrier if any(carrier in one.savings_kwh for one in found)]
    streams = [shown for name, shown in _STREAMS.items() if any(getattr(one, name) for one in found)]
    kept = [*_HEAD, *map(_saved, carriers), *streams, *_FIGURES, *_TEXTS]
    return tuple([*kept, *_INTERNAL] if internal else kept)


def assessment_of(measure: Measure) -> Assessment | None:
    """The figures of a measure, if it has any."""
    return Assessment.from_json(measure.assessment) if measure.assessment is not None else None


# -- what is shown ------------------------------------------------------------------------------------------------
def _field(name: str) -> Show:
    def show(measure: Measure, _assessment: Assessment | None, words: Translator) -> Cell:
        return plain(getattr(measure, name), words)

    return show


def plain(value: object, words: Translator) -> Cell:
    """Give a field's value as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words.tr(N_("yes") if value else N_("no"))
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, StrEnum):
        return words.tr(LABEL[value])
    return value if isinstance(value, date) else str(value)


def _figure(give: Callable[[Assessment], float | None]) -> Show:
    def show(_measure: Measure, assessment: Assessment | None, _words: Translator) -> Cell:
        found = give(assessment) if assessment is not None else None
        return "" if found is None else float(found)

    return show


def _payback(_measure: Measure, assessment: Assessment | None, words: Translator) -> Cell:
    found = assessment.economics.simple_payback if assessment is not None else Payback.UNKNOWN
    if isinstance(found, Payback):
        return "" if found is Payback.UNKNOWN else words.tr(LABEL[found])
    return found


def _saved(carrier: Carrier) -> Shown:
    heading = Message(N_("Saved a year: {item}, kWh"), {"item": Message(ITEM_NAMES[carrier])})
    show = _figure(lambda one: one.savings_kwh.get(carrier))
    return Shown(f"saving.{carrier.value}", heading, show, Kind.WHOLE, 14, is_computed=True)


def _area(measure: Measure, _assessment: Assessment | None, words: Translator) -> Cell:
    return words.tr(area_label(measure.area)) if measure.area in AREAS else measure.area


def _calculator(measure: Measure, _assessment: Assessment | None, words: Translator) -> Cell:
    known = CALCULATORS.get(measure.calculator)
    return words.tr(known.title) if known else measure.calculator


def _own(
    key: str, heading: str, kind: Kind = Kind.TEXT, width: int = 14, choices: type[StrEnum] | None = None
) -> Shown:
    return Shown(key, Message(heading), _field(key), kind, width, choices=choices)


def _computed(key: str, heading: str, show: Show, kind: Kind = Kind.WHOLE) -> Shown:
    return Shown(key, Message(heading), show, kind, 13, is_computed=True)


_HEAD: Final = (
    _computed("order", N_("No."), _field("order")),
    _own("title", N_("Measure"), Kind.TEXT, 38),
    Shown("area", Message(N_("Area")), _area, Kind.TEXT, 20),
    Shown("calculator", Message(N_("Calculator")), _calculator, Kind.TEXT, 24, is_computed=True),
)
_STREAMS: Final = {
    "electricity_export_kwh": _computed(
        "export", N_("Sold to the grid, kWh"), _figure(lambda one: one.electricity_export_kwh)
    ),
    "water_m3": _computed("water", N_("Water saved a year, m³"), _figure(lambda one: one.water_m3)),
    "diesel_l": _computed("diesel", N_("Diesel saved a year, l"), _figure(lambda one: one.diesel_l)),
    "petrol_l": _computed("petrol", N_("Petrol saved a year, l"), _figure(lambda one: one.petrol_l)),
}
_FIGURES: Final = (
    _computed("kwh", N_("Energy saved a year, kWh"), _figure(lambda one: sum(one.savings_kwh.values()))),
    _computed("cost_saving", N_("Saving a year, DKK"), _figure(lambda one: one.cost_saving_dkk)),
    _computed("co2e", N_("CO₂e a year, kg"), _figure(lambda one: one.co2e_kg)),
    _own("investment_dkk", N_("Investment, DKK"), Kind.WHOLE),
    _own("subsidy_dkk", N_("Subsidy, DKK"), Kind.WHOLE),
    _own("lifetime_years", N_("Lifetime, years"), Kind.NUMBER, 10),
    _computed("payback", N_("Payback, years"), _payback, Kind.NUMBER),
    _computed("profitability", N_("BR18 factor"), _figure(lambda one: one.economics.profitability_br18), Kind.NUMBER),
    _own("quality", N_("Data quality"), Kind.TEXT, 20, DataQuality),
    _own("price_source", N_("Source of the price"), Kind.TEXT, 22),
    _own("status", N_("Status"), Kind.TEXT, 16, MeasureStatus),
    _own("owner", N_("Responsible"), Kind.TEXT, 20),
    _own("deadline", N_("Deadline"), Kind.DAY, 12),
)
_TEXTS: Final = (
    _own("current_practice", N_("Current practice"), Kind.LONG_TEXT, 40),
    _own("proposal", N_("Proposal"), Kind.LONG_TEXT, 40),
    _own("assumptions", N_("Assumptions"), Kind.LONG_TEXT, 40),
    _own("benefits", N_("Benefits"), Kind.LONG_TEXT, 30),
    _own("risks", N_("Risks"), Kind.LONG_TEXT, 30),
)
_INTERNAL: Final = (
    _own("internal_note", N_("Internal note"), Kind.LONG_TEXT, 40),
    _own("reach", N_("Reach"), Kind.TEXT, 14, Reach),
)
EDITABLE: Final[Mapping[str, Shown]] = {
    one.key: one for one in (*_HEAD, *_FIGURES, *_TEXTS, *_INTERNAL) if not one.is_computed
}
"""The columns that are read back."""


# -- what a change means ------------------------------------------------------------------------------------------
def is_same(expected: Cell, found: Cell) -> bool:
    """Whether a cell came back as it was written; a program that keeps fewer digits has changed nothing."""
    if isinstance(expected, float):
        number = _number_or_none(found)
        return number is not None and abs(number - expected) <= _SAME * max(abs(expected), 1e-300)
    if isinstance(expected, date):
        try:
            return day_in(found) == expected
        except Unclear:
            return False
    if expected == "" or isinstance(found, str):
        return found in as_read_back(expected)
    return isinstance(found, float) and figure_text(found) in as_read_back(expected)


def _number_or_none(cell: Cell) -> float | None:
    if isinstance(cell, float):
        return float(cell)
    try:
        found = figure_in(cell, Quantity.TEXT, ",")
    except Unclear:
        return None
    return found.value if found else None


def figure_text(value: float) -> str:
    """Write a number that stands where a text is expected."""
    return shown_number(value)


def read_cell(key: str, cell: Cell, translators: Sequence[Translator]) -> Any:  # noqa: ANN401 (fields are of every sort)
    """Read what somebody wrote for a field. Raises Unreadable."""
    column = EDITABLE[key]
    heading = translators[0].say(column.heading)
    try:
        if column.kind in (Kind.NUMBER, Kind.WHOLE):
            return _number(key, cell)
        if column.kind is Kind.DAY:
            return day_in(cell)
    except Unclear as fault:
        raise Unreadable(fault.reason, heading) from fault
    text = figure_text(cell) if isinstance(cell, float) else str(cell)
    if column.choices is not None:
        return _choice(column.choices, text, translators, heading)
    if key == "title" and not text.strip():
        raise Unreadable(Message(N_("A measure needs a name.")), heading)
    return _area_named(text, translators) if key == "area" else text


def _number(key: str, cell: Cell) -> float | None:
    if isinstance(cell, float):
        return float(cell)
    found = figure_in(cell, Quantity.TEXT, ",")
    if found is None:
        return 0.0 if key == "subsidy_dkk" else None
    return found.value


def _choice(choices: type[StrEnum], text: str, translators: Sequence[Translator], heading: str) -> StrEnum:
    wanted = text.strip().casefold()
    for one in choices:
        if wanted in {one.value.casefold(), *(words.tr(LABEL[one]).casefold() for words in translators)}:
            return one
    allowed = ", ".join(translators[0].tr(LABEL[one]) for one in choices)
    raise Unreadable(Message(N_("“{text}” is none of {allowed}."), {"text": text, "allowed": allowed}), heading)


def _area_named(text: str, translators: Sequence[Translator]) -> str:
    wanted = text.strip().casefold()
    known = ((area, words.tr(msgid).casefold()) for area, msgid in AREAS.items() for words in translators)
    return next((area for area, name in known if wanted in (name, area)), text.strip())


_ROLES: Final[Mapping[str, ColumnRole]] = {
    "investment_dkk": ColumnRole("investment", "DKK", ","),
    "subsidy_dkk": ColumnRole("subsidy", "DKK", ","),
    "lifetime_years": ColumnRole("lifetime", "yr", ","),
    "water": ColumnRole("water", "m3", ","),
    "diesel": ColumnRole("diesel", "l", ","),
    "petrol": ColumnRole("petrol", "l", ","),
    **{f"saving.{one.value}": ColumnRole(f"saving.{one.value}", "kWh", ",") for one in Carrier},
}


def roles_of_own(file: OwnFile) -> dict[int, ColumnRole]:
    """What our own columns hold for a row that somebody has added below: a proposal like any consultant's."""
    found = {at: _ROLES.get(key) or (ColumnRole(key) if key in FIELDS else None) for at, key in file.keys.items()}
    kept = {at: role for at, role in found.items() if role is not None}
    return {at: role for at, role in kept.items() if role.field not in ("cost_saving", "co2e", "payback")}
