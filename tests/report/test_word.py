"""The Word copy says what the PDF says: each heading, measure, remark and caption, marked as unsigned."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from ambassador_app.domain.identifiers import FindingId
from ambassador_app.domain.visit import Finding, Severity
from ambassador_app.drawing.picture import Picture, Text, rectangle
from ambassador_app.i18n import Language, Translator
from ambassador_app.report import ReportContent, compose, logical_text, render, word
from ambassador_app.report.content import Blank, Block, MeasureBlock, Photos
from ambassador_app.report.raster import png
from tests.builders import RESOURCES
from tests.report.samples import (
    ENGLISH,
    FONTS,
    LONG,
    NOON,
    VISIT,
    a_dossier,
    images,
    measure,
    photo,
    sha,
    sign_offs,
)

DANISH = Translator.load(Language.DANISH, RESOURCES / "translations")
WORDS = {Language.ENGLISH: ENGLISH, Language.DANISH: DANISH}
PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs"),
    *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr", "sectPr"),
)
TABLE_ORDER = (
    *("tblStyle", "tblW", "jc", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
    "tblDescription",
)


def a_content(language: Language = Language.ENGLISH, **fields: Any) -> ReportContent:
    return compose(a_dossier(**fields), WORDS[language], NOON)


def a_finding(number: int, **fields: Any) -> Finding:
    return Finding(FindingId(f"finding{number}"), VISIT, **fields)


def opened(content: ReportContent, language: Language = Language.ENGLISH, count: int = 40) -> Any:
    return docx.Document(io.BytesIO(word(content, images(count), FONTS, WORDS[language])))


def texts(document: Any) -> Iterator[str]:
    """All that is written, in order, cells of tables included."""
    for one in document.element.body.iter(qn("w:p")):
        pieces = one.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        yield "".join(piece.text or " " if piece.tag == qn("w:t") else " " for piece in pieces)


def plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def logical(content: ReportContent) -> list[tuple[str, str]]:
    """Kind and text of each element of the PDF that says something."""
    lines = logical_text(render(content, images(40), FONTS)).splitlines()
    parted = (re.match(r" *(\w+) ?(.*)", line) for line in lines)
    return [(one[1], one[2]) for one in parted if one and one[2]]


# -- the same words -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", list(Language))
def test_the_headings_are_those_of_the_pdf(language: Language) -> None:
    content = a_content(language)
    found = [
        (int(one.style.name[-1]), " ".join(one.text.split()))
        for one in opened(content, language).paragraphs
        if "Heading" in one.style.name
    ]
    pdf = [(int(tag[1]), text) for tag, text in logical(content) if re.fullmatch(r"H[1-3]", tag)]
    assert found == [one for one in pdf if one[1] != content.furniture.contents]
    assert len(found) > 8


@pytest.mark.parametrize("language", list(Language))
def test_everything_the_pdf_says_stands_in_the_word_copy(language: Language) -> None:
    content = a_content(
        language,
        measures=tuple(measure(number, risks=LONG * 20) for number in range(12)),
        findings=tuple(
            a_finding(number, text=f"Fund {number}: {LONG * 40}", severity=Severity.IMPORTANT) for number in range(6)
        ),
        attachments=tuple(photo(number, caption=f"Billede {number}: {LONG}") for number in range(12)),
        sign_offs=sign_offs(),
    )
    said = plain(" ".join(texts(opened(content, language))))
    skipped = {"TOCI", "Link", "Reference", "Form", "Lbl", "Figure"}  # the seal, the contents, signs before a line
    told = [text for tag, text in logical(content) if tag not in skipped and text != content.furniture.contents]
    missing = [text for text in told if plain(text) not in said]
    assert missing == []


def test_every_measure_and_caption_is_there_once_in_its_place() -> None:
    content = a_content(measures=tuple(measure(number) for number in range(30)))
    document = opened(content)
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 3"]
    blocks = [one for one in content.blocks if isinstance(one, MeasureBlock)]
    assert [one for one in heads if "LED" in one] == [f"{one.number}  {one.title}" for one in blocks]
    captions = [photo.caption for one in content.blocks if isinstance(one, Photos) for photo in one.items]
    told = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    assert all(told.count(one) >= captions.count(one) for one in captions)


# -- what it is -----------------------------------------------------------------------------------------------------
def test_it_says_first_of_all_and_on_each_page_that_it_is_unsigned() -> None:
    document = opened(a_content())
    assert document.paragraphs[0].text == "Unsigned copy for further work"
    assert document.sections[0].footer.paragraphs[0].text.startswith("Unsigned copy")
    assert "unsigned copy" in document.core_properties.title
    fields = [one.text for one in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_nobodys_ink_leaves_the_sealed_file() -> None:
    content = a_content()
    signed = compose(a_dossier(sign_offs=sign_offs(content.digest)), ENGLISH, NOON)
    document = opened(signed)
    text = " ".join(texts(document))
    assert "Signed in the sealed report." in text
    assert "Ønsker betænkningstid" in text
    alts = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert not any("Handwritten" in one for one in alts)


@pytest.mark.parametrize(("language", "locale"), [(Language.DANISH, "da-DK"), (Language.ENGLISH, "en-GB")])
def test_the_language_of_the_document_is_the_reports(language: Language, locale: str) -> None:
    document = opened(a_content(language), language)
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {locale}
    assert document.core_properties.language == locale


# -- for those who listen -------------------------------------------------------------------------------------------
def test_each_picture_says_what_it_shows() -> None:
    document = opened(a_content())
    alts = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert alts
    assert all(alts)


def test_tables_have_header_rows_that_are_repeated() -> None:
    content = a_content(measures=tuple(measure(number) for number in range(5)))
    document = opened(content)
    headed = [one for one in document.tables if one._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"]
    assert len(headed) >= 3
    for table in headed:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text.strip() for cell in table.rows[0].cells if len(table.rows) > 2)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for one in document.tables for row in one.rows)


def test_elements_stand_in_the_order_that_word_demands() -> None:
    body = opened(a_content()).element.body
    for name, order in (("w:pPr", PARAGRAPH_ORDER), ("w:tblPr", TABLE_ORDER)):
        for one in body.iter(qn(name)):
            places = [order.index(kid.tag.rpartition("}")[2]) for kid in one]
            assert places == sorted(places)


# -- what may be missing or strange ---------------------------------------------------------------------------------
def test_a_photo_that_is_not_here_leaves_its_caption_and_a_line() -> None:
    content = a_content(attachments=(photo(0, caption="Den der mangler"), photo(1, caption="Den der er her")))
    document = docx.Document(io.BytesIO(word(content, {sha(b"x"): b"no picture"}, FONTS, ENGLISH)))
    said = list(texts(document))
    assert any(one.endswith("Den der mangler") for one in said)
    assert any(content.furniture.photo_missing in one for one in said)


def test_what_no_xml_can_hold_is_no_obstacle() -> None:
    content = a_content()
    document = opened(replace(content, title="Nul\x00 og \x0b tegn", subtitle="\ud800"))
    assert any("Nul\ufffd og \ufffd tegn" in one for one in texts(document))


def test_every_kind_of_block_can_be_written() -> None:
    from typing import get_args

    from ambassador_app.report.word_copy import _Writer

    known = set(_Writer.__dict__["add"].dispatcher.registry)
    assert set(get_args(Block)) <= known


def test_a_question_on_paper_keeps_its_room() -> None:
    content = replace(
        a_content(),
        front=(),
        blocks=(Blank("Hvor mange?", "LY1", choices=("Ja", "Nej"), boxed=True, unit="stk.", lines=2),),
    )
    said = list(texts(opened(content)))
    assert any(one.startswith("LY1 Hvor mange?") for one in said)
    assert any(one.endswith("stk.") for one in said)
    assert sum(set(one) == {"_"} for one in said) == 2


def test_a_drawn_picture_is_what_it_was() -> None:
    from PIL import Image

    shapes = (rectangle(0, 0, 50, 100, fill="#ff0000"), Text(60, 50, "Æ", 20))
    picture = Image.open(io.BytesIO(png(Picture(100, 100, shapes, "a red half"), FONTS)))
    assert picture.size == (300, 300)
    assert picture.getpixel((75, 150)) == (255, 0, 0)
    assert picture.getpixel((290, 290)) == (255, 255, 255)
    assert min(picture.crop((180, 80, 260, 160)).convert("L").tobytes()) < 80
