"""The rail's list of all measures: search, filters, totals of what is listed, each opening its follow-up."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators import AREAS
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.follow_up import Figure, Standing
from ambassador_app.domain.lists import MeasureLine, MeasureOrder
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.roles import Right
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.exporting import export_measures
from ambassador_app.ui.layouts import Flow, box, column
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.measures.model import MeasuresModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.ui.widgets.outcomes import FigureStrip, amount, share, share_tone, sum_words, totals_of
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.ui.widgets.tables import Column, PagedTable
from ambassador_app.wording import LABEL
from ambassador_app.wording.verdicts import payback_words

LARGE: Final = 1.4
"""The text scale from which the list has fewer columns."""


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen of all measures."""
    view = MeasuresView(context, MeasuresModel(context.session, context.tasks, context.translator))
    view.open(**arguments)
    return view


class MeasuresView(Screen):
    """One line a measure, fetched as they are scrolled to; above it what all that are listed come to."""

    rail = "measures"
    help_page = "measures"

    def __init__(self, context: UiContext, model: MeasuresModel) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        model.setParent(self)
        self.set_title(context.translator.tr("Measures"))
        self._filters()
        self._table()
        self._lay_out()
        model.asked.connect(lambda: self.table.set_fetch(model.fetch()))
        model.added_up.connect(self._show_totals)
        model.refresh()

    def _filters(self) -> None:
        context, model, tr = self.context, self.model, self.context.translator.tr
        self.search = SearchField(context, name=tr("Search measures"), placeholder=tr("Search measures and companies"))
        self.search.edited.connect(model.search)
        statuses = [("", tr("Every status")), *((one.value, tr(LABEL[one])) for one in MeasureStatus)]
        self.status = Select(context, statuses, name=tr("Status"), value="")
        self.status.chosen.connect(lambda key: model.filter(MeasureStatus(key) if key else None))
        areas = [("", tr("Every area")), *((key, tr(words)) for key, words in AREAS.items())]
        self.area = Select(context, areas, name=tr("Area"), value="")
        self.area.chosen.connect(lambda key: model.choose_area(key or ""))
        self.overdue = Switch(context, tr("Overdue"))
        self.overdue.toggled.connect(model.only_overdue)

    def _table(self) -> None:
        context, model, tr = self.context, self.model, self.context.translator.tr
        self.table = PagedTable(context, context.tasks, columns(context), name=tr("Measures"), fetch=model.fetch())
        self.table.activated.connect(self._go_to)
        self.table.sorted_by.connect(lambda key, downwards: model.sort(MeasureOrder(key), downwards=downwards))
        self._taught: bool | None = None
        self._teach()

    def _lay_out(self) -> None:
        context, space, px = self.context, self.context.theme.space, self.context.theme.px
        self.search.setMinimumWidth(px(280))
        filters = Flow(space.m)
        tr = context.translator.tr
        self.export_button = buttons.quiet(context, tr("Export to Excel…"), self.export, icon="save")
        self.may = RightNote(context, Right.EXPORT, self.export_button)
        for part in (self.search, self.status, self.area, self.overdue, self.export_button, self.may):
            filters.addWidget(part)
        self.totals = FigureStrip(context, context.translator.tr("Totals of what is listed"))
        self.kept = labels.muted(context, "")
        margins = (space.l, space.l, space.l, space.l)
        whole = column(box(filters), self.totals, self.kept, self.table, space=space.m, margins=margins)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)

    def _show_totals(self, standing: Standing) -> None:
        words, whole = self.context.translator, standing.proposed
        reached = whole.share(Figure.KWH)
        kept = (words.tr("Realised of promised"), share(words, reached), share_tone(reached))
        self.totals.show_figures([*totals_of(words, whole), kept])
        self.totals.setHidden(not whole.count)
        self.kept.setText(sum_words(words, whole))
        self.kept.setHidden(not self.kept.text())
        self._teach()

    def _teach(self) -> None:
        tr = self.context.translator.tr
        narrowed = self.model.query.is_narrowed
        if narrowed is self._taught:
            return
        self._taught = narrowed
        if narrowed:
            said, hint = tr("No measure fits."), tr("Search for less, or choose every status and area.")
        else:
            said = tr("No measures here yet.")
            hint = tr("Measures are proposed during a visit. Here you follow them until the saving is verified.")
        self.table.set_empty(EmptyState(self.context, "measures", said, hint=hint))

    def _go_to(self, line: MeasureLine) -> None:
        self.context.navigate("measure", line.measure_id)

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Search for `text`, show one `status` or `area`, or what is `overdue`."""
        text, status, area = (arguments.get(name) for name in ("text", "status", "area"))
        if isinstance(text, str):
            self.search.set_value(text, force=True)
            self.model.search(text)
        if isinstance(status, str) and status in tuple(MeasureStatus):
            self.status.set_value(status)
            self.model.filter(MeasureStatus(status))
        if isinstance(area, str) and area in AREAS:
            self.area.set_value(area)
            self.model.choose_area(area)
        if arguments.get("overdue"):
            self.overdue.setChecked(True)

    def changed(self, changes: Changes) -> None:
        """Show measures as they are now."""
        self.model.hear(changes)

    def location(self) -> dict[str, str]:
        """Give search words and filters."""
        query = self.model.query
        found = {
            "text": query.text,
            "status": query.status.value if query.status else "",
            "area": query.area,
            "overdue": "yes" if query.overdue_on else "",
        }
        return {name: value for name, value in found.items() if value}

    def commands(self) -> tuple[Command, ...]:
        """Offer the search, and what is overdue."""
        tr = self.context.translator.tr
        return (
            Command(tr("Search measures"), self.search.focus_and_select, icon="search"),
            Command(tr("Show overdue measures"), self.overdue.toggle, icon="clock"),
            Command(tr("Export this list to Excel…"), self.export, icon="save"),
        )

    def export(self) -> None:
        """Write the measures that are listed now to a file."""
        query, exports = self.model.query, self.context.session.measure_exports
        export_measures(self.context, self, lambda: exports.of_list(query), self.title)


def columns(context: UiContext) -> list[Column]:
    """Give the columns of the list."""
    words = context.translator
    tr, order = words.tr, MeasureOrder
    day_of = context.session.now

    def due(line: MeasureLine) -> str:
        return words.short_day(line.deadline) if line.deadline else ""

    def tone(line: MeasureLine) -> str:
        late = line.deadline is not None and line.deadline < day_of().date() and not line.status.is_closed
        return "danger" if late else "text"

    def realised(line: MeasureLine) -> str:
        reached = line.verified_kwh / line.kwh if line.kwh and line.kwh > 0 and line.verified_kwh is not None else None
        return share(words, reached) if line.verified_kwh is not None else ""

    def energy(line: MeasureLine) -> str:
        return amount(words, Figure.KWH, line.kwh)

    def money(line: MeasureLine) -> str:
        return amount(words, Figure.DKK, line.dkk)

    def climate(line: MeasureLine) -> str:
        return amount(words, Figure.CO2E_KG, line.co2e_kg)

    def payback(line: MeasureLine) -> str:
        return payback_words(words, line.payback)

    every = [
        Column(tr("Measure"), lambda line: line.title, sort=order.TITLE),
        Column(tr("Site"), lambda line: line.site, sort=order.SITE),
        Column(tr("Energy a year"), energy, 124, numeric=True, sort=order.KWH),
        Column(tr("Saving a year"), money, 120, numeric=True, sort=order.DKK),
        Column(tr("CO₂e a year"), climate, 112, numeric=True, sort=order.CO2E),
        Column(tr("Payback"), payback, 112, sort=order.PAYBACK),
        Column(tr("Status"), lambda line: tr(LABEL[line.status]), 136, sort=order.STATUS),
        Column(tr("Deadline"), due, 100, tone=tone, sort=order.DEADLINE),
        Column(tr("Realised"), realised, 84, numeric=True),
    ]
    # In large type there is no room for all: what is left out stands on the measure's own page.
    small = context.theme.scale < LARGE
    return [one for one in every if small or one.sort not in (order.CO2E, order.PAYBACK, "")]
