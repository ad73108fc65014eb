"""`ambassador sync`: bring laptop and office to the same state, and print the receipt."""

from __future__ import annotations

import argparse
import platform
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.domain.records import to_json
from ambassador_app.i18n import N_

if TYPE_CHECKING:
    from ambassador_app.domain.receipt import Receipt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--join", metavar="INVITATION", help=N_("join the office that sent this invitation first"))
    parser.add_argument("--waiting", action="store_true", help=N_("only say what the office does not have yet"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Sync; 0 when the office has everything, 1 when something waits."""
    syncing = runtime.session.syncing
    if arguments.join:
        member = syncing.join(arguments.join, device=platform.node())
        runtime.out(runtime.translator.tr("This computer belongs to {office} now.", office=member.municipality))
    if arguments.waiting:
        waiting = syncing.waiting()
        runtime.out(_waiting(runtime, waiting.records, waiting.attachments))
        runtime.answer(to_json(waiting))
        return 0 if waiting.is_nothing else 1
    receipt, _ = syncing.sync()
    _print(receipt, runtime)
    runtime.answer({"receipt": to_json(receipt), "whole": receipt.is_whole})
    return 0 if receipt.is_whole else 1


def _print(receipt: Receipt, runtime: Runtime) -> None:
    tr = runtime.translator.tr
    runtime.out(
        tr(
            "{office} confirmed {sent} records and {files} files. {received} records came from there.",
            office=receipt.office,
            sent=receipt.sent,
            files=receipt.files,
            received=receipt.received,
        )
    )
    for visit in receipt.visits:
        told = tr("all there") if visit.is_whole else _waiting(runtime, visit.waiting_records, visit.waiting_files)
        runtime.out(f"  {visit.title or visit.visit_id}: {told}")
        for file in visit.files:
            runtime.out(f"    {file.sha256}  {file.name}")
    if receipt.conflicts:
        tn = runtime.translator.tn
        count = receipt.conflicts
        runtime.out(tn("{count} conflict waits for a decision.", "{count} conflicts wait for a decision.", count))
    runtime.out(_waiting(runtime, receipt.waiting_records, receipt.waiting_files))


def _waiting(runtime: Runtime, records: int, files: int) -> str:
    tr = runtime.translator.tr
    if not records and not files:
        return tr("The office has everything of this computer.")
    return tr("Not at the office yet: {records} records and {files} files.", records=records, files=files)
