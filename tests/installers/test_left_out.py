"""What the frozen program leaves out is nothing that its own code asks for, however late."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OFFICE = "office"


def left_out() -> set[str]:
    """The modules that the specification names as not needed."""
    tree = ast.parse((ROOT / "installers" / "ambassador.spec").read_text("utf-8"))
    (names,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "NOT_NEEDED"
    ]
    assert isinstance(names, ast.List)
    return {one.value for one in names.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def imported() -> Iterator[str]:
    """Every module that the program asks for, within functions too; the office is a program of its own."""
    for file in (ROOT / "ambassador_app").rglob("*.py"):
        if OFFICE in file.relative_to(ROOT / "ambassador_app").parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (one.name for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{one.name}" for one in node.names)


def test_nothing_that_the_code_imports_is_left_out() -> None:
    names = left_out()
    assert "tkinter" in names
    asked = {one for one in imported() for name in names if one == name or one.startswith(f"{name}.")}
    assert asked == set()
