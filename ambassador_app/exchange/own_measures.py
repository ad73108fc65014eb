"""Ambassador's own lists of measures as Excel and CSV: for people to read, sort and change, and to be read back.

Beside each row stand hidden columns: the measure's id, and the whole record, packed. They go with the row when
somebody sorts, and the heading of the first one says which heading stands for which field, so that columns can be
moved. What is shown never has to be precise enough to rebuild a measure from: only what somebody changed is read.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from ambassador_app.domain.records import Json
from ambassador_app.exchange.grid import MARK, Cell, GridRow, Sheet
from ambassador_app.exchange.measure_columns import ProposalTable

INPUT_MARK: Final = "ambassador-inputs/1 "
_PIECE: Final = 30_000  # characters; a cell takes 32,767
_LARGEST: Final = 2_000_000  # bytes of an unpacked record
_LETTERS: Final = b".-"


class Kind(StrEnum):
    """How the cells of a column are written."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """One column for people. `is_computed`: what is written there is not read back."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    is_computed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnInput:
    """One input of a measure's calculator. `is_share`: the value is a fraction, shown in per cent."""

    measure_id: str
    measure: str
    name: str
    label: str
    value: Cell
    unit: str
    origin: str
    is_share: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One measure: what is shown, in the order of the columns, and its record."""

    id: str
    cells: tuple[Cell, ...]
    record: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class OwnTable:
    """Everything that is written: the list, the inputs behind it, and the words around them."""

    title: str
    headline: str
    explanation: str
    columns: tuple[OwnColumn, ...]
    rows: tuple[OwnRow, ...]
    inputs_title: str
    input_headings: tuple[str, ...]
    inputs: tuple[OwnInput, ...]
    day_format: str = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as it came back. `record` is None where its hidden part is damaged."""

    number: int
    id: str
    record: Mapping[str, Json] | None
    cells: Mapping[str, Cell]
    inputs: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of our own as it came back. Rows that somebody has added have no id: they are in `added`."""

    rows: tuple[ReadRow, ...]
    added: ProposalTable
    keys: Mapping[int, str]


def packed(record: Mapping[str, Json]) -> str:
    """Pack a record into letters that no spreadsheet program touches."""
    plain = json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(plain, 9), altchars=_LETTERS).decode()


def unpacked(text: str) -> Mapping[str, Json] | None:
    """Unpack a record; None for what is damaged or far too large."""
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(base64.b64decode(text, altchars=_LETTERS, validate=True), _LARGEST)
        found = json.loads(plain) if opened.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def pieces(text: str) -> list[str]:
    """Cut a packed record to cells. Each begins with a letter: nothing in it is a formula or a number."""
    return ["z" + text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def heading_of_machine(mark: str, headings: Iterable[tuple[str, str]]) -> str:
    """The heading of the first hidden column: which heading stands for which field."""
    return mark + json.dumps(dict(headings), separators=(",", ":"))


# -- reading back -------------------------------------------------------------------------------------------------
def own_file_in(sheets: Sequence[Sheet], name: str) -> OwnFile | None:
    """Find our own list in a file; None where Ambassador has not written it."""
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:10]):
            machine = _machine_column(row, MARK)
            if machine is not None:
                return _read(sheet, at, machine, _inputs(sheets), name)
    return None


def _machine_column(row: GridRow, mark: str) -> int | None:
    found = (at for at, cell in enumerate(row.cells) if isinstance(cell, str) and cell.startswith(mark))
    return next(found, None)


def _keys(row: GridRow, machine: int, mark: str) -> dict[int, str]:
    """Find which column holds which field."""
    try:
        known = json.loads(str(row.cells[machine]).removeprefix(mark))
    except ValueError:
        return {}
    if not isinstance(known, dict):
        return {}
    found: dict[int, str] = {}
    for at, cell in enumerate(row.cells):
        key = known.get(_on_one_line(cell)) if isinstance(cell, str) else None
        if isinstance(key, str) and key not in found.values():
            found[at] = key
    return found


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _read(sheet: Sheet, head: int, machine: int, inputs: Mapping[str, Mapping[str, Cell]], name: str) -> OwnFile:
    header = sheet.rows[head]
    keys = _keys(header, machine, MARK)
    rows: list[ReadRow] = []
    added: list[GridRow] = []
    for row in sheet.rows[head + 1 :]:
        identifier = row.at(machine)
        if not isinstance(identifier, str) or not identifier:
            added.append(row)
            continue
        pieces_found = (str(cell).removeprefix("z") for cell in row.cells[machine + 1 :])
        cells = {key: row.at(at) for at, key in keys.items()}
        identifier = identifier.removeprefix("z")
        rows.append(ReadRow(row.number, identifier, unpacked("".join(pieces_found)), cells, inputs.get(identifier, {})))
    shown = tuple(str(cell) for cell in header.cells[:machine])
    table = ProposalTable(name, sheet.title, shown, header.number, tuple(added))
    return OwnFile(tuple(rows), table, keys)


def _inputs(sheets: Sequence[Sheet]) -> dict[str, dict[str, Cell]]:
    """Read the sheet of inputs: their values by measure and name; of one that stands twice the first."""
    found: dict[str, dict[str, Cell]] = {}
    for sheet in sheets:
        for at, head in enumerate(sheet.rows[:10]):
            machine = _machine_column(head, INPUT_MARK)
            if machine is None:
                continue
            places = {key: place for place, key in _keys(head, machine, INPUT_MARK).items()}
            for row in sheet.rows[at + 1 :]:
                measure, name = (str(row.at(place)).removeprefix("z") for place in (machine, machine + 1))
                if measure and name and "value" in places:
                    found.setdefault(measure, {}).setdefault(name, row.at(places["value"]))
    return found


def shown_number(value: float) -> str:
    """Write a number for CSV: all its digits, a decimal comma."""
    text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{Decimal(repr(value)):f}"
    return text.replace(".", ",")


def shown_day(value: date) -> str:
    """Write a day for CSV; Excel takes it for one in every language."""
    return value.isoformat()
