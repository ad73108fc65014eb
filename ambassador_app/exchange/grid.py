"""Any workbook or CSV file as sheets of typed cells: numbers stay numbers, days stay days, text is cleaned text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.errors import FileNotRead
from ambassador_app.exchange.spreadsheet import (
    DELIMITERS,
    Cancelled,
    Limits,
    Progress,
    Watch,
    clean,
    decode,
    is_workbook,
    never,
    refuse_foreign,
    silent,
    text_rows,
    trimmed,
)
from ambassador_app.exchange.workbook import Cell, Share, Uncomputed, typed_sheets_of
from ambassador_app.i18n import N_, Message

__all__ = ["Cell", "GridRow", "Share", "Sheet", "Uncomputed", "read_sheets"]

MARK: Final = "ambassador-measures/1 "
"""Stands in the heading of our own lists. They are well formed, and their texts may be of any number of lines."""

GRID_LIMITS: Final = Limits(megabytes=32, rows=60_000, columns=256, unpacked_megabytes=200)
_HEADING: Final = 8_000
_LARGEST_FIELD: Final = 131_072


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row that holds anything, with the number a spreadsheet program shows for it."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell of a column; empty where the row is shorter."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a CSV file is one without title."""

    title: str
    rows: tuple[GridRow, ...]
    is_hidden: bool = False


def read_sheets(
    data: bytes,
    name: str,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    limits: Limits = GRID_LIMITS,
) -> tuple[Sheet, ...]:
    """Read every sheet of a file. `name` is the file's name for messages.

    Raises FileNotRead, FileTooLarge, FileKindUnknown for a file that is no list or a hostile one, JobCancelled;
    never anything else, whatever the bytes are.
    """
    refuse_foreign(data, name, limits)
    watch = Watch(name, progress, cancelled, limits)
    if is_workbook(data):
        found = [
            Sheet(one.title, _grid_rows(watch.over(one.rows, one.total, tidy)), one.is_hidden)
            for one in typed_sheets_of(data, name, limits.unpacked_megabytes)
        ]
    else:
        text = decode(data, name)
        rows = _own_rows(text, watch) if MARK in text[:_HEADING] else text_rows(text, watch)
        found = [Sheet("", _grid_rows(rows))]
    if not any(sheet.rows for sheet in found):
        raise FileNotRead(file=name, reason=Message(N_("there is nothing in it")))
    return tuple(found)


def _own_rows(text: str, watch: Watch) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Read our own CSV as the standard says, by the delimiter that stands before the mark."""
    before = text[: text.index(MARK)].rstrip('"')[-1:]
    csv.field_size_limit(_LARGEST_FIELD)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=before if before in DELIMITERS and before else ";")
    yield from watch.over(_numbered(records), 0, trimmed)


def _numbered(records: Iterator[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    while True:
        try:
            cells = next(records, None)
        except csv.Error:  # a field beyond every limit: what was damaged so ends the list
            return
        if cells is None:
            return
        number += 1
        yield number, tuple(cells)


def tidy(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Clean the texts and leave out the empty cells at the end."""
    found = [clean(cell) if type(cell) is str else cell for cell in cells]
    while found and found[-1] == "":
        found.pop()
    return tuple(found)


def _grid_rows(rows: Iterable[tuple[int, Sequence[Cell]]]) -> tuple[GridRow, ...]:
    return tuple(GridRow(number, tuple(cells)) for number, cells in rows)
