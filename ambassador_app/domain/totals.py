"""The proposals of a visit together: counted in sequence, and never more of a carrier than the site uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ambassador_app.domain.economics import Payback, simple_payback
from ambassador_app.domain.effects import effect_of
from ambassador_app.domain.energy import newest_use
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.package import Package, package_of_effects
from ambassador_app.domain.quantities import Carrier, DataQuality, worst
from ambassador_app.domain.visit import EnergyUse


@dataclass(frozen=True, slots=True)
class Totals:
    """What the proposed measures of a visit come to, a year and unrounded: kWh by carrier, DKK, kg CO2e; investment
    and subsidy in DKK; simple payback in years. All of it follows the shares of `package`.

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
    package: Package

    @property
    def kwh(self) -> float:
        """All carriers together."""
        return sum(self.savings_kwh.values())


def totals_of(measures: Iterable[Measure], energy: Iterable[EnergyUse]) -> Totals:
    """Count the proposed measures as a package, in sequence and capped at what the site was metered to use.

    The payback is the net investment over the yearly saving that counts, of the measures whose investment is known.
    A second supply in the place of one that is replaced already counts neither with its saving nor its investment.
    """
    proposed = [one for one in measures if one.is_proposed]
    effects = [found for one in proposed if (found := effect_of(one)) is not None]
    use = newest_use(energy)
    package = package_of_effects(effects, use)
    in_vain = {one.measure_id for one in package.counted if one.is_in_vain}
    known = {one.measure_id: one for one in effects if one.investment_dkk is not None}
    priced = {measure_id: one for measure_id, one in known.items() if measure_id not in in_vain}
    investment = sum(one.investment_dkk or 0.0 for one in priced.values())
    subsidy = sum(one.subsidy_dkk for one in priced.values())
    earned = sum(one.cost_saving_dkk for one in package.counted if one.measure_id in priced)
    total_use = sum(use.values())
    return Totals(
        savings_kwh=package.savings_kwh,
        cost_saving_dkk=package.cost_saving_dkk,
        co2e_kg=package.co2e_kg,
        investment_dkk=investment,
        subsidy_dkk=subsidy,
        payback=simple_payback(investment - subsidy, earned) if priced else Payback.UNKNOWN,
        count=len(proposed),
        computed=len(effects),
        agreed_count=sum(one.status.is_agreed for one in proposed),
        unknown=len(proposed) - len(known),
        quality=worst(tuple(one.quality for one in effects)),
        share_of_use=sum(package.savings_kwh.values()) / total_use if total_use > 0 else None,
        capped=package.capped,
        package=package,
    )
