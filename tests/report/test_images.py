"""Every kind of picture on the pages of a report: as it should look, or an empty frame with its caption."""

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from ambassador_app.report import check, logical_text, render
from ambassador_app.report.content import Photo, Photos
from ambassador_app.report.images import embeddable
from tests.report.samples import FONTS
from tests.report.test_render import content

SIZE = (300, 200)
TOP, MIDDLE, BOTTOM = (150, 8), (150, 100), (150, 192)


def gradient() -> Image.Image:
    """Black at the top, white at the bottom."""
    return Image.linear_gradient("L").resize(SIZE)


def sixteen() -> Image.Image:
    return gradient().convert("I").point(lambda level: level * 257).convert("I;16")


def file(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def film(kind: str) -> bytes:
    first = gradient().convert("RGB")
    return file(first, kind, save_all=True, append_images=[first.rotate(180)], duration=100)


def clear() -> bytes:
    """Half of it is transparent."""
    whole = gradient().convert("RGBA")
    whole.putalpha(Image.new("L", SIZE, 255))
    whole.paste((0, 0, 0, 0), (0, 100, 300, 200))
    return file(whole, "PNG")


PICTURES: dict[str, Callable[[], bytes]] = {
    "plain": lambda: file(gradient().convert("RGB"), "JPEG"),
    "grey": lambda: file(gradient(), "JPEG"),
    "progressive": lambda: file(gradient().convert("RGB"), "JPEG", progressive=True),
    "CMYK JPEG": lambda: file(gradient().convert("RGB").convert("CMYK"), "JPEG", quality=95),
    "CMYK TIFF": lambda: file(gradient().convert("RGB").convert("CMYK"), "TIFF"),
    "16-bit PNG": lambda: file(sixteen(), "PNG"),
    "16-bit TIFF": lambda: file(sixteen(), "TIFF"),
    "32-bit TIFF": lambda: file(sixteen().convert("I"), "TIFF"),
    "float TIFF": lambda: file(gradient().convert("F"), "TIFF"),
    "palette": lambda: file(gradient().convert("RGB").quantize(64), "PNG"),
    "palette with a hole": lambda: file(gradient().convert("P"), "PNG", transparency=3),
    "grey with alpha": lambda: file(gradient().convert("LA"), "PNG"),
    "one bit": lambda: file(gradient().point(lambda level: 255 if level > 128 else 0).convert("1"), "PNG"),
    "animated WEBP": lambda: film("WEBP"),
    "animated PNG": lambda: film("PNG"),
}
WRECKS: dict[str, Callable[[], bytes]] = {
    "cut JPEG": lambda: file(gradient().convert("RGB"), "JPEG")[:-700],
    "cut PNG": lambda: file(gradient().convert("RGB"), "PNG")[:-200],
    "cut TIFF": lambda: file(sixteen(), "TIFF")[:5000],
    "cut WEBP": lambda: file(gradient().convert("RGB"), "WEBP")[:120],
    "no picture": lambda: b"\xff\xd8\xff\xe0 nothing",
    "empty": lambda: b"",
    "GIF": lambda: file(gradient(), "GIF"),
    "text": lambda: b"<svg/>",
}


def shown(data: bytes) -> Image.Image:
    """What a reader of the report sees."""
    made = embeddable(data)
    assert made is not None
    if made.filter == "FlateDecode":
        return Image.frombytes("RGB", (made.width, made.height), zlib.decompress(made.data))
    return Image.open(io.BytesIO(made.data)).convert("RGB")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_any_kind_looks_as_it_should(name: str) -> None:
    picture = shown(PICTURES[name]())
    assert picture.size == SIZE
    assert max(picture.getpixel(TOP)) < 30
    assert min(picture.getpixel(BOTTOM)) > 225
    if name != "one bit":
        assert 100 < picture.getpixel(MIDDLE)[0] < 156


def test_what_is_transparent_is_white() -> None:
    assert shown(clear()).getpixel(BOTTOM) == (255, 255, 255)
    assert shown(clear()).getpixel(TOP)[0] < 30


@pytest.mark.parametrize("name", WRECKS)
def test_what_is_broken_or_cut_is_no_picture(name: str) -> None:
    assert embeddable(WRECKS[name]()) is None


def test_a_report_with_all_of_them_conforms_and_drops_no_caption() -> None:
    pictures = {name: make() for name, make in (PICTURES | WRECKS).items()}
    blocks = (Photos((Photo(name, f"Caption of {name}", f"Picture {name}"),)) for name in pictures)
    pdf = render(content(*blocks), pictures, FONTS)
    assert check(pdf) == ()
    text = logical_text(pdf)
    assert all(f"Caption of {name}" in text for name in pictures)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        colours = [str(one.ColorSpace) for one in streams if one.get("/Subtype") == pikepdf.Name.Image]
    assert len(colours) == len(PICTURES)
    assert set(colours) <= {"/DeviceRGB", "/DeviceGray"}
