"""Paint toolkit-free pictures on ReportLab's canvas."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor

from ambassador_app.drawing.picture import Anchor, Close, CubicTo, LineTo, MoveTo, Path, Picture, Text
from ambassador_app.report.style import WEIGHTS, runs, text_width


def paint(canvas: Any, picture: Picture) -> None:
    """Draw a picture with its lower left corner at the origin."""
    for shape in picture.shapes:
        if isinstance(shape, Path):
            _paint_path(canvas, shape, picture.height)
        else:
            _paint_text(canvas, shape, picture.height)


def _paint_path(canvas: Any, path: Path, height: float) -> None:
    outline = canvas.beginPath()
    for step in path.steps:
        match step:
            case MoveTo(x, y):
                outline.moveTo(x, height - y)
            case LineTo(x, y):
                outline.lineTo(x, height - y)
            case CubicTo(x1, y1, x2, y2, x, y):
                outline.curveTo(x1, height - y1, x2, height - y2, x, height - y)
            case Close():
                outline.close()
    if path.stroke:
        canvas.setStrokeColor(HexColor(path.stroke))
        canvas.setLineWidth(path.width)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
    if path.fill:
        canvas.setFillColor(HexColor(path.fill))
    canvas.drawPath(outline, stroke=int(path.stroke is not None), fill=int(path.fill is not None))


def _paint_text(canvas: Any, text: Text, height: float) -> None:
    write(canvas, text.x, height - text.y, text.text, WEIGHTS[text.weight], text.size, text.colour, text.anchor)


def write(
    canvas: Any, x: float, y: float, text: str, font: str, size: float, colour: str, anchor: Anchor = Anchor.START
) -> None:
    """Write one line, each character in a face that has it."""
    if anchor is not Anchor.START:
        x -= text_width(text, font, size) * (1.0 if anchor is Anchor.END else 0.5)
    canvas.setFillColor(HexColor(colour))
    for face, piece in runs(text.replace("\n", " "), font):
        canvas.setFont(face, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, face, size)
