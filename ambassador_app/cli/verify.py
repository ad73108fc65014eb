"""`ambassador verify`: is this report as it was sealed, by whom, and does its data match?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Print the verdict; 0 when everything is as sealed, 1 when not."""
    from ambassador_app.services.checking import check_file
    from ambassador_app.services.redrawing import Redrawing

    verdict = check_file(arguments.file, Redrawing(runtime.around.resources(), runtime.around.translator))
    translator = runtime.translator
    runtime.out(translator.say(verdict.headline))
    for finding in verdict.findings():
        told = [translator.say(one) for one in finding.told]
        runtime.out(f"  {translator.tr(finding.heading)}")
        for sentence in told:
            runtime.out(f"    {sentence}")
    runtime.answer({**verdict.to_json(), "differences": [translator.say(one) for one in verdict.differences]})
    return 0 if verdict.good else 1
