"""One photo taken in: the original kept untouched, and a small, upright copy without traces for the report."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import PhotoNotRead
from ambassador_app.i18n import COPENHAGEN

if TYPE_CHECKING:
    from PIL import Image

REPORT_SIDE: Final = 1600
THUMBNAIL_SIDE: Final = 320
LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_PIXELS: Final = 120_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF")
_QUALITY: Final = 82
_ORIENTATION, _CAMERA, _TAKEN, _OFFSET = 0x0112, 0x8769, 0x9003, 0x9011
# What Pillow lets through when a file lies about itself; a warning counts where warnings are made errors.
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
class IngestedPhoto:
    """A photo as it came and as it may be shown.

    `report` and `thumbnail` are upright RGB JPEGs without any metadata (no place, no camera); `width` and `height`
    are those of `report`, in pixels. `taken_at` is what the camera noted, aware.
    """

    original: bytes
    original_sha256: str
    report: bytes
    report_sha256: str
    thumbnail: bytes
    width: int
    height: int
    taken_at: datetime | None


def ingest(data: bytes, *, name: str = "", zone: tzinfo = COPENHAGEN) -> IngestedPhoto:
    """Read a photo and make its copies; the same bytes give the same copies.

    A camera clock without an offset is taken to show the time of `zone`. Raises PhotoNotRead for everything that is
    no whole JPEG, PNG, WEBP or TIFF picture, or is larger than 64 MB or 120 megapixels.
    """
    from PIL import Image

    try:
        upright, taken_at = _read(data, zone)
        report, thumbnail = _jpeg(upright, REPORT_SIDE), _jpeg(upright, THUMBNAIL_SIDE)
    except (*_BROKEN, Image.DecompressionBombError) as error:
        raise PhotoNotRead(file=name) from error
    return IngestedPhoto(
        original=data,
        original_sha256=hashlib.sha256(data).hexdigest(),
        report=report,
        report_sha256=hashlib.sha256(report).hexdigest(),
        thumbnail=thumbnail,
        width=upright.width,
        height=upright.height,
        taken_at=taken_at,
    )


def _read(data: bytes, zone: tzinfo) -> tuple[Image.Image, datetime | None]:
    """Decode to an upright RGB picture of at most report size. Raises what Pillow raises on a bad file."""
    from PIL import Image

    if not 0 < len(data) <= LARGEST_FILE:
        raise ValueError(len(data))
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        wide, high = picture.size
        if wide * high > MOST_PIXELS:
            raise ValueError(picture.size)
        orientation, taken_at = _camera_notes(picture, zone)
        shrink = REPORT_SIDE / max(wide, high)
        if shrink < 1:
            # draft() ignores a size of another aspect, and then decodes all twelve megapixels
            picture.draft("RGB", (round(wide * shrink), round(high * shrink)))
        small = _eight_bits(picture)
        small.thumbnail((REPORT_SIDE, REPORT_SIDE), Image.Resampling.LANCZOS)
        flat = _plain_rgb(small, picture.info.get("icc_profile"))
    turn = _TURNS.get(orientation)
    upright = flat if turn is None else flat.transpose(Image.Transpose[turn])
    upright.info = {}
    return upright, taken_at


_TURNS: Final[Mapping[object, str]] = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


def _camera_notes(picture: Image.Image, zone: tzinfo) -> tuple[object, datetime | None]:
    """Give orientation and moment from EXIF. Broken EXIF is no reason to refuse a picture."""
    try:
        notes = picture.getexif()
        camera = notes.get_ifd(_CAMERA)
        orientation, taken = notes.get(_ORIENTATION, 1), camera.get(_TAKEN)
    except _BROKEN:
        return 1, None
    try:
        moment = datetime.strptime(f"{taken} {camera.get(_OFFSET, '')}".strip(), "%Y:%m:%d %H:%M:%S %z")
    except ValueError:
        moment = None
    return orientation, moment or _local_moment(taken, zone)


def _local_moment(taken: object, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(str(taken).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16-bit, 32-bit and palette pictures into a mode that can be scaled; 16-bit greys keep their tones."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.mode == "F":
        return picture.convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode in ("P", "PA"):
        return picture.convert("RGBA")
    picture.load()
    return picture


def _plain_rgb(picture: Image.Image, profile: object) -> Image.Image:
    """Give an opaque sRGB picture: transparency over white, a colour profile applied."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "RGBa", "La"):
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        picture = Image.alpha_composite(white, over).convert("RGB")
    if isinstance(profile, bytes) and picture.mode in ("RGB", "CMYK"):
        return _in_srgb(picture, profile)
    return picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Apply the camera's colour profile (phones use Display P3); a broken one is ignored."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        done = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        done = None
    return done or picture.convert("RGB")


def _jpeg(picture: Image.Image, side: int) -> bytes:
    """Write a JPEG whose longest side is at most `side`, without metadata."""
    from PIL import Image

    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=_QUALITY, subsampling="4:2:0", optimize=True)
    return out.getvalue()
