"""What the answers of a walkthrough say that can be held against the figures of others."""

from __future__ import annotations

from collections.abc import Mapping

from ambassador_app.domain.benchmarks import Observed
from ambassador_app.domain.visit import Answer


def observed_of(answers: Mapping[str, Answer]) -> Observed:
    """Read the lamps that were counted (W) and the leak test of each compressor (the worst, percent)."""
    places: dict[str, dict[str, float]] = {}
    for path, answer in answers.items():
        if isinstance(answer.value, float | int) and not isinstance(answer.value, bool):
            place, _, name = path.rpartition("/")
            places.setdefault(place, {})[name] = float(answer.value)
    watts = [one["ly1_count"] * one["ly1_watt"] for one in places.values() if {"ly1_count", "ly1_watt"} <= set(one)]
    leaks = [
        100 * one["tr4_load"] / (one["tr4_load"] + one["tr4_unload"])
        for one in places.values()
        if {"tr4_load", "tr4_unload"} <= set(one) and one["tr4_load"] + one["tr4_unload"] > 0
    ]
    return Observed(sum(watts) if watts else None, max(leaks, default=None))
