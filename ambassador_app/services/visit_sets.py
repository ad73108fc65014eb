"""Which factors and prices a visit uses, what another set would change, and the step to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ambassador_app.domain.calculators import Assessment, Costing
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.factors import FactorSet, PriceSet, PriceStatus, Scope, UsedPrice
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import ITEMS, Item, item_of
from ambassador_app.domain.template import FactorSetVersion, SetEntry
from ambassador_app.domain.totals import Totals, totals_of
from ambassador_app.domain.visit import EnergyUse, Visit, VisitStatus
from ambassador_app.errors import AmbassadorError, InputMissing
from ambassador_app.services.desk import Desk
from ambassador_app.services.figures import Figures
from ambassador_app.services.sets import Sets, SetVersion
from ambassador_app.storage import Reading


@dataclass(frozen=True, slots=True)
class SetUse:
    """A set as a visit uses it. `is_frozen`: the visit has begun and keeps this version; `is_newest`: there is no
    newer one. `scopes` are of factors, `vat_included` of prices (None for factors).
    """

    name: str
    title: str
    note: str
    version: int
    version_id: str
    is_frozen: bool
    is_newest: bool
    is_retired: bool
    scopes: tuple[Scope, ...] = ()
    vat_included: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A price that a visit is computed with; an assumption is usually from `low` to `high`. So many `measures` of
    the visit use it; `is_needed`: a measure or a carrier that the site uses rests on it. `is_own`: it was asked for at
    the visit, and `default` is what the set has instead.
    """

    price: UsedPrice
    low: float | None
    high: float | None
    measures: int
    is_needed: bool
    is_own: bool
    default: float | None

    @property
    def wants_confirming(self) -> bool:
        """Whether it is only an assumption."""
        return self.price.status is PriceStatus.UNCERTAIN


