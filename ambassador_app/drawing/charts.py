"""Bars of screen and report: numbers and ready words in, a picture out. No fonts are measured here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.drawing.palette import shortened, text_width
from ambassador_app.drawing.picture import Anchor, Picture, Shape, Text, Weight, line, rectangle

ACCENT: Final = "#0f5c4a"
GRID: Final = "#dfe4ea"
MUTED: Final = "#55606f"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its value in any unit, how that value is written."""

    label: str
    value: float
    shown: str
    colour: str | None = None


def bar_chart(bars: Sequence[Bar], *, alt: str, width: float = 482.0, accent: str = ACCENT) -> Picture:
    """Show values as lying bars, one under the other; the height follows their number.

    Names longer than a third of the width are shortened with an ellipsis; the table beside has them whole.
    """
    many = len(bars) > 24
    row, size = (11.5, 7.5) if many else (21.0, 9.0)
    names = [shortened(bar.label, width * 0.34, size) for bar in bars]
    start = max((text_width(name, size) for name in names), default=0.0) + 8
    values = max((text_width(bar.shown, size) for bar in bars), default=0.0) + 8
    longest = max((bar.value for bar in bars), default=0.0) or 1.0
    room = max(width - start - values, 20.0)
    shapes: list[Shape] = []
    for i, (bar, name) in enumerate(zip(bars, names, strict=True)):
        top, thick = i * row + row * 0.16, row * 0.68
        base = top + thick / 2 + size * 0.34
        reach = max(room * max(bar.value, 0.0) / longest, 0.8)
        shapes += [
            Text(start - 8, base, name, size, Anchor.END),
            rectangle(start, top, reach, thick, radius=1.5, fill=bar.colour or accent),
            Text(start + reach + 5, base, bar.shown, size, weight=Weight.SEMIBOLD),
        ]
    height = max(len(bars) * row, 1.0)
    shapes.append(line(start, 0.0, start, height, stroke=MUTED, line_width=0.6))
    return Picture(width, height, tuple(shapes), alt)
