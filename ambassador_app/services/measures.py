"""The measures of visits: suggested or added, assessed with the visit's sets, taken on or turned down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ambassador_app.domain.calculators import CALCULATORS, Assessment, Costing, settled
from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.lists import MeasureLine, Page
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus, Provenance, Suggestion
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.quick_estimates import Found
from ambassador_app.domain.visit import SectionAnswers, Visit, paths_of
from ambassador_app.errors import FieldMissing, UnknownCalculator
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.figures import Figures
from ambassador_app.services.follow_up import refuse_impossible
from ambassador_app.services.guesses import guesses_of, qualities_of
from ambassador_app.services.variants import leave
from ambassador_app.services.visits import Visits
from ambassador_app.services.workspace import SuggestedMeasure

ASSESSED_BY = frozenset(
    {"calculator", "inputs", "investment_dkk", "subsidy_dkk", "lifetime_years", "quality", "qualities", "guessed"}
)
"""The fields of a measure that its figures follow from."""


class Measures:
    """Proposals at a visit; the figures are always those of the inputs that are stored with them."""

    def __init__(self, desk: Desk, figures: Figures, visits: Visits) -> None:
        self._desk = desk
        self._figures = figures
        self._visits = visits

    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        """Give every entry of the measure catalogue."""
        return tuple(self._desk.resources.catalogue.values())

    def page(
        self, text: str = "", *, status: MeasureStatus | None = None, offset: int = 0, limit: int = 100
    ) -> Page[MeasureLine]:
        """Give one page of all measures, newest first."""
        return self._desk.library.measures(text, status=status, offset=offset, limit=limit)

    # -- suggestions --------------------------------------------------------------------------------------------
    def accept(self, visit_id: VisitId, suggested: SuggestedMeasure) -> Made:
        """Make a measure of what the answers suggest, with the inputs they fill, each as well known as its answer."""
        return self._add(
            Deed.ACCEPT_MEASURE, visit_id, **self._suggested(visit_id, suggested), suggestion=Suggestion.ACCEPTED
        )

    def _suggested(self, visit_id: VisitId, suggested: SuggestedMeasure) -> dict[str, Any]:
        """Give the fields of the measure that a suggestion would be."""
        entry, found = suggested.entry, suggested.suggestion
        inputs = settled(entry.calculator, {**entry.inputs, **found.inputs})
        with self._desk.store.reader() as reader:
            answers = paths_of(reader.all(SectionAnswers, visit_id=visit_id))
        return {
            "entry": entry,
            "inputs": inputs,
            "guessed": guesses_of(entry, inputs, found),
            "qualities": {name: one for name, one in qualities_of(found, answers).items() if name in inputs},
            "provenance": Provenance(found.rule, found.key, found.fingerprint, dict(found.provenance)),
        }

    def dismiss(self, visit_id: VisitId, suggested: SuggestedMeasure, reason: str) -> Changes:
        """Turn a suggestion down; it returns only when what it rests on changes."""
        refuse_unfit({"reason": reason})
        made = self._add(
            Deed.DISMISS_MEASURE,
            visit_id,
            **self._suggested(visit_id, suggested),
            suggestion=Suggestion.DISMISSED,
            dismissed_because=reason,
        )
        return made.changes

    # -- measures -----------------------------------------------------------------------------------------------
    def add(self, visit_id: VisitId, *, entry_id: str = "", calculator: str = "custom", title: str = "") -> Made:
        """Add a measure from the catalogue, or one of a calculator's own. Raises UnknownCalculator, FieldMissing."""
        entry = self._desk.resources.catalogue.get(entry_id)
        if entry is None and calculator not in CALCULATORS:
            raise UnknownCalculator(calculator=calculator)
        if entry is None and not title.strip():
            raise FieldMissing(field="title")
        inputs = dict(entry.inputs) if entry else {}
        marks = guesses_of(entry, inputs) if entry else {}
        return self._add(
            Deed.ADD_MEASURE, visit_id, entry=entry, calculator=calculator, title=title, inputs=inputs, guessed=marks
        )

    def _add(
        self,
        deed: Deed,
        visit_id: VisitId,
        *,
        entry: CatalogueEntry | None,
        calculator: str = "custom",
        title: str = "",
        **fields: Any,
    ) -> Made:
        refuse_unfit({"title": title})
        measure_id = MeasureId(self._desk.new_id())
        with self._desk.visit_deed(deed, visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            there = tx.all(Measure, visit_id=visit_id)
            measure = Measure(
                id=measure_id,
                visit_id=visit_id,
                site_id=begun.site_id,
                title=title.strip() or (entry.title(begun.language) if entry else ""),
                calculator=entry.calculator if entry else calculator,
                entry_id=entry.id if entry else "",
                area=entry.area if entry else CALCULATORS[calculator].area,
                lifetime_years=entry.lifetime_years if entry else None,
                proposal=entry.description(begun.language) if entry else "",
                order=max((one.order for one in there), default=0) + 1,
                at=self._desk.now(),
                **fields,
            )
            tx.save(self._figures.put_in_what_fits(measure, begun, tx))
        return Made(measure_id, tx.changes)

    def change(self, measure_id: MeasureId, **fields: Any) -> Changes:
        """Change a measure; its figures follow. Raises VisitLocked, InputRefused, UnknownInput, TextTooLong."""
        refuse_unfit(fields)
        with self._desk.record_deed(Measure, measure_id, Deed.CHANGE_MEASURE) as (tx, found):
            changed = replace(found, **fields)
            if "guessed" not in fields:
                changed = changed.without_stale_guesses(found)
            if fields.keys() & ASSESSED_BY:
                changed = self._figures.put_in(changed, tx.load(Visit, changed.visit_id), tx)
                if changed.suggestion is Suggestion.ACCEPTED and changed.inputs != found.inputs:
                    changed = replace(changed, suggestion=Suggestion.EDITED)
            tx.save(changed)
        return tx.changes

    def take_estimate(self, measure_id: MeasureId, found: Found) -> Changes:
        """Put the most likely values of a quick estimate in a measure, marked as guesses; what is given stays.

        Raises VisitLocked, InputRefused, UnknownInput.
        """
        with self._desk.record_deed(Measure, measure_id, Deed.CHANGE_MEASURE) as (tx, measure):
            changed = measure.with_estimate(found.inputs, found.guessed, found.usual_investment)
            changed = replace(changed, inputs=settled(changed.calculator, changed.inputs))
            tx.save(self._figures.put_in(changed, tx.load(Visit, changed.visit_id), tx))
        return tx.changes

    def set_status(
        self, measure_id: MeasureId, status: MeasureStatus, reason: str = "", barrier: Barrier | None = None
    ) -> Changes:
        """Move a measure of an open visit to another status; the move is remembered with date and author.

        At the table a reason can follow later (`because`). Raises VisitLocked, MoveRefused, VerificationMissing.
        """
        refuse_unfit({"reason": reason})
        with self._desk.record_deed(Measure, measure_id, Deed.CHANGE_MEASURE) as (tx, found):
            refuse_impossible(found, status)
            tx.save(found.moved(status, at=self._desk.now(), by=self._desk.user, reason=reason, barrier=barrier))
        return tx.changes

    def because(self, measure_id: MeasureId, barrier: Barrier | None, words: str = "") -> Changes:
        """Say what stands in the way of a measure that was turned down at an open visit."""
        refuse_unfit({"reason": words})
        with self._desk.record_deed(Measure, measure_id, Deed.CHANGE_MEASURE) as (tx, found):
            tx.save(found.because(barrier, words.strip()))
        return tx.changes

    def remove(self, measure_id: MeasureId) -> Changes:
        """Take a measure away; undo brings it back."""
        with self._desk.record_deed(Measure, measure_id, Deed.REMOVE_MEASURE) as (tx, found):
            tx.delete(Measure, measure_id)
            leave(found, tx)
        return tx.changes

    # -- figures ------------------------------------------------------------------------------------------------
    def assess(
        self,
        visit_id: VisitId,
        calculator: str,
        inputs: Mapping[str, object],
        *,
        investment_dkk: float | None = None,
        subsidy_dkk: float = 0.0,
        lifetime_years: float | None = None,
        quality: DataQuality = DataQuality.C,
        qualities: Mapping[str, DataQuality] | None = None,
        guessed: Mapping[str, str] | None = None,
    ) -> Assessment:
        """Compute a measure's figures with the visit's sets and save nothing.

        Raises InputMissing, InputRefused, UnknownInput, UnknownCalculator.
        """
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            costing = Costing(investment_dkk, subsidy_dkk, lifetime_years, visit.rate)
            return self._figures.of(visit, reader, calculator, inputs, costing, quality, qualities, guessed)

    def estimate(
        self,
        visit_id: VisitId,
        calculator: str,
        answers: Mapping[str, str],
        known: Mapping[str, object],
        *,
        investment_dkk: float | None = None,
        subsidy_dkk: float = 0.0,
        lifetime_years: float | None = None,
    ) -> Found:
        """Estimate from what can be seen, with the visit's sets, and save nothing; what is `known` is no guess.

        Raises InputMissing (its label is the question that lacks an answer), InputRefused, UnknownCalculator.
        """
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            costing = Costing(investment_dkk, subsidy_dkk, lifetime_years, visit.rate)
            return self._figures.estimate(visit, reader, calculator, answers, known, costing)
