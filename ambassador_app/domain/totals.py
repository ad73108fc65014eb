"""The proposals of a visit together: added up, but never more of a carrier than the site uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import Carrier, DataQuality, worst
from ambassador_app.domain.visit import EnergyUse


@dataclass(frozen=True, slots=True)
class Totals:
    """What the proposed measures of a visit come to, a year and unrounded: kWh by carrier, DKK, kg CO2e; investment
    and subsidy in DKK; simple payback in years.

    `count` is the proposals, `computed` those with figures, `unknown` those without a known investment. `quality` is
    the weakest of theirs. `share_of_use` is kWh saved over kWh used in the newest year with figures, None without
    any; `capped` names the carriers whose measures together would have saved more than is used.
    """

    savings_kwh: Mapping[Carrier, float]
    cost_saving_dkk: float
    co2e_kg: float
    investment_dkk: float
    subsidy_dkk: float
    payback: float | Payback
    count: int
    computed: int
    agreed_count: int
    unknown: int
    quality: DataQuality
    share_of_use: float | None
    capped: tuple[Carrier, ...]

    @property
    def kwh(self) -> float:
        """All carriers together."""
        return sum(self.savings_kwh.values())


def totals_of(measures: Iterable[Measure], energy: Iterable[EnergyUse]) -> Totals:
    """Add up the proposed measures; each carrier's saving is capped at what the site was metered to use, and the
    money and CO2e of what is cut off are taken away at the price and factor of that carrier.

    The payback is total net investment over total yearly saving of the measures whose investment is known.
    """
    proposed = [one for one in measures if one.is_proposed]
    assessed = [Assessment.from_json(one.assessment) for one in proposed if one.assessment is not None]
    use = newest_use(energy)
    kwh: dict[Carrier, float] = {}
    for one in assessed:
        for carrier, amount in one.savings_kwh.items():
            kwh[carrier] = kwh.get(carrier, 0.0) + amount
    over = {carrier: max(0.0, amount - use[carrier]) for carrier, amount in kwh.items() if use.get(carrier)}
    kwh = {carrier: amount - over.get(carrier, 0.0) for carrier, amount in kwh.items()}
    priced = [one for one in assessed if one.economics.investment_dkk is not None]
    investment = sum(one.economics.investment_dkk or 0.0 for one in priced)
    subsidy = sum(one.economics.subsidy_dkk for one in priced)
    cut_dkk, cut_kg = _worth(over, assessed)
    total_use = sum(use.values())
    return Totals(
        savings_kwh=kwh,
        cost_saving_dkk=sum(one.cost_saving_dkk for one in assessed) - cut_dkk,
        co2e_kg=sum(one.co2e_kg for one in assessed) - cut_kg,
        investment_dkk=investment,
        subsidy_dkk=subsidy,
        payback=_payback(investment - subsidy, sum(one.cost_saving_dkk for one in priced) - cut_dkk, bool(priced)),
        count=len(proposed),
        computed=len(assessed),
        agreed_count=sum(one.status.is_agreed for one in proposed),
        unknown=len(proposed) - len(priced),
        quality=worst(tuple(one.quality for one in assessed)),
        share_of_use=sum(kwh.values()) / total_use if total_use > 0 else None,
        capped=tuple(carrier for carrier, amount in over.items() if amount > 0),
    )


def _worth(over: Mapping[Carrier, float], assessed: Iterable[Assessment]) -> tuple[float, float]:
    """Give what kWh by carrier are worth in DKK and kg CO2e, at the prices and factors the measures were given."""
    prices: dict[str, float] = {}
    factors: dict[str, float] = {}
    for one in assessed:
        prices |= {price.item: price.value for price in one.prices}
        factors |= {factor.item: factor.value for factor in one.factors}
    dkk = sum(amount * prices.get(carrier, 0.0) for carrier, amount in over.items())
    return dkk, sum(amount * factors.get(carrier, 0.0) for carrier, amount in over.items())


def _payback(net_investment: float, saving: float, known: bool) -> float | Payback:
    if not known:
        return Payback.UNKNOWN
    if saving <= 0:
        return Payback.NONE
    return Payback.IMMEDIATE if net_investment <= 0 else net_investment / saving


def newest_use(energy: Iterable[EnergyUse]) -> dict[Carrier, float]:
    """Give the use per carrier in its newest year with figures, kWh: the year's figure, or the sum of its months."""
    years: dict[tuple[Carrier, int], dict[int | None, float]] = {}
    for one in energy:
        if one.carrier not in tuple(Carrier):
            continue
        months = years.setdefault((Carrier(one.carrier), one.year), {})
        months[one.month] = months.get(one.month, 0.0) + one.kwh
    newest: dict[Carrier, tuple[int, float]] = {}
    for (carrier, year), months in years.items():
        kwh = months[None] if None in months else sum(months.values())
        if carrier not in newest or year > newest[carrier][0]:
            newest[carrier] = (year, kwh)
    return {carrier: kwh for carrier, (_, kwh) in newest.items()}
