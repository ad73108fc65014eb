"""The figures of measures, always computed with the sets and the year of their visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ambassador_app.domain.calculators import CALCULATORS, Assessment, Costing, Number, Profile, assess
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES, Found, estimate
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import InputMissing, InputRefused, UnknownCalculator
from ambassador_app.services.desk import Desk
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading, Transaction

FOLLOWED_FROM = frozenset({"prices_dkk_kwh", "rate", "price_set", "factor_set"})
"""The fields of a visit that the figures of its measures follow from."""


class Figures:
    """Computes what measures save."""

    def __init__(self, desk: Desk, sets: Sets) -> None:
        self._desk = desk
        self._sets = sets

    def of(
        self,
        visit: Visit,
        reader: Reading,
        calculator: str,
        inputs: Mapping[str, object],
        costing: Costing,
        quality: DataQuality,
        qualities: Mapping[str, DataQuality] | None = None,
        guessed: Mapping[str, str] | None = None,
    ) -> Assessment:
        """Compute one measure; inputs are known as `quality` says, single ones as `qualities`; those in `guessed` are
        guesses, with their sources. Raises InputMissing, InputRefused, UnknownInput, UnknownCalculator."""
        day = visit.clock_day or self._desk.now().date()
        return assess(
            calculator,
            inputs,
            costing=costing.with_lifetime(self._desk.resources.lifetime(calculator)),
            factors=self._sets.factors(visit, reader),
            prices=self._sets.prices(visit, reader),
            year=day.year,
            qualities={**dict.fromkeys(figures_of(calculator, inputs), quality), **(qualities or {})},
            estimated=guessed,
        )

    def estimate(
        self,
        visit: Visit,
        reader: Reading,
        calculator: str,
        answers: Mapping[str, str],
        known: Mapping[str, object],
        costing: Costing,
    ) -> Found:
        """Estimate one measure. Raises InputMissing (also for a question without answer), InputRefused,
        UnknownCalculator."""
        if calculator not in QUICK_ESTIMATES:
            raise UnknownCalculator(calculator=calculator)
        day = visit.clock_day or self._desk.now().date()
        return estimate(
            QUICK_ESTIMATES[calculator],
            answers,
            known=known,
            costing=costing.with_lifetime(self._desk.resources.lifetime(calculator)),
            factors=self._sets.factors(visit, reader),
            prices=self._sets.prices(visit, reader),
            year=day.year,
        )

    def put_in(self, measure: Measure, visit: Visit, reader: Reading) -> Measure:
        """Return the measure with its figures, or with none while an input is missing."""
        costing = Costing(
            measure.investment_dkk,
            measure.subsidy_dkk,
            measure.lifetime_years,
            visit.rate,
            self._lifetime_source(measure),
        )
        try:
            found = self.of(
                visit,
                reader,
                measure.calculator,
                measure.inputs,
                costing,
                measure.quality,
                measure.qualities,
                measure.guessed,
            )
        except InputMissing:
            return replace(measure, assessment=None)
        return replace(measure, assessment=found.to_json())

    def put_in_what_fits(self, measure: Measure, visit: Visit, reader: Reading) -> Measure:
        """Return the measure with its figures, without the inputs of a walkthrough that cannot be: they are asked
        for in the editor instead."""
        while True:
            try:
                return self.put_in(measure, visit, reader)
            except InputRefused as refused:
                name = refused.fields.get("input")
                if name not in measure.inputs:
                    raise
                left = {key: value for key, value in measure.inputs.items() if key != name}
                measure = replace(measure, inputs=left).without_stale_guesses(measure)

    def _lifetime_source(self, measure: Measure) -> str:
        entry = self._desk.resources.catalogue.get(measure.entry_id)
        own = entry is not None and measure.lifetime_years == entry.lifetime_years
        return entry.lifetime_source if own and entry else ""

    def renew(self, visit: Visit, tx: Transaction) -> None:
        """Compute all measures of a visit anew, after its prices or its rate changed."""
        for one in tx.all(Measure, visit_id=visit.id):
            tx.save(self.put_in(one, visit, tx))


def figures_of(calculator_id: str, inputs: Mapping[str, object]) -> tuple[str, ...]:
    """Name the inputs that are figures: a choice is what was seen, however well the figures are known."""
    if calculator_id not in CALCULATORS:
        return ()
    fields = CALCULATORS[calculator_id].fields()
    return tuple(one.name for one in fields if one.name in inputs and isinstance(one, Number | Profile))
