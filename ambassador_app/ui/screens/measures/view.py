"""The rail's list of all measures: search, filter by status, open the visit it belongs to."""

from __future__ import annotations

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.lists import MeasureLine
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.quantities import round_significant
from ambassador_app.i18n import NO_BREAK
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.measures.model import MeasuresModel
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.ui.widgets.tables import Column, PagedTable
from ambassador_app.wording import LABEL, NOT_KNOWN


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen of all measures."""
    view = MeasuresView(context, MeasuresModel(context.session, context.tasks, context.translator))
    view.open(**arguments)
    return view


class MeasuresView(Screen):
    """One line a measure, fetched as they are scrolled to."""

    rail = "measures"
    help_page = "measures"

    def __init__(self, context: UiContext, model: MeasuresModel) -> None:
        super().__init__(context)
        self.context = context
        self.model = model
        model.setParent(self)
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Measures"))
        self.search = SearchField(context, name=tr("Search measures"), placeholder=tr("Search measures"))
        self.search.edited.connect(model.search)
        choices = [("", tr("Every status")), *((one.value, tr(LABEL[one])) for one in MeasureStatus)]
        self.status = Select(context, choices, name=tr("Status"), value="")
        self.status.chosen.connect(lambda key: model.filter(MeasureStatus(key) if key else None))
        self.count = labels.caption(context, "")
        self.table = PagedTable(context, context.tasks, columns(context), name=tr("Measures"), fetch=model.fetch())
        self.table.activated.connect(self._go_to)
        self.table.counted.connect(self._show_count)
        self.nothing = EmptyState(
            context, "measures", tr("No measures here yet."), hint=tr("Measures are proposed during a visit.")
        )
        self.table.set_empty(self.nothing)
        model.asked.connect(lambda: self.table.set_fetch(model.fetch()))
        self.setLayout(
            column(
                row(self.search, self.status, self.count, space=space.m),
                self.table,
                space=space.m,
                margins=(space.l, space.l, space.l, space.l),
            )
        )

    def _show_count(self, total: int) -> None:
        self.count.setText(self.context.translator.tn("{count} measure", "{count} measures", total))

    def _go_to(self, line: MeasureLine) -> None:
        self.context.navigate("visit", line.visit_id, step="measures", measure=line.measure_id)

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Search for `text`, or show one `status`."""
        text, status = arguments.get("text"), arguments.get("status")
        if isinstance(text, str):
            self.search.set_value(text, force=True)
            self.model.search(text)
        if isinstance(status, str) and status in tuple(MeasureStatus):
            self.status.set_value(status)
            self.model.filter(MeasureStatus(status))

    def changed(self, changes: Changes) -> None:
        """Show measures as they are now."""
        self.model.hear(changes)

    def location(self) -> dict[str, str]:
        """Give search words and status."""
        found = {"text": self.model.text, "status": self.model.status.value if self.model.status else ""}
        return {name: value for name, value in found.items() if value}

    def commands(self) -> tuple[Command, ...]:
        """Offer the search."""
        return (Command(self.context.translator.tr("Search measures"), self.search.focus_and_select, icon="search"),)


def columns(context: UiContext) -> list[Column]:
    """Give the columns of the list."""
    translator = context.translator
    tr = translator.tr

    def amount(value: float | None, unit: str) -> str:
        return NOT_KNOWN if value is None else translator.quantity(round_significant(value, 3), unit)

    def co2e(line: MeasureLine) -> str:
        if line.co2e_kg is None:
            return NOT_KNOWN
        return translator.quantity(round_significant(line.co2e_kg / 1000, 2), f"t{NO_BREAK}CO₂e")

    def payback(line: MeasureLine) -> str:
        if isinstance(line.payback, Payback):
            return tr(LABEL[line.payback])
        return tr("{years} years", years=round(line.payback, 1))

    return [
        Column(tr("Measure"), lambda line: line.title),
        Column(tr("Site"), lambda line: line.site),
        Column(tr("Energy a year"), lambda line: amount(line.kwh, "kWh"), width=124, numeric=True),
        Column(tr("Saving a year"), lambda line: _money(context, line.dkk), width=120, numeric=True),
        Column(tr("CO₂e a year"), co2e, width=112, numeric=True),
        Column(tr("Payback"), payback, width=120),
        Column(tr("Status"), lambda line: tr(LABEL[line.status]), width=116),
        Column(tr("Deadline"), lambda line: translator.short_day(line.deadline) if line.deadline else "", width=104),
    ]


def _money(context: UiContext, value: float | None) -> str:
    return NOT_KNOWN if value is None else context.translator.money(round_significant(value, 3))
