"""What python-docx has no call for: language, header rows, alternative texts, grounds, page numbers, bookmarks."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ambassador_app.report.images import embeddable

MUTED: Final = "#5a6472"
INK: Final = "#1c2430"
FACE: Final = "Calibri"  # a face that every Word has: none can be embedded by us
_PAGE: Final = (Mm(210), Mm(297))
_MARGIN: Final = Mm(22)
BODY_MM: Final = 166.0
_LETTER_MM: Final = 2.0
_CELL_MM: Final = 4.5
_LOCALES: Final = {"da": "da-DK", "en": "en-GB"}
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KNOWN_JPEG: Final = (b"JFIF", b"Exif")
_RULES: Final = (
    *(("top", "single"), ("left", "nil"), ("bottom", "single"), ("right", "nil")),
    *(("insideH", "single"), ("insideV", "nil")),
)
# Word refuses a file whose elements stand in another order than the schema's.
_AFTER_RULES: Final = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
_AFTER_GROUND: Final = tuple(
    f"w:{name}"
    for name in (
        *("tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE"),
        *("autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
        *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)


def colour(value: str) -> RGBColor:
    """Give `#rrggbb` as Word's colour."""
    return RGBColor.from_string(value.removeprefix("#").upper())


def fit(text: str) -> str:
    """Leave out what no XML can hold."""
    return _UNFIT.sub("\ufffd", text)


# -- the whole document -------------------------------------------------------------------------------------------
def set_page(document: Document) -> None:
    """A4, upright, with the margins of a letter."""
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)


def set_language(document: Document, language: str) -> None:
    """Say in which language the document is: a screen reader and the spelling check go by it."""
    locale = _LOCALES.get(language, language)
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), locale)
    for found in document.settings.element.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), locale)
    document.core_properties.language = locale


def set_facts(document: Document, title: str, author: str, created: datetime) -> None:
    """Write what the file says of itself; nothing of the library's template stays."""
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = fit(title), fit(author), fit(author)
    facts.comments, facts.keywords, facts.subject = "", "", ""
    facts.created = facts.modified = created.astimezone(UTC).replace(tzinfo=None)
    facts.revision = 1


def set_styles(document: Document, accent: str) -> None:
    """Dress the styles that are used: one face, the municipality's colour for headings."""
    looks = (
        ("Normal", 10.5, INK, False, 0, 6),
        ("Heading 1", 24, INK, True, 14, 2),
        ("Heading 2", 15, accent, True, 18, 5),
        ("Heading 3", 12, INK, True, 12, 3),
        ("Subtitle", 14, MUTED, False, 0, 10),
        ("Caption", 9, MUTED, False, 2, 8),
        ("List Bullet", 10.5, INK, False, 0, 3),
    )
    for name, size, tone, bold, before, after in looks:
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), bold, False
        style.font.color.rgb = colour(tone)
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            faces.set(qn(f"w:{kind}"), FACE)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.widow_control = True
        if name.startswith("Heading"):
            style.paragraph_format.keep_with_next = True


# -- paragraphs ---------------------------------------------------------------------------------------------------
def shade(paragraph: Paragraph, ground: str, bar: str = "") -> None:
    """Give a paragraph a ground, and a bar of a colour at its left."""
    properties = paragraph._p.get_or_add_pPr()
    if bar:
        borders = OxmlElement("w:pBdr")
        left = OxmlElement("w:left")
        for name, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", bar.removeprefix("#"))):
            left.set(qn(f"w:{name}"), value)
        borders.append(left)
        properties.insert_element_before(borders, "w:shd", *_AFTER_GROUND)
    properties.insert_element_before(_ground(ground), *_AFTER_GROUND)


def _ground(tone: str) -> Any:
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", tone.removeprefix("#"))):
        ground.set(qn(f"w:{name}"), value)
    return ground


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word fills in, such as PAGE or NUMPAGES."""
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText" if words == code else "w:t")
            mark.text = words
        run._r.append(mark)


def end(paragraph: Paragraph) -> None:
    """Set a paragraph to the right."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


