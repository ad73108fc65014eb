"""`ambassador verify`: is this report as it was sealed, by whom, and does its data match?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.cli.files import read_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print the verdict; 0 when everything is as sealed, 1 when not."""
    from ambassador_app.services.reports import verified

    verdict = verified(read_file(arguments.file), arguments.file.name)
    for sentence in verdict.sentences():
        runtime.out(runtime.translator.say(sentence))
    runtime.answer(verdict.to_json())
    return 0 if verdict.good else 1
