"""A set while it is being changed: what was saved last, what stands there now, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from ambassador_app.domain.factors import EmissionFactor, FactorSet, Price, PriceStatus
from ambassador_app.domain.quantities import ITEMS, PRICE_UNITS, Carrier, Item, Stream
from ambassador_app.domain.set_checks import Problem, factor_unit, problems_of
from ambassador_app.domain.set_files import AnySet

EMITTING: tuple[Item, ...] = (*Carrier, Stream.DIESEL, Stream.PETROL)
"""What has an emission factor: water has none, and sold power counts as power."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A set being changed. Nothing of it is kept before it is saved as the next version."""

    saved: AnySet
    now: AnySet

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.now != self.saved

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps it from being saved."""
        return problems_of(self.now)

    @property
    def next_version(self) -> int:
        """The number it will be saved under."""
        return self.saved.version + 1

    def changed(self, **fields: Any) -> Self:
        """Return it with other words, year or scopes."""
        return replace(self, now=replace(self.now, **fields))

    # -- entries ------------------------------------------------------------------------------------------------
    @property
    def entries(self) -> Mapping[Item, EmissionFactor | Price]:
        """Every factor or price, by what it is of, in the usual order."""
        found = entries_of(self.now)
        return {item: found[item] for item in ITEMS if item in found}

    @property
    def addable(self) -> tuple[Item, ...]:
        """What could be added."""
        known = EMITTING if isinstance(self.now, FactorSet) else ITEMS
        return tuple(item for item in known if item not in entries_of(self.now))

    def put(self, item: Item, **fields: Any) -> Self:
        """Return it with another value, year, source … of one entry. A price that is no assumption any more, or that
        is outside what was assumed, has no range."""
        entry: Any = replace(cast("Any", self.entries[item]), **fields)
        if isinstance(entry, Price) and not _keeps_range(entry):
            entry = replace(entry, low=None, high=None)
        return self._with({**self.entries, item: entry})

    def adding(self, item: Item, year: int) -> Self:
        """Return it with an entry of `item`, that must still be filled in."""
        if isinstance(self.now, FactorSet):
            scope = self.now.scopes[0]
            made: EmissionFactor | Price = EmissionFactor(item, ((year, 0.0),), factor_unit(item), scope, "", year)
        else:
            made = Price(item, 0.0, PRICE_UNITS[item], year, "", PriceStatus.UNCERTAIN)
        return self._with({**self.entries, item: made})

    def without(self, item: Item) -> Self:
        """Return it without the entry of `item`."""
        return self._with({key: one for key, one in self.entries.items() if key != item})

    def _with(self, entries: Mapping[Item, object]) -> Self:
        field = "factors" if isinstance(self.now, FactorSet) else "prices"
        ordered = {item: entries[item] for item in ITEMS if item in entries}
        return self.changed(**{field: ordered})


def entries_of(found: AnySet) -> Mapping[Item, EmissionFactor | Price]:
    """Give the factors or prices of a set."""
    return found.factors if isinstance(found, FactorSet) else found.prices


def begun(found: AnySet) -> Draft:
    """Begin to change a set, with its entries in the usual order."""
    draft = Draft(found, found)
    ordered = draft.put(next(iter(draft.entries))).now if draft.entries else found
    return Draft(ordered, ordered)


def _keeps_range(price: Price) -> bool:
    if price.status is not PriceStatus.UNCERTAIN or price.low is None or price.high is None:
        return False
    return price.low <= price.value <= price.high
