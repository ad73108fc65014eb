"""The preview: a report of 20 pages in the window, from its bytes, and from the visit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.seeding import FOLDER

ROUNDS = 7
PAGES = 20


def figures() -> Iterator[Figure]:
    """Open the view in processes of its own, so that everything has to be loaded."""
    file, drawing = a_report(FOLDER / "preview" / "report.pdf")
    taken = [opened(file) for _ in range(ROUNDS)]
    floor = median(one["floor"] for one in taken)
    yield Figure(f"preview of {PAGES} pages, cold", median(one["cold"] for one in taken), floor, "s", "< 0.5 s")
    yield Figure("drawing those pages from the visit before", drawing, None, "s", "")
    yield Figure("the next one", median(one["warm"] for one in taken), floor, "s", "< 0.5 s")
    yield Figure("find a word in all its pages", median(one["found"] for one in taken), None, "s", "")
    yield Figure("longest pause of the window meanwhile", median(one["pause"] for one in taken) * 1000, None, "ms", "")


def a_report(file: Path) -> tuple[Path, float]:
    """Draw a report of as many pages, with photos and measures; give the seconds the last drawing took as well."""
    from ambassador_app.report import compose, render, snapshot
    from ambassador_app.ui.widgets.pdf_pages import PdfPages
    from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images, measure, photo

    shutil.rmtree(file.parent, ignore_errors=True)
    file.parent.mkdir(parents=True)
    for count in range(6, 40):
        photos, measures = tuple(photo(i) for i in range(2 * count)), tuple(measure(i) for i in range(count))
        whole, pictures = a_dossier(measures=measures, attachments=photos), images(2 * count)
        start = time.perf_counter()
        drawn = render(compose(whole, ENGLISH, NOON), pictures, FONTS, snapshot=snapshot(whole))
        taken = time.perf_counter() - start
        if len(PdfPages(drawn).sizes) >= PAGES:
            break
    file.write_bytes(drawn)
    return file, taken


def opened(file: Path) -> dict[str, float]:
    """Open a file in a process of its own; give seconds by what was measured."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.preview_window", str(file)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return {name: float(value) for name, value in (line.split() for line in done.stdout.splitlines())}
