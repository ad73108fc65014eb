"""The logical text of a tagged PDF: what a screen reader gets, in its order. Only people can judge that."""

from __future__ import annotations

import io

import pikepdf

from ambassador_app.report.structure import Node, read_pages, read_tree, walk


def logical_text(pdf: bytes) -> str:
    """Give one line an element, indented by its depth: its kind and its text, or its alternative."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        nodes = read_tree(document, read_pages(document))
        return "\n".join(f"{'  ' * depth}{node.tag} {_said(node)}".rstrip() for depth, node in walk(nodes))


def _said(node: Node) -> str:
    described = [str(one.get("/TU", "")) for one in node.annotations if one.get("/Subtype") == pikepdf.Name.Widget]
    text = node.alt or "".join(kid for kid in node.kids if isinstance(kid, str)) or " ".join(described)
    return " ".join(text.split())
