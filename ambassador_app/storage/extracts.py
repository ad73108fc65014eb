"""The extracts of programmes that this computer holds: files with their state, in no journal and no outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ambassador_app.domain.extract import ProgrammeExtract
from ambassador_app.domain.programme import ExtractSource, ReleaseState
from ambassador_app.storage.transaction import Reader, Scoped

_COLUMNS = "id, programme, municipality, as_of, made_at, source, state, held_at, body"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One extract's file, as it was signed."""

    id: str
    programme: str
    municipality: str
    source: ExtractSource
    state: ReleaseState
    held_at: datetime
    body: bytes


class ExtractShelf:
    """Files are put, read, and taken away. `transaction` and `reader` are the store's own."""

    def __init__(self, transaction: Callable[..., Scoped], reader: Callable[[], Reader]) -> None:
        self._transaction = transaction
        self._reader = reader

    def put(
        self, extract: ProgrammeExtract, body: bytes, *, source: ExtractSource, state: ReleaseState, at: datetime
    ) -> None:
        """Keep a file; one of the same id makes room for it. Raises DatabaseReadOnly, DiskFull."""
        row = (
            extract.id, extract.programme.id, extract.municipality.id, extract.as_of.isoformat(),
            extract.made_at.isoformat(), source.value, state.value, at.isoformat(), body,
        )  # fmt: skip
        with self._transaction("", author="") as tx:
            tx.connection.execute(
                f"INSERT OR REPLACE INTO extract ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )

    def mark(self, identifier: str, state: ReleaseState) -> None:
        """Say what became of one."""
        with self._transaction("", author="") as tx:
            tx.connection.execute("UPDATE extract SET state = ? WHERE id = ?", (state.value, identifier))

    def remove(self, identifier: str) -> None:
        """Let go of one."""
        with self._transaction("", author="") as tx:
            tx.connection.execute("DELETE FROM extract WHERE id = ?", (identifier,))

    def all(self) -> tuple[HeldFile, ...]:
        """Give every file, in the order in which they were made."""
        asked = "SELECT id, programme, municipality, source, state, held_at, body FROM extract ORDER BY made_at, id"
        with self._reader() as reader:
            return tuple(_held(row) for row in reader.connection.execute(asked).fetchall())

    def find(self, identifier: str) -> HeldFile | None:
        """Give one file, or None."""
        asked = "SELECT id, programme, municipality, source, state, held_at, body FROM extract WHERE id = ?"
        with self._reader() as reader:
            row = reader.connection.execute(asked, (identifier,)).fetchone()
        return _held(row) if row is not None else None


def _held(row: tuple[str, str, str, str, str, str, bytes]) -> HeldFile:
    identifier, programme, municipality, source, state, at, body = row
    source_, state_ = ExtractSource(source), ReleaseState(state)
    return HeldFile(identifier, programme, municipality, source_, state_, datetime.fromisoformat(at), bytes(body))
