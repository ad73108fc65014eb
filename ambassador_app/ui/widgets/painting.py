"""Paints the toolkit-free pictures of `drawing` with Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ambassador_app.drawing.picture import (
    Anchor,
    Close,
    CubicTo,
    LineTo,
    MoveTo,
    Path,
    Picture,
    Shape,
    Step,
    Text,
    Weight,
)
from ambassador_app.ui.theme import FAMILY

Recolour = Callable[[str], str]

_WEIGHTS: Final = {
    Weight.REGULAR: QFont.Weight.Normal,
    Weight.SEMIBOLD: QFont.Weight.DemiBold,
    Weight.BOLD: QFont.Weight.Bold,
}


def paint(painter: QPainter, picture: Picture, into: QRectF, recolour: Recolour | None = None) -> None:
    """Paint `picture` as large as fits `into`, in its middle; `recolour` may change each colour."""
    scale = min(into.width() / picture.width, into.height() / picture.height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(
        into.x() + (into.width() - picture.width * scale) / 2, into.y() + (into.height() - picture.height * scale) / 2
    )
    painter.scale(scale, scale)
    paint_shapes(painter, picture.shapes, recolour)
    painter.restore()


def paint_shapes(painter: QPainter, shapes: Iterable[Shape], recolour: Recolour | None = None) -> None:
    """Paint `shapes` in the painter's own units."""
    colour = recolour or _unchanged
    for shape in shapes:
        match shape:
            case Path():
                _paint_path(painter, shape, colour)
            case Text():
                _paint_text(painter, shape, colour)


def outline(steps: Iterable[Step]) -> QPainterPath:
    """Give Qt's path for the steps of a path."""
    path = QPainterPath()
    for step in steps:
        match step:
            case MoveTo(x, y):
                path.moveTo(x, y)
            case LineTo(x, y):
                path.lineTo(x, y)
            case CubicTo(x1, y1, x2, y2, x, y):
                path.cubicTo(x1, y1, x2, y2, x, y)
            case Close():
                path.closeSubpath()
    return path


def _paint_path(painter: QPainter, path: Path, colour: Recolour) -> None:
    if path.stroke is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(QColor(colour(path.stroke)), path.width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if path.fill is None else QColor(colour(path.fill)))
    painter.drawPath(outline(path.steps))


def _paint_text(painter: QPainter, text: Text, colour: Recolour) -> None:
    font = QFont(FAMILY)
    # Whole pixels only: the font is made large and the painter small, so that 6.5 points stay 6.5.
    font.setPixelSize(max(round(text.size * 10), 1))
    font.setWeight(_WEIGHTS[text.weight])
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    width = QFontMetricsF(font).horizontalAdvance(text.text)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[text.anchor]
    painter.save()
    painter.translate(text.x, text.y)
    painter.scale(0.1, 0.1)
    painter.setFont(font)
    painter.setPen(QColor(colour(text.colour)))
    painter.drawText(QPointF(-shift, 0), text.text)
    painter.restore()


def _unchanged(colour: str) -> str:
    return colour
