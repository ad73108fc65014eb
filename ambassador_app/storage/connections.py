"""Connections that are lent out and come back: opening one costs more than most questions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from ambassador_app.storage.cipher import Connection

KEPT: Final = 4
"""How many idle connections stay open."""


class Connections:
    """A shelf of open connections; any thread may take one, each is used by one at a time."""

    def __init__(self, make: Callable[[], Connection]) -> None:
        self._make: Callable[[], Connection] | None = make
        self._idle: list[Connection] = []
        self._lock: Final = threading.Lock()
        self._closed = False

    def take(self) -> Connection:
        """An idle connection, or a new one."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            make = self._make
        if make is None:
            raise RuntimeError("the store is closed")
        return make()

    def give_back(self, connection: Connection) -> None:
        """Put it on the shelf again, whatever it was in the middle of taken back."""
        if connection.in_transaction:
            connection.rollback()
        with self._lock:
            if not self._closed and len(self._idle) < KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close what is idle now, and the others when they come back; the key is let go of."""
        with self._lock:
            self._closed, self._make = True, None
            idle, self._idle = self._idle, []
        for one in idle:
            one.close()
