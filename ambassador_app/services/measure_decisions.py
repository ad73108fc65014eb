"""What becomes of each row of a consultant's list in one visit: a new measure, a changed one, or nothing and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import InputRefused
from ambassador_app.exchange.measure_sheet import BrokenRow, Found, SkippedRow
from ambassador_app.exchange.row_remarks import Remark, Unreadable
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk
from ambassador_app.services.figures import Figures
from ambassador_app.services.import_merging import folded
from ambassador_app.services.measure_changes import changes_of
from ambassador_app.services.measure_import_plan import MeasureRowState, PlannedMeasure
from ambassador_app.services.measure_merging import (
    Draft,
    differences_of,
    draft_of,
    laid_over,
    new_measure,
)
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading


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

    def take(self, draft: Draft, source: str) -> Measure | None:
        """A measure of that title and area that no row has met yet: one that says the same, else the first."""
        waiting = self._waiting.get(_key(draft.proposal.title, draft.proposal.area), [])
        same = next((at for at, one in enumerate(waiting) if laid_over(one, draft, source)[0] == one), 0)
        return waiting.pop(same) if waiting else None

    def next_order(self) -> int:
        """The place after the last measure."""
        return max((one.order for one in self.all), default=0) + 1


def _key(title: str, area: str) -> tuple[str, str]:
    return folded(title), folded(area)


class Deciding:
    """Decides on the rows of one list, in one visit as it is now."""

    def __init__(self, desk: Desk, figures: Figures, sets: Sets, visit: Visit, reader: Reading, source: str) -> None:
        self._desk, self._figures = desk, figures
        self._factors = sets.factors(visit, reader)
        self._visit, self._reader, self._source = visit, reader, source
        self._known = Known(reader.all(Measure, visit_id=visit.id))
        self._order = self._known.next_order()

    def decide_all(
        self, rows: Iterable[Found], new_id: Callable[[], str], note: Callable[[Measure, PlannedMeasure], Measure]
    ) -> Iterator[Decision]:
        """Decide on each row in turn. `note` keeps in a measure what the file says otherwise."""
        read = [(found, self._drafted(found)) for found in rows]
        drafts = [draft for _, draft in read if isinstance(draft, Draft)]
        # What is taken for sure meets the measures that are here first: a row that is not taken uses none up.
        met = {draft.proposal.row: self._known.take(draft, self._source) for draft in sorted(drafts, key=_is_doubtful)}
        for found, draft in read:
            if isinstance(draft, Draft):
                yield self._decided(draft, met[found.row], new_id, note)
            else:
                yield Decision(draft)

    def _drafted(self, found: Found) -> Draft | PlannedMeasure:
        """Turn a row into a draft whose figures can be, or into what is to be said of it."""
        if isinstance(found, SkippedRow):
            return _left(found.row, MeasureRowState.SKIPPED, found.title, found.reason)
        if isinstance(found, BrokenRow):
            return _left(found.row, MeasureRowState.BROKEN, found.title, found.reason, found.column)
        try:
            draft = draft_of(found, self._heating_value)
            self._figures.put_in(self._fresh(draft, "trial"), self._visit, self._reader)
        except Unreadable as fault:
            return _left(found.row, MeasureRowState.BROKEN, found.title, fault.reason, fault.column)
        except InputRefused as refused:
            return _left(found.row, MeasureRowState.BROKEN, found.title, out_of_range(refused))
        return draft

    def _fresh(self, draft: Draft, identifier: str) -> Measure:
        now = self._desk.now()
        return new_measure(draft, self._visit, MeasureId(identifier), order=self._order, at=now, source=self._source)

    def _decided(
        self,
        draft: Draft,
        old: Measure | None,
        new_id: Callable[[], str],
        note: Callable[[Measure, PlannedMeasure], Measure],
    ) -> Decision:
        found = draft.proposal
        if old is None:
            plain, remarks = self._fresh(draft, new_id()), draft.remarks
        else:
            plain, remarks = laid_over(old, draft, self._source)
        if plain == old:
            return Decision(PlannedMeasure(found.row, MeasureRowState.UNCHANGED, found.title, old, remarks=remarks))
        try:
            whole = self._figures.put_in(plain, self._visit, self._reader)
        except InputRefused as refused:  # what is here and what is told do not go together
            return Decision(_left(found.row, MeasureRowState.BROKEN, found.title, out_of_range(refused)))
        self._order += old is None
        row = PlannedMeasure(
            found.row,
            _state(draft, is_new=old is None),
            found.title,
            whole,
            changes_of(old, whole) if old is not None else (),
            differences_of(found, whole),
            remarks,
            includable=not found.is_open,
        )
        return Decision(row, note(whole, row))

    def _heating_value(self, carrier: Carrier, unit: str) -> float | None:
        found = self._factors.heating_value(carrier, unit)
        return found.kwh if found else None


def _is_doubtful(draft: Draft) -> bool:
    return draft.proposal.is_open or any(remark.is_doubt for remark in draft.remarks)


def _state(draft: Draft, *, is_new: bool) -> MeasureRowState:
    if _is_doubtful(draft):
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
