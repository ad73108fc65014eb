"""fpdf2: PDF/A-3u, the best it offers; only pictures are tagged."""

from typing import Any

from fpdf import FPDF

SIZES = {"h1": 22, "h2": 15, "h3": 12, "p": 10, "li": 10}
PHOTO, GAP = 83.0, 4.0


def draw(content: dict[str, Any]) -> bytes:
    """Draw the content line by line."""
    pdf = FPDF(enforce_compliance="PDF/A-3U")
    pdf.set_lang("en")
    pdf.set_title(content["title"])
    pdf.add_font("S", "", f"{content['fonts']}/SourceSans3-Regular.ttf")
    pdf.add_font("S", "B", f"{content['fonts']}/SourceSans3-SemiBold.ttf")
    pdf.set_margin(20)
    pdf.add_page()
    row = []
    for block in content["blocks"]:
        if block["kind"] == "photo":
            row.append(block)
        if row and (block["kind"] != "photo" or len(row) == 2):
            photos(pdf, row)
            row = []
        if block["kind"] == "table":
            table(pdf, block)
        elif block["kind"] != "photo":
            line(pdf, block)
    return bytes(pdf.output())


def line(pdf: FPDF, block: dict[str, Any]) -> None:
    """Draw one paragraph or heading."""
    kind = block["kind"]
    pdf.set_font("S", "B" if kind.startswith("h") else "", SIZES[kind])
    text = ("\u2022 " if kind == "li" else "") + block["text"]
    pdf.multi_cell(0, SIZES[kind] * 0.45, text, new_x="LMARGIN", new_y="NEXT")


def table(pdf: FPDF, block: dict[str, Any]) -> None:
    """Draw one table."""
    pdf.set_font("S", "", 10)
    wide = max(map(len, block["rows"]))
    with pdf.table(num_heading_rows=block["heads"], first_row_as_headings=bool(block["heads"])) as made:
        for row in block["rows"]:
            made.row(row + [""] * (wide - len(row)))


def photos(pdf: FPDF, row: list[dict[str, Any]]) -> None:
    """Draw one or two photos beside each other."""
    from PIL import Image

    pdf.set_font("S", "", 10)
    heights = []
    for one in row:
        with Image.open(one["file"]) as picture:
            heights.append(PHOTO * picture.height / picture.width)
    if pdf.get_y() + max(heights) + 8 > pdf.h - 20:
        pdf.add_page()
    top = pdf.get_y()
    for number, one in enumerate(row):
        left = 20 + number * (PHOTO + GAP)
        pdf.image(one["file"], left, top, PHOTO, alt_text=one["alt"])
        pdf.set_xy(left, top + heights[number] + 1)
        pdf.cell(PHOTO, 5, one["text"])
    pdf.set_xy(20, top + max(heights) + 8)
