"""The same content gives the same bytes, whole, tagged, and with a glyph for everything that is typed."""

import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ambassador_app.report import ReportContent, check, compose, logical_text, render, style
from ambassador_app.report.content import (
    Align,
    Bullets,
    Callout,
    Column,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    MeasureBlock,
    Paragraph,
    Photo,
    Photos,
    Room,
    Table,
)
from tests.report.samples import ENGLISH, FONTS, LONG, NOON, a_dossier, bare_dossier, images, jpeg, sha

DATA = b'{"format":"ambassador-visit"}'


def content(*blocks: object) -> ReportContent:
    """A report of these blocks only."""
    made = compose(bare_dossier(), ENGLISH, NOON)
    return replace(made, front=(), blocks=tuple(blocks)) if blocks else made  # type: ignore[arg-type]


def rendered(*blocks: object, pictures: dict[str, bytes] | None = None) -> bytes:
    return render(content(*blocks), pictures or {}, FONTS)


def said(pdf: bytes) -> str:
    """The logical text without any space: a long word may be broken over lines."""
    return "".join(logical_text(pdf).split())


def test_the_same_content_gives_the_same_bytes() -> None:
    made = compose(a_dossier(), ENGLISH, NOON)
    first = render(made, images(4), FONTS, snapshot=DATA)
    assert render(made, images(4), FONTS, snapshot=DATA) == first
    assert check(first) == ()


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, sys\n"
        "from ambassador_app.report import compose, render\n"
        "from tests.report.samples import ENGLISH, FONTS, NOON, a_dossier, images\n"
        "pdf = render(compose(a_dossier(), ENGLISH, NOON), images(4), FONTS)\n"
        "sys.stdout.write(hashlib.sha256(pdf).hexdigest())\n"
    )
    here = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=here, env=env, capture_output=True, text=True, check=True
    )
    own = render(compose(a_dossier(), ENGLISH, NOON), images(4), FONTS)
    assert told.stdout == hashlib.sha256(own).hexdigest()


def test_two_renders_at_once_do_not_disturb_each_other() -> None:
    made = compose(a_dossier(), ENGLISH, NOON)
    pictures = images(4)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: render(made, pictures, FONTS), range(2))
    assert first == second == render(made, pictures, FONTS)


def test_importing_the_package_loads_nothing_slow() -> None:
    program = (
        "import sys, ambassador_app.report, ambassador_app.seal, ambassador_app.photos, ambassador_app.drawing\n"
        "slow = {'reportlab', 'pikepdf', 'PIL', 'pyhanko', 'cryptography', 'asn1crypto'} & set(sys.modules)\n"
        "sys.exit(' '.join(slow) or 0)\n"
    )
    here = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], cwd=here, check=True)


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_no_glyph_is_ever_missing(text: str) -> None:
    pdf = rendered(Paragraph(text, lead=text), Table((Column(text or "x"),), ((text,),)))
    assert check(pdf) == ()


def test_what_no_face_has_is_named() -> None:
    pdf = rendered(Paragraph("Lys 💡 og 中, bygget af e\u0301 og 👍🏽\u200d.\x07"))
    assert "P Lys [electric light bulb] og [U+4E2D], bygget af é og [thumbs up sign]." in logical_text(pdf)


@pytest.mark.parametrize("text", ["Привет", "Γειά σου", "Łódź", "☐ ☑ ☒ ✓ → ≤ ≥ ₂ ·"])  # noqa: RUF001
def test_european_scripts_and_signs_are_written_as_they_are(text: str) -> None:
    assert text in logical_text(rendered(Paragraph(text)))


def test_two_lines_are_read_as_two_words() -> None:
    assert "P Yes On in the store." in logical_text(rendered(Paragraph("Yes\nOn in the store.")))


def test_a_remark_of_eight_thousand_characters_is_whole_wherever_it_stands() -> None:
    remark = "".join(f"{i} {LONG}" for i in range(140))
    assert len(remark) > 8000
    wanted = "".join(remark.split())
    for block in (
        Paragraph(remark),
        Callout(remark),
        Bullets((remark,)),
        Facts((Fact("Remark", remark),)),
        Table((Column("No."), Column("Remark", 3, Align.END)), (("1", remark), ("2", "after"))),
        Photos((Photo(sha(jpeg(0)), remark, "A photo"), Photo(sha(jpeg(0)), "short", "A photo"))),
    ):
        pdf = rendered(Heading("Part"), block, pictures=images(1))
        assert wanted in said(pdf)
        assert check(pdf) == ()


def test_names_of_two_hundred_letters_stay_on_the_page() -> None:
    name = "Rødgrødmedfløde" * 14
    pdf = rendered(
        Heading(name), Facts((Fact(name, name),), in_pairs=True), Table((Column(name), Column("x")), ((name, name),)),
        KeyFigures((KeyFigure(name, "kWh", name),) * 5), Bullets((name,), lead=name),
    )  # fmt: skip
    assert said(pdf).count(name) >= 8
    assert check(pdf) == ()
    assert margins_are_clear(pdf)


