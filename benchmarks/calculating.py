"""The measures' figures: one calculation of each calculator, and counting sixty measures of a visit anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from statistics import median
from typing import Final

from ambassador_app.domain.calculators import CALCULATORS, Alternatives, Calculator, Choice, Costing, Number, assess
from ambassador_app.domain.calculators.declaration import Input
from ambassador_app.domain.effects import Effect, effect_of
from ambassador_app.domain.identifiers import EnergyUseId, MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.totals import totals_of
from ambassador_app.domain.visit import EnergyUse
from benchmarks.measuring import Figure, seconds_of
from tests.domain.sets import factors, lifetimes, prices

MANY: Final = 60
_PRICES: Final = prices().with_prices(
    {**dict.fromkeys((carrier.value for carrier in Carrier), 1.0), "electricity_export": 0.4}
)


def figures() -> Iterator[Figure]:
    """Compute each calculator 200 times, and re-total 60 measures 200 times."""
    taken = {name: median(_one(name) for _ in range(200)) * 1e6 for name in CALCULATORS}
    slowest = max(taken, key=taken.__getitem__)
    yield Figure("one calculation, explained: median of 26", median(taken.values()), None, "µs", "≤ 1,000 µs")
    yield Figure(f"one calculation: slowest ({slowest})", taken[slowest], None, "µs", "≤ 1,000 µs")
    measures, energy = sixty(), (a_year(Carrier.ELECTRICITY, 900_000), a_year(Carrier.NATURAL_GAS, 1_500_000))
    floor = median(seconds_of(lambda: _read(measures)) for _ in range(200)) * 1000
    ours = median(seconds_of(lambda: totals_of(measures, energy)) for _ in range(200)) * 1000
    yield Figure(f"re-total of {MANY} measures", ours, floor, "ms", "≤ 16 ms")


def _one(name: str) -> float:
    calculator = CALCULATORS[name]
    inputs = plausible(calculator)
    costing = Costing(100_000).with_lifetime(lifetimes().of(calculator.lifetime))
    return seconds_of(lambda: assess(name, inputs, costing=costing, factors=factors(), prices=_PRICES, year=2025))


def _read(measures: tuple[Measure, ...]) -> list[Effect | None]:
    """Read what stands in the measures, and count nothing: the floor."""
    return [effect_of(one) for one in measures]


def plausible(calculator: Calculator) -> dict[str, object]:
    """Give inputs inside the sane range; of alternatives the first."""
    entries: list[Input] = []
    for declared in calculator.inputs:
        entries.extend(declared.groups[0].inputs if isinstance(declared, Alternatives) else (declared,))
    found = {entry.name: _value(entry) for entry in entries if entry.default is None and entry.required}
    if calculator.id == "custom":
        return {"before.electricity": 10_000.0, "after.electricity": 8_000.0}
    # Old is worse than new, and a fuel is sold in kWh in every set.
    better = {"u_new": 0.2, "u_old": 1.2, "moisture_in": 0.2, "moisture_out": 0.15, "pressure_new_bar_g": 6.0}
    return found | {name: value for name, value in better.items() if name in found}


def _value(entry: Input) -> object:
    match entry:
        case Number():
            low, high = max(entry.low, entry.sane_low), min(entry.high, entry.sane_high)
            return float(round(low + (high - low) / 3)) if entry.integer else low + (high - low) / 3
        case Choice():
            wanted = [option.value for option in entry.options if option.value in ("natural_gas", "kwh")]
            return wanted[0] if wanted else entry.options[0].value
        case _:
            return ((0.3, 1.0), (0.4, 0.8), (0.3, 0.6))


def sixty() -> tuple[Measure, ...]:
    """Give sixty measures of all calculators, with figures, as the store gives them."""
    names = [name for name in CALCULATORS for _ in range(3)][:MANY]
    return tuple(_measure(number, name) for number, name in enumerate(names))


def _measure(number: int, name: str) -> Measure:
    calculator = CALCULATORS[name]
    costing = Costing(100_000).with_lifetime(lifetimes().of(calculator.lifetime))
    found = assess(name, plausible(calculator), costing=costing, factors=factors(), prices=_PRICES, year=2025)
    return Measure(
        id=MeasureId(f"measure {number:02}"),
        visit_id=VisitId("visit"),
        site_id=SiteId("site"),
        title=f"Measure {number}",
        calculator=name,
        area=calculator.area,
        investment_dkk=100_000,
        assessment=json.loads(json.dumps(found.to_json())),
    )


def a_year(carrier: Carrier, kwh: float) -> EnergyUse:
    """Give a year's metered use."""
    return EnergyUse(EnergyUseId(carrier.value), SiteId("site"), carrier.value, 2025, kwh=kwh)
