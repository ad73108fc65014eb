"""Pictures as PNG, for a format that takes no vectors."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.drawing.picture import Anchor, Close, CubicTo, LineTo, MoveTo, Path, Picture, Shape, Text, Weight

if TYPE_CHECKING:
    from PIL import Image, ImageFont

_SHARPNESS: Final = 3.0  # pixels for a point: 216 to the inch
_FINER: Final = 2  # drawn so many times larger, then made smaller: soft edges
_CURVE_STEPS: Final = 16
_FACES: Final = {
    Weight.REGULAR: "SourceSans3-Regular.ttf",
    Weight.SEMIBOLD: "SourceSans3-SemiBold.ttf",
    Weight.BOLD: "SourceSans3-Bold.ttf",
}
_ANCHORS: Final = {Anchor.START: "ls", Anchor.MIDDLE: "ms", Anchor.END: "rs"}
Point = tuple[float, float]


def png(picture: Picture, fonts: FilePath) -> bytes:
    """Paint a picture on white; `fonts` is the folder with Source Sans 3."""
    from PIL import Image

    scale = _SHARPNESS * _FINER
    size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
    sheet = Image.new("RGB", size, "white")
    for shape in picture.shapes:
        _paint(sheet, shape, scale, fonts)
    out = io.BytesIO()
    sheet.resize((max(size[0] // _FINER, 1), max(size[1] // _FINER, 1)), Image.Resampling.LANCZOS).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _paint(sheet: Image.Image, shape: Shape, scale: float, fonts: FilePath) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(sheet)
    if isinstance(shape, Text):
        face = _face(str(fonts / _FACES[shape.weight]), round(shape.size * scale))
        at = (shape.x * scale, shape.y * scale)
        draw.text(at, shape.text.replace("\n", " "), fill=shape.colour, font=face, anchor=_ANCHORS[shape.anchor])
        return
    lines = [[(x * scale, y * scale) for x, y in line] for line in outlines(shape)]
    if shape.fill:
        for line in lines:
            if len(line) > 2:
                draw.polygon(line, fill=shape.fill)
    if shape.stroke:
        width = max(round(shape.width * scale), 1)
        for line in lines:
            _stroke(draw, line, shape.stroke, width)


def _stroke(draw: Any, line: list[Point], colour: str, width: int) -> None:
    draw.line(line, fill=colour, width=width, joint="curve")
    radius = width / 2
    for x, y in (line[0], line[-1]):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def outlines(path: Path) -> Iterator[list[Point]]:
    """Give each piece of a path as points, curves cut into short lines."""
    line: list[Point] = []
    for step in path.steps:
        match step:
            case MoveTo(x, y):
                if len(line) > 1:
                    yield line
                line = [(x, y)]
            case LineTo(x, y):
                line.append((x, y))
            case CubicTo():
                line += _curve(line[-1], step)
            case Close():
                line.append(line[0])
    if len(line) > 1:
        yield line


def _curve(start: Point, step: CubicTo) -> list[Point]:
    found = []
    for number in range(1, _CURVE_STEPS + 1):
        t = number / _CURVE_STEPS
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        found.append(
            (
                a * start[0] + b * step.x1 + c * step.x2 + d * step.x,
                a * start[1] + b * step.y1 + c * step.y2 + d * step.y,
            )
        )
    return found


@cache
def _face(file: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(file, max(size, 1))
