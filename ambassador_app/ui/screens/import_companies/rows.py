"""Shows what a list would change, row by row, and lets doubtful rows in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.services.import_plan import PlannedRow, RowState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screens.import_companies.model import ImportModel, Step
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Switch
from ambassador_app.ui.widgets.importing import RowFilters
from ambassador_app.ui.widgets.tables import Column, RowsTable

_TONE = {
    RowState.NEW: "success",
    RowState.CHANGED: "accent",
    RowState.UNCHANGED: "muted",
    RowState.DOUBTFUL: "warning",
    RowState.BROKEN: "danger",
}


class RowsPage(QWidget):
    """The dry run: filters above, the rows, and below them what there is to say of the one that is chosen."""

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.filters = RowFilters(context, model.show)
        self.table = RowsTable(context, self._columns(), name=tr("Rows of the list"))
        nothing = labels.muted(context, tr("There is no row of this kind."))
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.set_empty(nothing)
        self.table.setMinimumHeight(context.theme.px(96))
        self.detail = RowCard(context, model)
        self.all_doubtful = Switch(context, tr("Take all doubtful rows"))
        self.take = buttons.primary(context, "", model.take_in, icon="import")
        back = buttons.secondary(context, tr("Back"), self._back)
        foot = row(back, 1, self.all_doubtful, self.take, space=space.l)
        edges = (space.xl, space.m, space.xl, space.l)
        whole = column(self.filters, self.table, self.detail, foot, space=space.m, margins=edges)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)
        self.table.selected.connect(self.detail.show_row)
        self.table.activated.connect(lambda one: model.include(one, wanted=not model.is_included(one)))
        self.all_doubtful.toggled.connect(lambda wanted: model.include_all(wanted=wanted))
        model.plan_changed.connect(self._show_plan)
        model.rows_changed.connect(self._show_rows)
        model.chosen_changed.connect(self._show_chosen)

    def _columns(self) -> tuple[Column, ...]:
        tr, model = self._context.translator.tr, self._model
        return (
            Column(tr("Row"), lambda one: self._context.translator.number(one.row), 64, numeric=True),
            Column(tr("State"), model.state_words, 128, tone=lambda one: _TONE[one.state]),
            Column(tr("Name"), lambda one: one.name),
            Column(tr("CVR number"), lambda one: one.cvr, 96),
            Column(tr("P-number"), lambda one: one.p_number, 112),
            Column(tr("Address"), lambda one: one.address),
            Column(tr("Remark"), model.remark_line),
        )

    def _back(self) -> None:
        self._model.go(Step.COLUMNS if self._model.columns() else Step.FILE)

    def _show_plan(self, _plan: object) -> None:
        self.filters.show_filters(self._model.filters(), self._model.shown_state)
        self.all_doubtful.set_value(False)
        self.all_doubtful.setVisible(self._model.can_include)

    def _show_rows(self, rows: tuple[PlannedRow, ...]) -> None:
        self.table.set_rows(rows)
        self.detail.show_row(None)

    def _show_chosen(self, words: str) -> None:
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setEnabled(self._model.taken > 0)
        self.table.table.viewport().update()
        self.detail.show_row(self.table.current_row())


class RowCard(Card):
    """Everything there is to say of one row, and for a doubtful one whether it is taken."""

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__(context)
        self._context, self._model = context, model
        self._row: PlannedRow | None = None
        self.name = labels.heading(context, "")
        self.words = labels.body(context, "")
        self.words.setMinimumWidth(context.theme.px(480))
        self.taken = Switch(context, context.translator.tr("Take this row all the same"))
        self.taken.toggled.connect(self._take)
        self.add(row(self.name, self.taken, space=context.theme.space.m))
        self.add(self.words)
        self.body.setSpacing(context.theme.space.xs)
        self.show_row(None)

    def show_row(self, found: object) -> None:
        """Show a row, or nothing."""
        self._row = found if isinstance(found, PlannedRow) else None
        self.setVisible(self._row is not None)
        if self._row is None:
            return
        model, tr = self._model, self._context.translator.tr
        title = tr("Row {row}: {name}", row=self._row.row, name=self._row.name or model.state_words(self._row))
        self.name.setText(title)
        lines = (*model.remarks(self._row), *model.changes(self._row))
        self.words.setText("\n".join(lines) or model.state_words(self._row))
        self.taken.setVisible(model.is_open_question(self._row))
        self.taken.set_value(model.is_included(self._row))

    def _take(self, wanted: bool) -> None:
        if self._row is not None:
            self._model.include(self._row, wanted=wanted)
