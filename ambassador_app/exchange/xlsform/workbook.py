"""The sheets of the workbook as they were typed, to tell in which cell a fault stands."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.errors import FileKindUnknown, FileTooLarge, FormRefused
from ambassador_app.i18n import N_, Message

MOST_MB: Final = 10
MOST_UNPACKED_MB: Final = 60
MOST_ROWS: Final = 20_000
MOST_QUESTIONS: Final = 4_000
MOST_IN_EXPRESSIONS: Final = 300_000
"""Characters in all expressions of a form together: fourteen times what our longest checklist has."""
MOST_COLUMNS: Final = 400
EMPTY_STRETCH: Final = 5_000
_EXPRESSIONS: Final = (
    "relevant",
    "calculation",
    "constraint",
    "required",
    "choice_filter",
    "repeat_count",
    "default",
)
_Numbered = tuple[int, Sequence[object]]
_ALIASES: Final = {
    "relevance": "relevant",
    "calculate": "calculation",
    "guidance hint": "guidance_hint",
    "constraint message": "constraint_message",
    "required message": "required_message",
    "list name": "list_name",
    "value": "name",
    "command": "type",
    "caption": "label",
    "read_only": "readonly",
}


def kind_of(data: bytes, name: str) -> str:
    """Tell `.xlsx` from `.xls` by the bytes: the extension is often wrong.

    Raises FileTooLarge for what is large or unpacks to much more, FileKindUnknown for anything else.
    """
    if len(data) > MOST_MB * 1024 * 1024:
        raise FileTooLarge(file=name, limit_mb=MOST_MB)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if not data.startswith(b"PK"):
        raise FileKindUnknown(file=name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise FileKindUnknown(file=name) from error
    if unpacked > MOST_UNPACKED_MB * 1024 * 1024:
        raise FileTooLarge(file=name, limit_mb=MOST_UNPACKED_MB)
    return ".xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number as the spreadsheet counts, and its cells by header."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, header: str) -> str:
        return self.cells.get(header, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its headers in lower case with the usual aliases resolved."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, *wanted: str) -> str:
        """Give the letter of the first of the `wanted` columns that is there; empty if none is."""
        for header in wanted:
            for index, found in enumerate(self.headers):
                if found == header or found.startswith(header + "::"):
                    return _letter(index)
        return ""

    def letter(self, number: int) -> str:
        """Give the letter of a column by its number from 0."""
        return _letter(number)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets a form is made of, by name in lower case."""

    sheets: dict[str, Sheet]

    def sheet(self, name: str) -> Sheet:
        """Give a sheet, an empty one if it is not there."""
        return self.sheets.get(name, Sheet(name, (), ()))

    def survey_rows(self) -> Iterator[tuple[str, Row]]:
        """Give each named row of the survey with its path below the root, `group/question`."""
        around: list[str] = []
        for row in self.sheet("survey").rows:
            kind = re.sub(r"[\s_]+", " ", row["type"].strip().lower())
            if kind.startswith("end ") and around:
                around.pop()
            elif row["name"]:
                path = "/".join([*around, row["name"]])
                if kind.startswith("begin "):
                    around.append(row["name"])
                yield path, row


def read_sheets(data: bytes, kind: str) -> Workbook:
    """Read survey, choices and settings as text. Raises FormRefused for a workbook that is damaged or far too long."""
    try:
        grids = _from_xls(data) if kind == ".xls" else _from_xlsx(data)
    except FormRefused:
        raise
    except Exception as error:  # the libraries raise whatever a damaged file makes them stumble over
        reason = Message(N_("The workbook is damaged and cannot be read."))
        raise FormRefused(sheet="", row=None, column="", reason=reason) from error
    workbook = Workbook({name.strip().lower(): _sheet(name, grid) for name, grid in grids.items()})
    _refuse_endless(workbook.sheet("survey"))
    return workbook


def _refuse_endless(survey: Sheet) -> None:
    """Refuse expressions that together would take minutes to understand."""
    read = 0
    for row in survey.rows:
        read += sum(len(row[header]) for header in _EXPRESSIONS)
        if read > MOST_IN_EXPRESSIONS:
            reason = Message(
                N_("The expressions are longer than {most} characters together."), {"most": MOST_IN_EXPRESSIONS}
            )
            column = survey.column("calculation", "relevant")
            raise FormRefused(sheet="survey", row=row.number, column=column, reason=reason)


def _from_xlsx(data: bytes) -> dict[str, list[_Numbered]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        return {
            sheet.title: _bounded(sheet.title, sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
            for sheet in book.worksheets
        }
    finally:
        book.close()


def _from_xls(data: bytes) -> dict[str, list[_Numbered]]:
    import xlrd  # type: ignore[import-untyped]

    with xlrd.open_workbook(file_contents=data, on_demand=True) as book:
        return {
            sheet.name: _bounded(sheet.name, (sheet.row_values(row) for row in range(sheet.nrows)))
            for sheet in book.sheets()
        }


def _bounded(name: str, rows: Iterable[Sequence[object]]) -> list[_Numbered]:
    """Give the rows that hold anything, numbered from 1. A sheet coloured to its last row holds a million that do not:
    after a long stretch of them nothing more is looked for."""
    kept: list[_Numbered] = []
    most = MOST_QUESTIONS if name.strip().lower() == "survey" else MOST_ROWS
    for number, cells in enumerate(rows, 1):
        if any(_text(cell) for cell in cells):
            kept.append((number, cells))
        elif number - (kept[-1][0] if kept else 0) > EMPTY_STRETCH:
            break
        if len(kept) > most:
            reason = Message(N_("The sheet has more than {most} rows."), {"most": most})
            raise FormRefused(sheet=name, row=number, column="", reason=reason)
    return kept


def _sheet(name: str, grid: list[_Numbered]) -> Sheet:
    if not grid:
        return Sheet(name, (), ())
    headers = tuple(_header(cell) for cell in grid[0][1])
    rows = []
    for number, cells in grid[1:]:
        texts = {header: _text(cell) for header, cell in zip(headers, cells, strict=False) if header and _text(cell)}
        if texts:
            rows.append(Row(number, texts))
    return Sheet(name, headers, tuple(rows))


def _header(cell: object) -> str:
    text = _text(cell)
    base, mark, language = (text if "::" in text else text.replace(":", "::")).partition("::")
    base = base.strip().lower()
    return _ALIASES.get(base, base) + mark + language.strip()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
