"""The log of access: lines of their own, beside the journal; nothing of it goes to the office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from ambassador_app.domain.access import Access, AccessDeed
from ambassador_app.domain.lists import Page
from ambassador_app.storage.transaction import Reader, Scoped


class AccessLog:
    """Lines are added, read, and let go of when they are old. `transaction` and `reader` are the store's own."""

    def __init__(self, transaction: Callable[..., Scoped], reader: Callable[[], Reader]) -> None:
        self._transaction = transaction
        self._reader = reader

    def add(self, lines: Iterable[Access]) -> None:
        """Keep lines, durably. Raises DatabaseReadOnly, DiskFull."""
        rows = [(one.at.isoformat(), one.by, one.deed.value, one.kind, one.record_id) for one in lines]
        with self._transaction("", author="") as tx:
            asked = "INSERT INTO access (at, by, deed, kind, record_id) VALUES (?, ?, ?, ?, ?)"
            tx.connection.executemany(asked, rows)

    def page(self, offset: int, limit: int) -> Page[Access]:
        """Give some lines, the newest first."""
        with self._reader() as reader:
            total = int(reader.connection.execute("SELECT count(*) FROM access").fetchone()[0])
            asked = "SELECT at, by, deed, kind, record_id FROM access ORDER BY number DESC LIMIT ? OFFSET ?"
            found = reader.connection.execute(asked, (limit, offset)).fetchall()
        lines = (
            Access(datetime.fromisoformat(at), by, AccessDeed(deed), kind, record_id)
            for at, by, deed, kind, record_id in found
        )
        return Page(tuple(lines), total, offset)

    def forget_before(self, moment: datetime) -> int:
        """Let go of older lines; gives how many. The order of keeping decides, not a clock that was put back."""
        with self._transaction("", author="") as tx:
            young = "SELECT min(number) FROM access WHERE at >= ?"
            asked = f"DELETE FROM access WHERE number < coalesce(({young}), 1 << 62)"
            return int(tx.connection.execute(asked, (moment.isoformat(),)).rowcount)
