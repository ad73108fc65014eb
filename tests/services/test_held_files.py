"""A target that another program holds, or that cannot be touched: another name or a sentence, never half a file."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ambassador_app.errors import FolderNotWritable
from ambassador_app.i18n import Language
from ambassador_app.services.files_out import write_new
from ambassador_app.wording import sentence
from tests.builders import translator

OURS = b"%PDF-1.7 " + b"ny" * 5000
HOLDER = """
import fcntl, sys, time
held = open(sys.argv[1], "r+b")
fcntl.flock(held, fcntl.LOCK_EX)
fcntl.lockf(held, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A report of that name that a reader has open and locked."""
    pytest.importorskip("fcntl")
    file = tmp_path / "Rapport.pdf"
    file.write_bytes(b"open in a reader")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield file
        process.communicate("")


def test_a_file_that_a_reader_holds_is_left_alone(held: Path) -> None:
    """Windows refuses to replace such a file, Linux would do it under the reader's hands; we do neither."""
    written = write_new(held.parent, held.name, OURS)
    assert written.name == "Rapport (2).pdf"
    assert written.read_bytes() == OURS
    assert held.read_bytes() == b"open in a reader"
    assert len(list(held.parent.iterdir())) == 2


@pytest.fixture
def sealed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which nothing can be made, not even by an administrator."""
    folder = tmp_path / "arkiv"
    folder.mkdir()
    close = ["chattr", "+i", str(folder)]
    if shutil.which("chattr") is None or subprocess.run(close, check=False, capture_output=True).returncode:
        pytest.skip("this file system has no folder that is closed to everybody")
    yield folder
    subprocess.run(["chattr", "-i", folder], check=True)


def test_a_folder_that_takes_nothing_is_a_sentence(sealed_folder: Path) -> None:
    with pytest.raises(FolderNotWritable) as refused:
        write_new(sealed_folder, "Rapport.pdf", OURS)
    assert list(sealed_folder.iterdir()) == []
    for language in Language:
        words = sentence(refused.value, translator(language))
        assert "arkiv" in words
        assert "{" not in words
