"""A sheet beside the form that says what an author may write: the measures there are, and what each is asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

SHEET: Final = "tiltag"
"""Not one of the sheets of a form: whoever reads the form leaves it alone."""
_WIDTHS: Final = (28, 40, 46, 46, 44)


def with_catalogue(workbook: bytes, rows: Iterable[Sequence[str]]) -> bytes:
    """Give a copy of an `.xlsx` workbook with the catalogue as its last sheet; the first of `rows` are the headings.

    The sheets of the form stay as they are, so that the copy makes the same checklist.
    """
    from openpyxl import load_workbook
    from openpyxl.styles import Alignment, Font

    book = load_workbook(io.BytesIO(workbook))
    if SHEET in book.sheetnames:
        del book[SHEET]
    sheet = book.create_sheet(SHEET)
    for row in rows:
        sheet.append(list(row))
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
