"""`ambassador export excel VISIT --out FILE.xlsx`: what is here as a file for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import FileExists, RecordNotFound
from ambassador_app.i18n import N_


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("what", choices=["excel", "case-file"])
    parser.add_argument("visit", metavar="VISIT")
    out = N_("FILE.xlsx, or FILE.csv for CSV; for case-file a folder")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=out)
    parser.add_argument("--internal", action="store_true", help=N_("with internal measures and notes"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the file; nothing is overwritten."""
    return _case_file(arguments, runtime) if arguments.what == "case-file" else _measures(arguments, runtime)


def _measures(arguments: argparse.Namespace, runtime: Runtime) -> int:
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


def _case_file(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the sealed report with its facts for a case system into a folder."""
    reports = runtime.session.reports.of_visit(VisitId(arguments.visit))
    if not reports:
        raise RecordNotFound(kind="report", id=arguments.visit)
    language = runtime.translator.language
    given = runtime.session.hand_over.for_case_system(reports[0].id, arguments.out, language)
    facts = given.file.with_name(f"{given.file.stem}.metadata.json")
    runtime.out(str(given.file))
    runtime.out(str(facts))
    runtime.answer(
        {
            "file": str(given.file),
            "visit": arguments.visit,
            "metadata": [str(facts), str(facts.with_suffix(".csv"))],
            "sha256": given.noted.sha256,
        }
    )
    return 0
