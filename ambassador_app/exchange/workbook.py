"""Excel workbooks as rows of text; it hides openpyxl, cell types, and what a hostile file could do with them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from ambassador_app.errors import AmbassadorError, FileKindUnknown, FileNotRead, FileTooLarge
from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    from openpyxl import Workbook

T = TypeVar("T")
_PARTS: Final = 2_000
_STREAMED: Final = ("xl/worksheets/sheet", "xl/media/", "xl/drawings/")  # read row by row, or not at all
_SHEETS: Final = 20
_BATCH: Final = 500
_SHARED_MEGABYTES: Final = 120  # the shared texts are held in memory whole
_OTHER_MEGABYTES: Final = 24  # styles and the like are held as objects, many times their size


class Share(float):
    """A fraction that the person sees in per cent."""


class Uncomputed(str):
    """A formula whose result is not in the file: no spreadsheet program has computed it."""

    __slots__ = ()


Cell: TypeAlias = "str | float | date"
"""What a cell holds: text (empty for nothing), a number, a day."""


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """One sheet with its rows as they are read; `total` is how many it claims to have, or 0."""

    title: str
    total: int
    is_hidden: bool
    rows: Iterator[tuple[int, tuple[Cell, ...]]]


def sheets_of(
    data: bytes, name: str, unpacked_megabytes: int
) -> Iterator[tuple[str, int, Iterator[tuple[int, tuple[str, ...]]]]]:
    """Give (title, number of rows or 0, numbered rows) of each visible sheet, one after the other.

    Rows are read as they are asked for. Raises FileNotRead, FileTooLarge, FileKindUnknown, while iterating too.
    """
    _refuse_hostile(data, name, unpacked_megabytes)
    book = _opened(data, name)
    try:
        for sheet in book.worksheets[:_SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            total = sheet.max_row or 0
            # The width a file claims for itself can be 16,384 empty columns.
            sheet.reset_dimensions()
            yield sheet.title, total, _rows(sheet.iter_rows(values_only=True), name, text_of)
    finally:
        book.close()


def typed_sheets_of(data: bytes, name: str, unpacked_megabytes: int) -> Iterator[TypedSheet]:
    """Give each sheet, the hidden ones too, with numbers as numbers and days as days.

    Rows are read as they are asked for. Raises FileNotRead, FileTooLarge, FileKindUnknown, while iterating too.
    """
    _refuse_hostile(data, name, unpacked_megabytes)
    book, formulas = _opened(data, name), _opened(data, name, computed=False) if _has_formulas(data) else None
    try:
        for number, sheet in enumerate(book.worksheets[:_SHEETS]):
            total, is_hidden = sheet.max_row or 0, sheet.sheet_state != "visible"
            sheet.reset_dimensions()
            rows = _rows(sheet.iter_rows(), name, typed)
            if formulas is not None:
                other = formulas.worksheets[number]
                other.reset_dimensions()
                rows = _with_uncomputed(rows, _rows(other.iter_rows(values_only=True), name, text_of))
            yield TypedSheet(sheet.title, total, is_hidden, rows)
    finally:
        for one in (book, formulas):
            if one is not None:
                one.close()


def typed(cell: Any) -> Cell:  # noqa: ANN401 (openpyxl's cells for reading have no common type)
    """Give what one cell holds; a fault such as #REF! is its text."""
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Share(value) if "%" in str(cell.number_format) else float(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else unescaped(str(value))


def unescaped(text: str) -> str:
    """Turn `_x000D_` and the like back into the characters that Excel writes so."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.startswith("xl/worksheets/sheet"):
                with archive.open(part) as stream:
                    while block := stream.read(1 << 20):
                        if b"<f" in block:
                            return True
    return False


def _with_uncomputed(
    values: Iterator[tuple[int, tuple[Cell, ...]]], formulas: Iterator[tuple[int, tuple[str, ...]]]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Mark the cells that are empty only because nobody has computed them."""
    for (number, cells), (_, written) in zip(values, formulas, strict=False):
        pairs = zip(cells, (*written, *("" for _ in cells[len(written) :])), strict=False)
        yield number, tuple(Uncomputed(text) if cell == "" and text[:1] == "=" else cell for cell, text in pairs)


def text_of(value: object) -> str:
    """Write a cell's value as the person sees it: numbers without exponent and with a decimal comma, dates as ISO."""
    if value is None or value in _FAULTS:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0").replace(".", ",")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    return str(value).replace("_x000D_", "")  # how Excel writes a carriage return


_FAULTS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def _refuse_hostile(data: bytes, name: str, unpacked_megabytes: int) -> None:
    """Look at the archive's table of contents and the head of its parts before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_contents(parts, name, unpacked_megabytes)
            for part in parts:
                _refuse_part(archive, part, name)
    except AmbassadorError:
        raise
    except Exception as fault:  # what zipfile and zlib raise for damaged archives is an open list
        raise _damaged(name) from fault


def _refuse_contents(parts: Sequence[zipfile.ZipInfo], name: str, unpacked_megabytes: int) -> None:
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise FileKindUnknown(file=name)
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > unpacked_megabytes * 1_000_000:
        raise FileTooLarge(file=name, limit_mb=unpacked_megabytes)


def _refuse_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    is_shared = part.filename.endswith("sharedStrings.xml")
    limit = _SHARED_MEGABYTES if is_shared else _OTHER_MEGABYTES
    if not part.filename.startswith(_STREAMED) and part.file_size > limit * 1_000_000:
        raise FileTooLarge(file=name, limit_mb=limit)
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as stream:
            head = stream.read(4096)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:  # no spreadsheet program writes them
            raise _damaged(name)


def _opened(data: bytes, name: str, *, computed: bool = True) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which a list does not need
            return load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
    except Exception as fault:  # openpyxl raises whatever the damaged part happens to break
        raise _damaged(name) from fault


def _rows(
    rows: Iterator[tuple[object, ...]], name: str, read: Callable[[object], T]
) -> Iterator[tuple[int, tuple[T, ...]]]:
    number = 0
    while batch := _batch(rows, name):
        for cells in batch:
            number += 1
            yield number, tuple(read(value) for value in cells)


def _batch(rows: Iterator[tuple[object, ...]], name: str) -> list[tuple[object, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(islice(rows, _BATCH))
    except Exception as fault:  # openpyxl raises whatever the damaged part happens to break
        raise _damaged(name) from fault


def _damaged(name: str) -> FileNotRead:
    return FileNotRead(file=name, reason=Message(N_("it is damaged, or no Excel file")))
