"""The proposals together: added up, but never more of a carrier than the site uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.quantities import Carrier, DataQuality, worst


@dataclass(frozen=True, slots=True)
class Totals:
    """All computed proposals together, unrounded; `quality` is the weakest of theirs.

    `capped` names the carriers of which they would together have saved more than is used.
    """

    count: int
    computed: int
    kwh: Mapping[Carrier, float]
    saving_dkk: float
    co2e_kg: float
    investment_dkk: float
    unknown_investments: int
    payback: float | Payback
    quality: DataQuality
    capped: tuple[Carrier, ...] = ()


def totals(assessments: Sequence[Assessment | None], use: Mapping[Carrier, float]) -> Totals:
    """Add up what the proposals would save if all were carried out; `use` is kWh a year by carrier.

    A carrier's saving is capped at its use, and the money and CO2e of what is cut off are taken away at the price and
    factor of that carrier. The payback is the net investment over the saving of those whose investment is known.
    """
    computed = [one for one in assessments if one is not None]
    kwh: dict[Carrier, float] = {}
    for one in computed:
        for carrier, saved in one.savings_kwh.items():
            kwh[carrier] = kwh.get(carrier, 0.0) + saved
    over = {carrier: max(saved - use[carrier], 0.0) for carrier, saved in kwh.items() if use.get(carrier)}
    cut_dkk, cut_kg = _worth(over, computed)
    known = [one for one in computed if one.economics.investment_dkk is not None]
    investment = sum(one.economics.investment_dkk or 0.0 for one in known)
    net = investment - sum(one.economics.subsidy_dkk for one in known)
    return Totals(
        count=len(assessments),
        computed=len(computed),
        kwh={carrier: saved - over.get(carrier, 0.0) for carrier, saved in kwh.items()},
        saving_dkk=sum(one.cost_saving_dkk for one in computed) - cut_dkk,
        co2e_kg=sum(one.co2e_kg for one in computed) - cut_kg,
        investment_dkk=investment,
        unknown_investments=len(computed) - len(known),
        payback=_payback(net, sum(one.cost_saving_dkk for one in known) - cut_dkk, known=len(known)),
        quality=worst(tuple(one.quality for one in computed)),
        capped=tuple(carrier for carrier, amount in over.items() if amount > 0),
    )


def _worth(over: Mapping[Carrier, float], computed: Iterable[Assessment]) -> tuple[float, float]:
    """Give what kWh by carrier are worth in DKK and kg CO2e, at the prices and factors of the proposals."""
    prices = {price.item: price.value for one in computed for price in one.prices}
    factors = {factor.item: factor.value for one in computed for factor in one.factors}
    dkk = sum(amount * prices.get(carrier, 0.0) for carrier, amount in over.items())
    return dkk, sum(amount * factors.get(carrier, 0.0) for carrier, amount in over.items())


def _payback(net: float, saving: float, *, known: int) -> float | Payback:
    if not known:
        return Payback.UNKNOWN
    if saving <= 0:
        return Payback.NONE
    return net / saving if net > 0 else Payback.IMMEDIATE
