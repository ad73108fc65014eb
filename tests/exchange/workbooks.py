"""Workbooks in XLSForm shape for tests, from rows written as dicts."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

Rows = Sequence[dict[str, object]]

CHOICES: Rows = (
    {"list_name": "yn", "name": "yes", "label::Dansk (da)": "Ja", "label::English (en)": "Yes", "kind": "good"},
    {"list_name": "yn", "name": "no", "label::Dansk (da)": "Nej", "label::English (en)": "No", "kind": "bad"},
)
SETTINGS: Rows = (
    {
        "form_title": "Skema",
        "kb_title::English (en)": "Form",
        "form_id": "form",
        "version": "7",
        "default_language": "Dansk (da)",
        "namespaces": 'kb="urn:test"',
    },
)


def row(kind: str, name: str, **parts: object) -> dict[str, object]:
    """Give a survey row with words in both languages; `bind__kb__x` is the column `bind::kb:x`."""
    words = {"label::Dansk (da)": f"{name}?", "label::English (en)": f"{name} (en)?"}
    columns = {key.replace("__", "::", 1).replace("__", ":"): value for key, value in parts.items()}
    return {"type": kind, "name": name, **({} if kind == "calculate" else words), **columns}


def workbook(survey: Rows, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> bytes:
    """Give the bytes of a workbook; the columns are those that the rows have."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(title)
        headers = list(dict.fromkeys(header for cells in rows for header in cells))
        sheet.append(headers)
        for cells in rows:
            sheet.append([cells.get(header) for header in headers])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of(table: str) -> bytes:
    """Give the bytes of a workbook written as a table of text: a word in the first cell begins a sheet."""
    sheets: dict[str, list[list[str]]] = {}
    for line in table.strip().splitlines():
        first, *cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if first:
            rows = sheets.setdefault(first, [])
        else:
            rows.append(cells)
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append([cell or None for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
