"""`ambassador policy`: what the municipality has set on this computer; with `--check`, what a file would set."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ambassador_app.cli import Runtime
from ambassador_app.i18n import N_

if TYPE_CHECKING:
    from ambassador_app.domain.policy import Policy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    told = N_("look at this file instead, before it is rolled out; variables are not filled in")
    parser.add_argument("--check", type=Path, metavar=N_("FILE"), help=told)


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Say what is set and what is wrong; 1 when something is."""
    from ambassador_app.services.policy_reading import check_policy
    from ambassador_app.wording.policy import fault_words, set_words

    found: Policy = check_policy(arguments.check) if arguments.check else runtime.around.profiles(runtime.home).policy
    say, tr = runtime.translator.say, runtime.translator.tr
    if not found.file:
        runtime.out(tr("There is no policy on this computer: everything is for the person to choose."))
    else:
        runtime.out(found.file)
    for one in set_words(found):
        runtime.out(f"  {say(one)}")
    faults = [say(fault_words(one)) for one in found.faults]
    for line in faults:
        runtime.warn(line)
    if found.file and not faults:
        runtime.out(tr("All of it is understood."))
    problems = [
        {"line": fault.line, "key": fault.key, "problem": fault.problem.value, "words": words}
        for fault, words in zip(found.faults, faults, strict=True)
    ]
    runtime.answer({"file": found.file, "set": [say(one) for one in set_words(found)], "problems": problems})
    return 1 if faults else 0
