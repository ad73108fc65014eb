"""Computes a quick estimate: a range, what it rests on, and what to ask for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ambassador_app.domain.calculators import Assessment, Costing, assess, calculator, settled
from ambassador_app.domain.calculators.values import Value
from ambassador_app.domain.economics import BR18_LIMIT, Payback
from ambassador_app.domain.factors import FactorSet, PriceSet, PriceStatus
from ambassador_app.domain.measure import INVESTMENT
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, DataQuality, Stream, round_by_quality
from ambassador_app.domain.quick_estimates.declaration import QuickEstimate, Spread
from ambassador_app.errors import InputMissing, InputRefused
from ambassador_app.i18n import N_, Message

VAT: Final = 1.25
"""Standard costs are without VAT; where the prices include it, so must the investment (Danish VAT, 25 %)."""


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure is at least, most likely and at most: `low` <= `likely` <= `high`."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class AskLater:
    """A number that would make the estimate better: its name, and whom or where to ask."""

    label: Message
    where: Message


@dataclass(frozen=True, slots=True)
class Found:
    """A quick estimate. `likely` is the calculation with the most likely values, of quality C; `inputs` are those
    that it fills, `guessed` names what of them is a guess, with the source (and "investment" if that is one).

    The ranges hold for each figure by itself: kWh, DKK and kg CO2e a year, DKK, years. `factor` is BR18's.
    """

    likely: Assessment
    inputs: Mapping[str, Value]
    guessed: Mapping[str, str]
    savings_kwh: Mapping[Carrier, Range]
    streams: Mapping[Stream, Range]
    cost_saving_dkk: Range
    co2e_kg: Range
    investment_dkk: Range | None
    soonest: float | Payback
    latest: float | Payback
    factor: Range | None
    ask_later: tuple[AskLater, ...]

    @property
    def usual_investment(self) -> float | None:
        """The most likely investment in DKK, rounded to what a guess is worth; None where it is known or unknown."""
        if self.investment_dkk is None or INVESTMENT not in self.guessed:
            return None
        return round_by_quality(self.investment_dkk.likely, DataQuality.B)

    @property
    def profitable(self) -> bool | None:
        """Whether BR18 calls it profitable whatever the guesses are worth; None: that depends on them, or on an
        investment that is not known."""
        economics = self.likely.economics
        if self.factor is None:
            return economics.profitable_br18
        sure = (self.factor.low > BR18_LIMIT, self.factor.high > BR18_LIMIT)
        return sure[0] if sure[0] == sure[1] else None


@dataclass(frozen=True, slots=True)
class _Case:
    """The guesses at one end of one of them, and what follows."""

    assessment: Assessment
    investment: float | None


def estimate(
    quick: QuickEstimate,
    answers: Mapping[str, str],
    *,
    known: Mapping[str, object],
    costing: Costing,
    factors: FactorSet,
    prices: PriceSet,
    year: int,
) -> Found:
    """Estimate from the answers to the quick questions; inputs in `known`, and an investment, replace guesses.

    Each guess is moved to its ends while the others stay, and the differences are combined as is usual for
    independent uncertainties: the root of the sum of their squares, of their logarithms where a figure keeps its
    sign. Raises InputMissing for a question that is not answered (its label says which) or an input that neither
    question nor assumption fills, InputRefused for something known that cannot be.
    """
    return _Estimating(quick, answers, {k: v for k, v in known.items() if v is not None}, costing, factors).found(
        prices, year
    )


class _Estimating:
    def __init__(
        self,
        quick: QuickEstimate,
        answers: Mapping[str, str],
        known: Mapping[str, object],
        costing: Costing,
        factors: FactorSet,
    ) -> None:
        self._quick = quick
        self._known = known
        self._costing = costing
        self._factors = factors
        self._refuse_gaps(answers)
        picked = tuple(quick.chosen(answers))
        self._guesses: dict[str, Spread] = {name: one.guess for name, one in quick.assumed.items()}
        self._sources = {name: one.source for name, one in quick.assumed.items() if not one.guess.is_exact}
        for pick in picked:
            self._guesses.update(pick.guesses)
            self._sources.update({name: pick.source for name, guess in pick.guesses.items() if not guess.is_exact})
        if any(name in known for name in quick.bound):
            self._guesses = {name: guess for name, guess in self._guesses.items() if name not in quick.bound}
        self._cost = next((pick.cost for pick in picked if pick.cost is not None), quick.cost)

    def _refuse_gaps(self, answers: Mapping[str, str]) -> None:
        for question in self._quick.open_questions(self._known):
            if question.pick(answers.get(question.id, "")) is None:
                raise InputMissing(input=question.id, label=Message(question.label))

    # -- one case -----------------------------------------------------------------------------------------------
    def _inputs(self, values: Mapping[str, Value]) -> dict[str, object]:
        """Give the inputs of one case: guesses, and what is known instead of them; one way of alternatives."""
        derived = self._quick.derive(values, self._known)
        return settled(self._quick.calculator, {**derived, **self._known})

    def _case(self, values: Mapping[str, Value], level: str, prices: PriceSet, year: int) -> _Case:
        inputs = self._inputs(values)
        investment = self._investment(inputs, level, prices)
        found = assess(
            self._quick.calculator,
            inputs,
            costing=replace(self._costing, investment_dkk=investment),
            factors=self._factors,
            prices=prices,
            year=year,
            estimated=self._guessed(inputs),
        )
        return _Case(found, investment)

    def _guessed(self, inputs: Mapping[str, object]) -> dict[str, str]:
        """Name the guesses among the inputs; what is derived from several has the source of the first guess."""
        sources = {name: self._sources.get(name, "") for name in inputs if name not in self._known}
        if any(name not in self._guesses for name in sources):
            first = next(iter(self._sources.values()), "")
            sources = {name: source or first for name, source in sources.items()}
        return {name: source for name, source in sources.items() if source}

    def _investment(self, inputs: Mapping[str, object], level: str, prices: PriceSet) -> float | None:
        if self._costing.investment_dkk is not None or self._cost is None:
            return self._costing.investment_dkk
        cost = self._cost
        if any(inputs.get(name) != value for name, value in cost.where.items()):
            return None
        units = inputs.get(cost.per) if cost.per else 0.0
        if not isinstance(units, int | float):
            return None
        vat = VAT if prices.vat_included else 1.0
        return (_number(cost.fixed, level) + _number(cost.each, level) * units) * vat

    # -- all cases ----------------------------------------------------------------------------------------------
    def found(self, prices: PriceSet, year: int) -> Found:
        """Compute the most likely case and each guess at its ends, and put them together."""
        likely_values = {name: guess.likely for name, guess in self._guesses.items()}
        likely = self._case(likely_values, "likely", prices, year)
        pairs = dict(self._pairs(likely_values, likely, prices, year))
        inputs = self._inputs(likely_values)
        guessed = self._guessed(inputs)
        if self._costing.investment_dkk is None and likely.investment is not None and self._cost is not None:
            guessed[INVESTMENT] = self._cost.source
        over = _Over(likely, tuple(pairs.values()))
        soonest, latest = over.payback()
        return Found(
            likely=likely.assessment,
            inputs={k: v for k, v in inputs.items() if k not in self._known},  # type: ignore[misc]  # all are guesses
            guessed=guessed,
            savings_kwh={carrier: over.range(_kwh_of(carrier)) for carrier in likely.assessment.savings_kwh},
            streams={one: over.range(_amount_of(one)) for one in Stream if _amount_of(one)(likely)},
            cost_saving_dkk=over.range(lambda case: case.assessment.cost_saving_dkk),
            co2e_kg=over.range(lambda case: case.assessment.co2e_kg),
            investment_dkk=None if likely.investment is None else over.investment(),
            soonest=soonest,
            latest=latest,
            factor=over.factor(),
            ask_later=tuple(self._ask_later(pairs, guessed, likely)),
        )

    def _pairs(
        self, likely_values: Mapping[str, Value], likely: _Case, prices: PriceSet, year: int
    ) -> Iterator[tuple[str, tuple[_Case, _Case]]]:
        for name, guess in self._guesses.items():
            if guess.is_exact or name in self._known:
                continue
            ends = []
            for end in (guess.low, guess.high):
                try:
                    ends.append(self._case({**likely_values, name: end}, "likely", prices, year))
                except InputRefused:  # an end that something known rules out
                    ends.append(likely)
            yield name, (ends[0], ends[1])
        if self._cost is not None and likely.investment is not None and self._costing.investment_dkk is None:
            low, high = (self._case(likely_values, level, prices, year) for level in ("low", "high"))
            yield INVESTMENT, (low, high)

    # -- what to ask for ----------------------------------------------------------------------------------------
    def _ask_later(
        self, pairs: Mapping[str, tuple[_Case, _Case]], guessed: Mapping[str, str], likely: _Case
    ) -> Iterator[AskLater]:
        """List what would narrow the estimate, what matters most first; then investment and prices."""
        one = calculator(self._quick.calculator)
        weights = {
            name: abs(ends[1].assessment.cost_saving_dkk - ends[0].assessment.cost_saving_dkk)
            for name, ends in pairs.items()
        }
        for name in sorted(guessed, key=lambda name: -weights.get(name, 0.0)):
            entry = one.field(name)
            if entry is not None:
                yield AskLater(Message(entry.label), Message(self._quick.ask.get(name) or entry.help))
        if likely.investment is None or INVESTMENT in guessed:
            yield AskLater(Message(N_("Investment")), Message(N_("An offer from a craftsman or a supplier.")))
        for price in likely.assessment.prices:
            if price.status is PriceStatus.UNCERTAIN:
                yield AskLater(
                    Message(N_("Price of {item}"), {"item": Message(ITEM_NAMES[price.item])}),
                    Message(N_("The latest bill: what one more or one less costs, without fixed fees.")),
                )


class _Over:
    """Puts the cases together to ranges."""

    def __init__(self, likely: _Case, pairs: Sequence[tuple[_Case, _Case]]) -> None:
        self._likely = likely
        self._pairs = pairs

    def range(self, figure: Callable[[_Case], float]) -> Range:
        """Give the range of one figure."""
        return combined(figure(self._likely), [(figure(low), figure(high)) for low, high in self._pairs])

    def investment(self) -> Range:
        """Give the range of the investment, never below nothing."""
        found = self.range(lambda case: case.investment or 0.0)
        return replace(found, low=max(found.low, 0.0))

    def payback(self) -> tuple[float | Payback, float | Payback]:
        """Give the soonest and the latest payback."""
        likely = self._likely.assessment.economics.simple_payback
        if likely is Payback.UNKNOWN:
            return likely, likely
        never = any(_years(end) == math.inf for pair in self._pairs for end in pair)
        numbers = [tuple(min(_years(end), _LONGEST) for end in pair) for pair in self._pairs]
        found = combined(min(_years(self._likely), _LONGEST), [(low, high) for low, high in numbers])
        if found.high <= 0:
            return Payback.IMMEDIATE, Payback.IMMEDIATE
        if likely is Payback.NONE:
            return (Payback.NONE if found.low >= _LONGEST else max(found.low, 0.0)), Payback.NONE
        return max(found.low, 0.0), Payback.NONE if never else found.high

    def factor(self) -> Range | None:
        """Give the range of the BR18 factor, None where there is none."""
        cases = [self._likely, *(end for pair in self._pairs for end in pair)]
        if any(case.assessment.economics.profitability_br18 is None for case in cases):
            return None
        return self.range(lambda case: case.assessment.economics.profitability_br18 or 0.0)


_LONGEST: Final = 1e6
"""Years that stand for never while a range is computed."""


def _years(case: _Case) -> float:
    payback = case.assessment.economics.simple_payback
    if isinstance(payback, Payback):
        return 0.0 if payback is Payback.IMMEDIATE else math.inf
    return payback


_FURTHEST: Final = 50.0
"""No figure is uncertain by more than e^50: beyond lies only what numbers cannot hold."""


def combined(likely: float, ends: Sequence[tuple[float, float]]) -> Range:
    """Combine independent deviations from `likely`: the root of the sum of squares of the differences, or of the
    differences of logarithms where all values are of one sign, so that what cannot be negative does not become so.
    """
    values = [likely, *(end for pair in ends for end in pair)]
    sign = math.copysign(1.0, likely)
    if all(sign * value > 0 for value in values):
        center = math.log(sign * likely)
        down, up = _deviations(center, [(math.log(sign * a), math.log(sign * b)) for a, b in ends])
        near, far = likely * math.exp(-min(down, _FURTHEST)), likely * math.exp(min(up, _FURTHEST))
        return Range(min(near, far), likely, max(near, far))
    down, up = _deviations(likely, ends)
    return Range(likely - down, likely, likely + up)


def _deviations(center: float, ends: Sequence[tuple[float, float]]) -> tuple[float, float]:
    down = math.hypot(*(max(center - min(pair), 0.0) for pair in ends))
    up = math.hypot(*(max(max(pair) - center, 0.0) for pair in ends))
    return down, up


def _number(spread: Spread, level: str) -> float:
    value = getattr(spread, level)
    if not isinstance(value, float | int):
        raise TypeError(spread)
    return float(value)


def _kwh_of(carrier: Carrier) -> Callable[[_Case], float]:
    return lambda case: case.assessment.savings_kwh.get(carrier, 0.0)


def _amount_of(stream: Stream) -> Callable[[_Case], float]:
    name = {
        Stream.ELECTRICITY_EXPORT: "electricity_export_kwh",
        Stream.WATER: "water_m3",
        Stream.DIESEL: "diesel_l",
        Stream.PETROL: "petrol_l",
    }[stream]
    return lambda case: float(getattr(case.assessment, name))


__all__ = ["INVESTMENT", "AskLater", "Found", "Range", "combined", "estimate"]
