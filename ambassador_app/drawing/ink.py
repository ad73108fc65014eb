"""Handwriting as vectors: what the pad collects, what the record keeps, what the report draws."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple, Self, TypeAlias, cast

from ambassador_app.drawing.picture import CubicTo, MoveTo, Path, Picture, Step
from ambassador_app.errors import FieldRefused, SignatureEmpty

INK_BLUE: Final = "#10204a"
_PEN: Final = 0.012  # line width at middle pressure, as a share of the pad's height
_LEAST_PATH: Final = 0.5  # of the pad's height: shorter than any initial, longer than a slip of the hand
_MOST_POINTS: Final = 100_000
_LARGEST_PAD: Final = 100_000.0


class InkPoint(NamedTuple):
    """Where the pen was: position in ink units, pressure from 0 to 1, milliseconds since the pad was opened."""

    x: float
    y: float
    pressure: float
    t_ms: int


Stroke: TypeAlias = tuple[InkPoint, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How ink lies in a box: scaled evenly, then shifted."""

    scale: float
    dx: float
    dy: float

    def to_box(self, x: float, y: float) -> tuple[float, float]:
        """Give the place in the box of a point of the ink."""
        return x * self.scale + self.dx, y * self.scale + self.dy

    def to_ink(self, x: float, y: float) -> tuple[float, float]:
        """Give the point of the ink that lies at a place in the box."""
        return (x - self.dx) / self.scale, (y - self.dy) / self.scale


@dataclass(frozen=True, slots=True)
class Ink:
    """What somebody drew on a pad that was `width` by `height` when the first stroke began.

    The units never change afterwards: a pad that is resized or turned shows the same ink through another `Fit`.
    """

    width: float
    height: float
    strokes: tuple[Stroke, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether this is no signature: nothing, dots, or too short a line."""
        length = sum(math.dist(a[:2], b[:2]) for stroke in self.strokes for a, b in pairwise(stroke))
        return length < _LEAST_PATH * self.height

    @property
    def digest(self) -> str:
        """Name exactly this ink: SHA-256 of its JSON, as hex."""
        return hashlib.sha256(json.dumps(self.to_json(), separators=(",", ":")).encode()).hexdigest()

    def with_stroke(self, stroke: Stroke) -> Self:
        """Return the ink with one more stroke."""
        return replace(self, strokes=(*self.strokes, stroke)) if stroke else self

    def without_last(self) -> Self:
        """Return the ink with the last stroke taken back."""
        return replace(self, strokes=self.strokes[:-1])

    def fit(self, width: float, height: float) -> Fit:
        """Say how the whole pad lies in a box: as large as possible, in the middle, never distorted."""
        scale = max(min(width / self.width, height / self.height), 1e-6)
        return Fit(scale, (width - self.width * scale) / 2, (height - self.height * scale) / 2)

    def without_times(self) -> Self:
        """Return what can be seen of the ink: its lines, not how fast they were drawn."""
        return replace(self, strokes=tuple(tuple(p._replace(t_ms=0) for p in stroke) for stroke in self.strokes))

    def to_json(self) -> dict[str, object]:
        """Give plain JSON; `from_json` gives back an equal value."""
        return {"width": self.width, "height": self.height, "strokes": [[list(p) for p in s] for s in self.strokes]}

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Self:
        """Read what `to_json` wrote. Raises FieldRefused for anything else."""
        try:
            width, height = _number(plain["width"]), _number(plain["height"])
            listed = cast("list[list[list[object]]]", plain["strokes"])
            strokes = tuple(tuple(_point(p) for p in stroke) for stroke in listed)
        except (KeyError, TypeError, ValueError) as error:
            raise FieldRefused(field="ink", value="", allowed="") from error
        sound = 0 < width <= _LARGEST_PAD and 0 < height <= _LARGEST_PAD
        if not sound or sum(map(len, strokes)) > _MOST_POINTS:
            raise FieldRefused(field="ink", value="", allowed="")
        return cls(width, height, strokes)


def demand_signature(ink: Ink) -> None:
    """Raise SignatureEmpty unless something was drawn that can be a signature."""
    if ink.is_empty:
        raise SignatureEmpty


def curves(ink: Ink, colour: str = INK_BLUE) -> tuple[Path, ...]:
    """Give smooth lines through all points (Catmull-Rom as cubic Béziers), thicker where the pen pressed.

    A new path begins where the thickness changes; round ends hide the joint. In ink units.
    """
    pen = _PEN * min(ink.height, ink.width)
    return tuple(path for stroke in ink.strokes for path in _stroke_paths(stroke, pen, colour))


def ink_picture(ink: Ink, width: float, height: float, alt: str, colour: str = INK_BLUE) -> Picture:
    """Draw the ink for a page: cropped to what was drawn, as large as fits `width` by `height`, left and middle.

    Small writing is enlarged at most four times, so that a wisp of a signature stays one.
    """
    points = [p for stroke in ink.strokes for p in stroke]
    if not points:
        return Picture(width, height, (), alt)
    margin = _PEN * ink.height * 2
    left, top = min(p.x for p in points) - margin, min(p.y for p in points) - margin
    wide, high = max(p.x for p in points) + margin - left, max(p.y for p in points) + margin - top
    scale = min(width / wide, height / high, 4 * height / ink.height)
    dy = (height - high * scale) / 2
    paths = tuple(path.moved(scale, -left * scale, dy - top * scale) for path in curves(ink, colour))
    return Picture(width, height, tuple(_rounded(path) for path in paths), alt)


def _stroke_paths(stroke: Stroke, pen: float, colour: str) -> Iterator[Path]:
    points = stroke if len(stroke) > 1 else stroke * 2
    steps: list[Step] = []
    width = -1.0
    for i in range(len(points) - 1):
        before, here, there = points[max(i - 1, 0)], points[i], points[i + 1]
        after = points[min(i + 2, len(points) - 1)]
        wanted = round(pen * (0.4 + 0.6 * (here.pressure + there.pressure)), 2)
        if wanted != width:
            if steps:
                yield Path(tuple(steps), None, colour, width)
            steps, width = [MoveTo(here.x, here.y)], wanted
        steps.append(
            CubicTo(
                here.x + (there.x - before.x) / 6,
                here.y + (there.y - before.y) / 6,
                there.x - (after.x - here.x) / 6,
                there.y - (after.y - here.y) / 6,
                there.x,
                there.y,
            )
        )
    if steps:
        yield Path(tuple(steps), None, colour, width)


def _rounded(path: Path) -> Path:
    """Keep hundredths of a point: nobody sees more, and the file stays small."""
    steps = tuple(type(s)(*(round(getattr(s, n), 2) for n in s.__slots__)) for s in path.steps)
    return replace(path, steps=steps, width=round(path.width, 2))


def _number(plain: object) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not math.isfinite(plain):
        raise TypeError
    return float(plain)


def _point(plain: list[object]) -> InkPoint:
    x, y, pressure, t_ms = (_number(part) for part in plain)
    if not (0.0 <= pressure <= 1.0 and abs(x) <= _LARGEST_PAD and abs(y) <= _LARGEST_PAD):
        raise ValueError
    return InkPoint(x, y, pressure, int(t_ms))