def page_texts(pdf: bytes) -> list[str]:
    """What stands on each page, line by line."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [page.get_textpage().get_text_bounded() for page in document]
    return ["\n".join(line.strip() for line in text.splitlines()) + "\n" for text in found]


def margins_are_clear(pdf: bytes) -> bool:
    """Tell whether nothing is drawn beyond the right edge of the text."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=1).to_pil().convert("L") for page in document]
    return all(page.crop((542, 0, page.width, page.height)).getextrema()[0] > 240 for page in pages)


def test_a_table_of_a_thousand_rows_repeats_its_head_and_splits_no_row() -> None:
    rows = tuple((f"row {i}", f"{i}\nsecond line of {i}") for i in range(1000))
    pdf = rendered(Table((Column("Name"), Column("Value", 2)), rows))
    assert check(pdf) == ()
    texts = page_texts(pdf)
    assert all("Name" in text for text in texts)
    assert all(sum(f"row {i}\n" in text for text in texts) <= 1 for i in range(0, 1000, 97))
    assert all(any(f"row {i}" in text and f"second line of {i}" in text for text in texts) for i in range(0, 1000, 97))
    assert logical_text(pdf).count("TH Name") == 1


FOLLOWERS = {
    "paragraph": (Paragraph("its first words"),),
    "bullets": (Bullets(("its first words",), lead="They are:"),),
    "table": (Table((Column("Name"), Column("Value")), (("its first words", "1"),), caption="What there is"),),
    "short table": (
        Table((Column("Name"), Column("Value")), (("its first words", "1"), *[("x", "2")] * 6), ("all", "3"), "What"),
    ),
    "pairs of facts": (Facts(tuple(Fact("Name", "its first words") for _ in range(9)), in_pairs=True),),
    "facts": (Facts((Fact("Name", "its first words"),)),),
    "callout": (Callout("its first words", title="Mind"),),
    "figures": (KeyFigures((KeyFigure("1", "kWh", "its first words"),)),),
    "photo": (Photos((Photo("0" * 64, "its first words", "Photo"),)),),
    "pair": (Photos((Photo("0" * 64, "its first words", "Photo"), Photo("1" * 64, "others", "Photo"))),),
    "large photo": (Photos((Photo("0" * 64, "its first words", "Photo", room=Room.LARGE),)),),
    "finding": (
        Heading("The area", 3),
        Paragraph("what was seen", keep=True),
        Photos((Photo("0" * 64, "its first words", "Photo"),)),
    ),
    "measure": (MeasureBlock("1", "LED", "Lighting", (KeyFigure("1", "kWh", "Energy saved"),), "its first words"),),
}


@pytest.mark.parametrize("follower", FOLLOWERS)
def test_a_heading_never_stands_alone_at_the_foot(follower: str) -> None:
    for fill in range(0, 44, 2):
        blocks = [Paragraph(f"line {i}") for i in range(fill)]
        texts = page_texts(rendered(*blocks, Heading("The part"), *FOLLOWERS[follower]))
        assert any("The part" in text and "its first words" in text for text in texts), fill


def test_a_short_table_is_not_cut() -> None:
    table = Table(
        (Column("Name"), Column("Value")), tuple((f"row {i}!", "1") for i in range(7)), ("all of it", "9"), "What"
    )
    for fill in range(20, 44, 2):
        texts = page_texts(rendered(*[Paragraph(f"line {i}") for i in range(fill)], table))
        (whole,) = [text for text in texts if "What" in text]
        assert all(words in whole for words in ("row 0!", "row 6!", "all of it")), fill


def test_short_reports_have_no_contents_and_long_ones_true_page_numbers() -> None:
    assert "TOC" not in logical_text(rendered(Heading("One"), Paragraph("x")))
    parts = [block for i in range(12) for block in (Heading(f"Part {i}"), Paragraph(LONG * 60))]
    pdf = rendered(*parts)
    assert check(pdf) == ()
    texts = page_texts(pdf)
    lines = [line.strip() for line in logical_text(pdf).splitlines()]
    entries = [line.removeprefix("Link ") for line in lines if line.startswith("Link ")]
    assert len(entries) == 12
    for i, entry in enumerate(entries):
        number = int(entry.removeprefix(f"Part {i}"))
        assert f"Part {i}\n" in texts[number - 1]
        assert f"Page {number} of {len(texts)}" in " ".join(texts[number - 1].split())


def tall_photo(room: Room) -> Photos:
    """A portrait: 230 points high beside its caption, 300 when it is large."""
    return Photos((Photo("0" * 64, "what it shows", "Photo", width=3, height=4, room=room),))


@pytest.mark.parametrize("room", [Room.SMALL, Room.LARGE])
def test_a_photo_is_smaller_where_that_keeps_it_beside_what_it_shows(room: Room) -> None:
    """However far down the page it comes, less than two thirds of its height are left empty for its sake."""
    whole = 230 if room is Room.SMALL else 300
    for lines in range(28, 46):
        filling = [Heading("Part"), *[Paragraph("x")] * lines]
        pdf = rendered(*filling, Heading("Area", 3), Paragraph("seen", keep=True), tall_photo(room))
        texts = page_texts(pdf)
        (here,) = [number for number, text in enumerate(texts) if "what it shows" in text]
        assert "Area\nseen\n" in texts[here]
        if here:
            with pypdfium2.PdfDocument(pdf) as document:
                text = document[here - 1].get_textpage()
                lowest = min(text.get_charbox(i)[1] for i in range(text.count_chars()) if text.get_charbox(i)[1] > 60)
            assert lowest - style.BOTTOM < whole * 2 / 3 + 90
        assert check(pdf) == ()


