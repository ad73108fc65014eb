"""One photo taken in: the original kept untouched, and a small, upright copy without traces for the report."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from ambassador_app.errors import PhotoEmpty, PhotoKindUnknown, PhotoNotRead, PhotoTooLarge
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.photos.heif import is_heif, learn_heif
from ambassador_app.photos.notes import BROKEN, CameraNotes, notes_of

if TYPE_CHECKING:
    from PIL import Image

REPORT_SIDE: Final = 1600
REPORT_SIDES: Final = (1200, 1600, 2400)
THUMBNAIL_SIDE: Final = 320
LARGEST_FILE: Final = 64 * 1024 * 1024
MOST_PIXELS: Final = 120_000_000
QUALITY: Final = 82
"""Of the JPEGs that are written, on the scale of libjpeg."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF")
_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"II*\0", b"MM\0*")


@dataclass(frozen=True, slots=True)
class IngestedPhoto:
    """A photo as it came and as it may be shown.

    `report` and `thumbnail` are upright RGB JPEGs without any metadata (no place, no camera); `width` and `height`
    are those of `report`, in pixels. `taken_at` is what the camera noted, aware; `camera` names it.
    """

    original: bytes
    original_sha256: str
    report: bytes
    report_sha256: str
    thumbnail: bytes
    width: int
    height: int
    taken_at: datetime | None
    camera: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """A photo as a contact sheet shows it: a small upright JPEG, and what the camera noted."""

    original_sha256: str
    thumbnail: bytes
    notes: CameraNotes


def ingest(data: bytes, *, name: str = "", zone: tzinfo = COPENHAGEN, side: int = REPORT_SIDE) -> IngestedPhoto:
    """Read a photo and make its copies, the larger with `side` pixels along its longer side at most.

    The same bytes give the same copies. A camera clock without an offset is taken to show the time of `zone`. Of an
    animation the first picture is taken. Raises PhotoNotRead for everything that is no whole JPEG, PNG, WEBP, TIFF or
    HEIC picture; its kinds PhotoEmpty, PhotoTooLarge (64 MB, 120 megapixels) and PhotoKindUnknown say why.
    """
    upright, notes = _opened(data, name, zone, side)
    report = jpeg_of(upright)
    return IngestedPhoto(
        original=data,
        original_sha256=hashlib.sha256(data).hexdigest(),
        report=report,
        report_sha256=hashlib.sha256(report).hexdigest(),
        thumbnail=thumbnail_of(upright),
        width=upright.width,
        height=upright.height,
        taken_at=notes.taken_at,
        camera=notes.camera,
    )


def glance(data: bytes, *, name: str = "", zone: tzinfo = COPENHAGEN) -> Glance:
    """Read only as much of a photo as a contact sheet needs. Raises as `ingest`."""
    small, notes = _opened(data, name, zone, THUMBNAIL_SIDE)
    return Glance(hashlib.sha256(data).hexdigest(), jpeg_of(small), notes)


def _opened(data: bytes, name: str, zone: tzinfo, side: int) -> tuple[Image.Image, CameraNotes]:
    from PIL import Image

    _refuse_by_sight(data, name)
    try:
        return _read(data, zone, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, _TooManyPixels) as error:
        raise PhotoTooLarge(file=name) from error
    except BROKEN as error:
        raise PhotoNotRead(file=name) from error


class _TooManyPixels(Exception):
    """More than are decoded."""


def _refuse_by_sight(data: bytes, name: str) -> None:
    """Say of what kind it is, before anything is decoded."""
    if not data:
        raise PhotoEmpty(file=name)
    if len(data) > LARGEST_FILE:
        raise PhotoTooLarge(file=name)
    if not (is_heif(data) or data.startswith(_STARTS)):
        raise PhotoKindUnknown(file=name)


def _read(data: bytes, zone: tzinfo, side: int) -> tuple[Image.Image, CameraNotes]:
    """Decode to an upright RGB picture of at most `side`. Raises what Pillow raises on a bad file."""
    from PIL import Image

    formats: tuple[str, ...] = _FORMATS
    if is_heif(data):
        learn_heif()
        formats = ("HEIF",)
    with Image.open(io.BytesIO(data), formats=formats) as picture:
        wide, high = picture.size
        if wide * high > MOST_PIXELS:
            raise _TooManyPixels
        notes = notes_of(picture, zone)
        shrink = side / max(wide, high)
        if shrink < 1:
            # draft() ignores a size of another aspect, and then decodes all twelve megapixels
            picture.draft("RGB", (round(wide * shrink), round(high * shrink)))
        small = _eight_bits(picture)
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        flat = _plain_rgb(small, picture.info.get("icc_profile"))
    turn = _TURNS.get(notes.orientation)
    upright = flat if turn is None else flat.transpose(Image.Transpose[turn])
    upright.info = {}
    return upright, notes


_TURNS: Final[Mapping[int, str]] = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}


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
    except (ImageCms.PyCMSError, *BROKEN):
        done = None
    return done or picture.convert("RGB")


def jpeg_of(picture: Image.Image) -> bytes:
    """Write a picture as a JPEG without metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling="4:2:0", optimize=True)
    return out.getvalue()


def thumbnail_of(picture: Image.Image) -> bytes:
    """Write the small copy of a picture."""
    from PIL import Image

    copy = picture.copy()
    copy.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return jpeg_of(copy)
