"""Meter files into energy accounts: open, map columns, dry run, and then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.energy import ENERGY_UNITS, MONTHS, CarrierYear, UnitValue, carrier_years, kwh_per_unit
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.identifiers import EnergyUseId, SiteId
from ambassador_app.domain.place import Site
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.errors import FieldRefused, FileNotRead, FileTooLarge
from ambassador_app.exchange.meter_columns import (
    FIELD_LABEL,
    UNITS,
    ReadingField,
    ReadingMapping,
    column_named,
    with_columns,
)
from ambassador_app.exchange.meter_months import MonthReading, Told
from ambassador_app.exchange.meter_readings import MeterFile, MeterReport, open_readings, read_readings
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.energy import EnergyAccounts
from ambassador_app.storage import Reading, Transaction

__all__ = [
    "FIELD_LABEL",
    "UNITS",
    "WORTH_LABEL",
    "EnergyImports",
    "EnergyPlan",
    "MeterFile",
    "PlannedPeriod",
    "PlannedYear",
    "ReadingField",
    "ReadingMapping",
    "Told",
    "Worth",
    "mapped",
    "remarks_of",
    "with_columns",
    "year_remarks",
]

WHOLE: Final = 0.95
"""A month with less of its hours than this is not kept unless the person says so: it would look like thrift."""
_MEGABYTES: Final = 64


def _never() -> bool:
    return False


class Worth(StrEnum):
    """What would become of a month."""

    NEW = "new"
    REPLACES = "replaces"
    SAME = "same"
    PARTIAL = "partial"


WORTH_LABEL: Final[Mapping[Worth, str]] = {
    Worth.NEW: N_("New"),
    Worth.REPLACES: N_("Replaces"),
    Worth.SAME: N_("Unchanged"),
    Worth.PARTIAL: N_("Hours are missing"),
}


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """One month of the file (or a whole year): its energy in kWh, and what the account has there now."""

    reading: MonthReading
    kwh: float
    old_kwh: float | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """One carrier and meter in one year: what would be kept, and the figure of the whole year that stands there now."""

    carrier: Carrier
    meter: str
    year: int
    periods: tuple[PlannedPeriod, ...]
    whole_kwh: float | None

    @property
    def key(self) -> tuple[str, str, int]:
        """What names the year among the others."""
        return self.carrier.value, self.meter, self.year

    def taken(self, *, partial: bool = False) -> tuple[PlannedPeriod, ...]:
        """The periods that would be kept; months with too few hours only when `partial`."""
        return tuple(one for one in self.periods if partial or one.worth is not Worth.PARTIAL)

    def missing(self, *, partial: bool = False) -> tuple[int, ...]:
        """The months that would have no figure of the file."""
        held = {one.reading.month for one in self.taken(partial=partial)}
        return () if None in held else tuple(month for month in MONTHS if month not in held)

    def whole_goes(self, *, partial: bool = False) -> bool:
        """Whether the figure of the whole year would go: twelve months are there for it. Else it stays and stands
        before them.
        """
        return not self.missing(partial=partial)

    @property
    def kwh(self) -> float:
        """What the file has of the year."""
        return sum(one.kwh for one in self.periods)


@dataclass(frozen=True, slots=True)
class EnergyPlan:
    """What a meter file would change in a site's account; nothing is kept yet. `units` is what each unit of each
    carrier was counted as.
    """

    source: MeterFile
    mapping: ReadingMapping
    site: Site
    report: MeterReport
    years: tuple[PlannedYear, ...]
    units: Mapping[tuple[Carrier, str], UnitValue]

    @property
    def has_work(self) -> bool:
        """Whether anything would be kept."""
        return any(one.worth is not Worth.SAME for year in self.years for one in year.taken())

    @property
    def has_partial(self) -> bool:
        """Whether there are months with too few hours."""
        return any(one.worth is Worth.PARTIAL for year in self.years for one in year.periods)


class EnergyImports:
    """Meter files: the national portal's hours, utilities' months, readings of a register."""

    def __init__(self, desk: Desk, accounts: EnergyAccounts) -> None:
        self._desk = desk
        self._accounts = accounts

    def open(
        self,
        file: Path | bytes,
        name: str = "",
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> MeterFile:
        """Read a file and guess what its columns hold.

        Raises FileNotRead, FileTooLarge, FileKindUnknown, JobCancelled.
        """
        data = file if isinstance(file, bytes) else _bytes_of(file)
        called = name or (file.name if isinstance(file, Path) else "")
        return open_readings(data, called, progress=progress, cancelled=cancelled)

    def plan(
        self,
        site_id: SiteId,
        source: MeterFile,
        mapping: ReadingMapping | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> EnergyPlan:
        """Compare a file with the site's account; keeps nothing. `mapping` replaces the guessed one.

        Raises ColumnMissing, FieldRefused where the mapping does not say what was used when or a unit cannot be
        converted; RecordNotFound, JobCancelled.
        """
        chosen = source.mapping if mapping is None else mapping
        report = read_readings(source, chosen, progress=progress, cancelled=cancelled)
        with self._desk.store.reader() as reader:
            site = reader.load(Site, site_id)
            units = _units(report.months, chosen, self._accounts.factors(reader))
            years = _planned(report.months, units, _uses(reader, site_id))
        return EnergyPlan(source, chosen, site, report, years, units)

    def apply(
        self,
        plan: EnergyPlan,
        *,
        leave_out: frozenset[tuple[str, str, int]] = frozenset(),
        partial: bool = False,
        visit_id: str = "",
    ) -> Changes:
        """Keep the plan's months, in one deed that one undo takes back; years of `leave_out` are not taken.

        A month of the file takes the place of what was typed for the site and of what was read from the same meter;
        months of other meters stay.
        """
        taken = [year for year in plan.years if year.key not in leave_out]
        with self._desk.deed(Deed.IMPORT_ENERGY, visit_id or plan.site.id) as tx:
            for year in taken:
                self._keep_year(tx, plan, year, year.taken(partial=partial))
        return tx.changes

    def _keep_year(
        self, tx: Transaction, plan: EnergyPlan, year: PlannedYear, periods: tuple[PlannedPeriod, ...]
    ) -> None:
        known = [one for one in _uses(tx, plan.site.id) if (one.carrier, one.year) == (year.carrier.value, year.year)]
        if {one.reading.month for one in periods} >= set(MONTHS):
            for old in known:
                if old.month is None and old.meter in ("", year.meter):
                    tx.delete(EnergyUse, old.id)
        for one in periods:
            month = one.reading.month
            stood = [old for old in known if old.month == month and old.meter in ("", year.meter)]
            own = next((old for old in stood if old.meter == year.meter), None)
            for old in stood:
                if old is not own:
                    tx.delete(EnergyUse, old.id)
            tx.save(
                EnergyUse(
                    own.id if own is not None else EnergyUseId(self._desk.new_id()),
                    plan.site.id,
                    year.carrier.value,
                    year.year,
                    month,
                    one.reading.amount,
                    one.reading.series.unit,
                    one.kwh,
                    one.reading.cost_dkk,
                    EnergySource.METER,
                    year.meter,
                )
            )


def mapped(source: MeterFile, pairs: Mapping[str, str], mapping: ReadingMapping) -> ReadingMapping:
    """Change columns of `mapping`: what a column holds, by its heading, letter or number; nothing leaves it out.

    Raises FieldRefused for a column or field that is not there.
    """
    columns = dict(mapping.columns)
    for column, name in pairs.items():
        at = column_named(source.table, column)
        if at is None:
            raise FieldRefused(field="--map", value=column, allowed=", ".join(source.table.header))
        columns = {one: place for one, place in columns.items() if place != at}
        if name:
            if name not in tuple(ReadingField):
                raise FieldRefused(field="--map", value=name, allowed=", ".join(ReadingField))
            columns[ReadingField(name)] = at
    return with_columns(source.table, mapping, columns)


def remarks_of(plan: EnergyPlan) -> tuple[Message, ...]:
    """Say what was noticed about the whole file."""
    told, report = plan.report.told, plan.report
    counted = (
        (report.faulty, N_("Rows that could not be read: {count}.")),
        (told.duplicates, N_("Rows that came twice and are counted once: {count}.")),
        (
            told.contradictions,
            N_(
                "Times with two different amounts: {count}. The last one in the file is taken. Is the column with the "
                "meter's number missing?"
            ),
        ),
        (told.backwards, N_("Readings lower than the one before: {count}. What lies between is not counted.")),
        (told.without_end, N_("Rows whose period nothing tells: {count}. They are not counted.")),
    )
    found = [Message(text, {"count": count}) for count, text in counted if count]
    found += [
        Message(
            N_("Left out, because it is not energy used here: {kind} ({count} rows)."), {"kind": kind, "count": count}
        )
        for kind, count in report.left_out.items()
    ]
    found += [
        Message(
            N_("1 {unit} of {carrier} is counted as {kwh} kWh ({source})."),
            {
                "unit": unit.replace("m3", "m³"),
                "carrier": Message(ITEM_NAMES[carrier]),
                "kwh": value.kwh,
                "source": Message(value.source),
            },
        )
        for (carrier, unit), value in plan.units.items()
        if unit.casefold() not in ENERGY_UNITS
    ]
    if any(one.is_spread for one in report.months):
        found.append(Message(N_("Periods that end within a month are spread evenly over their days.")))
    if not report.months:
        found.append(Message(N_("There is nothing in the file that can be kept.")))
    return tuple(found)


def year_remarks(year: PlannedYear, *, partial: bool = False) -> tuple[Message, ...]:
    """Say what is to be known of one year: the figure that stands there now."""
    if year.whole_kwh is None or any(one.reading.month is None for one in year.periods):
        return ()
    kwh = round(year.whole_kwh)
    if year.whole_goes(partial=partial):
        return (Message(N_("Takes the place of the figure of the whole year, {kwh} kWh."), {"kwh": kwh}),)
    return (
        Message(
            N_("The figure of the whole year, {kwh} kWh, stays and stands before these months."),
            {"kwh": kwh},
        ),
    )


def _uses(reader: Reading, site_id: SiteId) -> tuple[EnergyUse, ...]:
    return reader.all(EnergyUse, site_id=site_id)


def _planned(
    months: Iterable[MonthReading], units: Mapping[tuple[Carrier, str], UnitValue], uses: tuple[EnergyUse, ...]
) -> tuple[PlannedYear, ...]:
    groups: dict[tuple[Carrier, str, int], list[MonthReading]] = {}
    for one in months:
        groups.setdefault((one.series.carrier, one.series.meter, one.year), []).append(one)
    return tuple(
        _planned_year(carrier, meter, year, found, units, uses)
        for (carrier, meter, year), found in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1], -item[0][2])
        )
    )


def _planned_year(
    carrier: Carrier,
    meter: str,
    year: int,
    months: list[MonthReading],
    units: Mapping[tuple[Carrier, str], UnitValue],
    uses: tuple[EnergyUse, ...],
) -> PlannedYear:
    here = [one for one in uses if (one.carrier, one.year) == (carrier.value, year)]
    stands = [one for one in here if one.meter in ("", meter)]
    now = next(iter(carrier_years(stands)), None)
    periods = tuple(_period(one, now, one.amount * units[carrier, one.series.unit].kwh) for one in months)
    whole = now.whole.kwh if now is not None and now.whole is not None else None
    return PlannedYear(carrier, meter, year, periods, whole)


def _units(
    months: Iterable[MonthReading], mapping: ReadingMapping, factors: FactorSet
) -> dict[tuple[Carrier, str], UnitValue]:
    """Give the kWh of every unit in the file. Raises FieldRefused for one that cannot be converted."""
    found = {(one.series.carrier, one.series.unit) for one in months}
    if mapping.kwh_per_unit is not None:
        return dict.fromkeys(found, UnitValue(mapping.kwh_per_unit, N_("the supplier's own figure")))
    return {(carrier, unit): kwh_per_unit(factors, carrier, unit) for carrier, unit in found}


def _period(reading: MonthReading, now: CarrierYear | None, kwh: float) -> PlannedPeriod:
    if now is None:
        old = None
    elif reading.month is None:
        old = now.whole
    else:
        old = now.months.get(reading.month)
    worth = Worth.NEW if old is None else Worth.REPLACES
    if reading.covered < WHOLE:
        worth = Worth.PARTIAL
    elif old is not None and abs(old.kwh - kwh) < 0.5:
        worth = Worth.SAME
    return PlannedPeriod(reading, kwh, old.kwh if old is not None else None, worth)


def _bytes_of(file: Path) -> bytes:
    """Read a file that a person chose. Raises FileTooLarge, FileNotRead."""
    try:
        if file.stat().st_size > _MEGABYTES * 1_000_000:
            raise FileTooLarge(file=file.name, limit_mb=_MEGABYTES)
        return file.read_bytes()
    except OSError as fault:
        reason = Message(N_("it cannot be opened; it may be gone, or open in another program"))
        raise FileNotRead(file=file.name, reason=reason) from fault
