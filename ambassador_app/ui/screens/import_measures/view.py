"""The screen that takes a list of proposals into a visit: a file, its columns, a dry run, the result."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.import_measures.columns import ColumnsPage
from ambassador_app.ui.screens.import_measures.model import STEP_LABEL, ImportMeasuresModel, Result, Step
from ambassador_app.ui.screens.import_measures.rows import RowsPage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.dialogs import choose_files
from ambassador_app.ui.widgets.importing import Waiting, dropped_file
from ambassador_app.ui.widgets.stepper import StepItem, Stepper

_PATTERNS: Final = "*.xlsx *.xlsm *.csv *.tsv *.txt *.XLSX *.CSV"


def build(context: UiContext, visit_id: str, **_arguments: object) -> Screen:
    """Make the screen."""
    model = ImportMeasuresModel(context.session, context.tasks, context.translator, VisitId(visit_id))
    return ImportMeasuresView(context, model)


class ImportMeasuresView(Screen):
    """Four steps from a file to measures of a visit. A file may be dropped on any of them."""

    rail = "visits"
    help_page = "import_measures"

    def __init__(self, context: UiContext, model: ImportMeasuresModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Import proposals"))
        self.setAcceptDrops(True)
        self.stepper = Stepper(context, [StepItem(key, tr(words)) for key, words in STEP_LABEL.items()], self.title)
        self.complaint = Banner(context, "danger", "")
        self.waiting = Waiting(context, model)
        self.columns = ColumnsPage(context, model)
        self.rows = RowsPage(context, model)
        self.result = QVBoxLayout()
        self.pages = QStackedWidget()
        self._pages = {Step.FILE: self._file_page(), Step.COLUMNS: self.columns, Step.CHECK: self.rows}
        self._pages[Step.DONE] = box(self.result)
        for page in self._pages.values():
            self.pages.addWidget(page)
        head = column(self.stepper, self.complaint, self.waiting, space=space.s, margins=(space.l, space.s, space.l, 0))
        self.setLayout(column(head, self.pages))
        self.stepper.chosen.connect(model.go)
        model.step_changed.connect(self._show_step)
        model.complaint.connect(self.complaint.set_text)
        model.finished.connect(self._show_result)
        model.busy_changed.connect(self.pages.setDisabled)
        self._show_step(model.step)

    def shown(self) -> None:
        """Take the focus where the step begins."""
        self._show_step(self.model.step)

    def commands(self) -> tuple[Command, ...]:
        """Offer to choose a list."""
        return (Command(self.context.translator.tr("Choose a list of proposals"), self.choose, icon="import"),)

    def choose(self) -> None:
        """Ask for a file and read it."""
        tr = self.context.translator.tr
        lists = ((tr("Lists of proposals"), _PATTERNS), (tr("All files"), "*"))
        folder = self.context.preferences.recall("import_folder")
        title = tr("Choose a list of proposals")
        for file in choose_files(self.context, self, title, lists, folder=folder, several=False):
            self.context.preferences.keep("import_folder", str(file.parent))
            self.model.read(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.model.read(file)

    def _file_page(self) -> QWidget:
        context, tr = self.context, self.context.translator.tr
        invitation = EmptyState(
            context,
            "import",
            tr("Drop a list of proposals here, or choose one"),
            (tr("Choose a list"), self.choose),
            hint=tr("A consultant's Excel or CSV file, or measures that were exported from here and changed."),
        )
        self.choose_button = invitation.button or invitation
        card = Card(context)
        card.add(invitation)
        kept = tr(
            "Nothing is saved before you have seen what the list would change. Saving, payback and CO₂e are computed "
            "again here, with the prices of this visit; where the list says otherwise, you are told."
        )
        leave = buttons.quiet(context, tr("Back to the visit"), self._go_back)
        return layouts.page(context, card, labels.muted(context, kept), row(leave, 1), width=760)

    def _go_back(self) -> None:
        self.context.navigate("visit", self.model.visit_id, step="measures")

    def _show_step(self, step: Step) -> None:
        self.stepper.set_current(step)
        order = list(self._pages)
        for one in order:
            self.stepper.set_state(one, missing=0, done=order.index(one) < order.index(step))
        self.pages.setCurrentWidget(self._pages[step])
        first = {Step.FILE: self.choose_button, Step.COLUMNS: self.columns.next, Step.CHECK: self.rows.table}.get(step)
        if first is not None:
            first.setFocus()

    def _show_result(self, result: Result) -> None:
        clear(self.result)
        context, tr = self.context, self.context.translator.tr
        go = (tr("Go to the measures"), self._go_back)
        shown = EmptyState(context, "success", result.headline, go, hint=" ".join(result.details))
        again = buttons.quiet(context, tr("Import another list"), partial(self.model.go, Step.FILE))
        self.result.addWidget(shown, 1)
        (shown.button or shown).setFocus()
        self.result.addLayout(row(1, again, 1, margins=(0, 0, 0, context.theme.space.xl)))
