"""Reads and changes who works here, and makes backups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.visit import VisitKind
from ambassador_app.errors import AmbassadorError, PassphrasesDiffer
from ambassador_app.i18n import Translator
from ambassador_app.services import Session
from ambassador_app.services.backups import BackupStatus
from ambassador_app.ui.tasks import Progress, Tasks
from ambassador_app.ui.vectors import is_drawing, picture_of


class SettingsModel(QObject):
    """The person, the municipality and the backups of this computer."""

    people_read = Signal(object, object)
    backup_told = Signal(str, bool)
    backup_made = Signal(str)
    refused = Signal(object)
    protection_told = Signal(bool)
    passphrase_changed = Signal()
    recovery_key_made = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator

    def refresh(self) -> None:
        """Read anew."""
        session = self._session
        self._tasks.run(
            lambda: (
                session.ambassador(),
                session.municipality(),
                session.backups.status(),
                session.access.asks_for_passphrase(),
            ),
            owner=self,
            then=self._read,
            latest="settings",
        )

    def _read(self, found: tuple[Ambassador, Municipality, BackupStatus, bool]) -> None:
        ambassador, municipality, status, by_passphrase = found
        self.protection_told.emit(by_passphrase)
        self.people_read.emit(ambassador, municipality)
        tr = self._translator.tr
        words = tr("Backed up {moment}", moment=status.last_at) if status.last_at else tr("Not yet backed up")
        self.backup_told.emit(words, status.is_due)

    def heard(self, changes: Changes) -> None:
        """Read anew if the person or the municipality was touched."""
        if changes.touches("ambassador", "municipality"):
            self.refresh()

    def change_ambassador(self, **fields: Any) -> None:
        """Change what is said of the person."""
        profile = self._session.profile
        self._tasks.run(lambda: profile.change_ambassador(**fields), owner=self, failed=self._refused)

    def change_municipality(self, **fields: Any) -> None:
        """Change what reports say of the municipality."""
        profile = self._session.profile
        self._tasks.run(lambda: profile.change_municipality(**fields), owner=self, failed=self._refused)

    def say_of(self, kind: VisitKind, language: str, text: str) -> None:
        """Say something of the municipality's own in reports of this kind."""
        profile = self._session.profile
        self._tasks.run(lambda: profile.say_of(kind, language, text), owner=self, failed=self._refused)

    def take_logo(self, file: Path) -> None:
        """Take a picture as the logo of reports; a drawing in SVG becomes one."""
        profile = self._session.profile

        def keep() -> None:
            data = file.read_bytes()
            profile.keep_logo((picture_of(data) or data) if is_drawing(data) else data)

        self._tasks.run(keep, owner=self, failed=self._refused)

    def change_passphrase(self, fresh: str, repeated: str, before: str) -> None:
        """Let another passphrase open the profile."""
        if fresh != repeated:
            self.refused.emit(PassphrasesDiffer())
            return
        access = self._session.access
        self._tasks.run(
            lambda: access.change_passphrase(fresh, passphrase=before),
            owner=self,
            then=lambda _: self._passphrase_changed(),
            failed=self._refused,
        )

    def _passphrase_changed(self) -> None:
        self.passphrase_changed.emit()
        self.refresh()

    def make_recovery_key(self, passphrase: str) -> None:
        """Make another recovery key; the one before opens the profile no more."""
        access = self._session.access
        self._tasks.run(
            lambda: access.new_recovery_key(passphrase=passphrase),
            owner=self,
            then=self.recovery_key_made.emit,
            failed=self._refused,
        )

    def back_up(self, target: Path) -> None:
        """Write everything into one encrypted file and check it."""
        backups = self._session.backups

        def job(progress: Progress) -> Path:
            made = backups.make(
                target,
                progress=lambda share: progress(round(share * 100), 100),
                cancelled=progress.cancelled,
            )
            return Path(made.file)

        self._tasks.run_aside(
            job, owner=self, then=self._backed_up, failed=self._refused, label=self._translator.tr("Backing up")
        )

    def _backed_up(self, file: Path) -> None:
        self.backup_made.emit(str(file))
        self.refresh()

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)
