"""What others use: figures with their sources, put beside a site's own without crying wolf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from ambassador_app.domain.degree_days import DegreeDays
from ambassador_app.domain.energy_account import EnergyAccount, YearAccount
from ambassador_app.domain.place import Activity, Site, SiteKind
from ambassador_app.domain.plain import Json, mapping, number, optional_number, sequence
from ambassador_app.i18n import N_

TOLERANCE: Final = 1.1
"""A figure up to a tenth above the limit is no reason to raise a finger: areas and counts are no more exact."""


BETTER: Final = 0.8
"""Half of all are below an average; from a fifth below it is better than others."""


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """What a site makes or keeps: its name, the unit it is counted in, and the kinds of site that have it."""

    name: str
    unit: str
    kinds: tuple[SiteKind, ...]


_FARM: Final = (SiteKind.FARM,)
_OTHERS: Final = (SiteKind.COMPANY, SiteKind.PUBLIC_BUILDING, SiteKind.FARM)

ACTIVITIES: Final[Mapping[str, ActivityKind]] = MappingProxyType(
    {
        "sows": ActivityKind(N_("Sows (year sows)"), N_("sow"), _FARM),
        "finishers": ActivityKind(N_("Finishers produced"), N_("finisher"), _FARM),
        "milk_kg": ActivityKind(N_("Milk delivered"), N_("kg"), _FARM),
        "tonnes": ActivityKind(N_("Production"), N_("t"), _OTHERS),
        "pieces": ActivityKind(N_("Units produced"), N_("unit"), _OTHERS),
        "meals": ActivityKind(N_("Meals served"), N_("meal"), _OTHERS),
        "nights": ActivityKind(N_("Guest nights"), N_("night"), _OTHERS),
        "other": ActivityKind(N_("Something else"), "", tuple(SiteKind)),
    }
)
"""The quantities a key figure can be made of."""


class Quantity(StrEnum):
    """What is compared."""

    HEAT_PER_M2 = "heat_per_m2"
    ELECTRICITY_PER_M2 = "electricity_per_m2"
    ENERGY_PER_M2 = "energy_per_m2"
    LIGHTING_W_M2 = "lighting_w_m2"
    LEAKAGE_PERCENT = "leakage_percent"
    ELECTRICITY_PER_ACTIVITY = "electricity_per_activity"


class Confidence(StrEnum):
    """How well a benchmark is known."""

    READ = "H"
    PARTLY = "M"
    GUESS = "L"


class Verdict(StrEnum):
    """How an own figure stands: worth a look, above others but not by much, as others, or better than most."""

    LOOK = "look"
    ABOVE = "above"
    USUAL = "usual"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure of others, in `unit`: from `low` to `high` is usual, `typical` the average; above `look_above`
    something can be found.

    It holds for sites of `kinds`; where `industry` or `words` are given, only for those whose industry code begins
    so or whose use says so. `look_at` says where to look, by language. `year` is 0 where the source has none.
    """

    id: str
    quantity: Quantity
    unit: str
    kinds: tuple[SiteKind, ...]
    low: float | None
    high: float | None
    typical: float | None
    look_above: float
    source: str
    year: int
    confidence: Confidence
    look_at: Mapping[str, str]
    activity: str = ""
    industry: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def holds_for(self, site: Site, industry_code: str = "") -> bool:
        """Whether the site is one of those the figure is of."""
        if site.kind not in self.kinds:
            return False
        if not self.industry and not self.words:
            return True
        code, use = (site.industry.code or industry_code).replace(".", ""), site.use.casefold()
        return (bool(code) and code.startswith(self.industry)) or any(word in use for word in self.words)

    def verdict(self, own: float) -> Verdict:
        """Judge an own figure."""
        if own > self.look_above * TOLERANCE:
            return Verdict.LOOK
        if own > (self.high or self.typical or self.look_above) * TOLERANCE:
            return Verdict.ABOVE
        better = self.low if self.low is not None else (self.typical or 0.0) * BETTER
        return Verdict.GOOD if own < better else Verdict.USUAL

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read one entry of the data file. Raises ValueError, KeyError or TypeError for one that is not whole."""
        low, high = (optional_number(one) for one in sequence(data["usual"]))
        if not str(data["source"]).strip():
            raise ValueError(f"{data['id']}: a benchmark needs a source")
        return cls(
            id=str(data["id"]),
            quantity=Quantity(str(data["quantity"])),
            unit=str(data["unit"]),
            kinds=tuple(SiteKind(str(one)) for one in sequence(data["kinds"])),
            low=low,
            high=high,
            typical=optional_number(data.get("typical")),
            look_above=number(data["look_above"]),
            source=str(data["source"]),
            year=int(number(data["year"])),
            confidence=Confidence(str(data["confidence"])),
            look_at=MappingProxyType({key: str(text) for key, text in mapping(data["look_at"]).items()}),
            activity=str(data.get("activity", "")),
            industry=tuple(str(one) for one in sequence(data.get("industry", ()))),
            words=tuple(str(one) for one in sequence(data.get("words", ()))),
        )


@dataclass(frozen=True, slots=True)
class EnergyReference:
    """What energy accounts are held against: degree days, and the figures of others."""

    days: DegreeDays
    benchmarks: tuple[Benchmark, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An own figure, in the benchmark's unit, beside it. `year` is of the own figure; `at_least` where only a part
    of the own quantity is known, so that the true figure is higher.
    """

    benchmark: Benchmark
    own: float
    verdict: Verdict
    year: int | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """kWh of electricity and of everything for one unit of an activity, in its year."""

    activity: Activity
    electricity_kwh: float
    kwh: float


