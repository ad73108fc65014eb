"""The one typographic system of the report: faces, sizes, colours, and what happens to a character no face has."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from ambassador_app.drawing.picture import Weight

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

PAGE_WIDTH: Final = 595.2756
PAGE_HEIGHT: Final = 841.8898
LEFT: Final = 56.0
RIGHT: Final = 56.0
TOP: Final = 68.0
BOTTOM: Final = 62.0
BODY_WIDTH: Final = PAGE_WIDTH - LEFT - RIGHT
BODY_HEIGHT: Final = PAGE_HEIGHT - TOP - BOTTOM
INK: Final = "#1c2430"
MUTED: Final = "#55606f"
RULE: Final = "#d5dbe2"
PALE: Final = "#f3f5f7"

REGULAR: Final = "Report"
SEMIBOLD: Final = "Report-SemiBold"
BOLD: Final = "Report-Bold"
FALLBACK: Final = "Report-Fallback"
FACES: Final = {
    REGULAR: "SourceSans3-Regular.ttf",
    SEMIBOLD: "SourceSans3-SemiBold.ttf",
    BOLD: "SourceSans3-Bold.ttf",
    FALLBACK: "DejaVuSans.ttf",
}
WEIGHTS: Final = {Weight.REGULAR: REGULAR, Weight.SEMIBOLD: SEMIBOLD, Weight.BOLD: BOLD}
_LOCK = threading.Lock()
_SIGNS: Final = "–—‘’“”„•…₂€→−≈≤≥"
_FALLBACK_FILES: Final[list[Path]] = []
_HIDDEN: Final = {"Cc", "Cf"}  # controls, joiners
_MODIFIERS: Final = ((0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF))  # variation selectors, skin tones
_SPACES: Final = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n"})


def prepare(fonts: Path) -> None:
    """Register the faces in `fonts` with ReportLab and make them its defaults, so that no other font is written."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics

    from ambassador_app.report.faces import Face

    with _LOCK:
        if REGULAR in pdfmetrics.getRegisteredFontNames():
            return
        for name, file in FACES.items():
            if name != FALLBACK:
                pdfmetrics.registerFont(Face(name, str(fonts / file)))
        _FALLBACK_FILES.append(fonts / FACES[FALLBACK])
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=BOLD)
        # read when platypus and graphics are imported, and by every canvas
        rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = REGULAR
        rl_config.useA85 = 0  # base 85 makes photos a quarter larger and drawing twenty times slower


@cache
def _glyphs(font: str) -> Any:
    """Give the glyphs of a face; the fallback, twice as large as the others together, is read when first asked for."""
    from reportlab.pdfbase import pdfmetrics

    from ambassador_app.report.faces import Face

    with _LOCK:
        if font == FALLBACK and font not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(Face(FALLBACK, str(_FALLBACK_FILES[0])))
    found: Any = pdfmetrics.getFont(font)
    return found.face.charToGlyph


@cache
def _everyday(font: str) -> frozenset[str]:
    """Give the characters of western text that need no thought: visible, composed, and in the face."""
    latin = map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))
    return frozenset({"\n"} | {char for char in (*latin, *_SIGNS) if ord(char) in _glyphs(font) and char != "\u00ad"})


def is_everyday(text: str, font: str) -> bool:
    """Tell whether a text can be set in `font` as it is."""
    return _everyday(font).issuperset(text)


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Cut a text into (font, piece), falling back glyph by glyph; what no face has is named in brackets.

    Characters that are not to be seen (controls, joiners, variation selectors) are left out. Whatever is typed, no
    glyph is ever missing: PDF/A and PDF/UA forbid it, and readers would see boxes.
    """
    if is_everyday(text, font):
        if text:
            yield font, text
        return
    own, other = _glyphs(font), _glyphs(FALLBACK)
    current, piece = font, ""
    for char in visible(text):
        wanted = font if char == "\n" or ord(char) in own else FALLBACK if ord(char) in other else ""
        shown = char if wanted else replacement(char)
        wanted = wanted or font
        if wanted != current and piece:
            yield current, piece
            piece = ""
        current, piece = wanted, piece + shown
    if piece:
        yield current, piece


def visible(text: str) -> str:
    """Compose accents and leave out what is not to be seen; tabs become spaces, line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES))
    return "".join(char for char in composed if char == "\n" or not _is_hidden(char))


def _is_hidden(char: str) -> bool:
    code = ord(char)
    return unicodedata.category(char) in _HIDDEN or any(low <= code <= high for low, high in _MODIFIERS)


def replacement(char: str) -> str:
    """Name a character that no face has: an emoji by its name, anything else by its code."""
    name = unicodedata.name(char, "")
    is_sign = unicodedata.category(char).startswith("S") and name
    return f"[{name.lower()}]" if is_sign else f"[U+{ord(char):04X}]"


def markup(text: str, font: str) -> str:
    """Write a text as ReportLab's paragraph markup, each piece in a face that has it."""
    parts = []
    for face, piece in runs(text, font):
        safe = escape(piece).replace("\n", "&#160;<br/>")
        parts.append(safe if face == font else f'<font name="{face}">{safe}</font>')
    return "".join(parts)


