"""One open profile: everything a person can do, by subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ambassador_app.domain.lists import Hit, TodayBoard
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.i18n import N_, Message
from ambassador_app.services.backups import Backups
from ambassador_app.services.checklists import Checklists
from ambassador_app.services.companies import Companies
from ambassador_app.services.desk import Desk
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.evidence import Evidence
from ambassador_app.services.figures import Figures
from ambassador_app.services.imports import CompanyImports
from ambassador_app.services.measures import Measures
from ambassador_app.services.notes import Notes
from ambassador_app.services.profile import Profile
from ambassador_app.services.reports import Reports, Translators
from ambassador_app.services.sets import Sets
from ambassador_app.services.signing import Signing
from ambassador_app.services.visits import Visits
from ambassador_app.settings import Settings
from ambassador_app.storage import snapshot_if_due


class Session:
    """An open profile. Its services share one desk; closing it closes the store."""

    def __init__(
        self,
        desk: Desk,
        *,
        translators: Translators,
        settings: Callable[[], Settings],
        backup_folder: Path,
        is_demo: bool = False,
    ) -> None:
        self._desk = desk
        self.is_demo = is_demo
        self.checklists = Checklists(desk)
        sets = Sets(desk)
        dossiers = Dossiers(desk, self.checklists, sets)
        self.companies = Companies(desk)
        self.company_imports = CompanyImports(desk)
        figures = Figures(desk, sets)
        self.visits = Visits(desk, self.checklists, sets, figures, dossiers)
        self.notes = Notes(desk, self.visits)
        self.measures = Measures(desk, figures, self.visits)
        self.evidence = Evidence(desk, self.visits)
        self.reports = Reports(desk, dossiers, translators)
        self.signing = Signing(desk, self.visits, dossiers, self.reports)
        self.profile = Profile(desk)
        self.backups = Backups(desk, backup_folder, settings)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed, because a snapshot stands in for a damaged database."""
        return self._desk.store.read_only

    @property
    def health(self) -> Message | None:
        """What the person should know about the database, if anything."""
        found = self._desk.store.health
        if found.damaged and found.snapshot_at is not None:
            return Message(
                N_(
                    "The database is damaged. You see the newest good copy, of {moment}; it can be read and printed, "
                    "not changed. Restore a backup, or ask your IT department to look at the computer's disk."
                ),
                {"moment": found.snapshot_at},
            )
        return None

    def now(self) -> datetime:
        """The present moment."""
        return self._desk.now()

    def ambassador(self) -> Ambassador:
        """The person at the computer."""
        return self._desk.ambassador()

    def municipality(self) -> Municipality:
        """The municipality of the person at the computer."""
        return self._desk.municipality()

    def today(self) -> TodayBoard:
        """What is planned, under way, due and overdue."""
        return self._desk.library.today(self._desk.now())

    def search(self, text: str, limit: int = 30) -> tuple[Hit, ...]:
        """Find companies, visits, measures and notes."""
        return self._desk.library.search(text, limit=limit)

    def look_after(self) -> None:
        """What is done once a day in the background: a snapshot, backups, and bytes nothing can reach any more."""
        if self.read_only:
            return
        snapshot_if_due(self._desk.store)
        self.backups.run_daily()
        self._desk.store.collect()

    def check(self) -> bool:
        """Check the whole database; seconds. A damaged one turns read-only."""
        return self._desk.store.check()

    def waiting(self) -> int:
        """How many changes wait to be sent to the office."""
        return self._desk.store.outbox_size()

    def close(self) -> None:
        """Close the store; what was acknowledged is durable already."""
        self._desk.store.close()
