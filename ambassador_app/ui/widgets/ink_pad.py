"""The pad that people sign on: mouse, touch or pen, kept as vectors."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ambassador_app.drawing.ink import Ink, InkPoint, curves
from ambassador_app.ui.colours import LIGHT
from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets.painting import paint_shapes

_PRESSURE: Final = 0.5
_LEAST_STEP: Final = 1.0  # px; closer points add bytes, not shape
_TOUCHES: Final = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)


class InkPad(QWidget):
    """White paper with a line. What was drawn keeps its own units, so no resize or rotation can lose any of it."""

    changed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._ink = Ink(1.0, 1.0)
        self._begun = False
        self._drawing: list[InkPoint] = []
        self._locked = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.theme.px(320), look.theme.px(140))
        self._describe()

    # -- what was drawn ---------------------------------------------------------------------------------------
    @property
    def is_empty(self) -> bool:
        """Whether nothing that can be a signature was drawn."""
        return not self._begun or self._ink.is_empty

    def ink(self) -> Ink:
        """Give what was drawn."""
        return self._ink if self._begun else Ink(float(max(self.width(), 1)), float(max(self.height(), 1)))

    def set_ink(self, ink: Ink) -> None:
        """Show `ink` without sending it."""
        self._ink, self._begun = ink, bool(ink.strokes)
        self._drawing = []
        self._describe()
        self.update()

    def clear(self) -> None:
        """Take a new sheet."""
        if self._begun and not self._locked:
            self.set_ink(Ink(1.0, 1.0))
            self.changed.emit()

    def undo_stroke(self) -> None:
        """Take back the last stroke."""
        if self._ink.strokes and not self._locked:
            self.set_ink(self._ink.without_last())
            self.changed.emit()

    def set_read_only(self, locked: bool) -> None:
        """Lock or unlock the pad."""
        self._locked = locked
        self.setCursor(Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.CrossCursor)

    # -- drawing ----------------------------------------------------------------------------------------------
    def _press(self, place: QPointF, pressure: float) -> None:
        if self._locked:
            return
        if not self._begun:
            self._ink = Ink(float(max(self.width(), 1)), float(max(self.height(), 1)))
            self._begun = True
        self._drawing = [self._point(place, pressure)]
        self.update()

    def _move(self, place: QPointF, pressure: float, *, always: bool = False) -> None:
        if not self._drawing:
            return
        point, last = self._point(place, pressure), self._drawing[-1]
        if always or math.dist(point[:2], last[:2]) * self._scale() >= _LEAST_STEP:
            self._drawing.append(point)
            self.update()

    def _release(self, place: QPointF, pressure: float) -> None:
        if not self._drawing:
            return
        self._move(place, pressure, always=True)
        stroke, self._drawing = tuple(self._drawing), []
        self._ink = self._ink.with_stroke(stroke)
        self._describe()
        self.update()
        self.changed.emit()

    def _point(self, place: QPointF, pressure: float) -> InkPoint:
        x, y = self._ink.fit(self.width(), self.height()).to_ink(place.x(), place.y())
        return InkPoint(round(x, 2), round(y, 2), round(min(max(pressure, 0.0), 1.0), 3), self._clock.elapsed())

    def _scale(self) -> float:
        return self._ink.fit(self.width(), self.height()).scale

    # -- pointers ---------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._press(event.position(), _PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position(), _PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._release(event.position(), _PRESSURE)

    def tabletEvent(self, event: QTabletEvent) -> None:
        # Accepted, or Qt would make mouse events of it and draw everything twice.
        event.accept()
        match event.type():
            case QEvent.Type.TabletPress:
                self._press(event.position(), event.pressure())
            case QEvent.Type.TabletMove:
                self._move(event.position(), event.pressure())
            case QEvent.Type.TabletRelease:
                self._release(event.position(), self._drawing[-1].pressure if self._drawing else 0.0)

    def event(self, event: QEvent) -> bool:
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """Follow the first finger; a palm that comes later draws nothing."""
        if event.type() is QEvent.Type.TouchCancel:
            self._drawing = []
            self.update()
            return
        if not event.points():
            return
        first = event.points()[0]
        pressure = first.pressure() if 0.0 < first.pressure() < 1.0 else _PRESSURE
        match first.state():
            case QEventPoint.State.Pressed:
                self._press(first.position(), pressure)
            case QEventPoint.State.Updated | QEventPoint.State.Stationary:
                self._move(first.position(), pressure)
            case QEventPoint.State.Released:
                self._release(first.position(), pressure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if undo and self._ink.strokes:
            self.undo_stroke()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    # -- looks ------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(560), self._look.theme.px(200))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Paper is white in every scheme: so is the report.
        painter.setBrush(Qt.GlobalColor.white)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("focus" if focused else "outline"), 2 if focused else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.px(8), theme.px(8))
        self._paint_line(painter)
        shown = self._ink.with_stroke(tuple(self._drawing)) if self._drawing else self._ink
        if shown.strokes:
            fit = shown.fit(self.width(), self.height())
            painter.translate(fit.dx, fit.dy)
            painter.scale(fit.scale, fit.scale)
            paint_shapes(painter, curves(shown))
        painter.end()

    def _paint_line(self, painter: QPainter) -> None:
        theme = self._look.theme
        base, margin = round(self.height() * 0.74), theme.px(24)
        painter.setPen(QColor(LIGHT.outline))
        painter.drawLine(margin, base, self.width() - margin, base)
        if not self._begun and not self._drawing:
            painter.setPen(QColor(LIGHT.muted))
            painter.setFont(theme.font(Type.CAPTION))
            place = self.rect().adjusted(margin, base + theme.px(4), -margin, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignTop, self._look.translator.tr("Sign here"))

    def _describe(self) -> None:
        """Say in words what an eye sees."""
        translator = self._look.translator
        strokes = len(self._ink.strokes) if self._begun else 0
        state = translator.tn("{count} stroke", "{count} strokes", strokes) if strokes else translator.tr("empty")
        self.setAccessibleName(f"{self._name}: {state}")
