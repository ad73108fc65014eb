"""What becomes of each row of a consultant's list in one visit: a new measure, a changed one, or nothing and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import InputRefused
from ambassador_app.exchange.measure_sheet import BrokenRow, Found, Proposal, SkippedRow
from ambassador_app.exchange.row_remarks import Remark, Unreadable
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk
from ambassador_app.services.figures import Figures
from ambassador_app.services.import_merging import folded
from ambassador_app.services.measure_changes import changes_of
from ambassador_app.services.measure_import_plan import MeasureRowState, PlannedMeasure
from ambassador_app.services.measure_merging import (
    Draft,
    HeatingValue,
    differences_of,
    draft_of,
    laid_over,
    new_measure,
)
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a row, and the measure to save for it (None for a row that is not taken)."""

    row: PlannedMeasure
    measure: Measure | None = None


class Known:
    """The measures that are in the visit, each to be met by one row only."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.all = tuple(measures)
        self._waiting: dict[tuple[str, str], list[Measure]] = {}
        hidden = (Suggestion.SUGGESTED, Suggestion.DISMISSED)
        for one in sorted(self.all, key=lambda one: one.order):
            if one.suggestion not in hidden:
                self._waiting.setdefault(_key(one.title, one.area), []).append(one)

    def take(self, title: str, area: str) -> Measure | None:
        """The next measure of that title and area that no row has met yet."""
        waiting = self._waiting.get(_key(title, area), [])
        return waiting.pop(0) if waiting else None

    def next_order(self) -> int:
        """The place after the last measure."""
        return max((one.order for one in self.all), default=0) + 1


def _key(title: str, area: str) -> tuple[str, str]:
    return folded(title), folded(area)


class Deciding:
    """Decides on the rows of one list, in one visit as it is now."""

    def __init__(self, desk: Desk, figures: Figures, sets: Sets, visit: Visit, reader: Reading, source: str) -> None:
        self._desk, self._figures, self._sets = desk, figures, sets
        self._visit, self._reader, self._source = visit, reader, source
        self._known = Known(reader.all(Measure, visit_id=visit.id))
        self._order = self._known.next_order()

    def decide_all(
        self, rows: Iterable[Found], new_id: Callable[[], str], note: Callable[[Measure, PlannedMeasure], Measure]
    ) -> Iterator[Decision]:
        """Decide on each row in turn. `note` keeps in a measure what the file says otherwise."""
        heating_value = self._heating_value()
        for found in rows:
            if isinstance(found, SkippedRow):
                yield Decision(_left(found.row, MeasureRowState.SKIPPED, found.title, found.reason))
            elif isinstance(found, BrokenRow):
                yield Decision(_left(found.row, MeasureRowState.BROKEN, found.title, found.reason, found.column))
            else:
                yield self._decide(found, heating_value, new_id, note)

    def _decide(
        self,
        found: Proposal,
        heating_value: HeatingValue,
        new_id: Callable[[], str],
        note: Callable[[Measure, PlannedMeasure], Measure],
    ) -> Decision:
        try:
            return self._decided(draft_of(found, heating_value), new_id, note)
        except Unreadable as fault:
            return Decision(_left(found.row, MeasureRowState.BROKEN, found.title, fault.reason, fault.column))
        except InputRefused as refused:
            return Decision(_left(found.row, MeasureRowState.BROKEN, found.title, out_of_range(refused)))

    def _decided(
        self, draft: Draft, new_id: Callable[[], str], note: Callable[[Measure, PlannedMeasure], Measure]
    ) -> Decision:
        found = draft.proposal
        old = self._known.take(found.title, found.area)
        if old is None:
            plain = new_measure(
                draft, self._visit, MeasureId(new_id()), order=self._order, at=self._desk.now(), source=self._source
            )
            remarks = draft.remarks
        else:
            plain, remarks = laid_over(old, draft, self._source)
        if plain == old:
            row = PlannedMeasure(found.row, MeasureRowState.UNCHANGED, found.title, old, remarks=remarks)
            return Decision(row)
        whole = self._figures.put_in(plain, self._visit, self._reader)
        self._order += old is None
        differences = differences_of(found, whole)
        row = PlannedMeasure(
            found.row,
            _state(draft, is_new=old is None),
            found.title,
            whole,
            changes_of(old, whole) if old is not None else (),
            differences,
            remarks,
            includable=not found.is_open,
        )
        return Decision(row, note(whole, row))

    def _heating_value(self) -> HeatingValue:
        factors = self._sets.factors(self._visit, self._reader)

        def give(carrier: Carrier, unit: str) -> float | None:
            found = factors.heating_value(carrier, unit)
            return found.kwh if found else None

        return give


def _state(draft: Draft, *, is_new: bool) -> MeasureRowState:
    if draft.proposal.is_open or any(remark.is_doubt for remark in draft.remarks):
        return MeasureRowState.DOUBTFUL
    return MeasureRowState.NEW if is_new else MeasureRowState.CHANGED


def _left(row: int, state: MeasureRowState, title: str, reason: Message, column: str = "") -> PlannedMeasure:
    return PlannedMeasure(row, state, title, remarks=(Remark(reason),), column=column)


def out_of_range(refused: InputRefused) -> Message:
    """Say which figure cannot be, and what could."""
    fields = refused.fields
    named = fields.get("label") or str(fields.get("input", ""))
    values = {"name": named, "value": fields.get("value"), "allowed": fields.get("allowed")}
    return Message(N_("{name} cannot be {value}; allowed is {allowed}."), values)
