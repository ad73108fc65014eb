"""What waits to be printed, line by line, with what can be done about each."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.printing import PrintJob, PrintWish
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column
from ambassador_app.ui.printing.desk import Printable, print_desk, state_of
from ambassador_app.ui.printing.dialog import Document, PrintDialog
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Separator
from ambassador_app.ui.widgets.pdf_pages import pages_of

if TYPE_CHECKING:
    from ambassador_app.services.print_queue import PrintLine


class WaitingJobs(QWidget):
    """The print queue, of one visit or whole."""

    counted = Signal(int)

    def __init__(self, context: UiContext, visit_id: VisitId | None = None) -> None:
        super().__init__()
        self.context = context
        self.desk = print_desk(context)
        self._visit_id = visit_id
        self.shown: tuple[PrintLine, ...] = ()
        self._lines = column(space=context.theme.space.m)
        self.setLayout(self._lines)
        self.desk.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        queue = self.context.session.print_queue
        self.context.tasks.run(queue.waiting, owner=self, then=self._show, latest="print queue")

    def heard(self, changes: Changes) -> None:
        """Read anew if a report was touched."""
        if changes.touches("report"):
            self.refresh()

    def _show(self, found: tuple[PrintLine, ...]) -> None:
        self.shown = tuple(one for one in found if self._visit_id in (None, one.visit_id))
        clear(self._lines)
        for number, line in enumerate(self.shown):
            if number:
                self._lines.addWidget(Separator(self.context))
            self._lines.addWidget(self._line(line))
        self.counted.emit(len(self.shown))

    def _line(self, line: PrintLine) -> QWidget:
        context, words = self.context, self.context.translator
        space = context.theme.space
        head = words.tr("{site}, edition {number}", site=line.site, number=line.report.revision)
        if self._visit_id is not None:
            head = words.tr("Edition {number}", number=line.report.revision)
        strong = labels.strong(context, head)
        strong.setWordWrap(True)
        state = labels.caption(context, state_of(line, self.desk))
        state.setWordWrap(True)
        deeds = Flow(space.s)
        if line.job.id not in self.desk.under_way:
            deeds.addWidget(buttons.secondary(context, words.tr("Print …"), partial(self.ask, line), "print"))
        deeds.addWidget(buttons.quiet(context, words.tr("Take off the list"), partial(self.desk.remove, line.job.id)))
        made = box(column(strong, state, box(deeds), space=space.xs))
        made.setAccessibleName(f"{head}. {state.text()}")
        return made

    def ask(self, line: PrintLine) -> None:
        """Open the dialog for a job, as it was filled in."""
        reports = self.context.session.reports

        def count() -> int:
            pages = pages_of(reports.pdf(line.report.id))
            return len(pages.sizes) if pages is not None else 0

        self.context.tasks.run(count, owner=self, then=lambda pages: self._open(line, pages))

    def _open(self, line: PrintLine, pages: int) -> None:
        tr = self.context.translator.tr
        name = tr("{site}, edition {number}", site=line.site, number=line.report.revision)
        document = Document(name, pages)
        dialog = PrintDialog(self.context, self.window(), document, line.job.wish)
        dialog.print_wanted.connect(lambda wish: self.desk.print_again(line.job, wish))
        dialog.system_wanted.connect(lambda wish: self._by_system(line, document, wish))
        dialog.office.hide()
        dialog.open()

    def ask_all(self) -> None:
        """Open one dialog for all that waits: each report is printed with its own pages on the printer chosen there."""
        waiting = [one.job for one in self.shown if one.job.id not in self.desk.under_way]
        name = self.context.translator.tn("{count} report", "{count} reports", len(waiting))
        dialog = PrintDialog(self.context, self.window(), Document(name, 0), PrintWish())
        dialog.print_wanted.connect(partial(self._print_all, waiting))
        dialog.office.hide()
        dialog.system.hide()
        dialog.open()

    def _print_all(self, jobs: list[PrintJob], wish: PrintWish) -> None:
        for job in jobs:
            self.desk.print_again(job, replace(wish, pages=job.wish.pages))

    def _by_system(self, line: PrintLine, document: Document, wish: PrintWish) -> None:
        self.desk.remove(line.job.id)
        self.desk.print(Printable(line.report.id, document, line.job.to), wish, by_system=True)
