"""Takes a list of proposals into a visit, step by step: what was read, what its columns hold, what it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.i18n import N_, Translator
from ambassador_app.services import Session
from ambassador_app.services.measure_import_plan import (
    FIELDS,
    STATE_LABEL,
    UNIT_LABEL,
    ColumnRole,
    MeasurePlan,
    MeasureRowState,
    MeasureSource,
    PlannedMeasure,
    default_unit,
)
from ambassador_app.ui.importing import ImportJobs
from ambassador_app.ui.screens.import_measures.words import RowWords
from ambassador_app.ui.tasks import Progress, Tasks

_SHOWN_COLUMNS: Final = 60


class Step(StrEnum):
    """Where one is."""

    FILE = "file"
    COLUMNS = "columns"
    CHECK = "check"
    DONE = "done"


STEP_LABEL: Final = {
    Step.FILE: N_("Choose a list"),
    Step.COLUMNS: N_("Columns"),
    Step.CHECK: N_("Check"),
    Step.DONE: N_("Result"),
}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its heading, some values, what it holds, in which unit; and the marks that a figure may have."""

    at: int
    heading: str
    values: str
    field: str
    unit: str
    units: tuple[tuple[str, str], ...]
    mark: str
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an import, in sentences."""

    headline: str
    details: tuple[str, ...]


class ImportMeasuresModel(ImportJobs):
    """One list on its way into one visit. Nothing is saved before `take_in`, and then all of it or nothing."""

    step_changed = Signal(object)
    columns_changed = Signal(object)
    plan_changed = Signal(object)
    rows_changed = Signal(object)
    chosen_changed = Signal(object)
    finished = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        translator: Translator,
        visit_id: VisitId,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(translator, parent)
        self.visit_id = visit_id
        self.words = RowWords(translator)
        self._session = session
        self._tasks = tasks
        self._file: Path | None = None
        self._source: MeasureSource | None = None
        self._mapping: dict[int, ColumnRole] = {}
        self._plan: MeasurePlan | None = None
        self._state: MeasureRowState | None = None
        self._included: set[int] = set()
        self._left: set[int] = set()
        self.step = Step.FILE

    # -- the file -------------------------------------------------------------------------------------------------
    def read(self, file: Path, sheet: str = "") -> None:
        """Open a list; then its columns are shown, or of our own what it would change."""
        if self.is_busy:
            return
        self._file = file
        words = self._translator.tr("Reading {file}", file=file.name)
        session, visit_id = self._session, self.visit_id

        def work(progress: Progress) -> MeasureSource:
            opened = session.measure_imports.open
            return opened(visit_id, file, sheet=sheet, progress=progress, cancelled=progress.cancelled)

        self.begin(self._tasks.run(work, label=words, **self.answers(self._opened)))

    def _opened(self, source: MeasureSource) -> None:
        self._source, self._mapping, self._plan = source, dict(source.mapping), None
        if source.is_own:
            self.check()
            return
        self.columns_changed.emit(self.columns())
        self._go(Step.COLUMNS)

    @property
    def file_line(self) -> str:
        """The list in one line: its name and how many rows it has."""
        if self._source is None:
            return ""
        rows = self._translator.tn("{count} row", "{count} rows", self._source.rows)
        return f"{self._source.name} · {rows}"

    def sheets(self) -> tuple[tuple[str, str], ...]:
        """The sheets to choose from, if there are several."""
        found = self._source.sheets if self._source else ()
        return tuple((one, one) for one in found) if len(found) > 1 else ()

    @property
    def sheet(self) -> str:
        """The sheet that is read."""
        return self._source.sheet if self._source else ""

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet of the same file."""
        if self._file is not None and sheet != self.sheet:
            self.read(self._file, sheet)

    # -- its columns ----------------------------------------------------------------------------------------------
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a column may hold: key and words, beginning with nothing."""
        say = self._translator.say
        return (("", self._translator.tr("Leave out")), *((key, say(one.label)) for key, one in FIELDS.items()))

    def columns(self) -> tuple[ColumnLine, ...]:
        """The columns with what is chosen for each."""
        source = self._source
        if source is None:
            return ()
        found = source.columns(self._mapping)[:_SHOWN_COLUMNS]
        return tuple(
            ColumnLine(
                one.at,
                one.heading or self._translator.tr("Column {number}", number=one.at + 1),
                " · ".join(one.samples),
                (role := self._mapping.get(one.at, ColumnRole(""))).field,
                role.unit,
                self._units(role),
                role.mark,
                self._marks(one.question),
            )
            for one in found
        )

    def _units(self, role: ColumnRole) -> tuple[tuple[str, str], ...]:
        units = FIELDS[role.field].units if role.field else ()
        if not units:
            return ()
        tr = self._translator.tr
        return (("", tr("Which unit?")), *((one, tr(UNIT_LABEL[one])) for one in units))

    def _marks(self, question: str) -> tuple[tuple[str, str], ...]:
        """The two readings of a figure, each with what it comes to."""
        if not question:
            return ()
        digits = "".join(sign for sign in question if sign.isdigit() or sign in ",.")
        mark = "." if "." in digits else ","
        whole, part = digits.replace(mark, ""), digits.replace(mark, ".")
        other = "," if mark == "." else "."
        plain, tr = self._translator.plain, self._translator.tr
        readings = ((other, float(whole)), (mark, float(part)))
        ask = tr("{text} is …?", text=digits)
        return (
            ("", ask),
            *((key, tr("{text} is {value}", text=digits, value=plain(value))) for key, value in readings),
        )

    def choose(self, column: int, field: str) -> None:
        """Say what a column holds; another column that held it holds nothing then."""
        kept = {at: role for at, role in self._mapping.items() if at != column and role.field != field}
        if field:
            before = self._mapping.get(column)
            unit = before.unit if before and before.unit in FIELDS[field].units else default_unit(field)
            kept[column] = ColumnRole(field, unit)
        self._remap(kept)

    def choose_unit(self, column: int, unit: str) -> None:
        """Say in which unit the figures of a column are."""
        if column in self._mapping:
            self._remap({**self._mapping, column: replace(self._mapping[column], unit=unit)})

    def choose_mark(self, column: int, mark: str) -> None:
        """Say which mark is the decimal one in a column."""
        if column in self._mapping:
            self._mapping[column] = replace(self._mapping[column], mark=mark)
            self._plan = None
            self.columns_changed.emit(self.columns())

    def _remap(self, mapping: dict[int, ColumnRole]) -> None:
        self._mapping = self._source.settled(mapping) if self._source else mapping
        self._plan = None
        self.columns_changed.emit(self.columns())

    def hint(self) -> str:
        """What must be said before the list can be checked; empty when nothing must."""
        tr = self._translator.tr
        if self._source is None or "title" not in {role.field for role in self._mapping.values()}:
            return tr("Say which column names the measures.")
        asked = (
            (self._source.without_carrier, N_("Which energy is it in {columns}? Choose it for the column.")),
            (self._source.without_unit, N_("Which unit are the figures in, in {columns}?")),
            (self._source.without_mark, N_("Which is the decimal mark in {columns}?")),
        )
        for find, question in asked:
            places = find(self._mapping)
            if places:
                names = ", ".join(line.heading for line in self.columns() if line.at in places)
                return tr(question, columns=names)
        return ""

    # -- what it would change -------------------------------------------------------------------------------------
    def check(self) -> None:
        """Compare the list with what is in the visit."""
        source, mapping, visit_id, session = self._source, dict(self._mapping), self.visit_id, self._session
        if source is None:
            return

        def work(progress: Progress) -> MeasurePlan:
            planned = session.measure_imports.plan
            return planned(visit_id, source, mapping, progress=progress, cancelled=progress.cancelled)

        words = self._translator.tr("Checking {file}", file=source.name)
        self.begin(self._tasks.run(work, label=words, **self.answers(self._planned)))

    def _planned(self, plan: MeasurePlan) -> None:
        self._plan, self._included, self._left = plan, set(), set()
        self._state = None
        self.plan_changed.emit(plan)
        self.rows_changed.emit(self.rows())
        self.chosen_changed.emit(self.chosen_line())
        self._go(Step.CHECK)

    def filters(self) -> tuple[tuple[str, str], ...]:
        """The kinds of rows to look at, each with how many there are; kinds without a row are not named."""
        if self._plan is None:
            return ()
        tr, number = self._translator.tr, self._translator.number
        every = ("", f"{tr('All')} {number(len(self._plan.rows))}")
        counts = ((state, count) for state, count in self._plan.counts.items() if count)
        return (every, *((str(one), f"{tr(STATE_LABEL[one])} {number(count)}") for one, count in counts))

    def show(self, state: str) -> None:
        """Show the rows of one kind; the empty text is all."""
        self._state = MeasureRowState(state) if state else None
        self.rows_changed.emit(self.rows())

    @property
    def shown_state(self) -> str:
        """The kind of rows that is shown."""
        return str(self._state) if self._state else ""

    def rows(self) -> tuple[PlannedMeasure, ...]:
        """The rows of the kind that is shown."""
        if self._plan is None:
            return ()
        return self._plan.of_state(self._state) if self._state else self._plan.rows

    def state_words(self, row: PlannedMeasure) -> str:
        """What would become of a row, in a word or two."""
        if row.row in self._left:
            return self._translator.tr("Left out")
        if row.row in self._included:
            return self._translator.tr("Taken all the same")
        return self._translator.tr(STATE_LABEL[row.state])

    def is_open_choice(self, row: PlannedMeasure) -> bool:
        """Whether the person may take this row or leave it."""
        return row.is_taken or (row.state is MeasureRowState.DOUBTFUL and row.includable)

    def is_taken(self, row: PlannedMeasure) -> bool:
        """Whether the import would take this row."""
        return (row.is_taken and row.row not in self._left) or row.row in self._included

    def take(self, row: PlannedMeasure, *, wanted: bool) -> None:
        """Take a row, or leave it out."""
        if not self.is_open_choice(row):
            return
        marked, add = (self._left, not wanted) if row.is_taken else (self._included, wanted)
        (marked.add if add else marked.discard)(row.row)
        self.chosen_changed.emit(self.chosen_line())

    @property
    def taken(self) -> int:
        """How many rows the import would take."""
        return sum(map(self.is_taken, self._plan.rows)) if self._plan else 0

    def chosen_line(self) -> str:
        """The words on the button that imports."""
        return self._translator.tn("Import {count} measure", "Import {count} measures", self.taken)

    # -- the import -----------------------------------------------------------------------------------------------
    def take_in(self) -> None:
        """Save everything that is chosen, or nothing."""
        plan, included, left, session = self._plan, frozenset(self._included), frozenset(self._left), self._session
        if plan is None or not self.taken:
            return

        def work(progress: Progress) -> Changes:
            apply = session.measure_imports.apply
            return apply(plan, include=included, leave_out=left, progress=progress, cancelled=progress.cancelled)

        words = self._translator.tr("Importing measures")
        self.begin(self._tasks.run(work, label=words, **self.answers(self._taken_in)))

    def _taken_in(self, changes: Changes) -> None:
        count = sum(kind == "measure" for kind, _ in changes.records)
        headline = self._translator.tn("{count} measure was imported", "{count} measures were imported", count)
        self.finished.emit(Result(headline, tuple(self._left_out())))
        self._plan = None
        self._go(Step.DONE)

    def _left_out(self) -> list[str]:
        tn, lines = self._translator.tn, [self._translator.tr("One undo in the visit takes all of it back.")]
        rows = self._plan.rows if self._plan else ()
        left = sum(self.is_open_choice(row) and not self.is_taken(row) for row in rows)
        broken = sum(row.state is MeasureRowState.BROKEN for row in rows)
        if left:
            lines.append(tn("{count} row was left out.", "{count} rows were left out.", left))
        if broken:
            lines.append(tn("{count} row could not be read.", "{count} rows could not be read.", broken))
        return lines

    # -- moving ---------------------------------------------------------------------------------------------------
    def go(self, step: str) -> None:
        """Go to a step that has been reached; where it has not, stay."""
        has_columns = self._source is not None and not self._source.is_own
        reached = {
            Step.FILE: True,
            Step.COLUMNS: has_columns and self.step is not Step.DONE,
            Step.CHECK: self._plan is not None,
            Step.DONE: self.step is Step.DONE,
        }
        self._go(Step(step) if reached[Step(step)] and not self.is_busy else self.step)

    def back(self) -> None:
        """Go back from the check: to the columns, or of our own list to the choice of a file."""
        self.go(Step.COLUMNS if self._source is not None and not self._source.is_own else Step.FILE)

    def _go(self, step: Step) -> None:
        self.step = step
        self.step_changed.emit(step)
