"""Company lists into the database: open, map columns, dry run, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.errors import FileNotRead, FileTooLarge, JobCancelled
from ambassador_app.exchange.companies import CompanyList, companies_in, open_list
from ambassador_app.exchange.company_columns import ColumnMapping, mapping_from
from ambassador_app.exchange.company_facts import ImportedCompany
from ambassador_app.exchange.row_remarks import Remark, RowFault
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.import_matching import Decision, decide_all
from ambassador_app.services.import_plan import ImportPlan, PlannedRow, RowState

__all__ = ["CompanyImports", "ImportPlan", "PlannedRow", "RowState", "mapping_from"]

_MEGABYTES: Final = 256
_STEP: Final = 200


def _never() -> bool:
    return False


class CompanyImports:
    """Company lists: CVR search JSON, and any CSV or Excel list with a column for name, CVR- or P-number."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(
        self,
        file: Path | bytes,
        name: str = "",
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> CompanyList:
        """Read a file and guess what its columns hold (`table` is None where there is nothing to map).

        Raises FileNotRead, FileTooLarge, FileKindUnknown, JobCancelled.
        """
        data = file if isinstance(file, bytes) else bytes_of(file)
        called = name or (file.name if isinstance(file, Path) else "")
        return open_list(data, called, progress=progress, cancelled=cancelled)

    def plan(
        self,
        source: CompanyList,
        mapping: ColumnMapping | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> ImportPlan:
        """Compare a list with what is here; saves nothing. `mapping` replaces the guessed columns.

        Raises ColumnMissing where no column tells which company a row is about; JobCancelled.
        """
        names = {name: code for code, name in self._desk.resources.municipalities}
        chosen = source.mapping if mapping is None else mapping
        companies: list[ImportedCompany] = []
        faults: list[RowFault] = []
        read = companies_in(source, chosen, municipalities=names, progress=_part(progress, 0), cancelled=cancelled)
        for one in read:
            if isinstance(one, RowFault):
                faults.append(one)
            else:
                companies.append(one)
        provisional = (f"row-{number}" for number in count())
        with self._desk.store.reader() as reader:
            decisions = decide_all(reader, companies, lambda: next(provisional), frozenset())
            rows = [_broken(fault) for fault in faults]
            rows += [one.row for one in _watched(decisions, len(companies), _part(progress, 1), cancelled)]
        rows.sort(key=lambda row: row.row)
        return ImportPlan(source, chosen, tuple(companies), tuple(faults), tuple(rows))

    def read(
        self,
        file: Path | bytes,
        name: str = "",
        *,
        mapping: ColumnMapping | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> ImportPlan:
        """Open a list and plan its import in one go. Raises what `open` and `plan` raise."""
        source = self.open(file, name, progress=_part(progress, 0), cancelled=cancelled)
        return self.plan(source, mapping, progress=_part(progress, 1), cancelled=cancelled)

    def apply(
        self,
        plan: ImportPlan,
        *,
        include_doubtful: frozenset[int] = frozenset(),
        leave_out: frozenset[int] = frozenset(),
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> Changes:
        """Save the new and changed rows, and the doubtful ones of `include_doubtful`, in one transaction.

        Each row is compared again with what is here at that moment. Rows of `leave_out` are not taken.
        Raises JobCancelled, and then nothing is saved.
        """
        if not plan.has_work and not include_doubtful:
            return Changes()
        wanted = [one for one in plan.companies if one.row not in leave_out]
        with self._desk.deed(Deed.IMPORT_COMPANIES) as tx:
            decisions = decide_all(tx, wanted, self._desk.new_id, include_doubtful)
            for one in _watched(decisions, len(wanted), progress, cancelled):
                if one.organisation is not None and one.site is not None:
                    tx.save(one.organisation)
                    tx.save(one.site)
            if cancelled():
                raise JobCancelled
        return tx.changes


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


def _part(progress: Progress, half: int) -> Progress:
    """Tell the progress of the first or second half of a job."""

    def tell(done: int, total: int) -> None:
        progress(half * total + done, 2 * total)

    return tell


def _broken(fault: RowFault) -> PlannedRow:
    return PlannedRow(
        fault.row, RowState.BROKEN, remarks=(Remark(fault.reason),), column=fault.column, includable=False
    )


def bytes_of(file: Path) -> bytes:
    """Read a file that a person chose. Raises FileTooLarge, FileNotRead."""
    try:
        if file.stat().st_size > _MEGABYTES * 1_000_000:
            raise FileTooLarge(file=file.name, limit_mb=_MEGABYTES)
        return file.read_bytes()
    except OSError as fault:
        reason = Message(N_("it cannot be opened; it may be gone, or open in another program"))
        raise FileNotRead(file=file.name, reason=reason) from fault
