"""The pages of a PDF below each other, drawn when they come into view, larger or smaller, with what was found."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import box, column
from ambassador_app.ui.widgets.pdf_drawing import pixmap_of
from ambassador_app.ui.widgets.pdf_pages import Box, PageImage, PdfPages

_STEPS: Final = (0.35, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_KEPT: Final = 12
_SETTLE_MS: Final = 40
_A_NOTCH: Final = 120
_A4_WIDTH: Final = 595.0
_WIDEST_PX: Final = 980  # a page wider than this is harder to read, not easier
_FOUND: Final = QColor("#ffe14d")  # on white paper, whatever the window looks like
_CURRENT: Final = QColor("#ffab40")
_CURRENT_EDGE: Final = QColor("#8a4b00")


class Fit(StrEnum):
    """To what the size of the pages keeps when the view changes its own."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class Sheets(QScrollArea):
    """The pages, and which of them is looked at."""

    with_words = True
    page_changed = Signal(int, int)
    fit_changed = Signal()
    pages_wanted = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._pages: PdfPages | None = None
        self.fit = Fit.WIDTH
        self._free = 1.0
        self._told = (0, 0)
        self._sheets: list[Sheet] = []
        self._tops: list[int] = []
        self._goal: int | None = None
        self._drawn: OrderedDict[int, None] = OrderedDict()
        self._asked: dict[int, float] = {}
        self._column = column(space=look.theme.space.m, margins=look.theme.space.m)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(box(self._column))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.viewport().installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._settle_soon)
        self.verticalScrollBar().rangeChanged.connect(self._lengthened)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.pages_wanted)

    # -- what is shown ----------------------------------------------------------------------------------------
    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another file at the same place and size; None shows nothing."""
        place = self.verticalScrollBar().value()
        self._pages = pages
        self._asked.clear()
        self._lay_out(len(pages.sizes) if pages is not None else 0)
        self._resize_sheets()
        for number, sheet in enumerate(self._sheets):
            if number not in self._in_sight(place):
                sheet.set_pixmap(QPixmap())
        self._drawn = OrderedDict((number, None) for number, sheet in enumerate(self._sheets) if sheet.is_drawn)
        QTimer.singleShot(0, self, lambda: self._scroll_to(place))
        self._settle_soon()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sheets)

    def page(self) -> int:
        """Give the number of the page in the middle of the view, from 1; 0 without pages."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(bisect_right(self._tops, middle), 1) if self._sheets else 0

    def show_page(self, number: int) -> None:
        """Scroll to page `number`, from 1."""
        if 1 <= number <= len(self._sheets):
            self._scroll_to(self._tops[number - 1] - self._look.theme.space.m)

    # -- larger and smaller -------------------------------------------------------------------------------------
    def zoom_by(self, step: int) -> None:
        """Make the pages larger (+1) or smaller (-1) by one step."""
        now = self._zoom()
        larger = [one for one in _STEPS if one > now + 0.01] or [_STEPS[-1]]
        smaller = [one for one in _STEPS if one < now - 0.01] or [_STEPS[0]]
        self._set_zoom(Fit.FREE, larger[0] if step > 0 else smaller[-1])

    def fit_to(self, fit: Fit) -> None:
        """Make the pages as wide as the view, or so small that a whole one is seen."""
        number = self.page()
        self._set_zoom(fit)
        if fit is Fit.PAGE:
            self.show_page(number)

    def _set_zoom(self, fit: Fit, zoom: float = 1.0, at: QPoint | None = None) -> None:
        """Change the size; the point `at` of the view, else its middle, stays where it is."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        held = at or self.viewport().rect().center()
        before = self._scale()
        self.fit, self._free = fit, min(max(zoom, _STEPS[0]), _STEPS[-1])
        ratio = self._scale() / before
        if abs(ratio - 1.0) > 1e-6:
            goal_x = (across.value() + held.x()) * ratio - held.x()
            goal_y = (down.value() + held.y()) * ratio - held.y()
            self._resize_sheets()
            self._scroll_to(round(goal_y))
            QTimer.singleShot(0, self, lambda: across.setValue(round(goal_x)))
            self._settle_soon()
        self.fit_changed.emit()

    def _zoom(self) -> float:
        """How large the pages are; 1 is as wide as the view."""
        return self._scale() / self._width_scale()

    def _width_scale(self) -> float:
        """Pixels a point, so that the widest page fills the view."""
        room = self.viewport().width() - 2 * self._look.theme.space.m
        return max(min(room, self._look.theme.px(_WIDEST_PX)), 100) / self._largest()[0]

    def _scale(self) -> float:
        """Pixels a point."""
        scale = self._width_scale()
        if self.fit is Fit.PAGE:
            room = self.viewport().height() - 2 * self._look.theme.space.m
            return min(scale, max(room, 100) / self._largest()[1])
        return scale * self._free if self.fit is Fit.FREE else scale

    def _largest(self) -> tuple[float, float]:
        sizes = self._pages.sizes if self._pages is not None else ()
        return max((one for one, _ in sizes), default=_A4_WIDTH), max((one for _, one in sizes), default=842.0)

    # -- what was found -----------------------------------------------------------------------------------------
    def mark(self, found: dict[int, tuple[Box, ...]], current: tuple[int, tuple[Box, ...]] | None) -> None:
        """Mark `found` by page (from 0), and the one that is looked at besides."""
        for number, sheet in enumerate(self._sheets):
            here = current[1] if current is not None and current[0] == number else ()
            sheet.set_marks(found.get(number, ()), here)

    def reveal(self, page: int, where: Box) -> None:
        """Scroll so that a place on a page (from 0) is well inside the view."""
        if page >= len(self._tops):
            return
        scale, view = self._scale(), self.viewport()
        top = self._tops[page] + where[1] * scale
        bar = self.verticalScrollBar()
        if not bar.value() + view.height() * 0.1 <= top <= bar.value() + view.height() * 0.85:
            self._scroll_to(round(top - view.height() / 3))
        left = self._sheets[page].x() + where[0] * scale
        across = self.horizontalScrollBar()
        if not across.value() <= left <= across.value() + view.width() * 0.9:
            across.setValue(round(left - view.width() / 3))

    # -- drawing ------------------------------------------------------------------------------------------------
    def wanted(self) -> tuple[int, float] | None:
        """Name the page nearest to the middle that is in sight, or nearly so, and not drawn as it should be."""
        scale = self._scale() * self.devicePixelRatioF()
        bar = self.verticalScrollBar()
        middle = bar.value() + self.viewport().height() // 2
        lacking = [one for one in self._in_sight(bar.value()) if self._asked.get(one) != scale]
        if not lacking:
            return None
        number = min(lacking, key=lambda one: abs(self._tops[one] + self._sheets[one].height() // 2 - middle))
        self._asked[number] = scale
        return number, scale

    def is_whole(self) -> bool:
        """Whether every page in sight is drawn."""
        here = self._in_sight(self.verticalScrollBar().value())
        return bool(here) and all(self._sheets[number].is_drawn for number in here)

    def take(self, number: int, scale: float, image: PageImage) -> None:
        """Show a page that was drawn, unless its size has changed meanwhile."""
        if number >= len(self._sheets) or self._asked.get(number) != scale:
            return
        sheet = self._sheets[number]
        sheet.set_pixmap(pixmap_of(image, self.devicePixelRatioF()))
        sheet.setAccessibleDescription(image.words)
        self._drawn.pop(number, None)
        self._drawn[number] = None
        while len(self._drawn) > _KEPT:
            oldest, _ = self._drawn.popitem(last=False)
            self._sheets[oldest].set_pixmap(QPixmap())
            self._asked.pop(oldest, None)

    def _in_sight(self, top: int) -> list[int]:
        """Give the pages that are seen from `top`, and those half a view above and below."""
        height = self.viewport().height()
        first, last = top - height // 2, top + height + height // 2
        pairs = zip(self._sheets, self._tops, strict=True)
        return [number for number, (sheet, at) in enumerate(pairs) if at < last and at + sheet.height() > first]

    # -- laying out ---------------------------------------------------------------------------------------------
    def _lay_out(self, count: int) -> None:
        """Have as many sheets as pages; those that are there stay, so that nothing flickers."""
        while len(self._sheets) > count:
            sheet = self._sheets.pop()
            self._column.removeWidget(sheet)
            sheet.deleteLater()
        while len(self._sheets) < count:
            sheet = Sheet(self._look)
            self._sheets.append(sheet)
            self._column.addWidget(sheet)
        for number, sheet in enumerate(self._sheets, 1):
            words = self._look.translator.tr("Page {number} of {total}", number=number, total=count)
            sheet.setAccessibleName(words)

    def _resize_sheets(self) -> None:
        if self._pages is None:
            self._tops = []
            return
        scale = self._scale()
        # Reckoned here and not asked of the layout, which is behind until the next event.
        self._tops, top = [], self._look.theme.space.m
        for sheet, (width, height) in zip(self._sheets, self._pages.sizes, strict=True):
            sheet.set_size(width, height, scale)
            self._tops.append(top)
            top += sheet.height() + self._column.spacing()

    def _scroll_to(self, place: int) -> None:
        """Scroll to `place`; where the pages are not laid out that far yet, as soon as they are."""
        bar = self.verticalScrollBar()
        end = self._tops[-1] + self._sheets[-1].height() + self._look.theme.space.m if self._sheets else 0
        goal = max(min(place, end - self.viewport().height()), 0)
        bar.setValue(goal)
        self._goal = None if bar.value() == goal else goal

    def _lengthened(self) -> None:
        if self._goal is not None:
            self._scroll_to(self._goal)

    def _settle_soon(self) -> None:
        self._settle.start()
        told = (self.page(), len(self._sheets))
        if told != self._told:
            self._told = told
            self.page_changed.emit(*told)

    # -- hands ----------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            number = self.page()
            self._resize_sheets()
            if self.fit is Fit.PAGE:
                self.show_page(number)
            self._settle_soon()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _A_NOTCH
            self._set_zoom(Fit.FREE, self._zoom() * 1.2**notches, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                bar.setValue(bar.value() + (-bar.pageStep() if back else bar.pageStep()))
            case _:
                super().keyPressEvent(event)


class Sheet(QFrame):
    """One page: white until it is drawn."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pixmap = QPixmap()
        self._scale = 1.0
        self._found: tuple[Box, ...] = ()
        self._current: tuple[Box, ...] = ()

    def set_size(self, width: float, height: float, scale: float) -> None:
        """Be as large as a page of so many points at `scale` pixels a point."""
        self._scale = scale
        self.setFixedSize(round(width * scale), round(height * scale))

    def set_pixmap(self, pixmap: QPixmap) -> None:
        """Show what was drawn."""
        self._pixmap = pixmap
        self.update()

    def set_marks(self, found: tuple[Box, ...], current: tuple[Box, ...]) -> None:
        """Mark what was found, and the one that is looked at besides."""
        if (found, current) != (self._found, self._current):
            self._found, self._current = found, current
            self.update()

    @property
    def marks(self) -> int:
        """How many boxes are marked."""
        return len(self._found)

    @property
    def is_drawn(self) -> bool:
        """Whether the page is there."""
        return not self._pixmap.isNull()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.is_drawn:
            painter.drawPixmap(self.rect(), self._pixmap)
            self._paint_marks(painter)
        painter.setPen(self._look.theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        """Colour what was found as a marker pen does: the letters stay black."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for one in self._found:
            painter.fillRect(self._place(one), _CURRENT if one in self._current else _FOUND)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(_CURRENT_EDGE, 2))
        for one in self._current:
            painter.drawRect(self._place(one))

    def _place(self, one: Box) -> QRectF:
        left, top, width, height = (part * self._scale for part in one)
        return QRectF(left - 1, top - 2, width + 2, height + 4)
