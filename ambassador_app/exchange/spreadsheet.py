"""Any CSV or Excel list as a table of clean text cells; it hides encodings, delimiters, title lines and cell types."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from ambassador_app.errors import FileKindUnknown, FileNotRead, FileTooLarge, JobCancelled
from ambassador_app.exchange.workbook import sheets_of
from ambassador_app.i18n import N_, Message

C = TypeVar("C")
Cells: TypeAlias = "tuple[str, ...]"
Progress: TypeAlias = "Callable[[int, int], None]"
"""Told (done, total) now and then; total is 0 where nobody knows it."""
Cancelled: TypeAlias = "Callable[[], bool]"
HeaderScore: TypeAlias = "Callable[[Sequence[str]], float]"
"""How much a row looks like the header that is hoped for; 0 for not at all."""

DELIMITERS: Final = ";,\t|"
LAST_ROW: Final = 1_048_576  # of a spreadsheet; what claims to lie below it is a trap
_SAMPLE: Final = 60
_LONGEST_RECORD: Final = 50  # lines; a quotation mark that is open for longer was never meant as one
_HEADER_WITHIN: Final = 30  # rows; above the header stand title, date and filters of the export
_STEP: Final = 1000  # rows between two reports of progress
_MAGIC_ZIP: Final = b"PK\x03\x04"
_MAGIC_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ\x90", b"SQLite format 3", b"{\\rtf")
_FORMULA_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_UTF8_LETTER: Final = re.compile(rb"\xc3[\x80-\xbf]")
_DANISH: Final = "æøåÆØÅ"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused as too large: bytes of the file, rows, columns, and bytes of an unpacked workbook."""

    megabytes: int = 64
    rows: int = 200_000
    columns: int = 256
    unpacked_megabytes: int = 600


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with the number a spreadsheet program shows for it (1 is the first of the file)."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A list as rows of text. `header_row` is 0 where the file has none; then the columns are named by letters.

    Every row is as wide as the header or shorter, or longer where the file is broken there. Numbers that were
    numbers in Excel are written without exponent and with a decimal comma, dates as ISO 8601.
    """

    name: str
    header: Cells
    header_row: int
    rows: tuple[TableRow, ...]
    sheet: str = ""

    def sample(self, count: int = 5) -> tuple[TableRow, ...]:
        """Give the first rows, for a preview."""
        return self.rows[:count]


DEFAULT_LIMITS: Final = Limits()


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def never() -> bool:
    """Go on to the end."""
    return False


def read_table(
    data: bytes,
    name: str,
    *,
    header_score: HeaderScore | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Read a list, whatever program wrote it. `name` is the file's name for messages.

    Of a workbook the sheet with the best header is read. Raises FileNotRead, FileTooLarge, FileKindUnknown for a
    file that is no list or a hostile one, JobCancelled; never anything else, whatever the bytes are.
    """
    refuse_foreign(data, name, limits)
    score = header_score or _plain_score
    watch = Watch(name, progress, cancelled, limits)
    if is_workbook(data):
        found = [
            _table(name, _rows(watch.over(rows, total, trimmed)), score, sheet)
            for sheet, total, rows in sheets_of(data, name, limits.unpacked_megabytes)
        ]
    else:
        found = [_table(name, _rows(text_rows(decode(data, name), watch)), score, "")]
    if not any(table.header for table in found):
        raise FileNotRead(file=name, reason=Message(N_("there is nothing in it")))
    return max(found, key=lambda table: (score(table.header) if table.header_row else 0, bool(table.rows)))


def decode(data: bytes, name: str) -> str:
    """Decode a text file: UTF-8 with or without BOM, UTF-16 with BOM, else the code pages of Danish Windows and DOS.

    A file that mixes UTF-8 and cp1252 (lists glued together) is decoded line by line. Raises FileNotRead for
    bytes that are no text.
    """
    text = _decoded(data)
    if text is None or "\0" in text:
        raise FileNotRead(file=name, reason=Message(N_("it holds characters that belong in no list")))
    return text


