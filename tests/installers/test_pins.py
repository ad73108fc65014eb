"""What makes the installers is pinned like everything else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PINNED = ROOT / "installers" / "requirements.txt"
FILES = [path for path in (ROOT / "installers").rglob("*") if path.is_file()]


def pins(file: Path) -> dict[str, str]:
    """The version of each package, and with it the check that it has a hash."""
    entries = re.split(r"\n(?=\S)", file.read_text("utf-8").strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    return dict(re.split(r"==|\s", entry)[:2] for entry in entries)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_no_file_names_a_host(file: Path) -> None:
    assert "://" not in file.read_text("utf-8")


def test_what_freezes_the_program_fits_what_is_frozen() -> None:
    freezer, locked = pins(PINNED), pins(ROOT / "requirements.lock")
    assert "pyinstaller" in freezer
    assert {name: version for name, version in freezer.items() if locked.get(name, version) != version} == {}