# -- tables -------------------------------------------------------------------------------------------------------
def widths(shares: Sequence[float], words: Sequence[str]) -> list[float]:
    """Share the width of the text in mm among columns, and give each the room its longest word needs at least."""
    least = [min(len(word) * _LETTER_MM + _CELL_MM, BODY_MM / 3) for word in words]
    total = sum(shares) or 1.0
    missing = [max(BODY_MM * share / total - low, 0.0) for share, low in zip(shares, least, strict=True)]
    scale = max(BODY_MM - sum(least), 0.0) / (sum(missing) or 1.0)
    return [low + more * scale for low, more in zip(least, missing, strict=True)]


def new_table(document: Document, rows: int, shares: Sequence[float], name: str) -> Table:
    """Make a table as wide as the text, its columns by their shares; `name` is what a screen reader says of it."""
    table: Table = document.add_table(rows=rows, cols=len(shares))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    properties = table._tbl.tblPr
    properties.insert_element_before(_rules(), *_AFTER_RULES)
    if name:
        said = OxmlElement("w:tblCaption")
        said.set(qn("w:val"), fit(name))
        properties.append(said)
    total = sum(shares) or 1.0
    for column, share in zip(table.columns, shares, strict=True):
        width = Mm(BODY_MM * share / total)
        column.width = width
        for cell in column.cells:
            cell.width = width
    for row in table.rows:
        flag = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(flag)
    return table


def _rules() -> Any:
    """Thin lines between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side, kind in _RULES:
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", kind), ("sz", "4"), ("space", "0"), ("color", "D5DAE0")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    return borders


def mark_head(table: Table, *, row: bool, column: bool) -> None:
    """Say that the first row or column names the others: it is read out with each cell, and repeated on each page."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        table._tbl.tblPr.insert_element_before(look, "w:tblCaption", "w:tblDescription")
    for name, on in (("firstRow", row), ("firstColumn", column), ("lastRow", False), ("lastColumn", False)):
        look.set(qn(f"w:{name}"), "1" if on else "0")
    look.set(qn("w:val"), f"{(0x20 if row else 0) | (0x80 if column else 0) | 0x0600:04X}")
    if row:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_cell(cell: _Cell, text: str, *, size: float = 9.5, bold: bool = False, tone: str = INK) -> Paragraph:
    """Write into a cell."""
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    run = paragraph.add_run(fit(text))
    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), colour(tone)
    return paragraph


def shade_cell(cell: _Cell, tone: str) -> None:
    """Give a cell a ground."""
    cell._tc.get_or_add_tcPr().append(_ground(tone))


# -- pictures -----------------------------------------------------------------------------------------------------
def picture_file(data: bytes | None) -> bytes | None:
    """Give a picture as a file Word takes and with nothing hidden in it, or None where it cannot be read."""
    found = embeddable(data) if data else None
    if found is None:
        return None
    if found.filter == "DCTDecode" and found.data[6:10] in _KNOWN_JPEG:
        return found.data
    from PIL import Image

    out = io.BytesIO()
    if found.filter == "DCTDecode":
        with Image.open(io.BytesIO(found.data)) as picture:
            picture.convert("RGB").save(out, "JPEG", quality=88)
    else:
        import zlib

        raw = zlib.decompress(found.data)
        Image.frombytes("RGB", (found.width, found.height), raw).save(out, "PNG", optimize=True)
    return out.getvalue()


def add_picture(paragraph: Paragraph, data: bytes, alt: str, width_mm: float) -> None:
    """Set a picture into a paragraph, with what it shows for those who do not see it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(data), width=Mm(width_mm))
    shape._inline.docPr.set("descr", fit(alt))
    paragraph.paragraph_format.keep_with_next = True
