"""Encrypted SQLite files: opening, copying and checking them, and saying what failed."""

from __future__ import annotations

import errno
import hmac
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from ambassador_app.errors import (
    AmbassadorError,
    DatabaseDamaged,
    DatabaseInUse,
    DatabaseReadOnly,
    DiskFull,
    FolderNotWritable,
    JobCancelled,
)

Connection = Any
"""A DB-API connection of sqlcipher3, which ships no types."""

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""

Cancelled = Callable[[], bool]
"""Asked whether the person wants to stop."""

Broken: Final = driver.DatabaseError
"""What the driver raises, before `failures` says what it means."""

ROOM: Final = 1 << 20
"""Bytes that must be free for SQLite to work."""

PAGES_A_STEP: Final = 2000
DURABLE: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-16000",
    "trusted_schema=OFF",
)


def derived(secret: bytes, purpose: str) -> bytes:
    """Give the 32-byte key for one purpose; none of them tells anything about another or about `secret`."""
    return hmac.digest(secret, b"ambassador 1 " + purpose.encode(), "sha256")


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open the encrypted file at `path`, made if it is not there; read-only means it is not touched at all.

    Raises DatabaseDamaged when it is no database or `key` is not its key: the two look the same.
    """
    source = f"{path.resolve().as_uri()}?mode={'ro&immutable=1' if read_only else 'rwc'}"
    with failures(path):
        connection = driver.connect(source, isolation_level=None, timeout=10, check_same_thread=False, uri=True)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")  # otherwise a wrong key is reported on stderr
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def connect_durable(path: Path, key: bytes) -> Connection:
    """Open a file that is written to: a commit is on the disk when it returns, deleted text is overwritten."""
    connection = connect(path, key)
    with failures(path):
        for pragma in DURABLE:
            connection.execute(f"PRAGMA {pragma}")
    return connection


def copy(
    source: Connection,
    target: Path,
    key: bytes,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Copy a database, as it is at one moment, to a new file encrypted with `key`; durable when it returns."""

    def step(_status: int, remaining: int, total: int) -> None:
        if cancelled is not None and cancelled():
            raise JobCancelled
        if progress is not None:
            progress(1 - remaining / total if total else 1.0)

    target.unlink(missing_ok=True)
    with failures(target):
        copied = connect(target, key)
        try:
            with _one_moment(source):
                source.backup(copied, pages=PAGES_A_STEP, progress=step)
            copied.execute("PRAGMA journal_mode=DELETE")
        finally:
            copied.close()
    flush(target)


@contextmanager
def _one_moment(source: Connection) -> Iterator[None]:
    """Read `source` as it is now: without this, each write beside a copy would make the copy begin anew."""
    if source.in_transaction:
        yield
        return
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        source.execute("ROLLBACK")


def is_sound(connection: Connection) -> bool:
    """Whether every page decrypts, carries its checksum and fits the structure. Takes about 1 s for 300 MB."""
    try:
        return [row[0] for row in connection.execute("PRAGMA quick_check")] == ["ok"]
    except driver.DatabaseError:
        return False


def schema_number(connection: Connection) -> int:
    """The number of the schema the file was last brought to; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def flush(path: Path) -> None:
    """Make sure the file and its name are on the disk."""
    for one in (path, path.parent):
        if one.is_dir() and os.name == "nt":  # Windows opens no folders, and keeps names in its own journal
            continue
        handle = os.open(one, os.O_RDWR if one.is_file() else os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put_in_place(new: Path, path: Path) -> None:
    """Let `new` take the place of `path`, all or nothing. No `-wal` may stand beside `path`: it would be laid over."""
    flush(new)
    new.replace(path)
    flush(path)


def besides(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database while it is open."""
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def remove(path: Path) -> None:
    """Remove a database and whatever stands beside it."""
    for one in (path, *besides(path)):
        one.unlink(missing_ok=True)


_MEANINGS: Final = (
    ("disk is full", DiskFull, "file"),
    ("readonly", DatabaseReadOnly, "copy"),
    ("malformed", DatabaseDamaged, "file"),
    ("not a database", DatabaseDamaged, "file"),
    ("locked", DatabaseInUse, "file"),
    ("unable to open", FolderNotWritable, "folder"),
)


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into what the person can do something about."""
    try:
        yield
    except driver.DatabaseError as error:
        said = str(error)
        if "disk I/O error" in said:
            raise _of_the_disk(path) from error
        for words, kind, field in _MEANINGS:
            if words in said:
                raise kind(**{field: str(path.parent if field == "folder" else path)}) from error
        raise
    except OSError as error:
        said_better = _from_system(error, path)
        if said_better is None:
            raise
        raise said_better from error


def _of_the_disk(path: Path) -> AmbassadorError:
    """SQLite calls it an I/O error too when there is no room for its shared memory."""
    if shutil.disk_usage(path.parent).free < ROOM:
        return DiskFull(file=str(path))
    return FolderNotWritable(folder=str(path.parent))


def _from_system(error: OSError, path: Path) -> AmbassadorError | None:
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DiskFull(file=str(path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return FolderNotWritable(folder=str(path.parent))
    return None
