"""Shows a company list on its way in: file, columns, check, result."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.import_companies.model import STEP_LABEL, ColumnLine, ImportModel, Result, Step
from ambassador_app.ui.screens.import_companies.rows import RowsPage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.dialogs import choose_files
from ambassador_app.ui.widgets.importing import Waiting, dropped_file, shortened
from ambassador_app.ui.widgets.stepper import StepItem, Stepper

_PATTERNS: Final = "*.csv *.tsv *.txt *.xlsx *.xlsm *.json *.CSV *.XLSX *.JSON"


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return ImportView(context, ImportModel(context.session, context.tasks, context.translator))


class ImportView(Screen):
    """Four steps from a file to companies. A file may be dropped on any of them."""

    rail = "companies"

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Import companies"))
        self.setAcceptDrops(True)
        steps = [StepItem(key, tr(words)) for key, words in STEP_LABEL.items()]
        self.stepper = Stepper(context, steps, tr("Import companies"))
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
        return (Command(self.context.translator.tr("Choose a company list"), self.choose, icon="import"),)

    def choose(self) -> None:
        """Ask for a file and read it."""
        tr = self.context.translator.tr
        lists = ((tr("Company lists"), _PATTERNS), (tr("All files"), "*"))
        folder = self.context.preferences.recall("import_folder")
        found = choose_files(self.context, self, tr("Choose a company list"), lists, folder=folder, several=False)
        for file in found:
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
            tr("Drop a company list here, or choose one"),
            (tr("Choose a list"), self.choose),
            hint=tr("JSON from CVR, or any Excel or CSV list with names, CVR- or P-numbers."),
        )
        self.choose_button = invitation.button or invitation
        card = Card(context)
        card.add(invitation)
        kept = tr(
            "Nothing is saved before you have seen what the list would change. Telephone numbers, e-mail addresses "
            "and the names of owners are never taken."
        )
        return layouts.page(context, card, labels.muted(context, kept), width=760)

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
        go = (tr("Go to the companies"), partial(context.navigate, "companies"))
        shown = EmptyState(context, "success", result.headline, go, hint=" ".join(result.details))
        again = buttons.quiet(context, tr("Import another list"), partial(self.model.go, Step.FILE))
        self.result.addWidget(shown, 1)
        (shown.button or shown).setFocus()
        self.result.addLayout(row(1, again, 1, margins=(0, 0, 0, context.theme.space.xl)))


class ColumnsPage(QWidget):
    """What each column of the list holds, guessed and changeable, with some of its values."""

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.file_line = labels.heading(context, "")
        self.hint = Banner(context, "warning", "")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(space.xs)
        self.selects: list[Select] = []
        card = Card(context)
        card.add(self.lines)
        intro = labels.muted(context, tr("Check what each column holds. A column that is left out is not taken."))
        self.next = buttons.primary(context, tr("Check the list"), model.check)
        back = buttons.secondary(context, tr("Choose another list"), partial(model.go, Step.FILE))
        foot = row(back, 1, self.next, space=space.m, margins=(space.xl, space.s, space.xl, space.l))
        self.setLayout(column(layouts.page(context, self.file_line, intro, self.hint, card), foot))
        model.columns_changed.connect(self._show)

    def _show(self, found: tuple[ColumnLine, ...]) -> None:
        tr, model = self._context.translator.tr, self._model
        self.file_line.setText(model.file_line)
        if len(found) != len(self.selects):
            self._build(found)
        for line, select in zip(found, self.selects, strict=True):
            select.set_value(line.field)
        usable = model.is_usable
        self.hint.set_text("" if usable else tr("Say which column holds the name."))
        self.next.setEnabled(usable)

    def _build(self, found: tuple[ColumnLine, ...]) -> None:
        clear(self.lines)
        self.selects = []
        theme, fields = self._context.theme, self._model.fields()
        for line in found:
            select = Select(self._context, fields, name=line.heading)
            select.setFixedWidth(theme.px(240))
            select.chosen.connect(partial(self._model.choose, line.at))
            values = labels.caption(self._context, shortened(line.values, 70))
            values.setToolTip(line.values)
            words = column(labels.strong(self._context, shortened(line.heading, 40)), values)
            self.lines.addLayout(
                row(words, 1, select, space=theme.space.m, margins=(0, theme.space.xs, 0, theme.space.xs))
            )
            self.selects.append(select)
