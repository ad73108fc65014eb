"""What a camera wrote beside a picture: when, with which camera, which way up, whether it knew where."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.photos.heif import is_heif, learn_heif

if TYPE_CHECKING:
    from PIL import Image

_ORIENTATION, _MAKE, _MODEL = 0x0112, 0x010F, 0x0110
_LONGEST_SEGMENT: Final = 65_533
_CAMERA, _PLACE, _TAKEN, _OFFSET, _SERIAL = 0x8769, 0x8825, 0x9003, 0x9011, 0xA431

# What Pillow lets through when a file lies about itself; a warning counts where warnings are made errors.
BROKEN: Final = (
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
class CameraNotes:
    """`taken_at` is aware, or None where the camera noted nothing that can be read. `camera` names one camera (make,
    model, serial number as far as they are there). `has_place`: the position is in the file.
    """

    orientation: int = 1
    taken_at: datetime | None = None
    camera: str = ""
    has_place: bool = False


def notes_of(picture: Image.Image, zone: tzinfo) -> CameraNotes:
    """Read the notes of an opened picture; a clock without an offset shows the time of `zone`.

    Broken notes are no reason to refuse a picture: what cannot be read is left out.
    """
    try:
        notes = picture.getexif()
        camera: Mapping[int, Any] = notes.get_ifd(_CAMERA)
        found = notes.get(_ORIENTATION, 1)
        return CameraNotes(
            orientation=found if isinstance(found, int) else 1,
            taken_at=_moment(camera, zone),
            camera=_name(notes, camera),
            has_place=bool(notes.get_ifd(_PLACE)),
        )
    except BROKEN:
        return CameraNotes()


def _moment(camera: Mapping[int, Any], zone: tzinfo) -> datetime | None:
    taken = str(camera.get(_TAKEN)).strip("\0 ")
    for text, form in ((f"{taken} {camera.get(_OFFSET, '')}", "%Y:%m:%d %H:%M:%S %z"), (taken, "%Y:%m:%d %H:%M:%S")):
        try:
            found = datetime.strptime(text.strip("\0 "), form)  # noqa: DTZ007 - the zone is put in below
            found = found if found.tzinfo is not None else found.replace(tzinfo=zone)
            found.astimezone(UTC)  # a year of 1 has no time elsewhere
        except (ValueError, OverflowError):
            continue
        return found
    return None


def _name(notes: Mapping[int, Any], camera: Mapping[int, Any]) -> str:
    make, model, serial = (_words(one) for one in (notes.get(_MAKE), notes.get(_MODEL), camera.get(_SERIAL)))
    named = model if model.lower().startswith(make.lower()) else f"{make} {model}"
    return " ".join(part for part in (named.strip(), serial) if part)


def _words(found: object) -> str:
    return " ".join("".join(one for one in str(found or "") if one.isprintable()).split())[:80]


def with_notes(report: bytes, original: bytes) -> bytes:
    """Put what the camera noted (time, camera, place) back into an upright copy; no picture is written anew.

    An original without notes, or with notes that cannot be read, leaves the copy as it is.
    """
    from PIL import Image

    if is_heif(original):
        learn_heif()
    try:
        with Image.open(io.BytesIO(original)) as picture:
            notes = picture.getexif()
            for group in (_CAMERA, _PLACE):
                notes.get_ifd(group)
            notes[_ORIENTATION] = 1
            block = notes.tobytes() if len(notes) > 1 else b""
    except (*BROKEN, Image.DecompressionBombError):
        return report
    if not block or len(block) > _LONGEST_SEGMENT or not report.startswith(b"\xff\xd8"):
        return report
    return report[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + report[2:]
