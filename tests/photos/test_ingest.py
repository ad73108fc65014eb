"""A photo comes in as the camera made it and goes out upright, small and without traces."""

import contextlib
import hashlib
import io
import random
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ambassador_app import errors
from ambassador_app.errors import PhotoNotRead
from ambassador_app.photos import glance, ingest, with_notes

SECRET = b"55.403756"
FORWARD = {
    1: None,
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_90",
    7: "TRANSVERSE",
    8: "ROTATE_270",
}


def scene(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """A picture that is red at its top left corner only."""
    picture = Image.new("RGB", (width, height), "#204060")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="#ff0000")
    return picture.convert(mode)


def file(picture: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int = 1, taken: str = "2026:11:23 10:15:00", offset: str = "") -> Image.Exif:
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "Camera of " + SECRET.decode()
    notes.get_ifd(0x8769)[0x9003] = taken
    if offset:
        notes.get_ifd(0x8769)[0x9011] = offset
    notes.get_ifd(0x8825)[2] = (55.0, 24.0, 13.5)
    return notes


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotated_photo_stands_upright(orientation: int) -> None:
    turn = FORWARD[orientation]
    stored = scene().transpose(Image.Transpose[turn]) if turn else scene()
    photo = ingest(file(stored, exif=exif(orientation), quality=95))
    shown = opened(photo.report)
    assert shown.size == (photo.width, photo.height) == (1200, 800)
    red, _, blue = shown.getpixel((60, 60))
    assert red > 200
    assert blue < 90
    assert shown.getpixel((1100, 700))[0] < 90


def test_nothing_the_camera_noted_leaves_in_the_copies() -> None:
    data = file(scene(), exif=exif(), comment=b"comment " + SECRET)
    assert SECRET in data
    photo = ingest(data)
    assert photo.original == data
    assert photo.original_sha256 == hashlib.sha256(data).hexdigest()
    for copy in (photo.report, photo.thumbnail):
        assert SECRET not in copy
        assert b"Exif" not in copy
        assert not opened(copy).getexif()
        assert "comment" not in opened(copy).info


def test_the_copies_are_small_and_in_proportion() -> None:
    photo = ingest(file(scene(4032, 3024)))
    assert (photo.width, photo.height) == (1600, 1200)
    assert opened(photo.thumbnail).size == (320, 240)
    assert photo.report_sha256 == hashlib.sha256(photo.report).hexdigest()


def test_a_small_photo_is_not_blown_up() -> None:
    assert ingest(file(scene(300, 200))).width == 300


def test_the_same_photo_gives_the_same_bytes() -> None:
    data = file(scene(4032, 3024), exif=exif(6))
    assert ingest(data) == ingest(data)


