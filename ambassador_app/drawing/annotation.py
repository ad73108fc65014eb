"""What is drawn on a photo, as vectors beside it: arrows, boxes, lines, words, and what is to be made unreadable.

Places are shares of the picture's sides, 0 to 1 from its upper left corner, so that the same drawing fits the picture
at every size. Lengths (thickness, size of words) are shares of its longer side.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self, TypeAlias, cast

from ambassador_app.drawing.picture import Close, LineTo, MoveTo, Path, Step
from ambassador_app.errors import FieldRefused

COLOURS: Final = ("#e5302a", "#ffc20e", "#1f9d55", "#1769c2", "#111418", "#ffffff")
"""What can be drawn with: red, yellow, green, blue, black, white."""

THICKNESSES: Final = (0.005, 0.009, 0.015)
"""Thin, middle and thick, as shares of the longer side."""

TEXT_LINES: Final = 5.5  # a word is so many times as high as its line would be thick
_HALO: Final = 1.5  # the edge in the opposite shade that keeps a line seen on any ground
_HEAD: Final = 4.5  # the arrow's head against the line's thickness
_MOST_MARKS: Final = 200
_MOST_POINTS: Final = 2500  # a record must stay under 64 KiB to travel to the office
_LONGEST_TEXT: Final = 200
_LEAST_SIDE: Final = 0.004  # smaller than this is a slip of the hand

Point: TypeAlias = tuple[float, float]


class Tool(StrEnum):
    """What a mark is drawn with. BLUR makes what lies in a rectangle unreadable for good where the picture leaves."""

    ARROW = "arrow"
    BOX = "box"
    FREEHAND = "freehand"
    TEXT = "text"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing drawn. Arrow, box and blur have two points (an arrow's head is at the second), words one (the upper
    left corner), a line drawn by hand as many as it took. `size` chooses one of `THICKNESSES`.
    """

    tool: Tool
    points: tuple[Point, ...]
    colour: str = COLOURS[0]
    size: int = 1
    text: str = ""

    @property
    def is_slip(self) -> bool:
        """Whether there is too little of it to be meant."""
        if self.tool is Tool.TEXT:
            return not self.text.strip()
        wide = max(x for x, _ in self.points) - min(x for x, _ in self.points)
        high = max(y for _, y in self.points) - min(y for _, y in self.points)
        if self.tool in (Tool.BOX, Tool.BLUR):
            return min(wide, high) < _LEAST_SIDE
        return max(wide, high) < _LEAST_SIDE

    def moved(self, dx: float, dy: float) -> Self:
        """Return the mark shifted, as far as all of it stays on the picture."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        dx = min(max(dx, -min(xs)), 1 - max(xs))
        dy = min(max(dy, -min(ys)), 1 - max(ys))
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))

    def rectangle(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Give left, top, right and bottom on a picture of `width` by `height`."""
        xs, ys = [x * width for x, _ in self.points], [y * height for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    def thickness(self, width: float, height: float) -> float:
        """Give the thickness of its line on a picture of `width` by `height`."""
        return THICKNESSES[self.size] * max(width, height)

    def text_size(self, width: float, height: float) -> float:
        """Give the size of its letters on a picture of `width` by `height`."""
        return self.thickness(width, height) * TEXT_LINES


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything drawn on one photo, in the order in which it lies on it; blurs lie under the rest."""

    marks: tuple[Mark, ...] = ()

    def with_mark(self, mark: Mark) -> Self:
        """Return the drawing with one more mark, unless that is a slip of the hand or too much to be kept."""
        kept = replace(mark, points=tuple((round(x, 4), round(y, 4)) for x, y in mark.points))
        more = replace(self, marks=(*self.marks, kept))
        return self if mark.is_slip or more.is_too_much else more

    def without(self, number: int) -> Self:
        """Return the drawing without the mark of that number."""
        return replace(self, marks=tuple(one for i, one in enumerate(self.marks) if i != number))

    def changed(self, number: int, mark: Mark) -> Self:
        """Return the drawing with another mark in the place of one."""
        return replace(self, marks=tuple(mark if i == number else one for i, one in enumerate(self.marks)))

    @property
    def is_too_much(self) -> bool:
        """Whether there is more than one record can hold."""
        return len(self.marks) > _MOST_MARKS or sum(len(one.points) for one in self.marks) > _MOST_POINTS

    @property
    def blurs(self) -> tuple[Mark, ...]:
        """What is to be made unreadable."""
        return tuple(one for one in self.marks if one.tool is Tool.BLUR)

    @property
    def drawn(self) -> tuple[Mark, ...]:
        """What is drawn over it."""
        return tuple(one for one in self.marks if one.tool is not Tool.BLUR)

    def to_json(self) -> dict[str, object]:
        """Give plain JSON; `from_json` gives back an equal value."""
        return {
            "marks": [
                {
                    "tool": one.tool.value,
                    "points": [list(point) for point in one.points],
                    "colour": one.colour,
                    "size": one.size,
                    "text": one.text,
                }
                for one in self.marks
            ]
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, object] | None) -> Self:
        """Read what `to_json` wrote; None is nothing drawn. Raises FieldRefused for anything else."""
        if plain is None:
            return cls()
        try:
            marks = tuple(_mark(one) for one in cast("list[dict[str, object]]", plain["marks"]))
        except (KeyError, TypeError, ValueError) as error:
            raise FieldRefused(field="marks", value="", allowed="") from error
        found = cls(marks)
        if found.is_too_much:
            raise FieldRefused(field="marks", value="", allowed="")
        return found


def lines(mark: Mark, width: float, height: float) -> tuple[Path, ...]:
    """Give what a mark looks like on a picture of `width` by `height`: a pale or dark edge, then the line itself.

    Only straight pieces, so that every toolkit draws the same. Words and blurs have no lines.
    """
    thick = mark.thickness(width, height)
    pieces = tuple(_pieces(mark, width, height, thick))
    edge = edge_colour(mark.colour)
    return tuple(
        Path(steps, None, colour, size) for colour, size in ((edge, thick * _HALO), (mark.colour, thick))
        for steps in pieces
    )  # fmt: skip


def edge_colour(colour: str) -> str:
    """Give the colour that sets a line of `colour` off from any ground."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < 150 else "#111418"


def hit(annotation: Annotation, x: float, y: float, reach: float) -> int | None:
    """Tell the number of the uppermost mark at a place, as far as `reach` beside it; None where there is none."""
    order = [*annotation.drawn[::-1], *annotation.blurs[::-1]]
    found = next((one for one in order if _is_near(one, x, y, reach)), None)
    return None if found is None else annotation.marks.index(found)


def _is_near(mark: Mark, x: float, y: float, reach: float) -> bool:
    left, top, right, bottom = mark.rectangle(1.0, 1.0)
    if mark.tool is Tool.TEXT:
        high = THICKNESSES[mark.size] * TEXT_LINES
        right, bottom = left + high * 0.55 * max(len(mark.text), 1), top + high * 1.3
    if mark.tool is Tool.ARROW:
        return _from_segment((x, y), mark.points[0], mark.points[-1]) <= reach
    if mark.tool is Tool.FREEHAND:
        return any(math.dist((x, y), point) <= reach for point in mark.points)
    return left - reach <= x <= right + reach and top - reach <= y <= bottom + reach


def _from_segment(place: Point, start: Point, end: Point) -> float:
    long = math.dist(start, end) ** 2
    if not long:
        return math.dist(place, start)
    share = ((place[0] - start[0]) * (end[0] - start[0]) + (place[1] - start[1]) * (end[1] - start[1])) / long
    share = min(max(share, 0.0), 1.0)
    return math.dist(place, (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))


def _pieces(mark: Mark, width: float, height: float, thick: float) -> Iterator[tuple[Step, ...]]:
    at = [(x * width, y * height) for x, y in mark.points]
    match mark.tool:
        case Tool.ARROW:
            yield _through(at)
            yield _head(at[0], at[-1], thick * _HEAD)
        case Tool.BOX:
            left, top, right, bottom = mark.rectangle(width, height)
            yield (*_through([(left, top), (right, top), (right, bottom), (left, bottom)]), Close())
        case Tool.FREEHAND:
            yield _through(at)


def _through(points: list[Point]) -> tuple[Step, ...]:
    return (MoveTo(*points[0]), *(LineTo(*point) for point in points[1:]))


def _head(start: Point, end: Point, long: float) -> tuple[Step, ...]:
    """Two short lines that meet at the tip."""
    turn = math.atan2(end[1] - start[1], end[0] - start[0])
    wings = [(end[0] - long * math.cos(turn + side), end[1] - long * math.sin(turn + side)) for side in (-0.5, 0.5)]
    return _through([wings[0], end, wings[1]])


_LEAST_POINTS: Final = {Tool.ARROW: 2, Tool.BOX: 2, Tool.BLUR: 2, Tool.FREEHAND: 1, Tool.TEXT: 1}


def _mark(plain: Mapping[str, object]) -> Mark:
    tool, text, size = Tool(str(plain["tool"])), str(plain["text"]), plain["size"]
    points = tuple(_point(one) for one in cast("list[list[float]]", plain["points"]))
    sound = size in range(len(THICKNESSES)) and plain["colour"] in COLOURS
    if not sound or len(text) > _LONGEST_TEXT or len(points) < _LEAST_POINTS[tool]:
        raise ValueError
    return Mark(tool, points, str(plain["colour"]), cast("int", size), text)


def _point(plain: list[float]) -> Point:
    x, y = plain
    if isinstance(x, bool) or isinstance(y, bool) or not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
        raise ValueError
    return float(x), float(y)
