"""`ambassador demo`: the whole main job without a display, on a company list in the real format."""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from ambassador_app.cli import Runtime
from ambassador_app.cli.files import make_folder
from ambassador_app.i18n import N_


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=N_("where the report is written"))
    parser.add_argument(
        "--photos", type=int, default=4, choices=range(1, 101), metavar="N", help=N_("how many photos are taken (4)")
    )


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Walk the visit; print each file and the seconds of each step; 1 when the seal does not verify."""
    make_folder(arguments.out)  # before the walk: it takes a while
    with ExitStack() as stack:
        if runtime.home is None:
            runtime.home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ambassador-demo-")))
        stack.callback(runtime.close)
        return _walk(arguments, runtime)


def _walk(arguments: argparse.Namespace, runtime: Runtime) -> int:
    from ambassador_app.services.demo import Demonstration

    around = runtime.around
    start = around.seconds()
    session = runtime.session
    opened = round(around.seconds() - start, 3)
    demonstration = Demonstration(session, around.resources().folder / "demo", around.seconds)
    session.profile.change_ambassador(name="Signe Lindholm", title="Klimaambassadør", email="signe@kommune.example")
    session.profile.change_municipality(
        name="Eksempelkøbing Kommune", department="Klima og Miljø", email="klima@kommune.example", phone="12 34 56 00"
    )
    walked = demonstration.walk(photos=arguments.photos)
    written = demonstration.hand_over(arguments.out)
    start = around.seconds()
    verdict = session.reports.verify(written.read_bytes(), written.name)
    seconds = {"open": opened, **walked.seconds, "verify": round(around.seconds() - start, 3)}
    for file in walked.files:
        runtime.out(str(file))
    for step, taken in seconds.items():
        runtime.out(f"  {step:<14}{runtime.translator.number(taken, 2):>8} s")
    for sentence in verdict.sentences():
        runtime.out(runtime.translator.say(sentence))
    runtime.answer(
        {
            "report": str(written),
            "visit": walked.visit_id,
            "seconds": seconds,
            "verified": verdict.good,
            "companies": walked.imported,
            "answers": walked.answered,
            "photos": walked.photos,
            "measures": walked.measures,
            "bytes": written.stat().st_size,
            "faults": list(walked.sealed.report.faults) if walked.sealed else [],
            "verdict": verdict.to_json(),
        }
    )
    return 0 if verdict.good else 1
