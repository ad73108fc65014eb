"""Round values along an axis, and boxes that must not meet."""

from __future__ import annotations

import math
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def ticks(largest: float, about: int = 5) -> tuple[float, ...]:
    """Give round values from 0 to just past `largest`, about so many of them."""
    if not math.isfinite(largest) or largest < 1e-12:
        largest = 1.0
    step = step_of(largest, about)
    count = max(math.ceil(largest / step - 1e-9), 1)
    return tuple(round(step * i, 10) for i in range(count + 1))


def step_of(span: float, about: int = 5) -> float:
    """Give a round step that goes about so many times into a span above 0."""
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= rough * 0.999)


def within(box: Box, outer: Box) -> bool:
    """Whether a box lies inside another."""
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share a place."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
