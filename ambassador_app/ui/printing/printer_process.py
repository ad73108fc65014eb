"""The process that talks to the print system. That may hang for minutes; the window never waits for it, and ends this
process when it has been silent for too long.

It takes `printers`, `print` or `dialog` as its word, for the latter two a line of JSON and the PDF on its standard
input, and answers on its standard output with a line of JSON for each thing that happens. No file is written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from ambassador_app.domain.printing import Duplex, PrintWish, pages_of, ranges
from ambassador_app.domain.records import from_json
from ambassador_app.errors import FieldRefused

SHARPEST: Final = 600
"""Dots to the inch; paper shows no more."""
LP_SECONDS: Final = 60
"""The window waits for longer than that: so nothing is left hanging behind it."""
_BAND: Final = 512
_ALMOST: Final = 0.02
_SIDES: Final = {
    Duplex.OFF: "one-sided",
    Duplex.LONG_EDGE: "two-sided-long-edge",
    Duplex.SHORT_EDGE: "two-sided-short-edge",
}
_DUPLEX: Final = {
    Duplex.OFF: QPrinter.DuplexMode.DuplexNone,
    Duplex.LONG_EDGE: QPrinter.DuplexMode.DuplexLongSide,
    Duplex.SHORT_EDGE: QPrinter.DuplexMode.DuplexShortSide,
}


def main(words: Sequence[str]) -> int:
    """Do what the word says; give the exit code."""
    application = QApplication(["ambassador"])
    application.setQuitOnLastWindowClosed(False)
    if words[:1] == ["printers"]:
        tell(printers=QPrinterInfo.availablePrinterNames(), default=QPrinterInfo.defaultPrinterName())
        return 0
    title, wish, pdf = read_job(sys.stdin.buffer)
    try:
        done = by_system_dialog(title, wish, pdf) if words[:1] == ["dialog"] else by_wish(title, wish, pdf)
    except (OSError, subprocess.SubprocessError, FieldRefused) as error:
        tell(failed=type(error).__name__)
        return 3
    tell(**done)
    return 3 if "failed" in done else 0


def tell(**happened: object) -> None:
    """Say what happened, at once."""
    print(json.dumps(happened), flush=True)  # noqa: T201 - this process speaks so


def read_job(given: BinaryIO) -> tuple[str, PrintWish, bytes]:
    """Read what is to be printed."""
    head: Any = json.loads(given.readline())
    wish = from_json(PrintWish, head["wish"])
    if not isinstance(wish, PrintWish):
        raise TypeError
    return str(head["title"]), wish, given.read()


# -- the ways ---------------------------------------------------------------------------------------------------------
def by_wish(title: str, wish: PrintWish, pdf: bytes) -> dict[str, object]:
    """Print as our own dialog was filled in: the very file where the print system takes one, else its pages."""
    pages = pages_of(wish.pages, page_count(pdf))
    if sys.platform == "linux" and shutil.which("lp"):
        send(lp_command(title, wish, pages), pdf)
        return {"printed": wish.printer}
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(wish.printer)
    printer.setDocName(title)
    printer.setColorMode(QPrinter.ColorMode.Color if wish.colour else QPrinter.ColorMode.GrayScale)
    if wish.duplex in _DUPLEX:
        printer.setDuplex(_DUPLEX[wish.duplex])
    return _painted(printer, pdf, _with_copies(printer, pages, wish.copies))


def by_system_dialog(title: str, wish: PrintWish, pdf: bytes) -> dict[str, object]:
    """Print as the system's own dialog is filled in, with all that the printer's maker offers there."""
    total = page_count(pdf)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if wish.printer:
        printer.setPrinterName(wish.printer)
    printer.setDocName(title)
    printer.setCopyCount(wish.copies)
    if wish.pages.strip():
        ranged = QPageRanges.fromString(ranges(pages_of(wish.pages, total)))
        printer.setPageRanges(ranged)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
    dialog = QPrintDialog(printer)
    dialog.setMinMax(1, total)
    tell(asking=True)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return {"cancelled": True}
    named = printer.pageRanges().toString() if printer.printRange() is QPrinter.PrintRange.PageRange else ""
    pages = pages_of(named, total)
    return _painted(printer, pdf, _with_copies(printer, pages, printer.copyCount()))


def _with_copies(printer: QPrinter, pages: tuple[int, ...], copies: int) -> tuple[int, ...]:
    """Let the printer make the copies; one that cannot gets the pages so often."""
    if printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        return pages
    printer.setCopyCount(1)
    return pages * copies


def lp_command(title: str, wish: PrintWish, pages: tuple[int, ...]) -> list[str]:
    """Name what the Unix print system is to do with the file it is given."""
    sides = ["-o", f"sides={_SIDES[wish.duplex]}"] if wish.duplex in _SIDES else []
    grey = [] if wish.colour else ["-o", "print-color-mode=monochrome"]
    some = ["-P", ranges(pages)] if wish.pages.strip() else []
    return ["lp", "-d", wish.printer, "-t", title, "-n", str(wish.copies), *some, *sides, *grey, "-o", "media=A4", "-"]


def send(command: list[str], pdf: bytes) -> None:
    """Hand the very bytes to the print system. Raises OSError, SubprocessError."""
    subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=LP_SECONDS)


# -- pages ------------------------------------------------------------------------------------------------------------
def page_count(pdf: bytes) -> int:
    """Count the pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _painted(printer: QPrinter, pdf: bytes, pages: tuple[int, ...]) -> dict[str, object]:
    return {"printed": printer.printerName()} if paint(printer, pdf, pages) else {"failed": "printer"}


def paint(printer: QPrinter, pdf: bytes, pages: Sequence[int]) -> bool:
    """Paint pages as the preview shows them, with the same PDFium, as sharp as the printer is; False if it will not.

    A page keeps its size where the paper has it, and is fitted to the paper where not.
    """
    import pypdfium2

    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    document = pypdfium2.PdfDocument(pdf)
    try:
        for done, number in enumerate(pages):
            if done and not printer.newPage():
                return False
            _paint_page(painter, printer, document[number - 1])
            tell(page=done + 1, of=len(pages))
    finally:
        document.close()
        painter.end()
    return True


def _paint_page(painter: QPainter, printer: QPrinter, page: Any) -> None:  # noqa: ANN401 - PDFium ships no types
    sharp = min(printer.resolution(), SHARPEST)
    to_paper = printer.resolution() / sharp * _fit(printer, page.get_size())
    for top, image in bands(page, sharp):
        target = QRectF(0, top * to_paper, image.width() * to_paper, image.height() * to_paper)
        painter.drawImage(target, image)
    page.close()


def _fit(printer: QPrinter, size: tuple[float, float]) -> float:
    paper = printer.pageLayout().fullRectPoints().size()
    scale = min(paper.width() / size[0], paper.height() / size[1])
    return 1.0 if abs(scale - 1) < _ALMOST else scale


def bands(page: Any, sharp: int) -> Iterator[tuple[int, QImage]]:  # noqa: ANN401
    """Give a page in bands from top to bottom, each with the pixel it begins at: a whole one would fill the memory."""
    scale = sharp / 72
    whole = -(-page.get_height() * scale // 1)
    for top in range(0, int(whole), _BAND):
        below = max(int(whole) - top - _BAND, 0)
        cut = tuple(max(pixels - 0.01, 0) / scale for pixels in (0, below, 0, top))
        bitmap = page.render(scale=scale, crop=cut, rev_byteorder=False, prefer_bgrx=True)
        shown = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        bitmap.close()
        yield top, shown