def clean(cell: str) -> str:
    """Give a cell's text composed, trimmed, without invisible characters; line breaks stay."""
    if cell.isprintable():
        bare = (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
    else:
        lines = cell.replace("\r\n", "\n").replace("\r", "\n")
        bare = unicodedata.normalize("NFC", "".join(map(_visible, lines))).strip()
    wrapped = _FORMULA_TEXT.fullmatch(bare) if bare.startswith("=") else None
    return wrapped[1].strip() if wrapped else bare.removeprefix("'")


def column_letter(index: int) -> str:
    """Name a column as Excel does: 0 is A, 26 is AA."""
    text, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


class Watch:
    """Counts rows as they pass: tells how far it is, stops when asked to, refuses a list beyond its limits."""

    def __init__(self, name: str, progress: Progress, cancelled: Cancelled, limits: Limits) -> None:
        self._name, self._progress, self._cancelled, self._limits = name, progress, cancelled, limits

    def over(
        self, rows: Iterator[tuple[int, tuple[C, ...]]], total: int, tidy: Callable[[Sequence[C]], tuple[C, ...]]
    ) -> Iterator[tuple[int, tuple[C, ...]]]:
        """Pass on the rows of which `tidy` leaves anything. Raises JobCancelled, FileNotRead."""
        kept = 0
        for number, cells in rows:
            if number % _STEP == 0:
                self._stop_or_tell(number, total)
            found = tidy(cells)
            if found or number > LAST_ROW:
                kept += 1
                self._demand(len(found), kept if number <= LAST_ROW else number)
            if not found:
                continue
            yield number, found
        self._stop_or_tell(total, total)

    def demand_lines(self, lines: int) -> None:
        """Refuse a file of mostly empty lines before it is cut into them. Raises FileNotRead."""
        if lines > LAST_ROW:
            self._demand(0, lines)

    def _stop_or_tell(self, done: int, total: int) -> None:
        if self._cancelled():
            raise JobCancelled
        self._progress(done, total)

    def _demand(self, columns: int, rows: int) -> None:
        if columns > self._limits.columns:
            reason = Message(N_("it has more than {limit} columns"), {"limit": self._limits.columns})
            raise FileNotRead(file=self._name, reason=reason)
        if rows > self._limits.rows:
            reason = Message(N_("it has more than {limit} rows; split it"), {"limit": self._limits.rows})
            raise FileNotRead(file=self._name, reason=reason)


def is_workbook(data: bytes) -> bool:
    """Whether a file is packed as Excel's are."""
    return data.startswith(_MAGIC_ZIP)


def refuse_foreign(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise FileTooLarge, FileNotRead or FileKindUnknown for a file that is seen at once to be no list."""
    if len(data) > limits.megabytes * 1_000_000:
        raise FileTooLarge(file=name, limit_mb=limits.megabytes)
    if not data.strip():
        raise FileNotRead(file=name, reason=Message(N_("there is nothing in it")))
    if data.startswith(_MAGIC_OLE):
        reason = N_("it is an old Excel file or one with a password; save it in Excel as .xlsx without a password")
        raise FileNotRead(file=name, reason=Message(reason))
    if data.startswith(_FOREIGN) or data[:64].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        raise FileKindUnknown(file=name)


# -- text files ---------------------------------------------------------------------------------------------------
def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    bare = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _UTF8_LETTER.search(bare):
        return "\n".join(_decoded_line(line) for line in bare.split(b"\n"))
    return max((_old_page(bare, page) for page in ("cp1252", "cp850", "mac_roman")), key=_danish_letters)


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _old_page(line, "cp1252")


def _old_page(data: bytes, page: str) -> str:
    return data.decode(page, errors="replace")


def _danish_letters(text: str) -> int:
    return sum(text.count(letter) for letter in _DANISH)


def text_rows(text: str, watch: Watch) -> Iterator[tuple[int, Cells]]:
    """Cut a text file into rows, by the delimiter that fits it best. Raises JobCancelled, FileNotRead."""
    watch.demand_lines(max(text.count("\n"), text.count("\r")))
    lines = list(io.StringIO(text, newline=""))
    declared = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    delimiter = declared[1] if declared else _sniffed(lines[:_SAMPLE])
    yield from watch.over(_records(lines, delimiter, 1 if declared else 0), len(lines), trimmed)


def _sniffed(lines: Sequence[str]) -> str:
    """Choose the delimiter that cuts the most rows into the most, equally many, columns."""

    def fit(delimiter: str) -> float:
        widths = Counter(len(cells) for _, cells in _records(lines, delimiter, 0))
        widths.pop(1, None)
        return max((count * min(width, 40) for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=fit)


def _records(lines: Sequence[str], delimiter: str, start: int) -> Iterator[tuple[int, Cells]]:
    """Cut lines into records, numbered as a spreadsheet program would."""
    at, number, usual = start, start, 0
    while at < len(lines):
        number += 1
        if '"' in lines[at]:
            cells, used = _quoted_record(lines, at, delimiter, usual)
        else:
            cells, used = tuple(lines[at].rstrip("\r\n").split(delimiter)), 1
        at += used
        usual = max(usual, len(cells)) if used == 1 else usual
        yield number, cells


def _quoted_record(lines: Sequence[str], at: int, delimiter: str, usual: int) -> tuple[Cells, int]:
    """Read a record with quotation marks, which may span lines.

    A mark that is never closed would swallow the rows below it; then the line is taken as it stands.
    """
    alone = tuple(lines[at].rstrip("\r\n").split(delimiter))
    reader = csv.reader(islice(lines, at, at + _LONGEST_RECORD), delimiter=delimiter, strict=True)
    try:
        cells = tuple(next(reader))
    except (csv.Error, StopIteration):
        return _carelessly_quoted(lines[at], delimiter) or alone, 1
    swallowed = reader.line_num > 1 and len(cells) != usual and len(alone) == usual
    return (alone, 1) if swallowed else (cells, reader.line_num)


def _carelessly_quoted(line: str, delimiter: str) -> Cells | None:
    """Read `"Hansen" & Son;Vejle` on its own; None where a mark stays open."""
    if line.count('"') % 2:
        return None
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return None


# -- rows to table ------------------------------------------------------------------------------------------------
def _visible(one: str) -> str:
    category = unicodedata.category(one)
    if one == "\n" or category[0] not in "CZ":
        return one
    return " " if category[0] == "Z" or one == "\t" else ""


def trimmed(cells: Sequence[str]) -> Cells:
    """Clean each cell and leave out the empty ones at the end."""
    found = [clean(cell) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _rows(found: Iterator[tuple[int, Cells]]) -> list[TableRow]:
    return [TableRow(number, cells) for number, cells in found]


def _plain_score(cells: Sequence[str]) -> float:
    """A header is a row of words: filled, different, no numbers."""
    words = [cell for cell in cells if cell and not any(sign.isdigit() for sign in cell)]
    return len(set(words)) if len(words) == len([cell for cell in cells if cell]) and len(words) > 1 else 0


def _table(name: str, rows: list[TableRow], score: HeaderScore, sheet: str) -> Table:
    head = rows[:_HEADER_WITHIN]
    width = max((len(row.cells) for row in rows), default=0)
    best = max(range(len(head)), key=lambda at: score(head[at].cells), default=-1)
    if best < 0 or score(head[best].cells) <= 0:
        best = _unknown_header(head, width)
    if best < 0:
        return Table(name, tuple(column_letter(at) for at in range(width)), 0, tuple(rows), sheet)
    header = head[best]
    return Table(name, header.cells, header.number, tuple(rows[best + 1 :]), sheet)


def _unknown_header(head: Sequence[TableRow], width: int) -> int:
    """Find a full row of words above rows that hold numbers: a header in words nobody foresaw."""
    for at, row in enumerate(head):
        below = head[at + 1 : at + 6]
        numbers = any(sign.isdigit() for one in below for cell in one.cells for sign in cell)
        if len(row.cells) == width and numbers and _plain_score(row.cells) == width:
            return at
    return -1
