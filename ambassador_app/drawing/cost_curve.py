"""The marginal abatement cost curve: what a tonne of CO2e costs with each measure, and how many tonnes it saves.

Each measure is a block as wide as the tonnes it saves in a year and as high as the price of one; the cheapest stands
first, and what earns money hangs below the line. Numbers stand on the free side of the line, in as many rows as they
need; the key below gives each number its name and price. Prices far beyond the others are cut off, with a broken edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ambassador_app.drawing.palette import PAPER, Palette, area, key_of_kinds, shortened, text_width, wrapped
from ambassador_app.drawing.picture import Anchor, LineTo, MoveTo, Path, Picture, Shape, Text, Weight, line
from ambassador_app.drawing.ticks import step_of, ticks

_TICK: Final = 8.0
_KEY: Final = 7.5
_KEY_LINE: Final = 10.5
_FEW: Final = 12
_MOST_KEYS: Final = 90
_ROWS: Final = 4
_FAR: Final = 2.5
_THIN: Final = 0.8
_ROW: Final = 10.0
_SIDES: Final = (True, False)


@dataclass(frozen=True, slots=True)
class CostBlock:
    """One measure: its number in the table, its name, t CO2e a year, DKK a tonne (negative: it earns), how that
    price is written, and its kind (0 demand, 1 control, 2 supply)."""

    number: str
    label: str
    tonnes: float
    price: float
    shown: str
    kind: int = 0


@dataclass(frozen=True, slots=True)
class CostWords:
    """What stands on the cost curve; `number` writes a tick. `left_out` names, in whole sentences, the measures that
    cannot stand on it."""

    alt: str
    x_title: str
    y_title: str
    number: Callable[[float], str]
    kinds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    top: float
    right: float
    bottom: float
    most: float
    low: float
    high: float
    step: float

    def x(self, tonnes: float) -> float:
        """Place tonnes on the way from the first measure to the last."""
        return self.left + (self.right - self.left) * tonnes / self.most

    def y(self, price: float) -> float:
        """Place a price; what is beyond the axis stands at its end."""
        held = min(max(price, self.low), self.high)
        return self.bottom - (self.bottom - self.top) * (held - self.low) / (self.high - self.low)

    def is_cut(self, price: float) -> bool:
        """Whether a block goes on beyond the axis."""
        return not self.low * (1 + 1e-9) - 1e-9 <= price <= self.high * (1 + 1e-9) + 1e-9


def cost_curve(
    blocks: Sequence[CostBlock],
    words: CostWords,
    *,
    width: float = 482.0,
    height: float = 230.0,
    palette: Palette = PAPER,
) -> Picture:
    """Show the blocks from the cheapest to the dearest. `height` is that of the plot with its axes; the key of numbers
    and what is left out are added below."""
    ordered = sorted(
        (one for one in blocks if one.tonnes > 0 and math.isfinite(one.tonnes) and math.isfinite(one.price)),
        key=lambda one: (one.price, -one.tonnes, one.number),
    )
    frame = _frame(ordered, words, width, height)
    spans = _spans(ordered, frame)
    rows = _rows(ordered, spans, frame)
    frame = _with_room(frame, rows)
    shapes: list[Shape] = list(_grid(frame, words, palette, height - 32.0))
    for one, (x1, x2) in zip(ordered, spans, strict=True):
        shapes += _block(one, x1, x2, frame, palette)
    zero = frame.y(0.0)
    shapes.append(line(frame.left, zero, frame.right, zero, stroke=palette.ink, line_width=0.9))
    shapes += _numbers(ordered, spans, rows, frame, palette)
    below = height + 2
    if any(words.kinds):
        below += 11
        shapes += key_of_kinds(words.kinds, frame.left, below, palette, areas=True)
    key, below = _key(ordered, below + 5, width, palette)
    shapes += key
    for said in (part for whole in words.left_out for part in wrapped(whole, width, _TICK)):
        below += 11
        shapes.append(Text(0.0, below, said, _TICK, colour=palette.muted))
    return Picture(width, below + 4, tuple(shapes), words.alt)


def _frame(ordered: Sequence[CostBlock], words: CostWords, width: float, height: float) -> _Frame:
    low, high = _range(ordered)
    step = step_of(high - low, 6)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    values = _values(low, high, step)
    gutter = max(text_width(words.number(value), _TICK) for value in values) + 8
    most = math.fsum(one.tonnes for one in ordered) or 1.0
    return _Frame(gutter, 22.0, width - 8.0, height - 32.0, most, low, high, step)


def _with_room(frame: _Frame, rows: Sequence[tuple[bool, int | None]]) -> _Frame:
    """Leave room for the rows of numbers where all blocks stand on one side of the line."""
    above, below = (max((row + 1 for up, row in rows if up is side and row is not None), default=0) for side in _SIDES)
    top = frame.top + (_ROW * above if frame.high <= 0 else 0.0)
    return replace(frame, top=top, bottom=frame.bottom - (_ROW * below if frame.low >= 0 else 0.0))


def _range(ordered: Sequence[CostBlock]) -> tuple[float, float]:
    """Give the prices that the axis shows: all, but those far beyond what nine tenths of the tonnes cost are cut."""
    if not ordered:
        return 0.0, 1.0
    prices = [one.price for one in ordered]
    total = math.fsum(one.tonnes for one in ordered)
    inner = [prices[0], prices[-1]]
    so_far, reached = 0.0, []
    for one in ordered:
        so_far += one.tonnes
        reached.append((so_far / total, one.price))
    inner = [next(price for share, price in reached if share >= part - 1e-9) for part in (0.05, 0.95)]
    reach = max(abs(inner[0]), abs(inner[1]), 1.0)
    low, high = max(prices[0], -_FAR * reach), min(prices[-1], _FAR * reach)
    return min(low, 0.0), max(high, 0.0) or (0.0 if low < 0 else 1.0)


def _values(low: float, high: float, step: float) -> list[float]:
    return [round(low + step * i, 6) for i in range(round((high - low) / step) + 1)]


def _spans(ordered: Sequence[CostBlock], frame: _Frame) -> list[tuple[float, float]]:
    """Give each block its left and right edge; even the thinnest is seen."""
    spans, so_far = [], 0.0
    for one in ordered:
        x1, so_far = frame.x(so_far), so_far + one.tonnes
        spans.append((x1, max(frame.x(so_far), x1 + _THIN)))
    return spans


def _block(one: CostBlock, x1: float, x2: float, frame: _Frame, palette: Palette) -> Iterator[Shape]:
    zero, end = frame.y(0.0), frame.y(one.price)
    # A block of no price is still a line to be seen.
    top, bottom = min(zero, end), max(zero, end, min(zero, end) + 1.0)
    yield from area(one.kind, (x1, top, x2, bottom), palette)
    if frame.is_cut(one.price):
        yield _torn(x1, x2, end, palette)


def _torn(x1: float, x2: float, y: float, palette: Palette) -> Path:
    """Draw the broken edge of a block that goes on: a zigzag in the colour of the paper."""
    teeth = max(round((x2 - x1) / 4), 1)
    half = (x2 - x1) / teeth / 2
    steps: list[MoveTo | LineTo] = [MoveTo(x1, y)]
    for tooth in range(teeth):
        start = x1 + 2 * half * tooth
        steps += [LineTo(start + half, y + 3), LineTo(start + 2 * half, y)]
    return Path(tuple(steps), None, palette.ground, 2.2)


def _grid(frame: _Frame, words: CostWords, palette: Palette, foot: float) -> Iterator[Shape]:
    for value in _values(frame.low, frame.high, frame.step):
        y = frame.y(value)
        yield line(frame.left, y, frame.right, y, stroke=palette.grid, line_width=0.6)
        yield Text(frame.left - 6, y + 2.8, words.number(value), _TICK, Anchor.END, colour=palette.muted)
    yield line(frame.left, foot, frame.right, foot, stroke=palette.muted, line_width=0.6)
    for tonnes in ticks(frame.most, 6):
        if tonnes <= frame.most * (1 + 1e-9):
            x = frame.x(tonnes)
            yield line(x, foot, x, foot + 3, stroke=palette.muted, line_width=0.6)
            yield Text(x, foot + 12, words.number(tonnes), _TICK, Anchor.MIDDLE, colour=palette.muted)
    yield Text(0.0, 9.0, words.y_title, 8.5, weight=Weight.SEMIBOLD, colour=palette.ink)
    yield Text(frame.right, foot + 24, words.x_title, 8.5, Anchor.END, Weight.SEMIBOLD, palette.ink)


def _rows(
    ordered: Sequence[CostBlock], spans: Sequence[tuple[float, float]], frame: _Frame
) -> list[tuple[bool, int | None]]:
    """Give each number its side of the line (True: above) and its row, filled from the line outwards; None: no room."""
    ends = {side: [-math.inf] * _ROWS for side in _SIDES}
    found: list[tuple[bool, int | None]] = []
    for one, span in zip(ordered, spans, strict=True):
        above = one.price < 0
        start, end = _place(one, span, frame, len(ordered))
        row = next((i for i, taken in enumerate(ends[above]) if start >= taken + 2), None)
        if row is not None:
            ends[above][row] = end
        found.append((above, row))
    return found


def _place(one: CostBlock, span: tuple[float, float], frame: _Frame, count: int) -> tuple[float, float]:
    wide = text_width(one.number, _size(count))
    start = min(max(sum(span) / 2 - wide / 2, frame.left), frame.right - wide)
    return start, start + wide


def _size(count: int) -> float:
    return 8.0 if count <= _FEW else 6.5


def _numbers(
    ordered: Sequence[CostBlock],
    spans: Sequence[tuple[float, float]],
    rows: Sequence[tuple[bool, int | None]],
    frame: _Frame,
    palette: Palette,
) -> Iterator[Shape]:
    """Write the numbers, with a thin line to those that are not beside their block."""
    size, zero = _size(len(ordered)), frame.y(0.0)
    high = size * 0.75
    for one, span, (above, row) in zip(ordered, spans, rows, strict=True):
        if row is None:
            continue
        off = row * (size + 1.5)
        base = zero - 3 - off if above else zero + 3 + high + off
        if row:
            middle = sum(span) / 2
            yield line(
                middle, zero, middle, base + 1 if above else base - high - 1, stroke=palette.muted, line_width=0.35
            )
        start, _ = _place(one, span, frame, len(ordered))
        yield Text(start, base, one.number, size, weight=Weight.SEMIBOLD, colour=palette.ink)


def _key(ordered: Sequence[CostBlock], top: float, width: float, palette: Palette) -> tuple[list[Shape], float]:
    """List number, name and price of every block in columns; give the shapes and where they end. A key that would
    not fit on a page is left to the table."""
    if len(ordered) > _MOST_KEYS:
        return [], top
    columns = max(2 if len(ordered) <= _FEW else 3, int(width / 195))
    rows = -(-len(ordered) // columns)
    room = width / columns
    numbers = max((text_width(one.number, _KEY) for one in ordered), default=0.0) + 4
    found: list[Shape] = []
    for place, one in enumerate(ordered):
        left, base = place // rows * room, top + (place % rows + 1) * _KEY_LINE
        price = text_width(one.shown, _KEY)
        name = shortened(one.label, room - numbers - price - 10, _KEY)
        found += [
            Text(left + numbers - 4, base, one.number, _KEY, Anchor.END, Weight.SEMIBOLD, palette.ink),
            Text(left + numbers, base, name, _KEY, colour=palette.ink),
            Text(left + room - 10, base, one.shown, _KEY, Anchor.END, colour=palette.muted),
        ]
    return found, top + rows * _KEY_LINE
