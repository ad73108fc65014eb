"""The faces as ReportLab writes them, faster for letters that a report has used already."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from reportlab.pdfbase.ttfonts import TTFont

_READING: Final = Lock()
"""A face's file is read at a place that all reports share: one writes its letters at a time."""


class Face(TTFont):
    """A TrueType face. Rests on ReportLab's `state` and its `assignments`, which is why it is pinned exactly."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Give the codes of a text by subset; at once where each letter has its code in the first already."""
        try:
            known: dict[int, int] = self.state[doc].assignments  # type: ignore[attr-defined]  # the stubs lack it
            codes = bytes(map(known.__getitem__, map(ord, text.replace("\u00a0", " "))))
        except (KeyError, ValueError):  # a letter that is new, or beyond the first 256
            found: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
            return found
        return [(0, codes)] if codes else []

    def addObjects(self, doc: Any) -> None:
        """Write the letters that the report has used."""
        with _READING:
            super().addObjects(doc)
