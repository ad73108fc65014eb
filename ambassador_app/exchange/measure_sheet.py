"""A consultant's list of proposals, row by row: figures in our units; what is no proposal is said and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import FileNotRead, JobCancelled
from ambassador_app.exchange.grid import Cell, GridRow, Sheet, Uncomputed, read_sheets
from ambassador_app.exchange.measure_columns import (
    ProposalTable,
    carrier_in,
    demand_usable,
    heading_of,
    score_of,
    table_of,
)
from ambassador_app.exchange.measure_fields import FIELDS, FUEL_UNITS, UNITS, ColumnRole, Quantity, Roles
from ambassador_app.exchange.measure_numbers import Figure, Unclear, day_in, figure_in, is_number
from ambassador_app.exchange.row_remarks import Remark, Remarks, Unreadable
from ambassador_app.exchange.spreadsheet import Cancelled, Progress, never, silent
from ambassador_app.i18n import N_, Message

TOLD_ONLY: Final = frozenset({"cost_saving", "co2e", "payback"})
"""What is only compared with our own figures."""

LONGEST: Final = 8_000
"""Characters in one text of a proposal; a longer one is a slipped quotation mark."""

_STEP: Final = 200
_SHOWN: Final = 120
_TOTAL: Final = re.compile(
    r"(?:i ?alt|total(?:t|s|er)?|sum|samlet|sub-?total|delsum|mellemsum|hovedtotal|grand total|gennemsnit|gns\.?)"
    r"(?:\s+(?:for|af|alle|pr\.?|of|all)\b.*)?[\s:.]*",
    re.IGNORECASE,
)
_AREA_WORDS: Final[Sequence[tuple[str, str]]] = (
    (r"trykluft|compressed", "compressed_air"),
    (r"solcelle|vedvarende|\bpv\b|solar|photovolt|vindmølle|renewable", "renewable"),
    (r"belys|lamper?\b|\blys\b|armatur|\bled\b|light", "lighting"),
    (r"ventil", "ventilation"),
    (r"\bkøle?|\bkøl|frys|cooling|refriger|chiller", "cooling"),
    (r"klimaskærm|isoler|vindue|facade|\btag\b|\bloft|envelope|insulat|window|roof", "envelope"),
    (r"stald|malk|mælk|landbrug|\bkorn|farm|dairy|\bgrise|kvæg", "farm"),
    (r"transport|køretøj|elbil|kørsel|vehicle|fleet", "transport"),
    (r"varme|kedel|radiator|varmt vand|heat|boiler", "heating"),
    (r"motor|pumpe|\bpumps?\b|\bfans?\b|frekvens", "motors"),
    (r"\bvand|water", "water"),
    (r"ledelse|adfærd|management|behavio", "management"),
    (r"udstyr|standby|\bit\b|kontor|equipment|office|køkken", "electricity"),
)
_AREAS: Final = tuple((re.compile(words), area) for words, area in _AREA_WORDS)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the file: in our unit, or in `unit` where a heating value (`m3`, `l`, `kg`, `t`) or the investment
    (`%`, as a fraction) is needed.
    """

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row that proposes something. An empty text and a figure that is absent mean that the row does not tell."""

    row: int
    title: str
    area: str = ""
    carrier: Carrier | None = None
    figures: Mapping[str, Told] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    deadline: date | None = None
    remarks: tuple[Remark, ...] = ()
    is_open: bool = False
    """Whether a question about the columns must be answered before the row can be taken."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the person must say yes to this row."""
        return any(remark.is_doubt for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that proposes nothing: a total, a heading."""

    row: int
    title: str
    reason: Message


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be taken as it stands: where (`column` as the file names it, may be empty) and why."""

    row: int
    title: str
    reason: Message
    column: str = ""


Found = Proposal | SkippedRow | BrokenRow


def open_tables(
    data: bytes, name: str, *, progress: Progress = silent, cancelled: Cancelled = never
) -> tuple[tuple[ProposalTable, ...], tuple[Sheet, ...]]:
    """Open a file: the visible sheets that hold rows, the one most like a list of proposals first, and every sheet.

    Raises FileNotRead, FileTooLarge, FileKindUnknown, JobCancelled.
    """
    sheets = read_sheets(data, name, progress=progress, cancelled=cancelled)
    tables = [table_of(sheet, name) for sheet in sheets if sheet.rows and not sheet.is_hidden]
    if not tables:
        raise FileNotRead(file=name, reason=Message(N_("there is nothing in it")))
    return tuple(sorted(tables, key=score_of, reverse=True)), sheets


def proposals_in(
    table: ProposalTable, roles: Roles, *, progress: Progress = silent, cancelled: Cancelled = never
) -> Iterator[Found]:
    """Read each row below the heading. Raises ColumnMissing where no column names the proposals, JobCancelled."""
    demand_usable(roles)
    reader = _Reader(table, roles)
    total = len(table.rows)
    for done, row in enumerate(table.rows):
        if done % _STEP == 0:
            if cancelled():
                raise JobCancelled
            progress(done, total)
        yield reader.read(row)
    progress(total, total)


def area_of(words: str) -> str:
    """Find which of our areas some words mean; empty for none of them."""
    text = words.casefold()
    return next((area for pattern, area in _AREAS if pattern.search(text)), "")


class _Reader:
    """Reads rows of one table; headings inside it and merged areas hold for the rows below them."""

    def __init__(self, table: ProposalTable, roles: Roles) -> None:
        self._table = table
        self._roles = roles
        self._at = {role.field: at for at, role in roles.items()}
        self._section = ""
        self._area = ""
        self._is_open = False

    def read(self, row: GridRow) -> Found:
        skipped = self._skipped(row)
        if skipped is not None:
            return skipped
        try:
            return self._proposal(row)
        except Unreadable as fault:
            title = row.at(self._at["title"])
            return BrokenRow(row.number, " ".join(str(title).split())[:_SHOWN], fault.reason, fault.column)

    # -- what is no proposal --------------------------------------------------------------------------------------
    def _skipped(self, row: GridRow) -> SkippedRow | None:
        filled = [cell for cell in row.cells if cell != ""]
        title = self._text_at(row, "title")
        first = next((cell for cell in filled if isinstance(cell, str)), "")
        if _TOTAL.fullmatch(title or first):
            return SkippedRow(row.number, title or first, Message(N_("A total; it is no measure of its own.")))
        if tuple(str(cell) for cell in row.cells) == self._table.header[: len(row.cells)]:
            return SkippedRow(row.number, title, Message(N_("The heading again.")))
        if len(filled) == 1 and not is_number(filled[0]) and self._is_heading(row, str(filled[0])):
            self._section = self._area = str(filled[0])
            return SkippedRow(row.number, self._section, Message(N_("A heading; it names the area of the rows below.")))
        if not title and not self._has_figures(row):
            return SkippedRow(row.number, first, Message(N_("There is no measure in this row.")))
        return None

    def _is_heading(self, row: GridRow, text: str) -> bool:
        return len(text) <= 60 and (row.at(self._at["title"]) == "" or _AREA_ALONE.fullmatch(text) is not None)

    def _has_figures(self, row: GridRow) -> bool:
        return any(is_number(row.at(at)) for at, role in self._roles.items() if FIELDS[role.field].units)

    # -- what is one ----------------------------------------------------------------------------------------------
    def _proposal(self, row: GridRow) -> Proposal:
        remarks = Remarks()
        self._is_open = False
        title = self._text_at(row, "title")
        if not title:
            raise Unreadable(Message(N_("There are figures but no measure is named.")), self._heading("title"))
        figures = {
            role.field: told
            for at, role in self._roles.items()
            if FIELDS[role.field].units and (told := self._told(row.at(at), role, self._heading(role.field), remarks))
        }
        texts = {key: text for key in ("owner", *_TEXTS) if (text := self._text_at(row, key))}
        carrier_words = self._text_at(row, "carrier")
        carrier = carrier_in(carrier_words)
        if {"saving", "before", "after"} & set(figures) and carrier is None:
            remarks.doubt(N_("Which energy is it? Say so for the column that holds it."))
            self._is_open = True
        if not figures:
            remarks.doubt(N_("There are no figures in this row."))
        return Proposal(
            row.number,
            title,
            self._area_at(row, title),
            carrier,
            figures,
            texts,
            self._day(row, texts, remarks),
            remarks.all(),
            self._is_open,
        )

    def _told(self, cell: Cell, role: ColumnRole, heading: str, remarks: Remarks) -> Told | None:
        known = FIELDS[role.field]
        try:
            found = figure_in(cell, known.quantity, role.mark)
            if found is None:
                return None
            if found.is_rough:
                remarks.note(
                    N_("{column}: “{text}” is taken as {value}."), column=heading, text=str(cell), value=found.value
                )
            return _in_our_unit(found, role)
        except Unclear as fault:
            if role.field in TOLD_ONLY:
                remarks.note(N_("{column}: {reason}"), column=heading, reason=fault.reason)
                return None
            if not fault.is_question:
                raise Unreadable(fault.reason, heading) from fault
            remarks.doubt(N_("{column}: {reason}"), column=heading, reason=fault.reason)
            self._is_open = True
            return None

    def _day(self, row: GridRow, texts: dict[str, str], remarks: Remarks) -> date | None:
        at = self._at.get("deadline")
        try:
            return day_in(row.at(at)) if at is not None else None
        except Unclear as fault:
            remarks.note(N_("{reason} It is kept among the remarks."), reason=fault.reason)
            said = f"{self._heading('deadline')}: {row.at(at if at is not None else -1)}"
            texts["assumptions"] = "\n".join(part for part in (texts.get("assumptions", ""), said) if part)
            return None

    def _area_at(self, row: GridRow, title: str) -> str:
        """The area of a row: its own, that of the merged cell or heading above it, or what its title says."""
        self._area = self._text_at(row, "area") or self._area
        return (area_of(self._area) or self._area) if self._area else area_of(title) or "other"

    def _text_at(self, row: GridRow, key: str) -> str:
        """One text as it may be kept. Raises Unreadable."""
        cell = row.at(self._at.get(key, -1))
        if isinstance(cell, Uncomputed):
            raise Unreadable(Message(N_("The formula has no result in the file.")), self._heading(key))
        text = f"{cell:.12g}".replace(".", ",") if isinstance(cell, float) else str(cell)
        if len(text) > LONGEST:
            raise Unreadable(
                Message(N_("The text is longer than {limit} characters."), {"limit": LONGEST}), self._heading(key)
            )
        return " ".join(text.split()) if key in ("title", "area", "owner", "carrier") else text

    def _heading(self, key: str) -> str:
        at = self._at.get(key)
        return str(heading_of(self._table, at)) if at is not None else ""


_TEXTS: Final = ("current_practice", "proposal", "assumptions")
_AREA_ALONE: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:belysning|ventilation|varme(?:anlæg)?|køl(?:ing)?|trykluft|klimaskærm|solceller|transport|vand|"
    r"motorer|pumper|proces(?:ser)?|produktion|adfærd|lighting|heating|cooling|compressed air|building envelope|motors|"
    r"water)\s*:?",
    re.IGNORECASE,
)


def _in_our_unit(found: Figure, role: ColumnRole) -> Told:
    """Turn a figure into our unit by the unit of its cell, else of its column. Raises Unclear."""
    quantity = FIELDS[role.field].quantity
    unit = found.unit or role.unit
    if not unit:
        raise Unclear(Message(N_("The unit is not known: say it for the column.")), is_question=True)
    if unit not in UNITS[quantity]:
        raise Unclear(Message(N_("{value} % is a share, not an amount."), {"value": found.value}))
    keeps_unit = unit == "%" or (quantity is Quantity.ENERGY and unit in FUEL_UNITS)
    return Told(found.value * UNITS[quantity][unit], unit if keeps_unit else "")
