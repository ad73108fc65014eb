"""What the office knows of single kinds of record: written once, published by few, pointing at attachments.

Every other kind is a bag of fields to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.publication import OWNED, Publication
from ambassador_app.domain.roles import Right, Role, may
from ambassador_app.wire.messages import Op

WRITTEN_ONCE: Final = frozenset({"agreement", "factor_set", "price_set", Publication.KIND})
MOVES_ON: Final[Mapping[str, frozenset[str]]] = {
    "template": frozenset({"status"}),
    "report": frozenset({"handed_over", "raised_sha256", "filed"}),
}
"""Kinds written once but for these fields."""

HOLD: Final = "hold"
"""What says that something must not go."""

AUTHORED: Final[Mapping[str, tuple[str, ...]]] = {
    "template": ("by", "source_sha256"),
    "factor_set": ("by", "version"),
    "price_set": ("by", "version"),
}
"""Versions that a laptop freezes with a visit, and the fields that tell the office's own from those that came with
the program. The latter anybody may send."""

CONTENT: Final[Mapping[str, str]] = {"template": "compiled", "factor_set": "content", "price_set": "content"}
"""The field whose SHA-256 is the version's name, or ends it."""

ATTACHED: Final[Mapping[str, tuple[str, ...]]] = {
    "report": ("pdf_sha256", "raised_sha256"),
    "agreement": ("pdf_sha256",),
}
"""The fields of a kind that name attachments which must be here first."""


def is_written_once(kind: str) -> bool:
    """Whether a second version of such a record is refused, but for what `MOVES_ON` allows."""
    return kind in WRITTEN_ONCE or kind in MOVES_ON


def refusal_of(op: Op, role: Role) -> str:
    """Give the code of why this op can never be taken from somebody of this role; empty where it can."""
    if is_written_once(op.kind) and (op.deleted or (op.base != 0 and not _moves_on(op))):
        return "immutable"
    if op.kind in OWNED:  # it comes as a publication, signed
        return "unsigned"
    if op.kind == HOLD and op.deleted:  # it is released, and both are remembered
        return "immutable"
    if op.kind == HOLD and not may(role, Right.HOLD):
        return "forbidden"
    return "forbidden" if _is_publishing(op) and not may(role, Right.PUBLISH) else ""


def content_fault(op: Op) -> tuple[str, str] | None:
    """Give code and field of what is wrong with a version's content.

    Its name must be the content's digest: a forged one could pass for what came with the program.
    """
    field = CONTENT.get(op.kind)
    if field is None or op.base != 0:
        return None
    content = op.set.get(field)
    if not isinstance(content, str):
        return "malformed", field
    return None if op.id.rpartition("@")[2] == hashlib.sha256(content.encode()).hexdigest() else ("hash", field)


def attachments_of(op: Op) -> dict[str, str]:
    """Give the attachments that must be here before this op, by field."""
    named = {name: op.set.get(name) for name in ATTACHED.get(op.kind, ())}
    return {name: value for name, value in named.items() if isinstance(value, str) and value}


def _moves_on(op: Op) -> bool:
    return bool(op.set) and not op.unset and op.set.keys() <= MOVES_ON.get(op.kind, frozenset())


def _is_publishing(op: Op) -> bool:
    return op.kind in AUTHORED and (op.base != 0 or any(op.set.get(name) for name in AUTHORED[op.kind]))
