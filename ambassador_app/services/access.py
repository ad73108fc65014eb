"""What opens the profile of this computer, changed while it is open."""

from __future__ import annotations

from typing import Final

from ambassador_app.services.access_log import AccessLog
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.storage import keys
from ambassador_app.storage.keys import Protection


class Access:
    """The passphrase and the recovery key of the open profile. Nothing is encrypted anew, only wrapped."""

    def __init__(self, desk: Desk, translators: Translators) -> None:
        self._desk = desk
        self.log: Final = AccessLog(desk, translators)
        """Who opened and took out what on this computer."""

    def asks_for_passphrase(self) -> bool:
        """Whether a passphrase opens the profile, and not the key store of this computer."""
        return keys.protection(self._desk.store.folder) is Protection.PASSPHRASE

    def change_passphrase(self, fresh: str, *, passphrase: str | None = None) -> None:
        """Protect the profile by the passphrase `fresh` from now on; `passphrase` is the one before, if there is one.

        Raises PassphraseNeeded, PassphraseWrong, PassphraseTooShort; the profile then opens as before.
        """
        keys.change_passphrase(self._desk.store.folder, self._secret(passphrase), fresh, chance=self._desk.chance)

    def new_recovery_key(self, *, passphrase: str | None = None) -> str:
        """Give another recovery key, to be shown once; the one before opens the profile no more.

        Raises PassphraseNeeded, PassphraseWrong.
        """
        return keys.new_recovery_key(self._desk.store.folder, self._secret(passphrase), chance=self._desk.chance)

    def _secret(self, passphrase: str | None) -> bytes:
        """Give the key of the open profile; whoever only found the window open does not know the passphrase."""
        if self.asks_for_passphrase():
            return keys.unlock(self._desk.store.folder, passphrase=passphrase or None)
        return self._desk.store.secret_key
