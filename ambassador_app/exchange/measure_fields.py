"""What a column of somebody's list of proposals can hold, and the units its figures can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from ambassador_app.domain.quantities import ITEM_NAMES, Carrier
from ambassador_app.i18n import N_, Message


class Quantity(StrEnum):
    """What sort of thing a cell says; it decides the units."""

    TEXT = "text"
    DAY = "day"
    ENERGY = "energy"
    MONEY = "money"
    GRANT = "grant"
    CO2E = "co2e"
    WATER = "water"
    LITRES = "litres"
    YEARS = "years"


FUEL_UNITS: Final = frozenset({"m3", "l", "kg", "t"})
"""Units of energy that need the heating value of the fuel."""

UNITS: Final[Mapping[Quantity, Mapping[str, float]]] = {
    Quantity.TEXT: {},
    Quantity.DAY: {},
    Quantity.ENERGY: {
        **{"kWh": 1.0, "MWh": 1000.0, "GWh": 1e6, "GJ": 1000 / 3.6, "MJ": 1 / 3.6},
        **dict.fromkeys(("m3", "l", "kg", "t"), 1.0),
    },
    Quantity.MONEY: {"DKK": 1.0, "kDKK": 1e3, "MDKK": 1e6},
    Quantity.GRANT: {"DKK": 1.0, "kDKK": 1e3, "MDKK": 1e6, "%": 0.01},
    Quantity.CO2E: {"kg": 1.0, "t": 1000.0},
    Quantity.WATER: {"m3": 1.0, "l": 0.001},
    Quantity.LITRES: {"l": 1.0, "m3": 1000.0},
    Quantity.YEARS: {"yr": 1.0, "mo": 1 / 12},
}
"""What one of each unit is in ours: kWh, DKK, kg CO2e, m³, l, years (a fuel's unit before its heating value, a share
of the investment as a fraction)."""

UNIT_LABEL: Final[Mapping[str, str]] = {
    "kWh": "kWh",
    "MWh": "MWh",
    "GWh": "GWh",
    "GJ": "GJ",
    "MJ": "MJ",
    "m3": "m³",
    "l": N_("litres"),
    "kg": "kg",
    "t": N_("tonnes"),
    "DKK": N_("DKK"),
    "kDKK": N_("thousand DKK"),
    "MDKK": N_("million DKK"),
    "%": N_("% of the investment"),
    "yr": N_("years"),
    "mo": N_("months"),
}


@dataclass(frozen=True, slots=True)
class MeasureField:
    """One thing a list can tell of a proposal. `carrier` is None where another column, or nothing, names it."""

    key: str
    label: Message
    quantity: Quantity = Quantity.TEXT
    carrier: Carrier | None = None

    @property
    def units(self) -> tuple[str, ...]:
        """The units its figures can be in; none for text."""
        return tuple(UNITS[self.quantity])


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """What one column holds: a key of FIELDS, the unit of its figures (empty: to be chosen), and the decimal mark of
    its figures that are text (empty: each figure by itself, an ambiguous one is asked about).
    """

    field: str
    unit: str = ""
    mark: str = ""


Roles: TypeAlias = "Mapping[int, ColumnRole]"
"""What the columns hold, by position alone; headings may repeat."""


def _plain() -> tuple[MeasureField, ...]:
    return (
        MeasureField("title", Message(N_("Measure"))),
        MeasureField("area", Message(N_("Area"))),
        MeasureField("investment", Message(N_("Investment")), Quantity.MONEY),
        MeasureField("subsidy", Message(N_("Subsidy")), Quantity.GRANT),
        MeasureField("lifetime", Message(N_("Lifetime")), Quantity.YEARS),
        MeasureField("saving", Message(N_("Energy saved a year")), Quantity.ENERGY),
        MeasureField("carrier", Message(N_("Which energy"))),
    )


def _energy() -> tuple[MeasureField, ...]:
    found = [
        MeasureField("before", Message(N_("Energy use before")), Quantity.ENERGY),
        MeasureField("after", Message(N_("Energy use afterwards")), Quantity.ENERGY),
    ]
    words = (("saving", N_("Saved a year: {item}")), ("before", N_("Before: {item}")), ("after", N_("After: {item}")))
    for kind, text in words:
        for carrier in Carrier:
            label = Message(text, {"item": Message(ITEM_NAMES[carrier])})
            found.append(MeasureField(f"{kind}.{carrier.value}", label, Quantity.ENERGY, carrier))
    return tuple(found)


def _rest() -> tuple[MeasureField, ...]:
    return (
        MeasureField("water", Message(N_("Water saved")), Quantity.WATER),
        MeasureField("diesel", Message(N_("Diesel saved")), Quantity.LITRES),
        MeasureField("petrol", Message(N_("Petrol saved")), Quantity.LITRES),
        MeasureField("cost_saving", Message(N_("Money saved a year, in all")), Quantity.MONEY),
        MeasureField("other_saving", Message(N_("Other saving")), Quantity.MONEY),
        MeasureField("co2e", Message(N_("CO₂e saved a year")), Quantity.CO2E),
        MeasureField("payback", Message(N_("Payback")), Quantity.YEARS),
        MeasureField("owner", Message(N_("Responsible"))),
        MeasureField("deadline", Message(N_("Deadline")), Quantity.DAY),
        MeasureField("current_practice", Message(N_("Current practice"))),
        MeasureField("proposal", Message(N_("Description"))),
        MeasureField("assumptions", Message(N_("Remarks"))),
    )


FIELDS: Final[Mapping[str, MeasureField]] = {one.key: one for one in (*_plain(), *_energy(), *_rest())}
"""Everything a column can hold, in the order in which it is offered."""
