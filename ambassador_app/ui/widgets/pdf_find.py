"""Finding words in a PDF: the line to type them in, and which of the places found is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import row
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.fields import SearchField
from ambassador_app.ui.widgets.pdf_pages import Box, Hit, PdfPages


class Finder(QObject):
    """Where some words stand in a file, and which of the places is looked at."""

    found = Signal()
    """The places, or the one that is looked at, are others now."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._pages: PdfPages | None = None
        self.words = ""
        self.hits: tuple[Hit, ...] = ()
        self.at = -1
        self.is_searching = False

    def set_pages(self, pages: PdfPages | None) -> None:
        """Search the same words in another file; the place looked at stays as near as it can."""
        self._pages = pages
        self._search(self.hits[self.at].page if self.at >= 0 else 0, self.at)

    def search(self, words: str, page: int) -> None:
        """Find `words`; the first place on `page` (from 0) or after it is looked at."""
        self.words = words.strip()
        self._search(page, -1)

    def _search(self, page: int, at: int) -> None:
        pages, words = self._pages, self.words
        if pages is None or not words:
            self._take((), page, -1)
            return
        self.is_searching = True
        self._tasks.run_aside(
            lambda: pages.find(words), owner=self, then=lambda hits: self._take(hits, page, at), latest="find"
        )

    def _take(self, hits: tuple[Hit, ...], page: int, at: int) -> None:
        self.hits, self.is_searching = hits, False
        first = next((i for i, one in enumerate(hits) if one.page >= page), 0)
        self.at = (min(at, len(hits) - 1) if at >= 0 else first) if hits else -1
        self.found.emit()

    def step(self, by: int) -> None:
        """Look at the next place (+1) or the one before (-1), round and round."""
        if self.hits:
            self.at = (self.at + by) % len(self.hits)
            self.found.emit()

    def current(self) -> Hit | None:
        """Give the place that is looked at."""
        return self.hits[self.at] if self.at >= 0 else None

    def by_page(self) -> dict[int, tuple[Box, ...]]:
        """Give all places, by page."""
        found: dict[int, tuple[Box, ...]] = {}
        for one in self.hits:
            found[one.page] = (*found.get(one.page, ()), *one.boxes)
        return found


class FindBar(QWidget):
    """The words, how often they are there, on and back. Enter goes on, Shift and Enter back, Esc closes."""

    closed = Signal()

    def __init__(self, look: Look, finder: Finder) -> None:
        super().__init__()
        self._look, self._finder = look, finder
        tr, space = look.translator.tr, look.theme.space
        self.field = SearchField(look, name=tr("Find in the report"), placeholder=tr("Find in the report"))
        self.field.line.installEventFilter(self)
        self.count = labels.caption(look, "")
        self.count.setAccessibleName(tr("Places found"))
        self.back = buttons.icon_button(look, "chevron-up", tr("Place before"), lambda: finder.step(-1), "Shift+F3")
        self.on = buttons.icon_button(look, "chevron-down", tr("Next place"), lambda: finder.step(1), "F3")
        close = buttons.icon_button(look, "close", tr("Close the search"), self.close_bar)
        tools = row(self.field, self.count, self.back, self.on, close, space=space.xs)
        tools.setStretch(0, 1)
        tools.setContentsMargins(space.m, 0, space.m, space.xs)
        self.setLayout(tools)
        finder.found.connect(self._tell)
        self._tell()
        self.hide()

    def open_bar(self) -> None:
        """Show the line, with the words of last time chosen."""
        self.show()
        self.field.focus_and_select()

    def close_bar(self) -> None:
        """Hide the line and take the marks away."""
        self.hide()
        self.field.set_value("", force=True)
        self._finder.search("", 0)
        self.closed.emit()

    def _tell(self) -> None:
        tr, finder = self._look.translator.tr, self._finder
        if finder.hits:
            words = tr("{number} of {total}", number=finder.at + 1, total=len(finder.hits))
        else:
            words = tr("Not found") if finder.words else ""
        self.count.setText(words)
        for one in (self.back, self.on):
            one.setEnabled(bool(finder.hits))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def _enter(self, *, back: bool) -> None:
        """Go on; what was typed and not yet searched is searched first."""
        if self.field.is_dirty():
            self.field.commit()
        elif not self._finder.is_searching:
            self._finder.step(-1 if back else 1)
