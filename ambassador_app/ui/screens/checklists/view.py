"""Shows the checklists: the list, one of them with its versions, and a workbook on its way in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.roles import Right
from ambassador_app.services.checklist_library import ImportReport
from ambassador_app.services.checklist_versions import VersionLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, page, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.checklists.detail import ChecklistPage
from ambassador_app.ui.screens.checklists.listing import ChecklistsCard
from ambassador_app.ui.screens.checklists.model import ChecklistsModel, Opened, Shelf
from ambassador_app.ui.screens.checklists.report import ReportPage
from ambassador_app.ui.screens.checklists.words import version_name
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.importing import Waiting, dropped_file
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import deed_label

_PATTERNS: Final = "*.xlsx *.xls *.XLSX *.XLS"
FOLDER: Final = "checklist_folder"


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen."""
    view = ChecklistsView(context, ChecklistsModel(context.session, context.tasks, context.translator))
    view.open(**arguments)
    return view


class ChecklistsView(Screen):
    """The list, one checklist, or the report of a workbook. A workbook may be dropped on any of them."""

    rail = "settings"
    help_page = "checklists"

    def __init__(self, context: UiContext, model: ChecklistsModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Checklists"))
        self.setAcceptDrops(True)
        self.take_button = buttons.secondary(context, tr("Read in a workbook…"), self.choose, "import")
        said = labels.muted(
            context,
            tr(
                "What is asked at visits. To change a checklist, save its workbook, edit it in Excel, and read it in "
                "again. A visit keeps the version it began with."
            ),
        )
        head = row(said, self.take_button, space=space.l)
        head.setStretch(0, 1)
        self.list_card = ChecklistsCard(context)
        self.may = RightNote(context, Right.PUBLISH, self.take_button)
        self.list_page = page(context, head, self.may, self.list_card, width=1080)
        self.detail = ChecklistPage(context, model)
        self.report = ReportPage(context, model)
        self.complaint = Banner(context, "danger", "")
        self.waiting = Waiting(context, model)
        self.stack = QStackedWidget()
        for one in (self.list_page, self.detail, self.report):
            self.stack.addWidget(one)
        top = column(self.complaint, self.waiting, space=space.s, margins=(space.l, 0, space.l, 0))
        self.setLayout(column(top, self.stack))
        self._connect()
        model.refresh()

    def _connect(self) -> None:
        model, context = self.model, self.context
        self.list_card.wanted.connect(model.open)
        self.detail.closed.connect(self.show_list)
        self.detail.trial_wanted.connect(lambda sha256: context.navigate("checklist_trial", sha256))
        self.detail.workbook_wanted.connect(self._save_workbook)
        self.detail.blank_wanted.connect(self._save_blank)
        self.report.closed.connect(self.show_list)
        self.report.file_wanted.connect(self.choose)
        model.shelf_read.connect(self._show_shelf)
        model.opened.connect(self._show_opened)
        model.report_changed.connect(self._show_report)
        model.kept.connect(self._draft_kept)
        model.published.connect(self._tell_published)
        model.complaint.connect(self.complaint.set_text)
        model.refused.connect(context.notices.error_of)
        model.busy_changed.connect(self.stack.setDisabled)

    # -- showing ------------------------------------------------------------------------------------------------
    def _show_shelf(self, shelf: Shelf) -> None:
        self.list_card.show_shelf(shelf)
        tr = self.context.translator.tr
        self.set_undo(*(tr(deed_label(deed)) if deed else "" for deed in (shelf.undo, shelf.redo)))

    def _show_opened(self, opened: Opened | None) -> None:
        if opened is not None and self.stack.currentWidget() is not self.report:
            self.stack.setCurrentWidget(self.detail)

    def _show_report(self, _report: ImportReport) -> None:
        self.stack.setCurrentWidget(self.report)

    def show_list(self) -> None:
        """Go back to the list."""
        self.model.close()
        self.model.forget_report()
        self.complaint.set_text("")
        self.stack.setCurrentWidget(self.list_page)

    def _draft_kept(self, checklist_id: str, _sha256: str) -> None:
        tr = self.context.translator.tr
        self.stack.setCurrentWidget(self.detail)
        self.model.forget_report()
        self.model.open(checklist_id)
        self.context.notices.success(tr("Kept as a draft. No visit takes it before you publish it."))

    def _tell_published(self, title: str) -> None:
        tr = self.context.translator.tr
        self.context.notices.success(
            tr("New visits take this version of “{title}”. Visits that have begun keep theirs.", title=title)
        )

    # -- files --------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Ask for a workbook and look it through."""
        tr = self.context.translator.tr
        kinds = ((tr("Checklists (Excel)"), _PATTERNS), (tr("All files"), "*"))
        folder = self.context.preferences.recall(FOLDER)
        for file in dialogs.choose_files(
            self.context, self, tr("Read in a workbook…"), kinds, folder=folder, several=False
        ):
            self.context.preferences.keep(FOLDER, str(file.parent))
            self.model.read(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.model.read(file)

    def _save_workbook(self, version: VersionLine) -> None:
        tr = self.context.translator.tr
        target = self._target(tr("Save the workbook…"), version, ".xlsx", tr("Excel workbook"))
        if target is not None:
            self.model.workbook_of(version, target, self._tell_saved)

    def _save_blank(self, version: VersionLine) -> None:
        tr = self.context.translator.tr
        target = self._target(tr("Print blank…"), version, ".pdf", "PDF")
        if target is not None:
            self.model.blank_of(version, target, self._tell_saved)

    def _target(self, title: str, version: VersionLine, ending: str, kind: str) -> Path | None:
        shown = self.model.shown
        name = f"{shown.line.id if shown is not None else 'checklist'} {version_name(self.context.translator, version)}"
        folder = self.context.preferences.recall(FOLDER)
        target = dialogs.choose_save(
            self.context, self, title, f"{name}{ending}", ((kind, f"*{ending}"),), folder=folder
        )
        if target is not None:
            self.context.preferences.keep(FOLDER, str(target.parent))
        return target

    def _tell_saved(self, file: Path) -> None:
        self.context.notices.success(self.context.translator.tr("Saved as {file}", file=file.name))

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Open `checklist`."""
        wanted = arguments.get("checklist")
        if isinstance(wanted, str) and wanted:
            self.stack.setCurrentWidget(self.detail)
            self.model.open(wanted)

    def location(self) -> dict[str, str]:
        """Give the checklist that is open."""
        shown = self.model.shown
        return {"checklist": shown.line.id} if shown is not None else {}

    def changed(self, changes: Changes) -> None:
        """Show the checklists as they are now."""
        self.model.hear(changes)

    def undo(self) -> None:
        """Take back the last change of a checklist."""
        self.model.undo()

    def redo(self) -> None:
        """Do it again."""
        self.model.redo()

    def commands(self) -> tuple[Command, ...]:
        """Offer reading in a workbook."""
        return (Command(self.context.translator.tr("Read in a workbook…"), self.choose, icon="import"),)
