"""Measures taken over from another visit: choose the visit, tick the measures, and read what comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.lists import Page, VisitLine
from ambassador_app.domain.measure import Measure
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.copying import Copied, Source
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row, scrolled
from ambassador_app.ui.screens.visit.figures import dkk, kwh
from ambassador_app.ui.screens.visit.measure_more import MenuEntry
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.step_columns import Columns
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.choices import Switch
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.ui.widgets.tables import Column, PagedTable
from ambassador_app.wording import LABEL
from ambassador_app.wording.verdicts import payback_words

if TYPE_CHECKING:
    from ambassador_app.ui.screens.visit.measures import MeasuresPanel


def entries(panel: MeasuresPanel) -> tuple[MenuEntry, ...]:
    """Offer copying from another visit."""

    def begin() -> None:
        page = CopyPage(panel.context, panel.model)
        panel.open_page(page)
        page.search.focus_and_select()

    return (MenuEntry(panel.context.translator.tr("Copy from another visit…"), begin),)


class CopyPage(QWidget):
    """All other visits to the left, those of this place first; the measures of the chosen one to the right."""

    closed = Signal()

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self._text = ""
        tr, space = context.translator.tr, context.theme.space
        back = buttons.icon_button(context, "chevron-left", tr("Back to the measures"), self.closed.emit)
        title = labels.label(context, tr("Copy from another visit"), Type.SECTION, wrap=True)
        head = row(back, title, space=space.s)
        head.setStretch(1, 1)
        self.search = SearchField(
            context, name=tr("Search companies and visits"), placeholder=tr("Search companies and visits")
        )
        self.search.edited.connect(self._search)
        self.table = PagedTable(context, model.tasks, self._columns(), name=tr("Other visits"), fetch=self._fetch)
        self.table.set_empty(EmptyState(context, "visits", tr("No other visit is found.")))
        self.table.setMinimumHeight(context.theme.px(320))
        self.table.selected.connect(self._choose)
        self.measures = MeasureTicks(context)
        self.measures.wanted.connect(self._copy)
        visits = box(column(self.search, self.table, space=space.s))
        parts = Columns(context, (visits,), (self.measures,), least=900)
        inner = box(column(head, parts, 1, space=space.m, margins=(space.l, space.s, space.l, space.l)))
        self.page = scrolled(inner)
        self.setLayout(column(self.page))

    def _columns(self) -> list[Column]:
        translator = self.context.translator
        tr = translator.tr

        def when(line: VisitLine) -> str:
            moment = line.started_at or line.planned_at
            return translator.short_day(moment.astimezone(COPENHAGEN).date()) if moment else ""

        return [
            Column(tr("Place"), lambda line: line.site, tone=self._tone),
            Column(tr("Kind"), lambda line: tr(LABEL[line.kind]), width=128),
            Column(tr("Day"), when, width=100),
            Column(tr("Measures"), lambda line: str(line.measures), width=84, numeric=True),
        ]

    def _tone(self, line: VisitLine) -> str:
        workspace = self.model.workspace
        here = workspace is not None and workspace.dossier.site.id == line.site_id
        return "accent" if here else "" if line.measures else "muted"

    # -- choosing -----------------------------------------------------------------------------------------------
    def _search(self, text: str) -> None:
        self._text = text
        self.table.set_fetch(self._fetch)

    def _fetch(self, offset: int, limit: int) -> Page[VisitLine]:
        copying = self.model.session.copying
        return copying.visits(VisitId(self.model.visit_id), self._text, offset=offset, limit=limit)

    def _choose(self, line: VisitLine | None) -> None:
        if line is None:
            return
        copying, here = self.model.session.copying, VisitId(self.model.visit_id)
        self.model.tasks.run(
            lambda: copying.source(here, VisitId(line.visit_id)),
            owner=self,
            then=self._show_source,
            failed=self.context.notices.error_of,
            latest="copy source",
        )

    def _show_source(self, source: Source) -> None:
        """Show the measures, and on a narrow page scroll to them: there they stand below the visits."""
        self.measures.show_source(source)
        if self.measures.y() > 0:
            self.page.ensureWidgetVisible(self.measures.title)

    # -- copying ------------------------------------------------------------------------------------------------
    def _copy(self, source: Source, measure_ids: tuple[MeasureId, ...]) -> None:
        copying, here = self.model.session.copying, VisitId(self.model.visit_id)
        self.model.do(
            lambda: copying.copy(here, measure_ids),
            then=lambda copied: self._copied(source, copied),
            once="copy measures",
        )

    def _copied(self, source: Source, copied: Copied) -> None:
        translator, notices = self.context.translator, self.context.notices
        notices.success(
            translator.tn(
                "{count} measure is copied from {site}, computed with this visit's prices. Read its words through: "
                "they may speak of the other place.",
                "{count} measures are copied from {site}, computed with this visit's prices. Read their words through: "
                "they may speak of the other place.",
                len(copied.ids),
                site=source.site.name,
            )
        )
        self.closed.emit()


class MeasureTicks(Card):
    """The measures of the other visit, each with its figures there and a tick."""

    wanted = Signal(object, object)
    """Source, and the ids of the ticked measures in their order."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.context = context
        self._source: Source | None = None
        self.ticks: dict[str, Switch] = {}
        tr, space = context.translator.tr, context.theme.space
        self.title = labels.heading(context, tr("Choose a visit"))
        self.nothing = labels.muted(context, tr("Its measures stand here then."))
        self.vat = Banner(context, "warning", "")
        self._lines: QVBoxLayout = column(space=space.s)
        self.said = labels.caption(
            context,
            tr(
                "Inputs, words, investment and data quality come along, and the figures are computed anew with this "
                "visit's factors and prices. Photos, subsidies, owners, deadlines and internal notes stay behind; "
                "where a measure is from stands in its internal note."
            ),
        )
        self.said.setWordWrap(True)
        self.all = buttons.quiet(context, tr("Tick all"), self._tick_all)
        self.copy = buttons.primary(context, "", self._tell, "copy")
        self._buttons = box(row(self.copy, self.all, 1, space=space.s))
        for part in (self.title, self.vat, self.nothing, self._lines, self._buttons, self.said):
            self.add(part)
        for part in (self._buttons, self.said):
            part.hide()

    def show_source(self, source: Source) -> None:
        """Show the measures of a visit, none of them ticked."""
        self._source = source
        tr = self.context.translator.tr
        self.title.setText(source.site.name)
        self.nothing.setText(tr("There is no measure in this visit."))
        self.nothing.setHidden(bool(source.measures))
        self.vat.set_text(
            tr(
                "The money of one of the two visits includes VAT, that of the other does not. Investments do not come "
                "along: type them anew."
            )
            if source.vat_differs and source.measures
            else ""
        )
        clear(self._lines)
        self.ticks = {}
        for one in source.measures:
            tick = Switch(self.context, one.title)
            tick.toggled.connect(lambda _on: self._count())
            about = labels.caption(self.context, self._figures(one))
            about.setContentsMargins(self.context.theme.px(28), 0, 0, 0)
            about.setWordWrap(True)
            tick.setAccessibleDescription(about.text())
            self.ticks[one.id] = tick
            self._lines.addWidget(tick)
            self._lines.addWidget(about)
        for part in (self._buttons, self.said):
            part.setVisible(bool(source.measures))
        self._count()

    def _figures(self, measure: Measure) -> str:
        translator = self.context.translator
        if measure.assessment is None:
            return translator.tr("Figures are missing")
        found = Assessment.from_json(measure.assessment)
        parts = [
            kwh(translator, sum(found.savings_kwh.values()), found.quality),
            dkk(translator, found.cost_saving_dkk, found.quality),
            payback_words(translator, found.economics.simple_payback),
            translator.tr(LABEL[found.quality]),
        ]
        return " · ".join(parts)

    def _count(self) -> None:
        count = sum(tick.isChecked() for tick in self.ticks.values())
        words = self.context.translator.tn("Copy {count} measure", "Copy {count} measures", count)
        self.copy.setText(words)
        self.copy.setAccessibleName(words)
        self.copy.setEnabled(count > 0)

    def _tick_all(self) -> None:
        for tick in self.ticks.values():
            tick.setChecked(True)

    def _tell(self) -> None:
        ticked = tuple(MeasureId(one) for one, tick in self.ticks.items() if tick.isChecked())
        if self._source is not None and ticked:
            self.wanted.emit(self._source, ticked)
