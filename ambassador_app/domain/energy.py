"""What a site used: amounts into kWh, months into years, and when the use makes an audit mandatory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.errors import FieldRefused
from ambassador_app.i18n import N_

MONTHS: Final = range(1, 13)

HEAT_CARRIERS: Final = frozenset(Carrier) - {Carrier.ELECTRICITY}
"""What buildings are heated with, and what the weather therefore has a part in."""

BURNT: Final = HEAT_CARRIERS - {Carrier.DISTRICT_HEATING}
"""Fuels burnt on the site: scope 1. Electricity and district heating are scope 2; scope 3 is not counted."""

ENERGY_UNITS: Final[Mapping[str, float]] = MappingProxyType(
    {"kwh": 1.0, "mwh": 1000.0, "gwh": 1_000_000.0, "mj": 1 / 3.6, "gj": 1000 / 3.6, "tj": 1_000_000 / 3.6}
)
"""kWh in each unit of energy: 1 kWh is 3.6 MJ."""

FUEL_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {"m³": "m3", "nm3": "m3", "nm³": "m3", "m3n": "m3", "liter": "l", "litre": "l", "ltr": "l", "kilo": "kg"}
)
"""Other ways to write a unit. The handbook's heating value of gas is that of a normal cubic metre, in which Danish
gas is billed."""

AUDIT_KWH: Final = 10_000_000 / 3.6
"""10 TJ in kWh."""
MANAGEMENT_KWH: Final = 85_000_000 / 3.6
"""85 TJ in kWh."""
_DUTY_YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class UnitValue:
    """kWh in one unit, and by whose figure."""

    kwh: float
    source: str


def kwh_per_unit(factors: FactorSet, carrier: Carrier, unit: str) -> UnitValue:
    """Give kWh in one `unit` of a carrier: of a unit of energy, or of a fuel by its net calorific value.

    Raises FieldRefused for a unit that has none.
    """
    name = unit.strip().casefold()
    if name in ENERGY_UNITS:
        return UnitValue(ENERGY_UNITS[name], N_("1 kWh = 3.6 MJ"))
    found = factors.heating_value(carrier, FUEL_UNITS.get(name, name))
    if found is None:
        fuels = (one for one in factors.fuel_units(carrier) if one not in ENERGY_UNITS)
        raise FieldRefused(field="unit", value=unit, allowed=", ".join(("kWh", "MWh", "GJ", *fuels)))
    return UnitValue(found.kwh, found.source)


@dataclass(frozen=True, slots=True)
class EnergyFigure:
    """Energy in one period: kWh, DKK where it is known, and where the figures are from."""

    kwh: float
    cost_dkk: float | None = None
    sources: tuple[EnergySource, ...] = ()

    def __add__(self, other: EnergyFigure) -> EnergyFigure:
        costs = [one for one in (self.cost_dkk, other.cost_dkk) if one is not None]
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        return EnergyFigure(self.kwh + other.kwh, sum(costs) if costs else None, sources)


_NOTHING: Final = EnergyFigure(0.0)


@dataclass(frozen=True, slots=True)
class CarrierYear:
    """One carrier in one year: the figure of the whole year, if there is one, and those of its months.

    The figure of the whole year stands before its months.
    """

    carrier: Carrier
    year: int
    whole: EnergyFigure | None
    months: Mapping[int, EnergyFigure] = field(default_factory=dict)

    @property
    def total(self) -> EnergyFigure:
        """What was used in the year, or in those of its months that have figures."""
        return self.whole if self.whole is not None else sum(self.months.values(), _NOTHING)

    @property
    def kwh(self) -> float:
        """kWh in the year, or in those of its months that have figures."""
        return self.total.kwh

    @property
    def cost_dkk(self) -> float | None:
        """What is known of the cost, DKK."""
        return self.total.cost_dkk

    @property
    def sources(self) -> tuple[EnergySource, ...]:
        """Where the figures are from."""
        return self.total.sources

    @property
    def cost_is_partial(self) -> bool:
        """Whether some of the months have a cost and some have none."""
        return self.whole is None and len({one.cost_dkk is None for one in self.months.values()}) == 2

    @property
    def missing_months(self) -> tuple[int, ...]:
        """The months without a figure, where there is none of the whole year."""
        return () if self.whole is not None else tuple(one for one in MONTHS if one not in self.months)

    @property
    def is_complete(self) -> bool:
        """Whether the figures are of the whole year."""
        return not self.missing_months

    @property
    def disagreement(self) -> float | None:
        """What twelve months come to above the figure of the whole year, as a share of it; None with only one."""
        if self.whole is None or self.whole.kwh <= 0 or len(self.months) < len(MONTHS):
            return None
        return sum(one.kwh for one in self.months.values()) / self.whole.kwh - 1


def carrier_years(uses: Iterable[EnergyUse]) -> tuple[CarrierYear, ...]:
    """Gather figures by year and carrier: newest year first, in it the largest use first.

    Several figures of one meter and period add up, and so do meters. A figure without a meter is of the whole site
    and stands before those of its meters.
    """
    groups: dict[tuple[int, Carrier], list[EnergyUse]] = {}
    for one in uses:
        if one.carrier in tuple(Carrier):
            groups.setdefault((one.year, Carrier(one.carrier)), []).append(one)
    found = [_carrier_year(carrier, year, group) for (year, carrier), group in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.year, -one.kwh, one.carrier)))


def _carrier_year(carrier: Carrier, year: int, group: list[EnergyUse]) -> CarrierYear:
    by_meter: dict[str, dict[int | None, EnergyFigure]] = {}
    for one in group:
        periods = by_meter.setdefault(one.meter, {})
        periods[one.month] = periods.get(one.month, _NOTHING) + EnergyFigure(one.kwh, one.cost_dkk, (one.source,))
    site = by_meter.pop("", {})
    months = {
        month: site[month] if month in site else sum((m[month] for m in by_meter.values() if month in m), _NOTHING)
        for month in MONTHS
        if month in site or any(month in periods for periods in by_meter.values())
    }
    return CarrierYear(carrier, year, site.get(None) or _whole_of_meters(by_meter), MappingProxyType(months))


def _whole_of_meters(by_meter: Mapping[str, Mapping[int | None, EnergyFigure]]) -> EnergyFigure | None:
    """Add up the yearly figures of meters; of a meter without one its months."""
    if not any(None in periods for periods in by_meter.values()):
        return None
    parts = (one[None] if None in one else sum(one.values(), _NOTHING) for one in by_meter.values())
    return sum(parts, _NOTHING)


def newest_use(uses: Iterable[EnergyUse]) -> dict[Carrier, float]:
    """Give the use per carrier in its newest complete year, kWh; without one in its newest year with figures."""
    found: dict[Carrier, CarrierYear] = {}
    for one in carrier_years(uses):
        held = found.get(one.carrier)
        if held is None or (one.is_complete and not held.is_complete):
            found[one.carrier] = one
    return {carrier: one.kwh for carrier, one in found.items()}


def missing_carriers(years: Iterable[CarrierYear], year: int) -> tuple[Carrier, ...]:
    """Name the carriers that have figures before and after `year` but none in it."""
    seen: dict[Carrier, set[int]] = {}
    for one in years:
        seen.setdefault(one.carrier, set()).add(one.year)
    return tuple(carrier for carrier, at in seen.items() if year not in at and min(at) < year < max(at))


class DutyKind(StrEnum):
    """What a large use makes mandatory for a company (BEK 761 of 18 June 2024)."""

    AUDIT = "audit"
    MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class Duty:
    """A notice that the use is above a limit of the law: kWh a year, the average of `years` (newest first).

    The law looks at the average of three years and at the whole company; with fewer years or one site it is a hint.
    """

    kind: DutyKind
    kwh: float
    years: tuple[int, ...]


def duty_of(uses: Iterable[EnergyUse]) -> Duty | None:
    """Say which duty the use comes to, all carriers together: by the average of the newest three whole years in a
    row, or by the newest year where there are not three.
    """
    years = carrier_years(uses)
    sums: dict[int, float] = {}
    for one in years:
        sums[one.year] = sums.get(one.year, 0.0) + one.kwh
    if not sums:
        return None
    patchy = {one.year for one in years if not one.is_complete} | {y for y in sums if missing_carriers(years, y)}
    newest = max((year for year in sums if year not in patchy), default=max(sums))
    row = tuple(newest - back for back in range(_DUTY_YEARS))
    counted = row if all(year in sums and year not in patchy for year in row) else (newest,)
    kwh = sum(sums[year] for year in counted) / len(counted)
    if kwh > MANAGEMENT_KWH:
        return Duty(DutyKind.MANAGEMENT, kwh, counted)
    return Duty(DutyKind.AUDIT, kwh, counted) if kwh > AUDIT_KWH else None
