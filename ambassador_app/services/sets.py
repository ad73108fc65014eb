"""The factors and prices a visit is computed with: the library's until it starts, then the frozen versions."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.domain.visit import Visit
from ambassador_app.services.desk import Desk
from ambassador_app.services.resources import read_factor_set, read_price_set
from ambassador_app.storage import Reading, Transaction


class Sets:
    """Factor and price sets of visits."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._factors: dict[str, FactorSet] = {}
        self._prices: dict[str, PriceSet] = {}

    def factors(self, visit: Visit, reader: Reading) -> FactorSet:
        """Give the factors of `visit`."""
        if not visit.factor_set_id:
            return self._desk.resources.factor_set(visit.factor_set)
        if visit.factor_set_id not in self._factors:
            kept = reader.load(FactorSetVersion, visit.factor_set_id)
            self._factors[visit.factor_set_id] = read_factor_set(kept.content)
        return self._factors[visit.factor_set_id]

    def prices(self, visit: Visit, reader: Reading) -> PriceSet:
        """Give the prices of `visit`: those asked for at the visit before the defaults, in DKK per kWh."""
        if not visit.price_set_id:
            base = self._desk.resources.price_set(visit.price_set)
        else:
            if visit.price_set_id not in self._prices:
                kept = reader.load(PriceSetVersion, visit.price_set_id)
                self._prices[visit.price_set_id] = read_price_set(kept.content)
            base = self._prices[visit.price_set_id]
        return base.with_prices(visit.prices_dkk_kwh) if visit.prices_dkk_kwh else base

    def frozen(self, visit: Visit, tx: Transaction) -> Visit:
        """Keep the sets that `visit` uses beside it, and return the visit pointing at them."""
        factors = self._desk.resources.factor_sets[visit.factor_set]
        prices = self._desk.resources.price_sets[visit.price_set]
        factor_id, price_id = _version(visit.factor_set, factors), _version(visit.price_set, prices)
        if tx.find(FactorSetVersion, factor_id) is None:
            tx.save(FactorSetVersion(factor_id, visit.factor_set, factors))
        if tx.find(PriceSetVersion, price_id) is None:
            tx.save(PriceSetVersion(price_id, visit.price_set, prices))
        return replace(visit, factor_set_id=factor_id, price_set_id=price_id)


def _version(name: str, content: str) -> str:
    return f"{name}@{sha256(content.encode()).hexdigest()}"
