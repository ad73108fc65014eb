"""The payback chart: what each measure saves in a year against how soon it has paid for itself.

The years stand in bands of equal width (to 1, 3, 5, 10, 20), because most measures are worth telling apart below five
years; what pays at once and what takes longer than 20 years have strips of their own, and what has no payback is named
below. So every measure of the list is found on the sheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ambassador_app.drawing.palette import PAPER, Palette, key_of_kinds, mark, text_width, wrapped
from ambassador_app.drawing.picture import Anchor, Picture, Shape, Text, Weight, line, rectangle
from ambassador_app.drawing.ticks import Box, meet, ticks, within

EDGES: Final = (0.0, 1.0, 3.0, 5.0, 10.0, 20.0)
"""Years at which a band ends."""
_TICK: Final = 8.0
_SKEWED: Final = 10.0
_MANY: Final = 20


@dataclass(frozen=True, slots=True)
class PaybackPoint:
    """One measure: its number in the table, its name, saving in DKK a year, simple payback in years (0: at once),
    and its kind (0 demand, 1 control, 2 supply)."""

    number: str
    label: str
    saving: float
    payback: float
    kind: int = 0


@dataclass(frozen=True, slots=True)
class PaybackWords:
    """What stands on the payback chart; `number` writes a tick. `left_out` names, in whole sentences, the measures
    that cannot stand on it."""

    alt: str
    x_title: str
    y_title: str
    number: Callable[[float], str]
    at_once: str = ""
    longer: str = ""
    uneven: str = ""
    kinds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things are: the plot, the strips beside it, the last edge, and the scale of the savings."""

    left: float
    top: float
    right: float
    bottom: float
    strip: float
    at_once: bool
    longer: bool
    edges: tuple[float, ...]
    values: tuple[float, ...]
    uneven: bool

    @property
    def start(self) -> float:
        """Where the years begin, right of the strip of what pays at once."""
        return self.left + (self.strip if self.at_once else 0.0)

    @property
    def end(self) -> float:
        """Where they end, left of the strip of what takes longer."""
        return self.right - (self.strip if self.longer else 0.0)

    def x(self, years: float) -> float:
        """Place a payback: bands are equally wide, and even inside."""
        if years <= 0 and self.at_once:
            return self.left + self.strip / 2
        if years > self.edges[-1]:
            return self.end + self.strip / 2
        band = next(i for i, edge in enumerate(self.edges[1:]) if years <= edge)
        low, high = self.edges[band], self.edges[band + 1]
        return self.start + (band + (years - low) / (high - low)) * (self.end - self.start) / (len(self.edges) - 1)

    def y(self, saving: float) -> float:
        """Place a saving, evenly or with each line ten times the one below."""
        low, high = self.values[0], self.values[-1]
        if self.uneven:
            share = (math.log10(max(saving, low)) - math.log10(low)) / (math.log10(high) - math.log10(low))
        else:
            share = saving / high
        return self.bottom - (self.bottom - self.top) * min(max(share, 0.0), 1.0)


def payback_chart(
    points: Sequence[PaybackPoint],
    words: PaybackWords,
    *,
    width: float = 482.0,
    height: float = 250.0,
    palette: Palette = PAPER,
) -> Picture:
    """Show yearly saving (up) against payback (right), each measure a mark with its number.

    `height` is that of the plot with its axes; the key and what is left out are added below. Numbers give way to each
    other; where no place is left a mark stays without one, and the table tells.
    """
    shown = [p for p in points if math.isfinite(p.payback) and math.isfinite(p.saving) and p.payback >= 0]
    frame = _frame(shown, words, width, height)
    shapes: list[Shape] = [*_grid(frame, words, palette)]
    radius = 4.5 if len(shown) <= _MANY else 3.2
    spots = [(frame.x(p.payback), frame.y(p.saving)) for p in shown]
    for point, (x, y) in reversed(list(zip(shown, spots, strict=True))):
        shapes.append(mark(point.kind, x, y, radius, palette))
    shapes += _numbers(shown, spots, radius, (frame.left - 2, frame.top - 10, width, frame.bottom), palette)
    below = height + 4
    if any(words.kinds):
        below += 10
        shapes += key_of_kinds(words.kinds, frame.left, below, palette, areas=False)
    for said in (part for whole in words.left_out for part in wrapped(whole, width, _TICK)):
        below += 11
        shapes.append(Text(0.0, below, said, _TICK, colour=palette.muted))
    return Picture(width, below + 4, tuple(shapes), words.alt)


