"""`ambassador export excel VISIT --out FILE.xlsx`: what is here as a file for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import FileExists
from ambassador_app.i18n import N_


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=["excel"])
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=N_("FILE.xlsx, or FILE.csv for CSV"))
    parser.add_argument("--internal", action="store_true", help=N_("with internal measures and notes"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the file; nothing is overwritten."""
    if arguments.out.exists():
        raise FileExists(file=str(arguments.out))
    exports = runtime.session.measure_exports
    found = exports.of_visit(VisitId(arguments.visit))
    written = exports.save(
        found,
        arguments.out,
        language=runtime.translator.language,
        internal=arguments.internal,
        progress=runtime.progress,
    )
    runtime.out(str(written))
    runtime.answer({"file": str(written), "visit": arguments.visit, "measures": len(found)})
    return 0
