"""The wheel holds all that the program reads, and runs away from the checkout."""

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.parametrize(
    ("source", "target", "pattern"),
    [
        ("resources", "resources", "*"),
        ("docs/manual", "manual", "*.md"),
        ("docs/measures", "measures", "*.md"),
        ("ambassador_app/storage/migrations", "storage/migrations", "*.py"),
    ],
)
def test_what_the_program_reads_is_in_the_wheel(wheel: Path, source: str, target: str, pattern: str) -> None:
    wanted = {path.relative_to(ROOT / source).as_posix() for path in (ROOT / source).rglob(pattern) if path.is_file()}
    assert wanted
    assert {f"ambassador_app/{target}/{name}" for name in wanted} <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_walks_the_whole_main_job(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    scripts = place / "bin"
    paths = {"base": str(place), "platbase": str(place)}
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # The libraries are those of this environment; a line here names a folder and follows none of its own such lines,
    # so the checkout that stands in them is not found.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = [scripts / "python", "-m", "ambassador_app", "demo", "--out", tmp_path / "out", "--json"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    ended = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(ended.stdout)["verified"]
    assert place in Path(said(scripts / "python", environment, tmp_path)).parents


def said(python: Path, environment: dict[str, str], folder: Path) -> str:
    """Where this Python finds the program's manual."""
    line = (
        "from pathlib import Path; from ambassador_app.settings import Paths; print(Paths.for_home(Path('x')).manual)"
    )
    ended = subprocess.run(
        [python, "-c", line], env=environment, cwd=folder, check=True, capture_output=True, text=True
    )
    return ended.stdout.strip()
