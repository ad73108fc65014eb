"""`ambassador import visit FILE.pdf`: the visit that a sealed report carries, rebuilt on this computer."""

from __future__ import annotations

import argparse

from ambassador_app.cli import Runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing beside the file: a visit comes in whole, or not at all."""


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Bring the visit in, and say what a report cannot bring."""
    bringing_in = runtime.session.bringing_in
    if arguments.dry_run:
        found = bringing_in.ready(arguments.file, runtime.progress).offered
        runtime.out(runtime.translator.say(found.told()))
        runtime.answer({"visit": found.visit_id, "site": found.site, "edition": found.edition, "dry_run": True})
        return 0
    brought = bringing_in.bring_in(arguments.file, runtime.progress)
    for said in brought.told():
        runtime.out(runtime.translator.say(said))
    runtime.answer(
        {
            "visit": brought.visit_id,
            "report": brought.report_id,
            "site": brought.site,
            "photos": brought.photos,
            "files_not_in_the_report": brought.files,
            "site_was_here": brought.site_was_here,
            "dry_run": False,
        }
    )
    return 0