def text_width(text: str, font: str, size: float) -> float:
    """Measure a line of text in points, fallback faces included."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(float(stringWidth(piece, face, size)) for face, piece in runs(text, font))


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of one report, with its accent colour."""

    accent: str
    tint: str
    title: ParagraphStyle
    subtitle: ParagraphStyle
    part: ParagraphStyle
    section: ParagraphStyle
    measure: ParagraphStyle
    body: ParagraphStyle
    small: ParagraphStyle
    cell: ParagraphStyle
    cell_end: ParagraphStyle
    cell_strong: ParagraphStyle
    cell_strong_end: ParagraphStyle
    head: ParagraphStyle
    head_end: ParagraphStyle
    label: ParagraphStyle
    caption: ParagraphStyle
    figure: ParagraphStyle
    figure_words: ParagraphStyle
    figure_label: ParagraphStyle
    verdict: ParagraphStyle
    formula: ParagraphStyle
    name: ParagraphStyle
    letterhead: ParagraphStyle
    letterhead_end: ParagraphStyle


def styles(accent: str) -> Styles:
    """Make the styles for a municipality's accent colour, darkened until white and paper both contrast with it."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    dark = legible(accent)

    def make(name: str, font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
        # a colour given by name is parsed anew for every paragraph
        more["textColor"] = HexColor(more.get("textColor", INK))
        given = {"splitLongWords": 1, "allowWidows": 0, "allowOrphans": 0, **more}
        return ParagraphStyle(name, fontName=font, bulletFontName=REGULAR, fontSize=size, leading=leading, **given)

    return Styles(
        accent=dark,
        tint=tinted(dark),
        title=make("title", BOLD, 27, 31, spaceAfter=2),
        subtitle=make("subtitle", REGULAR, 14.5, 19, textColor=MUTED, spaceAfter=10),
        part=make("part", SEMIBOLD, 15.5, 20, textColor=dark, spaceBefore=18, spaceAfter=5),
        section=make("section", SEMIBOLD, 11.5, 15, spaceBefore=10, spaceAfter=3),
        measure=make("measure", SEMIBOLD, 12, 15.5, spaceBefore=16, spaceAfter=1),
        body=make("body", REGULAR, 10, 14, spaceAfter=6),
        small=make("small", REGULAR, 8.6, 11.8, textColor=MUTED, spaceAfter=5),
        cell=make("cell", REGULAR, 9.2, 12.2),
        cell_end=make("cell_end", REGULAR, 9.2, 12.2, alignment=2),
        cell_strong=make("cell_strong", SEMIBOLD, 9.2, 12.2),
        cell_strong_end=make("cell_strong_end", SEMIBOLD, 9.2, 12.2, alignment=2),
        head=make("head", SEMIBOLD, 8.4, 11, textColor=dark),
        head_end=make("head_end", SEMIBOLD, 8.4, 11, textColor=dark, alignment=2),
        label=make("label", REGULAR, 9.2, 12.2, textColor=MUTED),
        caption=make("caption", REGULAR, 8.6, 11.4, textColor=MUTED, spaceAfter=3),
        figure=make("figure", SEMIBOLD, 16, 19, textColor=dark),
        figure_words=make("figure_words", SEMIBOLD, 11, 19, textColor=dark),
        figure_label=make("figure_label", REGULAR, 8.4, 10.8, textColor=MUTED),
        verdict=make("verdict", SEMIBOLD, 10, 14, spaceBefore=5, spaceAfter=4),
        formula=make("formula", REGULAR, 8.8, 12.4),
        name=make("name", SEMIBOLD, 10, 13),
        letterhead=make("letterhead", SEMIBOLD, 11, 14, textColor=dark),
        letterhead_end=make("letterhead_end", REGULAR, 8.6, 11.4, textColor=MUTED, alignment=2),
    )


def legible(colour: str) -> str:
    """Darken a colour until it stands on white with a contrast of at least 5 to 1 (WCAG AA asks 4.5)."""
    red, green, blue = channels(colour)
    while contrast_with_white(red, green, blue) < 5:
        red, green, blue = red * 0.94, green * 0.94, blue * 0.94
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def tinted(colour: str) -> str:
    """Give a very pale tone of a colour, for the ground of boxes."""
    return "#" + "".join(f"{round((0.93 + 0.07 * part) * 255):02x}" for part in channels(colour))


def channels(colour: str) -> tuple[float, float, float]:
    """Read `#rrggbb` as shares of one; anything else is taken as our own green."""
    try:
        value = int(colour.removeprefix("#"), 16) if len(colour) == 7 else 0x0F5C4A
    except ValueError:
        value = 0x0F5C4A
    return (value >> 16 & 255) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


def contrast_with_white(red: float, green: float, blue: float) -> float:
    """Compute the WCAG 2.1 contrast ratio of a colour on white."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 1.05 / (0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05)
