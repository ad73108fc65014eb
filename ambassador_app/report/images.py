"""Photos and logos made safe for PDF/A: RGB or grey, no metadata, no transparency; good JPEGs pass untouched."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

_HARMLESS: Final = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
_END_OF_JPEG: Final = b"\xff\xd9"
_MOST_PIXELS: Final = 120_000_000
_LARGEST_SIDE: Final = 2400
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    MemoryError,
    Warning,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class EmbeddableImage:
    """The bytes of a PDF image stream and what describes them."""

    width: int
    height: int
    components: int
    filter: str
    data: bytes


def embeddable(data: bytes) -> EmbeddableImage | None:
    """Give an image as it may stand in the file, or None where it cannot be read.

    A whole, plain RGB or grey JPEG without metadata passes byte for byte, so that it can be found again by its hash.
    Everything else is turned upright, flattened onto white and written anew: what a camera hid in it stays outside.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            plain = picture.format == "JPEG" and picture.mode in ("RGB", "L") and set(picture.info) <= _HARMLESS
            if plain and data.rstrip(b"\0").endswith(_END_OF_JPEG):
                return EmbeddableImage(picture.width, picture.height, len(picture.mode), "DCTDecode", data)
            return _written_anew(picture)
    except (*_BROKEN, Image.DecompressionBombError):
        return None


def _written_anew(picture: Image.Image) -> EmbeddableImage:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # sixteen bits: cut off at eight, everything would be white
        upright = upright.convert("I").point(lambda level: level / 256).convert("L")
    if upright.mode in ("P", "PA", "LA", "RGBA"):
        over = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    plain = upright.convert("RGB")
    plain.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), Image.Resampling.LANCZOS)
    if picture.format == "PNG":
        return EmbeddableImage(plain.width, plain.height, 3, "FlateDecode", zlib.compress(plain.tobytes(), 9))
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85)
    return EmbeddableImage(plain.width, plain.height, 3, "DCTDecode", out.getvalue())
