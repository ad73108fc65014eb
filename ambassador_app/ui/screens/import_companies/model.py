"""Takes a company list in, step by step: what was read, what its columns hold, what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.i18n import N_, Translator
from ambassador_app.services import Session
from ambassador_app.services.import_plan import (
    CHANGED_FIELD,
    FIELD_LABEL,
    STATE_LABEL,
    CompanyField,
    CompanyList,
    FieldChange,
    ImportPlan,
    PlannedRow,
    RowState,
)
from ambassador_app.ui.importing import ImportJobs
from ambassador_app.ui.tasks import Progress, Tasks

_NOTHING: Final = "\N{EN DASH}"
_SHOWN_COLUMNS: Final = 60
_SHOWN_VALUES: Final = 4


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
    """One column of the list: its heading, some of its values, and the field it holds (empty for none)."""

    at: int
    heading: str
    values: str
    field: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an import, in sentences."""

    headline: str
    details: tuple[str, ...]


class ImportModel(ImportJobs):
    """One list on its way in. Nothing is saved before `take_in`, and then all of it or nothing."""

    step_changed = Signal(object)
    columns_changed = Signal(object)
    plan_changed = Signal(object)
    rows_changed = Signal(object)
    chosen_changed = Signal(object)
    finished = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(translator, parent)
        self._imports = session.company_imports
        self._tasks = tasks
        self._source: CompanyList | None = None
        self._mapping: dict[CompanyField, int] = {}
        self._plan: ImportPlan | None = None
        self._state: RowState | None = None
        self._included: set[int] = set()
        self.step = Step.FILE

    # -- the file -------------------------------------------------------------------------------------------------
    def read(self, file: Path) -> None:
        """Open a list; then its columns are shown, or for CVR's own JSON what it would change."""
        if self.is_busy:
            return
        words = self._translator.tr("Reading {file}", file=file.name)
        opened = self._imports.open

        def work(progress: Progress) -> CompanyList:
            return opened(file, progress=progress, cancelled=progress.cancelled)

        self.begin(self._tasks.run_aside(work, label=words, **self.answers(self._opened)))

    def _opened(self, source: CompanyList) -> None:
        self._source, self._mapping, self._plan = source, dict(source.mapping), None
        if source.table is None:
            self.check()
            return
        self.columns_changed.emit(self.columns())
        self._go(Step.COLUMNS)

    @property
    def file_line(self) -> str:
        """The list in one line: its name and how many rows it has."""
        if self._source is None or self._source.table is None:
            return self._source.name if self._source else ""
        rows = self._translator.tn("{count} row", "{count} rows", len(self._source.table.rows))
        return " · ".join(part for part in (self._source.name, self._source.table.sheet, rows) if part)

    # -- its columns ----------------------------------------------------------------------------------------------
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a column may hold: key and words, beginning with nothing."""
        return (("", self._translator.tr("Leave out")), *((str(one), self._label(one)) for one in CompanyField))

    def columns(self) -> tuple[ColumnLine, ...]:
        """The columns with what is chosen for each."""
        table = self._source.table if self._source else None
        if table is None:
            return ()
        chosen = {at: str(field) for field, at in self._mapping.items()}
        sample = table.sample(_SHOWN_VALUES)
        return tuple(
            ColumnLine(
                at,
                heading or self._translator.tr("Column {number}", number=at + 1),
                " · ".join(row.cells[at] for row in sample if at < len(row.cells) and row.cells[at]),
                chosen.get(at, ""),
            )
            for at, heading in enumerate(table.header[:_SHOWN_COLUMNS])
        )

    def choose(self, column: int, field: str) -> None:
        """Say what a column holds; another column that held it holds nothing then."""
        self._mapping = {one: at for one, at in self._mapping.items() if at != column}
        if field:
            self._mapping[CompanyField(field)] = column
        self._plan = None
        self.columns_changed.emit(self.columns())

    @property
    def is_usable(self) -> bool:
        """Whether the columns tell which company a row is about."""
        return bool({CompanyField.NAME, CompanyField.SITE_NAME} & set(self._mapping))

    # -- what it would change -------------------------------------------------------------------------------------
    def check(self) -> None:
        """Compare the list with what is here."""
        source, mapping = self._source, dict(self._mapping)
        if source is None:
            return
        planned = self._imports.plan

        def work(progress: Progress) -> ImportPlan:
            return planned(source, mapping, progress=progress, cancelled=progress.cancelled)

        words = self._translator.tr("Checking {file}", file=source.name)
        self.begin(self._tasks.run(work, label=words, **self.answers(self._planned)))

    def _planned(self, plan: ImportPlan) -> None:
        self._plan, self._included = plan, set()
        order = (RowState.DOUBTFUL, RowState.BROKEN)
        self._state = next((one for one in order if plan.counts[one] and not plan.has_work), None)
        self.plan_changed.emit(plan)
        self.rows_changed.emit(self.rows())
        self.chosen_changed.emit(self.chosen_line())
        self._go(Step.CHECK)

    def filters(self) -> tuple[tuple[str, str], ...]:
        """The kinds of rows to look at, each with how many there are."""
        if self._plan is None:
            return ()
        tr, number = self._translator.tr, self._translator.number
        words = tr("All")
        every = ("", f"{words} {number(len(self._plan.rows))}")
        states = ((str(one), f"{tr(STATE_LABEL[one])} {number(count)}") for one, count in self._plan.counts.items())
        return (every, *states)

    def show(self, state: str) -> None:
        """Show the rows of one kind; the empty text is all."""
        self._state = RowState(state) if state else None
        self.rows_changed.emit(self.rows())

    @property
    def shown_state(self) -> str:
        """The kind of rows that is shown."""
        return str(self._state) if self._state else ""

    def rows(self) -> tuple[PlannedRow, ...]:
        """The rows of the kind that is shown."""
        if self._plan is None:
            return ()
        return self._plan.of_state(self._state) if self._state else self._plan.rows

    def state_words(self, row: PlannedRow) -> str:
        """What would become of a row, in a word or two."""
        if row.row in self._included and row.state is RowState.DOUBTFUL:
            return self._translator.tr("Taken all the same")
        return self._translator.tr(STATE_LABEL[row.state])

    def remark_line(self, row: PlannedRow) -> str:
        """What there is to say of a row, on one line."""
        return " ".join((*self.remarks(row), *self.changes(row)))

    def remarks(self, row: PlannedRow) -> tuple[str, ...]:
        """What was noticed about a row."""
        column = f"{row.column}: " if row.column else ""
        return tuple(column + self._translator.say(one.text) for one in row.remarks)

    def changes(self, row: PlannedRow) -> tuple[str, ...]:
        """What a row would change, a line a field."""
        return tuple(self._change(one) for one in row.changes)

    def is_open_question(self, row: PlannedRow) -> bool:
        """Whether the person may take this row or leave it."""
        return row.state is RowState.DOUBTFUL and row.includable

    def is_included(self, row: PlannedRow) -> bool:
        """Whether a doubtful row is taken all the same."""
        return row.row in self._included

    def include(self, row: PlannedRow, *, wanted: bool) -> None:
        """Take a doubtful row all the same, or not."""
        if self.is_open_question(row):
            (self._included.add if wanted else self._included.discard)(row.row)
            self.chosen_changed.emit(self.chosen_line())

    def include_all(self, *, wanted: bool) -> None:
        """Take every doubtful row that can be taken, or none."""
        doubtful = self._plan.of_state(RowState.DOUBTFUL) if self._plan else ()
        self._included = {row.row for row in doubtful if row.includable} if wanted else set()
        self.chosen_changed.emit(self.chosen_line())

    @property
    def can_include(self) -> bool:
        """Whether there is a doubtful row that may be taken."""
        return self._plan is not None and any(map(self.is_open_question, self._plan.rows))

    @property
    def taken(self) -> int:
        """How many rows the import would take."""
        if self._plan is None:
            return 0
        return sum(
            row.state in (RowState.NEW, RowState.CHANGED) or row.row in self._included for row in self._plan.rows
        )

    def chosen_line(self) -> str:
        """The words on the button that imports."""
        return self._translator.tn("Import {count} row", "Import {count} rows", self.taken)

    # -- the import -----------------------------------------------------------------------------------------------
    def take_in(self) -> None:
        """Save everything that is chosen, or nothing."""
        plan, included = self._plan, frozenset(self._included)
        if plan is None or not self.taken:
            return
        apply = self._imports.apply

        def work(progress: Progress) -> Changes:
            return apply(plan, include_doubtful=included, progress=progress, cancelled=progress.cancelled)

        words = self._translator.tr("Importing companies")
        self.begin(self._tasks.run(work, label=words, **self.answers(self._taken_in)))

    def _taken_in(self, changes: Changes) -> None:
        kinds = [kind for kind, _ in changes.records]
        tn = self._translator.tn
        sites = tn("{count} site was saved", "{count} sites were saved", kinds.count("site"))
        self.finished.emit(Result(sites, tuple(self._left_out(kinds.count("organisation")))))
        self._plan = None
        self._go(Step.DONE)

    def _left_out(self, organisations: int) -> list[str]:
        tn, plan = self._translator.tn, self._plan
        lines = [tn("{count} company was new or changed.", "{count} companies were new or changed.", organisations)]
        if plan is not None:
            unsure = sum(row.row not in self._included for row in plan.of_state(RowState.DOUBTFUL))
            broken = plan.counts[RowState.BROKEN]
            if unsure:
                lines.append(tn("{count} doubtful row was left out.", "{count} doubtful rows were left out.", unsure))
            if broken:
                lines.append(tn("{count} row could not be read.", "{count} rows could not be read.", broken))
        return lines

    # -- moving ---------------------------------------------------------------------------------------------------
    def go(self, step: str) -> None:
        """Go to a step that has been reached; where it has not, stay."""
        reached = {
            Step.FILE: True,
            Step.COLUMNS: self._source is not None and self._source.table is not None and self.step is not Step.DONE,
            Step.CHECK: self._plan is not None,
            Step.DONE: self.step is Step.DONE,
        }
        self._go(Step(step) if reached[Step(step)] and not self.is_busy else self.step)

    def _go(self, step: Step) -> None:
        self.step = step
        self.step_changed.emit(step)

    # -- words ----------------------------------------------------------------------------------------------------
    def _label(self, field: CompanyField) -> str:
        return self._translator.tr(FIELD_LABEL[field])

    def _change(self, change: FieldChange) -> str:
        return self._translator.tr(
            "{field}: {old} → {new}",
            field=self._translator.tr(CHANGED_FIELD[change.field]),
            old=self._value(change.old),
            new=self._value(change.new),
        )

    def _value(self, value: str | bool) -> str:
        if isinstance(value, bool):
            return self._translator.tr("yes") if value else self._translator.tr("no")
        return value or _NOTHING
