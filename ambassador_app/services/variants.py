"""Variants of a measure: made, compared, one of them chosen."""

from __future__ import annotations

from dataclasses import replace

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.variants import group_of, next_title, settled, with_chosen
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Transaction


class Variants:
    """One proposal in several shapes; only the chosen one counts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def make(self, measure_id: MeasureId, title: str = "") -> Made:
        """Copy a measure as a variant of it, set aside until it is chosen. Status, owner, deadline and photos stay
        with the first one. Raises VisitLocked."""
        refuse_unfit({"title": title})
        made = MeasureId(self._desk.new_id())
        with self._desk.record_deed(Measure, measure_id, Deed.MAKE_VARIANT) as (tx, found):
            group = found.variant_of or found.id
            there = group_of(found, tx.all(Measure, visit_id=found.visit_id))
            if not found.variant_of:
                tx.save(replace(found, variant_of=group))
            tx.save(
                replace(
                    found,
                    id=made,
                    title=title.strip() or next_title(found.title, there),
                    variant_of=group,
                    set_aside=True,
                    status=MeasureStatus.PROPOSED,
                    moves=(),
                    owner="",
                    deadline=None,
                    suggestion=None,
                    provenance=None,
                    dismissed_because="",
                    barrier=None,
                    verification=None,
                    at=self._desk.now(),
                )
            )
        return Made(made, tx.changes)

    def choose(self, measure_id: MeasureId) -> Changes:
        """Let this variant count instead of the others. Raises VisitLocked."""
        with self._desk.record_deed(Measure, measure_id, Deed.CHOOSE_VARIANT) as (tx, found):
            group = group_of(found, tx.all(Measure, visit_id=found.visit_id))
            for one in with_chosen(group, measure_id):
                tx.save(one)
        return tx.changes

    def part(self, measure_id: MeasureId) -> Changes:
        """Let a variant be a measure of its own, that counts beside the others. Raises VisitLocked."""
        with self._desk.record_deed(Measure, measure_id, Deed.CHOOSE_VARIANT) as (tx, found):
            left = [one for one in group_of(found, tx.all(Measure, visit_id=found.visit_id)) if one.id != measure_id]
            tx.save(replace(found, variant_of="", set_aside=False))
            for one in settled(left):
                tx.save(one)
        return tx.changes


def leave(found: Measure, tx: Transaction) -> None:
    """Put the other variants in order when `found` has been taken away."""
    if found.variant_of:
        left = group_of(found, tx.all(Measure, visit_id=found.visit_id))
        for one in settled(one for one in left if one.id != found.id):
            tx.save(one)
