"""The content that everybody draws, as plain JSON: headings, lines, list items, tables with their heads, photos."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Block = dict[str, Any]
_LINE = re.compile(r"^(?P<space> *)(?P<tag>\w+) ?(?P<text>.*)$")
_PHOTO = "Photo from the visit"


def blocks_of(logical: str, photos: list[str]) -> list[Block]:
    """Read the blocks from a report's logical text; `photos` are the files of its photos in their order.

    Charts, signatures and the seal's field are left out: they are drawings of ours.
    """
    files = iter(photos)
    found: list[Block] = []
    in_head = False
    for tag, text in _lines(logical):
        in_head = tag == "THead" or (in_head and tag not in ("TBody", "Table"))
        if tag in ("Table", "TR", "TH", "TD"):
            _add_to_table(found, tag, text, in_head)
        elif tag == "Figure" and text.startswith(_PHOTO):
            found.append({"kind": "photo", "file": next(files), "alt": text, "text": ""})
        elif tag == "Caption" and found[-1]["kind"] == "photo":
            found[-1]["text"] = text
        elif text and tag in _PLAIN:
            found.append({"kind": _PLAIN[tag], "text": text})
    return found


def _add_to_table(found: list[Block], tag: str, text: str, in_head: bool) -> None:
    if tag == "Table":
        found.append({"kind": "table", "rows": [], "heads": 0})
    elif tag == "TR":
        found[-1]["rows"].append([])
        found[-1]["heads"] += in_head
    else:
        found[-1]["rows"][-1].append(text)


_PLAIN = {"H1": "h1", "H2": "h2", "H3": "h3", "H4": "h3", "P": "p", "Caption": "p", "Link": "p", "LBody": "li"}


def _lines(logical: str) -> Iterator[tuple[str, str]]:
    for line in logical.splitlines():
        read = _LINE.match(line)
        if read:
            yield read["tag"], read["text"]
