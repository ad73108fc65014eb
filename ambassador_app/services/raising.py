"""Raise the seals of reports when a time-stamp service can be reached: at the office, after the visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ambassador_app import seal
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import SealFailed, TimeStampUnavailable
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import Reach, Verdict
from ambassador_app.services.desk import Desk, Progress, no_progress

_NO_SERVICE: Final = N_("no time-stamp service is named in Settings")
_NOT_WHOLE: Final = N_("the stamped file did not pass its own check, and was thrown away")
_ARCHIVED: Final = b"/ETSI.RFC3161"


@dataclass(frozen=True, slots=True)
class RaisedSeal:
    """A report whose seal was raised. `missing` counts the certificates of which nobody says whether they hold."""

    report: Report
    verdict: Verdict
    missing: int
    changes: Changes


class Raising:
    """Time stamps for sealed reports."""

    def __init__(self, desk: Desk, service: Callable[[], str], reach: Reach | None) -> None:
        self._desk = desk
        self._service = service
        self._reach = reach

    def waiting(self) -> tuple[ReportId, ...]:
        """List the sealed reports without an archive time, oldest first; none while no service is named. A report
        whose file is at the office alone waits until it is fetched.
        """
        if not self._service():
            return ()
        with self._desk.store.reader() as reader:
            reports = [one for visit in reader.all(Visit) for one in reader.all(Report, visit_id=visit.id)]
        reports.sort(key=lambda one: one.sealed_at)
        blobs = self._desk.store.blobs
        here = (one for one in reports if blobs.has(one.file_sha256))
        return tuple(one.id for one in here if _ARCHIVED not in blobs.get(one.file_sha256))

    def raise_all(self, progress: Progress = no_progress) -> int:
        """Raise every seal that waits, and tell how many. Raises TimeStampUnavailable at the first that cannot."""
        waiting = self.waiting()
        for number, report_id in enumerate(waiting):
            progress(number, len(waiting))
            self.raise_seal(report_id)
        return len(waiting)

    def raise_seal(self, report_id: ReportId) -> RaisedSeal:
        """Put a time stamp and an archive time into a sealed report, check it, and keep it in place of the one before.

        What was sealed stays as it is, and the report's record names the new file. No transaction waits for the
        network. Raises TimeStampUnavailable, SealFailed; the report is then as it was.
        """
        service = self._service()
        if not service or self._reach is None:
            raise TimeStampUnavailable(reason=Message(_NO_SERVICE))
        with self._desk.store.reader() as reader:
            found = reader.load(Report, report_id)
        raised = seal.raise_seal(self._desk.store.blobs.get(found.file_sha256), service=service, reach=self._reach)
        verdict = seal.verify(raised.pdf)
        if not verdict.good:
            raise SealFailed(reason=Message(_NOT_WHOLE))
        with self._desk.deed(Deed.RAISE_SEAL, found.visit_id) as tx:
            kept = replace(tx.load(Report, report_id), raised_sha256=tx.put_blob(raised.pdf))
            tx.save(kept)
        return RaisedSeal(kept, verdict, raised.missing, tx.changes)
