"""What there is to say about a workbook: the words, and the cell they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ambassador_app.i18n import Message

_SHEETS: Final = {"survey": 0, "choices": 1, "settings": 2}


class Level(StrEnum):
    """An error keeps a form from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a cell. `row` counts from 1 as the spreadsheet does, None if unknown; `column` is its letter."""

    level: Level
    message: Message
    sheet: str = ""
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the order of the form."""
        return _SHEETS.get(self.sheet, 9), self.row or 0
