"""Copies of the database in the profile itself, for the day it is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.i18n import COPENHAGEN
from ambassador_app.storage import cipher
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.files import moment_of
from ambassador_app.storage.rotation import STANDARD, Kept, surplus

if TYPE_CHECKING:
    from ambassador_app.storage.store import Store

DAILY: Final = "daily"


def snapshot_if_due(store: Store, kept: Kept = STANDARD) -> Path | None:
    """Make today's copy if there is none yet, checked; then let older ones go. None if nothing was due."""
    now = store.now()
    today = now.astimezone(COPENHAGEN).date()
    made = [one for one in store.files.all_snapshots() if one.stem.endswith(DAILY)]
    if store.read_only or any(moment_of(one).astimezone(COPENHAGEN).date() == today for one in made):
        return None
    target = store.files.snapshot(now, DAILY)
    with cipher.failures(target):
        target.parent.mkdir(exist_ok=True, mode=0o700)
        part = target.with_name(target.name + ".part")
        store.copy_to(part)
        if not _is_good(part, derived(store.secret_key, "database")):
            part.unlink()
            store.check()
            return None
        cipher.put_in_place(part, target)
        gone = surplus((moment_of(one) for one in (target, *made)), kept)
        for one in made:
            if moment_of(one) in gone:
                one.unlink()
    return target


def _is_good(file: Path, key: bytes) -> bool:
    connection = cipher.connect(file, key, read_only=True)
    try:
        return cipher.is_sound(connection)
    finally:
        connection.close()
