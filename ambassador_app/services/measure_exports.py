"""Measures out of the program: our own Excel workbook and CSV, for people to work in and to be read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.lists import MeasureQuery
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.place import Reach, Site
from ambassador_app.domain.records import Json, fields_of
from ambassador_app.domain.roles import Right
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import TooManyMeasures
from ambassador_app.exchange.measure_workbook import write_csv, write_workbook
from ambassador_app.exchange.own_measures import Kind, OwnRow, OwnTable
from ambassador_app.i18n import N_, Language, Message, Translator
from ambassador_app.services.desk import Desk, Progress, Translators, no_progress
from ambassador_app.services.files_out import write_new
from ambassador_app.services.measure_inputs_table import inputs_of
from ambassador_app.services.measure_table import Shown, assessment_of, columns_for
from ambassador_app.storage import Reading

LARGEST: Final = 2_000
"""Measures in one file; a list beyond that is narrowed first."""

_HIDDEN: Final = (Suggestion.SUGGESTED, Suggestion.DISMISSED)
_NOT_KEPT: Final = ("visit_id", "site_id")
"""Fields that the visit says that the list is taken into."""


class MeasureExports:
    """Writes measures to files. What is internal is only written when it is asked for."""

    def __init__(self, desk: Desk, translators: Translators) -> None:
        self._desk = desk
        self._translators = translators

    # -- which ----------------------------------------------------------------------------------------------------
    def of_visit(self, visit_id: VisitId) -> tuple[MeasureId, ...]:
        """The measures of a visit in their order, those turned down too, open suggestions not."""
        with self._desk.store.reader() as reader:
            reader.load(Visit, visit_id)
            return _ids(reader.all(Measure, visit_id=visit_id))

    def of_site(self, site_id: SiteId) -> tuple[MeasureId, ...]:
        """The measures of all visits to a site."""
        with self._desk.store.reader() as reader:
            return _ids(reader.all(Measure, site_id=site_id))

    def of_list(self, query: MeasureQuery) -> tuple[MeasureId, ...]:
        """The measures of the list of all measures, as it is filtered and sorted; for a file of them the office lets
        not everybody take them. Raises RightMissing, TooManyMeasures.
        """
        self._desk.demand(Right.EXPORT)
        page = self._desk.library.measure_page(query, offset=0, limit=LARGEST + 1)
        if page.total > LARGEST:
            raise TooManyMeasures(count=page.total, limit=LARGEST)
        return tuple(MeasureId(line.measure_id) for line in page.lines)

    # -- the file -------------------------------------------------------------------------------------------------
    def save(
        self,
        measure_ids: Sequence[MeasureId],
        target: Path,
        *,
        language: Language,
        internal: bool = False,
        progress: Progress = no_progress,
    ) -> Path:
        """Write a file, CSV if its name ends so and Excel else; numbered if its name is taken, never overwritten.

        Raises FolderNotWritable, DiskFull, JobCancelled, RecordNotFound, TooManyMeasures.
        """
        is_csv = target.suffix.casefold() == ".csv"
        table = self._table(measure_ids, language, internal=internal, progress=progress)
        data = write_csv(table) if is_csv else write_workbook(table)
        name = target.name if target.suffix.casefold() in (".csv", ".xlsx") else f"{target.name}.xlsx"
        written = write_new(target.parent, name, data)
        self._desk.note_access(AccessDeed.EXPORTED, Visit.KIND, *self._visits(measure_ids))
        return written

    def workbook(self, measure_ids: Sequence[MeasureId], *, language: Language, internal: bool = False) -> bytes:
        """Give the Excel file."""
        return write_workbook(self._table(measure_ids, language, internal=internal))

    def csv(self, measure_ids: Sequence[MeasureId], *, language: Language, internal: bool = False) -> bytes:
        """Give the CSV file."""
        return write_csv(self._table(measure_ids, language, internal=internal))

    def _table(
        self, measure_ids: Sequence[MeasureId], language: Language, *, internal: bool, progress: Progress = no_progress
    ) -> OwnTable:
        if len(measure_ids) > LARGEST:
            raise TooManyMeasures(count=len(measure_ids), limit=LARGEST)
        words = self._translators(language)
        with self._desk.store.reader() as reader:
            loaded = [reader.load(Measure, one) for one in measure_ids]
            headline = self._headline(loaded, reader, words)
            where = _where(loaded, reader)
        measures = [one for one in loaded if internal or one.reach is Reach.REPORT]
        columns = (*where, *columns_for(measures, internal=internal))
        rows = tuple(
            OwnRow(
                one.id, tuple(column.show(one, assessment_of(one), words) for column in columns), kept(one, internal)
            )
            for one in _told(measures, progress)
        )
        return OwnTable(
            title=words.tr(N_("Measures")),
            headline=headline,
            explanation=words.tr(
                N_("Grey is computed. The rest, and the values on the next sheet, can be changed and imported again.")
            ),
            columns=tuple(one.column(words) for one in columns),
            rows=rows,
            inputs_title=words.tr(N_("Inputs")),
            input_headings=tuple(
                words.tr(one) for one in (N_("Measure"), N_("Input"), N_("Value"), N_("Unit"), N_("Origin"))
            ),
            inputs=tuple(entry for one in measures for entry in inputs_of(one, words)),
            day_format="dd-mm-yyyy" if language is Language.DANISH else "yyyy-mm-dd",
        )

    def _visits(self, measure_ids: Sequence[MeasureId]) -> tuple[VisitId, ...]:
        with self._desk.store.reader() as reader:
            return tuple(dict.fromkeys(reader.load(Measure, one).visit_id for one in measure_ids))

    def _headline(self, measures: Sequence[Measure], reader: Reading, words: Translator) -> str:
        """Say whose measures they are, if they are one site's."""
        sites = {one.site_id for one in measures}
        name = reader.load(Site, next(iter(sites))).name if len(sites) == 1 else ""
        day = words.short_day(self._desk.now().date())
        return " · ".join(part for part in (words.tr(N_("Measures")), name, day) if part)


