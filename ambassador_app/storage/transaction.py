"""A transaction: what it reads and writes stands or falls together."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import Clock
from ambassador_app.domain.records import R, Record, fields_of
from ambassador_app.errors import RecordNotFound
from ambassador_app.storage.cipher import Broken
from ambassador_app.storage.connections import Connections
from ambassador_app.storage.reading import Reading, local_of
from ambassador_app.storage.rows import Row
from ambassador_app.storage.writing import Writer

Failed = Callable[[BaseException], None]
"""Told what the driver raised; raises what it means."""


class Transaction(Reading):
    """One action: read, save and delete inside the `with` block, then see `changes` and `action_id`.

    Leaving the block commits, durably; an exception takes everything back.
    """

    def __init__(self, writer: Writer, *, now: Clock, put_blob: Callable[[bytes], str]) -> None:
        super().__init__(writer.connection)
        self.writer: Final = writer
        self._now: Final = now
        self._put_blob: Final = put_blob
        self.changes = Changes(action=writer.name, scope=writer.scope)

    def _row(self, kind: str, identifier: str) -> Row | None:
        return self.writer.row(kind, identifier)

    @property
    def action_id(self) -> str:
        """The action's id in the journal; empty while nothing is written."""
        return self.writer.action_id

    def save(self, value: Record) -> None:
        """Keep `value`, and queue what changed for the office; an unchanged value writes nothing."""
        self.writer.put(value.KIND, value.id, fields_of(value), local_of(value))

    def delete(self, cls: type[R], identifier: str) -> None:
        """Remove a record; undo can bring it back. Raises RecordNotFound."""
        if not self.writer.remove(cls.KIND, identifier):
            raise RecordNotFound(kind=cls.KIND, id=identifier)

    def put_blob(self, data: bytes) -> str:
        """Keep the bytes of an attachment, durable before the record that names them; gives their SHA-256."""
        return self._put_blob(data)

    def finish(self) -> None:
        """Write what belongs to the end of the action."""
        self.writer.finish()

    def committed(self) -> None:
        """Say what was touched, now that it is durable."""
        touched = frozenset(self.writer.touched)
        self.changes = Changes(touched, self.writer.name, self.writer.scope, self._now() if touched else None)


class Scoped:
    """The `with` block around something that is begun, ended well, or taken back."""

    def __init__(
        self,
        transaction: Callable[[], Transaction],
        leave: Callable[[Transaction, bool], None],
        failed: Failed,
    ) -> None:
        self._begin: Final = transaction
        self._leave: Final = leave
        self._failed: Final = failed
        self._open: Transaction | None = None

    def __enter__(self) -> Transaction:
        self._open = self._begin()
        return self._open

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._open is not None:
            self._leave(self._open, kind is None)
        if isinstance(error, Broken):
            self._failed(error)


class Reader(Reading):
    """One consistent state of the database, for as long as the `with` block lasts."""

    def __init__(self, connections: Connections, failed: Failed) -> None:
        super().__init__(connections.take())
        self._connections: Final = connections
        self._failed: Final = failed

    def __enter__(self) -> Self:
        self.connection.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connections.give_back(self.connection)
        if isinstance(error, Broken):
            self._failed(error)
