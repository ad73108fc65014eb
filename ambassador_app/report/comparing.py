"""Two drawings of a report held against each other, whatever was appended to one of them since."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf


def drawn_at(pdf: bytes) -> datetime:
    """Give the moment a report says it was drawn. Raises ValueError or LookupError where it says none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
        told = str(document.docinfo["/CreationDate"])
    return datetime.strptime(told, "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def are_same(drawn: bytes, sealed: bytes) -> bool:
    """Whether `sealed` is `drawn` with something appended; or else, as other versions of a library pack differently,
    whether each page paints the same with the same pictures, and reads the same."""
    if sealed.startswith(drawn):
        return True
    from ambassador_app.report.logical import logical_text

    return _painted(drawn) == _painted(sealed) and logical_text(drawn) == logical_text(sealed)


def _painted(pdf: bytes) -> list[list[bytes]]:
    """Give what each page paints: its operators, and the pictures and forms they name, in order of name."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
        return [[_operators(page), *_painted_things(page)] for page in document.pages]


def _operators(page: pikepdf.Page) -> bytes:
    import pikepdf

    found: Any = page.obj.get("/Contents", pikepdf.Array())
    streams = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(one.read_bytes() for one in streams)


def _painted_things(page: pikepdf.Page) -> Iterator[bytes]:
    import pikepdf

    resources: Any = page.obj.get("/Resources", pikepdf.Dictionary())
    for _, one in sorted(resources.get("/XObject", pikepdf.Dictionary()).items()):
        yield one.read_raw_bytes() if one.get("/Subtype") == pikepdf.Name.Image else one.read_bytes()
