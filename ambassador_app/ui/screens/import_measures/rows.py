"""Shows what a list would change in the visit, row by row, and lets rows in or leaves them out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.services.measure_import_plan import MeasurePlan, MeasureRowState, PlannedMeasure
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.import_measures.model import ImportMeasuresModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import Switch
from ambassador_app.ui.widgets.importing import RowFilters
from ambassador_app.ui.widgets.tables import Column, RowsTable

_TONE: Final = {
    MeasureRowState.NEW: "success",
    MeasureRowState.CHANGED: "accent",
    MeasureRowState.UNCHANGED: "muted",
    MeasureRowState.DOUBTFUL: "warning",
    MeasureRowState.SKIPPED: "muted",
    MeasureRowState.BROKEN: "danger",
}
_WIDE: Final = 960
_SPARED: Final = (3, 8)
"""Columns that a narrow window can spare: the card below says what stands in them."""


class RowsPage(QWidget):
    """The dry run: filters above, the rows, and below them what there is to say of the one that is chosen."""

    def __init__(self, context: UiContext, model: ImportMeasuresModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.note = Banner(context, "warning", "")
        self.filters = RowFilters(context, model.show)
        self.table = RowsTable(context, self._columns(), name=tr("Rows of the list"))
        nothing = labels.muted(context, tr("There is no row of this kind."))
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.set_empty(nothing)
        self.table.setMinimumHeight(context.theme.px(96))
        self.detail = RowCard(context, model)
        self.take = buttons.primary(context, "", model.take_in, icon="import")
        back = buttons.secondary(context, tr("Back"), model.back)
        foot = row(back, 1, self.take, space=space.l)
        edges = (space.xl, space.m, space.xl, space.l)
        whole = column(self.note, self.filters, self.table, self.detail, foot, space=space.m, margins=edges)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)
        self.table.selected.connect(self.detail.show_row)
        self.table.activated.connect(lambda one: model.take(one, wanted=not model.is_taken(one)))
        model.plan_changed.connect(self._show_plan)
        model.rows_changed.connect(self._show_rows)
        model.chosen_changed.connect(self._show_chosen)

    def _columns(self) -> tuple[Column, ...]:
        tr, model, words = self._context.translator.tr, self._model, self._model.words
        return (
            Column(tr("Row"), lambda one: self._context.translator.number(one.row), 64, numeric=True),
            Column(tr("State"), model.state_words, 116, tone=lambda one: _TONE[one.state]),
            Column(tr("Measure"), lambda one: one.title),
            Column(tr("Area"), words.area, 132),
            Column(tr("Energy a year"), words.energy, 116, numeric=True),
            Column(tr("Saving a year"), words.money, 112, numeric=True),
            Column(tr("Investment"), words.investment, 112, numeric=True),
            Column(tr("Payback"), words.payback, 124),
            Column(tr("Remark"), words.line),
        )

    def _show_plan(self, plan: MeasurePlan) -> None:
        self.note.set_text(" ".join(self._context.translator.say(one) for one in plan.notes))
        self.filters.show_filters(self._model.filters(), self._model.shown_state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._context.theme.px(_WIDE)
        for at in _SPARED:
            self.table.table.setColumnHidden(at, narrow)

    def _show_rows(self, rows: tuple[PlannedMeasure, ...]) -> None:
        self.table.set_rows(rows)
        self.detail.show_row(None)

    def _show_chosen(self, words: str) -> None:
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setEnabled(self._model.taken > 0)
        self.table.table.viewport().update()
        self.detail.show_row(self.table.current_row())


class RowCard(Card):
    """Everything there is to say of one row, and whether it is taken."""

    def __init__(self, context: UiContext, model: ImportMeasuresModel) -> None:
        super().__init__(context)
        self._context, self._model = context, model
        self._row: PlannedMeasure | None = None
        self.name = labels.heading(context, "")
        self.words = labels.body(context, "")
        self.words.setMinimumWidth(context.theme.px(480))
        self.taken = Switch(context, context.translator.tr("Take this row"))
        self.taken.toggled.connect(self._take)
        self.add(row(self.name, self.taken, space=context.theme.space.m))
        self.add(self.words)
        self.body.setSpacing(context.theme.space.xs)
        self.show_row(None)

    def show_row(self, found: object) -> None:
        """Show a row, or nothing."""
        self._row = found if isinstance(found, PlannedMeasure) else None
        self.setVisible(self._row is not None)
        if self._row is None:
            return
        model, tr = self._model, self._context.translator.tr
        title = tr("Row {row}: {name}", row=self._row.row, name=self._row.title or model.state_words(self._row))
        self.name.setText(title)
        self.words.setText("\n".join(model.words.lines(self._row)) or model.state_words(self._row))
        self.taken.setVisible(model.is_open_choice(self._row))
        self.taken.set_value(model.is_taken(self._row))

    def _take(self, wanted: bool) -> None:
        if self._row is not None:
            self._model.take(self._row, wanted=wanted)
