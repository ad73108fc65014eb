"""`ambassador restore`: a backup laid down as this computer's profile."""

from __future__ import annotations

import argparse
from pathlib import Path

from ambassador_app.cli import Runtime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--recovery-key", default=None, metavar="KEY")


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Restore; an existing profile is never overwritten."""
    restored = runtime.around.profiles(runtime.home).restore(
        arguments.file, passphrase=runtime.around.passphrase(), recovery_key=arguments.recovery_key
    )
    runtime.out(f"{arguments.file}  {restored.at.isoformat()}")
    runtime.answer({"file": str(arguments.file), "made_at": restored.at.isoformat()})
    return 0
