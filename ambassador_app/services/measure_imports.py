"""Lists of proposals into a visit: open, map columns, dry run, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import JobCancelled, VisitLocked
from ambassador_app.exchange.measure_columns import guessed, tells_vat
from ambassador_app.exchange.measure_fields import Roles
from ambassador_app.exchange.measure_sheet import open_tables, proposals_in
from ambassador_app.exchange.own_measures import own_file_in
from ambassador_app.i18n import N_, Language, Message
from ambassador_app.services.desk import Desk, Progress, Translators, no_progress
from ambassador_app.services.figures import Figures
from ambassador_app.services.imports import bytes_of
from ambassador_app.services.measure_decisions import Deciding, Decision
from ambassador_app.services.measure_import_plan import (
    MeasurePlan,
    MeasureRowState,
    MeasureSource,
    PlannedMeasure,
)
from ambassador_app.services.measure_merging import noted
from ambassador_app.services.measure_returns import Returning
from ambassador_app.services.measure_table import roles_of_own
from ambassador_app.services.sets import Sets
from ambassador_app.services.visits import Visits
from ambassador_app.storage import Reading

_STEP = 50


def _never() -> bool:
    return False


class MeasureImports:
    """Lists of proposals: a consultant's Excel or CSV in any shape, and what Ambassador itself has written."""

    def __init__(self, desk: Desk, figures: Figures, sets: Sets, visits: Visits, translators: Translators) -> None:
        self._desk = desk
        self._figures = figures
        self._sets = sets
        self._visits = visits
        self._translators = translators

    def open(
        self,
        visit_id: VisitId,
        file: Path | bytes,
        name: str = "",
        *,
        sheet: str = "",
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> MeasureSource:
        """Read a file and guess what its columns hold; `sheet` names the one to read, else the likeliest is.

        Raises VisitLocked, FileNotRead, FileTooLarge, FileKindUnknown, JobCancelled.
        """
        self._open_visit(visit_id)
        data = file if isinstance(file, bytes) else bytes_of(file)
        called = name or (file.name if isinstance(file, Path) else "")
        tables, sheets = open_tables(data, called, progress=progress, cancelled=cancelled)
        own = own_file_in(sheets, called)
        if own is not None:
            return MeasureSource(called, None, {}, own=own)
        table = next((one for one in tables if one.sheet == sheet), tables[0])
        return MeasureSource(called, table, guessed(table), tables)

    def plan(
        self,
        visit_id: VisitId,
        source: MeasureSource,
        mapping: Roles | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> MeasurePlan:
        """Compare a list with what is in the visit; saves nothing. `mapping` replaces the guessed columns.

        Raises VisitLocked, ColumnMissing where no column names the proposals, JobCancelled.
        """
        visit = self._open_visit(visit_id)
        chosen = source.mapping if mapping is None else source.settled(mapping)
        provisional = (f"row-{number}" for number in count())
        with self._desk.store.reader() as reader:
            decisions = self._decisions(visit, reader, source, chosen, lambda: next(provisional), cancelled)
            rows = tuple(one.row for one in _watched(decisions, source.rows, progress, cancelled))
            notes = self._notes(visit, reader, source)
        return MeasurePlan(visit_id, source, chosen, rows, notes)

    def apply(
        self,
        plan: MeasurePlan,
        *,
        include: frozenset[int] = frozenset(),
        leave_out: frozenset[int] = frozenset(),
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> Changes:
        """Save the new and changed rows, and the doubtful ones of `include`, in one deed that one undo takes back.

        Each row is compared again with what is in the visit at that moment. Rows of `leave_out` are not taken.
        Raises VisitLocked; JobCancelled, and then nothing is saved.
        """
        wanted = {row.row for row in plan.rows if row.is_taken or (row.row in include and row.includable)} - leave_out
        if not wanted:
            return Changes()
        with self._desk.visit_deed(Deed.IMPORT_MEASURES, plan.visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            decisions = self._decisions(begun, tx, plan.source, plan.mapping, self._desk.new_id, cancelled)
            for one in _watched(decisions, plan.source.rows, progress, cancelled):
                if one.measure is not None and one.row.row in wanted and _may(one.row, include):
                    tx.save(one.measure)
            if cancelled():
                raise JobCancelled
        return tx.changes

    def _notes(self, visit: Visit, reader: Reading, source: MeasureSource) -> tuple[Message, ...]:
        """Say where money with VAT would slip in among money without; nothing is recomputed silently."""
        told = tells_vat(source.table) if source.table is not None else None
        if told is None or told == self._sets.prices(visit, reader).vat_included:
            return ()
        with_vat = N_("The list says that its money includes VAT, and this visit is computed without. Change the list.")
        without = N_(
            "The list says that its money is without VAT, and this visit is computed with it. Change the list."
        )
        return (Message(with_vat if told else without),)

    def _open_visit(self, visit_id: VisitId) -> Visit:
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
        if visit.is_locked:
            raise VisitLocked(visit=visit_id)
        return visit

    def _decisions(
        self,
        visit: Visit,
        reader: Reading,
        source: MeasureSource,
        mapping: Roles,
        new_id: Callable[[], str],
        cancelled: Callable[[], bool],
    ) -> Iterator[Decision]:
        """Decide on the rows of a list: of our own first what came back, then what somebody has added below."""
        words = self._translators(Language(visit.language))
        table, roles = source.table, mapping
        if source.own is not None:
            both = [self._translators(one) for one in sorted(Language, key=lambda one: one != visit.language)]
            yield from Returning(self._desk, self._figures, visit, reader, both).decide_all(source.own, new_id)
            table, roles = source.own.added, roles_of_own(source.own)
        if table is None or not table.rows:
            return
        deciding = Deciding(self._desk, self._figures, self._sets, visit, reader, source.name)

        def note(measure: Measure, row: PlannedMeasure) -> Measure:
            return noted(measure, row.differences, source.name, words)

        yield from deciding.decide_all(proposals_in(table, roles, cancelled=cancelled), new_id, note)


def _may(row: PlannedMeasure, include: frozenset[int]) -> bool:
    return row.is_taken or (row.state is MeasureRowState.DOUBTFUL and row.includable and row.row in include)


def _watched(
    decisions: Iterator[Decision], total: int, progress: Progress, cancelled: Callable[[], bool]
) -> Iterator[Decision]:
    for done, decision in enumerate(decisions):
        if done % _STEP == 0:
            if cancelled():
                raise JobCancelled
            progress(done, total)
        yield decision
    progress(total, total)
