"""What a camera brings home: real JPEGs, small enough to be made for every test."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def a_photo(shade: int = 90, *, comment: bytes = b"", width: int = 320, height: int = 240) -> bytes:
    """A JPEG lying on its side as telephones store them, with the place it was taken at."""
    picture = Image.new("RGB", (width, height), (shade, 120, 200 - shade // 2))
    picture.paste((250, 240, 90), (shade % 100, 40, shade % 100 + 80, 120))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = comment.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 29.0, 25.0), 3: "E", 4: (9.0, 28.0, 20.0)})
    out = BytesIO()
    picture.save(out, "JPEG", quality=85, exif=exif, comment=comment)
    return out.getvalue()
