"""One open profile: everything a person can do, by subject."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ambassador_app.domain.lists import Hit, TodayBoard
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.policy import Policy
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.office_side import OfficeSide
from ambassador_app.settings import Settings

if TYPE_CHECKING:
    from ambassador_app.seal import Reach
    from ambassador_app.services.access import Access
    from ambassador_app.services.backups import Backups
    from ambassador_app.services.bringing_in import BringingIn
    from ambassador_app.services.checklist_library import ChecklistLibrary
    from ambassador_app.services.checklists import Checklists
    from ambassador_app.services.companies import Companies
    from ambassador_app.services.copying import Copying
    from ambassador_app.services.directory import Directory
    from ambassador_app.services.dossiers import Dossiers
    from ambassador_app.services.energy import EnergyAccounts
    from ambassador_app.services.energy_imports import EnergyImports
    from ambassador_app.services.evidence import Evidence
    from ambassador_app.services.figures import Figures
    from ambassador_app.services.follow_up import FollowUp
    from ambassador_app.services.hand_over import HandOvers
    from ambassador_app.services.imports import CompanyImports
    from ambassador_app.services.measure_exports import MeasureExports
    from ambassador_app.services.measure_imports import MeasureImports
    from ambassador_app.services.measures import Measures
    from ambassador_app.services.notes import Notes
    from ambassador_app.services.photo_intake import PhotoIntake
    from ambassador_app.services.print_queue import PrintQueue
    from ambassador_app.services.profile import Profile
    from ambassador_app.services.raising import Raising
    from ambassador_app.services.report_copies import ReportCopies
    from ambassador_app.services.reports import Reports
    from ambassador_app.services.rows import VisitRows
    from ambassador_app.services.seal_keys import SealKeys
    from ambassador_app.services.set_library import SetLibrary
    from ambassador_app.services.sets import Sets
    from ambassador_app.services.signing import Signing
    from ambassador_app.services.syncing import Offices
    from ambassador_app.services.variants import Variants
    from ambassador_app.services.visit_sets import SetsOfVisits
    from ambassador_app.services.visit_upgrades import VisitUpgrades
    from ambassador_app.services.visits import Visits


class Session(OfficeSide):
    """An open profile. Its services share one desk; closing it closes the store.

    Each service is loaded when it is first asked for: the first screen needs few of them.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        translators: Translators,
        settings: Callable[[], Settings],
        backup_folder: Path,
        reach: Reach | None = None,
        offices: Offices | None = None,
        is_demo: bool = False,
    ) -> None:
        self._desk = desk
        self._translators = translators
        self._settings = settings
        self._backup_folder = backup_folder
        self._reach = reach
        self._offices = offices
        self.is_demo = is_demo

    @cached_property
    def companies(self) -> Companies:
        """The companies and other places that are visited."""
        from ambassador_app.services.companies import Companies

        return Companies(self._desk)

    @cached_property
    def company_imports(self) -> CompanyImports:
        """Company lists from files."""
        from ambassador_app.services.imports import CompanyImports

        return CompanyImports(self._desk)

    @cached_property
    def energy(self) -> EnergyAccounts:
        """What the sites use."""
        from ambassador_app.services.energy import EnergyAccounts

        return EnergyAccounts(self._desk, self._sets)

    @cached_property
    def energy_imports(self) -> EnergyImports:
        """Meter files."""
        from ambassador_app.services.energy_imports import EnergyImports

        return EnergyImports(self._desk, self.energy)

    @cached_property
    def checklists(self) -> Checklists:
        """The checklists to choose from."""
        from ambassador_app.services.checklists import Checklists

        return Checklists(self._desk)

    @cached_property
    def checklist_library(self) -> ChecklistLibrary:
        """The checklists in their versions."""
        from ambassador_app.services.checklist_library import ChecklistLibrary

        return ChecklistLibrary(self._desk, self.checklists)

    @cached_property
    def directory(self) -> Directory:
        """The office's directory of partners."""
        from ambassador_app.services.directory import Directory

        return Directory(self._desk)

    @cached_property
    def visit_upgrades(self) -> VisitUpgrades:
        """Visits that move to another version of their checklist."""
        from ambassador_app.services.visit_upgrades import VisitUpgrades

        return VisitUpgrades(self._desk, self.checklists)

    @cached_property
    def visits(self) -> Visits:
        """The visits."""
        from ambassador_app.services.visits import Visits

        return Visits(self._desk, self.checklists, self._sets, self._figures, self._dossiers)

    @cached_property
    def rows(self) -> VisitRows:
        """The rows of the visits' repeats."""
        from ambassador_app.services.rows import VisitRows

        return VisitRows(self._desk, self.visits)

    @cached_property
    def notes(self) -> Notes:
        """Findings and next steps."""
        from ambassador_app.services.notes import Notes

        return Notes(self._desk, self.visits)

    @cached_property
    def measures(self) -> Measures:
        """The measures."""
        from ambassador_app.services.measures import Measures

        return Measures(self._desk, self._figures, self.visits)

    @cached_property
    def follow_up(self) -> FollowUp:
        """What becomes of the measures."""
        from ambassador_app.services.follow_up import FollowUp

        return FollowUp(self._desk, self._sets)

    @cached_property
    def sets(self) -> SetLibrary:
        """The sets of factors and prices."""
        from ambassador_app.services.set_library import SetLibrary

        return SetLibrary(self._desk, self._sets)

    @cached_property
    def visit_sets(self) -> SetsOfVisits:
        """The sets that visits are computed with."""
        from ambassador_app.services.visit_sets import SetsOfVisits

        return SetsOfVisits(self._desk, self._sets, self._figures)

    @cached_property
    def measure_imports(self) -> MeasureImports:
        """Lists of proposals from files."""
        from ambassador_app.services.measure_imports import MeasureImports

        return MeasureImports(self._desk, self._figures, self._sets, self.visits, self._translators)

    @cached_property
    def variants(self) -> Variants:
        """Variants of measures."""
        from ambassador_app.services.variants import Variants

        return Variants(self._desk)

    @cached_property
    def copying(self) -> Copying:
        """Measures from other visits."""
        from ambassador_app.services.copying import Copying

        return Copying(
            self._desk, sets=self._sets, figures=self._figures, visits=self.visits, translators=self._translators
        )

    @cached_property
    def measure_exports(self) -> MeasureExports:
        """Measures as Excel and CSV."""
        from ambassador_app.services.measure_exports import MeasureExports

        return MeasureExports(self._desk, self._translators)

    @cached_property
    def photo_intake(self) -> PhotoIntake:
        """Photos from a phone, before they are taken in."""
        from ambassador_app.services.photo_intake import PhotoIntake

        return PhotoIntake(self._desk, self.visits)

    @cached_property
    def evidence(self) -> Evidence:
        """Photos and files."""
        from ambassador_app.services.evidence import Evidence

        return Evidence(self._desk, self.visits)

    @cached_property
    def reports(self) -> Reports:
        """Reports before and after sealing."""
        from ambassador_app.services.reports import Reports

        return Reports(self._desk, self._dossiers, self._translators, self.seal_keys.issuer)

    @cached_property
    def report_copies(self) -> ReportCopies:
        """Sealed reports in another shape."""
        from ambassador_app.services.report_copies import ReportCopies

        return ReportCopies(self._desk, self.reports, self._dossiers, self._translators)

    @cached_property
    def hand_over(self) -> HandOvers:
        """Sealed reports on their way out."""
        from ambassador_app.services.hand_over import HandOvers

        return HandOvers(self._desk, self.reports, self._dossiers, self.report_copies, self._translators)

    @cached_property
    def print_queue(self) -> PrintQueue:
        """What waits to be printed."""
        from ambassador_app.services.print_queue import PrintQueue

        return PrintQueue(self._desk, self.hand_over)

    @cached_property
    def bringing_in(self) -> BringingIn:
        """Visits rebuilt from their sealed reports."""
        from ambassador_app.services.bringing_in import BringingIn
        from ambassador_app.services.redrawing import Redrawing

        return BringingIn(self._desk, Redrawing(self._desk.resources, self._translators))

    @cached_property
    def signing(self) -> Signing:
        """Signatures and seals."""
        from ambassador_app.services.signing import Signing

        return Signing(self._desk, self.visits, self._dossiers, self.reports, keys=self.seal_keys, raising=self.raising)

    @cached_property
    def seal_keys(self) -> SealKeys:
        """The key that seals."""
        from ambassador_app.services.seal_keys import SealKeys

        return SealKeys(self._desk)

    @cached_property
    def raising(self) -> Raising:
        """Time stamps for seals."""
        from ambassador_app.services.raising import Raising

        return Raising(self._desk, lambda: self._settings().time_stamp_url, self._reach)

    @cached_property
    def profile(self) -> Profile:
        """Who works here."""
        from ambassador_app.services.profile import Profile

        return Profile(self._desk)

    @cached_property
    def access(self) -> Access:
        """What opens this profile, and the log of what was opened in it."""
        from ambassador_app.services.access import Access

        return Access(self._desk, self._translators)

    @cached_property
    def backups(self) -> Backups:
        """Backups of everything."""
        from ambassador_app.services.backups import Backups

        return Backups(self._desk, self._backup_folder, self._settings)

    @cached_property
    def _sets(self) -> Sets:
        from ambassador_app.services.sets import Sets

        return Sets(self._desk)

    @cached_property
    def _figures(self) -> Figures:
        from ambassador_app.services.figures import Figures

        return Figures(self._desk, self._sets)

    @cached_property
    def _dossiers(self) -> Dossiers:
        from ambassador_app.services.dossiers import Dossiers

        return Dossiers(self._desk, self.checklists, self._sets)

    @property
    def policy(self) -> Policy:
        """What the municipality fixes on this computer."""
        return self._desk.policy

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

    def look_after(self, cancelled: Callable[[], bool] | None = None) -> None:
        """What is done in the background after each start: a look at the database if the last run was not closed,
        a snapshot and backups once a day, and letting go of bytes that nothing can reach any more.

        Raises JobCancelled, DiskFull, FolderNotWritable.
        """
        from ambassador_app.storage.snapshots import snapshot_if_due

        store = self._desk.store
        if store.read_only or (store.health.unclean and not store.check()):
            return
        self.access.log.tidy()
        snapshot_if_due(store, self.backups.kept)
        self.backups.run_daily(cancelled)
        store.collect()
        store.tidy()

    def check(self) -> bool:
        """Check the whole database; seconds. A damaged one turns read-only."""
        return self._desk.store.check()

    def waiting(self) -> int:
        """How many changes wait to be sent to the office."""
        return self._desk.store.outbox_size()

    def close(self) -> None:
        """Close the store; what was acknowledged is durable already."""
        self._desk.store.close()
