"""The pages of a PDF as small pictures in a column: arrows and clicks turn to them."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets.pdf_drawing import pixmap_of
from ambassador_app.ui.widgets.pdf_pages import PageImage, PdfPages

Index = QModelIndex | QPersistentModelIndex
_WIDTH: Final = 84


class Thumbnails(QListView):
    """Small pages, drawn when they come into view; the one that is looked at is chosen."""

    with_words = False
    page_wanted = Signal(int)
    """The number of a page, from 1."""
    pages_wanted = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._pages: PdfPages | None = None
        self._fresh: set[int] = set()
        self._following = False
        self._model = _Model(look)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(look, self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(look.theme.px(_WIDTH + 48))
        self.verticalScrollBar().valueChanged.connect(self.pages_wanted)
        self.selectionModel().currentChanged.connect(self._chosen)

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show another file; a small page is the old one until the new one is drawn."""
        self._pages = pages
        self._fresh.clear()
        chosen = self.currentIndex().row()
        self._following = True
        self._model.show(pages.sizes if pages is not None else ())
        self._following = False
        self.follow(chosen + 1)

    def follow(self, number: int) -> None:
        """Choose the page that is looked at, without turning to it."""
        if 1 <= number <= self._model.rowCount() and number != self.currentIndex().row() + 1:
            self._following = True
            self.setCurrentIndex(self._model.index(number - 1))
            self._following = False

    def _chosen(self, now: QModelIndex) -> None:
        if not self._following and now.isValid():
            self.page_wanted.emit(now.row() + 1)

    # -- drawing ------------------------------------------------------------------------------------------------
    def wanted(self) -> tuple[int, float] | None:
        """Name the first page in sight that is not drawn."""
        if self._pages is None or not self.isVisible():
            return None
        first = max(self.indexAt(self.viewport().rect().topLeft()).row(), 0)
        last = self.indexAt(self.viewport().rect().bottomLeft()).row()
        stop = self._model.rowCount() if last < 0 else last + 1
        number = next((one for one in range(first, stop) if one not in self._fresh), None)
        if number is None:
            return None
        self._fresh.add(number)
        return number, self._look.theme.px(_WIDTH) * self.devicePixelRatioF() / self._pages.sizes[number][0]

    def take(self, number: int, _scale: float, image: PageImage) -> None:
        """Show a small page that was drawn."""
        self._model.keep(number, pixmap_of(image, self.devicePixelRatioF()))

    def drawn(self) -> int:
        """Count the small pages that are drawn."""
        return self._model.drawn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pages_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pages_wanted.emit()


class _Model(QAbstractListModel):
    """The small pages there are."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._pixmaps: dict[int, QPixmap] = {}

    def show(self, sizes: tuple[tuple[float, float], ...]) -> None:
        """Have these pages; where nothing but their look is new, the list stays as it is."""
        if sizes == self._sizes:
            return
        self.beginResetModel()
        self._sizes = sizes
        self._pixmaps = {number: one for number, one in self._pixmaps.items() if number < len(sizes)}
        self.endResetModel()

    def keep(self, number: int, pixmap: QPixmap) -> None:
        """Keep a small page."""
        if number < len(self._sizes):
            self._pixmaps[number] = pixmap
            self.dataChanged.emit(self.index(number), self.index(number))

    def drawn(self) -> int:
        """Count them."""
        return len(self._pixmaps)

    def height(self) -> int:
        """How high a small page is, the highest of them."""
        tallest = max((height / width for width, height in self._sizes), default=1.414)
        return round(self._look.theme.px(_WIDTH) * tallest)

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self._sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        number, total = index.row() + 1, len(self._sizes)
        if role == Qt.ItemDataRole.UserRole:
            return self._pixmaps.get(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._look.translator.tr("Page {number} of {total}", number=number, total=total)
        return str(number) if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    """Paints one small page with its number below."""

    def __init__(self, look: Look, parent: Thumbnails) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model, px = index.model(), self._look.theme.px
        height = model.height() if isinstance(model, _Model) else px(119)
        return QSize(px(_WIDTH + 16), height + px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._look.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        area, pixmap = option.rect, index.data(Qt.ItemDataRole.UserRole)
        width, height = theme.px(_WIDTH), area.height() - theme.px(34)
        page = QRect(area.left() + (area.width() - width) // 2, area.top() + theme.px(6), width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(page, Qt.GlobalColor.white)
        if pixmap is not None:
            painter.drawPixmap(page, pixmap)
        painter.setPen(QPen(theme.colour("accent" if chosen else "outline"), theme.px(3) if chosen else 1))
        painter.drawRect(page)
        painter.setFont(theme.font(Type.CAPTION))
        painter.setPen(theme.colour("accent" if chosen else "muted"))
        below = QRect(area.left(), page.bottom() + theme.px(2), area.width(), area.bottom() - page.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2, Qt.PenStyle.DotLine))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()
