"""Typst: its own markup to a tagged PDF/A-3a that is PDF/UA-1 as well."""

import json
from pathlib import Path
from typing import Any

import typst

TEMPLATE = """
#let content = json("content.json")
#set document(title: content.title)
#set page(paper: "a4", margin: 57pt, numbering: "1 of 1")
#set text(font: "Source Sans 3", size: 10pt, lang: "en")
#set figure(supplement: none, numbering: none)
#let figure-of(one) = figure(image(one.name, width: 235pt, alt: one.alt), caption: one.text)
#let pair = ()
#for (number, block) in content.blocks.enumerate() {
  if block.kind == "photo" {
    pair.push(figure-of(block))
    let last = number + 1 == content.blocks.len() or content.blocks.at(number + 1).kind != "photo"
    if pair.len() == 2 or last { grid(columns: 2, gutter: 8pt, ..pair); pair = () }
  } else if block.kind == "table" {
    let wide = calc.max(..block.rows.map(row => row.len()))
    let full = block.rows.map(row => row + ("",) * (wide - row.len()))
    let heads = full.slice(0, block.heads).flatten()
    let head = if block.heads > 0 { (table.header(..heads),) } else { () }
    table(columns: (1fr,) * wide, stroke: (bottom: .5pt + gray), ..head, ..full.slice(block.heads).flatten())
  } else if block.kind == "p" { par(block.text) } else if block.kind == "li" { list(block.text) } else {
    heading(level: int(block.kind.slice(1)), block.text)
  }
}
"""


def draw(content: dict[str, Any]) -> bytes:
    """Draw the content by a template that reads it."""
    folder = Path(content["folder"])
    blocks = [block | ({"name": Path(block["file"]).name} if "file" in block else {}) for block in content["blocks"]]
    (folder / "content.json").write_text(json.dumps({"title": content["title"], "blocks": blocks}), "utf-8")
    (folder / "report.typ").write_text(TEMPLATE, "utf-8")
    return typst.compile(
        str(folder / "report.typ"),
        root=str(folder),
        font_paths=[content["fonts"]],
        ignore_system_fonts=True,
        pdf_standards=["a-3a", "ua-1"],
    )
