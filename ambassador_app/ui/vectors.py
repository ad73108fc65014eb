"""A drawing in SVG as a picture: reports hold pictures, which every reader and every archive shows alike."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

LONGEST: Final = 1600
"""Pixels of the longer side: over 700 to the inch where a logo stands in a report."""


def is_drawing(data: bytes) -> bool:
    """Whether the bytes look like an SVG file."""
    return b"<svg" in data[:4096]


def picture_of(data: bytes) -> bytes:
    """Give an SVG file as PNG on white, of its own proportions; empty for what cannot be drawn. Any thread may call."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.viewBoxF().size()
    if not renderer.isValid() or size.isEmpty():
        return b""
    scale = LONGEST / max(size.width(), size.height())
    width, height = max(int(size.width() * scale), 1), max(int(size.height() * scale), 1)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(out, b"png").write(image)
    return bytes(out.data().data())
