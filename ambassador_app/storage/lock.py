"""One window at a time: a lock that the operating system lets go of when the program ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from ambassador_app.errors import DatabaseInUse


class InstanceLock:
    """Held from making it to `release`. Raises DatabaseInUse when somebody else holds it."""

    def __init__(self, file: Path) -> None:
        self._handle: IO[bytes] = file.open("ab")
        try:
            _take(self._handle)
        except OSError as error:
            self._handle.close()
            raise DatabaseInUse from error

    def release(self) -> None:
        """Let go; safe to repeat."""
        self._handle.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":

    def _take(handle: IO[bytes]) -> None:
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
