"""The operating system's key store, reached through `keyring` without its slow search for one."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "Ambassador"
_BACKENDS: Final = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
}
_ELSEWHERE: Final = ("keyring.backends.SecretService.Keyring", "keyring.backends.kwallet.DBusKeyring")
_KEEP_NOTHING: Final = ("keyring.backends.fail", "keyring.backends.null")


class KeyStore(Protocol):
    """A place outside the profile that keeps its secret for the person who is logged in."""

    def get(self, profile: str) -> bytes | None:
        """The secret of a profile, or None if it is not here or the person did not let us in."""

    def set(self, profile: str, secret: bytes) -> bool:
        """Keep it; False if it did not come back when read again."""

    def delete(self, profile: str) -> None:
        """Forget it, if it is here."""


class SystemKeyStore:
    """A key store of this computer."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend: Final = backend

    def get(self, profile: str) -> bytes | None:
        """The secret of a profile, or None if it is not here or the person did not let us in."""
        from keyring.errors import KeyringError

        try:
            found = self._backend.get_password(SERVICE, profile)
        except KeyringError:
            return None
        try:
            return bytes.fromhex(found) if found is not None else None
        except ValueError:
            return None

    def set(self, profile: str, secret: bytes) -> bool:
        """Keep it; False if it did not come back when read again."""
        from keyring.errors import KeyringError

        try:
            self._backend.set_password(SERVICE, profile, secret.hex())
        except KeyringError:
            return False
        return self.get(profile) == secret

    def delete(self, profile: str) -> None:
        """Forget it, if it is here."""
        from keyring.errors import KeyringError

        try:
            self._backend.delete_password(SERVICE, profile)
        except KeyringError:
            return


def system_key_store() -> SystemKeyStore | None:
    """The key store of this computer, or None where none works. Asking may take 0.1 s."""
    named = os.environ.get("PYTHON_KEYRING_BACKEND")
    for name in (named,) if named else _BACKENDS.get(sys.platform, _ELSEWHERE):
        backend = _backend(name)
        if backend is not None:
            return SystemKeyStore(backend)
    return None


def _backend(name: str) -> KeyringBackend | None:
    """Load one backend; None where it cannot work, or would keep nothing and not say so."""
    module, _, cls = name.rpartition(".")
    if module in _KEEP_NOTHING:
        return None
    try:
        backend: type[KeyringBackend] = getattr(importlib.import_module(module), cls)
        return backend() if backend.viable else None
    except Exception:  # whatever a desktop lacks, it then has no key store that works
        return None
