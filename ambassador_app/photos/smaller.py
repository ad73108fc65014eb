"""Smaller pictures, for a copy that has to fit somewhere."""

from __future__ import annotations

import io


def smaller(data: bytes, longest: int, quality: int) -> bytes:
    """Give a JPEG whose longest side has at most `longest` pixels; the picture as it was where that is no larger, or
    where it cannot be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.format != "JPEG":
                return data
            picture.draft("RGB", (longest, longest))
            made = picture.convert("RGB")
            made.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            made.info = {}
            out = io.BytesIO()
            made.save(out, "JPEG", quality=quality, optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return data
    return min(data, out.getvalue(), key=len)
