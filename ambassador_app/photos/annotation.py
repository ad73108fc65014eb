"""A drawing burnt into a picture: lines and words over it, and what was blurred truly gone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.drawing.annotation import Annotation, Mark, Tool, edge_colour, lines
from ambassador_app.drawing.picture import Close, LineTo, MoveTo
from ambassador_app.photos.ingest import jpeg_of, thumbnail_of

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

FONT: Final = "SourceSans3-SemiBold.ttf"
CELLS: Final = 6
"""So many squares at most are left along the longer side of what is blurred: too few for a face or a line of text."""

_FINER: Final = 2  # drawn so many times as large and made smaller again: smooth edges
_TEXT_EDGE: Final = 0.09  # of the size of the letters


@dataclass(frozen=True, slots=True)
class Burnt:
    """A picture with its drawing in it, and its small copy: JPEGs without metadata."""

    report: bytes
    thumbnail: bytes


def burn_in(clean: bytes, annotation: Annotation, fonts: Path) -> Burnt:
    """Draw `annotation` into the picture `clean` (a report JPEG); the same gives the same bytes.

    Nothing of what a blur covers is left: its rectangle is averaged into at most `CELLS` squares along its longer
    side, before anything is written.
    """
    from PIL import Image

    with Image.open(io.BytesIO(clean)) as opened:
        picture = opened.convert("RGB")
    for mark in annotation.blurs:
        _blur(picture, mark)
    if annotation.drawn:
        picture = _drawn_over(picture, annotation.drawn, fonts)
    return Burnt(jpeg_of(picture), thumbnail_of(picture))


def _blur(picture: Image.Image, mark: Mark) -> None:
    from PIL import Image

    left, top, right, bottom = mark.rectangle(picture.width, picture.height)
    box = (int(left), int(top), min(int(right) + 1, picture.width), min(int(bottom) + 1, picture.height))
    wide, high = box[2] - box[0], box[3] - box[1]
    cell = max(wide, high) / CELLS
    cells = (max(round(wide / cell), 1), max(round(high / cell), 1))
    few = picture.crop(box).resize(cells, Image.Resampling.BOX)
    picture.paste(few.resize((wide, high), Image.Resampling.BICUBIC), box[:2])


def _drawn_over(picture: Image.Image, marks: tuple[Mark, ...], fonts: Path) -> Image.Image:
    from PIL import Image, ImageDraw

    size = (picture.width * _FINER, picture.height * _FINER)
    sheet = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(sheet)
    for mark in marks:
        if mark.tool is Tool.TEXT:
            _write(draw, mark, size, fonts)
        else:
            _draw(draw, mark, size)
    fine = sheet.resize(picture.size, Image.Resampling.BOX)
    return Image.alpha_composite(picture.convert("RGBA"), fine).convert("RGB")


def _draw(draw: ImageDraw.ImageDraw, mark: Mark, size: tuple[int, int]) -> None:
    for path in lines(mark, *size):
        points = [(step.x, step.y) for step in path.steps if isinstance(step, MoveTo | LineTo)]
        if any(isinstance(step, Close) for step in path.steps):
            points.append(points[0])
        half = path.width / 2
        if len(points) > 1:
            draw.line(points, fill=path.stroke, width=max(round(path.width), 1), joint="curve")
        for x, y in points:  # round ends and corners
            draw.ellipse((x - half, y - half, x + half, y + half), fill=path.stroke)


def _write(draw: ImageDraw.ImageDraw, mark: Mark, size: tuple[int, int], fonts: Path) -> None:
    from PIL import ImageFont

    high = max(mark.text_size(*size), 1.0)  # FreeType sets nothing smaller
    font = ImageFont.truetype(str(fonts / FONT), high, layout_engine=ImageFont.Layout.BASIC)
    left, top, _, _ = mark.rectangle(*size)
    draw.text(
        (left, top), mark.text, fill=mark.colour, font=font, stroke_width=max(round(high * _TEXT_EDGE), 1),
        stroke_fill=edge_colour(mark.colour),
    )  # fmt: skip
