"""A meter file of any shape -> energy by month: hours, days, months, years, or readings of a register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import JobCancelled, NumberNotUnderstood
from ambassador_app.exchange.meter_columns import (
    UNITS,
    ReadingField,
    ReadingMapping,
    carrier_of,
    demand_usable,
    guess_mapping,
    header_score,
    number_of,
)
from ambassador_app.exchange.meter_months import MonthReading, Reading, Series, Told, months_of
from ambassador_app.exchange.meter_times import (
    Moment,
    Span,
    is_repeated_hour,
    parse_clock,
    parse_moment,
    parse_month,
    wall,
)
from ambassador_app.exchange.row_remarks import RowFault, Unreadable
from ambassador_app.exchange.spreadsheet import Cancelled, Progress, Table, TableRow, never, read_table, silent
from ambassador_app.i18n import N_, Message

_STEP: Final = 2000
_MOST_FAULTS: Final = 500
_LARGEST: Final = 1e12
_CONSUMPTION: Final = ("e17", "forbrug", "consumption")
_PRODUCTION: Final = ("e18", "e20", "d06", "produktion", "production", "levering", "eksport", "udveksling")


@dataclass(frozen=True, slots=True)
class MeterFile:
    """A file that was opened, with what its columns seem to hold."""

    name: str
    table: Table
    mapping: ReadingMapping


@dataclass(frozen=True, slots=True)
class MeterReport:
    """What a file holds: months (or whole years) by carrier and meter, rows that could not be read (the first
    hundreds, `faulty` counts all), and what else there is to say of the whole.
    """

    months: tuple[MonthReading, ...]
    faults: tuple[RowFault, ...]
    faulty: int
    told: Told
    left_out: Mapping[str, int]
    rows: int


def open_readings(data: bytes, name: str, *, progress: Progress = silent, cancelled: Cancelled = never) -> MeterFile:
    """Open a file and guess its columns. Raises FileNotRead, FileTooLarge, FileKindUnknown, JobCancelled."""
    table = read_table(data, name, header_score=header_score, progress=progress, cancelled=cancelled)
    return MeterFile(name, table, guess_mapping(table))


def read_readings(
    source: MeterFile,
    mapping: ReadingMapping | None = None,
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> MeterReport:
    """Read every row and gather months. A row that cannot be read is a fault and stops no other.

    Raises ColumnMissing, FieldRefused where the mapping does not say what was used when; JobCancelled.
    """
    chosen = source.mapping if mapping is None else mapping
    demand_usable(chosen, source.table)
    reader = _RowReader(source.table, chosen)
    series: dict[Series, list[Reading]] = {}
    kinds: Counter[str] = Counter()
    faults: list[RowFault] = []
    faulty = 0
    total = len(source.table.rows)
    for done, row in enumerate(source.table.rows):
        if done % _STEP == 0:
            if cancelled():
                raise JobCancelled
            progress(done, total)
        try:
            at, kind, reading = reader.read(row)
        except Unreadable as fault:
            faulty += 1
            if len(faults) < _MOST_FAULTS:
                faults.append(RowFault(row.number, fault.reason, fault.column))
            continue
        if reader.counts(kind):
            series.setdefault(at, []).append(reading)
        else:
            kinds[kind] += 1
    months, told = months_of(series, is_register=reader.is_register)
    progress(total, total)
    return MeterReport(months, tuple(faults), faulty, told, dict(kinds), total)


class _RowReader:
    """Reads rows of one table by one mapping."""

    def __init__(self, table: Table, mapping: ReadingMapping) -> None:
        self._mapping = mapping
        self._header = table.header
        self.is_register = ReadingField.AMOUNT not in mapping.columns
        self._amount = mapping.columns[ReadingField.REGISTER if self.is_register else ReadingField.AMOUNT]
        self._only_consumption = any(_is_consumption(kind) for kind in self._kinds(table))

    def _kinds(self, table: Table) -> Iterator[str]:
        at = self._mapping.columns.get(ReadingField.KIND)
        if at is not None:
            yield from dict.fromkeys(row.cells[at] for row in table.rows if at < len(row.cells))

    def counts(self, kind: str) -> bool:
        """Whether a row is energy used: not produced or sold, and not a part of what is counted already."""
        if not kind:
            return True
        return _is_consumption(kind) if self._only_consumption else not kind.casefold().startswith(_PRODUCTION)

    def read(self, row: TableRow) -> tuple[Series, str, Reading]:
        """Read one row. Raises Unreadable."""
        start, end = self._when(row)
        amount = self._number(row, self._amount)
        if amount is None:
            raise Unreadable(Message(N_("There is no amount.")), self._column(self._amount))
        cost_at = self._mapping.columns.get(ReadingField.COST)
        cost = self._number(row, cost_at) if cost_at is not None else None
        series = Series(self._carrier(row), self._cell(row, ReadingField.METER), self._unit(row))
        return series, self._cell(row, ReadingField.KIND), Reading(row.number, start, end, amount, cost)

    def _when(self, row: TableRow) -> tuple[Moment, Moment | None]:
        end = self._moment(row, ReadingField.END)
        if ReadingField.START in self._mapping.columns:
            start = self._moment(row, ReadingField.START)
        elif ReadingField.YEAR in self._mapping.columns:
            start = self._year_and_month(row)
        else:
            start, end = _just_before(end), None
        if start is None:
            raise Unreadable(Message(N_("There is no date.")))
        if end is not None and end.at < start.at:
            if not is_repeated_hour(end.at):
                raise Unreadable(Message(N_("It ends before it begins.")))
            end = None  # the clock was put back in between; the other rows tell how long it was
        return self._with_clock(row, start), end

    def _with_clock(self, row: TableRow, start: Moment) -> Moment:
        text = self._cell(row, ReadingField.CLOCK)
        if not text or start.span is not Span.DAY:
            return start
        clock = parse_clock(text)
        if clock is None:
            raise Unreadable(_no_time(text))
        return Moment(start.at + clock, Span.INSTANT)

    def _moment(self, row: TableRow, wanted: ReadingField) -> Moment | None:
        text = self._cell(row, wanted)
        if not text:
            return None
        found = parse_moment(text)
        if found is None:
            raise Unreadable(_no_time(text), self._column(self._mapping.columns[wanted]))
        return found

    def _year_and_month(self, row: TableRow) -> Moment | None:
        year, month = parse_moment(self._cell(row, ReadingField.YEAR)), self._cell(row, ReadingField.MONTH)
        if year is None or year.span is not Span.YEAR or not month:
            return year
        number = parse_month(month)
        if number is None:
            raise Unreadable(_no_time(month))
        return Moment(wall(year.at.year, number), Span.MONTH)

    def _number(self, row: TableRow, at: int) -> float | None:
        text = row.cells[at] if at < len(row.cells) else ""
        if not text:
            return None
        try:
            found = number_of(text, self._mapping.decimal)
        except NumberNotUnderstood as fault:
            raise Unreadable(Message(N_("“{text}” is no number."), {"text": text[:40]}), self._column(at)) from fault
        if not 0 <= found < _LARGEST:
            raise Unreadable(Message(N_("“{text}” cannot be an amount."), {"text": text[:40]}), self._column(at))
        return found

    def _carrier(self, row: TableRow) -> Carrier:
        if ReadingField.CARRIER not in self._mapping.columns and self._mapping.carrier is not None:
            return self._mapping.carrier
        text = self._cell(row, ReadingField.CARRIER)
        found = carrier_of(text)
        if found is None:
            raise Unreadable(Message(N_("“{text}” is no kind of energy that is known here."), {"text": text[:40]}))
        return found

    def _unit(self, row: TableRow) -> str:
        text = self._cell(row, ReadingField.UNIT) or self._mapping.unit
        found = UNITS.get(text.casefold())
        if found is None:
            raise Unreadable(Message(N_("“{text}” is no unit that is known here."), {"text": text[:40]}))
        return found

    def _cell(self, row: TableRow, wanted: ReadingField) -> str:
        at = self._mapping.columns.get(wanted)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    def _column(self, at: int) -> str:
        return self._header[at] if at < len(self._header) else ""


def _no_time(text: str) -> Message:
    return Message(N_("“{text}” is no date or time."), {"text": text[:40]})


def _just_before(end: Moment | None) -> Moment | None:
    """A row that only says when it ends belongs to what lies before that."""
    if end is None or end.span is not Span.INSTANT:
        return end
    return Moment(end.at - timedelta(minutes=1), Span.INSTANT)


def _is_consumption(kind: str) -> bool:
    return kind.casefold().startswith(_CONSUMPTION)
