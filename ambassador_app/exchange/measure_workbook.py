"""Writes Ambassador's own lists of measures: an Excel workbook to work in and print, and CSV for Danish Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from ambassador_app.exchange.grid import MARK, Cell
from ambassador_app.exchange.own_measures import (
    INPUT_MARK,
    Kind,
    OwnColumn,
    OwnInput,
    OwnTable,
    heading_of_machine,
    packed,
    pieces,
    shown_day,
    shown_number,
)
from ambassador_app.exchange.spreadsheet import clean
from ambassador_app.exchange.workbook import unescaped

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD: Final = 3
_FORMATS: Final = {Kind.NUMBER: "#,##0.##", Kind.WHOLE: "#,##0"}
_NO_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST: Final = 32_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")
_HEADER_FILL, _COMPUTED_FILL, _LINE = "1F4E3D", "EEF1EF", "C9D1CC"


def write_workbook(table: OwnTable) -> bytes:
    """Write the workbook: a sheet of measures, a sheet of their inputs. No cell of it is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_title(table.title)
    _write_measures(sheet, table)
    if table.inputs:
        _write_inputs(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(table: OwnTable) -> bytes:
    """Write the list as CSV that Danish Excel opens as it is: UTF-8 with a mark, semicolons, decimal commas.

    A text that Excel would take for a formula stands behind an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    records = [pieces(packed(row.record)) for row in table.rows]
    width = max(map(len, records), default=1)
    machine = [_machine_heading(table.columns), *(f"ambassador {number}" for number in range(1, width + 1))]
    writer.writerow([*(harmless(one.heading) for one in table.columns), *machine])
    for row, record in zip(table.rows, records, strict=True):
        writer.writerow([*(csv_text(cell) for cell in row.cells), "z" + row.id, *record])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _machine_heading(columns: Iterable[OwnColumn]) -> str:
    return heading_of_machine(MARK, ((" ".join(one.heading.split()), one.key) for one in columns))


def csv_text(cell: Cell) -> str:
    """Write a cell as Danish Excel reads it, and never as a formula."""
    if isinstance(cell, float):
        return shown_number(cell)
    return shown_day(cell) if isinstance(cell, date) else harmless(cell.replace("\0", ""))


def as_read_back(text: str) -> frozenset[str]:
    """Give what a text can look like when it comes back from one of our files unchanged."""
    return frozenset(map(clean, (text, harmless(text), unescaped(_excel_text(text)))))


def harmless(text: str) -> str:
    """Let no text pass for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


# -- Excel --------------------------------------------------------------------------------------------------------
def _write_measures(sheet: Worksheet, table: OwnTable) -> None:
    records = [pieces(packed(row.record)) for row in table.rows]
    width = len(table.columns)
    put(sheet, 1, 1, table.headline)
    put(sheet, 2, 1, table.explanation)
    for at, column in enumerate(table.columns, 1):
        put(sheet, _HEAD, at, column.heading)
    put(sheet, _HEAD, width + 1, _machine_heading(table.columns))
    for number, (row, record) in enumerate(zip(table.rows, records, strict=True), _HEAD + 1):
        for at, cell in enumerate((*row.cells, "z" + row.id, *record), 1):
            put(sheet, number, at, cell)
        for at, column in enumerate(table.columns, 1):
            style(_cell(sheet, number, at), column, table.day_format)
    last = _HEAD + len(table.rows)
    dress(sheet, [(one.width, one.is_computed) for one in table.columns], last, max(map(len, records), default=1) + 1)
    for at, column in enumerate(table.columns, 1):
        _offer(sheet, column.choices, at, _HEAD + 1, last)


def _write_inputs(book: Workbook, table: OwnTable) -> None:
    sheet = book.create_sheet(sheet_title(table.inputs_title))
    keys = ("measure", "input", "value", "unit", "origin")
    put(sheet, 1, 1, table.inputs_title)
    for at, heading in enumerate(table.input_headings, 1):
        put(sheet, _HEAD, at, heading)
    headings = ((" ".join(heading.split()), key) for heading, key in zip(table.input_headings, keys, strict=True))
    put(sheet, _HEAD, 6, heading_of_machine(INPUT_MARK, headings))
    for number, one in enumerate(table.inputs, _HEAD + 1):
        _write_input(sheet, number, one)
    widths = [(38, True), (38, True), (18, False), (14, True), (22, True)]
    dress(sheet, widths, _HEAD + len(table.inputs), 2)


def _write_input(sheet: Worksheet, number: int, one: OwnInput) -> None:
    cells = (one.measure, one.label, one.value, one.unit, one.origin, "z" + one.measure_id, "z" + one.name)
    for at, cell in enumerate(cells, 1):
        put(sheet, number, at, cell)
        style(_cell(sheet, number, at), OwnColumn("", "", is_computed=at != 3), "")
    if isinstance(one.value, float):
        _cell(sheet, number, 3).number_format = "0.0##%" if one.is_share else "#,##0.######"
    _offer(sheet, one.choices, 3, number, number)


def put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Write a cell; text is text, whatever it begins with."""
    if value == "":
        return
    cell = _cell(sheet, row, column)
    if isinstance(value, str):
        cell.value = _excel_text(value)
        cell.data_type = "s"
    else:
        cell.value = value


def _cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    return cast("SheetCell", sheet.cell(row, column))


def _excel_text(text: str) -> str:
    """Write what XML cannot hold as Excel does, `_x0001_`; a cell takes no more than 32,767 characters."""
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)[:_LONGEST]


def style(cell: SheetCell, column: OwnColumn, day_format: str) -> None:
    """Give a cell the look of its column."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    long = column.kind is Kind.LONG_TEXT
    cell.alignment = Alignment(vertical="top", wrap_text=long or column.kind is Kind.TEXT)
    cell.border = Border(bottom=Side("thin", color=_LINE))
    cell.number_format = day_format if column.kind is Kind.DAY else _FORMATS.get(column.kind, "General")
    if column.is_computed:
        cell.fill = PatternFill("solid", fgColor=_COMPUTED_FILL)


def dress(sheet: Worksheet, columns: Sequence[tuple[int, bool]], last: int, hidden: int) -> None:
    """Headings, widths, hidden columns, frozen panes, and one page wide on paper."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"].font = Font(italic=True, color="5B6660")
    for at, (width, _) in enumerate(columns, 1):
        head = _cell(sheet, _HEAD, at)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor=_HEADER_FILL)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at in range(len(columns) + 1, len(columns) + 1 + hidden):
        sheet.column_dimensions[get_column_letter(at)].hidden = True
    sheet.row_dimensions[_HEAD].height = 32
    sheet.freeze_panes = f"C{_HEAD + 1}"
    end = get_column_letter(len(columns) + hidden)
    sheet.auto_filter.ref = f"A{_HEAD}:{end}{max(last, _HEAD)}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{max(last, _HEAD)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _offer(sheet: Worksheet, choices: Sequence[str], column: int, first: int, last: int) -> None:
    """Offer the values of a choice in Excel's own list."""
    words = ",".join(choices)
    if not choices or last < first or len(words) > 240 or any('"' in one or "," in one for one in choices):
        return
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    offered.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(offered)


def sheet_title(text: str) -> str:
    """Make what a sheet can be called."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31] or "1"
