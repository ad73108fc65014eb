"""The dry run of a meter file: every month that was found, what stands there now, and what would be kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ambassador_app.services.energy_imports import EnergyPlan, Worth
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, row
from ambassador_app.ui.screens.import_energy.model import ImportModel, PeriodLine, Step
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.choices import Switch
from ambassador_app.ui.widgets.tables import Column, RowsTable

_TONE = {Worth.NEW: "success", Worth.REPLACES: "accent", Worth.SAME: "muted", Worth.PARTIAL: "warning"}
_MOST_YEARS = 6
"""Years that can be left out one by one; a longer file is taken whole or not."""


class CheckPage(QWidget):
    """The years to take above, their months, and below what there is to know."""

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.years = Flow(space.l)
        self.remarks = Banner(context, "info", "")
        self.table = RowsTable(context, self._columns(), name=tr("Months of the file"))
        self.table.setMinimumHeight(context.theme.px(300))
        nothing = labels.muted(context, tr("There is nothing in the file that can be kept."))
        self.table.set_empty(nothing)
        self.partial = Switch(context, tr("Keep months with hours missing too"))
        self.partial.toggled.connect(lambda wanted: model.take_partial(wanted=wanted))
        self.take = buttons.primary(context, "", model.take_in, icon="import")
        back = buttons.secondary(context, tr("Back"), partial(model.go, Step.COLUMNS))
        edged = row(back, 1, self.partial, self.take, space=space.l, margins=(space.xl, space.s, space.xl, space.l))
        page = layouts.page(context, box(self.years), self.remarks, self.table, width=1180)
        self.setLayout(column(page, edged))
        model.plan_changed.connect(self._show_plan)
        model.chosen_changed.connect(self._show_chosen)

    def _columns(self) -> tuple[Column, ...]:
        tr = self._context.translator.tr
        return (
            Column(tr("Month"), lambda one: one.when, 220),
            Column(tr("Energy"), lambda one: one.kwh, 112, numeric=True),
            Column(tr("Noted now"), lambda one: one.now, 112, numeric=True),
            Column(tr("State"), lambda one: one.state, 124, tone=_tone),
            Column(tr("Remark"), lambda one: one.remark),
        )

    def _show_plan(self, plan: EnergyPlan) -> None:
        clear(self.years)
        several = 1 < len(plan.years) <= _MOST_YEARS
        for year in plan.years if several else ():
            switch = Switch(self._context, self._model.year_name(year), value=True)
            switch.toggled.connect(lambda wanted, year=year: self._model.take_year(year, wanted=wanted))
            self.years.addWidget(switch)
        self.partial.set_value(False)
        self.partial.setVisible(plan.has_partial)

    def _show_chosen(self) -> None:
        lines = self._model.lines()
        self.table.set_rows(lines)
        self.remarks.set_text("\n".join(self._model.remarks()))
        words = self._context.translator.tn("Keep {count} month", "Keep {count} months", self._model.taken)
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setEnabled(self._model.taken > 0)


def _tone(one: PeriodLine) -> str:
    return _TONE[one.period.worth]
