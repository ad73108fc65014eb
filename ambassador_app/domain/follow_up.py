"""Promised against realised: of one measure, and added up over a visit, a company or all.

A promise that nobody has verified is never held against nothing: only measures with both figures are compared, and
what they promised is added up apart from the promises of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Final, Self

from ambassador_app.domain.economics import Payback, simple_payback
from ambassador_app.domain.measure import Measure, MeasureStatus, Suggestion
from ambassador_app.domain.place import Reach
from ambassador_app.domain.plain import mapping, number
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.verification import VerificationMethod


class Figure(StrEnum):
    """What is compared."""

    KWH = "kwh"
    DKK = "dkk"
    CO2E_KG = "co2e_kg"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is saved in a year: kWh over all carriers, DKK, kg CO2e. Negative: more is used."""

    kwh: float = 0.0
    dkk: float = 0.0
    co2e_kg: float = 0.0

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(self.kwh + other.kwh, self.dkk + other.dkk, self.co2e_kg + other.co2e_kg)

    def of(self, figure: Figure) -> float:
        """Give one of the figures."""
        return {Figure.KWH: self.kwh, Figure.DKK: self.dkk, Figure.CO2E_KG: self.co2e_kg}[figure]


NOTHING: Final = Amounts()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measure: what was promised (None: never computed) and what came of it (None: not verified)."""

    promised: Amounts | None
    realised: Amounts | None

    def share(self, figure: Figure) -> float | None:
        """Realised over promised; None while either is not known, or where nothing was promised."""
        if self.promised is None or self.realised is None:
            return None
        return _share(self.promised.of(figure), self.realised.of(figure))


def outcome_of(measure: Measure) -> Outcome:
    """Give what a measure promised and what came of it."""
    found = measure.realised
    realised = Amounts(found.kwh, found.cost_saving_dkk, found.co2e_kg) if found is not None else None
    return Outcome(_promise(measure), realised)


def _promise(measure: Measure) -> Amounts | None:
    if measure.assessment is None:
        return None
    kwh = sum(number(one) for one in mapping(measure.assessment["savings_kwh"]).values())
    return Amounts(kwh, number(measure.assessment["cost_saving_dkk"]), number(measure.assessment["co2e_kg"]))


@dataclass(frozen=True, slots=True)
class Tally:
    """Some measures added up. DKK are ex or incl. VAT as the sites' kinds have it.

    `assessed` of the `count` have a promise; `priced` are those of them whose investment is known, with their net
    investment (after subsidy) and yearly saving. `verified` have a verification; `compared` have both, and
    `expected` is what these alone promised, `reached` what came of it.
    """

    count: int = 0
    assessed: int = 0
    promised: Amounts = NOTHING
    investment_dkk: float = 0.0
    priced: int = 0
    net_investment_dkk: float = 0.0
    priced_saving_dkk: float = 0.0
    verified: int = 0
    realised: Amounts = NOTHING
    compared: int = 0
    expected: Amounts = NOTHING
    reached: Amounts = NOTHING

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def payback(self) -> float | Payback:
        """Total net investment over total yearly saving, years, of the measures whose investment is known."""
        return simple_payback(self.net_investment_dkk, self.priced_saving_dkk) if self.priced else Payback.UNKNOWN

    def share(self, figure: Figure) -> float | None:
        """Realised over promised of the measures that have both; None without any, or where nothing was promised."""
        return _share(self.expected.of(figure), self.reached.of(figure)) if self.compared else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of measures, by status: a tally for each status that occurs."""

    by_status: Mapping[MeasureStatus, Tally] = field(default_factory=dict)

    @property
    def proposed(self) -> Tally:
        """All that were proposed, also those turned down since."""
        return self._of(MeasureStatus)

    @property
    def agreed(self) -> Tally:
        """Selected and later."""
        return self._of(one for one in MeasureStatus if one.is_agreed)

    @property
    def implemented(self) -> Tally:
        """Completed and later."""
        return self._of(one for one in MeasureStatus if one.is_implemented)

    @property
    def verified(self) -> Tally:
        """Verified."""
        return self._of((MeasureStatus.VERIFIED,))

    @property
    def discarded(self) -> Tally:
        """Turned down."""
        return self._of((MeasureStatus.DISCARDED,))

    def _of(self, statuses: Iterable[MeasureStatus]) -> Tally:
        return reduce(add, (self.by_status[one] for one in statuses if one in self.by_status), Tally())

    def __add__(self, other: Self) -> Self:
        both = {one: self.by_status.get(one, Tally()) + other.by_status.get(one, Tally()) for one in MeasureStatus}
        return type(self)({one: tally for one, tally in both.items() if tally.count})


