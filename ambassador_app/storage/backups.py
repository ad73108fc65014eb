"""Backups: one encrypted, verified file with everything but the keys of the device; and the way back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import (
    BackupNotRead,
    DatabaseNewer,
    DiskFull,
    FileExists,
    JobCancelled,
    KeyMissing,
    PassphraseNeeded,
)
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.storage import cipher, container, keys
from ambassador_app.storage.cipher import Cancelled, Connection, Progress, derived
from ambassador_app.storage.container import Head, Passed
from ambassador_app.storage.files import Files, key_check
from ambassador_app.storage.keys import Protection
from ambassador_app.storage.lock import InstanceLock
from ambassador_app.storage.rotation import STANDARD, Kept, surplus
from ambassador_app.storage.schema import COLUMNS, SCHEMA, table_name
from ambassador_app.wire.wrapping import Chance

if TYPE_CHECKING:
    from ambassador_app.storage.store import Store

ENDING: Final = ".ambassador-backup"
STAMP: Final = "ambassador-%Y-%m-%d-%H%M%S"
DATABASE: Final = "database"
ATTACHMENTS: Final = "attachments"


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A backup that was made and verified: its size in bytes and SHA-256."""

    file: Path
    size: int
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup tells without its key. `opens_with_passphrase`: the one that the profile had at that time."""

    at: datetime
    size: int
    opens_with_passphrase: bool
    opens_with_recovery_key: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """The secret of a profile that was brought back, and when its backup was made."""

    secret: bytes
    at: datetime


class _Steps:
    """Adds up the bytes of a job for its progress, and ends it when the person wants that."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._total: Final = max(total, 1)
        self._progress: Final = progress
        self._cancelled: Final = cancelled
        self._done = 0

    def passed(self, count: int) -> None:
        """Some bytes went by. Raises JobCancelled."""
        if self._cancelled is not None and self._cancelled():
            raise JobCancelled
        self._done += count
        if self._progress is not None:
            self._progress(min(self._done / self._total, 1.0))

    def finished(self) -> None:
        """Everything went by, however much it was."""
        if self._progress is not None:
            self._progress(1.0)


