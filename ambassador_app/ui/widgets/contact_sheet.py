"""Small photos in rows, each with a tick, a time and a place; several can be chosen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets.photos import fitted

Index = QModelIndex | QPersistentModelIndex
_TILE: Final = 204
_PICTURE: Final = 124


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    """One photo of the sheet. `lead` is its time, `text` its place; one that is `settled` is there already."""

    key: str
    image: QPixmap
    lead: str
    text: str
    ticked: bool = False
    settled: bool = False
    remark: str = ""


class ContactSheet(QListView):
    """The sheet: arrows move, Space ticks what is chosen, Shift and Ctrl choose several.

    It is as high as its photos and scrolls with the page around it.
    """

    ticks_changed = Signal()
    chosen_changed = Signal()
    moved_to = Signal(QRect)
    """Where the photo is that the arrows came to."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._photos = _Photos(look)
        self.setModel(self._photos)
        self.setItemDelegate(_Tile(look, self))
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setSpacing(look.theme.space.xs)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def set_photos(self, photos: Sequence[SheetPhoto]) -> None:
        """Show these photos; what was chosen stays chosen where it is still there."""
        chosen = set(self.chosen())
        self._photos.show(tuple(photos))
        for row, photo in enumerate(photos):
            if photo.key in chosen:
                self.selectionModel().select(self._photos.index(row), self.selectionModel().SelectionFlag.Select)

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        self.setFixedHeight(self.contentsSize().height() + 2 * self.frameWidth() + self._look.theme.space.xs)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved_to.emit(self.visualRect(current))

    def chosen(self) -> tuple[str, ...]:
        """Give the keys of what is chosen, in the order shown."""
        rows = sorted(one.row() for one in self.selectedIndexes())
        return tuple(self._photos.photos[row].key for row in rows if row < len(self._photos.photos))

    def choose(self, key: str) -> None:
        """Choose one photo."""
        for row, photo in enumerate(self._photos.photos):
            if photo.key == key:
                self.setCurrentIndex(self._photos.index(row))

    def ticked(self) -> tuple[str, ...]:
        """Give the keys of what is ticked, in the order shown."""
        return tuple(photo.key for photo in self._photos.photos if photo.key in self._photos.ticked)

    def is_ticked(self, key: str) -> bool:
        """Whether a photo is ticked."""
        return key in self._photos.ticked

    def set_ticked(self, keys: Sequence[str], on: bool) -> None:
        """Tick photos, or take their ticks away."""
        self._photos.tick(set(keys), on)
        self.ticks_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.chosen():
            chosen = self.chosen()
            self.set_ticked(chosen, not all(one in self._photos.ticked for one in chosen))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if index.isValid() and tick_place(self._look, self.visualRect(index)).contains(event.position().toPoint()):
            key = self._photos.photos[index.row()].key
            self.set_ticked((key,), key not in self._photos.ticked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not tick_place(self._look, self.visualRect(index)).contains(event.position().toPoint()):
            key = self._photos.photos[index.row()].key
            self.set_ticked((key,), key not in self._photos.ticked)


def tick_place(look: Look, tile: QRect) -> QRect:
    """Where the tick of a tile is, large enough for a finger."""
    return QRect(tile.left(), tile.top(), look.theme.touch, look.theme.touch)


class _Photos(QAbstractListModel):
    """The photos with their ticks."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.photos: tuple[SheetPhoto, ...] = ()
        self.ticked: set[str] = set()

    def show(self, photos: tuple[SheetPhoto, ...]) -> None:
        self.beginResetModel()
        self.photos = photos
        self.ticked = {one.key for one in photos if one.ticked}
        self.endResetModel()

    def tick(self, keys: set[str], on: bool) -> None:
        allowed = {one.key for one in self.photos if one.key in keys and not one.settled}
        self.ticked = self.ticked | allowed if on else self.ticked - allowed
        if self.photos:
            self.dataChanged.emit(self.index(0), self.index(len(self.photos) - 1))

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        photo = self.photos[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return photo
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            tr = self._look.translator.tr
            state = tr("ticked") if photo.key in self.ticked else tr("not ticked")
            return " · ".join(part for part in (photo.lead, photo.text, photo.remark or state) if part)
        return None


class _Tile(QStyledItemDelegate):
    """Paints one photo of the sheet."""

    def __init__(self, look: Look, sheet: ContactSheet) -> None:
        super().__init__(sheet)
        self._look, self._sheet = look, sheet

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        px = self._look.theme.px
        return QSize(px(_TILE), px(_PICTURE) + px(86))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, photo = self._look.theme, index.data(Qt.ItemDataRole.UserRole)
        state, area = option.state, option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(theme.colour("accent" if chosen else "outline"), 2 if chosen else 1))
        painter.setBrush(theme.colour("accent_soft" if chosen else "surface"))
        painter.drawRoundedRect(area, theme.px(8), theme.px(8))
        inner = area.adjusted(theme.px(6), theme.px(6), -theme.px(6), -theme.px(6))
        picture = QRect(inner.left(), inner.top(), inner.width(), theme.px(_PICTURE) - theme.px(6))
        painter.setOpacity(0.45 if photo.settled else 1.0)
        painter.fillRect(picture, theme.colour("sunken"))
        painter.drawPixmap(fitted(photo.image, picture), photo.image)
        painter.setOpacity(1.0)
        self._write(painter, photo, QRect(inner.left(), picture.bottom() + theme.px(4), inner.width(), theme.px(74)))
        if not photo.settled:
            ticked = self._sheet.is_ticked(photo.key)
            self._paint_tick(painter, picture, ticked)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 3))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))
        painter.restore()

    def _write(self, painter: QPainter, photo: SheetPhoto, place: QRect) -> None:
        theme = self._look.theme
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(Type.STRONG))
        line = painter.fontMetrics().height()
        painter.drawText(QRect(place.left(), place.top(), place.width(), line), Qt.AlignmentFlag.AlignLeft, photo.lead)
        painter.setFont(theme.font(Type.CAPTION))
        painter.setPen(theme.colour("muted" if photo.settled else "text"))
        rest = QRect(place.left(), place.top() + line, place.width(), place.height() - line)
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(rest, int(wrap), self._two_lines(painter, photo.remark or photo.text, rest.width()))

    @staticmethod
    def _two_lines(painter: QPainter, text: str, width: int) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width * 1.75))

    def _paint_tick(self, painter: QPainter, picture: QRect, ticked: bool) -> None:
        theme = self._look.theme
        box = QRect(picture.left() + theme.px(6), picture.top() + theme.px(6), theme.px(26), theme.px(26))
        painter.setPen(QPen(theme.colour("accent" if ticked else "outline"), 2))
        painter.setBrush(theme.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        if ticked:
            size = theme.px(20)
            mark = theme.pixmap("check", 20, "on_accent")
            painter.drawPixmap(
                QRect(box.center().x() - size // 2 + 1, box.center().y() - size // 2 + 1, size, size), mark
            )
