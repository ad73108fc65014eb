"""Printing: no printer is asked anything before somebody wants to print, and never on the window's own thread."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ambassador_app.errors import AmbassadorError, PrinterMissing
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.pdf_pages import PdfPages
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ambassador_app.ui.tasks import Progress

PATIENCE_MS: Final = 10_000
"""A mapped office printer that is out of reach can keep a system busy for minutes."""
_SHARPEST: Final = 300
_LP_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What was chosen in the dialog."""

    printer: str
    copies: int
    first: int
    last: int


class Printing(QObject):
    """Prints one file: looks for printers aside, asks in the system's own dialog, prints aside."""

    busy_changed = Signal(bool)
    said = Signal(str)
    """How it went, in a sentence."""
    missing = Signal(str)
    """That there is no printer, in a sentence."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._pdf = b""
        self._waiting = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    def begin(self, pdf: bytes) -> None:
        """Look for printers, then open the dialog."""
        if self._waiting:
            return
        self._pdf, self._waiting = pdf, True
        self.busy_changed.emit(True)
        self._patience.start()
        self._context.tasks.run_aside(printer_names, owner=self, then=self._found, latest="printers")

    def _found(self, names: tuple[str, ...]) -> None:
        if not self._waiting:
            return
        self._rest()
        if names:
            self._ask()
        else:
            self._tell_missing(PrinterMissing())

    def _give_up(self) -> None:
        self._rest()
        self._tell_missing(PrinterMissing())

    def _rest(self) -> None:
        self._waiting = False
        self._patience.stop()
        self.busy_changed.emit(False)

    def _tell_missing(self, error: AmbassadorError) -> None:
        self.missing.emit(sentence(error, self._context.translator))

    # -- the dialog ---------------------------------------------------------------------------------------------
    def _ask(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._context.translator.tr("Visit report"))
        dialog = QPrintDialog(printer, self._window)
        accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self._print(printer)

    def _print(self, printer: QPrinter) -> None:
        pdf = self._pdf
        chosen = PrintJob(printer.printerName(), printer.copyCount(), printer.fromPage(), printer.toPage())
        by_system = sys.platform.startswith("linux") and bool(chosen.printer) and shutil.which("lp") is not None

        def work(progress: Progress) -> None:
            if by_system:
                send_to_lp(pdf, chosen)
            else:
                paint_pages(pdf, printer, chosen, progress)

        tr = self._context.translator.tr
        self._context.tasks.run_aside(
            work,
            owner=self,
            then=lambda _done: self.said.emit(tr("The report is on its way to the printer.")),
            failed=self._tell_missing,
            label=tr("Printing"),
        )


def printer_names() -> tuple[str, ...]:
    """Name the printers of this computer; slow where one is out of reach."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(QPrinterInfo.availablePrinterNames())


def send_to_lp(pdf: bytes, job: PrintJob, run: Callable[..., object] = subprocess.run) -> None:
    """Hand the very file to the system's own queue. Raises PrinterMissing."""
    pages = ["-P", f"{job.first}-{job.last or job.first}"] if job.first else []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        file.write_bytes(pdf)
        command = ["lp", "-d", job.printer, "-n", str(max(job.copies, 1)), *pages, "--", str(file)]
        try:
            run(command, check=True, capture_output=True, timeout=_LP_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise PrinterMissing from error


def paint_pages(pdf: bytes, printer: QPrinter, job: PrintJob, progress: Callable[[float, float], object]) -> None:
    """Paint page after page as an image, as sharp as paper shows. Raises PrinterMissing."""
    pages = PdfPages(pdf)
    first = max(job.first, 1)
    last = min(job.last or len(pages.sizes), len(pages.sizes))
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterMissing
    try:
        for number in range(first, last + 1):
            progress(number - first, last - first + 1)
            if number > first:
                printer.newPage()
            page = pages.render(number - 1, min(printer.resolution(), _SHARPEST) / 72)
            image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            room = QRect(painter.viewport())
            fitted = QRect(QPoint(0, 0), image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio))
            fitted.moveCenter(room.center())
            painter.drawImage(fitted, image)
    finally:
        painter.end()
        pages.close()
