"""The report of 60 photos and 30 measures as we draw it: `python -m benchmarks.our_report PHOTOS OUT.pdf`.

A fresh process, like that of each peer; it says the same three numbers.
"""

from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.peers.worker import most_memory

PHOTOS, MEASURES = 60, 30


def a_large_visit(folder: Path) -> tuple[Any, dict[str, bytes]]:
    """A visit whose photos are the files of `folder`, and these photos by their hash."""
    from PIL import Image

    from tests.report.samples import a_dossier, measure, photo

    attachments, images = [], {}
    for number, file in enumerate(sorted(folder.glob("*.jpg"))):
        data = file.read_bytes()
        with Image.open(file) as picture:
            width, height = picture.size
        sha256 = hashlib.sha256(data).hexdigest()
        images[sha256] = data
        attachments.append(replace(photo(number), sha256=sha256, width=width, height=height))
    measures = tuple(measure(number) for number in range(MEASURES))
    return a_dossier(measures=measures, attachments=tuple(attachments)), images


def photos_in(folder: Path) -> Path:
    """Make the photos once: 1600 pixels, with the grain of real ones, about 0.4 MB each."""
    from datetime import UTC, datetime
    from io import BytesIO

    from PIL import Image

    from ambassador_app.photos.scenery import take_photo

    folder.mkdir(parents=True, exist_ok=True)
    subjects = ("lamps", "compressor", "pipes", "ventilation")
    scenes = []
    for number, subject in enumerate(subjects):
        with Image.open(BytesIO(take_photo(subject, datetime(2026, 11, 23, tzinfo=UTC), seed=number))) as taken:
            scenes.append(taken.convert("RGB").resize((1600, 1200)))
    for number in range(PHOTOS):
        file = folder / f"photo{number:02}.jpg"
        if not file.exists():
            scene = scenes[number % len(scenes)]
            grain = Image.effect_noise(scene.size, 30).convert("RGB")
            picture = Image.blend(scene, grain, 0.25)
            upright = picture.rotate(90, expand=True) if number % 3 == 1 else picture
            upright.save(file, "JPEG", quality=82, optimize=True)
    return folder


def main(photos: Path, out: Path) -> None:
    """Draw once, and tell. What is loaded, and the checklist's rules that an open visit has read, are not counted."""
    from importlib import import_module

    from ambassador_app.domain.visit_rows import form_of
    from ambassador_app.report import compose, render, snapshot
    from tests.report.samples import ENGLISH, FONTS, NOON

    for name in ("reportlab.platypus", "pikepdf", "PIL.ImageCms", "ambassador_app.report.document"):
        import_module(name)
    whole, images = a_large_visit(photos)
    form_of(whole.checklist, whole.sections, NOON.date())
    start, worked = time.perf_counter(), time.process_time()
    drawn = render(compose(whole, ENGLISH, NOON), images, FONTS, snapshot=snapshot(whole))
    out.write_bytes(drawn)
    print(time.perf_counter() - start, time.process_time() - worked, most_memory())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
