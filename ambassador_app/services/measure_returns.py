"""Our own list come back: what somebody changed in it, laid over the measures that are here, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ambassador_app.domain.calculators import settled
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.measure_life import Need, need_of
from ambassador_app.domain.records import value_of
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import InputRefused, UnknownCalculator, UnknownInput
from ambassador_app.exchange.grid import Cell
from ambassador_app.exchange.own_measures import OwnFile, ReadRow
from ambassador_app.exchange.row_remarks import Remark, Remarks, RowFault, Unreadable
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.figures import Figures
from ambassador_app.services.measure_changes import changes_of
from ambassador_app.services.measure_decisions import Decision, out_of_range
from ambassador_app.services.measure_import_plan import MeasureRowState, PlannedMeasure
from ambassador_app.services.measure_inputs_table import changed_inputs
from ambassador_app.services.measure_table import EDITABLE, assessment_of, is_same, read_cell
from ambassador_app.storage import Reading

_FIGURES_FROM = frozenset({"inputs", "investment_dkk", "subsidy_dkk", "lifetime_years", "quality"})


class Returning:
    """Decides on the rows of our own list, in one visit as it is now."""

    def __init__(
        self, desk: Desk, figures: Figures, visit: Visit, reader: Reading, translators: Sequence[Translator]
    ) -> None:
        self._desk, self._figures, self._visit, self._reader = desk, figures, visit, reader
        self._translators = translators
        self._met: set[str] = set()
        there = reader.all(Measure, visit_id=visit.id)
        self._order = max((one.order for one in there), default=0) + 1

    def decide_all(self, file: OwnFile, new_id: Callable[[], str]) -> Iterator[Decision]:
        """Decide on each row in turn. Of a list of several visits, this one among them, only its rows are taken."""
        whose = {row.id: self._visit_of(row.id) for row in file.rows}
        for row in file.rows:
            if self._visit.id in whose.values() and whose[row.id] not in (None, self._visit.id):
                yield self._elsewhere(row)
                continue
            try:
                yield self._decide(row, new_id)
            except Unreadable as fault:
                yield self._broken(row, RowFault(row.number, fault.reason, fault.column))
            except InputRefused as refused:
                yield self._broken(row, RowFault(row.number, out_of_range(refused)))
            except (UnknownCalculator, UnknownInput):
                reason = Message(N_("It was written by a newer version of the program."))
                yield self._broken(row, RowFault(row.number, reason))

    def _visit_of(self, measure_id: str) -> VisitId | None:
        here = self._reader.find(Measure, measure_id)
        return here.visit_id if here is not None else None

    def _elsewhere(self, row: ReadRow) -> Decision:
        reason = Remark(Message(N_("It belongs to another visit.")))
        title = str(row.cells.get("title", ""))
        return Decision(PlannedMeasure(row.number, MeasureRowState.SKIPPED, title, remarks=(reason,)))

    def _broken(self, row: ReadRow, fault: RowFault) -> Decision:
        title = str(row.cells.get("title", ""))
        state = MeasureRowState.BROKEN
        return Decision(PlannedMeasure(row.number, state, title, remarks=(Remark(fault.reason),), column=fault.column))

    def _decide(self, row: ReadRow, new_id: Callable[[], str]) -> Decision:
        here = self._reader.find(Measure, row.id)
        base = self._base(row, here)
        remarks = Remarks()
        edits = self._edits(row, base, remarks)
        if row.id in self._met:
            remarks.note(N_("The same measure stands further up: this row becomes one of its own."))
            return self._new(row, base, edits, remarks, new_id, is_copy=True)
        self._met.add(row.id)
        if here is not None and here.visit_id == self._visit.id:
            return self._changed(row, base, here, edits, remarks)
        return self._new(row, base, edits, remarks, new_id, is_copy=here is not None)

    def _base(self, row: ReadRow, here: Measure | None) -> Measure:
        """The measure as it was written, else as it is here. Raises Unreadable."""
        if row.record is not None:
            whole = {**row.record, "visit_id": self._visit.id, "site_id": self._visit.site_id}
            try:
                return value_of(Measure, row.id, whole)
            except (TypeError, ValueError):
                pass
        if here is None:
            raise Unreadable(Message(N_("The hidden part of this row is damaged, and the measure is not here.")))
        return here

    # -- what was changed -----------------------------------------------------------------------------------------
    def _edits(self, row: ReadRow, base: Measure, remarks: Remarks) -> dict[str, Any]:
        """Find the fields that somebody changed in the file. Raises Unreadable."""
        edits: dict[str, Any] = {}
        for key in EDITABLE:
            if key in row.cells and not self._is_as_written(base, key, row.cells[key]):
                value = read_cell(key, row.cells[key], self._translators)
                if value != getattr(base, key):
                    edits[key] = value
        inputs = changed_inputs(base, row.inputs, self._translators[0], self._translators)
        if inputs:
            edits["inputs"] = inputs
        if "status" in edits and need_of(base.status, edits["status"]) is not Need.NOTHING:
            edits.pop("status")
            remarks.note(N_("The status asks for a reason or a verification: change it in the program."))
        refuse_unfit({key: value for key, value in edits.items() if isinstance(value, str)})
        return edits

    def _is_as_written(self, base: Measure, key: str, cell: Cell) -> bool:
        column, figures = EDITABLE[key], assessment_of(base)
        return any(is_same(column.show(base, figures, words), cell) for words in self._translators)

    def _edited(self, measure: Measure, edits: dict[str, Any]) -> Measure:
        """Lay edits over a measure; its figures follow. Raises InputRefused, UnknownCalculator."""
        plain = {key: value for key, value in edits.items() if key not in ("inputs", "status")}
        changed = replace(measure, **plain)
        if "inputs" in edits:
            inputs = {**measure.inputs, **edits["inputs"]}
            left = {name: value for name, value in inputs.items() if value is not None}
            changed = replace(changed, inputs=settled(measure.calculator, left))
            if changed.suggestion is Suggestion.ACCEPTED:
                changed = replace(changed, suggestion=Suggestion.EDITED)
        if "status" in edits:
            changed = changed.moved(edits["status"], at=self._desk.now(), by=self._desk.user)
        return changed.without_stale_guesses(measure)

    # -- what becomes of it ---------------------------------------------------------------------------------------
    def _changed(self, row: ReadRow, base: Measure, here: Measure, edits: dict[str, Any], remarks: Remarks) -> Decision:
        for key in edits.keys() - {"inputs"}:
            if getattr(base, key) != getattr(here, key):
                name = EDITABLE[key].heading
                remarks.note(N_("{field} was changed here too, after the file was written."), field=name)
        changed = self._edited(here, edits)
        if edits.keys() & _FIGURES_FROM:
            changed = self._figures.put_in(changed, self._visit, self._reader)
        differing = changes_of(here, changed)
        state = MeasureRowState.CHANGED if differing else MeasureRowState.UNCHANGED
        planned = PlannedMeasure(row.number, state, changed.title, changed, differing, remarks=remarks.all())
        return Decision(planned, changed if differing else None)

    def _new(
        self,
        row: ReadRow,
        base: Measure,
        edits: dict[str, Any],
        remarks: Remarks,
        new_id: Callable[[], str],
        *,
        is_copy: bool,
    ) -> Decision:
        made = self._edited(base, edits)
        if is_copy:
            made = self._copy(made, MeasureId(new_id()))
        whole = self._figures.put_in(made, self._visit, self._reader)
        planned = PlannedMeasure(row.number, MeasureRowState.NEW, whole.title, whole, remarks=remarks.all())
        return Decision(planned, whole)

    def _copy(self, measure: Measure, identifier: MeasureId) -> Measure:
        """A proposal of its own: what was agreed, done and verified belongs to the other one."""
        fresh = Measure(identifier, self._visit.id, self._visit.site_id, measure.title, measure.calculator)
        life = ("status", "moves", "owner", "deadline", "suggestion", "provenance", "dismissed_because", "barrier")
        forgotten = {name: getattr(fresh, name) for name in (*life, "verification", "variant_of", "set_aside")}
        order, self._order = self._order, self._order + 1
        return replace(measure, **forgotten, id=identifier, order=order, at=self._desk.now())
