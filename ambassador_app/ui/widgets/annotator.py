"""A photo to draw on: by mouse, finger, pen or keyboard; the drawing stays beside the picture, as vectors."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ambassador_app.drawing.annotation import COLOURS, Annotation, Mark, Point, Tool, edge_colour, hit, lines
from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import FAMILY, Type
from ambassador_app.ui.widgets.painting import paint_shapes
from ambassador_app.ui.widgets.photos import fitted

_CELLS: Final = 6  # as many as are burnt in
_STEP: Final = 0.01
_REACH: Final = 0.02
_CLOSEST: Final = 0.003  # points of a line drawn by hand that lie nearer to each other tell nothing
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Annotator(QWidget):
    """The picture with its drawing. `tool` None takes hold of what is drawn, to move it or take it away.

    By keyboard: arrows move the cross (with Shift further), Space begins and ends a mark, Delete takes away what lies
    under the cross, or what was drawn last.
    """

    changed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._image = QPixmap()
        self.annotation = Annotation()
        self._undone: list[Annotation] = []
        self._done: list[Annotation] = []
        self.tool: Tool | None = Tool.ARROW
        self.colour = COLOURS[0]
        self.size_of_line = 1
        self._points: list[Point] = []
        self._held: tuple[int, Point] | None = None
        self._before_hold = Annotation()
        self.cross: Point = (0.5, 0.5)
        self._shows_cross = False
        self.words = QLineEdit(self)
        self.words.setAccessibleName(look.translator.tr("Words on the photo"))
        self.words.setPlaceholderText(look.translator.tr("Write, then press Enter"))
        self.words.setFont(look.theme.font(Type.BODY))
        self.words.setMaxLength(120)
        self.words.returnPressed.connect(self.finish_words)
        self.words.editingFinished.connect(self.finish_words)
        self.words.hide()
        self._words_at: Point | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.theme.px(240), look.theme.px(110))
        self.setCursor(Qt.CursorShape.CrossCursor)

    # -- what is drawn ------------------------------------------------------------------------------------------
    def set_picture(self, data: bytes, annotation: Annotation) -> None:
        """Show another picture with its drawing; nothing can be undone then."""
        self._image.loadFromData(data)
        self.annotation, self._done, self._undone = annotation, [], []
        self._points, self._held = [], None
        self.words.hide()
        self.update()
        self.changed.emit()

    @property
    def can_undo(self) -> bool:
        """Whether something was drawn since the picture was opened."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone and can be done again."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the last change back."""
        if self._done:
            self._undone.append(self.annotation)
            self._show(self._done.pop())

    def redo(self) -> None:
        """Make it again."""
        if self._undone:
            self._done.append(self.annotation)
            self._show(self._undone.pop())

    def clear(self) -> None:
        """Take everything away that is drawn."""
        self._change(Annotation())

    def take_away(self) -> None:
        """Take away what lies under the cross, or what was drawn last."""
        number = hit(self.annotation, *self.cross, _REACH) if self._shows_cross else None
        last = len(self.annotation.marks) - 1
        if last >= 0:
            self._change(self.annotation.without(last if number is None else number))

    def set_tool(self, tool: Tool | None) -> None:
        """Draw with another tool."""
        self._abandon()
        self.tool = tool
        self.setCursor(Qt.CursorShape.OpenHandCursor if tool is None else Qt.CursorShape.CrossCursor)

    def _change(self, annotation: Annotation) -> None:
        if annotation != self.annotation:
            self._done.append(self.annotation)
            self._undone = []
            self._show(annotation)

    def _show(self, annotation: Annotation) -> None:
        self.annotation = annotation
        self.update()
        self.changed.emit()

    # -- drawing ------------------------------------------------------------------------------------------------
    def begin(self, place: Point) -> None:
        """Begin a mark, or take hold of one."""
        self.finish_words()
        if self.tool is None:
            number = hit(self.annotation, *place, _REACH)
            self._held = None if number is None else (number, place)
            self._before_hold = self.annotation
        elif self.tool is Tool.TEXT:
            self._ask_words(place)
        else:
            self._points = [place]
        self.update()

    def go_on(self, place: Point) -> None:
        """Go on with what was begun."""
        if self._held is not None:
            number, start = self._held
            there = self._before_hold.marks[number].moved(place[0] - start[0], place[1] - start[1])
            self.annotation = self._before_hold.changed(number, there)
        elif self._points and self.tool is Tool.FREEHAND:
            if max(abs(place[0] - self._points[-1][0]), abs(place[1] - self._points[-1][1])) >= _CLOSEST:
                self._points.append(place)
        elif self._points:
            self._points = [self._points[0], place]
        self.update()

    def end(self, place: Point) -> None:
        """Keep what was begun."""
        self.go_on(place)
        if self._held is not None:
            moved, self.annotation, self._held = self.annotation, self._before_hold, None
            self._change(moved)
        mark = self._begun()
        self._points = []
        if mark is not None:
            self._change(self.annotation.with_mark(mark))
        self.update()

    def _abandon(self) -> None:
        self._points = []
        self.finish_words()
        self.update()

    def _begun(self) -> Mark | None:
        if not self._points or self.tool is None:
            return None
        points = self._points if len(self._points) > 1 else self._points * 2
        return Mark(self.tool, tuple(points), self.colour, self.size_of_line)

    def _ask_words(self, place: Point) -> None:
        at = self._on_screen(place)
        self._words_at = place
        width = min(self._look.theme.px(240), self.width())
        high = self.words.sizeHint().height()
        left = min(round(at.x()), self.width() - width)
        self.words.setGeometry(max(left, 0), min(round(at.y()), self.height() - high), width, high)
        self.words.clear()
        self.words.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish_words(self) -> None:
        """Put the words that are written on the picture."""
        place, self._words_at = self._words_at, None
        if place is None:
            return
        text = self.words.text().strip()
        self.words.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._change(self.annotation.with_mark(Mark(Tool.TEXT, (place,), self.colour, self.size_of_line, text)))

    # -- hands --------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._image.isNull():
            self._shows_cross = False
            self.begin(self._on_picture(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.go_on(self._on_picture(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.end(self._on_picture(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move_cross(_MOVES[key], _STEP * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._shows_cross = True
            under_way = bool(self._points) or self._held is not None
            (self.end if under_way else self.begin)(self.cross)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take_away()
        elif key == Qt.Key.Key_Escape and (self._points or self._words_at is not None):
            self._points, self._words_at = [], None
            self.words.hide()
            self.update()
        else:
            super().keyPressEvent(event)

    def _move_cross(self, way: tuple[int, int], step: float) -> None:
        x, y = (min(max(old + by * step, 0.0), 1.0) for old, by in zip(self.cross, way, strict=True))
        self.cross, self._shows_cross = (x, y), True
        self.go_on(self.cross)

    # -- looks --------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(640), self._look.theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finish_words()

    def place(self) -> QRect:
        """Where the picture lies in the widget."""
        return fitted(self._image, self.rect()) if not self._image.isNull() else self.rect()

    def _on_picture(self, at: QPointF) -> Point:
        there = self.place()
        x, y = (at.x() - there.x()) / max(there.width(), 1), (at.y() - there.y()) / max(there.height(), 1)
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _on_screen(self, point: Point) -> QPointF:
        there = self.place()
        return QPointF(there.x() + point[0] * there.width(), there.y() + point[1] * there.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._look.theme.colour("sunken"))
        there = self.place()
        if not self._image.isNull():
            painter.drawPixmap(there, self._image)
        shown, begun = self.annotation, self._begun()
        if begun is not None:
            shown = replace(shown, marks=(*shown.marks, begun))
        painter.save()
        painter.setClipRect(there)
        painter.translate(there.topLeft())
        paint_annotation(painter, shown, self._image, QSize(there.width(), there.height()))
        painter.restore()
        if self.hasFocus():
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.theme.colour("focus"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        if self._shows_cross:
            at, arm = self._on_screen(self.cross), self._look.theme.px(12)
            for colour, width in (("#ffffff", 4), ("#111418", 2)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawLine(QPointF(at.x() - arm, at.y()), QPointF(at.x() + arm, at.y()))
                painter.drawLine(QPointF(at.x(), at.y() - arm), QPointF(at.x(), at.y() + arm))


def paint_annotation(painter: QPainter, annotation: Annotation, image: QPixmap, size: QSize) -> None:
    """Paint a drawing over its picture, which lies at the origin and is `size` large."""
    for mark in annotation.blurs:
        _paint_blur(painter, mark, image, size)
    for mark in annotation.drawn:
        if mark.tool is Tool.TEXT:
            _paint_words(painter, mark, size)
        else:
            paint_shapes(painter, lines(mark, size.width(), size.height()))


def _paint_blur(painter: QPainter, mark: Mark, image: QPixmap, size: QSize) -> None:
    left, top, right, bottom = mark.rectangle(image.width(), image.height())
    source = QRectF(left, top, max(right - left, 1), max(bottom - top, 1)).toAlignedRect()
    cell = max(source.width(), source.height()) / _CELLS
    few = image.copy(source).scaled(
        max(round(source.width() / cell), 1),
        max(round(source.height() / cell), 1),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top, right, bottom = mark.rectangle(size.width(), size.height())
    painter.drawPixmap(QRectF(left, top, right - left, bottom - top), few, QRectF(few.rect()))


def _paint_words(painter: QPainter, mark: Mark, size: QSize) -> None:
    high = mark.text_size(size.width(), size.height())
    font = QFont(FAMILY)
    font.setPixelSize(max(round(high), 1))
    font.setWeight(QFont.Weight.DemiBold)
    left, top, _, _ = mark.rectangle(size.width(), size.height())
    path = QPainterPath()
    path.addText(QPointF(left, top + QFontMetricsF(font).ascent()), font, mark.text)
    pen = QPen(QColor(edge_colour(mark.colour)), max(high * 0.18, 1))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(mark.colour))
