"""The one secret of a profile: where it is kept, how it is opened, how it survives a lost computer.

All keys derive from 32 random bytes. They stand in the key store of the operating system, or wrapped by a passphrase
in a key file beside the database, or (throw-away profiles) bare in that file. A recovery key opens every profile.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ambassador_app.errors import FileExists, KeyMissing, PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong
from ambassador_app.storage import cipher
from ambassador_app.storage.files import Files, fits
from ambassador_app.storage.key_store import KeyStore, SystemKeyStore, system_key_store
from ambassador_app.wire import wrapping
from ambassador_app.wire.wrapping import LEAST, Chance

__all__ = [
    "LEAST",
    "Created",
    "KeyStore",
    "Protection",
    "SystemKeyStore",
    "change_passphrase",
    "create",
    "drop_municipality_key",
    "has_municipality_key",
    "keep_in_file",
    "keep_in_key_store",
    "new_municipality_key",
    "new_recovery_key",
    "profile_name",
    "protection",
    "settle_municipality_key",
    "system_key_store",
    "unlock",
]

VERSION: Final = 1
_OWN, _MUNICIPALITY, _BEFORE = "recovery", "escrow", "escrow_before"
"""The parts of a key file that a recovery key opens: the person's own, the one that the municipality keeps, and the one
that it kept before, as long as it does not have the new one.
"""
KeyFile = dict[str, object]


class Protection(StrEnum):
    """Where the secret of a profile is."""

    KEY_STORE = "keystore"
    PASSPHRASE = "passphrase"
    FILE = "home"


@dataclass(frozen=True, slots=True)
class Created:
    """A fresh secret, and the recovery key that is to be shown once."""

    secret: bytes
    recovery_key: str


def key_file(folder: Path) -> Path:
    """The file beside the database that says how it is protected."""
    return folder / "ambassador.keys"


def protection(folder: Path) -> Protection | None:
    """How the profile in `folder` is protected; None if there is none."""
    return Protection(str(_read(folder)["protection"])) if key_file(folder).exists() else None


def profile_name(folder: Path) -> str:
    """The name under which a key store knows the profile in `folder`. Raises KeyMissing without a key file."""
    return str(_read(folder)["profile"])


def create(
    folder: Path,
    kind: Protection,
    *,
    chance: Chance,
    key_store: KeyStore | None = None,
    passphrase: str | None = None,
) -> Created:
    """Make the secret of a new profile and protect it.

    Raises FileExists (there is a profile), PassphraseTooShort, PassphraseNeeded (no passphrase given, or the key
    store does not keep what it is given), FolderNotWritable, DiskFull.
    """
    if key_file(folder).exists() or Files(folder).database.exists():
        raise FileExists(file=str(key_file(folder)))
    secret = chance(32)
    recovery, recovery_key = wrapping.wrap_by_recovery_key(secret, chance=chance)
    kept: KeyFile = {
        "version": VERSION,
        "profile": chance(8).hex(),
        "protection": kind.value,
        "recovery": dict(recovery),
    }
    match kind:
        case Protection.KEY_STORE:
            if key_store is None or not key_store.set(str(kept["profile"]), secret):
                raise PassphraseNeeded
        case Protection.PASSPHRASE:
            if passphrase is None:
                raise PassphraseNeeded
            kept["passphrase"] = dict(wrapping.wrap_by_passphrase(secret, passphrase, chance=chance))
        case Protection.FILE:
            kept["secret"] = secret.hex()
    write(folder, kept)
    return Created(secret, recovery_key)


def unlock(
    folder: Path,
    *,
    key_store: KeyStore | None = None,
    passphrase: str | None = None,
    recovery_key: str | None = None,
) -> bytes:
    """Give the secret of the profile in `folder`; a recovery key goes before any other way.

    Raises PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong, and KeyMissing: no key file, or the key store of
    this computer does not have it.
    """
    kept = _read(folder)
    if recovery_key is not None:
        secret = open_by(kept, recovery_key=recovery_key)
    elif kept["protection"] == Protection.FILE:
        secret = bytes.fromhex(str(kept["secret"]))
    elif kept["protection"] == Protection.PASSPHRASE:
        if passphrase is None:
            raise PassphraseNeeded
        secret = open_by(kept, passphrase=passphrase)
    else:
        found = key_store.get(str(kept["profile"])) if key_store is not None else None
        if found is None:
            raise KeyMissing
        secret = found
    if not fits(Files(folder), secret):
        raise KeyMissing
    return secret


def open_by(kept: Mapping[str, object], *, passphrase: str | None = None, recovery_key: str | None = None) -> bytes:
    """Open a wrapped secret, from a key file or the head of a backup. Raises as `unlock`."""
    if recovery_key is not None:
        for slot in (_OWN, _MUNICIPALITY, _BEFORE):
            wrapped = _part(kept, slot)
            with suppress(RecoveryKeyWrong):
                if wrapped is not None:
                    return wrapping.unwrap_by_recovery_key(wrapped, recovery_key)
        raise RecoveryKeyWrong
    wrapped = _part(kept, "passphrase")
    if wrapped is None:
        raise PassphraseWrong
    return wrapping.unwrap_by_passphrase(wrapped, passphrase or "")


def change_passphrase(folder: Path, secret: bytes, passphrase: str, *, chance: Chance) -> None:
    """Protect the profile by this passphrase from now on. Nothing is encrypted anew, only wrapped.

    Raises PassphraseTooShort.
    """
    kept = _read(folder)
    kept.pop("secret", None)
    kept["protection"] = Protection.PASSPHRASE.value
    kept["passphrase"] = dict(wrapping.wrap_by_passphrase(secret, passphrase, chance=chance))
    write(folder, kept)


def new_recovery_key(folder: Path, secret: bytes, *, chance: Chance) -> str:
    """Make another recovery key, to be shown once; the one before does not open the profile any more.

    Older backups still open with the recovery key of their time.
    """
    kept = _read(folder)
    recovery, recovery_key = wrapping.wrap_by_recovery_key(secret, chance=chance)
    kept["recovery"] = dict(recovery)
    write(folder, kept)
    return recovery_key


def new_municipality_key(folder: Path, secret: bytes, *, chance: Chance) -> str:
    """Make the recovery key that the municipality keeps, beside the person's own; backups that are made from now on
    open with it too. The one before opens the profile until `settle_municipality_key`.
    """
    kept = _read(folder)
    slot, recovery_key = wrapping.wrap_by_recovery_key(secret, chance=chance)
    if _MUNICIPALITY in kept:
        kept.setdefault(_BEFORE, kept[_MUNICIPALITY])
    kept[_MUNICIPALITY] = dict(slot)
    write(folder, kept)
    return recovery_key


def settle_municipality_key(folder: Path) -> None:
    """Let only the newest of the municipality's keys open the profile: the municipality has it."""
    kept = _read(folder)
    if kept.pop(_BEFORE, None) is not None:
        write(folder, kept)


