"""WeasyPrint: HTML to a tagged PDF/A-3a."""

from html import escape
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@page { size: A4; margin: 57pt; @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
@font-face { font-family: S; src: url(%(fonts)s/SourceSans3-Regular.ttf) }
@font-face { font-family: S; font-weight: 600; src: url(%(fonts)s/SourceSans3-SemiBold.ttf) }
body { font: 10pt S } h1 { font-size: 22pt } h2 { font-size: 15pt } h3 { font-size: 12pt }
table { width: 100%%; border-collapse: collapse } td, th { border-bottom: .5pt solid #ccc; text-align: left }
figure { display: inline-block; width: 235pt; margin: 0 }
img { width: 235pt; image-rendering: crisp-edges }
"""


def draw(content: dict[str, Any]) -> bytes:
    """Draw the content as a page of HTML."""
    fonts = Path(content["fonts"]).as_uri()
    body = "".join(map(html, content["blocks"]))
    page = (
        f'<html lang="en"><head><title>{escape(content["title"])}</title>'
        f"<style>{STYLE % {'fonts': fonts}}</style></head><body>{body}</body></html>"
    )
    return HTML(string=page).write_pdf(pdf_variant="pdf/a-3a", font_config=FontConfiguration())


def html(block: dict[str, Any]) -> str:
    """Write one block."""
    kind = block["kind"]
    if kind == "photo":
        file = Path(block["file"]).as_uri()
        words = escape(block["text"])
        return f'<figure><img src="{file}" alt="{escape(block["alt"])}"><figcaption>{words}</figcaption></figure>'
    if kind == "table":
        heads = block["heads"]
        rows = [
            "".join(cell(one, "th" if number < heads else "td") for one in row)
            for number, row in enumerate(block["rows"])
        ]
        head, body = ("".join(f"<tr>{row}</tr>" for row in part) for part in (rows[:heads], rows[heads:]))
        return f"<table>{'<thead>' + head + '</thead>' if heads else ''}<tbody>{body}</tbody></table>"
    text = escape(block["text"])
    return f"<ul><li>{text}</li></ul>" if kind == "li" else f"<{kind}>{text}</{kind}>"


def cell(text: str, tag: str) -> str:
    """Write one cell of a table."""
    return f"<{tag}>{escape(text)}</{tag}>"
