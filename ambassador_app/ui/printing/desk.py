"""Prints reports one at a time in a process of its own, and keeps what a printer did not take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.printing import PrintJob, PrintState, PrintWish
from ambassador_app.domain.records import to_json
from ambassador_app.errors import PaperNotPrinted, PrintingFailed
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.printing.dialog import Document, PrintDialog
from ambassador_app.ui.printing.process import PRINT_MS, PrinterProcess
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.print_queue import PrintLine

RETRY_MS: Final = (60_000, 300_000, 900_000)
"""A job that was refused is tried again so long after, as long as the program is open; then it waits for a person."""
_NUMBERS: Final = count(1)


class Ended(Protocol):
    """Told at the end of a job what the printer process said, and whether it ended well."""

    def __call__(self, outcome: dict[str, object], *, well: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Printable:
    """A report as the dialog is told of it; `to` is who gets it."""

    report_id: ReportId
    document: Document
    to: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is printed now or not at all: its bytes, and what they are called."""

    document: Document
    pdf: bytes


def print_desk(context: UiContext) -> PrintDesk:
    """Give the one print desk of the window, whatever screen asks."""
    found = context.tasks.findChild(PrintDesk)
    if found is None:
        found = PrintDesk(context)
    found.context = context
    return found


class PrintDesk(QObject):
    """What is under way to printers. It lives as long as the window, so that a job outlives the screen it began on."""

    changed = Signal()
    """The queue, or what is under way, is another."""
    said = Signal(str)
    """How a job went, in a sentence."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context.tasks)
        self.context = context
        self.under_way: dict[str, PrinterProcess] = {}
        self._retries: dict[str, QTimer] = {}
        context.tasks.elsewhere.append(self._is_printing)
        context.tasks.session_over.connect(self._go)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    def ask(self, parent: QWidget, what: Printable, wish: PrintWish | None = None) -> PrintDialog:
        """Open the dialog for a report."""
        dialog = PrintDialog(self.context, parent, what.document, wish or PrintWish())
        dialog.print_wanted.connect(lambda wish: self.print(what, wish))
        dialog.system_wanted.connect(lambda wish: self.print(what, wish, by_system=True))
        dialog.office_wanted.connect(lambda wish: self.keep_for_office(what, wish))
        dialog.open()
        return dialog

    def ask_paper(self, parent: QWidget, paper: Paper) -> PrintDialog:
        """Open the dialog for a document that is in no queue."""
        dialog = PrintDialog(self.context, parent, paper.document, PrintWish())
        dialog.print_wanted.connect(lambda wish: self.print_paper(paper, wish))
        dialog.system_wanted.connect(lambda wish: self.print_paper(paper, wish, by_system=True))
        dialog.open()
        return dialog

    def print_paper(self, paper: Paper, wish: PrintWish, *, by_system: bool = False) -> None:
        """Send a document to its printer; one that it does not take is told and given up."""
        process = PrinterProcess(self, PRINT_MS)
        name = f"paper {next(_NUMBERS)}"
        self.under_way[name] = process

        def ended(outcome: dict[str, object], *, well: bool) -> None:
            del self.under_way[name]
            if "printed" in outcome and well:
                self._tell_taken(str(outcome["printed"]), paper.document.name)
            elif "cancelled" not in outcome:
                printer = wish.printer or self.context.translator.tr("The printer")
                refused = PaperNotPrinted(printer=printer, document=paper.document.name)
                self.context.notices.warn(sentence(refused, self.context.translator))

        self._run(process, paper.document.name, wish, paper.pdf, ended, by_system=by_system)

    def _tell_taken(self, printer: str, name: str) -> None:
        tr = self.context.translator.tr
        printer = printer or tr("The printer")
        self.context.notices.success(tr("{printer} has taken “{document}”.", printer=printer, document=name))

    def keep_for_office(self, what: Printable, wish: PrintWish) -> None:
        """Put a report on the list for the office."""
        queue = self.context.session.print_queue
        self.context.tasks.run(
            lambda: queue.add(what.report_id, wish, PrintState.OFFICE, to=what.to),
            owner=self,
            then=lambda _job: self._tell_kept(),
        )

    def _tell_kept(self) -> None:
        self.said.emit(self.context.translator.tr("The report is on the list of what is to be printed at the office."))
        self.changed.emit()

    def print(self, what: Printable, wish: PrintWish, *, by_system: bool = False) -> None:
        """Put a report into the queue and send it to its printer."""
        queue = self.context.session.print_queue
        self.context.tasks.run(
            lambda: queue.add(what.report_id, wish, PrintState.PRINTING, to=what.to),
            owner=self,
            then=lambda job: self._send(job, by_system=by_system),
        )

    def print_again(self, job: PrintJob, wish: PrintWish) -> None:
        """Send a job that waits to a printer."""
        timer = self._retries.pop(job.id, None)
        if timer is not None:
            timer.stop()
        queue = self.context.session.print_queue
        self.context.tasks.run(
            lambda: queue.try_again(job.id, wish),
            owner=self,
            then=lambda found: self._send(found) if found is not None else None,
        )

    def remove(self, job_id: str) -> None:
        """Take a job off the list; one that is under way is ended."""
        process = self.under_way.pop(job_id, None)
        if process is not None:
            process.stop()
        queue = self.context.session.print_queue
        self.context.tasks.run(lambda: queue.remove(job_id), owner=self, then=lambda _none: self.changed.emit())

    def stop(self) -> None:
        """End what is under way; it stays in the queue."""
        for process in tuple(self.under_way.values()):
            process.blockSignals(True)
            process.stop()
        self.under_way.clear()
        for timer in self._retries.values():
            timer.stop()
        self._retries.clear()

    def _is_printing(self) -> bool:
        return bool(self.under_way)

    def _go(self) -> None:
        """Let go of a session that is being closed; what waits is in its queue."""
        self.stop()
        self.context.tasks.elsewhere.remove(self._is_printing)
        self.setParent(None)
        self.deleteLater()

    # -- one job ------------------------------------------------------------------------------------------------
    def _send(self, job: PrintJob, *, by_system: bool = False) -> None:
        process = PrinterProcess(self, PRINT_MS)
        self.under_way[job.id] = process
        self.changed.emit()
        reports = self.context.session.reports
        self.context.tasks.run(
            lambda: reports.pdf(job.report_id),
            owner=process,
            then=lambda pdf: self._begin(process, job, pdf, by_system=by_system),
            failed=lambda _error: self._failed(job),
        )

    def _begin(self, process: PrinterProcess, job: PrintJob, pdf: bytes, *, by_system: bool) -> None:
        def ended(outcome: dict[str, object], *, well: bool) -> None:
            self._ended(job, outcome, well=well)

        self._run(process, self.context.translator.tr("Visit report"), job.wish, pdf, ended, by_system=by_system)

    @staticmethod
    def _run(
        process: PrinterProcess, title: str, wish: PrintWish, pdf: bytes, ended: Ended, *, by_system: bool
    ) -> None:
        outcome: dict[str, object] = {}
        process.told.connect(outcome.update)
        if by_system:
            process.told.connect(lambda told: process.be_patient() if "asking" in told else None)
        process.ended.connect(lambda well: ended(outcome, well=well))
        process.begin("dialog" if by_system else "print", head={"title": title, "wish": to_json(wish)}, data=pdf)

    def _ended(self, job: PrintJob, outcome: dict[str, object], *, well: bool) -> None:
        if self.under_way.pop(job.id, None) is None:
            return  # taken off the list meanwhile
        if well and "cancelled" in outcome:
            self.remove(job.id)
        elif well and "printed" in outcome:
            self._printed(replace(job, wish=replace(job.wish, printer=str(outcome["printed"]))))
        else:
            self._failed(job)

    def _printed(self, job: PrintJob) -> None:
        queue = self.context.session.print_queue
        self.context.tasks.run(
            lambda: queue.printed(job.id, job.wish.printer), owner=self, then=lambda _changes: self.changed.emit()
        )
        tr = self.context.translator.tr
        self.said.emit(tr("{printer} has taken the report.", printer=job.wish.printer or tr("The printer")))

    def _failed(self, job: PrintJob) -> None:
        self.under_way.pop(job.id, None)
        queue = self.context.session.print_queue
        self.context.tasks.run(lambda: queue.failed(job.id), owner=self, then=lambda kept: self._wait(kept or job))

    def _wait(self, job: PrintJob) -> None:
        self.changed.emit()
        tr = self.context.translator.tr
        words = sentence(PrintingFailed(printer=job.wish.printer or tr("The printer")), self.context.translator)
        self.said.emit(words)
        if job.tries == 1:
            self.context.notices.warn(words, action=(tr("Show the list"), lambda: self.context.navigate("printing")))
        if job.wish.printer and 0 < job.tries <= len(RETRY_MS):
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._retry(job))
            timer.start(RETRY_MS[job.tries - 1])
            self._retries[job.id] = timer

    def _retry(self, job: PrintJob) -> None:
        self.print_again(job, job.wish)


def state_of(line: PrintLine, desk: PrintDesk) -> str:
    """Say where a job stands."""
    words, job = desk.context.translator, line.job
    printer = job.wish.printer or words.tr("The printer")
    if job.id in desk.under_way:
        return words.tr("On its way to {printer}", printer=printer)
    if job.state is PrintState.OFFICE:
        return words.tr("To be printed at the office")
    if job.state is PrintState.PRINTING:
        return words.tr(
            "Was on its way to {printer} when the program was closed; look whether it came out", printer=printer
        )
    return words.tr(
        "{printer} did not take it, last tried {moment}", printer=printer, moment=job.tried_at or job.asked_at
    )
