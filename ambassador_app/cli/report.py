"""`ambassador report`: the report of a visit as a file, sealed if the visit is, else marked as a preview."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import FileExists
from ambassador_app.i18n import N_


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument(
        "--plain", action="store_true", help=N_("a PDF/A-2a copy without data and seal, for archives that ask for it")
    )


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the file; nothing is overwritten."""
    from ambassador_app.services.files_out import write_new

    visit_id = VisitId(arguments.visit)
    reports = runtime.session.reports
    found = reports.of_visit(visit_id)
    if arguments.plain:
        data = reports.plain_copy(found[0].id) if found else reports.plain_preview(visit_id)
    else:
        data = reports.pdf(found[0].id) if found else reports.preview(visit_id)
    if arguments.out.exists():
        raise FileExists(file=str(arguments.out))
    written = write_new(arguments.out.parent, arguments.out.name, data)
    runtime.out(str(written))
    runtime.answer(
        {"report": str(written), "visit": visit_id, "sealed": bool(found) and not arguments.plain, "bytes": len(data)}
    )
    return 0
