"""Emission factors and prices as versioned, frozen sets; whatever is used from them carries its source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Self

from ambassador_app.domain.plain import Json, mapping, number, sequence
from ambassador_app.domain.quantities import ITEM_NAMES, PRICE_UNITS, Item, item_of
from ambassador_app.errors import InputRefused, UnknownInput
from ambassador_app.i18n import N_, Message


class Scope(StrEnum):
    """What an emission factor counts. Two scopes stand in one set only where the set says so."""

    LIFE_CYCLE = "life_cycle"
    COMBUSTION = "combustion"
    WELL_TO_WHEEL = "well_to_wheel"
    LOCATION_BASED = "location_based"
    MARKET_BASED = "market_based"


SCOPE_NAMES: Final[Mapping[Scope, str]] = {
    Scope.LIFE_CYCLE: N_("with upstream emissions (life cycle)"),
    Scope.COMBUSTION: N_("combustion only"),
    Scope.WELL_TO_WHEEL: N_("well to wheel"),
    Scope.LOCATION_BASED: N_("average of the grid (location-based)"),
    Scope.MARKET_BASED: N_("the supplier's own (market-based)"),
}


class PriceStatus(StrEnum):
    """How sure a price is: the company's own, a published standard value, or a guess to be confirmed."""

    CONFIRMED = "confirmed"
    STANDARD = "standard"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class HeatingValue:
    """Net calorific value: `kwh` in one `unit` (`m3`, `l`, `kg`, …) of a fuel."""

    unit: str
    kwh: float
    source: str


@dataclass(frozen=True, slots=True)
class _Used:
    """Something taken from a set for one year, with its papers."""

    item: Item
    value: float
    unit: str
    year: int
    source: str
    set_id: str

    def _plain(self) -> dict[str, object]:
        return {
            "item": self.item.value,
            "value": self.value,
            "unit": self.unit,
            "year": self.year,
            "source": self.source,
            "set": self.set_id,
        }

    @staticmethod
    def _read(data: Json) -> tuple[Item, float, str, int, str, str]:
        year = int(number(data["year"]))
        return (
            _item(data["item"]),
            number(data["value"]),
            str(data["unit"]),
            year,
            str(data["source"]),
            str(data["set"]),
        )


