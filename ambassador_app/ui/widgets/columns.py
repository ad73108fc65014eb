"""What a column of a list shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and how it is read off a record.

    `width` is px at 100 %; 0 shares what is left. `numeric` columns are right-aligned with figures of one width.
    `tone` names a colour of the theme for a record, `icon` a drawing; `sort` is the word sent when the title is
    pressed.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    numeric: bool = False
    tone: Callable[[Any], str] | None = None
    icon: Callable[[Any], str] | None = None
    sort: str = ""

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Where the text stands in its cell."""
        side = Qt.AlignmentFlag.AlignRight if self.numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
