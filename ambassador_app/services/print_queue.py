"""What waits to be printed on this computer: kept encrypted in the profile, so that it survives a restart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.place import Site
from ambassador_app.domain.printing import PrintJob, PrintState, PrintWish
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import RecordNotFound
from ambassador_app.services.desk import Desk
from ambassador_app.services.hand_over import HandOvers

NOTE: Final = "print queue"
"""The note of the store that holds the queue."""
_UNREADABLE: Final = (ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A job with what people know it by."""

    job: PrintJob
    site: str
    report: Report
    visit_id: VisitId


class PrintQueue:
    """The reports that are to be printed, oldest first."""

    def __init__(self, desk: Desk, hand_overs: HandOvers) -> None:
        self._desk = desk
        self._hand_overs = hand_overs

    def waiting(self) -> tuple[PrintLine, ...]:
        """List what waits; a job whose report is no longer here is left out."""
        found = []
        with self._desk.store.reader() as reader:
            for job in self._jobs():
                with suppress(RecordNotFound):
                    report = reader.load(Report, job.report_id)
                    visit = reader.load(Visit, report.visit_id)
                    site = reader.load(Site, visit.site_id).name
                    found.append(PrintLine(job, site, report, visit.id))
        return tuple(found)

    def add(self, report_id: ReportId, wish: PrintWish, state: PrintState, *, to: str = "") -> PrintJob:
        """Put a report into the queue: on its way to a printer, or for the office. Raises NotAllowedHere."""
        self._hand_overs.demand(HandOverWay.PRINT)
        job = PrintJob(self._desk.new_id(), report_id, wish, self._desk.now(), state, to=to)
        self._keep((*self._jobs(), job))
        return job

    def try_again(self, job_id: str, wish: PrintWish) -> PrintJob | None:
        """Say that a job is on its way once more; None if it is no longer there. Raises NotAllowedHere."""
        self._hand_overs.demand(HandOverWay.PRINT)
        return self._change(job_id, lambda job: replace(job, wish=wish, state=PrintState.PRINTING))

    def failed(self, job_id: str) -> PrintJob | None:
        """Say that a printer did not take a job; it waits."""
        now = self._desk.now()
        return self._change(
            job_id, lambda job: replace(job, state=PrintState.FAILED, tries=job.tries + 1, tried_at=now)
        )

    def printed(self, job_id: str, printer: str) -> Changes:
        """Say that a printer took a job: it leaves the queue and is noted with its report."""
        job = self._find(job_id)
        if job is None:
            return Changes()
        self.remove(job_id)
        note = f"{job.wish.copies} ×" if job.wish.copies > 1 else ""
        return self._hand_overs.printed(job.report_id, printer, to=job.to, note=note)

    def remove(self, job_id: str) -> None:
        """Take a job out of the queue."""
        self._keep(one for one in self._jobs() if one.id != job_id)

    # -- kept -----------------------------------------------------------------------------------------------------
    def _find(self, job_id: str) -> PrintJob | None:
        return next((one for one in self._jobs() if one.id == job_id), None)

    def _change(self, job_id: str, how: Callable[[PrintJob], PrintJob]) -> PrintJob | None:
        changed = [how(one) if one.id == job_id else one for one in self._jobs()]
        self._keep(changed)
        return next((one for one in changed if one.id == job_id), None)

    def _jobs(self) -> tuple[PrintJob, ...]:
        """Read the queue; what another version of the program wrote and this one cannot read is no job."""
        found = []
        with suppress(*_UNREADABLE):
            for plain in json.loads(self._desk.store.note(NOTE) or "[]"):
                with suppress(*_UNREADABLE):
                    found.append(from_json(PrintJob, plain))
        return tuple(one for one in found if isinstance(one, PrintJob))

    def _keep(self, jobs: Iterable[PrintJob]) -> None:
        """Keep the queue; a database that is open for reading only prints without one."""
        if self._desk.store.read_only:
            return
        self._desk.store.keep_note(NOTE, json.dumps([to_json(one) for one in jobs]))
