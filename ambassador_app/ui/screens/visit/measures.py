"""The measures of the visit: what is suggested, what is proposed with its figures, and each one's editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Reach
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row, scrolled
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.catalogue import CatalogueBrowser
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.measure_charts import MeasureCharts
from ambassador_app.ui.screens.visit.measure_editor import MeasureEditor
from ambassador_app.ui.screens.visit.measure_filters import MeasureFilters
from ambassador_app.ui.screens.visit.measure_list import MeasureRow, columns, ordered, rows_of
from ambassador_app.ui.screens.visit.measure_more import MoreButton, commands_of
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.offers import Offer
from ambassador_app.ui.screens.visit.package_notes import CountedNote, PackageWarnings, ShownSums
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.screens.visit.totals_line import TotalsLine
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.fields import commit_pending
from ambassador_app.ui.widgets.tables import RowsTable

if TYPE_CHECKING:
    from ambassador_app.services.workspace import SuggestedMeasure, Workspace


MOST_LINES: Final = 10
"""A longer list scrolls in itself, so that the charts stay near."""


class MeasuresPanel(StepPanel):
    """A list, a catalogue to add from, and an editor; one of them is open."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.editor: MeasureEditor | None = None
        self.catalogue: CatalogueBrowser | None = None
        self.offers: dict[str, Offer] = {}
        self._rows: tuple[MeasureRow, ...] = ()
        self._sort = ("number", False)
        self._wanted = ""
        self._is_empty_by_filter: bool | None = None
        self._page: QWidget | None = None
        self.stack = QStackedWidget()
        self.list_page = self._build_list()
        self.stack.addWidget(self.list_page)
        self.setLayout(column(self.stack))
        add_key(self, "Esc", self.back)

    # -- building -----------------------------------------------------------------------------------------------
    def _build_list(self) -> QScrollArea:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        self.add_button = buttons.primary(look, tr("Add a measure"), self.open_catalogue, "add")
        self.more = MoreButton(self)
        self.totals = TotalsLine(look)
        self.warnings = PackageWarnings(look)
        self.filters = MeasureFilters(look)
        self.filters.changed.connect(self._show_rows)
        self.sums, self.note = ShownSums(look), CountedNote(look)
        self.note.placed.connect(lambda measure_id, fields: self.model.measures.change(measure_id, **fields))
        self.suggested = QVBoxLayout()
        self.suggested.setContentsMargins(0, 0, 0, 0)
        self.suggested.setSpacing(space.s)
        self.suggested_title = labels.heading(look, tr("Suggested by the answers"))
        self.table = RowsTable(look, columns(look), name=tr("Measures of the visit"))
        self.table.activated.connect(lambda line: self.edit(line.measure.id))
        self.table.sorted_by.connect(self._sort_by)
        self.table.selected.connect(self._explain)
        self._show_empty(filtered=False)
        self.charts = MeasureCharts(look)
        inner = box(
            column(
                row(labels.label(look, tr("Measures"), Type.SECTION), 1, self.more, self.add_button, space=space.m),
                self.totals,
                self.warnings,
                self.suggested_title,
                self.suggested,
                self.filters,
                self.table,
                self.sums,
                self.note,
                self.charts,
                1,
                space=space.m,
                margins=(space.l, space.s, space.l, space.l),
            )
        )
        return scrolled(inner)

    def _show_empty(self, *, filtered: bool) -> None:
        """Say why there is no row: nothing is proposed, or nothing is as it is wanted."""
        if filtered is self._is_empty_by_filter:
            return
        self._is_empty_by_filter = filtered
        look, tr = self.context, self.context.translator.tr
        if filtered:
            again = (tr("Show all"), self.filters.show_all)
            self.table.set_empty(EmptyState(look, "search", tr("No measure is like this."), again))
            return
        hint = tr("Flagged answers suggest measures. A visit can also end with focus areas and none at all.")
        adding = (tr("Add a measure"), self.open_catalogue)
        self.table.set_empty(EmptyState(look, "measures", tr("No measure is proposed yet."), adding, hint=hint))

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace) -> None:
        """Show list, suggestions, totals and chart, and the open editor."""
        shown = [one for one in workspace.dossier.measures if self._is_shown(one)]
        self._rows = rows_of(shown, workspace.totals.package)
        self.filters.show_rows(self._rows)
        self._show_rows()
        self.totals.show_totals(workspace.totals)
        self.warnings.show_totals(workspace.totals)
        self._show_offers(workspace)
        self.add_button.setVisible(not workspace.locked)
        self.charts.show_rows(self._rows)
        self._show_editor(workspace)
        if self._wanted:
            self.edit(self._wanted)

    def _is_shown(self, measure: Measure) -> bool:
        return not (self.model.show_mode and measure.reach is Reach.INTERNAL)

    def _show_rows(self) -> None:
        """Show the rows that are wanted, in their order; what was selected stays selected."""
        selected = {row.measure.id for row in self.selected_rows()}
        shown = self.shown_rows()
        self._show_empty(filtered=bool(self._rows))
        self.table.set_rows(shown)
        self.sums.show_rows(shown, self._rows)
        header = self.table.table.horizontalHeader().sizeHint().height()
        lines = min(len(shown), MOST_LINES)
        rows = lines * self.context.theme.row if shown else self.context.theme.px(260)
        self.table.setFixedHeight(header + rows + self.context.theme.px(16))
        place = next((i for i, row in enumerate(shown) if row.measure.id in selected), None)
        if place is not None:
            self.table.select(place)
        self._show_note(shown[place] if place is not None else None)

    def _show_note(self, line: MeasureRow | None) -> None:
        workspace = self.model.workspace
        self.note.show_row(line, self._rows, locked=workspace is None or workspace.locked)

    def _explain(self, line: MeasureRow | None) -> None:
        """Say of the row that was chosen what counts of it, where it is seen."""
        self._show_note(line)
        if self.table.table.hasFocus() and not self.note.isHidden():
            QTimer.singleShot(0, self.note, lambda: self.list_page.ensureWidgetVisible(self.note))

    def _show_offers(self, workspace: Workspace) -> None:
        wanted = {f"{one.suggestion.key} {one.suggestion.fingerprint}": one for one in workspace.suggestions}
        for key in [one for one in self.offers if one not in wanted]:
            old = self.offers.pop(key)
            self.suggested.removeWidget(old)
            old.hide()
            old.deleteLater()
        for key, suggested in wanted.items():
            if key not in self.offers:
                self.offers[key] = self._offer(suggested)
                self.suggested.addWidget(self.offers[key])
            self.offers[key].set_read_only(workspace.locked)
        self.suggested_title.setVisible(bool(wanted))

    def _offer(self, suggested: SuggestedMeasure) -> Offer:
        return Offer(self.context, self.model, suggested, self.edit)

    def _show_editor(self, workspace: Workspace) -> None:
        if self.editor is None:
            return
        measure = self._measure(self.editor.measure_id)
        if measure is None:
            self.close_editor()
        else:
            self.editor.show_workspace(workspace, measure)

    def _measure(self, measure_id: str) -> Measure | None:
        return next((one.measure for one in self._rows if one.measure.id == measure_id), None)

    def _sort_by(self, by: str, descending: bool) -> None:
        self._sort = (by, descending)
        self._show_rows()

    def show_to_party(self, on: bool) -> None:
        """Hide what is internal."""
        if self.model.workspace is not None:
            self.show_workspace(self.model.workspace)

    # -- for the pages behind «More» ----------------------------------------------------------------------------
    def shown_rows(self) -> tuple[MeasureRow, ...]:
        """Give the rows of the list as they are shown: filtered, and in their order."""
        by, descending = self._sort
        wanted = self.filters.wanted()
        return tuple(ordered([row for row in self._rows if wanted.takes(row)], by, descending=descending))

    def selected_rows(self) -> tuple[MeasureRow, ...]:
        """Give the rows that are selected."""
        row = self.table.current_row()
        return (row,) if isinstance(row, MeasureRow) else ()

    def open_page(self, page: QWidget) -> None:
        """Show a page in place of the list; Escape, `close_page` or its signal `closed` goes back and drops it."""
        self.close_page()
        self._page = page
        closed = getattr(page, "closed", None)
        if closed is not None:
            closed.connect(self.close_page)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def close_page(self) -> None:
        """Go back to the list from a page."""
        if self._page is None:
            return
        page, self._page = self._page, None
        commit_pending(page)
        self.stack.setCurrentWidget(self.list_page)
        self.stack.removeWidget(page)
        page.deleteLater()
        self.table.setFocus()

    # -- editing ------------------------------------------------------------------------------------------------
    def edit(self, measure_id: str) -> None:
        """Open the editor of a measure; of one just made as soon as it is read."""
        workspace, measure = self.model.workspace, self._measure(measure_id)
        self._wanted = "" if measure is not None else measure_id
        if workspace is None or measure is None or (self.editor and self.editor.measure_id == measure_id):
            return
        self.close_editor()
        self.close_page()
        self.editor = MeasureEditor(self.context, self.model, measure, workspace.dossier.energy)
        self.editor.closed.connect(self.close_editor)
        self.editor.show_workspace(workspace, measure)
        self.stack.addWidget(self.editor)
        self.stack.setCurrentWidget(self.editor)
        self.editor.enter()

    def close_editor(self) -> None:
        """Go back to the list."""
        self.stack.setCurrentWidget(self.list_page)
        if self.editor is not None:
            commit_pending(self.editor)
            self.stack.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
            self.table.setFocus()

    def back(self) -> None:
        """Escape: out of the editor, the catalogue or a page."""
        self._wanted = ""
        self.close_page()
        self.close_editor()

    # -- adding -------------------------------------------------------------------------------------------------
    def open_catalogue(self) -> None:
        """Browse the catalogue."""
        if self.catalogue is None:
            self.catalogue = CatalogueBrowser(self.context)
            self.catalogue.chosen.connect(lambda entry: self._add(entry_id=entry))
            self.catalogue.named.connect(lambda title: self._add(title=title))
            self.catalogue.closed.connect(self.back)
            self.stack.addWidget(self.catalogue)
            self.model.tasks.run(
                self.model.session.measures.catalogue, owner=self, then=self.catalogue.show_entries, latest="catalogue"
            )
        self.stack.setCurrentWidget(self.catalogue)
        self.catalogue.search.focus_and_select()

    def _add(self, *, entry_id: str = "", title: str = "") -> None:
        self.model.measures.add(entry_id=entry_id, title=title, then=self.edit)

    # -- the frame ----------------------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Open the editor of `measure`, if one is asked for."""
        wanted = arguments.get("measure")
        if isinstance(wanted, str) and wanted:
            self.edit(wanted)

    def location(self) -> dict[str, str]:
        """Give the measure that is open."""
        return {"measure": self.editor.measure_id} if self.editor is not None else {}

    def commands(self) -> tuple[Command, ...]:
        """Offer adding, and what stands in the menu."""
        adding = Command(self.context.translator.tr("Add a measure"), self.open_catalogue, icon="add")
        return (adding, *commands_of(self))