@pytest.mark.parametrize("pages", [3, 12])
def test_the_total_of_pages_ends_at_the_margin(pages: int) -> None:
    parts = [block for i in range(pages) for block in (Heading(f"Part {i}", new_page=True), Paragraph("x"))]
    document = pypdfium2.PdfDocument(rendered(*parts))
    assert len(document) >= pages
    for page in document:
        text = page.get_textpage()
        ends = [text.get_charbox(i)[2] for i in range(text.count_chars()) if text.get_charbox(i)[1] < 60]
        assert max(ends) == pytest.approx(style.PAGE_WIDTH - style.RIGHT, abs=0.8)


def test_nothing_that_was_left_for_later_is_left_in_the_file() -> None:
    parts = [block for i in range(9) for block in (Heading(f"Part {i}", new_page=True), Paragraph("x"))]
    with pikepdf.open(io.BytesIO(rendered(*parts))) as document:
        drawn = b"".join(page.Contents.read_bytes() for page in document.pages)
    assert b"later" not in drawn


def test_the_seals_box_is_read_out_in_whole_sentences() -> None:
    whole = a_dossier()
    said = logical_text(render(compose(whole, ENGLISH, NOON), images(4), FONTS))
    (seal,) = [line.strip() for line in said.splitlines() if line.strip().startswith("Form Electronic seal")]
    assert ",." not in seal
    assert ".." not in seal
    assert seal.endswith(".")


def test_a_missing_photo_leaves_its_caption() -> None:
    pdf = rendered(Photos((Photo("0" * 64, "The lost roof", "Photo of the roof"),)))
    assert "Caption The lost roof" in logical_text(pdf)
    assert check(pdf) == ()


def awkward_pictures() -> dict[str, bytes]:
    out: dict[str, bytes] = {}
    base = Image.open(io.BytesIO(jpeg(1)))
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "camera-secret"
    for name, mode, kind in (
        ("cmyk", "CMYK", "JPEG"), ("grey", "L", "JPEG"), ("alpha", "RGBA", "PNG"), ("palette", "P", "PNG"),
        ("exif", "RGB", "JPEG"), ("one bit", "1", "PNG"), ("webp", "RGB", "WEBP"),
    ):  # fmt: skip
        file = io.BytesIO()
        base.convert(mode).save(file, kind, **({"exif": notes} if name == "exif" else {}))
        out[name] = file.getvalue()
    return {**out, "broken": b"\xff\xd8\xff\xe0 nothing", "torn": jpeg(1)[:200]}


def test_every_kind_of_picture_is_archival() -> None:
    pictures = awkward_pictures()
    pdf = rendered(*(Photos((Photo(name, f"Caption of {name}", name),)) for name in pictures), pictures=pictures)
    assert check(pdf) == ()
    assert b"camera-secret" not in pdf
    assert all(f"Caption of {name}" in logical_text(pdf) for name in pictures)


def test_a_plain_jpeg_stands_in_the_file_byte_for_byte() -> None:
    pdf = rendered(Photos((Photo(sha(jpeg(0)), "Roof", "Roof"),) * 3), pictures=images(1))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        streams = [one.read_raw_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
    assert streams.count(jpeg(0)) == 1


def test_the_logo_is_drawn_with_its_words() -> None:
    made = content(Paragraph("x"))
    head = replace(made.letterhead, logo=sha(jpeg(0)), logo_alt="Logo of the municipality")
    pdf = render(replace(made, letterhead=head), images(1), FONTS)
    assert "Figure Logo of the municipality" in logical_text(pdf)
    assert check(pdf) == ()


@pytest.mark.parametrize("accent", ["#ffff00", "#ffffff", "#000000", "#0f5c4a", "", "red", "#12345"])
def test_any_accent_colour_stays_legible(accent: str) -> None:
    from ambassador_app.report.style import channels, contrast_with_white, legible

    assert contrast_with_white(*channels(legible(accent))) >= 4.5
    assert check(render(replace(content(Heading("x"), Paragraph("y")), accent=accent), {}, FONTS)) == ()


def test_the_file_says_who_made_it_when_and_in_which_language() -> None:
    pdf = render(content(), {}, FONTS, snapshot=DATA)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "en"
        assert str(document.docinfo.Title) == "Report of the climate visit – Fjordens Maskinfabrik"
        assert str(document.docinfo.CreationDate) == "D:20261122110000Z"
        assert bytes(document.Root.AF[0].EF.F.read_bytes()) == DATA
        names = [str(field.T) for field in document.Root.AcroForm.Fields]
    assert names == ["Seal", "ArchiveTime"]
