"""A programme, and the rows of one extract, as Excel and CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.extract import CaseRow, MeasureRow, ProgrammeExtract, Progress, Sums
from ambassador_app.exchange.own_measures import Kind, OwnColumn
from ambassador_app.exchange.plain_table import PlainTable, table_as_csv, tables_as_workbook
from ambassador_app.i18n import N_, Language, Translator
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.files_out import write_new
from ambassador_app.wording import LABEL
from ambassador_app.wording.programme import area_words, calculator_words

if TYPE_CHECKING:
    from ambassador_app.domain.programme import Held
    from ambassador_app.services.extracts import Extracts

Cell = float | str | date
_SUMS: Final = (N_("measures"), N_("kWh a year"), N_("DKK a year"), N_("t CO₂e a year"), N_("Investment DKK"))


class ExtractTables:
    """Writes what the extracts here say; only for who may see them (RightMissing)."""

    def __init__(self, desk: Desk, extracts: Extracts, translators: Translators) -> None:
        self._desk: Final = desk
        self._extracts: Final = extracts
        self._words: Final = translators

    def save_programme(self, programme: str, target: Path, *, language: Language) -> Path:
        """Write a line a municipality, and in Excel a sheet with the rows of each. CSV if the name ends so.

        Numbered if the name is taken, never overwritten. Raises ProgrammeUnknown, FolderNotWritable, DiskFull.
        """
        view, words = self._extracts.programme(programme), self._words(language)
        held = [one.extract for one in view.extracts]
        first = _municipalities(view.programme.name, view.extracts, words)
        return self._write([first, *(rows_of(one, words) for one in held)], target, language)

    def save_extract(self, identifier: str, target: Path, *, language: Language) -> Path:
        """Write the rows of one extract, a line a measure. Raises as `save_programme`, RecordNotFound."""
        extract = self._extracts.extract(identifier).extract
        return self._write([rows_of(extract, self._words(language))], target, language)

    def _write(self, tables: list[PlainTable], target: Path, language: Language) -> Path:
        is_csv = target.suffix.casefold() == ".csv"
        day_format = "dd-mm-yyyy" if language is Language.DANISH else "yyyy-mm-dd"
        data = table_as_csv(tables[0]) if is_csv else tables_as_workbook(tables, day_format)
        name = target.name if target.suffix.casefold() in (".csv", ".xlsx") else f"{target.name}.xlsx"
        written = write_new(target.parent, name, data)
        self._desk.note_access(AccessDeed.EXPORTED, "", "")
        return written


def _municipalities(title: str, extracts: tuple[Held, ...], words: Translator) -> PlainTable:
    tr = words.tr
    columns = [
        OwnColumn("municipality", tr(N_("Municipality")), width=30),
        OwnColumn("as_of", tr(N_("As of")), Kind.DAY, 12),
        OwnColumn("sites", tr(N_("Companies")), Kind.WHOLE, 12),
    ]
    for progress in Progress:
        for heading in _SUMS:
            shown = f"{tr(LABEL[progress])}: {tr(heading)}"
            columns.append(OwnColumn(f"{progress}", shown, Kind.NUMBER, 14))
        columns.append(OwnColumn(f"{progress}_payback", f"{tr(LABEL[progress])}: {tr(N_('Payback'))}", Kind.NUMBER, 14))
    rows = tuple(
        (
            one.extract.municipality.name,
            one.extract.as_of,
            float(one.extract.sites),
            *(cell for progress in Progress for cell in _cells(one.extract.sums(progress))),
        )
        for one in extracts
    )
    return PlainTable(title, title, tr(explanation()), tuple(columns), rows)


def explanation() -> str:
    """The sentence under every table: what rounded sums mean."""
    return N_(
        "Homes, and what persons own, are told in rounded sums of five places or more. Savings are a year; "
        "verified ones are what was measured."
    )


def _cells(sums: Sums) -> tuple[Cell, ...]:
    amounts = (float(sums.measures), sums.kwh, sums.dkk, round(sums.co2e_t, 2), sums.investment_dkk)
    return (*amounts, _years(sums.payback))


def _years(payback: float | Payback) -> Cell:
    return "" if isinstance(payback, Payback) else round(payback, 1)


_Show = Callable[[CaseRow, MeasureRow, Translator], Cell]
_ROW: Final[tuple[tuple[str, Kind, int, _Show], ...]] = (
    (N_("Case"), Kind.TEXT, 12, lambda case, _m, _w: case.id[:8]),
    (N_("Company"), Kind.TEXT, 26, lambda case, _m, _w: case.name),
    (N_("Kind"), Kind.TEXT, 18, lambda case, _m, words: words.tr(LABEL[case.kind])),
    (N_("Trade"), Kind.TEXT, 24, lambda case, _m, words: words.tr(LABEL[case.trade])),
    (N_("Step"), Kind.TEXT, 22, lambda case, _m, words: words.tr(LABEL[case.step])),
    (N_("Measure"), Kind.TEXT, 34, lambda _c, one, words: calculator_words(one, words)),
    (N_("Area"), Kind.TEXT, 22, lambda _c, one, words: area_words(one, words)),
    (N_("Status"), Kind.TEXT, 16, lambda _c, one, words: words.tr(LABEL[one.status])),
    (N_("kWh a year"), Kind.WHOLE, 14, lambda _c, one, _w: _or_empty(one.sums.kwh, one.dkk)),
    (N_("DKK a year"), Kind.WHOLE, 14, lambda _c, one, _w: _or_empty(one.dkk, one.dkk)),
    (N_("t CO₂e a year"), Kind.NUMBER, 12, lambda _c, one, _w: _or_empty(one.co2e_t, one.dkk)),
    (N_("Investment DKK"), Kind.WHOLE, 14, lambda _c, one, _w: _or_empty(one.investment_dkk, one.investment_dkk)),
    (N_("Payback, years"), Kind.NUMBER, 12, lambda _c, one, _w: _years(one.payback)),
    (N_("Verified: kWh a year"), Kind.WHOLE, 14, lambda _c, one, _w: _or_empty(one.reached.kwh, one.verified)),
    (N_("Verified: DKK a year"), Kind.WHOLE, 14, lambda _c, one, _w: _or_empty(one.reached.dkk, one.verified)),
    (N_("Verified: t CO₂e a year"), Kind.NUMBER, 12, lambda _c, one, _w: _or_empty(one.reached.co2e_t, one.verified)),
)


def rows_of(extract: ProgrammeExtract, words: Translator) -> PlainTable:
    """Give the rows of an extract, a line a measure; what is told together stands in the municipality's line alone."""
    columns = tuple(OwnColumn(heading, words.tr(heading), kind, width) for heading, kind, width, _ in _ROW)
    rows = tuple(tuple(show(case, one, words) for *_, show in _ROW) for case in extract.cases for one in case.measures)
    name, day = extract.municipality.name, words.short_day(extract.as_of)
    headline = words.tr(N_("{programme}, {municipality}, as of {day}"),
                        programme=extract.programme.name, municipality=name, day=day)  # fmt: skip
    return PlainTable(name, headline, words.tr(explanation()), columns, rows)


def _or_empty(amount: float | None, told: object) -> Cell:
    return "" if told is None or amount is None else amount