def backup(
    store: Store, target: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> BackupResult:
    """Write a backup of the open profile to `target`, read it again and check it; only then it has its name.

    Keys of this device are left out, so that a restored copy is another device. Raises FileExists, JobCancelled,
    DiskFull, FolderNotWritable.
    """
    if target.exists():
        raise FileExists(file=str(target))
    at = store.now()
    size = sum(one.stat().st_size for one in (store.files.database, store.files.attachments) if one.exists())
    steps = _Steps(4 * size, progress, cancelled)
    with _scratch(store.folder) as scratch, cipher.failures(target):
        _need(target.parent, size)
        copies = _copies(store, scratch, steps.passed, cancelled)
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        try:
            described = tuple(container.part_of(name, file) for name, file in copies.items())
            head = Head(at, SCHEMA, keys.travelling(store.folder), described, key_check(store.secret_key))
            sha256 = container.write(part, head, store.secret_key, tuple(copies.values()), steps.passed)
            _verify(part, store.secret_key, scratch, copies[DATABASE], steps.passed)
            part.rename(target)
            cipher.flush(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    steps.finished()
    if not store.read_only:
        store.keep_note("last_backup", at.isoformat())
    return BackupResult(target, target.stat().st_size, at, sha256)


def _copies(store: Store, scratch: Path, passed: Passed, cancelled: Cancelled | None) -> dict[str, Path]:
    """Copy both databases as they are: records first, so that every attachment they name is in the second."""
    copies = {DATABASE: scratch / "database", ATTACHMENTS: scratch / "attachments"}
    store.copy_to(copies[DATABASE], cancelled=cancelled)
    with _opened(copies[DATABASE], derived(store.secret_key, "database")) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("DELETE FROM secret")
    passed(copies[DATABASE].stat().st_size)
    store.blobs.copy_to(copies[ATTACHMENTS], cancelled=cancelled)
    _check(copies[ATTACHMENTS], derived(store.secret_key, "attachments"), store.files.attachments)
    passed(copies[ATTACHMENTS].stat().st_size)
    return copies


def _verify(file: Path, secret: bytes, scratch: Path, original: Path, passed: Passed) -> None:
    """Read the written file again: head, every byte of every part, and the records by opening them."""
    head, begin = container.read_head(file)
    container.check_head(file, head, secret)
    again = scratch / "again"
    container.take_out(file, head, begin, {DATABASE: again}, passed)
    key = derived(secret, "database")
    with _opened(again, key) as connection, _opened(original, key) as before:
        if not cipher.is_sound(connection) or _counts(connection) != _counts(before):
            raise BackupNotRead(file=str(file))


def _counts(connection: Connection) -> list[int]:
    tables = (*(table_name(kind) for kind in COLUMNS), "action", "journal", "outbox")
    return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def inspect(file: Path) -> BackupInfo:
    """What a backup is, without opening it. Raises BackupNotRead."""
    head, _ = container.read_head(file)
    return BackupInfo(head.at, file.stat().st_size, "passphrase" in head.keys, "recovery" in head.keys)


def restore(
    file: Path,
    folder: Path,
    *,
    chance: Chance,
    passphrase: str | None = None,
    recovery_key: str | None = None,
    secret: bytes | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Restored:
    """Bring a backup back as the profile in `folder`, which must hold none: as a new device, whole or not at all.

    A passphrase opens the restored profile as before. Otherwise keep its secret with `keys.keep_in_key_store` or
    `keys.keep_in_file`. Raises BackupNotRead, PassphraseNeeded, PassphraseWrong, RecoveryKeyWrong, KeyMissing (the
    given secret is another profile's), DatabaseNewer, FileExists, JobCancelled, DiskFull, FolderNotWritable.
    """
    files = Files(folder)
    if files.database.exists() or files.all_snapshots():
        raise FileExists(file=str(files.database))
    head, begin = container.read_head(file)
    opened = _secret_of(head, passphrase=passphrase, recovery_key=recovery_key, secret=secret)
    container.check_head(file, head, opened)
    if head.schema > SCHEMA:
        raise DatabaseNewer(found=head.schema, known=SCHEMA)
    with cipher.failures(files.database):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with InstanceLock(files.lock):
            _need(folder, sum(one.size for one in head.parts))
            steps = _Steps(sum(one.size for one in head.parts), progress, cancelled)
            _put_back(file, head, begin, files, opened, steps.passed)
            kept = dict(head.keys) or {"version": keys.VERSION}
            kept["profile"] = chance(8).hex()
            kept["protection"] = (Protection.PASSPHRASE if "passphrase" in kept else Protection.KEY_STORE).value
            keys.write(folder, kept)
            files.key_check.write_text(key_check(opened), "ascii")
            cipher.put_in_place(files.in_work, files.database)
    steps.finished()
    return Restored(opened, head.at)


def _secret_of(head: Head, *, passphrase: str | None, recovery_key: str | None, secret: bytes | None) -> bytes:
    if secret is None:
        if passphrase is None and recovery_key is None:
            raise PassphraseNeeded
        secret = keys.open_by(head.keys, passphrase=passphrase, recovery_key=recovery_key)
    if key_check(secret) != head.check:
        raise KeyMissing
    return secret


def _put_back(file: Path, head: Head, begin: int, files: Files, secret: bytes, passed: Passed) -> None:
    """Take the parts out and check them; the database gets its name last of all, by the caller."""
    new_attachments = files.attachments.with_name(files.attachments.name + ".new")
    for one in (files.in_work, new_attachments, files.attachments):
        cipher.remove(one)
    for one in cipher.besides(files.database):
        one.unlink(missing_ok=True)
    targets: dict[str, Path | None] = {DATABASE: files.in_work, ATTACHMENTS: new_attachments}
    try:
        container.take_out(file, head, begin, targets, passed)
        for name, one in ((DATABASE, files.in_work), (ATTACHMENTS, new_attachments)):
            _check(one, derived(secret, name), file)
    except BaseException:
        for one in (files.in_work, new_attachments):
            cipher.remove(one)
        raise
    cipher.put_in_place(new_attachments, files.attachments)


def set_aside(folder: Path, at: datetime) -> Path:
    """Move a whole profile out of the way, so that a backup can take its place; gives where it is now.

    Raises DatabaseInUse while it is open.
    """
    with InstanceLock(Files(folder).lock):
        pass
    aside = folder.with_name(f"{folder.name}-{at.strftime('%Y%m%dT%H%M%SZ')}")
    with cipher.failures(folder):
        folder.rename(aside)
    return aside


# -- in a folder, every day -----------------------------------------------------------------------------------------
def backup_into(
    store: Store,
    folder: Path,
    *,
    kept: Kept = STANDARD,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> BackupResult:
    """Write a backup named after the moment into `folder` and let older ones there go that are not to be kept."""
    with cipher.failures(folder / "backup"):
        folder.mkdir(parents=True, exist_ok=True)
    name = store.now().astimezone(COPENHAGEN).strftime(STAMP) + ENDING
    made = backup(store, folder / name, progress=progress, cancelled=cancelled)
    rotate(folder, kept)
    return made


def mirror(made: BackupResult, folder: Path, *, kept: Kept = STANDARD, progress: Progress | None = None) -> Path:
    """Copy a backup to a second folder or stick, read it again there, and rotate. Raises BackupNotRead, DiskFull."""
    target = folder / made.file.name
    part = target.with_name(target.name + ".part")
    with cipher.failures(target):
        folder.mkdir(parents=True, exist_ok=True)
        _need(folder, made.size)
        shutil.copyfile(made.file, part)
        cipher.flush(part)
        if container.part_of("", part).sha256 != made.sha256:
            part.unlink()
            raise BackupNotRead(file=str(target))
        part.replace(target)
        rotate(folder, kept)
    if progress is not None:
        progress(1.0)
    return target


def rotate(folder: Path, kept: Kept = STANDARD) -> None:
    """Let the backups in `folder` go that are neither of the last days nor of the last weeks that are kept."""
    made = {moment: one for one in folder.glob(f"ambassador-*{ENDING}") if (moment := _moment_of(one)) is not None}
    for moment in surplus(made, kept):
        made[moment].unlink()


def _moment_of(file: Path) -> datetime | None:
    try:
        named = datetime.strptime(file.name.removesuffix(ENDING), STAMP)  # noqa: DTZ007 - the zone comes next
    except ValueError:
        return None
    return named.replace(tzinfo=COPENHAGEN)


# -- small parts ----------------------------------------------------------------------------------------------------
@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for encrypted copies that is gone afterwards."""
    scratch = folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    with cipher.failures(scratch / "copy"):
        scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _opened(file: Path, key: bytes) -> Iterator[Connection]:
    try:
        connection = cipher.connect(file, key)
    except Exception as error:
        raise BackupNotRead(file=str(file)) from error
    try:
        yield connection
    finally:
        connection.close()


def _check(copied: Path, key: bytes, file: Path) -> None:
    with _opened(copied, key) as connection:
        if not cipher.is_sound(connection):
            raise BackupNotRead(file=str(file))


def _need(folder: Path, size: int) -> None:
    if folder.is_dir() and shutil.disk_usage(folder).free < size:
        raise DiskFull(file=str(folder))
