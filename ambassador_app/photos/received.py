"""A picture that came in with a report: looked at before anything is decoded, and made small for the screen."""

from __future__ import annotations

import io
from typing import Final

from ambassador_app.errors import PhotoNotRead
from ambassador_app.photos.ingest import THUMBNAIL_SIDE, thumbnail_of
from ambassador_app.photos.notes import BROKEN

LARGEST_SIDE: Final = 6_000
"""Pixels; the pictures of our reports have 2,400 at most."""


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Give width and height of a plain JPEG as its header has them; None for anything else, and for what would fill
    the computer's memory."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            plain = picture.mode in ("RGB", "L") and max(picture.size) <= LARGEST_SIDE
            return picture.size if plain else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *BROKEN):
        return None


def thumbnail(data: bytes, *, name: str = "") -> bytes:
    """Make the small copy of a picture that `jpeg_size` has passed. Raises PhotoNotRead for one that is damaged."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            return thumbnail_of(picture.convert("RGB"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *BROKEN) as error:
        raise PhotoNotRead(file=name) from error
