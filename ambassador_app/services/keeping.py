"""Which visits are on this computer whole: how one stands, what is chosen, and fetching one from the office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.keeping import MOST_DAYS, MOST_MONTHS, Kept, Rules, Window
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import FieldRefused, VisitAway
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk
from ambassador_app.services.keeper import days_to_keep
from ambassador_app.services.sync_run import Watch

if TYPE_CHECKING:
    from ambassador_app.domain.place import Site
    from ambassador_app.services.syncing import Synced, Syncing


@dataclass(frozen=True, slots=True)
class KeepingRules:
    """What holds on this computer: what was chosen, and after how many days a filed visit leaves in the end.
    `is_fixed`: the municipality's policy decides about the days; `is_stopped`: the policy cannot be understood, so
    nothing leaves.
    """

    chosen: Rules
    days: int
    is_fixed: bool
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class VisitAtOffice:
    """What is known here of a visit whose parts are at the office: enough to know it, and to check its reports."""

    visit: Visit
    site: Site | None
    kept: Kept
    reports: tuple[Report, ...]


class Keeping:
    """Which visits are here."""

    def __init__(self, desk: Desk, syncing: Syncing) -> None:
        self._desk: Final = desk
        self._syncing: Final = syncing

    def kept(self, visit_id: VisitId) -> Kept:
        """How a visit stands on this computer."""
        return self._desk.store.away.kept(visit_id)

    def is_away(self, visit_id: VisitId) -> bool:
        """Whether parts of a visit are at the office alone."""
        return self._desk.store.away.is_away(visit_id)

    def at_office(self, visit_id: VisitId) -> VisitAtOffice | None:
        """What is known here of a visit that is at the office; None where it is here whole. Raises RecordNotFound."""
        from ambassador_app.domain.place import Site

        kept = self.kept(visit_id)
        if kept.away is None:
            return None
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            reports = sorted(reader.all(Report, visit_id=visit_id), key=lambda one: -one.revision)
            return VisitAtOffice(visit, reader.find(Site, visit.site_id), kept, tuple(reports))

    # -- in the window ------------------------------------------------------------------------------------------------
    def opened(self, visit_id: VisitId) -> None:
        """Say that a visit is open in the window: it stays while it is, and its days begin anew."""
        self._desk.open_visits.add(visit_id)
        if not self._desk.store.read_only:
            self._desk.store.away.opened(visit_id, self._desk.now())

    def closed(self, visit_id: VisitId) -> None:
        """Say that a visit is open no longer."""
        self._desk.open_visits.discard(visit_id)

    # -- what is chosen -----------------------------------------------------------------------------------------------
    def rules(self) -> KeepingRules:
        """What holds on this computer."""
        policy = self._desk.policy
        return KeepingRules(
            self._desk.store.away.rules(), days_to_keep(self._desk), policy.purge_after_days is not None,
            not policy.may_purge,
        )  # fmt: skip

    def choose_days(self, days: int | None) -> None:
        """Let filed visits leave after so many days; 0 for never, None for the usual.

        Raises FieldRefused.
        """
        if days is not None and not 0 <= days <= MOST_DAYS:
            raise FieldRefused(field="days", value=days, allowed=_up_to(MOST_DAYS))
        away = self._desk.store.away
        away.keep_rules(replace(away.rules(), days=days))

    def choose_window(self, window: Window) -> None:
        """Say which visits of others come whole. What is here stays; what is missing comes with the next sync.

        Raises FieldRefused.
        """
        if not 0 <= window.months <= MOST_MONTHS:
            raise FieldRefused(field="months", value=window.months, allowed=_up_to(MOST_MONTHS))
        away = self._desk.store.away
        away.keep_rules(replace(away.rules(), window=window))

    # -- fetching -----------------------------------------------------------------------------------------------------
    def fetch(self, visit_id: VisitId, watch: Watch = lambda _: None) -> Synced:
        """Sync, and fetch this visit first of all. Raises what `Syncing.sync` does, and VisitAway where the office
        does not have it.
        """
        done = self._syncing.sync(watch, visit_id)
        if self.is_away(visit_id):
            raise VisitAway(visit=visit_id)
        return done


def _up_to(most: int) -> Message:
    return Message(N_("from 0 to {most}"), {"most": most})
