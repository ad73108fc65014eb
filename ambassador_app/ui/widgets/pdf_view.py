"""Shows the very file: the pages of a PDF, drawn when they come into view."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.pdf_pages import PageImage, PdfPages

_STEPS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_KEPT: Final = 12
_SETTLE_MS: Final = 40


class PdfView(QWidget):
    """Pages below each other, as wide as the view at 100 %, with zoom and the number of the page in sight."""

    page_changed = Signal(int, int)
    failed = Signal()

    def __init__(self, look: Look, tasks: Tasks, name: str) -> None:
        super().__init__()
        self._look, self._tasks, self._name = look, tasks, name
        self._pages: PdfPages | None = None
        self._round = 0
        self._zoom = 1.0
        self._sheets: list[Sheet] = []
        self._tops: list[int] = []
        self._goal: int | None = None
        self._drawn: OrderedDict[int, None] = OrderedDict()
        self._asked: dict[int, float] = {}
        self._column = column(space=look.theme.space.m, margins=look.theme.space.m)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area = QScrollArea()
        self._area.setWidget(box(self._column))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(name)
        self._area.viewport().installEventFilter(self)
        self._area.verticalScrollBar().valueChanged.connect(self._settle_soon)
        self._area.verticalScrollBar().rangeChanged.connect(self._lengthened)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw_visible)
        self._number = labels.caption(look, "")
        self.setLayout(column(self._tools(), self._area))
        self.setFocusProxy(self._area)
        self.setAccessibleName(name)

    def _tools(self) -> QWidget:
        look, tr, space = self._look, self._look.translator.tr, self._look.theme.space
        tools = (
            buttons.icon_button(look, "zoom-out", tr("Smaller"), self.zoom_out, "Ctrl+-"),
            buttons.icon_button(look, "zoom-in", tr("Larger"), self.zoom_in, "Ctrl++"),
            buttons.icon_button(look, "fit-width", tr("Fit the width"), self.fit_width, "Ctrl+0"),
        )
        return box(row(self._number, 1, *tools, space=space.xs, margins=(space.m, space.xs, space.m, space.xs)))

    # -- what is shown ----------------------------------------------------------------------------------------
    def set_pdf(self, data: bytes | None) -> None:
        """Show another file at the same place; None shows nothing."""
        self._round += 1
        number = self._round
        if data is None:
            self._take(None, number)
            return
        self._tasks.run_aside(
            lambda: PdfPages(data), owner=self, then=lambda pages: self._take(pages, number), label=self._name
        )

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sheets)

    def page(self) -> int:
        """Give the number of the page in the middle of the view, from 1; 0 without pages."""
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        return max(bisect_right(self._tops, middle), 1) if self._sheets else 0

    def show_page(self, number: int) -> None:
        """Scroll to page `number`, from 1."""
        if 1 <= number <= len(self._sheets):
            self._scroll_to(self._tops[number - 1] - self._look.theme.space.m)

    def zoom_in(self) -> None:
        """Make the pages larger."""
        self._set_zoom(next((step for step in _STEPS if step > self._zoom + 0.01), _STEPS[-1]))

    def zoom_out(self) -> None:
        """Make the pages smaller."""
        self._set_zoom(next((step for step in reversed(_STEPS) if step < self._zoom - 0.01), _STEPS[0]))

    def fit_width(self) -> None:
        """Make the pages as wide as the view."""
        self._set_zoom(1.0)

    # -- inside -----------------------------------------------------------------------------------------------
    def _take(self, pages: PdfPages | None, number: int) -> None:
        if number != self._round:
            return
        place = self._area.verticalScrollBar().value()
        self._pages = pages
        self._drawn.clear()
        self._asked.clear()
        sizes = pages.sizes if pages is not None else ()
        self._lay_out(len(sizes))
        self._tops = []
        self._resize_sheets()
        QTimer.singleShot(0, self, lambda: self._return_to(place))

    def _return_to(self, place: int) -> None:
        self._scroll_to(place)
        self._draw_visible()

    def _scroll_to(self, place: int) -> None:
        """Scroll to `place`; where the pages are not laid out that far yet, as soon as they are."""
        bar = self._area.verticalScrollBar()
        end = self._tops[-1] + self._sheets[-1].height() + self._look.theme.space.m if self._sheets else 0
        goal = max(min(place, end - self._area.viewport().height()), 0)
        bar.setValue(goal)
        self._goal = None if bar.value() == goal else goal

    def _lengthened(self) -> None:
        if self._goal is not None:
            self._scroll_to(self._goal)

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
            sheet.setAccessibleName(
                self._look.translator.tr("Page {number} of {total}", number=number, total=len(self._sheets))
            )

    def _set_zoom(self, zoom: float) -> None:
        bar = self._area.verticalScrollBar()
        share = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._asked.clear()
        self._resize_sheets()
        QTimer.singleShot(0, self, lambda: bar.setValue(round(share * bar.maximum())))
        self._settle_soon()

    def _scale(self) -> float:
        """Pixels a point, so that the widest page fills the view at 100 %."""
        widest = max((width for width, _ in self._pages.sizes), default=595.0) if self._pages is not None else 595.0
        room = self._area.viewport().width() - 2 * self._look.theme.space.m
        # A page wider than this is harder to read, not easier.
        return max(min(room, self._look.theme.px(980)), 100) / widest * self._zoom

    def _resize_sheets(self) -> None:
        if self._pages is None:
            return
        scale = self._scale()
        # Reckoned here and not asked of the layout, which is behind until the next event.
        self._tops, top = [], self._look.theme.space.m
        for sheet, (width, height) in zip(self._sheets, self._pages.sizes, strict=True):
            sheet.setFixedSize(round(width * scale), round(height * scale))
            self._tops.append(top)
            top += sheet.height() + self._column.spacing()

    def _settle_soon(self) -> None:
        self._settle.start()
        self._tell_page()

    def _tell_page(self) -> None:
        number, total = self.page(), len(self._sheets)
        words = self._look.translator.tr("Page {number} of {total}", number=number, total=total) if total else ""
        if words != self._number.text():
            self._number.setText(words)
            self.page_changed.emit(number, total)

    def _draw_visible(self) -> None:
        top = self._area.verticalScrollBar().value()
        bottom = top + self._area.viewport().height()
        margin = (bottom - top) // 2
        for number, (sheet, at) in enumerate(zip(self._sheets, self._tops, strict=True)):
            if at < bottom + margin and at + sheet.height() > top - margin:
                self._ask_for(number)
        self._tell_page()

    def _ask_for(self, number: int) -> None:
        pages, scale = self._pages, self._scale() * self.devicePixelRatioF()
        if pages is None or self._asked.get(number) == scale:
            return
        self._asked[number] = scale
        self._tasks.run_aside(
            lambda: pages.render(number, scale),
            owner=self,
            then=lambda image: self._show(pages, number, scale, image),
        )

    def _show(self, pages: PdfPages, number: int, scale: float, image: PageImage) -> None:
        if pages is not self._pages or self._asked.get(number) != scale:
            return
        shown = QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._sheets[number].set_pixmap(pixmap)
        self._drawn.pop(number, None)
        self._drawn[number] = None
        while len(self._drawn) > _KEPT:
            oldest, _ = self._drawn.popitem(last=False)
            self._sheets[oldest].set_pixmap(QPixmap())
            self._asked.pop(oldest, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self._resize_sheets()
            self._settle.start()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                super().keyPressEvent(event)


class Sheet(QFrame):
    """One page: white until it is drawn."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pixmap = QPixmap()

    def set_pixmap(self, pixmap: QPixmap) -> None:
        """Show what was drawn."""
        self._pixmap = pixmap
        self.update()

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
        painter.setPen(self._look.theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
