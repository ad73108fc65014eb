"""Photos of a visit: a strip of small ones with their captions, and one alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from ambassador_app.domain.place import Reach
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import Flow, column, row
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.choices import ReachToggle
from ambassador_app.ui.widgets.fields import TextField

Load = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """One photo of a strip."""

    id: str
    caption: str = ""
    reach: Reach = Reach.REPORT


class PhotoStrip(QWidget):
    """Small photos side by side, and a place to add one; files can be dropped on it."""

    add_wanted = Signal()
    opened = Signal(str)
    caption_edited = Signal(str, str)
    reach_changed = Signal(str, object)
    remove_wanted = Signal(str)
    mime_dropped = Signal(object)
    """QMimeData: files, pictures, or what only looks like them."""

    def __init__(self, look: Look, tasks: Tasks, *, name: str, load: Load) -> None:
        super().__init__()
        self._look, self._tasks, self._load = look, tasks, load
        self._tiles: dict[str, PhotoTile] = {}
        self._locked = False
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self._flow = Flow(look.theme.space.m)
        self._add = buttons.secondary(look, look.translator.tr("Add photo"), self.add_wanted.emit, "photo")
        buttons.for_fingers(self._add)
        self.setLayout(column(self._add, self._flow, space=look.theme.space.m))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_photos(self, photos: Sequence[PhotoItem]) -> None:
        """Show these photos; those that were shown already are kept as they are."""
        wanted = {photo.id for photo in photos}
        for identifier in [one for one in self._tiles if one not in wanted]:
            self._drop(identifier)
        for photo in photos:
            tile = self._tiles.get(photo.id)
            if tile is None:
                tile = self._made(photo)
            tile.show_item(photo)

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock the strip."""
        self._locked = locked
        self._add.setVisible(not locked)
        self.setAcceptDrops(not locked)
        for tile in self._tiles.values():
            tile.set_read_only(locked)

    def _made(self, photo: PhotoItem) -> PhotoTile:
        tile = PhotoTile(self._look, photo)
        identifier = photo.id
        tile.picture.clicked.connect(lambda _checked=False: self.opened.emit(identifier))
        tile.caption.edited.connect(lambda text: self.caption_edited.emit(identifier, text))
        tile.reach.changed.connect(lambda reach: self.reach_changed.emit(identifier, reach))
        tile.remove.clicked.connect(lambda _checked=False: self.remove_wanted.emit(identifier))
        tile.set_read_only(self._locked)
        self._tiles[identifier] = tile
        self._flow.addWidget(tile)
        load = self._load
        self._tasks.run(lambda: load(identifier), owner=tile, then=tile.picture.set_image)
        return tile

    def _drop(self, identifier: str) -> None:
        tile = self._tiles.pop(identifier)
        self._flow.removeWidget(tile)
        tile.hide()
        tile.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.mime_dropped.emit(event.mimeData())


class PhotoTile(QFrame):
    """One small photo: the picture, its caption, its reach, a bin."""

    def __init__(self, look: Look, photo: PhotoItem) -> None:
        super().__init__()
        tr, space = look.translator.tr, look.theme.space
        self._look = look
        self.setProperty("kind", "card")
        self.picture = Thumbnail(look)
        self.caption = TextField(look, name=tr("Caption"), placeholder=tr("What does it show?"))
        self.reach = ReachToggle(look, photo.reach)
        buttons.for_fingers(self.caption.line)
        self.remove = buttons.for_fingers(buttons.icon_button(look, "trash", tr("Remove the photo"), size=18))
        foot = row(self.reach, 1, self.remove)
        self.setLayout(column(self.picture, self.caption, foot, space=space.xs, margins=space.s))
        self.setMaximumWidth(look.theme.px(212))

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(212), super().sizeHint().height())

    def show_item(self, photo: PhotoItem) -> None:
        """Show caption and reach as they are now."""
        self.caption.set_value(photo.caption)
        self.reach.set_value(photo.reach)
        tr = self._look.translator.tr
        self.picture.setAccessibleName(tr("Photo: {caption}", caption=photo.caption) if photo.caption else tr("Photo"))

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock what can be changed."""
        self.caption.set_read_only(locked)
        self.reach.setEnabled(not locked)
        self.remove.setVisible(not locked)


class Thumbnail(QAbstractButton):
    """A small picture that opens the large one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image = QPixmap()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_image(self, data: bytes) -> None:
        """Show the picture in `data`."""
        self._image.loadFromData(data)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(196), self._look.theme.px(130))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._look.theme.colour("sunken"))
        if not self._image.isNull():
            painter.drawPixmap(fitted(self._image, self.rect()), self._image)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(self._look.theme.colour("focus"))
            pen.setWidth(3)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()


class PhotoView(QWidget):
    """One photo, as large as there is room."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._image = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.theme.px(240), look.theme.px(180))

    def set_image(self, data: bytes) -> None:
        """Show the picture in `data`."""
        self._image.loadFromData(data)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._image.isNull():
            painter.drawPixmap(fitted(self._image, self.rect()), self._image)
        painter.end()


def fitted(image: QPixmap | QImage, into: QRect) -> QRect:
    """Give where `image` lies in `into`: whole, as large as possible, in the middle."""
    size = image.size().scaled(into.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(into.topLeft(), size)
    place.moveCenter(into.center())
    return place