def drop_municipality_key(folder: Path) -> None:
    """Let the municipality's key open the profile no more; backups made before still open with it."""
    kept = _read(folder)
    dropped = [kept.pop(one, None) for one in (_MUNICIPALITY, _BEFORE)]
    if any(one is not None for one in dropped):
        write(folder, kept)


def has_municipality_key(folder: Path) -> bool:
    """Whether a key that the municipality keeps opens the profile."""
    return _MUNICIPALITY in _read(folder)


def keep_in_key_store(folder: Path, secret: bytes, key_store: KeyStore) -> None:
    """Protect the profile by the key store of this computer from now on. Raises PassphraseNeeded if that fails."""
    kept = _read(folder)
    if not key_store.set(str(kept["profile"]), secret):
        raise PassphraseNeeded
    kept.pop("secret", None)
    kept["protection"] = Protection.KEY_STORE.value
    write(folder, kept)


def keep_in_file(folder: Path, secret: bytes) -> None:
    """Keep the secret bare in the key file from now on: for throw-away profiles only."""
    kept = _read(folder)
    kept["secret"] = secret.hex()
    kept["protection"] = Protection.FILE.value
    write(folder, kept)


def travelling(folder: Path) -> KeyFile:
    """What may leave this computer in a backup: the wrapped secret, never a bare one."""
    if not key_file(folder).exists():
        return {}
    return {name: value for name, value in _read(folder).items() if name != "secret"}


def write(folder: Path, kept: KeyFile) -> None:
    """Put the key file in place, all or nothing, readable by this person only."""
    target = key_file(folder)
    new = target.with_name(target.name + ".new")
    with cipher.failures(target):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new.unlink(missing_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
        cipher.put_in_place(new, target)


def _read(folder: Path) -> KeyFile:
    try:
        kept = json.loads(key_file(folder).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise KeyMissing from error
    if not isinstance(kept, dict) or "protection" not in kept:
        raise KeyMissing
    return kept


def _part(kept: Mapping[str, object], name: str) -> wrapping.Wrapped | None:
    found = kept.get(name)
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else None
