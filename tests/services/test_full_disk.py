"""Sealing on a disk that is really full: a small file system of memory, in a name space of the test's own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOMS = (0, 8, 60, 120, 150, 170, 190, 2000)
"""Kilobytes left when the seal begins: too few to begin, for the file, for the record of it; and enough."""


def mounting(folder: Path, command: list[str]) -> list[str]:
    """Run a command where `folder` is a file system of 12 MB that nobody else sees."""
    script = 'mount -t tmpfs -o size=12m none "$0" && exec "$@"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, str(folder), *command]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """How the seal went with each of the rooms."""
    folder = tmp_path_factory.mktemp("disk")
    allowed = shutil.which("unshare") is not None
    if not allowed or subprocess.run(mounting(folder, ["true"]), capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    command = [sys.executable, "-m", "tests.services.on_a_full_disk", str(folder), *map(str, ROOMS)]
    done = subprocess.run(mounting(folder, command), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_full_disk_is_a_sentence(told: list[dict[str, object]]) -> None:
    refused = [one for one in told if one["refused"]]
    assert {one["refused"] for one in refused} == {"DiskFull"}
    words = [str(one["words"]) for one in refused]
    assert any("attachments.db" in one for one in words)  # while the file was kept
    assert any("ambassador.db" in one for one in words)  # while the visit was locked
    assert all("Frigør plads" in one for one in words)
    assert told[-1]["refused"] == ""


def test_nothing_is_lost_and_nothing_half_is_left(told: list[dict[str, object]]) -> None:
    for one in told:
        assert one["unchanged"], one
        assert one["sealed"] == (one["refused"] == ""), one
        assert one["left"] == [], one


def test_with_room_again_the_same_visit_is_sealed_well(told: list[dict[str, object]]) -> None:
    assert all(one["good"] and one["whole"] for one in told)
