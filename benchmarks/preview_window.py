"""A process of its own with the preview in a window: `python -m benchmarks.preview_window FILE`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from ambassador_app.i18n import Language
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import MemoryShelf, Preferences
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Theme, load_fonts
from ambassador_app.ui.widgets.pdf_view import PdfView
from benchmarks.walking_window import Nowhere
from tests.builders import RESOURCES, translator


class Pulse:
    """Beats as often as it can; the longest time between two beats is the longest the window stood still."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def start(self) -> None:
        """Begin to count."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start(0)


def until(application: QApplication, arrived: object, limit: float = 20.0) -> float:
    """Let the window run until `arrived`; give the seconds it took."""
    start = time.perf_counter()
    while not arrived() and time.perf_counter() - start < limit:  # type: ignore[operator]
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    return time.perf_counter() - start


def main(file: Path) -> None:
    """Open a file, cold and warm, find a word, and say what it took."""
    application = QApplication([])
    load_fonts(RESOURCES / "fonts")
    theme = Theme(RESOURCES, dark=False, scale=1.0)
    theme.apply(application)
    words, tasks = translator(Language.ENGLISH), Tasks()
    look = UiContext(None, words, tasks, Notices(words), theme, Nowhere(), Preferences(MemoryShelf()))  # type: ignore[arg-type]
    data, pulse = file.read_bytes(), Pulse()

    def painted(view: PdfView) -> bool:
        """Whether every page that is seen is there."""
        return view.page_count > 0 and view.sheets.is_whole()

    view = PdfView(look, tasks, "The report")
    view.resize(900, 700)
    view.show()
    application.processEvents()
    pulse.start()
    view.set_pdf(data)
    print("cold", until(application, lambda: painted(view)))
    print("pause", pulse.longest)
    again = PdfView(look, tasks, "The report")
    again.resize(900, 700)
    again.show()
    application.processEvents()
    again.set_pdf(data)
    print("warm", until(application, lambda: painted(again)))
    heard: list[bool] = []
    again.finder.found.connect(lambda: heard.append(True))
    again.finder.search("saving", 0)
    print("found", until(application, lambda: bool(heard)))
    print("floor", floor(data))
    tasks.shutdown()


def floor(data: bytes) -> float:
    """PDFium alone, without a window: the first page at the same size, everything loaded already."""
    from pypdfium2 import PdfDocument

    start = time.perf_counter()
    page = PdfDocument(data)[0]
    page.render(scale=1.4)
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
