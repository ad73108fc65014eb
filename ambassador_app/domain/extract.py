"""A programme extract: what one municipality releases of its partnerships to a programme of several.

Totals by case and measure, as of a day. No record, person, address or note stands in it; a company's name only with
its recorded consent. What lives in homes, or is owned by persons, stands in it in sums of several alone.
`extract_making` makes it, `extract_reading` reads one from elsewhere; the form is documented in
`docs/programme-extract/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Final

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.economics import Payback, simple_payback
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import VerificationMethod

FEWEST_SITES: Final = 5
"""Homes, and places that persons own, are told only in sums of at least so many."""

FEWEST_OF_A_TRADE: Final = 3
"""A trade is told only where at least so many cases of an extract are of it."""


class TradeGroup(StrEnum):
    """What a company does, as coarsely as the sections of the European list of trades (NACE)."""

    FARMING = "farming"
    MINING = "mining"
    MANUFACTURING = "manufacturing"
    ENERGY = "energy"
    WATER_AND_WASTE = "water_and_waste"
    CONSTRUCTION = "construction"
    COMMERCE = "commerce"
    TRANSPORT = "transport"
    HOTELS_AND_RESTAURANTS = "hotels_and_restaurants"
    INFORMATION = "information"
    FINANCE = "finance"
    REAL_ESTATE = "real_estate"
    PROFESSIONS = "professions"
    SERVICES = "services"
    PUBLIC_ADMINISTRATION = "public_administration"
    EDUCATION = "education"
    HEALTH_AND_CARE = "health_and_care"
    CULTURE_AND_LEISURE = "culture_and_leisure"
    OTHER = "other"
    UNTOLD = "untold"
    """Not known, or too few of it to be told."""


class Progress(StrEnum):
    """How far measures have come; each holds those after it."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure turned out to save in a year: whole kWh by carrier, whole DKK, t CO2e."""

    kwh: Mapping[Carrier, float]
    dkk: float
    co2e_t: float
    method: VerificationMethod
    quality: DataQuality


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure: what it promises in a year (None: never computed), and what came of it (None: not verified).

    `calculator` is the name of one of the program's calculators, or `other`; `area` its area or `other`; `year` that
    of the factors. kWh by carrier (negative: more is used), DKK and kWh whole, t CO2e in hundredths.
    """

    calculator: str
    area: str
    status: MeasureStatus
    kwh: Mapping[Carrier, float] | None
    dkk: float | None
    co2e_t: float | None
    quality: DataQuality
    year: int | None
    investment_dkk: float | None
    subsidy_dkk: float
    verified: Found | None

    @property
    def payback(self) -> float | Payback:
        """Net investment over yearly saving, years."""
        return self.sums.payback

    @property
    def sums(self) -> Sums:
        """This measure as a sum of one."""
        priced = self.investment_dkk is not None and self.dkk is not None
        return Sums(
            measures=1,
            kwh=sum((self.kwh or {}).values()),
            dkk=self.dkk or 0.0,
            co2e_t=self.co2e_t or 0.0,
            investment_dkk=self.investment_dkk or 0.0,
            net_investment_dkk=(self.investment_dkk or 0.0) - self.subsidy_dkk if priced else 0.0,
            priced_saving_dkk=(self.dkk or 0.0) if priced else 0.0,
        )

    @property
    def reached(self) -> Sums:
        """The same with what came of it in the place of what was promised."""
        found = self.verified
        if found is None:
            return Sums()
        return replace(self, kwh=found.kwh, dkk=found.dkk, co2e_t=found.co2e_t).sums


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One partnership. `id` is the same in every extract of the municipality for this programme, and leads to nobody
    without the municipality's key. `name` is empty unless the company has consented to be named.
    """

    id: str
    kind: SiteKind
    step: CaseStep
    trade: TradeGroup
    name: str
    measures: tuple[MeasureRow, ...]

    def sums(self, progress: Progress) -> Sums:
        """Add up its measures that have come so far."""
        return sums_of(self.measures, progress)


