"""ReportLab alone: no tags, no archive."""

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import lightgrey
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table

WIDTH, PHOTO = 482.0, 235.0


def draw(content: dict[str, Any]) -> bytes:
    """Draw the content as flowables."""
    rl_config.useA85 = 0
    for name, file in (("S", "SourceSans3-Regular.ttf"), ("B", "SourceSans3-SemiBold.ttf")):
        pdfmetrics.registerFont(TTFont(name, f"{content['fonts']}/{file}"))
    styles = {
        kind: ParagraphStyle(kind, fontName=face, fontSize=size, leading=size * 1.35, spaceAfter=4)
        for kind, face, size in (("h1", "B", 22), ("h2", "B", 15), ("h3", "B", 12), ("p", "S", 10), ("li", "S", 10))
    }
    story, pair = [], []
    for block in content["blocks"]:
        if block["kind"] == "photo":
            pair.append(block)
        if pair and (block["kind"] != "photo" or len(pair) == 2):
            story.append(photos(pair, styles["p"]))
            pair = []
        if block["kind"] == "table":
            story.append(table(block, styles))
        elif block["kind"] != "photo":
            mark = {"bulletText": "\u2022"} if block["kind"] == "li" else {}
            story.append(Paragraph(escaped(block["text"]), styles[block["kind"]], **mark))
    out = BytesIO()
    SimpleDocTemplate(out, title=content["title"], lang="en").build(story)
    return out.getvalue()


def escaped(text: str) -> str:
    """Leave nothing that would be markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def table(block: dict[str, Any], styles: dict[str, Any]) -> Table:
    """Draw a table that repeats its heads."""
    rows, heads = block["rows"], block["heads"]
    wide = max(map(len, rows))
    cells = [
        [Paragraph(escaped(cell), styles["h3" if number < heads else "p"]) for cell in row] + [""] * (wide - len(row))
        for number, row in enumerate(rows)
    ]
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(cells, colWidths=[WIDTH / wide] * wide, repeatRows=heads, style=lines)


def photos(pair: list[dict[str, Any]], style: ParagraphStyle) -> Table:
    """Draw one or two photos beside each other with their captions."""
    images, words = [], []
    for one in pair:
        width, height = ImageReader(one["file"]).getSize()
        images.append(Image(one["file"], PHOTO, PHOTO * height / width))
        words.append(Paragraph(escaped(one["text"]), style))
    images, words = (part + [Spacer(1, 1)] * (2 - len(part)) for part in (images, words))
    return Table([images, words], colWidths=[WIDTH / 2] * 2)
