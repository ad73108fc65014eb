"""What a company list would change here: the values of a plan that a person reads before anything is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ambassador_app.domain.place import Address, Industry
from ambassador_app.exchange.companies import CompanyList
from ambassador_app.exchange.company_columns import FIELD_LABEL, ColumnMapping, CompanyField
from ambassador_app.exchange.company_facts import ImportedCompany
from ambassador_app.exchange.row_remarks import Remark, RowFault
from ambassador_app.i18n import N_

__all__ = [
    "CHANGED_FIELD",
    "FIELD_LABEL",
    "STATE_LABEL",
    "ColumnMapping",
    "CompanyField",
    "CompanyList",
    "FieldChange",
    "ImportPlan",
    "PlannedRow",
    "Remark",
    "RowState",
    "changes_between",
]


class RowState(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


STATE_LABEL: Final[Mapping[RowState, str]] = {
    RowState.NEW: N_("New"),
    RowState.CHANGED: N_("Changed"),
    RowState.UNCHANGED: N_("Unchanged"),
    RowState.DOUBTFUL: N_("Doubtful"),
    RowState.BROKEN: N_("Not readable"),
}

CHANGED_FIELD: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "cvr": N_("CVR number"),
    "p_number": N_("P-number"),
    "chr_number": N_("CHR number"),
    "street": N_("Street"),
    "postcode": N_("Postcode"),
    "city": N_("Town"),
    "municipality_code": N_("Municipality code"),
    "dar_id": N_("DAR address id"),
    "industry": N_("Industry"),
    "scheme": N_("Industry code list"),
    "legal_form": N_("Legal form"),
    "status": N_("Status"),
    "employees": N_("Employees"),
    "advertising_protected": N_("Protected from advertising"),
    "ended": N_("Ceased"),
    "organisation_id": N_("Company"),
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that a row would change: `of` is "organisation" or "site", `field` a key of CHANGED_FIELD."""

    of: str
    field: str
    old: str | bool
    new: str | bool


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the list and what would become of it.

    A doubtful row is only taken when the person includes it, and never if it is not `includable`. `column` is
    the column that a broken row breaks at, if it is known.
    """

    row: int
    state: RowState
    name: str = ""
    cvr: str = ""
    p_number: str = ""
    address: str = ""
    advertising_protected: bool = False
    changes: tuple[FieldChange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    column: str = ""
    includable: bool = True


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: every row in the order of the file, and what they were read from. Nothing is saved."""

    source: CompanyList
    mapping: ColumnMapping
    companies: tuple[ImportedCompany, ...]
    faults: tuple[RowFault, ...]
    rows: tuple[PlannedRow, ...]

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many rows there are of each state; all states are named."""
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in RowState}

    @property
    def has_work(self) -> bool:
        """Whether importing would save anything without including doubtful rows."""
        return bool(self.counts[RowState.NEW] or self.counts[RowState.CHANGED])

    def of_state(self, state: RowState) -> tuple[PlannedRow, ...]:
        """The rows of one state."""
        return tuple(row for row in self.rows if row.state is state)


def changes_between(of: str, old: object, new: object, fields: tuple[str, ...]) -> tuple[FieldChange, ...]:
    """Name the fields of `fields` that differ, addresses and industries by their parts."""
    found: list[FieldChange] = []
    for name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if isinstance(before, Address):
            found += changes_between(of, before, after, _ADDRESS_PARTS)
        elif isinstance(before, Industry):
            found += _industry_change(of, before, after)
        else:
            found.append(FieldChange(of, name, _plain(before), _plain(after)))
    return tuple(found)


_ADDRESS_PARTS: Final = ("street", "postcode", "city", "municipality_code", "dar_id")


def _industry_change(of: str, before: Industry, after: Industry) -> list[FieldChange]:
    if before.shown == after.shown:
        return [FieldChange(of, "scheme", before.scheme, after.scheme)]
    return [FieldChange(of, "industry", before.shown, after.shown)]


def _plain(value: object) -> str | bool:
    return value if isinstance(value, bool) else str(value or "")