@dataclass(frozen=True, slots=True)
class Sums:
    """Measures added up, a year: kWh over all carriers, DKK, t CO2e; DKK of investment.

    `net_investment_dkk` (after subsidy) and `priced_saving_dkk` are of those whose investment is known.
    """

    measures: int = 0
    kwh: float = 0.0
    dkk: float = 0.0
    co2e_t: float = 0.0
    investment_dkk: float = 0.0
    net_investment_dkk: float = 0.0
    priced_saving_dkk: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def payback(self) -> float | Payback:
        """Total net investment over total yearly saving, years, of those whose investment is known."""
        if not self.net_investment_dkk and not self.priced_saving_dkk:
            return Payback.UNKNOWN
        return simple_payback(self.net_investment_dkk, self.priced_saving_dkk)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Places that are told together, because persons live there or own them: how many, to the nearest five, and sums
    in two figures. `sites` is None where there are fewer than five, none among them; then `sums` is empty. A sum that
    is not there stands for too few, or for one place that outweighs the others.
    """

    kind: SiteKind
    sites: int | None
    sums: Mapping[Progress, Sums]


@dataclass(frozen=True, slots=True)
class SharedItem:
    """Something a municipality shares with its programme: a course, an event, a craftsman who is listed with consent.

    `type` says what; what a program does not know it counts and keeps. `facts` are texts, numbers, yes or no.
    """

    type: str
    id: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Method:
    """How the figures came about: the program's version, the version of the rules of `extract_making`, and the
    SHA-256 of the sets of factors and prices that the measures were computed with, shipped ones by name too.
    """

    program: str
    rules: int
    factor_sets: tuple[str, ...]
    price_sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """A programme: `id` is its short name, `name` what people call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class MunicipalityName:
    """A municipality as the office knows it: `id` is its short name there."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ProgrammeExtract:
    """One release. `made_by` is the id of the device that signs it at its office, not a person's name."""

    id: str
    programme: ProgrammeName
    municipality: MunicipalityName
    as_of: date
    made_at: datetime
    made_by: str
    method: Method
    cases: tuple[CaseRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    shared: tuple[SharedItem, ...] = ()

    def on(self, step: CaseStep) -> int:
        """How many of the cases that stand by themselves are on a step."""
        return sum(one.step is step for one in self.cases)

    @property
    def sites(self) -> int:
        """How many places are told of; those told together count to the nearest five."""
        return len(self.cases) + sum(one.sites or 0 for one in self.groups)

    def sums(self, progress: Progress) -> Sums:
        """Add up all measures that have come so far, as far as they are told."""
        alone = reduce(add, (one.sums(progress) for one in self.cases), Sums())
        return reduce(add, (one.sums.get(progress, Sums()) for one in self.groups), alone)

    @property
    def names(self) -> tuple[str, ...]:
        """The companies that are named."""
        return tuple(one.name for one in self.cases if one.name)

    @property
    def is_rounded(self) -> bool:
        """Whether some of it is told in rounded sums."""
        return any(one.sites for one in self.groups)


@dataclass(frozen=True, slots=True)
class ProgrammeTotals:
    """Extracts of several municipalities added up. `oldest` and `newest` are their as-of days."""

    municipalities: int = 0
    sites: int = 0
    sums: Mapping[Progress, Sums] = field(default_factory=dict)
    oldest: date | None = None
    newest: date | None = None
    is_rounded: bool = False


def totals_over(extracts: Iterable[ProgrammeExtract]) -> ProgrammeTotals:
    """Add up extracts, one a municipality."""
    found = tuple(extracts)
    days = [one.as_of for one in found]
    return ProgrammeTotals(
        municipalities=len(found),
        sites=sum(one.sites for one in found),
        sums={progress: reduce(add, (one.sums(progress) for one in found), Sums()) for progress in Progress},
        oldest=min(days, default=None),
        newest=max(days, default=None),
        is_rounded=any(one.is_rounded for one in found),
    )


def sums_of(measures: Iterable[MeasureRow], progress: Progress) -> Sums:
    """Add up the measures that have come so far; verified ones with what came of them."""
    parts = (one.reached if progress is Progress.VERIFIED else one.sums for one in measures if has_come(one, progress))
    return reduce(add, parts, Sums())


def has_come(measure: MeasureRow, progress: Progress) -> bool:
    """Whether a measure has come so far; every one was proposed, also one that was turned down since."""
    match progress:
        case Progress.PROPOSED:
            return True
        case Progress.AGREED:
            return measure.status.is_agreed
        case Progress.IMPLEMENTED:
            return measure.status.is_implemented
        case Progress.VERIFIED:
            return measure.status is MeasureStatus.VERIFIED
