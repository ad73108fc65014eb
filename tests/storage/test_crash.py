"""Pulling the plug while saving: what was said to be saved is there, and the rest is whole."""

import hashlib
import json
import subprocess
import sys
import time as clock
from collections.abc import Callable
from pathlib import Path

from ambassador_app.domain.visit import SectionAnswers
from ambassador_app.storage import Store
from tests.storage.test_transactions import rows

HERE = Path(__file__).parents[2]


def killed_while_saving(folder: Path, first: int, seconds: float) -> int:
    """Save in another process, kill it in the middle; the last number it said was durable."""
    command = [sys.executable, "-m", "tests.storage.crash_writer", str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        clock.sleep(seconds)
        process.kill()
        return int(process.stdout.read().splitlines()[-1])


def test_killing_the_program_loses_nothing_acknowledged(tmp_path: Path, opened: Callable[..., Store]) -> None:
    number = -1
    for round_number in range(4):
        acknowledged = killed_while_saving(tmp_path / "profile", number + 1, 0.2 + 0.11 * round_number)
        store = opened()
        assert store.health.unclean
        assert store.check()
        with store.reader() as reader:
            answers = reader.load(SectionAnswers, "section").answers
        number = int(float(str(answers["number"].value)))
        assert number in (acknowledged, acknowledged + 1), "what was acknowledged, or one more that was on its way"
        photo = str(answers["photo"].value)
        assert photo == hashlib.sha256(str(number).encode()).hexdigest()
        assert store.blobs.get(photo) == str(number).encode()
        (op,) = rows(store, "outbox")
        assert json.loads(op["set"])["answers.number"]["value"] == number
        assert len(rows(store, "action")) == number + 1
        store.close()
