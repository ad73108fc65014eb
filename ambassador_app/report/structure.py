"""A tagged PDF read back: what each marked piece says, which element it belongs to, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

_SHAPES: Final = ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh")
PAINTING: Final = frozenset((*_SHAPES, "Do", "Tj", "TJ", "'", '"', "BI", "INLINE IMAGE"))
_SHOWING: Final = frozenset({"Tj", "TJ", "'", '"'})
_ARTIFACT: Final = -1


@dataclass(slots=True)
class Node:
    """A structure element: its kind, its text (or alternative), its children in order, what it points at."""

    tag: str
    obj: Any
    alt: str
    kids: list[Node | str] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Pages:
    """What the page streams hold: text by (page, MCID), and faults met on the way."""

    text: dict[tuple[int, int], str] = field(default_factory=dict)
    tags: dict[tuple[int, int], str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def kids_of(obj: Any) -> list[Any]:
    """Give the K entry of a structure element as a list."""
    found = obj.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def read_tree(pdf: pikepdf.Pdf, pages: Pages) -> list[Node]:
    """Give the top elements of the structure tree; none where there is no tree."""
    tree = pdf.Root.get("/StructTreeRoot")
    numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
    return [] if tree is None else [_node(obj, pages, numbers) for obj in kids_of(tree)]


def _node(obj: Any, pages: Pages, numbers: dict[Any, int]) -> Node:
    alt = str(obj.get("/Alt", "")) or str(obj.get("/ActualText", ""))
    node = Node(str(obj.S)[1:], obj, alt)
    for kid in kids_of(obj):
        if isinstance(kid, int) or kid.get("/Type") == pikepdf.Name.MCR:
            holder = obj if isinstance(kid, int) or "/Pg" not in kid else kid
            mark = (numbers[holder.Pg.objgen], int(kid if isinstance(kid, int) else kid.MCID))
            node.marks.append(mark)
            node.kids.append(pages.text.get(mark, ""))
        elif kid.get("/Type") == pikepdf.Name.OBJR:
            node.annotations.append(kid.Obj)
        else:
            node.kids.append(_node(kid, pages, numbers))
    return node


def walk(nodes: list[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    """Give every element with its depth, in reading order."""
    for node in nodes:
        yield depth, node
        yield from walk([kid for kid in node.kids if isinstance(kid, Node)], depth + 1)


def read_pages(pdf: pikepdf.Pdf) -> Pages:
    """Read every page stream."""
    found, fonts = Pages(), Fonts()
    for number, page in enumerate(pdf.pages):
        _Reader(number, found, fonts).read(page.obj, page.obj.Resources, ())
    found.faults += fonts.faults
    return found


class Fonts:
    """Decodes shown strings by each font's own Unicode map, and notes what that map lacks."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._maps: dict[Any, dict[int, str]] = {}

    def decode(self, font: Any, raw: bytes) -> str:
        """Give the text of a shown string."""
        if font.objgen not in self._maps:
            self._maps[font.objgen] = self._map_of(font)
        table = self._maps[font.objgen]
        step = 2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1
        codes = (int.from_bytes(raw[i : i + step], "big") for i in range(0, len(raw), step))
        text = "".join(table.get(code, "\0") for code in codes)
        if "\0" in text or "\ufeff" in text or "\ufffe" in text:
            self.faults.append("font.missing_glyph")
        return text

    def _map_of(self, font: Any) -> dict[int, str]:
        holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = holder.get("/FontDescriptor") or {}
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            self.faults.append("font.not_embedded")
        if "/ToUnicode" not in font:
            self.faults.append("font.no_unicode_map")
            return {}
        return _unicode_map(font.ToUnicode.read_bytes().decode("latin-1"))


def _unicode_map(text: str) -> dict[int, str]:
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, target in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = bytes.fromhex(target).decode("utf-16-be", "replace")
    return table


class _Reader:
    """Follows one page's operators: which marked content is open, which font is set, what is painted."""

    def __init__(self, page: int, found: Pages, fonts: Fonts) -> None:
        self._page = page
        self._found = found
        self._fonts = fonts

    def read(self, owner: Any, resources: Any, outer: tuple[int | None, ...]) -> None:
        """Read a page or form XObject; `outer` is the marked content it is painted in."""
        stack: list[int | None] = []
        font: Any = None
        for step in pikepdf.parse_content_stream(owner):
            operands, name = step.operands, str(step.operator)
            if name in ("BMC", "BDC"):
                stack.append(self._open(operands, (*outer, *stack)))
            elif name == "EMC":
                self._need(bool(stack), "marks.unbalanced")
                del stack[-1:]
            elif name == "Tf":
                font = resources.get("/Font", {}).get(str(operands[0]))
            elif name in ("k", "K"):
                self._need(False, "colour.cmyk")
            if name in PAINTING:
                self._paint(name, operands, (resources, font), (*outer, *stack))
        self._need(not stack, "marks.unbalanced")

    def _open(self, operands: Any, around: tuple[int | None, ...]) -> int | None:
        tag = operands[0]
        kind: int | None = _ARTIFACT if tag == pikepdf.Name.Artifact else None
        properties = operands[1] if len(operands) > 1 else None
        if kind is None and isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            kind = int(properties["/MCID"])
            self._need((self._page, kind) not in self._found.tags, "marks.used_twice")
            self._found.tags[self._page, kind] = str(tag)[1:]
        inside = any(one is not None for one in around)
        self._need(not (inside and kind is not None), "marks.nested")
        return kind

    def _paint(self, name: str, operands: Any, look: tuple[Any, Any], around: tuple[int | None, ...]) -> None:
        resources, font = look
        here = next((one for one in reversed(around) if one is not None), None)
        self._need(here is not None, "marks.neither_tagged_nor_artifact")
        if name in _SHOWING and font is not None:
            pieces = operands[0] if name == "TJ" else [operands[-1]]
            text = "".join(self._fonts.decode(font, bytes(one)) for one in pieces if isinstance(one, pikepdf.String))
            if here is not None and here != _ARTIFACT:
                key = (self._page, here)
                self._found.text[key] = self._found.text.get(key, "") + text
        if name == "Do":
            inner = resources.XObject[str(operands[0])]
            if inner.get("/Subtype") == pikepdf.Name.Form:
                self.read(inner, inner.get("/Resources", resources), around)

    def _need(self, ok: bool, fault: str) -> None:
        if not ok:
            self._found.faults.append(f"{fault}: page {self._page + 1}")
