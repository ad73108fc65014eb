"""The power goes while somebody types: what was acknowledged is there, and nothing typed lies open on the disk."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from ambassador_app.domain.identifiers import AttachmentId, VisitId
from ambassador_app.services.session import Session
from tests.builders import a_visit, session_in

ROOT = Path(__file__).parents[2]
CUTS = 8 if settings().max_examples <= 50 else 100
LIGHTING = "/data/lighting/"


def typed_until_cut(home: Path, visit_id: VisitId, life: int, seconds: float) -> list[list[str]]:
    """Let a process type until it is killed after `seconds`; gives what it had been told is kept."""
    scratch = home / "scratch of the process"
    scratch.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.typing_hand", home, visit_id, str(life)],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(scratch)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "open\n"
        time.sleep(seconds)
        process.kill()  # SIGKILL: nobody gets to tidy up
        # What the cut left of a last line was not said.
        return [line.split(" ", 1) for line in process.stdout.read().split("\n")[:-1]]


def there(session: Session, visit_id: VisitId, told: list[list[str]]) -> list[str]:
    """What is missing of all that was acknowledged."""
    workspace = session.visits.workspace(visit_id)
    dossier = workspace.dossier
    last = dict(told)  # the last one of each kind
    missing = []
    note, count = workspace.answers[LIGHTING + "ly1_lamp_kind"].note, workspace.answers[LIGHTING + "ly1_count"].value
    # One more may be kept than was told: the cut came between the commit and the word.
    if "note" in last and note not in (last["note"], _next(last["note"])):
        missing.append(f"note {last['note']}: {note}")
    if "count" in last and count not in (float(last["count"]), float(last["count"]) + 1):
        missing.append(f"count {last['count']}: {count}")
    findings, photos = {one.id for one in dossier.findings}, {one.id for one in dossier.attachments}
    missing += [f"{kind} {value}" for kind, value in told if kind == "finding" and value not in findings]
    missing += [f"{kind} {value}" for kind, value in told if kind == "photo" and value not in photos]
    for photo in photos:  # raises where the bytes are not those that were taken
        session.evidence.picture(AttachmentId(photo), size="original")
    return missing


KINDS = {"note", "count", "finding", "photo"}


def _next(text: str) -> str:
    begin, number = text.rsplit(" ", 1)
    return f"{begin} {int(number) + 1}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VisitId]:
    folder = tmp_path_factory.mktemp("cut")
    with session_in(folder) as session:
        return folder, a_visit(session)


def test_nothing_that_was_acknowledged_is_lost_however_often_the_power_goes(home: tuple[Path, VisitId]) -> None:
    folder, visit_id = home
    chance = random.Random(20261123)
    told: list[list[str]] = []
    for life in range(1, 5 * CUTS):
        if life > CUTS and len(told) > CUTS * 5 and {kind for kind, _ in told} == KINDS:
            break  # on a busy machine a life may be too short to get anything done
        lately = typed_until_cut(folder, visit_id, life, chance.uniform(0.0, 0.6))
        with session_in(folder) as session:
            assert session.health is None
            kept = [*([] if lately else told[-4:]), *lately]
            lost = there(session, visit_id, [*(one for one in told if one[0] in {"finding", "photo"}), *kept])
            assert lost == []
            assert session.check()
            assert not session.read_only
        told += lately
    assert len(told) > CUTS * 5
    assert {kind for kind, _ in told} == KINDS
    _nothing_typed_lies_open(folder)


def _nothing_typed_lies_open(folder: Path) -> None:
    """Look through every file of the profile: database, log, backups, settings, what is left of a killed process."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert sum(one.stat().st_size for one in files) > 100_000
    for file in files:
        data = file.read_bytes()
        for text in ("kxskrevet", "kxfund", "kxbillede", "Ærø Bageri", "Østergård", "Ægidius"):
            for form in (text.encode(), text.encode("utf-16-le"), text.encode("latin-1")):
                assert form not in data, f"{text} in {file}"
        assert b"JFIF" not in data
        assert not data.startswith(b"SQLite format 3")
