"""A sync on a disk that is really full, the laptop's or the office's: a sentence, and it goes on later."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.test_full_disk import mounting

pytestmark = pytest.mark.whole
ROOMS = ("0", "120", "4000")


@pytest.mark.parametrize("whose", ["laptop", "office"])
def test_a_full_disk_is_a_sentence_and_nothing_is_lost(tmp_path: Path, whose: str) -> None:
    allowed = shutil.which("unshare") is not None
    if not allowed or subprocess.run(mounting(tmp_path, ["true"]), capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    command = [sys.executable, "-m", "tests.sync.on_a_full_disk", str(tmp_path), whose, *ROOMS]
    done = subprocess.run(mounting(tmp_path, command), capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for one in told:
        assert (one["kept"], one["lost"]) == (True, []), one
        assert one["waited"] > 0
    assert {one["refused"] for one in told[:-1]} & {"DiskFull", "OfficeRefused"}, told
    assert told[-1]["refused"] == ""
