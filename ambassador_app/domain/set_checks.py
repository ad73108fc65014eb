"""What is wrong with a factor or price set that somebody has made, entry by entry, in words to stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.factors import HIGHEST_PRICE, EmissionFactor, FactorSet, HeatingValue, Price, PriceSet
from ambassador_app.domain.quantities import Carrier, Item
from ambassador_app.i18n import N_, Message

HIGHEST_FACTOR: Final = 20.0
"""kg CO2e per kWh or litre: coal is 0.35 and petrol 3; what is above is a slip of the pen or another unit."""

HIGHEST_HEATING_VALUE: Final = 20_000.0
"""kWh in one unit: a tonne of fuel oil holds 11,300."""

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2100
LONGEST_WORDS: Final = 200
LONGEST_NOTE: Final = 2000
MOST_POINTS: Final = 140

FACTOR_UNITS: Final = ("kg CO2e/kWh", "kg CO2e/l")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong in a set: of which `item` (None: the set itself), in which `field`, and why."""

    item: Item | None
    field: str
    message: Message


def factor_unit(item: Item) -> str:
    """Give the unit that a factor of `item` is in."""
    return FACTOR_UNITS[0] if isinstance(item, Carrier) else FACTOR_UNITS[1]


def problems_of(found: FactorSet | PriceSet) -> tuple[Problem, ...]:
    """List what is wrong with a set; nothing wrong means that it can be kept."""
    return (*_of_head(found), *(_of_factors(found) if isinstance(found, FactorSet) else _of_prices(found)))


def problems_of_factor(factor: EmissionFactor) -> tuple[Problem, ...]:
    """List what is wrong with one factor."""
    item = factor.item
    return (
        *_of_points(factor),
        *((Problem(item, "unit", _allowed(Message(factor_unit(item)))),) if factor.unit != factor_unit(item) else ()),
        *_of_source(item, factor.source),
        *_of_year(item, factor.year),
        *_of_heating_values(item, factor.heating_values),
    )


def problems_of_price(price: Price) -> tuple[Problem, ...]:
    """List what is wrong with one price."""
    found: list[Problem] = []
    if not 0 <= price.value <= HIGHEST_PRICE:
        found.append(Problem(price.item, "value", _between(0, HIGHEST_PRICE, price.unit)))
    ends = [end for end in (price.low, price.high) if end is not None]
    if len(ends) == 1 or (ends and not 0 <= ends[0] <= ends[1] <= HIGHEST_PRICE):
        message = Message(N_("the lowest price of the range must stand before the highest"))
        found.append(Problem(price.item, "range", message))
    return (*found, *_of_source(price.item, price.source), *_of_year(price.item, price.year))


def _of_head(found: FactorSet | PriceSet) -> Iterator[Problem]:
    if not found.title.strip():
        yield Problem(None, "title", Message(N_("the set needs a name")))
    for field, text, longest in (("title", found.title, LONGEST_WORDS), ("note", found.note, LONGEST_NOTE)):
        if len(text) > longest:
            yield Problem(None, field, _too_long(longest))


def _of_factors(found: FactorSet) -> Iterator[Problem]:
    if not found.scopes:
        yield Problem(None, "scopes", Message(N_("the set must say what its factors count")))
    if not found.factors:
        yield Problem(None, "factors", Message(N_("there is nothing in the set")))
    for item, factor in found.factors.items():
        yield from problems_of_factor(factor)
        if factor.scope not in found.scopes:
            message = Message(N_("the set does not name what this factor counts; no scope is mixed in unsaid"))
            yield Problem(item, "scope", message)


def _of_prices(found: PriceSet) -> Iterator[Problem]:
    yield from _of_year(None, found.year)
    if not found.prices:
        yield Problem(None, "prices", Message(N_("there is nothing in the set")))
    for price in found.prices.values():
        yield from problems_of_price(price)


def _of_points(factor: EmissionFactor) -> Iterator[Problem]:
    years = [year for year, _ in factor.points]
    if not years or len(years) > MOST_POINTS:
        yield Problem(factor.item, "points", Message(N_("at least one year needs a value")))
    elif len(set(years)) < len(years) or years != sorted(years):
        yield Problem(factor.item, "points", Message(N_("each year can stand there once")))
    elif not FIRST_YEAR <= years[0] <= years[-1] <= LAST_YEAR:
        yield Problem(factor.item, "points", _year_range())
    if not all(0 <= value <= HIGHEST_FACTOR for _, value in factor.points):
        yield Problem(factor.item, "points", _between(0, HIGHEST_FACTOR, factor_unit(factor.item)))


def _of_heating_values(item: Item, values: tuple[HeatingValue, ...]) -> Iterator[Problem]:
    units = [value.unit.casefold() for value in values]
    if len(set(units)) < len(units) or "kwh" in units:
        yield Problem(item, "heating_values", Message(N_("each unit can stand there once, and kWh needs no value")))
    for value in values:
        if not value.unit.strip() or not 0 < value.kwh <= HIGHEST_HEATING_VALUE:
            yield Problem(item, "heating_values", _between(0, HIGHEST_HEATING_VALUE, "kWh"))
        if not value.source.strip() or max(len(value.source), len(value.unit)) > LONGEST_WORDS:
            yield Problem(item, "heating_values", Message(N_("a heating value needs a unit and a source")))


def _of_source(item: Item, source: str) -> Iterator[Problem]:
    if not source.strip():
        yield Problem(item, "source", Message(N_("a source is needed: where does the figure come from?")))
    elif len(source) > LONGEST_WORDS:
        yield Problem(item, "source", _too_long(LONGEST_WORDS))


def _of_year(item: Item | None, year: int) -> Iterator[Problem]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        yield Problem(item, "year", _year_range())


def _year_range() -> Message:
    return Message(N_("a year from {first} to {last} is needed"), {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)})


def _between(low: float, high: float, unit: str) -> Message:
    return Message(N_("it must be from {low} to {high} {unit}"), {"low": low, "high": high, "unit": Message(unit)})


def _allowed(what: Message) -> Message:
    return Message(N_("it must be {what}"), {"what": what})


def _too_long(longest: int) -> Message:
    return Message(N_("it is longer than {limit} characters"), {"limit": longest})
