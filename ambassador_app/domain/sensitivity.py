"""How much a measure's economy moves when a price or the saving turns out otherwise than assumed.

A small band, no forecast: prices and saving a quarter up and down, the rest as it was. Nothing here is rounded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.economics import (
    Economics,
    Payback,
    br18_factor,
    is_profitable,
    npv,
    simple_payback,
    yearly_flows,
)
from ambassador_app.domain.quantities import Item, Stream

SWING: Final = 0.25
"""How far prices and saving are moved, as a share: a convention of ours, named wherever the band is shown."""


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between the two ends of a band, `low` <= `high`."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether `value` lies in it, its ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Swing:
    """A measure's economy at the two ends of a band: saving in DKK a year, payback in years, BR18 factor (without
    subsidy), net present value in DKK. None where the figure does not exist.

    `soonest` and `latest` are paybacks as `simple_payback` gives them, UNKNOWN without an investment. `profitable`
    is the BR18 judgement at the low and at the high end.
    """

    saving_dkk: Span
    soonest: float | Payback
    latest: float | Payback
    br18: Span | None
    npv_dkk: Span | None
    profitable: tuple[bool, bool] | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The economy of one measure when its prices, and when its saving, are a quarter lower or higher."""

    price: Swing
    saving: Swing


def sensitivity(assessment: Assessment) -> Sensitivity:
    """Move the prices, and then the saving, by `SWING` either way.

    Each price moves on its own: a heat pump suffers when gas gets cheaper and electricity dearer. The saving moves
    as one: what is saved, used more and sold are proportional to the same thing. Money that was given as money
    (`other_saving_dkk`) stays.
    """
    base, money = assessment.cost_saving_dkk, money_of(assessment)
    by_price = SWING * math.fsum(abs(part) for part in money.values())
    by_saving = SWING * abs(math.fsum(money.values()))
    return Sensitivity(
        price=swung(assessment.economics, Span(base - by_price, base + by_price)),
        saving=swung(assessment.economics, Span(base - by_saving, base + by_saving)),
    )


def money_of(assessment: Assessment) -> Mapping[Item, float]:
    """Give what each item saves or costs in DKK a year at the prices used; other savings are left out."""
    carriers: dict[Item, float] = {carrier: kwh for carrier, kwh in assessment.savings_kwh.items()}
    amounts = {
        **carriers,
        Stream.ELECTRICITY_EXPORT: assessment.electricity_export_kwh,
        Stream.WATER: assessment.water_m3,
        Stream.DIESEL: assessment.diesel_l,
        Stream.PETROL: assessment.petrol_l,
    }
    return {price.item: amounts.get(price.item, 0.0) * price.value for price in assessment.prices}


def swung(economics: Economics, saving_dkk: Span) -> Swing:
    """Compute the economy at both ends of a band of the yearly saving; investment and lifetime stay."""
    ends = (saving_dkk.low, saving_dkk.high)
    investment, years = economics.investment_dkk, economics.lifetime_years
    if investment is None:
        return Swing(saving_dkk, Payback.UNKNOWN, Payback.UNKNOWN, None, None, None)
    net = investment - economics.subsidy_dkk
    latest, soonest = (simple_payback(net, end) for end in ends)
    if years is None:
        return Swing(saving_dkk, soonest, latest, None, None, None)
    factors = tuple(br18_factor(investment, end, years) for end in ends)
    low, high = (npv(economics.rate, yearly_flows(net, end, years)) for end in ends)
    return Swing(
        saving_dkk=saving_dkk,
        soonest=soonest,
        latest=latest,
        br18=Span(factors[0], factors[1]) if factors[0] is not None and factors[1] is not None else None,
        npv_dkk=Span(low, high) if math.isfinite(low) and math.isfinite(high) else None,
        profitable=(is_profitable(investment, ends[0], years), is_profitable(investment, ends[1], years)),
    )