def _frame(shown: Sequence[PaybackPoint], words: PaybackWords, width: float, height: float) -> _Frame:
    longest = max((p.payback for p in shown if p.payback <= EDGES[-1]), default=0.0)
    longer = any(p.payback > EDGES[-1] for p in shown)
    last = len(EDGES) - 1 if longer else max(next(i for i, edge in enumerate(EDGES) if longest <= edge), 2)
    savings = [p.saving for p in shown if p.saving > 0]
    uneven = len(savings) > 4 and max(savings) > _SKEWED * median(savings)
    values = _tens(savings) if uneven else ticks(max(savings, default=1.0))
    gutter = max(text_width(words.number(value), _TICK) for value in values) + 8
    strip = max(text_width(words.at_once, _TICK), text_width(words.longer, _TICK), 34.0) + 16
    return _Frame(
        left=gutter,
        top=26.0,
        right=width - 8.0,
        bottom=height - 30.0,
        strip=strip,
        at_once=any(p.payback == 0 for p in shown),
        longer=longer,
        edges=EDGES[: last + 1],
        values=values,
        uneven=uneven,
    )


def _tens(savings: Sequence[float]) -> tuple[float, ...]:
    """Give powers of ten about the savings, four steps at most: smaller ones stand on the lowest line."""
    high = math.ceil(math.log10(max(savings)) - 1e-9)
    low = max(math.floor(math.log10(min(savings)) + 1e-9), high - 4)
    return tuple(10.0**power for power in range(min(low, high - 1), high + 1))


def _grid(frame: _Frame, words: PaybackWords, palette: Palette) -> Iterator[Shape]:
    borders = _borders(frame)
    for i in range(2, len(borders) - 1, 2):
        wide = borders[i + 1] - borders[i]
        yield rectangle(borders[i], frame.top, wide, frame.bottom - frame.top, fill=_mixed(palette))
    for value in frame.values:
        y = frame.y(value)
        colour = palette.muted if value == frame.values[0] else palette.grid
        yield line(frame.left, y, frame.right, y, stroke=colour, line_width=0.6)
        yield Text(frame.left - 6, y + 2.8, words.number(value), _TICK, Anchor.END, colour=palette.muted)
    for edge, x in zip(frame.edges, borders, strict=True):
        yield line(x, frame.bottom, x, frame.bottom + 3, stroke=palette.muted, line_width=0.6)
        yield Text(x, frame.bottom + 12, words.number(edge), _TICK, Anchor.MIDDLE, colour=palette.muted)
    if frame.at_once:
        yield from _strip(frame, frame.left + frame.strip / 2, frame.start, words.at_once, palette)
    if frame.longer:
        yield from _strip(frame, frame.end + frame.strip / 2, frame.end, words.longer, palette)
    title = f"{words.y_title} ({words.uneven})" if frame.uneven and words.uneven else words.y_title
    yield Text(0.0, 9.0, title, 8.5, weight=Weight.SEMIBOLD, colour=palette.ink)
    yield Text(frame.right, frame.bottom + 25, words.x_title, 8.5, Anchor.END, Weight.SEMIBOLD, palette.ink)


def _borders(frame: _Frame) -> list[float]:
    """Give the place of each edge between two bands."""
    wide = (frame.end - frame.start) / (len(frame.edges) - 1)
    return [frame.start + i * wide for i in range(len(frame.edges))]


def _strip(frame: _Frame, middle: float, border: float, name: str, palette: Palette) -> Iterator[Shape]:
    yield line(border, frame.top, border, frame.bottom, stroke=palette.muted, line_width=0.6)
    yield Text(middle, frame.bottom + 12, name, _TICK, Anchor.MIDDLE, colour=palette.muted)


def _mixed(palette: Palette) -> str:
    """Give a ground between the paper and the grid's lines."""
    pairs = zip(_parts(palette.ground), _parts(palette.grid), strict=True)
    return "#" + "".join(f"{round(0.65 * ground + 0.35 * grid):02x}" for ground, grid in pairs)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _numbers(
    points: Sequence[PaybackPoint],
    spots: Sequence[tuple[float, float]],
    radius: float,
    inside: Box,
    palette: Palette,
) -> Iterator[Shape]:
    size = 8.5 if len(points) <= _MANY else 6.5
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
            (x + gap * 0.7, y + gap * 0.7),
            (x - gap * 0.7 - wide, y + gap * 0.7),
        ):
            box = (cx, cy, cx + wide, cy + high)
            if within(box, inside) and not any(meet(box, other) for k, other in enumerate(taken) if k != own):
                taken.append(box)
                yield Text(cx, cy + high, point.number, size, weight=Weight.SEMIBOLD, colour=palette.ink)
                break
