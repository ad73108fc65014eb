"""The charts of screen and report: numbers and ready words in, a picture out. No fonts are measured here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ambassador_app.drawing.picture import INK, Anchor, Picture, Shape, Text, Weight, circle, line, rectangle

ACCENT: Final = "#0f5c4a"
GRID: Final = "#dfe4ea"
MUTED: Final = "#55606f"
_GLYPH: Final = 0.54  # mean width of a character as a share of the font size, on the safe side
_TICK: Final = 8.0

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PaybackPoint:
    """One measure: its number in the table, its name, saving in DKK a year, simple payback in years."""

    number: str
    label: str
    saving: float
    payback: float


@dataclass(frozen=True, slots=True)
class PaybackWords:
    """What stands on the payback chart; `number` writes a tick."""

    alt: str
    x_title: str
    y_title: str
    number: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its value in any unit, how that value is written."""

    label: str
    value: float
    shown: str
    colour: str | None = None


def payback_chart(
    points: Sequence[PaybackPoint],
    words: PaybackWords,
    *,
    width: float = 482.0,
    height: float = 230.0,
    accent: str = ACCENT,
) -> Picture:
    """Show yearly saving (up) against payback (right), each measure a dot with its number.

    Numbers give way to each other; where no place is left a dot stays without one, and the table tells. Points
    that never pay back belong in the table only and are left out here.
    """
    shown = [p for p in points if math.isfinite(p.payback) and math.isfinite(p.saving) and p.payback >= 0]
    xs = ticks(max((p.payback for p in shown), default=1.0))
    ys = ticks(max((p.saving for p in shown), default=1.0))
    gutter = max(text_width(words.number(y), _TICK) for y in ys) + 8
    left, right, top, bottom = gutter, width - 14.0, 22.0, height - 32.0
    plot = (left, top, right, bottom)

    def place(x: float, y: float) -> tuple[float, float]:
        return left + (right - left) * x / xs[-1], bottom - (bottom - top) * max(y, 0.0) / ys[-1]

    shapes: list[Shape] = [*_grid(plot, xs, ys, words)]
    radius = 4.5 if len(shown) <= 20 else 3.2
    spots = [place(p.payback, p.saving) for p in shown]
    for x, y in reversed(spots):
        shapes.append(circle(x, y, radius, fill=accent, stroke="#ffffff", line_width=0.8))
    shapes += _numbers(shown, spots, radius, (left, top - 8, width, bottom))
    return Picture(width, height, tuple(shapes), words.alt)


def bar_chart(bars: Sequence[Bar], *, alt: str, width: float = 482.0, accent: str = ACCENT) -> Picture:
    """Show values as lying bars, one under the other; the height follows their number.

    Names longer than a third of the width are shortened with an ellipsis; the table beside has them whole.
    """
    many = len(bars) > 24
    row, size = (11.5, 7.5) if many else (21.0, 9.0)
    names = [_shortened(bar.label, width * 0.34, size) for bar in bars]
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


def ticks(largest: float, about: int = 5) -> tuple[float, ...]:
    """Give round values from 0 to just past `largest`, about so many of them."""
    if not math.isfinite(largest) or largest <= 0:
        largest = 1.0
    rough = largest / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= rough * 0.999)
    count = max(math.ceil(largest / step - 1e-9), 1)
    return tuple(round(step * i, 10) for i in range(count + 1))


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text runs, a little more rather than less."""
    return len(text) * size * _GLYPH


def _shortened(text: str, room: float, size: float) -> str:
    most = max(int(room / (size * _GLYPH)), 4)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _grid(plot: Box, xs: Sequence[float], ys: Sequence[float], words: PaybackWords) -> Iterable[Shape]:
    left, top, right, bottom = plot
    for value in ys:
        y = bottom - (bottom - top) * value / ys[-1]
        yield line(left, y, right, y, stroke=MUTED if not value else GRID, line_width=0.6)
        yield Text(left - 6, y + 2.8, words.number(value), _TICK, Anchor.END, colour=MUTED)
    for value in xs:
        x = left + (right - left) * value / xs[-1]
        yield line(x, bottom, x, bottom + 3, stroke=MUTED, line_width=0.6)
        yield Text(x, bottom + 13, words.number(value), _TICK, Anchor.MIDDLE, colour=MUTED)
    yield Text(0.0, 9.0, words.y_title, 8.5, weight=Weight.SEMIBOLD, colour=INK)
    yield Text(right, bottom + 27, words.x_title, 8.5, Anchor.END, Weight.SEMIBOLD, INK)


def _numbers(
    points: Sequence[PaybackPoint], spots: Sequence[tuple[float, float]], radius: float, inside: Box
) -> Iterable[Shape]:
    size = 8.5 if len(points) <= 20 else 6.5
    taken: list[Box] = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    for own, (point, (x, y)) in enumerate(zip(points, spots, strict=True)):
        wide, high = text_width(point.number, size), size * 0.78
        gap = radius + 1.5
        for cx, cy in (
            (x + gap, y - high / 2),
            (x - wide / 2, y - gap - high),
            (x - gap - wide, y - high / 2),
            (x - wide / 2, y + gap),
            (x + gap * 0.7, y - gap * 0.7 - high),
            (x - gap * 0.7 - wide, y - gap * 0.7 - high),
        ):
            box = (cx, cy, cx + wide, cy + high)
            if _within(box, inside) and not any(_meet(box, other) for k, other in enumerate(taken) if k != own):
                taken.append(box)
                yield Text(cx, cy + high, point.number, size, weight=Weight.SEMIBOLD)
                break


def _within(box: Box, outer: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
