"""What lists, search and the Today screen ask of the database; fast at 100,000 rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ambassador_app.storage.transaction import Reader


class Library:
    """Questions to the database; each is answered from one consistent state."""

    def __init__(self, reader: Callable[[], Reader]) -> None:
        self._reader: Final = reader
