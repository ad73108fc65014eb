"""The colours of a chart, handed in by whoever shows it, and the marks that tell kinds apart without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.drawing.picture import (
    INK,
    Close,
    LineTo,
    MoveTo,
    Path,
    Shape,
    Text,
    circle,
    line,
    rectangle,
)

GLYPH: Final = 0.54
"""Mean width of a character as a share of the font size, on the safe side: no fonts are measured here."""
_HATCH: Final = 3.6
_NARROW: Final = 2.4


@dataclass(frozen=True, slots=True)
class Palette:
    """Ground, words, lines, and one colour for each of three kinds (demand, control, supply), all `#rrggbb`."""

    ground: str = "#ffffff"
    ink: str = INK
    muted: str = "#55606f"
    grid: str = "#dfe4ea"
    kinds: tuple[str, str, str] = ("#0f5c4a", "#c07f1f", "#35639b")

    def kind(self, number: int) -> str:
        """Give the colour of a kind."""
        return self.kinds[number % len(self.kinds)]


PAPER: Final = Palette()


def printed(accent: str) -> Palette:
    """Give the colours for white paper, the first kind in the municipality's own."""
    return Palette(kinds=(accent, PAPER.kinds[1], PAPER.kinds[2]))


def mark(kind: int, x: float, y: float, radius: float, palette: Palette) -> Path:
    """Draw a point: a disc, a square, a triangle, so that black and white print tells them apart."""
    colour, edge = palette.kind(kind), palette.ground
    if kind == 0:
        return circle(x, y, radius, fill=colour, stroke=edge, line_width=0.8)
    if kind == 1:
        side = radius * 1.8
        return rectangle(x - side / 2, y - side / 2, side, side, fill=colour, stroke=edge, line_width=0.8)
    high = radius * 1.25
    steps = (MoveTo(x, y - high), LineTo(x + high, y + high * 0.85), LineTo(x - high, y + high * 0.85), Close())
    return Path(steps, colour, edge, 0.8)


def area(kind: int, box: tuple[float, float, float, float], palette: Palette) -> Iterator[Shape]:
    """Fill a box (left, top, right, bottom): plain, with rising lines, or with lying lines. One that is too narrow for
    lines and an edge is only filled, or nothing would be left of it."""
    left, top, right, bottom = box
    yield rectangle(left, top, right - left, bottom - top, fill=palette.kind(kind))
    if right - left < _NARROW:
        return
    if kind == 1:
        yield from _rising(box, palette.ground)
    elif kind == 2:
        y = top + _HATCH
        while y < bottom - 0.4:
            yield line(left, y, right, y, stroke=palette.ground, line_width=0.7)
            y += _HATCH
    yield rectangle(left, top, right - left, bottom - top, stroke=palette.ground, line_width=0.5)


def _rising(box: tuple[float, float, float, float], colour: str) -> Iterator[Shape]:
    """Draw lines from lower left to upper right, each cut to the box."""
    left, top, right, bottom = box
    # A line holds all points with x + y = c.
    c = left + top + _HATCH
    while c < right + bottom - 0.4:
        x1, x2 = max(left, c - bottom), min(right, c - top)
        if x2 - x1 > 0.3:
            yield line(x1, c - x1, x2, c - x2, stroke=colour, line_width=0.7)
        c += _HATCH * 1.4


def key_of_kinds(names: Sequence[str], x: float, y: float, palette: Palette, *, areas: bool) -> Iterator[Shape]:
    """Write the key of kinds on one line, beside a mark or a patch of each; an empty name is left out."""
    for kind, name in enumerate(names):
        if not name:
            continue
        if areas:
            yield from area(kind, (x, y - 6.5, x + 12, y + 0.5), palette)
        else:
            yield mark(kind, x + 5, y - 3, 3.6, palette)
        yield Text(x + 16, y, name, 8.0, colour=palette.ink)
        x += 16 + text_width(name, 8.0) + 16


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text runs, a little more rather than less."""
    return len(text) * size * GLYPH


def shortened(text: str, room: float, size: float) -> str:
    """Cut a text to the room there is, with an ellipsis."""
    most = max(int(room / (size * GLYPH)), 4)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Break a text into lines that fit."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
