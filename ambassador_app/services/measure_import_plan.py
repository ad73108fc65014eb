"""What a list of measures would change in a visit: the values of a plan that is read before anything is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.exchange.measure_columns import (
    ProposalTable,
    default_unit,
    question_of,
    roles_from,
    settled_marks,
    without_carrier,
    without_unit,
)
from ambassador_app.exchange.measure_fields import FIELDS, UNIT_LABEL, ColumnRole, MeasureField, Roles
from ambassador_app.exchange.row_remarks import Remark
from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    from ambassador_app.exchange.own_measures import OwnFile

__all__ = [
    "FIELDS",
    "STATE_LABEL",
    "UNIT_LABEL",
    "ColumnRole",
    "Difference",
    "FieldChange",
    "MeasureField",
    "MeasurePlan",
    "MeasureRowState",
    "MeasureSource",
    "PlannedMeasure",
    "Remark",
    "Roles",
    "SourceColumn",
    "default_unit",
    "roles_from",
]

_SAMPLES: Final = 4


class MeasureRowState(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    SKIPPED = "skipped"
    BROKEN = "broken"


STATE_LABEL: Final[Mapping[MeasureRowState, str]] = {
    MeasureRowState.NEW: N_("New"),
    MeasureRowState.CHANGED: N_("Changed"),
    MeasureRowState.UNCHANGED: N_("Unchanged"),
    MeasureRowState.DOUBTFUL: N_("Doubtful"),
    MeasureRowState.SKIPPED: N_("Not a measure"),
    MeasureRowState.BROKEN: N_("Not readable"),
}


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column of the list. `question` is a figure in it that can be read in two ways, if there is one."""

    at: int
    heading: str
    samples: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class MeasureSource:
    """A file that was opened. Our own has nothing to map: `own` holds it then, and `table` is None."""

    name: str
    table: ProposalTable | None
    mapping: Roles
    tables: tuple[ProposalTable, ...] = ()
    own: OwnFile | None = None

    @property
    def is_own(self) -> bool:
        """Whether Ambassador wrote it."""
        return self.own is not None

    @property
    def sheet(self) -> str:
        """The sheet that is read."""
        return self.table.sheet if self.table else ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that can be read, the likeliest first."""
        return tuple(one.sheet for one in self.tables)

    @property
    def rows(self) -> int:
        """How many rows there are below the heading."""
        return len(self.own.rows) if self.own else len(self.table.rows) if self.table else 0

    def columns(self, mapping: Roles) -> tuple[SourceColumn, ...]:
        """The columns of the sheet, with some of their values, for a mapping."""
        table = self.table
        if table is None:
            return ()
        return tuple(
            SourceColumn(
                at,
                heading,
                tuple(_shown(cell) for cell in table.column(at)[:_SAMPLES]),
                question_of(table, at, mapping.get(at)),
            )
            for at, heading in enumerate(table.header)
        )

    def settled(self, mapping: Roles) -> dict[int, ColumnRole]:
        """Fill in the decimal marks that the file settles, after a mapping was changed."""
        return settled_marks(self.table, mapping) if self.table else dict(mapping)

    def without_unit(self, mapping: Roles) -> tuple[int, ...]:
        """The columns whose unit must be said."""
        return without_unit(mapping)

    def without_mark(self, mapping: Roles) -> tuple[int, ...]:
        """The columns that hold figures which can be read in two ways, until their decimal mark is said."""
        table = self.table
        if table is None:
            return ()
        return tuple(at for at, role in mapping.items() if not role.mark and question_of(table, at, role))

    def without_carrier(self, mapping: Roles) -> tuple[int, ...]:
        """The columns of energy of which it must be said which energy it is."""
        return without_carrier(mapping)


def _shown(cell: object) -> str:
    return f"{cell:.10g}".replace(".", ",") if isinstance(cell, float) else " ".join(str(cell).split())


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a row would change; `old` and `new` are ready to be said."""

    field: str
    label: Message
    old: Message
    new: Message


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the file beside the one that is computed here."""

    label: Message
    told: Message
    ours: Message


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One row and what would become of it. `measure` is the measure as it would be, with its figures."""

    row: int
    state: MeasureRowState
    title: str = ""
    measure: Measure | None = None
    changes: tuple[FieldChange, ...] = ()
    differences: tuple[Difference, ...] = ()
    remarks: tuple[Remark, ...] = ()
    column: str = ""
    includable: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the row is taken unless the person leaves it out."""
        return self.state in (MeasureRowState.NEW, MeasureRowState.CHANGED)


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """A dry run: every row in the order of the file. Nothing is saved."""

    visit_id: VisitId
    source: MeasureSource
    mapping: Roles
    rows: tuple[PlannedMeasure, ...]
    notes: tuple[Message, ...] = ()
    """What there is to say of the list as a whole."""

    @property
    def counts(self) -> Mapping[MeasureRowState, int]:
        """How many rows there are of each state; all states are named."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in MeasureRowState}

    @property
    def has_work(self) -> bool:
        """Whether importing would save anything without including doubtful rows."""
        return any(row.is_taken for row in self.rows)

    def of_state(self, state: MeasureRowState) -> tuple[PlannedMeasure, ...]:
        """The rows of one state."""
        return tuple(row for row in self.rows if row.state is state)
