"""A table to be read and taken on in Excel; nothing of it is read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ambassador_app.exchange.grid import Cell
from ambassador_app.exchange.measure_workbook import csv_text, dress, harmless, put, sheet_title, style
from ambassador_app.exchange.own_measures import OwnColumn

_HEAD = 3


@dataclass(frozen=True, slots=True)
class PlainTable:
    """One sheet: what it is called, what stands above the table, its columns and its rows."""

    title: str
    headline: str
    explanation: str
    columns: tuple[OwnColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_as_workbook(tables: Sequence[PlainTable], day_format: str) -> bytes:
    """Write one sheet a table. No cell of it is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    for number, table in enumerate(tables):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        sheet.title = sheet_title(table.title)
        put(sheet, 1, 1, table.headline)
        put(sheet, 2, 1, table.explanation)
        for at, column in enumerate(table.columns, 1):
            put(sheet, _HEAD, at, column.heading)
            for row, cells in enumerate(table.rows, _HEAD + 1):
                put(sheet, row, at, cells[at - 1])
                style(sheet.cell(row, at), column, day_format)  # type: ignore[arg-type]  # no cell of it is merged
        dress(sheet, [(one.width, False) for one in table.columns], _HEAD + len(table.rows), 0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_as_csv(table: PlainTable) -> bytes:
    """Write a table as CSV that Danish Excel opens as it is: UTF-8 with a mark, semicolons, decimal commas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(one.heading) for one in table.columns])
    for row in table.rows:
        writer.writerow([csv_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
