"""A picture as plain values: paths and text in points, origin top left, y down; any toolkit can paint it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

INK: Final = "#1c2430"
_KAPPA: Final = 0.5522847498  # a quarter circle as one cubic curve


class Anchor(StrEnum):
    """Which end of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Weight(StrEnum):
    """How heavy a text is set."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Begin a new piece of a path."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LineTo:
    """Go straight to a point."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CubicTo:
    """Go along a cubic Bézier curve with two control points."""

    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Close:
    """Go back to where the piece began."""


Step: TypeAlias = MoveTo | LineTo | CubicTo | Close


@dataclass(frozen=True, slots=True)
class Path:
    """An outline, filled, stroked or both; colours are `#rrggbb`; ends and corners of a stroke are round."""

    steps: tuple[Step, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0

    def moved(self, scale: float, dx: float, dy: float) -> Path:
        """Return the path scaled about the origin, then shifted; its line width is scaled too."""
        steps = tuple(_moved(step, scale, dx, dy) for step in self.steps)
        return replace(self, steps=steps, width=self.width * scale)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; y is its base line, `size` the font size."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = Anchor.START
    weight: Weight = Weight.REGULAR
    colour: str = INK

    def moved(self, scale: float, dx: float, dy: float) -> Text:
        """Return the text scaled about the origin, then shifted."""
        return replace(self, x=self.x * scale + dx, y=self.y * scale + dy, size=self.size * scale)


Shape: TypeAlias = Path | Text


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in painting order on a sheet of `width` by `height` points.

    `alt` says in words what the picture shows, for those who do not see it.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    alt: str

    def scaled(self, factor: float) -> Picture:
        """Return the same picture `factor` times as large."""
        shapes = tuple(shape.moved(factor, 0.0, 0.0) for shape in self.shapes)
        return Picture(self.width * factor, self.height * factor, shapes, self.alt)


def _moved(step: Step, k: float, dx: float, dy: float) -> Step:
    match step:
        case MoveTo(x, y):
            return MoveTo(x * k + dx, y * k + dy)
        case LineTo(x, y):
            return LineTo(x * k + dx, y * k + dy)
        case CubicTo(x1, y1, x2, y2, x, y):
            return CubicTo(x1 * k + dx, y1 * k + dy, x2 * k + dx, y2 * k + dy, x * k + dx, y * k + dy)
        case Close():
            return step


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    radius: float = 0.0,
    fill: str | None = None,
    stroke: str | None = None,
    line_width: float = 1.0,
) -> Path:
    """Draw a rectangle, its corners rounded by `radius`."""
    r = max(0.0, min(radius, width / 2, height / 2))
    right, bottom, c = x + width, y + height, r * (1 - _KAPPA)
    if not r:
        steps: tuple[Step, ...] = (MoveTo(x, y), LineTo(right, y), LineTo(right, bottom), LineTo(x, bottom), Close())
        return Path(steps, fill, stroke, line_width)
    steps = (
        MoveTo(x + r, y),
        LineTo(right - r, y),
        CubicTo(right - c, y, right, y + c, right, y + r),
        LineTo(right, bottom - r),
        CubicTo(right, bottom - c, right - c, bottom, right - r, bottom),
        LineTo(x + r, bottom),
        CubicTo(x + c, bottom, x, bottom - c, x, bottom - r),
        LineTo(x, y + r),
        CubicTo(x, y + c, x + c, y, x + r, y),
        Close(),
    )
    return Path(steps, fill, stroke, line_width)


def circle(
    x: float, y: float, radius: float, *, fill: str | None = None, stroke: str | None = None, line_width: float = 1.0
) -> Path:
    """Draw a circle about (x, y)."""
    return rectangle(
        x - radius, y - radius, 2 * radius, 2 * radius, radius=radius, fill=fill, stroke=stroke, line_width=line_width
    )


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str, line_width: float = 1.0) -> Path:
    """Draw a straight line."""
    return Path((MoveTo(x1, y1), LineTo(x2, y2)), None, stroke, line_width)
