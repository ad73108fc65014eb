"""Pictures made for the demonstration: 12-megapixel JPEGs as a telephone takes them, turned by EXIF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH: Final = 3024
HEIGHT: Final = 4032
_LYING = 6  # EXIF: turn a quarter clockwise to see it upright
_UNIT = 84  # pixels; every picture is drawn on a grid of 36 × 48 units


def take_photo(subject: str, at: datetime, *, seed: int = 0) -> bytes:
    """Give a JPEG of `subject`, one of `SUBJECTS`, taken at `at`: stored lying, upright by its EXIF orientation.

    The same arguments give the same bytes. Raises KeyError for another subject.
    """
    from PIL import Image, ImageDraw, ImageFilter

    small = Image.new("RGB", (WIDTH // 4, HEIGHT // 4))
    draw = ImageDraw.Draw(small)
    _wall(draw, seed)
    SUBJECTS[subject](draw, seed)
    soft = small.filter(ImageFilter.GaussianBlur(1.2)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return _as_taken(soft, at)


def _as_taken(upright: Image, at: datetime) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = _LYING
    exif[0x010F], exif[0x0110] = "Ambassador", "Demonstration"
    exif[0x0132] = exif.get_ifd(0x8769)[0x9003] = at.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 29.0, 25.0), 3: "E", 4: (9.0, 28.0, 20.0)})
    out = BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def _box(draw: ImageDraw, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
    """A rectangle in units of the grid."""
    unit = _UNIT / 4
    corners = (left * unit, top * unit, right * unit, bottom * unit)
    draw.rounded_rectangle(corners, radius * unit, fill=fill)


def _wall(draw: ImageDraw, seed: int) -> None:
    for row in range(48):
        shade = 206 - row - (seed * 7) % 24
        _box(draw, 0, row, 36, row + 1, f"#{shade:02x}{shade - 4:02x}{shade - 12:02x}")
    for row in range(36, 48):
        shade = 128 - (row - 36) * 3
        _box(draw, 0, row, 36, row + 1, f"#{shade:02x}{shade:02x}{shade + 4:02x}")


def _lamps(draw: ImageDraw, seed: int) -> None:
    _box(draw, 0, 0, 36, 14, "#8d9298")
    for number in range(4):
        top = 1.5 + number * 3
        _box(draw, 3 + number, top, 33 - number, top + 1.6, "#d9dcdf", 0.2)
        lit = (number + seed) % 4 != 1
        _box(draw, 3.6 + number, top + 0.4, 32.4 - number, top + 1.1, "#fffbe6" if lit else "#9a9a92", 0.3)
    for shelf in range(3):
        _box(draw, 4, 22 + shelf * 6, 32, 22.7 + shelf * 6, "#5a6068")
        for crate in range(5):
            _box(draw, 5 + crate * 5.4, 18 + shelf * 6, 9.4 + crate * 5.4, 22 + shelf * 6, "#b07a43", 0.2)


def _compressor(draw: ImageDraw, seed: int) -> None:
    _box(draw, 6, 26, 30, 40, "#2f6f9f", 2.5)
    _box(draw, 7, 27, 29, 30, "#3f86bb", 1.2)
    for leg in (8, 26):
        _box(draw, leg, 39, leg + 2, 43, "#2b2f33")
    _box(draw, 11, 18, 25, 27, "#3a3f45", 0.8)
    for rib in range(6):
        _box(draw, 12 + rib * 2.1, 19, 13.2 + rib * 2.1, 26, "#565d65")
    _box(draw, 27, 8, 28.2, 28, "#b9bec4")
    _box(draw, 27, 8, 36, 9.2, "#b9bec4")
    _box(draw, 15, 31, 21, 36, "#f3f4f5", 0.6)
    _box(draw, 17.8, 32, 18.3 + (seed % 3) * 0.5, 34, "#c62828")


def _pipes(draw: ImageDraw, seed: int) -> None:
    for number in range(4):
        left = 5 + number * 7
        bare = number == seed % 4
        _box(draw, left, 0, left + (2 if bare else 4), 40, "#a5583a" if bare else "#d8d4c8", 0.4)
        for joint in range(5):
            _box(draw, left - 0.4, 5 + joint * 8, left + (2.4 if bare else 4.4), 5.8 + joint * 8, "#7c7f83")
    _box(draw, 3, 20, 33, 23, "#c9c4b6", 1)
    _box(draw, 15, 17, 21, 26, "#b3372f", 2)
    _box(draw, 16.5, 19, 19.5, 22, "#f5f5f2", 1.4)


def _ventilation(draw: ImageDraw, seed: int) -> None:
    _box(draw, 3, 12, 33, 38, "#aab2b9", 0.6)
    for panel in range(3):
        _box(draw, 4 + panel * 9.8, 14, 12.8 + panel * 9.8, 36, "#c3cad0", 0.4)
        _box(draw, 8 + panel * 9.8, 24, 9 + panel * 9.8, 27, "#4a5157", 0.3)
    _box(draw, 10, 0, 26, 12, "#98a1a8")
    for fin in range(7):
        _box(draw, 11, 1 + fin * 1.5, 25, 1.6 + fin * 1.5, "#6d757c")
    _box(draw, 24, 16, 31, 20, "#1f2a30", 0.4)
    _box(draw, 25, 17, 27 + (seed % 4), 19, "#5dd39e", 0.2)


SUBJECTS: Final[Mapping[str, Callable[[ImageDraw, int], None]]] = {
    "lamps": _lamps,
    "compressor": _compressor,
    "pipes": _pipes,
    "ventilation": _ventilation,
}
