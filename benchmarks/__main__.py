"""`python -m benchmarks [NAME ...]`: print every figure, and keep them in build/bench/figures.json."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

ALL = (
    "starting",
    "answers",
    "reporting",
    "large_report",
    "sealing",
    "previewing",
    "searching",
    "following",
    "calculating",
    "photographing",
    "walking",
    "serving",
    "carrying",
    "cutting",
    "rivals",
)


def main(wanted: list[str]) -> int:
    """Measure what is wanted, or everything."""
    found = []
    for name in wanted or ALL:
        for figure in import_module(f"benchmarks.{name}").figures():
            print(figure.line(), flush=True)
            found.append(asdict(figure) | {"ratio": figure.ratio})
    target = Path("build/bench/figures.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
