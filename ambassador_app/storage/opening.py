"""Opening a profile: lock, key, check, migration; and the newest good snapshot when the database is damaged."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from ambassador_app.domain.identifiers import Clock
from ambassador_app.errors import DatabaseDamaged, DatabaseNewer, KeyMissing
from ambassador_app.storage import cipher
from ambassador_app.storage.cipher import derived
from ambassador_app.storage.files import Files, fits, key_check, moment_of
from ambassador_app.storage.lock import InstanceLock
from ambassador_app.storage.schema import SCHEMA

CHECKED_AT_ONCE: Final = 64 << 20
"""Bytes of a database that can be read whole in less than half a second."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the database was found. `snapshot` is the copy that is open for reading because the real one is damaged.

    `unclean`: the last run was not closed (power cut, crash), so `Store.check` should be asked soon.
    """

    damaged: bool = False
    snapshot: Path | None = None
    snapshot_at: datetime | None = None
    unclean: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile ready for use: which file to open, and under which lock."""

    database: Path
    health: Health
    lock: InstanceLock


def prepare(files: Files, secret: bytes, *, now: Clock) -> Opened:
    """Make the profile of `files` ready, or change nothing.

    A start reads the whole file only after an unclean end and up to `CHECKED_AT_ONCE` bytes, so that it stays fast
    however much is stored; otherwise `Store.check` does that in the background, and what it finds counts at the next
    start. After a crash or power cut SQLite itself restores the last commit; the check is for failing disks.
    Raises DatabaseInUse, KeyMissing, DatabaseNewer, DatabaseDamaged, DiskFull, FolderNotWritable.
    """
    with cipher.failures(files.database):
        files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = InstanceLock(files.lock)
    with contextlib.ExitStack() as undone:
        undone.callback(lock.release)
        if not fits(files, secret):
            raise KeyMissing
        with cipher.failures(files.database):
            opened = _prepared(files, secret, now, lock)
            files.open_mark.touch()
            files.keep_private()
        undone.pop_all()
    return opened


def _prepared(files: Files, secret: bytes, now: Clock, lock: InstanceLock) -> Opened:
    from ambassador_app.storage import migrating

    cipher.remove(files.in_work)
    key = derived(secret, "database")
    if not files.database.exists() and not files.all_snapshots():
        migrating.create(files.database, key)
        files.key_check.write_text(key_check(secret), "ascii")
        return Opened(files.database, Health(), lock)
    unclean = files.open_mark.exists()
    whole = unclean and files.database.exists() and files.database.stat().st_size <= CHECKED_AT_ONCE
    number = None if files.damage_mark.exists() else _number(files.database, key, whole=whole)
    if number is None:
        return Opened(*_newest_good(files, key, now=now, known=files.key_check.exists()), lock)
    if number > SCHEMA:
        raise DatabaseNewer(found=number, known=SCHEMA)
    if number < SCHEMA:
        migrating.bring_up_to_date(files, key, at=now())
    if not files.key_check.exists():
        files.key_check.write_text(key_check(secret), "ascii")
    return Opened(files.database, Health(unclean=unclean), lock)


def _number(file: Path, key: bytes, *, whole: bool) -> int | None:
    """The schema number of a database; None when it cannot be read."""
    if not file.exists():
        return None
    try:
        connection = cipher.connect_durable(file, key)
        try:
            if whole and not cipher.is_sound(connection):
                return None
            return cipher.schema_number(connection)
        finally:
            connection.close()
    except DatabaseDamaged:
        return None


def _newest_good(files: Files, key: bytes, *, now: Clock, known: bool) -> tuple[Path, Health]:
    for one in files.all_snapshots():
        number = _number_of_copy(one, key)
        if number is not None and number <= SCHEMA:
            shown = one if number == SCHEMA else _brought_up(files, one, key)
            return shown, Health(damaged=True, snapshot=one, snapshot_at=moment_of(one))
    if not known:  # nothing here was ever opened with this secret
        raise KeyMissing
    raise DatabaseDamaged(file=str(files.database))


def _number_of_copy(file: Path, key: bytes) -> int | None:
    try:
        connection = cipher.connect(file, key, read_only=True)
    except DatabaseDamaged:
        return None
    try:
        return cipher.schema_number(connection) if cipher.is_sound(connection) else None
    finally:
        connection.close()


def _brought_up(files: Files, snapshot: Path, key: bytes) -> Path:
    """An older snapshot can only be shown through a migrated copy of it."""
    from ambassador_app.storage import migrating

    shutil.copyfile(snapshot, files.in_work)
    migrating.migrate(files.in_work, key)
    return files.in_work


def adopt_snapshot(folder: Path, secret: bytes, *, now: Clock) -> Path:
    """Let the newest good snapshot take the damaged database's place; gives where the damaged one is kept now.

    Raises DatabaseInUse while the profile is open, KeyMissing, and DatabaseDamaged when there is no good snapshot.
    """
    files: Final = Files(folder)
    with InstanceLock(files.lock), cipher.failures(files.database):
        if not fits(files, secret):
            raise KeyMissing
        cipher.remove(files.in_work)
        shown, _ = _newest_good(files, derived(secret, "database"), now=now, known=True)
        if shown != files.in_work:
            shutil.copyfile(shown, files.in_work)
        kept = files.snapshots / f"damaged-{now().strftime('%Y%m%dT%H%M%SZ')}.db"
        if files.database.exists():
            files.database.replace(kept)
        for one in cipher.besides(files.database):
            one.unlink(missing_ok=True)
        cipher.put_in_place(files.in_work, files.database)
        files.damage_mark.unlink(missing_ok=True)
        files.open_mark.unlink(missing_ok=True)
    return kept
