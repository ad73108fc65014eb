"""`python -m benchmarks.faults [--syncs N] [--seed S] [--only CELL]`: thousands of syncs, each with a fault.

Whoever begins it again goes on where it was stopped: what a cell came to stands in build/bench/faults-SEED.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.sync.faults import SYNCS, Year

FIGURES = ("syncs", "typed", "live", "replaced", "in_conflict", "gone_with_a_machine", "lost", "duplicates")


def main(words: list[str]) -> int:
    """Do what is left to do, and print the sum. 1 where anything was lost, doubled or not agreed upon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syncs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--only", type=int, help="one cell, with its fault in full")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(words)
    if chosen.only is not None:
        print(Year(chosen.seed, chosen.only).run().line())
        return 0
    file = Path(f"build/bench/faults-{chosen.seed}.jsonl")
    file.parent.mkdir(parents=True, exist_ok=True)
    done = {one["cell"]: one for one in _kept(file)}
    cells = range(-(-chosen.syncs // SYNCS))
    failed = _do([one for one in cells if one not in done], chosen.seed, chosen.workers, file)
    _tell([one for one in _kept(file) if one["cell"] in cells], chosen.seed, failed)
    return 1 if failed else 0


def _kept(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def _do(cells: list[int], seed: int, workers: int, file: Path) -> list[int]:
    """Do the cells side by side, each kept as soon as it is done; give those that failed."""
    failed = []
    with get_context("spawn").Pool(workers, maxtasksperchild=10) as pool:
        for cell, line, fault in pool.imap_unordered(_cell, [(seed, cell) for cell in cells]):
            if fault:
                failed.append(cell)
                print(f"cell {cell}: {fault}", file=sys.stderr, flush=True)
                continue
            with file.open("a", encoding="utf-8") as kept:
                kept.write(line + "\n")
    return sorted(failed)


def _cell(which: tuple[int, int]) -> tuple[int, str, str]:
    seed, cell = which
    try:
        return cell, Year(seed, cell).run().line(), ""
    except Exception as error:  # whatever it is: the others go on, and it is told with its seed
        return cell, "", f"{type(error).__name__}: {error}"


def _tell(done: list[dict[str, Any]], seed: int, failed: list[int]) -> None:
    total = {name: sum(one[name] for one in done) for name in FIGURES}
    print(f"seed {seed}, {len(done)} cells of {SYNCS} syncs, each sync with a fault")
    for name, count in total.items():
        print(f"  {name.replace('_', ' '):<22}{count:>9,}")
    for what in ("faults", "ends"):
        counted: Counter[str] = sum((Counter(one[what]) for one in done), Counter())
        print(f"{what}: " + ", ".join(f"{name} {count:,}" for name, count in counted.most_common()))
    for cell in failed:
        print(f"FAILED: python -m benchmarks.faults --seed {seed} --only {cell}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