@pytest.mark.parametrize(
    ("taken", "offset", "wanted"),
    [
        ("2026:11:23 10:15:00", "+02:00", datetime(2026, 11, 23, 10, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("2026:11:23 10:15:00", "", datetime(2026, 11, 23, 9, 15, tzinfo=UTC)),
        ("2026:11:23 10:15:00", "nonsense", datetime(2026, 11, 23, 9, 15, tzinfo=UTC)),
        ("0000:00:00 00:00:00", "", None),
        ("", "", None),
    ],
)
def test_the_moment_is_read_in_the_right_zone(taken: str, offset: str, wanted: datetime | None) -> None:
    assert ingest(file(scene(), exif=exif(1, taken, offset))).taken_at == wanted


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_every_jpeg_becomes_plain_rgb(mode: str) -> None:
    shown = opened(ingest(file(scene(mode=mode), quality=95)).report)
    assert shown.mode == "RGB"
    assert shown.getpixel((60, 60))[0] > (60 if mode == "L" else 180)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_every_png_becomes_plain_rgb(mode: str) -> None:
    picture = scene(mode="L").convert("I") if mode.startswith("I") else scene(mode="RGBA" if mode == "LA" else mode)
    if mode.startswith("I"):
        picture = picture.point(lambda level: level * 256)
    if mode == "I;16":
        picture = picture.convert("I;16")
    if mode == "LA":
        picture = picture.convert("LA")
    shown = opened(ingest(file(picture, "PNG")).report)
    assert shown.mode == "RGB"
    assert shown.getpixel((60, 60)) != shown.getpixel((1100, 700))


def test_transparency_becomes_white() -> None:
    assert (
        opened(ingest(file(Image.new("RGBA", (40, 40), (9, 9, 9, 0)), "PNG")).report).getpixel((20, 20)) == (255,) * 3
    )


@pytest.mark.parametrize("kind", ["WEBP", "TIFF"])
def test_other_formats_are_read_too(kind: str) -> None:
    assert ingest(file(scene(), kind)).width == 1200


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that claims and holds side x side white pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    size = side.to_bytes(4, "big")
    packed = zlib.compress(bytes(1000), 9)
    head = chunk(b"IHDR", size + size + b"\x01\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        file(scene(40, 40), "GIF"),
        file(scene(40, 40), "BMP"),
        file(scene())[:5000],
        bomb(11_000),
        bomb(60_000),
        b"\0" * (64 * 1024 * 1024 + 1),
    ],
    ids=["empty", "text", "gif", "bmp", "torn", "large", "bomb", "heavy"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(PhotoNotRead) as refused:
        ingest(data, name="IMG_1.jpg")
    assert refused.value.fields == {"file": "IMG_1.jpg"}


@given(st.integers(0, 2**32), st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF"]))
def test_a_damaged_file_is_read_or_refused_but_never_a_traceback(seed: int, kind: str) -> None:
    chance = random.Random(seed)
    data = bytearray(file(scene(120, 80), kind, exif=exif(3)))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(PhotoNotRead):
        ingest(bytes(data))


def test_the_photo_of_an_iphone_is_read_upright_with_its_notes() -> None:
    data = (Path(__file__).parent / "data" / "phone.heic").read_bytes()
    photo = ingest(data, name="IMG_0001.HEIC")
    shown = opened(photo.report)
    assert shown.size == (320, 240)
    assert shown.getpixel((20, 20))[0] > 200
    assert shown.getpixel((300, 200))[0] < 90
    assert photo.taken_at == datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
    assert photo.camera == "Apple iPhone 13"
    assert b"Exif" not in photo.report


def test_a_torn_photo_of_an_iphone_is_refused() -> None:
    data = (Path(__file__).parent / "data" / "phone.heic").read_bytes()
    with pytest.raises(PhotoNotRead):
        ingest(data[:600], name="IMG_0001.HEIC")


def test_of_a_picture_with_several_the_first_is_taken() -> None:
    pair = file(scene(), "MPO", save_all=True, append_images=[scene(300, 200)])
    assert ingest(pair).width == 1200
    film = file(scene(), "WEBP", save_all=True, append_images=[scene(1200, 800, "L").convert("RGB")])
    assert ingest(film).width == 1200


@pytest.mark.parametrize("side", [1200, 1600, 2400])
def test_the_report_picture_is_as_large_as_is_wished(side: int) -> None:
    assert ingest(file(scene(4032, 3024)), side=side).width == side


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", errors.PhotoEmpty),
        (b"\0" * 20, errors.PhotoKindUnknown),
        (b"\0\0\0\x20ftypqt  " + bytes(40), errors.PhotoKindUnknown),
        (b"\0\0\0\x20ftypavif" + bytes(40), errors.PhotoKindUnknown),
        (file(scene(40, 40), "GIF"), errors.PhotoKindUnknown),
        (bomb(11_000), errors.PhotoTooLarge),
        (bomb(60_000), errors.PhotoTooLarge),
        (b"\xff\xd8\xff" + bytes(64 * 1024 * 1024), errors.PhotoTooLarge),
    ],
    ids=["empty", "zeros", "film", "avif", "gif", "large", "bomb", "heavy"],
)
def test_it_is_said_why_a_file_is_no_photo(data: bytes, kind: type[errors.PhotoNotRead]) -> None:
    with pytest.raises(kind):
        ingest(data, name="x")


def test_a_camera_is_told_from_another_by_its_number() -> None:
    notes = exif()
    notes[0x010F], notes[0x0110] = "Apple", "Apple iPhone 13"
    notes.get_ifd(0x8769)[0xA431] = "SN 12\0"
    assert ingest(file(scene(), exif=notes)).camera == "Apple iPhone 13 SN 12"


def test_what_the_camera_noted_can_be_put_back_into_a_copy_that_stays_upright() -> None:
    stored = scene().transpose(Image.Transpose.ROTATE_90)
    original = file(stored, exif=exif(6))
    photo = ingest(original)
    told = opened(with_notes(photo.report, original))
    assert told.getexif()[0x0112] == 1
    assert told.getexif().get_ifd(0x8825)[2] == (55.0, 24.0, 13.5)
    assert told.tobytes() == opened(photo.report).tobytes()
    assert with_notes(photo.report, file(scene(), "PNG")) == photo.report
    assert with_notes(photo.report, b"torn") == photo.report


def test_a_glance_shows_the_same_picture_small() -> None:
    data = file(scene(4032, 3024), exif=exif(1))
    seen = glance(data)
    assert opened(seen.thumbnail).size == (320, 240)
    assert seen.notes.has_place
    assert seen.original_sha256 == hashlib.sha256(data).hexdigest()
