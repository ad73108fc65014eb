"""Our own look at a finished report before it is sealed: the conditions of PDF/A-3a and PDF/UA-1 we could break.

Not a validator: glyph widths, colour details and what only a person can judge are left to others (veraPDF in the
workshop). A fault is a code for the log, with the number of the page where that helps.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ambassador_app.report.structure import Node, Pages, read_pages, read_tree, walk

_KIDS: Final = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
_PARENTS: Final = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
_KNOWN: Final = frozenset(
    (
        *("Document", "Part", "Sect", "Div", "Caption", "TOC", "TOCI", "Reference", "P", "H1", "H2", "H3", "H4"),
        *("L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "Span", "Link", "Annot"),
        *("Figure", "Form"),
    )
)
_NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "a": "http://www.aiim.org/pdfa/ns/id/",
    "ua": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}


def check(pdf: bytes) -> tuple[str, ...]:
    """List the faults of a report, each once; an empty list is good. A file that cannot be read is one fault."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return tuple(dict.fromkeys(_faults(pdf, document)))
    except (pikepdf.PdfError, ValueError, LookupError, TypeError, AttributeError, RuntimeError) as error:
        return (f"file.unreadable: {type(error).__name__}",)


def _faults(pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    pages = read_pages(document)
    nodes = read_tree(document, pages)
    yield from _file(pdf, document)
    yield from _catalogue(document)
    yield from _metadata(document)
    yield from _objects(document)
    yield from _attachments(document)
    yield from pages.faults
    yield from _tree(document, nodes, pages)
    yield from _annotations(document, nodes)


def _failed(*tests: tuple[object, str]) -> Iterator[str]:
    """Give the codes of the tests that do not hold."""
    return (code for passed, code in tests if not passed)


def _file(pdf: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    return _failed(
        (re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", pdf), "file.header"),
        ("/ID" in document.trailer, "file.no_id"),
        (not document.is_encrypted, "file.encrypted"),
        (re.search(rb"%%EOF\r?\n?$", pdf), "file.trailing_data"),
    )


def _catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    marked, viewer = root.get("/MarkInfo", Dictionary()), root.get("/ViewerPreferences", Dictionary())
    form, intents = root.get("/AcroForm", Dictionary()), root.get("/OutputIntents", Array())
    return _failed(
        (not {"/AA", "/OpenAction", "/Requirements"} & set(root.keys()), "catalogue.action"),
        ("/JavaScript" not in root.get("/Names", Dictionary()), "catalogue.script"),
        (marked.get("/Marked") is True, "catalogue.not_marked"),
        (re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", str(root.get("/Lang", ""))), "catalogue.language"),
        (viewer.get("/DisplayDocTitle") is True, "catalogue.title_not_shown"),
        (form.get("/NeedAppearances", False) is False and "/XFA" not in form, "catalogue.form"),
        (len(intents) == 1 and intents[0].get("/S") == Name.GTS_PDFA1, "catalogue.output_intent"),
        (len(intents) == 1 and intents[0].DestOutputProfile.get("/N") == 3, "catalogue.profile"),
    )


def _metadata(document: pikepdf.Pdf) -> Iterator[str]:
    stream = document.Root.get("/Metadata")
    if stream is None:
        yield "xmp.missing"
        return
    try:
        xml = ElementTree.fromstring(stream.read_bytes())
    except ElementTree.ParseError:
        yield "xmp.not_well_formed"
        return

    def said(path: str) -> list[str]:
        return [(one.text or "").strip() for one in xml.iterfind(f".//{path}", _NAMESPACES)]

    is_plain = "/AF" not in document.Root and said("a:part") == ["2"]  # only part 3 may carry data
    yield from _failed(
        (said("a:part") == ["2" if is_plain else "3"] and said("a:conformance") == ["A"], "xmp.pdfa"),
        (said("ua:part") == ["1"], "xmp.pdfua"),
        (any(said("dc:title/rdf:Alt/rdf:li")), "xmp.title"),
        (_NAMESPACES["ua"] in said("schema:namespaceURI"), "xmp.extension_schema"),
    )


def _objects(document: pikepdf.Pdf) -> Iterator[str]:
    for obj in document.objects:
        if isinstance(obj, Stream):
            filters = str(obj.get("/Filter", ""))
            is_image = obj.get("/Subtype") == Name.Image
            yield from _failed(
                ("LZW" not in filters and "Crypt" not in filters, "stream.filter"),
                (not is_image or "CMYK" not in str(obj.get("/ColorSpace", "")), "image.cmyk"),
                (not is_image or not obj.get("/Interpolate", False), "image.interpolated"),
            )
        elif isinstance(obj, Dictionary) and str(obj.get("/S", "")) in ("/JavaScript", "/Launch", "/ImportData"):
            yield "object.action"


def _attachments(document: pikepdf.Pdf) -> Iterator[str]:
    for spec in document.Root.get("/AF", Array()):
        stream = spec.EF.F
        said = stream.get("/Params", Dictionary())
        check_sum = hashlib.md5(stream.read_bytes(), usedforsecurity=False).digest()
        yield from _failed(
            ("/F" in spec and "/UF" in spec and "/AFRelationship" in spec, "attachment.specification"),
            ("/" in str(stream.get("/Subtype", ""))[1:], "attachment.media_type"),
            (bytes(said.get("/CheckSum", b"")) == check_sum, "attachment.check_sum"),
        )


# -- structure ----------------------------------------------------------------------------------------------------
def _tree(document: pikepdf.Pdf, nodes: list[Node], pages: Pages) -> Iterator[str]:
    if not nodes:
        yield "tree.missing"
        return
    level = 0
    seen: set[tuple[int, int]] = set()
    for _, node in walk(nodes):
        yield from _element(node, pages)
        seen.update(node.marks)
        if re.fullmatch("H[1-6]", node.tag):
            if int(node.tag[1]) > level + 1:
                yield "tree.heading_skipped"
            level = int(node.tag[1])
    if set(pages.tags) - seen:
        yield "tree.mark_without_element"
    yield from _parent_tree(document, nodes)


def _element(node: Node, pages: Pages) -> Iterator[str]:
    inner = {kid.tag for kid in node.kids if isinstance(kid, Node)}
    attributes = node.obj.get("/A", Dictionary())
    return _failed(
        (node.tag in _KNOWN, f"tree.kind: {node.tag}"),
        (inner <= _KIDS.get(node.tag, inner), f"tree.inside: {node.tag}"),
        (all(node.tag in _PARENTS.get(tag, {node.tag}) for tag in inner), f"tree.parent: {node.tag}"),
        (node.tag != "Figure" or node.alt.strip(), "figure.no_alternative"),
        (node.tag != "TH" or "/Scope" in attributes, "table.no_scope"),
        (all(mark in pages.tags for mark in node.marks), "tree.element_without_mark"),
    )


def _parent_tree(document: pikepdf.Pdf, nodes: list[Node]) -> Iterator[str]:
    """Every mark and annotation has to lead back to its element."""
    table = document.Root.StructTreeRoot.get("/ParentTree", Dictionary()).get("/Nums", Array())
    back = {int(table[i]): table[i + 1] for i in range(0, len(table), 2)}
    rows = [back.get(int(page.obj.get("/StructParents", -1)), Array()) for page in document.pages]
    for _, node in walk(nodes):
        for page, mcid in node.marks:
            if mcid >= len(rows[page]) or rows[page][mcid].objgen != node.obj.objgen:
                yield "tree.parent_tree"
        for note in node.annotations:
            owner = back.get(int(note.get("/StructParent", -1)))
            if owner is None or owner.objgen != node.obj.objgen:
                yield "annotation.parent_tree"


def _annotations(document: pikepdf.Pdf, nodes: list[Node]) -> Iterator[str]:
    owners = {note.objgen: node.tag for _, node in walk(nodes) for note in node.annotations}
    wanted: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "Link": ("Link", lambda note: note.get("/Contents")),
        "Widget": ("Form", lambda note: note.get("/TU")),
    }
    for page in document.pages:
        notes = list(page.obj.get("/Annots", Array()))
        if notes and page.obj.get("/Tabs") != Name.S:
            yield "annotation.tab_order"
        for note in notes:
            kind = str(note.Subtype)[1:]
            if kind not in wanted:
                yield f"annotation.kind: {kind}"
                continue
            element, description = wanted[kind]
            yield from _failed(
                (owners.get(note.objgen) == element, f"annotation.element: {kind}"),
                (str(description(note) or "").strip(), f"annotation.no_description: {kind}"),
                (int(note.get("/F", 0)) & 0b100111 == 4, f"annotation.flags: {kind}"),
                (kind == "Link" or "/AP" in note or _is_empty(note), "annotation.no_look"),
            )


def _is_empty(note: Any) -> bool:
    left, bottom, right, top = (float(n) for n in note.Rect)
    return left == right and bottom == top
