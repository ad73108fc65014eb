"""What a sync does about which visits are on this computer: some come back, some leave. Nothing leaves that the office
has not just shown to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.keeping import DAYS
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.services.desk import Desk
from ambassador_app.services.print_queue import NOTE as PRINT_QUEUE
from ambassador_app.storage.away import Whole

if TYPE_CHECKING:
    from ambassador_app.services.sync_run import Connection

MOST: Final = 50
"""So many visits leave in one sync at most; the others follow at the next."""
ASKED: Final = 500


def days_to_keep(desk: Desk) -> int:
    """After how many days a filed visit leaves this computer; 0 for never. The policy decides, else what was chosen
    here.
    """
    if not desk.policy.may_purge:
        return 0
    if desk.policy.purge_after_days is not None:
        return desk.policy.purge_after_days
    chosen = desk.store.away.rules().days
    return DAYS if chosen is None else chosen


class Keeper:
    """Brings visits in and lets them go, within one sync in the office's life `epoch`. `now` is the office's time:
    the clock of this computer has no say in what leaves.
    """

    def __init__(self, desk: Desk, office: Connection, epoch: str, now: datetime) -> None:
        self._desk: Final = desk
        self._office: Final = office
        self._epoch: Final = epoch
        self._now: Final = now

    def bring_in(self, *asked_for: str) -> Iterator[Changes]:
        """Fetch the visits that somebody asked for, and those that belong here by the window chosen now."""
        away = self._desk.store.away
        wanted = [one for one in asked_for if away.is_away(one)]
        wanted += away.within(me=self._desk.user, now=self._now)
        for visit_id in dict.fromkeys(wanted):
            refs = away.refs(visit_id)
            found = self._office.records(self._epoch, refs)
            shown = {(one.kind, one.id) for one in found}
            if not shown >= set(refs) - away.lost(visit_id):
                continue  # what only the office holds, it does not show: better away than here and empty
            yield away.bring(visit_id, found, me=self._desk.user)
            if visit_id in asked_for:
                self._desk.note_access(AccessDeed.FETCHED, Visit.KIND, visit_id)

    def let_go(self) -> Iterator[Changes]:
        """Let visits leave whose days are over, each after the office has shown that it holds everything of it."""
        days, store = days_to_keep(self._desk), self._desk.store
        for visit_id in store.away.ripe(days=days, now=self._now)[:MOST] if days else ():
            whole = store.away.whole(visit_id)
            if whole is None or self._is_in_use(whole) or not self._is_held_there(whole):
                continue
            changes = store.away.set_off(whole)
            if changes is not None:
                self._desk.note_access(AccessDeed.PURGED, Visit.KIND, visit_id)
                yield changes
        store.tidy()

    def _is_in_use(self, whole: Whole) -> bool:
        """Whether a visit is open in the window, or its report waits to be printed."""
        if whole.visit_id in self._desk.open_visits:
            return True
        queue = self._desk.store.note(PRINT_QUEUE) or ""
        return any(kind == Report.KIND and identifier in queue for kind, identifier in whole.numbers)

    def _is_held_there(self, whole: Whole) -> bool:
        """Ask the office whether it holds each record in this version, and each attachment whole."""
        for files in _parts(whole.files):
            if self._office.missing(files, in_store=True):
                return False
        there = self._office.records(self._epoch, tuple(whole.numbers), data=False)
        return {(one.kind, one.id): one.seq for one in there if not one.deleted} == dict(whole.numbers)


def _parts(files: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(files), ASKED):
        yield files[at : at + ASKED]
