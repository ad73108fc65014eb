"""The structure tree of a tagged PDF: elements that collect what was drawn for them, and their way into the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked-content sequence: page index and MCID."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page, by its index there."""

    page: int
    index: int


@dataclass(eq=False, slots=True)
class Elem:
    """One structure element. Kids stand in reading order; drawing appends marks to them.

    `attributes` are those of the owner that the tag implies (Table for cells, List for L, Layout for Figure).
    """

    tag: str
    alt: str = ""
    language: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    kids: list[Elem | Mark | Annotation] = field(default_factory=list)

    def add(self, tag: str, *, alt: str = "", attributes: Mapping[str, object] | None = None) -> Elem:
        """Append a child element and return it."""
        child = Elem(tag, alt=alt, attributes=attributes or {})
        self.kids.append(child)
        return child

    def under(self, parent: Elem) -> Self:
        """Append this element to `parent` and return it."""
        parent.kids.append(self)
        return self

    @property
    def is_drawn(self) -> bool:
        """Whether anything was drawn for this very element."""
        return any(isinstance(kid, Mark) for kid in self.kids)


_OWNER = {"TH": "Table", "TD": "Table", "L": "List", "Figure": "Layout", "Form": "Layout"}


@cache
def _name(tag: str) -> Any:
    from pikepdf import Name

    return Name("/" + tag)


def _attributes(elem: Elem) -> Any:
    from pikepdf import Dictionary

    return Dictionary({"/O": _name(_OWNER[elem.tag]), **{"/" + key: value for key, value in elem.attributes.items()}})


class TreeWriter:
    """Writes elements, parent tree and their links to pages and annotations into an open PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._marks: list[list[Any]] = [[] for _ in self._pages]
        self._annotations: list[Any] = []

    def write(self, root: Elem) -> None:
        """Hang the tree under `root` into the catalogue."""
        from pikepdf import Array, Dictionary, Name

        new = self._pdf.make_indirect
        tree = new(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(root, tree)
        numbers: list[Any] = []
        for i, page in enumerate(self._pages):
            page.StructParents, page.Tabs = i, Name.S
            numbers.extend([i, new(Array(self._marks[i]))])
        for i, node in enumerate(self._annotations, len(self._pages)):
            numbers.extend([i, node])
        tree.ParentTree = new(Dictionary(Nums=Array(numbers)))
        tree.ParentTreeNextKey = len(self._pages) + len(self._annotations)
        self._pdf.Root.StructTreeRoot = tree
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, elem: Elem, parent: Any) -> Any:
        """Write one element and what is below it; None where nothing of it was drawn."""
        if len(elem.kids) == 1 and isinstance(elem.kids[0], Mark) and not (elem.alt or elem.language):
            return self._leaf(elem, elem.kids[0], parent)
        from pikepdf import Array, Dictionary, Name, String

        node = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=_name(elem.tag), P=parent))
        first = next((kid.page for kid in elem.kids if isinstance(kid, Mark)), None)
        kids = [one for one in (self._kid(kid, node, first) for kid in elem.kids) if one is not None]
        if not kids and elem.tag not in ("TD", "TH"):
            return None
        if first is not None:
            node.Pg = self._pages[first]
        if kids:
            node.K = kids[0] if len(kids) == 1 else Array(kids)
        if elem.alt:
            node.Alt = String(elem.alt)
        if elem.language:
            node.Lang = String(elem.language)
        if elem.attributes:
            node.A = _attributes(elem)
        return node

    def _leaf(self, elem: Elem, mark: Mark, parent: Any) -> Any:
        """Write an element that is one piece of text, as most are, at once: each call of pikepdf costs."""
        from pikepdf import Dictionary

        said = {"/Type": _name("StructElem"), "/S": _name(elem.tag), "/P": parent}
        said |= {"/Pg": self._pages[mark.page], "/K": mark.mcid}
        if elem.attributes:
            said["/A"] = _attributes(elem)
        node = self._pdf.make_indirect(Dictionary(said))
        self._mark(mark, node)
        return node

    def _mark(self, mark: Mark, node: Any) -> None:
        """Note which element a marked sequence belongs to."""
        row = self._marks[mark.page]
        row += [None] * (mark.mcid + 1 - len(row))
        row[mark.mcid] = node

    def _kid(self, kid: Elem | Mark | Annotation, node: Any, first: int | None) -> Any:
        from pikepdf import Dictionary, Name

        if isinstance(kid, Elem):
            return self._element(kid, node)
        if isinstance(kid, Annotation):
            note = self._pages[kid.page].Annots[kid.index]
            note.StructParent = len(self._pages) + len(self._annotations)
            self._annotations.append(node)
            return Dictionary(Type=Name.OBJR, Pg=self._pages[kid.page], Obj=note)
        self._mark(kid, node)
        if kid.page == first:
            return kid.mcid
        return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.mcid)