@dataclass(frozen=True, slots=True)
class UsedFactor(_Used):
    """One emission factor with the `year` that it holds for. `value` is kg CO2e in `unit` (kg/kWh, kg/l)."""

    scope: Scope

    def to_json(self) -> dict[str, object]:
        """Give the plain values, as the command line prints them."""
        return {**self._plain(), "scope": self.scope.value}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read what `to_json` wrote."""
        return cls(*cls._read(data), Scope(str(data["scope"])))

    @property
    def shown_unit(self) -> str:
        """The unit as it is printed: kg CO₂e/kWh. In files it is spelled in plain letters."""
        return self.unit.replace("CO2", "CO₂")


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """kg CO2e for one `unit` of energy or fuel, at one or more years (`points`, ascending).

    `year` is the year of the source's edition; `heating_values` are a fuel's.
    """

    item: Item
    points: tuple[tuple[int, float], ...]
    unit: str
    scope: Scope
    source: str
    year: int
    heating_values: tuple[HeatingValue, ...] = ()

    def resolve(self, year: int) -> float:
        """Give the value at `year`: linear between the points, the end values held outside (BR18 table 8)."""
        first, last = self.points[0], self.points[-1]
        if year <= first[0]:
            return first[1]
        for (before, low), (after, high) in pairwise(self.points):
            if before <= year <= after:
                return low + (high - low) * (year - before) / (after - before)
        return last[1]

    def years(self) -> tuple[int, int]:
        """Give the first and the last year that it has a value of its own for; outside them the end value is held."""
        return self.points[0][0], self.points[-1][0]

    def is_held(self, year: int) -> bool:
        """Whether the value at `year` is that of another year, because it changes and `year` lies outside."""
        first, last = self.years()
        return first < last and not first <= year <= last

    def used(self, year: int, set_id: str) -> UsedFactor:
        """Give the value at `year` with its papers; one that does not change keeps the year of its source."""
        holds = year if len(self.points) > 1 else self.year
        return UsedFactor(self.item, self.resolve(year), self.unit, holds, self.source, set_id, self.scope)

    @classmethod
    def from_json(cls, item: Item, data: Json) -> Self:
        """Read one factor; `points` = {year: value}, or `value` with `year`.

        Raises ValueError or KeyError when a part is missing: a set without sources is no set.
        """
        year = int(number(data["year"]))
        points = mapping(data["points"]) if "points" in data else {str(year): data["value"]}
        source = str(data["source"])
        if not source.strip() or not points:
            raise ValueError(f"{item}: a factor needs a source and a value")
        return cls(
            item=item,
            points=tuple(sorted((int(at), number(value)) for at, value in points.items())),
            unit=str(data["unit"]),
            scope=Scope(str(data["scope"])),
            source=source,
            year=year,
            heating_values=tuple(
                HeatingValue(str(value["unit"]), number(value["kwh"]), str(value["source"]))
                for value in map(mapping, sequence(data.get("heating_values", ())))
            ),
        )


class ResolvedFactors(Mapping[Item, UsedFactor]):
    """A factor set at one year: what calculators receive."""

    def __init__(self, factors: Mapping[Item, UsedFactor]) -> None:
        self._factors = MappingProxyType(dict(factors))

    def __getitem__(self, item: Item) -> UsedFactor:
        return self._factors[item]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._factors)

    def __len__(self) -> int:
        return len(self._factors)

    def to_json(self) -> dict[str, dict[str, object]]:
        """Give {item: {value, unit, year, source, set, scope}}, the answer of `ambassador factors`."""
        return {item.value: {k: v for k, v in self[item].to_json().items() if k != "item"} for item in self}


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A named composition of emission factors. `scopes` names every scope it may hold: `from_json` refuses a
    factor of any other, so that no scope slips in unsaid. `version` counts the editions of an own set from 1.
    """

    id: str
    title: str
    note: str
    scopes: tuple[Scope, ...]
    factors: Mapping[Item, EmissionFactor]
    version: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """The carriers and fuels the set knows."""
        return tuple(self.factors)

    def resolve(self, year: int) -> ResolvedFactors:
        """Give each factor's value at `year`."""
        return ResolvedFactors({item: factor.used(year, self.id) for item, factor in self.factors.items()})

    def held_values(self, year: int, items: Collection[Item]) -> tuple[Message, ...]:
        """Say of which of `items` the value at `year` is an end value that is held."""
        found: dict[tuple[int, int], list[Item]] = {}
        for item in items:
            factor = self.factors.get(item)
            if factor is not None and factor.is_held(year):
                found.setdefault(factor.years(), []).append(item)
        return tuple(
            Message(
                N_("The emission factors of {items} cover {first} to {last}: for {year} the nearest of them is used."),
                {
                    "items": _listed(held),
                    "first": str(first),
                    "last": str(last),
                    "year": str(year),
                },
            )
            for (first, last), held in found.items()
        )

    def heating_value(self, item: Item, unit: str) -> HeatingValue | None:
        """Give the kWh in one `unit` of a fuel, in large letters or small, or None where the set has none; `kwh` is
        always 1."""
        if unit == "kwh":
            return HeatingValue(unit, 1.0, "")
        factor, wanted = self.factors.get(item), unit.casefold()
        known = factor.heating_values if factor else ()
        return next((value for value in known if value.unit.casefold() == wanted), None)

    def fuel_units(self, item: Item) -> tuple[str, ...]:
        """List the units in which an amount of `item` can be given."""
        factor = self.factors.get(item)
        return ("kwh", *(value.unit for value in factor.heating_values)) if factor else ("kwh",)

    @classmethod
    def from_json(cls, data: Json, base: FactorSet | None = None) -> Self:
        """Read a set; with `base` (the set that the data names under `base`) it holds what it does not replace.

        Raises ValueError or KeyError for a set that is not whole.
        """
        wanted = data.get("base")
        if (base.id if base else None) != wanted:
            raise ValueError(f"{data['id']}: stands on the set {wanted}")
        own = {
            _item(name): EmissionFactor.from_json(_item(name), mapping(factor))
            for name, factor in mapping(data["factors"]).items()
        }
        scopes = tuple(Scope(str(scope)) for scope in sequence(data["scopes"]))
        factors = {**(base.factors if base else {}), **own}
        strange = {factor.scope for factor in factors.values()} - set(scopes)
        if strange:
            raise ValueError(f"{data['id']}: scopes that the set does not name: {sorted(strange)}")
        return cls(
            id=str(data["id"]),
            title=str(data["title"]),
            note=str(data.get("note", "")),
            scopes=scopes,
            factors=MappingProxyType(factors),
            version=int(number(data.get("version", 0))),
        )


