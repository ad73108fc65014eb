"""From the start of the process to the first paint and to a usable window."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.seeding import profile_with

ROUNDS = 7
FEW, MANY = 10, 100_000


def figures() -> Iterator[Figure]:
    """Start bare, with few and with many visits in turns."""
    homes = {FEW: str(profile_with(FEW)), MANY: str(profile_with(MANY))}
    bare: list[float] = []
    painted: list[float] = []
    usable: dict[int, list[float]] = {FEW: [], MANY: []}
    for warm in (True, *[False] * ROUNDS):
        floor = heard("bare")
        found = {count: heard(home) for count, home in homes.items()}
        if warm:
            continue
        bare.append(floor["painted"])
        painted.append(found[FEW]["painted"])
        for count, words in found.items():
            usable[count].append(words["usable"])
    yield Figure("first paint", median(painted), median(bare), "s", "≤ 1.5×")
    yield Figure(f"usable with {FEW} visits", median(usable[FEW]), None, "s", "≤ 0.7 s")
    yield Figure(f"usable with {MANY:,} visits", median(usable[MANY]), median(usable[FEW]), "s", "≤ 1.1×")


def heard(what: str) -> dict[str, float]:
    """Start a process and give the seconds until it said each word."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.window", what],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        found: dict[str, float] = {}
        for line in process.stdout or ():
            found.setdefault(line.strip(), time.perf_counter() - start)
    return found
