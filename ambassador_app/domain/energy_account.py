"""The energy account of a site: its years with heat as in a normal year, CO2e by scope, and what became of the
baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ambassador_app.domain.case import Case
from ambassador_app.domain.degree_days import DegreeDays
from ambassador_app.domain.energy import (
    BURNT,
    HEAT_CARRIERS,
    CarrierYear,
    Duty,
    carrier_years,
    duty_of,
    missing_carriers,
)
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.place import Site
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergyUse


@dataclass(frozen=True, slots=True)
class Emissions:
    """kg CO2e of a year. `fuels` are burnt on the site (scope 1), `bought` is electricity and district heating
    (scope 2); scope 3 is not counted. `unknown` are carriers without a factor.
    """

    fuels: float
    bought: float
    unknown: tuple[Carrier, ...] = ()

    @property
    def kg(self) -> float:
        """Scope 1 and 2 together."""
        return self.fuels + self.bought


@dataclass(frozen=True, slots=True)
class AgainstBaseline:
    """A year against the baseline year, as shares of it: −0.12 is 12 % less.

    `corrected_kwh` and `corrected_co2e` have heat as in a normal year in both years, None where one of them has no
    degree days. `own_co2e` counts both years with the baseline's factors: what the site did itself, without what
    became of the grid's.
    """

    kwh: float
    co2e: float | None
    corrected_kwh: float | None
    corrected_co2e: float | None
    own_co2e: float | None


@dataclass(frozen=True, slots=True)
class YearAccount:
    """One year of a site. kWh and DKK are of the months that have figures; `is_complete` says whether those are all.

    `heat_kwh` is every carrier but electricity; `corrected_heat_kwh` the same in a normal year (None where the year
    is incomplete or its degree days are not known). `held` names the carriers whose factor is of another year than
    this, because the set has none so far out. Per m² is kWh, None without an area.
    """

    year: int
    carriers: tuple[CarrierYear, ...]
    missing: tuple[Carrier, ...]
    heat_kwh: float
    corrected_heat_kwh: float | None
    degree_days: float | None
    emissions: Emissions
    corrected_emissions: Emissions | None
    held: tuple[Carrier, ...]
    area_m2: float | None
    against: AgainstBaseline | None = None

    @property
    def kwh(self) -> float:
        """All carriers together."""
        return sum(one.kwh for one in self.carriers)

    @property
    def electricity_kwh(self) -> float:
        """Electricity alone."""
        return self.kwh - self.heat_kwh

    @property
    def corrected_kwh(self) -> float | None:
        """All carriers together, heat as in a normal year."""
        return None if self.corrected_heat_kwh is None else self.electricity_kwh + self.corrected_heat_kwh

    @property
    def cost_dkk(self) -> float | None:
        """What is known of the cost."""
        costs = [one.cost_dkk for one in self.carriers if one.cost_dkk is not None]
        return sum(costs) if costs else None

    @property
    def cost_is_partial(self) -> bool:
        """Whether a part of the use has no cost."""
        return self.cost_dkk is not None and any(one.cost_dkk is None or one.cost_is_partial for one in self.carriers)

    @property
    def is_complete(self) -> bool:
        """Whether no month and no carrier is missing."""
        return not self.missing and all(one.is_complete for one in self.carriers)

    def per_m2(self, kwh: float | None) -> float | None:
        """Give kWh/m²."""
        return kwh / self.area_m2 if kwh is not None and self.area_m2 else None


@dataclass(frozen=True, slots=True)
class EnergyAccount:
    """A site's years, newest first, with what they are measured against.

    `baseline` is the account of the baseline year, None where none is agreed or it has no figures.
    """

    years: tuple[YearAccount, ...]
    baseline_year: int | None
    target_share: float | None
    target_year: int | None
    free_share: float
    free_share_is_own: bool
    days: DegreeDays
    duty: Duty | None

    def of(self, year: int | None) -> YearAccount | None:
        """Give the account of one year."""
        return next((one for one in self.years if one.year == year), None)

    @property
    def baseline(self) -> YearAccount | None:
        """The account of the baseline year."""
        return self.of(self.baseline_year)

    @property
    def newest(self) -> YearAccount | None:
        """The newest complete year; without one the newest of all."""
        whole = next((one for one in self.years if one.is_complete), None)
        return whole or next(iter(self.years), None)


@dataclass(frozen=True, slots=True)
class _Year:
    """A year before it is compared: kWh by carrier, as used and as in a normal year."""

    account: YearAccount
    raw: Mapping[Carrier, float]
    corrected: Mapping[Carrier, float] | None


def account_of(
    uses: Iterable[EnergyUse], factors: FactorSet | None, days: DegreeDays, site: Site, case: Case | None = None
) -> EnergyAccount:
    """Make the account of a site, with the factors of each year."""
    used = tuple(uses)
    by_year: dict[int, list[CarrierYear]] = {}
    carriers = carrier_years(used)
    for one in carriers:
        by_year.setdefault(one.year, []).append(one)
    share = site.weather_free_share if site.weather_free_share is not None else days.free_share(site.kind)
    years = [
        _year(year, tuple(found), missing_carriers(carriers, year), factors, days, share, site.area_m2)
        for year, found in by_year.items()
    ]
    base_year = case.baseline_year if case is not None else None
    base = next((one for one in years if one.account.year == base_year), None)
    return EnergyAccount(
        years=tuple(_compared(one, base, factors) for one in years),
        baseline_year=base_year,
        target_share=case.target_share if case is not None else None,
        target_year=case.target_year if case is not None else None,
        free_share=share,
        free_share_is_own=site.weather_free_share is not None,
        days=days,
        duty=duty_of(used),
    )


def _year(
    year: int,
    carriers: tuple[CarrierYear, ...],
    missing: tuple[Carrier, ...],
    factors: FactorSet | None,
    days: DegreeDays,
    share: float,
    area_m2: float | None,
) -> _Year:
    raw = {one.carrier: one.kwh for one in carriers}
    whole = not missing and all(one.is_complete for one in carriers)
    corrected = _as_normal(raw, year, days, share) if whole else None
    actual = days.of(year)
    account = YearAccount(
        year=year,
        carriers=carriers,
        missing=missing,
        heat_kwh=_heat(raw),
        corrected_heat_kwh=_heat(corrected) if corrected is not None else None,
        degree_days=actual.value if actual is not None else None,
        emissions=emissions_of(raw, factors, year),
        corrected_emissions=emissions_of(corrected, factors, year) if corrected is not None else None,
        held=tuple(one for one in raw if _is_held(factors, one, year)),
        area_m2=area_m2,
    )
    return _Year(account, MappingProxyType(raw), corrected)


def _heat(kwh: Mapping[Carrier, float]) -> float:
    return sum(amount for carrier, amount in kwh.items() if carrier in HEAT_CARRIERS)


def _as_normal(
    raw: Mapping[Carrier, float], year: int, days: DegreeDays, share: float
) -> Mapping[Carrier, float] | None:
    """Correct each heat carrier; a site without heat needs no degree days."""
    found: dict[Carrier, float] = {}
    for carrier, kwh in raw.items():
        moved = days.corrected(kwh, year, share) if carrier in HEAT_CARRIERS else kwh
        if moved is None:
            return None
        found[carrier] = moved
    return MappingProxyType(found)


def emissions_of(kwh: Mapping[Carrier, float], factors: FactorSet | None, year: int) -> Emissions:
    """Give the CO2e of `kwh` by carrier with the factors of `year`."""
    known = factors.resolve(year) if factors is not None else {}
    parts = {carrier: amount * known[carrier].value for carrier, amount in kwh.items() if carrier in known}
    return Emissions(
        fuels=sum(kg for carrier, kg in parts.items() if carrier in BURNT),
        bought=sum(kg for carrier, kg in parts.items() if carrier not in BURNT),
        unknown=tuple(carrier for carrier in kwh if carrier not in parts),
    )


def _is_held(factors: FactorSet | None, carrier: Carrier, year: int) -> bool:
    """Whether a factor that changes with the years is asked for outside them."""
    factor = factors.factors.get(carrier) if factors is not None else None
    if factor is None or len(factor.points) < 2:
        return False
    return not factor.points[0][0] <= year <= factor.points[-1][0]


def _compared(one: _Year, base: _Year | None, factors: FactorSet | None) -> YearAccount:
    """Put a complete year beside a complete baseline year before it."""
    account = one.account
    if base is None or base.account.year >= account.year or not (account.is_complete and base.account.is_complete):
        return account
    at = base.account.year
    then, now = base.account.emissions, account.emissions
    known = not then.unknown and not now.unknown
    normal = one.corrected is not None and base.corrected is not None
    own_now, own_then = (
        emissions_of(kwh, factors, at)
        for kwh in ((one.corrected, base.corrected) if normal else (one.raw, base.raw))
        if kwh is not None
    )
    against = AgainstBaseline(
        kwh=_change(account.kwh, base.account.kwh) or 0.0,
        co2e=_change(now.kg, then.kg) if known else None,
        corrected_kwh=_change(account.corrected_kwh, base.account.corrected_kwh),
        corrected_co2e=_change(_kg(account.corrected_emissions), _kg(base.account.corrected_emissions))
        if known
        else None,
        own_co2e=_change(own_now.kg, own_then.kg) if known else None,
    )
    return replace(account, against=against)


def _kg(emissions: Emissions | None) -> float | None:
    return emissions.kg if emissions is not None else None


def _change(now: float | None, then: float | None) -> float | None:
    return now / then - 1 if now is not None and then else None
