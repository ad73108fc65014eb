"""Backups of everything on this computer: one encrypted, verified file, daily and on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from ambassador_app.services.desk import Desk
from ambassador_app.settings import Settings
from ambassador_app.storage import BackupResult, backup, backup_into

DUE_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """When everything was last backed up, and whether that is too long ago. `folders` are where copies go daily."""

    last_at: datetime | None
    is_due: bool
    folders: tuple[Path, ...]


class Backups:
    """Backups of the open profile."""

    def __init__(self, desk: Desk, own_folder: Path, settings: Callable[[], Settings]) -> None:
        self._desk = desk
        self._own_folder = own_folder
        self._settings = settings

    def status(self) -> BackupStatus:
        """Tell when the last backup was made."""
        last = self._desk.store.last_backup()
        return BackupStatus(last, last is None or self._desk.now() - last > DUE_AFTER, self._folders())

    def _folders(self) -> tuple[Path, ...]:
        chosen = self._settings()
        named = (Path(one) for one in (chosen.backup_folder, chosen.second_folder) if one)
        return (self._own_folder, *named)

    def make(
        self,
        target: Path,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BackupResult:
        """Write one backup file and check it. Raises DiskFull, FolderNotWritable, JobCancelled."""
        return backup(self._desk.store, target, progress=progress, cancelled=cancelled)

    def run_daily(self) -> tuple[BackupResult, ...]:
        """Write today's backup into every folder that is there, if the last one is a day old; a stick that is not
        plugged in is left out."""
        if not self.status().is_due or self._desk.store.read_only:
            return ()
        self._own_folder.mkdir(parents=True, exist_ok=True)
        return tuple(backup_into(self._desk.store, folder) for folder in self._folders() if folder.is_dir())
