"""Attachments: bytes kept under the SHA-256 of their content, in an encrypted database of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Final

from ambassador_app.domain.identifiers import Clock
from ambassador_app.errors import DatabaseDamaged, DatabaseReadOnly, RecordNotFound
from ambassador_app.storage import cipher

BLOB_SCHEMA: Final = 1
_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS blob (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, at TEXT NOT NULL, "
    "data BLOB NOT NULL)"
)


class Blobs:
    """The attachments database; opened when it is first used. Safe from any thread."""

    def __init__(self, file: Path, key: bytes, *, now: Clock, read_only: bool) -> None:
        self.file: Final = file
        self._key: bytes | None = key
        self._now: Final = now
        self.read_only: Final = read_only
        self._lock: Final = RLock()
        self._connection: cipher.Connection | None = None

    def put(self, data: bytes) -> str:
        """Keep `data`, durable when it returns; gives its SHA-256. Kept once, however often it is put."""
        if self.read_only:
            raise DatabaseReadOnly(copy=str(self.file))
        name = hashlib.sha256(data).hexdigest()
        with self._used() as connection:
            connection.execute(
                "INSERT INTO blob (sha256, size, at, data) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (sha256) DO UPDATE SET at = excluded.at",
                (name, len(data), self._now().isoformat(), data),
            )
        return name

    def get(self, sha256: str) -> bytes:
        """The bytes of that name, checked. Raises RecordNotFound, or DatabaseDamaged when they are not the same."""
        found = self._one("SELECT data FROM blob WHERE sha256 = ?", sha256)
        if found is None:
            raise RecordNotFound(kind="blob", id=sha256)
        data = found if isinstance(found, bytes) else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DatabaseDamaged(file=str(self.file))
        return data

    def has(self, sha256: str) -> bool:
        """Whether the bytes of that name are here."""
        return self._one("SELECT 1 FROM blob WHERE sha256 = ?", sha256) is not None

    def size(self, sha256: str) -> int:
        """How many bytes it has. Raises RecordNotFound."""
        found = self._one("SELECT size FROM blob WHERE sha256 = ?", sha256)
        if not isinstance(found, int):
            raise RecordNotFound(kind="blob", id=sha256)
        return found

    def names(self) -> tuple[str, ...]:
        """The SHA-256 of everything kept."""
        with self._used() as connection:
            return tuple(row[0] for row in connection.execute("SELECT sha256 FROM blob ORDER BY sha256"))

    def drop(self, keep: Callable[[str], bool], *, older_than: datetime) -> int:
        """Remove what `keep` does not want and was put before `older_than`; gives how many went."""
        with self._used() as connection:
            rows = connection.execute("SELECT sha256, at FROM blob").fetchall()
            gone = [one for one, at in rows if datetime.fromisoformat(at) < older_than and not keep(one)]
            self._remove(connection, gone)
        return len(gone)

    def copy_to(
        self,
        target: Path,
        *,
        progress: cipher.Progress | None = None,
        cancelled: cipher.Cancelled | None = None,
    ) -> None:
        """Copy the whole database, encrypted with the same key, without holding up who reads or puts."""
        with self._used():
            source = cipher.connect(self.file, self._known_key())
        try:
            cipher.copy(source, target, self._known_key(), progress=progress, cancelled=cancelled)
        finally:
            source.close()

    def close(self) -> None:
        """Let go of the file; a later use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def forget_key(self) -> None:
        """Let go of the file and of its key: nothing opens it here any more."""
        with self._lock:
            self.close()
            self._key = None

    def _known_key(self) -> bytes:
        if self._key is None:
            raise RuntimeError("the store is closed")
        return self._key

    @staticmethod
    def _remove(connection: cipher.Connection, names: Iterable[str]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("DELETE FROM blob WHERE sha256 = ?", [(one,) for one in names])
        connection.execute("COMMIT")

    def _one(self, asked: str, sha256: str) -> object:
        with self._used() as connection:
            row = connection.execute(asked, (sha256,)).fetchone()
        return row[0] if row is not None else None

    @contextmanager
    def _used(self) -> Iterator[cipher.Connection]:
        with self._lock, cipher.failures(self.file):
            if self._connection is None:
                self._connection = self._opened()
            yield self._connection

    def _opened(self) -> cipher.Connection:
        connection = cipher.connect_durable(self.file, self._known_key())
        connection.execute(_CREATE)
        connection.execute(f"PRAGMA user_version={BLOB_SCHEMA}")
        return connection
