"""What is to be printed: how, how often it was tried, and where it waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from ambassador_app.domain.identifiers import ReportId
from ambassador_app.errors import FieldRefused

MOST_COPIES: Final = 99
_PIECE: Final = re.compile(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{0,4})\s*)?")


class Duplex(StrEnum):
    """On which sides of the paper: as the printer is set, one, or both, turned over the long or the short edge."""

    PRINTER = "printer"
    OFF = "off"
    LONG_EDGE = "long_edge"
    SHORT_EDGE = "short_edge"


class PrintState(StrEnum):
    """Where a job stands: on its way, waiting for another try, refused, or kept for the office."""

    PRINTING = "printing"
    FAILED = "failed"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class PrintWish:
    """How it is to be printed. `printer` is the system's name of it, empty where none is chosen yet; `pages` such as
    `1-3, 5`, empty for all.
    """

    printer: str = ""
    copies: int = 1
    pages: str = ""
    duplex: Duplex = Duplex.PRINTER
    colour: bool = True


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A report that is to be printed. `tries` counts the attempts, `to` is who gets it."""

    id: str
    report_id: ReportId
    wish: PrintWish
    asked_at: datetime
    state: PrintState
    tries: int = 0
    tried_at: datetime | None = None
    to: str = ""


def pages_of(text: str, total: int) -> tuple[int, ...]:
    """Give the pages that `1-3, 5` or `4-` names, in order and each once; all where the text is empty.

    Raises FieldRefused for what names no page of the document.
    """
    if not text.strip():
        return tuple(range(1, total + 1))
    found = set()
    for piece in re.split(r"[,;]", text):
        if not piece.strip():
            continue
        match = _PIECE.fullmatch(piece)
        if match is None:
            raise FieldRefused(field="pages", value=text, allowed=f"1-{total}")
        first = int(match[1])
        last = first if match[2] is None else int(match[2] or total)
        found |= set(range(max(first, 1), min(last, total) + 1)) if first >= 1 else set()
    if not found:
        raise FieldRefused(field="pages", value=text, allowed=f"1-{total}")
    return tuple(sorted(found))


def ranges(pages: tuple[int, ...]) -> str:
    """Write pages as a print system takes them: `1-3,5`."""
    return ",".join(_ranges(pages))


def _ranges(pages: tuple[int, ...]) -> Iterator[str]:
    start = previous = 0
    for page in (*pages, -1):
        if start and page != previous + 1:
            yield str(start) if start == previous else f"{start}-{previous}"
            start = 0
        start = start or page
        previous = page
