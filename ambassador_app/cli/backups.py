"""`ambassador backup`: everything on this computer in one encrypted, verified file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.errors import FileExists


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the backup and check it."""
    if arguments.file.exists():
        raise FileExists(file=str(arguments.file))
    made = runtime.session.backups.make(arguments.file)
    runtime.out(f"{made.file}  {made.size} bytes  {made.sha256}")
    runtime.answer({"file": str(made.file), "bytes": made.size, "sha256": made.sha256, "at": made.at.isoformat()})
    return 0