def tally_of(measure: Measure) -> Tally:
    """Give the tally of one measure."""
    found = outcome_of(measure)
    promised, realised = found.promised, found.realised
    priced = promised is not None and measure.investment_dkk is not None
    compared = promised is not None and realised is not None
    investment = measure.investment_dkk or 0.0
    return Tally(
        count=1,
        assessed=int(promised is not None),
        promised=promised or NOTHING,
        investment_dkk=investment,
        priced=int(priced),
        net_investment_dkk=investment - measure.subsidy_dkk if priced else 0.0,
        priced_saving_dkk=promised.dkk if promised is not None and priced else 0.0,
        verified=int(realised is not None),
        realised=realised or NOTHING,
        compared=int(compared),
        expected=promised if promised is not None and compared else NOTHING,
        reached=realised if realised is not None and compared else NOTHING,
    )


def standing_of(measures: Iterable[Measure]) -> Standing:
    """Add measures up by status; open and dismissed suggestions are none, nor are variants set aside."""
    found: dict[MeasureStatus, Tally] = {}
    for one in measures:
        if is_counted(one):
            found[one.status] = found.get(one.status, Tally()) + tally_of(one)
    return Standing(found)


def is_counted(measure: Measure) -> bool:
    """Whether a measure was ever a proposal: also one that was turned down since."""
    return measure.suggestion not in (Suggestion.SUGGESTED, Suggestion.DISMISSED) and not measure.set_aside


@dataclass(frozen=True, slots=True)
class EarlierMeasure:
    """A measure proposed at an earlier visit to the site, as a later report tells of it: where it stands, what it
    promised and what came of it. `reported` tells that its visit was sealed, so that the visited party knows it;
    nothing of its inputs, notes and reasons comes along.
    """

    title: str
    visited_on: date | None
    status: MeasureStatus
    owner: str
    deadline: date | None
    outcome: Outcome
    promised_quality: DataQuality
    realised_quality: DataQuality
    method: VerificationMethod | None
    period_from: date | None
    period_to: date | None
    reach: Reach
    reported: bool

    @property
    def may_be_told(self) -> bool:
        """Whether a report may name it: known from a sealed report, not internal, not turned down."""
        return self.reported and self.reach is Reach.REPORT and self.status is not MeasureStatus.DISCARDED

    def told(self) -> Self:
        """Return it as a report tells of it: who it waits for only while it waits."""
        return replace(self, owner="", deadline=None) if self.status.is_closed else self


def earlier_measure(measure: Measure, *, visited_on: date | None, reported: bool) -> EarlierMeasure:
    """Tell of a measure what a later report may need."""
    found = measure.realised
    quality = (measure.assessment or {}).get("quality", measure.quality)
    return EarlierMeasure(
        title=measure.title,
        visited_on=visited_on,
        status=measure.status,
        owner=measure.owner,
        deadline=measure.deadline,
        outcome=outcome_of(measure),
        promised_quality=DataQuality(str(quality)),
        realised_quality=found.quality if found else DataQuality.C,
        method=found.method if found else None,
        period_from=found.period_from if found else None,
        period_to=found.period_to if found else None,
        reach=measure.reach,
        reported=reported,
    )


def _share(promised: float, realised: float) -> float | None:
    return realised / promised if promised > 0 else None
