"""The factors and prices a visit is computed with: the newest until it starts, then the frozen versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TypeAlias, TypeVar

from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.quantities import item_of
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion, SetEntry, SetKind
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import InputMissing, UnknownInput, UnknownSet
from ambassador_app.services.desk import Desk
from ambassador_app.services.resources import read_factor_set, read_price_set
from ambassador_app.storage import Reading, Transaction

V = TypeVar("V", FactorSetVersion, PriceSetVersion)
SetVersion: TypeAlias = FactorSetVersion | PriceSetVersion


class Sets:
    """Factor and price sets of visits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._factors: dict[str, FactorSet] = {}
        self._prices: dict[str, PriceSet] = {}

    # -- of a visit ---------------------------------------------------------------------------------------------
    def factors(self, visit: Visit, reader: Reading) -> FactorSet:
        """Give the factors of `visit`."""
        return self.read_factors(self.factor_version(visit, reader))

    def prices(self, visit: Visit, reader: Reading) -> PriceSet:
        """Give the prices of `visit`: those asked for at the visit, in its year, before the defaults.

        Raises UnknownInput, InputRefused for an own price that cannot be.
        """
        base = self.default_prices(visit, reader)
        if not visit.prices_dkk_kwh:
            return base
        day = visit.clock_day or self._desk.now().date()
        return base.with_prices(visit.prices_dkk_kwh, year=day.year)

    def default_prices(self, visit: Visit, reader: Reading) -> PriceSet:
        """Give the prices of the set that `visit` uses, its own ones aside."""
        return self.read_prices(self.price_version(visit, reader))

    def price(self, visit: Visit, reader: Reading, item: str) -> float:
        """Give the price of `item` that `visit` is computed with. Raises UnknownInput, InputMissing."""
        known = item_of(item)
        if known is None:
            raise UnknownInput(input=f"price.{item}", calculator="")
        found = self.prices(visit, reader).prices.get(known)
        if found is None:
            raise InputMissing(input=f"price.{item}")
        return found.value

    def factor_version(self, visit: Visit, reader: Reading) -> FactorSetVersion:
        """Give the version of the factor set that `visit` uses."""
        if visit.factor_set_id:
            return reader.load(FactorSetVersion, visit.factor_set_id)
        return self.newest_factors(visit.factor_set, reader)

    def price_version(self, visit: Visit, reader: Reading) -> PriceSetVersion:
        """Give the version of the price set that `visit` uses."""
        if visit.price_set_id:
            return reader.load(PriceSetVersion, visit.price_set_id)
        return self.newest_prices(visit.price_set, reader)

    def frozen(self, visit: Visit, tx: Transaction) -> Visit:
        """Keep the sets that `visit` uses beside it, and return the visit pointing at them."""
        factors, prices = self.newest_factors(visit.factor_set, tx), self.newest_prices(visit.price_set, tx)
        return self.pointing_at(visit, factors, prices, tx)

    def pointing_at(self, visit: Visit, factors: FactorSetVersion, prices: PriceSetVersion, tx: Transaction) -> Visit:
        """Keep these versions and return the visit pointing at them."""
        for kept in (factors, prices):
            if tx.find(type(kept), kept.id) is None:
                tx.save(kept)
        return replace(visit, factor_set_id=factors.id, price_set_id=prices.id)

    # -- versions -----------------------------------------------------------------------------------------------
    @property
    def shipped(self) -> tuple[str, ...]:
        """The names of the sets that come with the program."""
        return (*self._desk.resources.factor_sets, *self._desk.resources.price_sets)

    def kind_of(self, name: str, reader: Reading) -> SetKind:
        """Tell whether the set of that name holds factors or prices. Raises UnknownSet."""
        if name in self._desk.resources.factor_sets:
            return SetKind.FACTORS
        if name in self._desk.resources.price_sets:
            return SetKind.PRICES
        entry = reader.find(SetEntry, name)
        if entry is None:
            raise UnknownSet(set=name)
        return entry.of

    def newest(self, kind: SetKind, name: str, reader: Reading) -> SetVersion:
        """Give the newest version of a set, an own one or the shipped one. Raises UnknownSet."""
        return self.newest_factors(name, reader) if kind is SetKind.FACTORS else self.newest_prices(name, reader)

    def newest_factors(self, name: str, reader: Reading) -> FactorSetVersion:
        """Give the newest version of a factor set, an own one or the shipped one. Raises UnknownSet."""
        return _newest(FactorSetVersion, name, self._desk.resources.factor_sets, reader)

    def newest_prices(self, name: str, reader: Reading) -> PriceSetVersion:
        """Give the newest version of a price set, an own one or the shipped one. Raises UnknownSet."""
        return _newest(PriceSetVersion, name, self._desk.resources.price_sets, reader)

    def read(self, version: SetVersion) -> FactorSet | PriceSet:
        """Read what a version holds."""
        return self.read_factors(version) if isinstance(version, FactorSetVersion) else self.read_prices(version)

    def read_factors(self, version: FactorSetVersion) -> FactorSet:
        """Read what a version holds; each is read once."""
        if version.id not in self._factors:
            self._factors[version.id] = read_factor_set(version.content)
        return self._factors[version.id]

    def read_prices(self, version: PriceSetVersion) -> PriceSet:
        """Read what a version holds; each is read once."""
        if version.id not in self._prices:
            self._prices[version.id] = read_price_set(version.content)
        return self._prices[version.id]


def version_id(name: str, content: str) -> str:
    """Name a version by what it holds: two of the same content are the same."""
    return f"{name}@{sha256(content.encode()).hexdigest()}"


def _newest(cls: type[V], name: str, shipped: Mapping[str, str], reader: Reading) -> V:
    entry = reader.find(SetEntry, name)
    current = reader.find(cls, entry.current) if entry is not None and entry.current else None
    if current is not None:
        return current
    if name in shipped:
        return cls(version_id(name, shipped[name]), name, shipped[name])
    # An own set whose making was undone: a visit that was planned with it goes on.
    kept = reader.all(cls, name=name)
    if not kept:
        raise UnknownSet(set=name)
    return max(kept, key=lambda one: (one.version, one.id))
