"""`ambassador checklist check`: what a checklist workbook holds, and what cannot be used."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.cli.files import read_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=["check"])
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print what was found; 1 when there are errors."""
    from ambassador_app.services.checklists import inspect_workbook

    found = inspect_workbook(read_file(arguments.file), arguments.file.name)
    say = runtime.translator.say
    remarks = [
        {"level": one.level, "sheet": one.sheet, "row": one.row, "column": one.column, "message": say(one.message)}
        for one in found.remarks
    ]
    for one in remarks:
        place = f"{one['sheet']} {one['column']}{one['row'] or ''}".strip()
        runtime.out(f"{one['level']}: {place}: {one['message']}")
    count = len(found.checklist.questions) if found.checklist else 0
    runtime.out(runtime.translator.tn("{count} question", "{count} questions", count))
    runtime.answer({"questions": count, "remarks": remarks})
    return 1 if found.errors else 0
