"""Backups of everything on this computer: one encrypted, verified file, daily and on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from ambassador_app.domain.access import AccessDeed
from ambassador_app.errors import FolderNotWritable
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.desk import Desk
from ambassador_app.settings import Settings
from ambassador_app.storage import BackupResult, Kept, backup, backup_into, mirror


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """When everything was last backed up, and whether that was before today. `folders` are where copies go daily."""

    last_at: datetime | None
    is_due: bool
    folders: tuple[Path, ...]


class Backups:
    """Backups of the open profile."""

    def __init__(self, desk: Desk, own_folder: Path, settings: Callable[[], Settings]) -> None:
        self._turn = Lock()  # a backup on request and the daily one may meet; they use one scratch folder
        self._desk = desk
        self._own_folder = own_folder
        self._settings = settings

    def status(self) -> BackupStatus:
        """Tell when the last backup was made."""
        last = self._desk.store.last_backup()
        is_due = last is None or _day(last) < _day(self._desk.now())
        return BackupStatus(last, is_due, self._folders())

    def _folders(self) -> tuple[Path, ...]:
        """Where backups go: the municipality's folder, if it has named one, takes the place of those chosen here; one
        that it names and nobody understands is no reason for another.
        """
        policy, chosen = self._desk.policy, self._settings()
        if policy.backup_folder or not policy.may_choose_backups:
            named: tuple[str, ...] = (policy.backup_folder,)
        else:
            named = (chosen.backup_folder, chosen.second_folder)
        return (self._own_folder, *(Path(one) for one in named if one))

    @property
    def kept(self) -> Kept:
        """How many copies are kept, as the municipality or this program has it."""
        policy, standard = self._desk.policy, Kept()
        days = standard.days if policy.daily_snapshots is None else policy.daily_snapshots
        weeks = standard.weeks if policy.weekly_snapshots is None else policy.weekly_snapshots
        return Kept(days, weeks)

    def make(
        self,
        target: Path,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BackupResult:
        """Write one backup file and check it. Raises FileExists, DiskFull, FolderNotWritable, JobCancelled."""
        with self._turn, _reachable(target.parent):
            made = backup(self._desk.store, target, progress=progress, cancelled=cancelled)
        self._desk.note_access(AccessDeed.BACKED_UP, "", "")
        return made

    def run_daily(self, cancelled: Callable[[], bool] | None = None) -> tuple[Path, ...]:
        """Write today's backup, if there is none yet, and copy it into every chosen folder that is there; a stick
        that is not plugged in is left out. Gives the files. Nothing that is saved meanwhile waits for it.

        Raises DiskFull, FolderNotWritable, JobCancelled; what was written before that stays.
        """
        with self._turn:
            return self._run_daily(cancelled)

    def _run_daily(self, cancelled: Callable[[], bool] | None) -> tuple[Path, ...]:
        if not self.status().is_due or self._desk.store.read_only:
            return ()
        own, *others = self._folders()
        made = backup_into(self._desk.store, own, kept=self.kept, cancelled=cancelled)
        if self._desk.policy.backup_folder:
            with suppress(OSError):  # the server may be away; tomorrow's backup goes there
                others[0].mkdir(parents=True, exist_ok=True)
        return (made.file, *(self._mirrored(made, folder) for folder in others if folder.is_dir()))

    def _mirrored(self, made: BackupResult, folder: Path) -> Path:
        with _reachable(folder):
            return mirror(made, folder, kept=self.kept)


@contextmanager
def _reachable(folder: Path) -> Iterator[None]:
    """A folder that is not there, or a stick that is pulled out meanwhile, is nobody's bug."""
    try:
        yield
    except OSError as error:
        raise FolderNotWritable(folder=str(folder)) from error


def _day(moment: datetime) -> date:
    """The day in Denmark: backups follow the working day, not the hour of yesterday's."""
    return moment.astimezone(COPENHAGEN).date()
