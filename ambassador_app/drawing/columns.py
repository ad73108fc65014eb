"""Standing bars in parts, one beside the other: what a site used by year or by month."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.drawing.palette import PAPER, Palette, text_width
from ambassador_app.drawing.picture import Anchor, Picture, Shape, Text, Weight, line, rectangle
from ambassador_app.drawing.ticks import ticks

PART_COLOURS: Final = ("#0f5c4a", "#d08a1d", "#3c6da8", "#9a4468", "#6f8a2c", "#7a6a58", "#5a5f9e", "#a8563c")
_SIZE: Final = 8.0
_LINE: Final = 13.0


@dataclass(frozen=True, slots=True)
class PartName:
    """What one colour stands for."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar: its name, its parts from below in the order of the names, and a mark across it (None for none).

    A bar that is not whole is drawn pale.
    """

    label: str
    parts: tuple[float, ...]
    mark: float | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class StackWords:
    """What stands on the chart; `number` writes a tick, `mark` says what the line across a bar is."""

    alt: str
    title: str
    number: Callable[[float], str]
    mark: str = ""


def column_chart(
    stacks: Sequence[Stack],
    names: Sequence[PartName],
    words: StackWords,
    *,
    width: float = 482.0,
    height: float = 190.0,
    palette: Palette = PAPER,
) -> Picture:
    """Show each stack as a bar of its parts, with the names of the colours above."""
    tallest = max((max(sum(one.parts), one.mark or 0.0) for one in stacks), default=0.0)
    ys = ticks(tallest if tallest > 1e-6 else 0.0, about=4)
    left = max(text_width(words.number(y), _SIZE) for y in ys) + 8
    shapes, top = _legend(names, words, width, palette, marked=any(one.mark is not None for one in stacks))
    bottom = height - 16.0
    for value in ys:
        y = bottom - (bottom - top) * value / ys[-1]
        shapes.append(line(left, y, width, y, stroke=palette.muted if not value else palette.grid, line_width=0.6))
        shapes.append(Text(left - 6, y + 2.8, words.number(value), _SIZE, Anchor.END, colour=palette.muted))
    room = (width - left) / max(len(stacks), 1)
    scale = (bottom - top) / ys[-1]
    every = max(1, math.ceil(max((text_width(one.label, _SIZE) for one in stacks), default=0.0) / max(room - 3, 1)))
    for at, one in enumerate(stacks):
        middle = left + room * (at + 0.5)
        shapes += _bar(one, names, middle, min(room * 0.62, 46.0), bottom, scale, palette)
        if at % every == 0:
            shapes.append(Text(middle, height - 4, one.label, _SIZE, Anchor.MIDDLE, colour=palette.muted))
    return Picture(width, height, tuple(shapes), words.alt)


def _bar(
    one: Stack, names: Sequence[PartName], middle: float, thick: float, bottom: float, scale: float, palette: Palette
) -> list[Shape]:
    found: list[Shape] = []
    base = bottom
    for part, name in zip(one.parts, names, strict=True):
        high = max(part, 0.0) * scale
        if high > 0:
            colour = name.colour if one.is_whole else pale(name.colour, palette.ground)
            found.append(rectangle(middle - thick / 2, base - high, thick, high, fill=colour))
        base -= high
    if one.mark is not None:
        y = bottom - one.mark * scale
        found.append(line(middle - thick / 2 - 3, y, middle + thick / 2 + 3, y, stroke=palette.ink, line_width=1.6))
    return found


def _legend(
    names: Sequence[PartName], words: StackWords, width: float, palette: Palette, *, marked: bool
) -> tuple[list[Shape], float]:
    """Name the unit and the colours on as many lines as they need; give them and where the plot may begin."""
    shapes: list[Shape] = [Text(0.0, 9.0, words.title, 8.5, weight=Weight.SEMIBOLD, colour=palette.ink)]
    x, y = text_width(words.title, 8.5) + 14, 9.0
    entries = [(name.label, name.colour) for name in names] + ([(words.mark, "")] if marked and words.mark else [])
    for label, colour in entries:
        wide = text_width(label, _SIZE) + 22
        if x + wide > width:
            x, y = 0.0, y + _LINE
        if colour:
            shapes.append(rectangle(x, y - 6.5, 8, 8, radius=1.5, fill=colour))
        else:
            shapes.append(line(x, y - 2.5, x + 9, y - 2.5, stroke=palette.ink, line_width=1.6))
        shapes.append(Text(x + 12, y, label, _SIZE, colour=palette.ink))
        x += wide
    return shapes, y + 14.0


def pale(colour: str, ground: str) -> str:
    """Give a colour two thirds of the way to the ground: something is missing from what it shows."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{(one + 2 * other) // 3:02x}" for one, other in pairs)
