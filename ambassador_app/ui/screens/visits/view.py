"""Shows the list of visits."""

from __future__ import annotations

from functools import partial

from ambassador_app.domain.changes import Changes
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.visits.model import VisitsModel
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.ui.widgets.tables import Column, PagedTable


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return VisitsView(context, VisitsModel(context.session, context.translator))


class VisitsView(Screen):
    """Search and status on top, the list below."""

    def __init__(self, context: UiContext, model: VisitsModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr = context.translator.tr
        space = context.theme.space
        self.set_title(tr("Visits"))
        self.search = SearchField(context, name=tr("Search visits"), placeholder=tr("Company, address, note"))
        self.status = ChoiceButtons(context, model.statuses(), name=tr("Status"))
        self.count = labels.caption(context, "")
        self.table = self._table()
        head = row(self.search, self.count, space=space.s)
        page = column(head, self.status, self.table, space=space.m, margins=space.l)
        page.setStretchFactor(self.table, 1)
        self.setLayout(page)
        self.search.edited.connect(model.search)
        self.status.chosen.connect(model.show_status)
        self.table.activated.connect(lambda line: context.navigate("visit", line.visit_id))
        self.table.counted.connect(
            lambda total: self.count.setText(context.translator.tn("{count} visit", "{count} visits", total))
        )
        model.fetch_changed.connect(self.table.set_fetch)
        model.list_touched.connect(self.table.reload)

    def _table(self) -> PagedTable:
        tr, model = self.context.translator.tr, self.model
        columns = (
            Column(tr("Date"), model.day, width=110),
            Column(tr("Company"), lambda line: line.site),
            Column(tr("Address"), lambda line: line.address),
            Column(tr("Kind"), model.kind, width=150),
            Column(tr("Status"), model.status, width=110, tone=model.tone),
            Column(tr("Measures"), lambda line: model.count(line.measures), width=80, numeric=True),
            Column(tr("Photos"), lambda line: model.count(line.photos), width=70, numeric=True),
        )
        table = PagedTable(self.context, self.context.tasks, columns, name=tr("Visits"), fetch=model.fetch())
        go = (tr("Find a company"), partial(self.context.navigate, "companies"))
        empty = EmptyState(
            self.context, "visits", tr("No visit here."), go, hint=tr("A visit is planned from a company's page.")
        )
        table.set_empty(empty)
        return table

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)