@dataclass(frozen=True, slots=True)
class Observed:
    """What a walkthrough has found out: W of lighting, share of the compressed air that leaks in percent."""

    lighting_w: float | None = None
    leakage_percent: float | None = None


def read_benchmarks(data: Json) -> tuple[Benchmark, ...]:
    """Read the data file. Raises ValueError, KeyError or TypeError for one that is not whole."""
    return tuple(Benchmark.from_json(mapping(one)) for one in sequence(data["benchmarks"]))


def key_figures(account: EnergyAccount, site: Site) -> tuple[KeyFigure, ...]:
    """Give the use per unit of each activity whose year has complete figures."""
    found = []
    for one in site.activities:
        year = account.of(one.year)
        if year is not None and year.is_complete and one.amount > 0:
            found.append(KeyFigure(one, year.electricity_kwh / one.amount, year.kwh / one.amount))
    return tuple(sorted(found, key=lambda one: (-one.activity.year, one.activity.key)))


def compared(
    benchmarks: Iterable[Benchmark],
    account: EnergyAccount,
    site: Site,
    observed: Observed | None = None,
    industry_code: str = "",
) -> tuple[Comparison, ...]:
    """Put the site's own figures beside those that hold for it. Incomplete years are compared with nothing: half a
    year would look like thrift. Heat is compared as in a normal year where the degree days are known.
    """
    year = account.newest if account.newest is not None and account.newest.is_complete else None
    figures = key_figures(account, site)
    found = []
    for one in benchmarks:
        if not one.holds_for(site, industry_code):
            continue
        if one.quantity is Quantity.ELECTRICITY_PER_ACTIVITY:
            found += [_said(one, f.electricity_kwh, f.activity.year) for f in figures if f.activity.key == one.activity]
            continue
        own = _of_year(one.quantity, year) if year is not None else None
        if own is not None and year is not None:
            found.append(_said(one, own, year.year))
        found += _of_walkthrough(one, site, observed or Observed())
    return _one_a_quantity(found)


def _said(benchmark: Benchmark, own: float, year: int | None) -> Comparison:
    return Comparison(benchmark, own, benchmark.verdict(own), year)


def _of_year(quantity: Quantity, year: YearAccount) -> float | None:
    corrected = year.corrected_heat_kwh
    heat = corrected if corrected is not None else year.heat_kwh
    match quantity:
        case Quantity.HEAT_PER_M2:
            return year.per_m2(heat) if heat > 0 else None
        case Quantity.ELECTRICITY_PER_M2:
            return year.per_m2(year.electricity_kwh) if year.electricity_kwh > 0 else None
        case Quantity.ENERGY_PER_M2:
            return year.per_m2(year.electricity_kwh + heat)
    return None


def _of_walkthrough(benchmark: Benchmark, site: Site, observed: Observed) -> list[Comparison]:
    """The lamps that were counted are seldom all of them: fewer watts than others prove nothing."""
    if benchmark.quantity is Quantity.LIGHTING_W_M2 and observed.lighting_w and site.area_m2:
        own = observed.lighting_w / site.area_m2
        verdict = benchmark.verdict(own)
        return [Comparison(benchmark, own, verdict, at_least=True)] if verdict is Verdict.LOOK else []
    if benchmark.quantity is Quantity.LEAKAGE_PERCENT and observed.leakage_percent is not None:
        return [_said(benchmark, observed.leakage_percent, None)]
    return []


def _one_a_quantity(found: list[Comparison]) -> tuple[Comparison, ...]:
    """Where a figure of the very trade stands beside one of all trades, the one of the trade is shown."""
    special = {one.benchmark.quantity for one in found if one.benchmark.industry or one.benchmark.words}
    heat_too = {Quantity.HEAT_PER_M2} if Quantity.ENERGY_PER_M2 in special else set()
    return tuple(
        one
        for one in found
        if one.benchmark.industry or one.benchmark.words or one.benchmark.quantity not in special | heat_too
    )
