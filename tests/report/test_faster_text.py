"""What is done faster than ReportLab does it gives the very same: lines of words, codes of letters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from ambassador_app.report import style
from ambassador_app.report.faces import Face
from ambassador_app.report.flow import make_text
from ambassador_app.report.tree import Elem
from tests.report.samples import FONTS

WORDS = st.text("aeoæøåÉilmn.,-–% \u00a00123456789", max_size=300)
REGULAR = str(FONTS / style.FACES[style.REGULAR])


class Document:
    """Stands for a drawn document: faces keep what they used by document."""


@pytest.fixture(scope="module")
def look() -> style.Styles:
    style.prepare(FONTS)
    return style.styles("#0f5c4a")


@given(text=WORDS, width=st.floats(15, 480), name=st.sampled_from(["body", "cell_end", "title", "caption"]))
def test_lines_are_those_of_reportlab(look: style.Styles, text: str, width: float, name: str) -> None:
    wanted: Any = getattr(look, name)
    made: Any = make_text(text, wanted, Elem("P"))
    plain: Any = Paragraph(style.markup(text, wanted.fontName), wanted)
    assert made.wrap(width, 800) == plain.wrap(width, 800)
    ours, theirs = made.blPara, plain.blPara
    assert [tuple(one) for one in ours.lines] == [tuple(one) for one in theirs.lines]
    assert (ours.ascent, ours.descent, ours.fontSize) == (theirs.ascent, theirs.descent, theirs.fontSize)
    assert made.minWidth() == plain.minWidth()


def test_most_texts_are_broken_without_reportlab(look: style.Styles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Paragraph, "breakLines", None)
    assert (
        make_text("Ventilationen kører døgnet rundt. " * 5, look.body, Elem("P")).wrap(200, 800)[1] > look.body.leading
    )


@given(share=st.floats(0, 0.1))
def test_a_line_may_be_a_little_too_long_as_in_reportlab(look: style.Styles, share: float) -> None:
    text = "lys og luft og varme og vand"
    width = style.text_width(text, style.REGULAR, 10) - 6 * share * style.text_width(" ", style.REGULAR, 10)
    made, plain = make_text(text, look.body, Elem("P")), Paragraph(text, look.body)
    assert made.wrap(width, 800) == plain.wrap(width, 800)


@given(st.lists(st.text("abcæøåÉ \u00a0₂€→Ω", max_size=40), max_size=20))
def test_letters_have_the_codes_of_reportlab(texts: list[str]) -> None:
    ours, theirs = faces()
    here, there = Document(), Document()
    assert [ours.splitString(one, here) for one in texts] == [theirs.splitString(one, there) for one in texts]


def test_letters_beyond_the_first_subset_have_the_codes_of_reportlab() -> None:
    ours, theirs = faces()
    every = "".join(map(chr, sorted(ours.face.charToGlyph)[:700]))
    here, there = Document(), Document()
    for text in (every, every[::-1], every[500:520]):
        assert ours.splitString(text, here) == theirs.splitString(text, there)


def faces() -> tuple[Face, TTFont]:
    if not _FACES:
        _FACES.append((Face("ours", REGULAR), TTFont("theirs", REGULAR)))
    return _FACES[0]


_FACES: list[tuple[Face, TTFont]] = []
