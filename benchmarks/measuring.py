"""Side-by-side timing: the two candidates take turns, so that a busy spell of the machine meets both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One published figure: ours against its floor (seconds, or whatever `unit` says), and the aim."""

    name: str
    ours: float
    floor: float | None
    unit: str
    aim: str

    @property
    def ratio(self) -> float | None:
        """How many times the floor ours takes."""
        return self.ours / self.floor if self.floor else None

    def line(self) -> str:
        """The figure on one line."""
        floor = "" if self.floor is None else f"floor {self.floor:.4g} {self.unit}, ratio {self.ratio:.2f}"
        return f"{self.name:<46}{self.ours:>10.4g} {self.unit:<4} {floor:<36} aim {self.aim}"


def seconds_of(job: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def side_by_side(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Give the medians of both, measured in turns. Each callable does its job once and gives what it took."""
    taken = [(ours(), floor()) for _ in range(rounds)]
    return median(one for one, _ in taken), median(other for _, other in taken)