@dataclass(frozen=True, slots=True)
class VisitSets:
    """The sets of a visit, every price it can be computed with (needed ones first), and the carriers and streams that
    a price is lacking for.
    """

    factors: SetUse
    prices: SetUse
    listed: tuple[ListedPrice, ...]
    lacking: tuple[Item, ...]

    @property
    def to_confirm(self) -> tuple[ListedPrice, ...]:
        """The prices that are only assumptions and that something rests on."""
        return tuple(one for one in self.listed if one.wants_confirming and one.is_needed)


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A factor or price that would be another one; None where a set has none."""

    item: Item
    unit: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SetPreview:
    """What using other sets, or newer versions, would change. `lost` are measures that would have no figures."""

    before: Totals
    after: Totals
    factors: tuple[ChangedFigure, ...]
    prices: tuple[ChangedFigure, ...]
    lost: tuple[str, ...]


class SetsOfVisits:
    """The step from one set to another in an open visit: looked at first, then taken, and undone like any other."""

    def __init__(self, desk: Desk, sets: Sets, figures: Figures) -> None:
        self._desk = desk
        self._sets = sets
        self._figures = figures

    def of(self, visit_id: VisitId) -> VisitSets:
        """Tell what a visit is computed with."""
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            measures = [one for one in reader.all(Measure, visit_id=visit_id) if one.is_proposed]
            energy = reader.all(EnergyUse, site_id=visit.site_id)
            prices = self._sets.prices(visit, reader)
            used = [one.item for measure in measures for one in _prices_used(measure)]
            of_site = {item for one in energy if (item := item_of(one.carrier)) is not None}
            lacking = {*self._lacking(visit, measures, reader), *(of_site - set(prices.prices))}
            return VisitSets(
                factors=self._use(visit, self._sets.factor_version(visit, reader), reader),
                prices=self._use(visit, self._sets.price_version(visit, reader), reader),
                listed=_listed(visit, prices, self._sets.default_prices(visit, reader), used, of_site),
                lacking=tuple(item for item in ITEMS if item in lacking),
            )

    def _use(self, visit: Visit, kept: SetVersion, reader: Reading) -> SetUse:
        found = self._sets.read(kept)
        newest = self._newest(kept, reader)
        entry = reader.find(SetEntry, kept.name)
        return SetUse(
            name=kept.name,
            title=found.title,
            note=found.note,
            version=found.version,
            version_id=kept.id,
            is_frozen=visit.status is not VisitStatus.PLANNED,
            is_newest=newest.id == kept.id,
            is_retired=entry is not None and entry.retired,
            scopes=found.scopes if isinstance(found, FactorSet) else (),
            vat_included=found.vat_included if isinstance(found, PriceSet) else None,
        )

    def _newest(self, kept: SetVersion, reader: Reading) -> SetVersion:
        if isinstance(kept, FactorSetVersion):
            return self._sets.newest_factors(kept.name, reader)
        return self._sets.newest_prices(kept.name, reader)

    def _lacking(self, visit: Visit, measures: Iterable[Measure], reader: Reading) -> Iterator[Item]:
        for one in measures:
            if one.assessment is not None:
                continue
            costing = Costing(one.investment_dkk, one.subsidy_dkk, one.lifetime_years, visit.rate)
            try:
                self._figures.of(visit, reader, one.calculator, one.inputs, costing, one.quality)
            except InputMissing as missing:
                item = item_of(str(missing.fields["input"]).removeprefix("price."))
                if item is not None:
                    yield item
            except AmbassadorError:
                continue  # what else is missing is said in the measure's own editor

    # -- another set, or a newer version -----------------------------------------------------------------------
    def preview(self, visit_id: VisitId, *, factor_set: str = "", price_set: str = "") -> SetPreview:
        """Tell what the newest versions of these sets would change; an empty name leaves that set as it is.

        Raises UnknownSet.
        """
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            other = _with_sets(visit, factor_set, price_set)
            measures = reader.all(Measure, visit_id=visit_id)
            energy = reader.all(EnergyUse, site_id=visit.site_id)
            renewed = tuple(self._figures.put_in(one, other, reader) for one in measures)
            year = (visit.clock_day or self._desk.now().date()).year
            return SetPreview(
                before=totals_of(measures, energy),
                after=totals_of(renewed, energy),
                factors=changed_factors(self._sets.factors(visit, reader), self._sets.factors(other, reader), year),
                prices=changed_prices(self._sets.prices(visit, reader), self._sets.prices(other, reader)),
                lost=tuple(
                    old.title
                    for old, new in zip(measures, renewed, strict=True)
                    if old.is_proposed and old.assessment is not None and new.assessment is None
                ),
            )

    def use(self, visit_id: VisitId, *, factor_set: str = "", price_set: str = "") -> Changes:
        """Compute an open visit with the newest versions of these sets; an empty name leaves that set as it is.

        Raises VisitLocked, UnknownSet.
        """
        with self._desk.visit_deed(Deed.USE_SETS, visit_id) as (tx, visit):
            other = _with_sets(visit, factor_set, price_set)
            factors, prices = self._sets.factor_version(other, tx), self._sets.price_version(other, tx)
            if visit.status is not VisitStatus.PLANNED:
                other = self._sets.pointing_at(other, factors, prices, tx)
            tx.save(other)
            self._figures.renew(other, tx)
        return tx.changes


def _with_sets(visit: Visit, factor_set: str, price_set: str) -> Visit:
    """Return the visit as it would be before it froze these sets."""
    if factor_set:
        visit = replace(visit, factor_set=factor_set, factor_set_id="")
    return replace(visit, price_set=price_set, price_set_id="") if price_set else visit


def _prices_used(measure: Measure) -> tuple[UsedPrice, ...]:
    return Assessment.from_json(measure.assessment).prices if measure.assessment is not None else ()


def _listed(
    visit: Visit, prices: PriceSet, defaults: PriceSet, used: list[Item], of_site: set[Item]
) -> tuple[ListedPrice, ...]:
    found = []
    for item, price in prices.prices.items():
        taken, default = prices.used(item), defaults.prices.get(item)
        if taken is not None:
            found.append(
                ListedPrice(
                    price=taken,
                    low=price.low,
                    high=price.high,
                    measures=used.count(item),
                    is_needed=item in used or item in of_site,
                    is_own=item.value in visit.prices_dkk_kwh,
                    default=default.value if default is not None else None,
                )
            )
    return tuple(sorted(found, key=lambda one: (not one.is_needed, ITEMS.index(one.price.item))))


def changed_factors(before: FactorSet, after: FactorSet, year: int) -> tuple[ChangedFigure, ...]:
    """List the factors that differ at `year`."""
    old, new = before.resolve(year), after.resolve(year)
    return _changed(
        {item: (one.value, one.unit) for item, one in old.items()},
        {item: (one.value, one.unit) for item, one in new.items()},
    )


def changed_prices(before: PriceSet, after: PriceSet) -> tuple[ChangedFigure, ...]:
    """List the prices that differ."""
    return _changed(
        {item: (one.value, one.unit) for item, one in before.prices.items()},
        {item: (one.value, one.unit) for item, one in after.prices.items()},
    )


def _changed(before: dict[Item, tuple[float, str]], after: dict[Item, tuple[float, str]]) -> tuple[ChangedFigure, ...]:
    found = []
    for item in ITEMS:
        old, new = before.get(item), after.get(item)
        if old != new:
            known = new or old
            unit = known[1] if known else ""
            found.append(ChangedFigure(item, unit, old[0] if old else None, new[0] if new else None))
    return tuple(found)
