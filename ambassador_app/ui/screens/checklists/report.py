"""What a workbook holds, before anything is kept: how many questions, what is wrong and where, what it would change."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.services.checklist_library import ImportReport
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, clear, column, page, row
from ambassador_app.ui.screens.checklists.model import ChecklistsModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.form_differences import DifferenceList, LineList
from ambassador_app.wording.checklists import place_words


class ReportPage(QWidget):
    """The report of a workbook, and the step to a draft."""

    closed = Signal()
    file_wanted = Signal()

    def __init__(self, context: UiContext, model: ChecklistsModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.title = labels.title(context, "")
        self.counts = labels.muted(context, "")
        self.verdict = Banner(context, "success", "")
        self.refusal = Banner(context, "danger", "")
        self.remarks = Card(context, tr("What was found"))
        self._remarks = column(space=space.m)
        self.remarks.add(self._remarks)
        self.changes = Card(context, tr("What would change from the version in use"))
        self.differences = DifferenceList(context)
        self.changes.add(self.differences)
        self.keep = buttons.primary(context, tr("Keep as a draft"), model.keep)
        self.again = buttons.secondary(context, tr("Choose another workbook…"), self.file_wanted.emit, "import")
        leave = buttons.quiet(context, tr("All checklists"), self.closed.emit, "chevron-left")
        line = Flow(space.s)
        for one in (self.keep, self.again):
            line.addWidget(one)
        parts = (self.title, self.counts, self.verdict, self.refusal, box(line), self.remarks, self.changes)
        self.setLayout(column(page(context, row(leave, 1), *parts, width=1080)))
        model.report_changed.connect(self.show_report)

    def show_report(self, report: ImportReport) -> None:
        """Show what was found in a workbook."""
        translator = self.context.translator
        tr, tn, checklist = translator.tr, translator.tn, report.checklist
        self.title.setText(checklist.title.text(translator.language.value) if checklist is not None else report.name)
        about: tuple[str, ...] = ()
        if checklist is not None:
            about = (
                report.name,
                tr("version {number}", number=checklist.version) if checklist.version else "",
                tn("{count} question", "{count} questions", report.questions),
                tn("{count} area", "{count} areas", report.areas),
            )
        self.counts.setText(" · ".join(filter(None, about)))
        appear(self.counts, bool(about))
        self._judge(report)
        clear(self._remarks)
        for heading, found, tone in (
            (tr("Errors"), report.errors, "danger"),
            (tr("Warnings"), report.warnings, "text"),
        ):
            if found:
                self._remarks.addWidget(LineList(self.context, heading, self._lines(found), tone=tone))
        appear(self.remarks, bool(report.remarks))
        self.differences.show_groups(self.model.report_changes())
        appear(self.changes, report.current is not None and report.checklist is not None)
        self.keep.setEnabled(report.can_be_kept)
        (self.keep if report.can_be_kept else self.again).setFocus()

    def _judge(self, report: ImportReport) -> None:
        tr = self.context.translator.tr
        good = refused = ""
        if report.checklist is None:
            refused = tr(
                "No checklist can be made of this workbook. Mend what stands below, save it, and choose it again."
            )
        elif report.errors:
            refused = tr("It can be kept as a draft and tried out, but not published before the errors are mended.")
        elif not report.can_be_kept:
            good = tr("This is the version that is in use already. There is nothing to keep.")
        elif report.current is None:
            good = tr("A new checklist, ready to be kept as a draft, tried out and published.")
        else:
            good = tr(
                "Ready to be kept as a draft, tried out and published. Visits that have begun keep their version."
            )
        self.verdict.set_text(good)
        self.refusal.set_text(refused)

    def _lines(self, remarks: Iterable[object]) -> list[str]:
        translator = self.context.translator
        return [
            f"{place_words(translator, one.sheet, one.row, one.column)}: {translator.say(one.message)}"  # type: ignore[attr-defined]
            for one in remarks
        ]
