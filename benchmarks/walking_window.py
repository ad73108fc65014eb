"""A visit on a real window, for `benchmarks.walking`: open it, answer, type, add a row, and time what is painted."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ambassador_app.domain.checklist import Checklist
from ambassador_app.i18n import Language, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import MemoryShelf, Preferences
from ambassador_app.ui.screens.visit.pages import AreaPage
from ambassador_app.ui.screens.visit.view import VisitView, build
from ambassador_app.ui.screens.visit.walkthrough import WalkthroughPanel
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.theme import Theme, load_fonts
from ambassador_app.ui.tidying import tidy
from tests.builders import RESOURCES, a_visit, session_in

AREA = "/data/area0"


class Nowhere:
    """A window of one screen."""

    def __call__(self, name: str, *keys: str, **arguments: object) -> None: ...

    def back(self) -> None: ...

    def forward(self) -> None: ...


class Walk:
    """The walkthrough of a visit, open and painted."""

    def __init__(self, folder: Path, application: QApplication, checklist: Checklist, rows: int) -> None:
        self._stack = ExitStack()
        self._application = application
        self.session = self._stack.enter_context(session_in(folder / "home"))
        self.session.checklists.current = lambda *_where: checklist  # type: ignore[method-assign]
        self.visit = a_visit(self.session)
        for number in range(rows):
            self.session.rows.add(self.visit, f"{AREA}/room", key=f"r{number:02}")
        self.context = self._context()
        self.arriving, self.opening, self.longest_pause = 0.0, 0.0, 0.0
        self.work: list[float] = []
        """Seconds of work of the window's own thread in each answer, whatever else the machine does."""

    def _context(self) -> UiContext:
        load_fonts(RESOURCES / "fonts")
        theme = Theme(RESOURCES, dark=False, scale=1.0)
        theme.apply(self._application)
        translator = Translator.load(Language.DANISH, RESOURCES / "translations")
        self.tasks = Tasks()
        preferences = Preferences(MemoryShelf())
        return UiContext(self.session, translator, self.tasks, Notices(translator), theme, Nowhere(), preferences)

    def __enter__(self) -> Self:
        self.view = build(self.context, self.visit, step="walkthrough", area="/data/area1")
        assert isinstance(self.view, VisitView)
        self.view.resize(1262, 690)
        self.view.show()
        self.settle()
        panel = self.view.panel()
        assert isinstance(panel, WalkthroughPanel)
        self.panel = panel
        self.arriving = self._arrive()
        # As the application does when a page has come and nobody works.
        tidy()
        start = time.perf_counter()
        panel.show_area(AREA, focus=True)
        self.paint()
        self.opening = time.perf_counter() - start
        self.longest_pause = self._build_the_rest()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.settle()
        self.view.close()
        self.tasks.shutdown()
        self._stack.close()

    def _arrive(self) -> float:
        """Open the visit once more, from nothing to its first painted questions; what is loaded once is loaded."""
        start = time.perf_counter()
        view = build(self.context, self.visit, step="walkthrough", area=AREA)
        view.resize(1262, 690)
        view.show()
        assert isinstance(view, VisitView)
        while view.model.form is None:
            self._application.processEvents()
        self.paint()
        taken = time.perf_counter() - start
        view.close()
        view.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.view.activateWindow()
        self.settle()
        return taken

    def _build_the_rest(self) -> float:
        longest = 0.0
        while not self.page.is_whole:
            start = time.perf_counter()
            self._application.processEvents()
            longest = max(longest, time.perf_counter() - start)
        return longest

    @property
    def page(self) -> AreaPage:
        """The open page."""
        page = self.panel.page()
        assert page is not None
        return page

    def settle(self) -> None:
        """Until everything asked for is done and shown."""
        self.tasks.flush_all()
        self._application.processEvents()
        self.tasks.flush_all()

    def paint(self) -> None:
        """Lay out and paint what has changed, now: what the event loop does before anything is written."""
        for kind in (QEvent.Type.MetaCall, QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
            QApplication.sendPostedEvents(None, kind.value)

    def repaint(self) -> None:
        """Paint one card, changed or not."""
        self.page.go_to(f"{AREA}/q0")
        self.page.cards[f"{AREA}/q0"].update()
        self.paint()

    def answer(self, path: str, value: object) -> float:
        """Answer a question that is seen; seconds to its painted card."""
        self.settle()
        if path in self.page.order:
            self.page.go_to(path)
        self.settle()
        start, work = time.perf_counter(), time.thread_time()
        self.view.model.answer(path, value=value)
        self.paint()
        self.work.append(time.thread_time() - work)
        return time.perf_counter() - start

    def typing(self) -> list[float]:
        """Type into a field; seconds of each letter to the painted field."""
        self.page.go_to(f"{AREA}/q2")
        field = QApplication.focusWidget() or self.page
        taken = []
        for letter in "the quick brown fox jumps over the lazy dog " * 3:
            start = time.perf_counter()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(field, event)
            self.paint()
            taken.append(time.perf_counter() - start)
        return taken

    def scrolling(self) -> list[float]:
        """Scroll through the whole page, 100 px at a time; seconds of each frame."""
        bar = self.page.area.verticalScrollBar()
        bar.setValue(0)
        self.settle()
        taken = []
        for place in range(0, bar.maximum(), 100):
            start = time.perf_counter()
            bar.setValue(place)
            self.paint()
            taken.append(time.perf_counter() - start)
        return taken

    def adding(self) -> float:
        """Add a row among the others; seconds to its painted head."""
        self.page.go_to(f"{AREA}/room[r05]/size")
        self.settle()
        start = time.perf_counter()
        self.page.rows.add(f"{AREA}/room")
        self.paint()
        return time.perf_counter() - start

    def reading(self) -> float:
        """Let the store be read again; seconds of the longest pause while it is shown."""
        self.settle()
        self.view.model.refresh()
        longest, until = 0.0, time.perf_counter() + 2.0
        while time.perf_counter() < until:
            start = time.perf_counter()
            self._application.processEvents()
            longest = max(longest, time.perf_counter() - start)
            time.sleep(0.001)
        return longest
