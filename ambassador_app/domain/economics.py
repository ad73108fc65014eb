"""Profitability: payback, the building regulations' factor, net present value, internal rate of return.

Sources: simple payback and BR18 factor as in the Danish building regulations (BR18, bilag 2) and the energy label
handbook HB2021; the discounted figures as in any textbook, the first flow undiscounted (a spreadsheet's NPV
discounts it: there, add the first flow outside the function).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Message

BR18_LIMIT: Final = 1.33
"""A measure is profitable when saving x lifetime / investment is above this (BR18)."""


class Payback(StrEnum):
    """A simple payback that is no number of years."""

    NONE = "none"
    """It never pays itself back: there is no saving."""
    IMMEDIATE = "immediate"
    """There is nothing to pay back."""
    UNKNOWN = "unknown"
    """The investment is not known yet."""


@dataclass(frozen=True, slots=True)
class Economics:
    """What a measure costs and earns. DKK, years, fractions a year; None where something needed is not known
    or the figure does not exist (a factor of no investment, the rate of flows without change of sign).
    """

    investment_dkk: float | None
    subsidy_dkk: float
    lifetime_years: float | None
    lifetime_source: str
    rate: float
    simple_payback: float | Payback
    profitability_br18: float | None
    profitability_br18_with_subsidy: float | None
    profitable_br18: bool | None
    npv_dkk: float | None
    irr: float | None
    co2_price_dkk_t: float | None


def simple_payback(net_investment_dkk: float, saving_dkk: float) -> float | Payback:
    """Give the years until the yearly saving has paid the net investment (after subsidy).

    No saving never pays back, not even a gift; nothing to pay is paid back at once.
    """
    if saving_dkk <= 0:
        return Payback.NONE
    if net_investment_dkk <= 0:
        return Payback.IMMEDIATE
    years = net_investment_dkk / saving_dkk
    return years if math.isfinite(years) else Payback.NONE


def br18_factor(investment_dkk: float, saving_dkk: float, lifetime_years: float) -> float | None:
    """Give saving x lifetime / investment; None without an investment to divide by."""
    if investment_dkk <= 0:
        return None
    factor = saving_dkk * lifetime_years / investment_dkk
    return factor if math.isfinite(factor) else None


def is_profitable(investment_dkk: float, saving_dkk: float, lifetime_years: float) -> bool:
    """Whether the BR18 factor, without subsidy, is above 1.33; a free saving always is."""
    return saving_dkk * lifetime_years > BR18_LIMIT * investment_dkk if investment_dkk > 0 else saving_dkk > 0


def npv(rate: float, flows: Iterable[float]) -> float:
    """Give the present value of yearly `flows` at `rate`; the first one is today's, undiscounted.

    Raises InputRefused for a rate that is not above -1 (everything lost in a year) or no number.
    """
    if not -1 < rate < math.inf:
        raise InputRefused(input="rate", value=rate, allowed=Message(N_("a number above -1")))
    value = 0.0
    for flow in reversed(tuple(flows)):
        value = value / (1 + rate) + flow
    return value


def yearly_flows(net_investment_dkk: float, saving_dkk: float, lifetime_years: float) -> tuple[float, ...]:
    """List what goes out today and comes in at the end of each year; a last broken year counts in proportion."""
    whole = math.floor(lifetime_years)
    rest = lifetime_years - whole
    return (-net_investment_dkk, *(saving_dkk,) * whole, *((saving_dkk * rest,) if rest > 0 else ()))


def present_value_factor(rate: float, years: float) -> float:
    """Give what 1 a year for `years` is worth today: `npv` of `yearly_flows` without the investment, per saving."""
    return npv(rate, yearly_flows(0.0, 1.0, years))


def annuity(rate: float, years: float) -> float:
    """Give the share of a loan that is paid each year: rate / (1 - (1 + rate)^-years), 1/years at rate 0."""
    if abs(rate) < 1e-12:
        return 1 / years
    return rate / -math.expm1(-years * math.log1p(rate))


def co2_price(
    *, net_investment_dkk: float, saving_dkk: float, lifetime_years: float, rate: float, co2e_kg: float
) -> float | None:
    """Give the yearly net cost in DKK per t CO2e saved (negative: it earns); None where nothing is saved."""
    if co2e_kg <= 0:
        return None
    price = 1000 * (net_investment_dkk * annuity(rate, lifetime_years) - saving_dkk) / co2e_kg
    return price if math.isfinite(price) else None


def cashflow_payback(flows: Sequence[float]) -> float | Payback:
    """Give the years until the sum of `flows` is no longer negative, each year's flow spread evenly over it."""
    sums = list(accumulate(flows))
    if not sums:
        return Payback.UNKNOWN
    if sums[0] >= 0:
        return Payback.IMMEDIATE
    for year, (before, after) in enumerate(pairwise(sums)):
        if after >= 0:
            return year + before / (before - after)
    return Payback.NONE


# Growth factors 1 + rate between which a root is looked for: from losing all but a millionth to a millionfold.
_GROWTHS: Final = tuple(10 ** (step / 50) for step in range(-300, 301))


def irr(flows: Sequence[float]) -> float | None:
    """Give the rate at which `npv` is 0; None where there is none (all flows of one sign).

    Flows that change sign more than once may have several: then the one nearest to 0 is given.
    """
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(before != after for before, after in pairwise(signs))
    if not changes:
        return None
    # One change of sign has one root: the whole range is its bracket.
    growths = _GROWTHS if changes > 1 else (_GROWTHS[0], _GROWTHS[-1])
    values = [_scaled_npv(growth, flows) for growth in growths]
    brackets = [
        (low, high)
        for (low, at_low), (high, at_high) in pairwise(zip(growths, values, strict=True))
        if (at_low > 0) != (at_high > 0) or at_low == 0
    ]
    roots = [_bisect(low, high, flows) - 1 for low, high in brackets]
    return min(roots, key=abs, default=None)


def _scaled_npv(growth: float, flows: Sequence[float]) -> float:
    """Evaluate the net present value times growth^n where growth is below 1: same sign, and no overflow."""
    value = 0.0
    if growth >= 1:
        for flow in reversed(flows):
            value = value / growth + flow
    else:
        for flow in flows:
            value = value * growth + flow
    return value


def _bisect(low: float, high: float, flows: Sequence[float]) -> float:
    rising = _scaled_npv(low, flows) <= 0
    while low < (middle := (low + high) / 2) < high:
        if (_scaled_npv(middle, flows) <= 0) == rising:
            low = middle
        else:
            high = middle
    return low if abs(_scaled_npv(low, flows)) <= abs(_scaled_npv(high, flows)) else high
