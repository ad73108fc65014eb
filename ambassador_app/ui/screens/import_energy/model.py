"""Takes a meter file in, step by step: what was read, what its columns hold, what would be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.quantities import Carrier
from ambassador_app.i18n import N_, Translator
from ambassador_app.services import Session
from ambassador_app.services.energy_imports import (
    FIELD_LABEL,
    WORTH_LABEL,
    EnergyPlan,
    MeterFile,
    PlannedPeriod,
    PlannedYear,
    ReadingField,
    ReadingMapping,
    Worth,
    remarks_of,
    with_columns,
    year_remarks,
)
from ambassador_app.ui.importing import ImportJobs
from ambassador_app.ui.tasks import Progress, Tasks
from ambassador_app.wording import LABEL

_SHOWN_COLUMNS: Final = 40
_SHOWN_VALUES: Final = 4
_SHOWN_FAULTS: Final = 5


class Step(StrEnum):
    """Where one is."""

    FILE = "file"
    COLUMNS = "columns"
    CHECK = "check"
    DONE = "done"


STEP_LABEL: Final = {
    Step.FILE: N_("Choose a file"),
    Step.COLUMNS: N_("Columns"),
    Step.CHECK: N_("Check"),
    Step.DONE: N_("Result"),
}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file: its heading, some of its values, and the field it holds (empty for none)."""

    at: int
    heading: str
    values: str
    field: str


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One month of the check: which year it belongs to, and its words."""

    year: PlannedYear
    period: PlannedPeriod
    when: str
    kwh: str
    now: str
    state: str
    remark: str


class ImportModel(ImportJobs):
    """One meter file on its way in. Nothing is kept before `take_in`, and then all of it or nothing."""

    step_changed = Signal(object)
    columns_changed = Signal(object)
    plan_changed = Signal(object)
    chosen_changed = Signal()
    finished = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, site_id: str, visit_id: str) -> None:
        super().__init__(translator)
        self._imports = session.energy_imports
        self._tasks = tasks
        self.translator = translator
        self.site_id, self.visit_id = SiteId(site_id), visit_id
        self.source: MeterFile | None = None
        self.mapping: ReadingMapping | None = None
        self.plan: EnergyPlan | None = None
        self.partial = False
        self._left_out: set[tuple[str, str, int]] = set()
        self.step = Step.FILE

    # -- the file -------------------------------------------------------------------------------------------------
    def read(self, file: Path) -> None:
        """Open a file; then its columns are shown."""
        if self.is_busy:
            return
        words = self.translator.tr("Reading {file}", file=file.name)
        opened = self._imports.open

        def work(progress: Progress) -> MeterFile:
            return opened(file, progress=progress, cancelled=progress.cancelled)

        self.begin(self._tasks.run_aside(work, label=words, **self.answers(self._opened)))

    def _opened(self, source: MeterFile) -> None:
        self.source, self.mapping, self.plan = source, source.mapping, None
        self.columns_changed.emit(self.columns())
        self._go(Step.COLUMNS)

    @property
    def file_line(self) -> str:
        """The file in one line: its name and how many rows it has."""
        if self.source is None:
            return ""
        rows = self.translator.tn("{count} row", "{count} rows", len(self.source.table.rows))
        return " · ".join(part for part in (self.source.name, self.source.table.sheet, rows) if part)

    # -- its columns ----------------------------------------------------------------------------------------------
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a column may hold: key and words, beginning with nothing."""
        tr = self.translator.tr
        return (("", tr("Leave out")), *((str(one), tr(words)) for one, words in FIELD_LABEL.items()))

    def columns(self) -> tuple[ColumnLine, ...]:
        """The columns with what is chosen for each."""
        if self.source is None or self.mapping is None:
            return ()
        chosen = {at: str(field) for field, at in self.mapping.columns.items()}
        sample = self.source.table.sample(_SHOWN_VALUES)
        return tuple(
            ColumnLine(
                at,
                heading or self.translator.tr("Column {number}", number=at + 1),
                " · ".join(row.cells[at] for row in sample if at < len(row.cells) and row.cells[at]),
                chosen.get(at, ""),
            )
            for at, heading in enumerate(self.source.table.header[:_SHOWN_COLUMNS])
        )

    def choose(self, column: int, field: str) -> None:
        """Say what a column holds; another column that held it holds nothing then."""
        if self.source is None or self.mapping is None:
            return
        columns = {one: at for one, at in self.mapping.columns.items() if at != column}
        if field:
            columns[ReadingField(field)] = column
        self._changed(with_columns(self.source.table, self.mapping, columns))

    def say_carrier(self, carrier: object) -> None:
        """Say which energy it is."""
        if self.mapping is not None and isinstance(carrier, str):
            self._changed(replace(self.mapping, carrier=Carrier(carrier)))

    def say_unit(self, unit: object) -> None:
        """Say which unit the amounts are in."""
        if self.mapping is not None and isinstance(unit, str):
            self._changed(replace(self.mapping, unit=unit))

    def say_decimal(self, mark: object) -> None:
        """Say which mark is the decimal one."""
        if self.mapping is not None and isinstance(mark, str):
            self._changed(replace(self.mapping, decimal=mark))

    def say_kwh(self, kwh: float | None) -> None:
        """Say the supplier's own kWh in one unit."""
        if self.mapping is not None:
            self._changed(replace(self.mapping, kwh_per_unit=kwh))

    def _changed(self, mapping: ReadingMapping) -> None:
        self.mapping, self.plan = mapping, None
        self.columns_changed.emit(self.columns())

    def has(self, field: ReadingField) -> bool:
        """Whether a column holds it."""
        return self.mapping is not None and field in self.mapping.columns

    def missing(self) -> str:
        """What is still to be said before the file can be checked; empty when nothing is."""
        found = self.mapping
        if found is None:
            return ""
        asked = (
            (
                any(map(self.has, (ReadingField.START, ReadingField.END, ReadingField.YEAR))),
                N_("Say which column holds the date."),
            ),
            (
                any(map(self.has, (ReadingField.AMOUNT, ReadingField.REGISTER))),
                N_("Say which column holds the energy used, or the readings of the register."),
            ),
            (found.carrier is not None or self.has(ReadingField.CARRIER), N_("Say which energy it is.")),
            (bool(found.unit) or self.has(ReadingField.UNIT), N_("Say which unit the amounts are in.")),
            (
                not found.needs_decimal,
                N_("The amounts can be read in two ways. Say which mark is the decimal one."),
            ),
        )
        return next((self.translator.tr(words) for is_said, words in asked if not is_said), "")

    # -- what would be kept ---------------------------------------------------------------------------------------
    def check(self) -> None:
        """Compare the file with the account."""
        source, mapping, site_id = self.source, self.mapping, self.site_id
        if source is None or mapping is None or self.is_busy:
            return
        planned = self._imports.plan

        def work(progress: Progress) -> EnergyPlan:
            return planned(site_id, source, mapping, progress=progress, cancelled=progress.cancelled)

        words = self.translator.tr("Checking {file}", file=source.name)
        self.begin(self._tasks.run_aside(work, label=words, **self.answers(self._planned)))

    def _planned(self, plan: EnergyPlan) -> None:
        self.plan, self.partial, self._left_out = plan, False, set()
        self.plan_changed.emit(plan)
        self.chosen_changed.emit()
        self._go(Step.CHECK)

    def year_name(self, year: PlannedYear) -> str:
        """Name a year of the check: energy, meter, year and what the file has of it."""
        words = self.translator
        short = f"…{year.meter[-4:]}" if len(year.meter) > 10 else year.meter
        meter = words.tr("meter {number}", number=short) if year.meter else ""
        kwh = words.quantity(year.kwh, "kWh", 0)
        return " · ".join(part for part in (words.tr(LABEL[year.carrier]), meter, str(year.year), kwh) if part)

    def lines(self) -> tuple[PeriodLine, ...]:
        """Every month that was found, in words."""
        years = self.plan.years if self.plan is not None else ()
        return tuple(self._line(year, one) for year in years for one in year.periods)

    def _line(self, year: PlannedYear, one: PlannedPeriod) -> PeriodLine:
        words, reading = self.translator, one.reading
        month = words.month(reading.month) if reading.month else words.tr("Whole year")
        taken = year.key not in self._left_out and (self.partial or one.worth is not Worth.PARTIAL)
        return PeriodLine(
            year,
            one,
            f"{words.tr(LABEL[year.carrier])}, {month} {year.year}",
            words.quantity(one.kwh, "kWh", 0),
            words.quantity(one.old_kwh, "kWh", 0) if one.old_kwh is not None else "\N{EN DASH}",
            words.tr(WORTH_LABEL[one.worth]) if taken else words.tr("Left out"),
            self._remark(one),
        )

    def _remark(self, one: PlannedPeriod) -> str:
        words, found = self.translator, []
        unit = one.reading.series.unit
        if unit != "kWh":
            found.append(words.quantity(one.reading.amount, unit.replace("m3", "m³"), 1))
        if one.reading.missing_hours >= 1:
            found.append(words.tr("{hours} hours missing", hours=round(one.reading.missing_hours)))
        if one.reading.is_spread:
            found.append(words.tr("spread evenly over days"))
        return ", ".join(found)

    def remarks(self) -> tuple[str, ...]:
        """What there is to know of the file as a whole, and of years that have a figure already."""
        if self.plan is None:
            return ()
        say = self.translator.say
        found = [
            f"{self.translator.tr(LABEL[year.carrier])} {year.year}: {say(one)}"
            for year in self.plan.years
            if self.is_taken(year)
            for one in year_remarks(year, partial=self.partial)
        ]
        found += [say(one) for one in remarks_of(self.plan)]
        for fault in self.plan.report.faults[:_SHOWN_FAULTS]:
            row = self.translator.tr("Row {number}: {reason}", number=fault.row, reason=say(fault.reason))
            found.append(row)
        return tuple(found)

    def take_year(self, year: PlannedYear, *, wanted: bool) -> None:
        """Take a year, or leave it out."""
        (self._left_out.discard if wanted else self._left_out.add)(year.key)
        self.chosen_changed.emit()

    def take_partial(self, *, wanted: bool) -> None:
        """Take months with too few hours too, or not."""
        self.partial = wanted
        self.chosen_changed.emit()

    def is_taken(self, year: PlannedYear) -> bool:
        """Whether a year is taken."""
        return year.key not in self._left_out

    @property
    def taken(self) -> int:
        """How many months would be kept."""
        years = self.plan.years if self.plan is not None else ()
        return sum(len(year.taken(partial=self.partial)) for year in years if self.is_taken(year))

    # -- the import -----------------------------------------------------------------------------------------------
    def take_in(self) -> None:
        """Keep everything that is chosen, or nothing."""
        plan, left_out, partial, visit_id = self.plan, frozenset(self._left_out), self.partial, self.visit_id
        if plan is None or not self.taken or self.is_busy:
            return
        apply = self._imports.apply

        def work() -> Changes:
            return apply(plan, leave_out=left_out, partial=partial, visit_id=visit_id)

        words = self.translator.tr("Importing energy use")
        self.begin(self._tasks.run(work, label=words, **self.answers(self._taken_in)))

    def _taken_in(self, _changes: Changes) -> None:
        self.finished.emit(self.translator.tn("{count} month was kept", "{count} months were kept", self.taken))
        self.plan = None
        self._go(Step.DONE)

    # -- moving ---------------------------------------------------------------------------------------------------
    def go(self, step: str) -> None:
        """Go to a step that has been reached; where it has not, stay."""
        reached = {
            Step.FILE: True,
            Step.COLUMNS: self.source is not None and self.step is not Step.DONE,
            Step.CHECK: self.plan is not None,
            Step.DONE: self.step is Step.DONE,
        }
        self._go(Step(step) if reached[Step(step)] and not self.is_busy else self.step)

    def _go(self, step: Step) -> None:
        self.step = step
        self.step_changed.emit(step)
