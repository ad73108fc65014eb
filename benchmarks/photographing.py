"""A 12-megapixel photo taken in, against Pillow alone doing the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from ambassador_app import photos
from ambassador_app.drawing.annotation import Annotation, Mark, Tool
from ambassador_app.photos.scenery import take_photo
from benchmarks.measuring import Figure, seconds_of, side_by_side
from benchmarks.seeding import FOLDER
from tests.builders import RESOURCES, a_visit, session_in

ROUNDS = 15
DRAWING = Annotation((Mark(Tool.ARROW, ((0.1, 0.1), (0.5, 0.5))), Mark(Tool.BLUR, ((0.4, 0.4), (0.6, 0.6)))))


def figures() -> Iterator[Figure]:
    """Take in one photo; take one in and keep it, encrypted; burn a drawing in."""
    data = _noisy()
    photos.ingest(data)
    ours, floor = side_by_side(
        lambda: seconds_of(lambda: photos.ingest(data)), lambda: seconds_of(lambda: plain(data)), ROUNDS
    )
    yield Figure("photo of 12 MP taken in", ours * 1e3, floor * 1e3, "ms", "≤ 1.2×")
    glance, _ = side_by_side(lambda: seconds_of(lambda: photos.glance(data)), lambda: 0.0, ROUNDS)
    yield Figure("photo of 12 MP shown on the contact sheet", glance * 1e3, None, "ms", "")
    clean = photos.ingest(data).report
    burning, _ = side_by_side(
        lambda: seconds_of(lambda: photos.burn_in(clean, DRAWING, RESOURCES / "fonts")), lambda: 0.0, ROUNDS
    )
    yield Figure("drawing burnt into a photo", burning * 1e3, None, "ms", "")
    folder = FOLDER / "photos"
    shutil.rmtree(folder, ignore_errors=True)
    with session_in(folder) as session:
        visit_id = a_visit(session)
        taken = [data + bytes([number]) for number in range(ROUNDS)]  # what follows the picture is no part of it
        spent = [seconds_of(lambda one=one: session.evidence.add_photo(visit_id, one)) for one in taken]  # type: ignore[misc]
    yield Figure("photo of 12 MP taken in and kept encrypted", sorted(spent)[len(spent) // 2] * 1e3, None, "ms", "")


def _noisy() -> bytes:
    """A picture with the grain of a real one: 12 megapixels, some 4 MB, lying on its side."""
    from PIL import Image

    smooth = Image.open(BytesIO(take_photo("compressor", datetime(2026, 11, 23, tzinfo=UTC))))
    grain = Image.effect_noise(smooth.size, 28).convert("RGB")
    out = BytesIO()
    Image.blend(smooth.convert("RGB"), grain, 0.12).save(out, "JPEG", quality=90, exif=smooth.getexif())
    return out.getvalue()


def plain(data: bytes) -> Any:
    """The same with Pillow's own calls: upright, 1600 pixels, thumbnail, two JPEGs and the hashes of both ends."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as picture:
        picture.draft("RGB", (1200, 1600) if picture.height > picture.width else (1600, 1200))
        picture.thumbnail((1600, 1600), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(picture)
    found = []
    for side in (1600, 320):
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = BytesIO()
        upright.save(out, "JPEG", quality=82, optimize=True, exif=b"")
        found.append(out.getvalue())
    return sha256(data).hexdigest(), sha256(found[0]).hexdigest(), found
