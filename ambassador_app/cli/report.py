"""`ambassador report`: the report of a visit as a file, sealed if the visit is, else marked as a preview."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.errors import FileExists
from ambassador_app.i18n import N_

if TYPE_CHECKING:
    from ambassador_app.domain.sign_off import Report
    from ambassador_app.services.session import Session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("visit", metavar="VISIT")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--word", action="store_true", help=N_("an unsigned Word copy with the same content"))
    kind.add_argument(
        "--plain", action="store_true", help=N_("a PDF/A-2a copy without data and seal, for archives that ask for it")
    )


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Write the file; nothing is overwritten."""
    from ambassador_app.domain.visit import Visit
    from ambassador_app.services.files_out import write_new

    if arguments.out.exists():
        raise FileExists(file=str(arguments.out))
    visit_id = VisitId(arguments.visit)
    runtime.session.hand_over.demand(_way(arguments))
    found = runtime.session.reports.of_visit(visit_id)
    data = _data(visit_id, found, arguments, runtime.session)
    written = write_new(arguments.out.parent, arguments.out.name, data)
    runtime.session.access.log.exported(Visit.KIND, visit_id)
    runtime.out(str(written))
    sealed = bool(found) and not (arguments.word or arguments.plain)
    runtime.answer({"report": str(written), "visit": visit_id, "sealed": sealed, "bytes": len(data)})
    return 0


def _way(arguments: argparse.Namespace) -> HandOverWay:
    if arguments.word:
        return HandOverWay.WORD
    return HandOverWay.ARCHIVE_COPY if arguments.plain else HandOverWay.COPY


def _data(visit_id: VisitId, found: Sequence[Report], arguments: argparse.Namespace, session: Session) -> bytes:
    """Make what was asked for, of the newest sealed edition if there is one."""
    reports, copies = session.reports, session.report_copies
    if arguments.word:
        return copies.word(found[0].id) if found else copies.word_of_visit(visit_id)
    if arguments.plain:
        return reports.plain_copy(found[0].id) if found else reports.plain_preview(visit_id)
    return reports.pdf(found[0].id) if found else reports.preview(visit_id)
