"""Holds the house's size limits: a module of 400 lines, a function of 50."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("ambassador_app", "benchmarks", ".ci")
MODULE_LIMIT = 400
FUNCTION_LIMIT = 50


def main() -> int:
    modules = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    faults = [fault for path in modules for fault in faults_of(path)]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"sizes: {len(modules)} modules, {len(faults)} too large")
    return 1 if faults else 0


def faults_of(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    if (lines := len(source.splitlines())) > MODULE_LIMIT:
        yield f"{name}: {lines} lines, limit {MODULE_LIMIT}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LIMIT:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, limit {FUNCTION_LIMIT}"


if __name__ == "__main__":
    sys.exit(main())