@dataclass(frozen=True, slots=True)
class Price:
    """The variable price of one `unit`, with the year and source it is from. An assumption may say between which
    values (`low`, `high`) the real price usually is.
    """

    item: Item
    value: float
    unit: str
    year: int
    source: str
    status: PriceStatus
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class UsedPrice(_Used):
    """One price as used in an assessment. `value` is DKK in `unit` (DKK/kWh, DKK/l, DKK/m³)."""

    status: PriceStatus

    def to_json(self) -> dict[str, object]:
        """Give the plain values, as the command line prints them."""
        return {**self._plain(), "status": self.status.value}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read what `to_json` wrote."""
        return cls(*cls._read(data), PriceStatus(str(data["status"])))


HIGHEST_PRICE: Final = 1000.0
"""DKK per kWh, l or m³: what is above is a slip of the pen."""

OWN_PRICE: Final = N_("the visited party's own price")


@dataclass(frozen=True, slots=True)
class PriceSet:
    """Prices that belong together. `vat_included` holds for all of them: homes with, companies without. `version`
    counts the editions of an own set from 1.
    """

    id: str
    title: str
    note: str
    year: int
    vat_included: bool
    prices: Mapping[Item, Price]
    version: int = 0

    def used(self, item: Item) -> UsedPrice | None:
        """Give the price of `item` as an assessment keeps it, or None where the set has none."""
        price = self.prices.get(item)
        if price is None:
            return None
        return UsedPrice(item, price.value, price.unit, price.year, price.source, self.id, price.status)

    def with_prices(self, own: Mapping[str, float], *, year: int | None = None, source: str = OWN_PRICE) -> Self:
        """Return the set with the visited party's own prices, by item name, in DKK for the item's unit.

        Raises UnknownInput for a name that is no item, InputRefused for a price that cannot be.
        """
        given = {
            item: Price(item, value, PRICE_UNITS[item], year or self.year, source, PriceStatus.CONFIRMED)
            for item, value in map(_own_price, own.items())
        }
        return replace(self, prices=MappingProxyType({**self.prices, **given}))

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read a set. Raises ValueError or KeyError for a price without year, source or status."""
        prices = {}
        for name, price in ((name, mapping(value)) for name, value in mapping(data["prices"]).items()):
            item = _item(name)
            low, high = (number(value) for value in sequence(price["range"])) if "range" in price else (None, None)
            prices[item] = Price(
                item=item,
                value=number(price["value"]),
                unit=PRICE_UNITS[item],
                year=int(number(price["year"])),
                source=str(price["source"]),
                status=PriceStatus(str(price["status"])),
                low=low,
                high=high,
            )
        return cls(
            id=str(data["id"]),
            title=str(data["title"]),
            note=str(data.get("note", "")),
            year=int(number(data["year"])),
            vat_included=data["vat_included"] is True,
            prices=MappingProxyType(prices),
            version=int(number(data.get("version", 0))),
        )


def _listed(items: Sequence[Item]) -> Message:
    names = {f"item{index}": Message(ITEM_NAMES[item]) for index, item in enumerate(items)}
    return Message(", ".join(f"{{{name}}}" for name in names), names)


def _own_price(given: tuple[str, float]) -> tuple[Item, float]:
    name, value = given
    item = item_of(name)
    if item is None:
        raise UnknownInput(input=f"price.{name}", calculator="")
    if not 0 <= value <= HIGHEST_PRICE:
        allowed = Message(
            N_("{low} to {high} {unit}"), {"low": 0, "high": HIGHEST_PRICE, "unit": Message(PRICE_UNITS[item])}
        )
        raise InputRefused(input=f"price.{name}", value=value, allowed=allowed, label=Message(ITEM_NAMES[item]))
    return item, value


def _item(name: object) -> Item:
    item = item_of(str(name))
    if item is None:
        raise KeyError(f"{name} is no carrier, fuel or stream")
    return item