def _where(measures: Sequence[Measure], reader: Reading) -> tuple[Shown, ...]:
    """The columns that say where and when, for measures of several visits."""
    if len({one.visit_id for one in measures}) < 2:
        return ()
    sites = {one: reader.load(Site, one).name for one in {one.site_id for one in measures}}
    visits = {one: reader.load(Visit, one) for one in {one.visit_id for one in measures}}
    days = {
        one: visit.clock_day or (visit.planned_at.date() if visit.planned_at else None) for one, visit in visits.items()
    }
    return (
        Shown(
            "site",
            Message(N_("Site")),
            lambda one, _figures, _words: sites[one.site_id],
            Kind.TEXT,
            26,
            is_computed=True,
        ),
        Shown(
            "visit_day",
            Message(N_("Visit")),
            lambda one, _f, _words: days[one.visit_id] or "",
            Kind.DAY,
            12,
            is_computed=True,
        ),
    )


def kept(measure: Measure, internal: bool) -> dict[str, Json]:
    """The fields of a measure that go into the file's hidden part."""
    whole = measure if internal else replace(measure, internal_note="")
    return {key: value for key, value in fields_of(whole).items() if key not in _NOT_KEPT}


def _ids(measures: Iterable[Measure]) -> tuple[MeasureId, ...]:
    shown = (one for one in measures if one.suggestion not in _HIDDEN)
    return tuple(one.id for one in sorted(shown, key=lambda one: (one.visit_id, one.order)))


def _told(measures: Sequence[Measure], progress: Callable[[int, int], None]) -> Iterable[Measure]:
    for done, one in enumerate(measures):
        if done % 20 == 0:
            progress(done, len(measures))
        yield one
    progress(len(measures), len(measures))
