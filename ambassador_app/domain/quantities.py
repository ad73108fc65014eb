"""What is measured, in which unit, how well it is known, and how many digits that is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from ambassador_app.i18n import N_


class Carrier(StrEnum):
    """What energy is bought as; always counted in kWh (fuels by their net calorific value)."""

    ELECTRICITY = "electricity"
    DISTRICT_HEATING = "district_heating"
    NATURAL_GAS = "natural_gas"
    GAS_OIL = "gas_oil"
    FUEL_OIL = "fuel_oil"
    LPG = "lpg"
    WOOD_PELLETS = "wood_pellets"
    WOOD_CHIPS = "wood_chips"
    STRAW = "straw"
    BIOGAS = "biogas"


class Stream(StrEnum):
    """What else a measure saves or sells, counted in its own unit (`ITEM_UNITS`)."""

    ELECTRICITY_EXPORT = "electricity_export"
    DIESEL = "diesel"
    PETROL = "petrol"
    WATER = "water"


Item = Carrier | Stream
"""Whatever a price or an emission factor can belong to."""

ITEMS: Final[tuple[Item, ...]] = (*Carrier, *Stream)

ITEM_NAMES: Final[Mapping[Item, str]] = {
    Carrier.ELECTRICITY: N_("electricity"),
    Carrier.DISTRICT_HEATING: N_("district heating"),
    Carrier.NATURAL_GAS: N_("natural gas"),
    Carrier.GAS_OIL: N_("gas oil (heating oil)"),
    Carrier.FUEL_OIL: N_("fuel oil"),
    Carrier.LPG: N_("LPG (bottled gas)"),
    Carrier.WOOD_PELLETS: N_("wood pellets"),
    Carrier.WOOD_CHIPS: N_("wood chips"),
    Carrier.STRAW: N_("straw"),
    Carrier.BIOGAS: N_("biogas"),
    Stream.ELECTRICITY_EXPORT: N_("electricity sold to the grid"),
    Stream.DIESEL: N_("diesel"),
    Stream.PETROL: N_("petrol"),
    Stream.WATER: N_("water"),
}

ITEM_UNITS: Final[Mapping[Item, str]] = {
    **dict.fromkeys(Carrier, "kWh"),
    Stream.ELECTRICITY_EXPORT: "kWh",
    Stream.DIESEL: "l",
    Stream.PETROL: "l",
    Stream.WATER: "m³",
}

PRICE_UNITS: Final[Mapping[Item, str]] = {
    **dict.fromkeys((*Carrier, Stream.ELECTRICITY_EXPORT), N_("DKK/kWh")),
    **dict.fromkeys((Stream.DIESEL, Stream.PETROL), N_("DKK/l")),
    Stream.WATER: N_("DKK/m³"),
}

HOURS_PER_YEAR: Final = 8760.0
"""h in a year that is no leap year: the hard limit of every yearly running time."""


def item_of(name: str) -> Item | None:
    """Find the carrier or stream called `name`, or None."""
    return next((item for item in ITEMS if item == name), None)


class DataQuality(StrEnum):
    """How a figure is known: A measured, B from a nameplate or a bill, C a standard value or an estimate."""

    A = "A"
    B = "B"
    C = "C"


def worst(qualities: tuple[DataQuality, ...]) -> DataQuality:
    """Give the weakest of `qualities`, which is what a result made of them is worth; A if there are none."""
    return max(qualities, default=DataQuality.A)


def round_significant(value: float, digits: int) -> float:
    """Round to `digits` significant digits, a half away from 0 as on paper; 0 and what is not finite stay."""
    if value == 0 or not math.isfinite(value):
        return value
    shown = Decimal(repr(value))
    return float(shown.quantize(Decimal(1).scaleb(shown.adjusted() - digits + 1), ROUND_HALF_UP))


def round_by_quality(value: float, quality: DataQuality) -> float:
    """Round to what `quality` is worth: A 3, B 2, C 1 significant digit (2 where the first digit is a 1,
    so that the rounding stays below 25 % of the value either way).
    """
    digits = {DataQuality.A: 3, DataQuality.B: 2, DataQuality.C: 1}[quality]
    if digits == 1 and f"{abs(value):e}".startswith("1"):
        digits = 2
    return round_significant(value, digits)


def of_sum(quality: DataQuality) -> DataQuality:
    """Give the quality that a sum is rounded by: two digits at least, or it would not be near its parts."""
    return DataQuality.B if quality is DataQuality.C else quality
