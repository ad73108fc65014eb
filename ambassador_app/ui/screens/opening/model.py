"""Decides what is asked before a profile is open, and opens or makes it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import (
    AmbassadorError,
    DatabaseInUse,
    KeyMissing,
    PassphraseNeeded,
    PassphrasesDiffer,
    PassphraseWrong,
    RecoveryKeyWrong,
)
from ambassador_app.ui.context import OpeningContext

if TYPE_CHECKING:
    from ambassador_app.services.opening import Created


class Page(StrEnum):
    """What the screen asks for."""

    WELCOME = "welcome"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"
    TROUBLE = "trouble"
    KEEP_KEY = "keep_key"
    RESTORE = "restore"
    LOCKED = "locked"


_ASKED_AFTER = {
    PassphraseNeeded: Page.PASSPHRASE,
    PassphraseWrong: Page.PASSPHRASE,
    RecoveryKeyWrong: Page.RECOVERY,
    KeyMissing: Page.RECOVERY,
}


class OpeningModel(QObject):
    """The first start, and every start on which a profile does not open by itself."""

    page_changed = Signal(str)
    refused = Signal(object)
    busy_changed = Signal(bool)
    choices_known = Signal(object, bool)
    """The municipalities as (code, name), and whether the key store works here."""
    recovery_key_made = Signal(str)

    def __init__(self, context: OpeningContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._created: Created | None = None
        self.page = Page.WELCOME

    def start(self) -> None:
        """Find out what to ask for first."""
        reason = self._context.reason
        profiles = self._context.profiles
        if self._context.is_locked:
            self._context.tasks.run(profiles.protection, owner=self, then=self._ask_again)
            return
        if reason is not None:
            self._show(_ASKED_AFTER.get(type(reason), Page.TROUBLE))
            return
        self._context.tasks.run(
            lambda: (profiles.exists(), profiles.municipalities(), profiles.key_store_works()),
            owner=self,
            then=self._begun,
        )

    def _ask_again(self, protection: str | None) -> None:
        """Ask for the passphrase where there is one; else whoever is logged in need only say that they are back."""
        self._show(Page.PASSPHRASE if protection == "passphrase" else Page.LOCKED)

    def _begun(self, found: tuple[bool, tuple[tuple[str, str], ...], bool]) -> None:
        exists, municipalities, key_store = found
        self.choices_known.emit(municipalities, key_store)
        self._show(Page.PASSPHRASE if exists else Page.WELCOME)

    def _show(self, page: Page) -> None:
        self.page = page
        self.page_changed.emit(page)

    def ask_recovery_key(self) -> None:
        """Open by the recovery key instead."""
        self._show(Page.RECOVERY)

    def ask_passphrase(self) -> None:
        """Back to the passphrase."""
        self._show(Page.PASSPHRASE)

    def ask_backup(self) -> None:
        """Bring a backup back instead of starting anew."""
        self._show(Page.RESTORE)

    def start_anew(self) -> None:
        """Back to the first start."""
        self._show(Page.WELCOME)

    def bring_back(self, file: Path, secret: str) -> None:
        """Restore the backup in `file` and open it."""
        profiles = self._context.profiles
        self._run(lambda: profiles.bring_back(file, secret), then=self._context.opened)

    def try_again(self) -> None:
        """Try to open once more, after whatever stood in the way."""
        self._open()

    # -- opening ------------------------------------------------------------------------------------------------
    def open_by_passphrase(self, passphrase: str) -> None:
        """Open the profile."""
        self._open(passphrase=passphrase)

    def open_by_recovery_key(self, key: str) -> None:
        """Open the profile with the recovery key."""
        self._open(recovery_key=key)

    def _open(self, *, passphrase: str | None = None, recovery_key: str | None = None) -> None:
        profiles = self._context.profiles
        self._run(lambda: profiles.open(passphrase=passphrase, recovery_key=recovery_key), then=self._context.opened)

    def open_demo(self) -> None:
        """Open the demo municipality, kept apart from everything real."""
        profiles = self._context.profiles
        self._run(profiles.demo, then=self._context.opened)

    def create(
        self,
        *,
        name: str,
        title: str,
        email: str,
        municipality: str,
        municipality_code: str,
        passphrase: str,
        repeated: str,
        by_key_store: bool,
    ) -> None:
        """Make the profile; its recovery key is shown before anything else."""
        if not by_key_store and passphrase != repeated:
            self.refused.emit(PassphrasesDiffer())
            return
        profiles = self._context.profiles
        self._run(
            lambda: profiles.create(
                name=name,
                title=title,
                email=email,
                municipality=municipality,
                municipality_code=municipality_code,
                protection="keystore" if by_key_store else "passphrase",
                passphrase=None if by_key_store else passphrase,
            ),
            then=self._made,
        )

    def _made(self, created: Created) -> None:
        self._created = created
        self.recovery_key_made.emit(created.recovery_key)
        self._show(Page.KEEP_KEY)

    def key_is_kept(self) -> None:
        """Go on into the program: the recovery key has been written down."""
        if self._created is not None:
            created, self._created = self._created, None
            self._context.opened(created.session)

    def give_up(self) -> None:
        """Close what was made and is not looked at; the next start opens it."""
        if self._created is not None:
            created, self._created = self._created, None
            self._context.tasks.run(created.session.close, owner=self)

    def _run(self, job: object, then: object) -> None:
        self.busy_changed.emit(True)
        self._context.tasks.run(
            job,  # type: ignore[arg-type]  # any job; `then` takes what it gives
            owner=self,
            then=then,  # type: ignore[arg-type]
            failed=self._failed,
            ended=lambda: self.busy_changed.emit(False),
        )

    def _failed(self, error: AmbassadorError) -> None:
        page = _ASKED_AFTER.get(type(error))
        if isinstance(error, DatabaseInUse) and self.page is Page.WELCOME:
            page = Page.TROUBLE
        if page is not None and page is not self.page:
            self._show(page)
        self.refused.emit(error)
