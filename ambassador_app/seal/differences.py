"""What somebody added to a sealed file, told by comparing the sealed beginning with the file as it is now."""

from __future__ import annotations

import hashlib
import io
import logging
from typing import TYPE_CHECKING, Any

from ambassador_app.i18n import N_, Message

if TYPE_CHECKING:
    import pikepdf

_MOST = 5


def differences(sealed: bytes, now: bytes) -> tuple[Message, ...]:
    """Say what is different on the pages and in the file; empty where nothing can be told."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    try:
        with pikepdf.open(io.BytesIO(sealed)) as before, pikepdf.open(io.BytesIO(now)) as after:
            return (*_pages(before, after), *_file(before, after))
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError, RuntimeError, OSError):
        return ()


def _pages(before: pikepdf.Pdf, after: pikepdf.Pdf) -> list[Message]:
    found: list[Message] = []
    if len(before.pages) != len(after.pages):
        values: dict[str, object] = {"before": len(before.pages), "now": len(after.pages)}
        found.append(Message(N_("The report had {before} pages when it was sealed; now there are {now}."), values))
    pairs = list(zip(before.pages, after.pages, strict=False))
    changed = [i for i, (one, other) in enumerate(pairs, 1) if _drawn(one) != _drawn(other)]
    marked = [i for i, (one, other) in enumerate(pairs, 1) if _marks(one) != _marks(other)]
    found += [Message(N_("Page {number} looks different now."), {"number": i}) for i in changed[:_MOST]]
    found += [Message(N_("Something was put on page {number}."), {"number": i}) for i in marked[:_MOST]]
    return found


def _file(before: pikepdf.Pdf, after: pikepdf.Pdf) -> list[Message]:
    tests = (
        (_described(before) != _described(after), N_("The file's title or author was changed.")),
        (
            _plain(before.Root.get("/Names")) != _plain(after.Root.get("/Names")),
            N_("The files inside the report were changed."),
        ),
    )
    return [Message(text) for differs, text in tests if differs]


def _described(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    said: Any = pdf.trailer.get("/Info")
    return tuple(_plain(said.get(key)) for key in ("/Title", "/Author", "/Subject")) if said is not None else ()


def _drawn(page: Any) -> tuple[object, ...]:
    """What a page draws, from where: its operators, its place and turn, and the objects it names."""
    content = page.obj.get("/Contents")
    parts = list(content) if content is not None and not hasattr(content, "read_bytes") else [content]
    told = hashlib.sha256()
    for part in parts:
        told.update(part.read_bytes() if part is not None else b"")
    named = _plain(page.obj.get("/Resources"))
    return told.hexdigest(), named, *(_plain(page.obj.get(key)) for key in ("/Rotate", "/MediaBox", "/CropBox"))


def _marks(page: Any) -> tuple[str, ...]:
    return tuple(_plain(one) for one in page.obj.get("/Annots", ()))


def _plain(thing: Any, depth: int = 3) -> str:
    """Write an object down as far as `depth`, with the bytes of streams as their digest."""
    if thing is None:
        return ""
    if hasattr(thing, "read_raw_bytes") and thing._type_name == "stream":  # noqa: SLF001
        return hashlib.sha256(thing.read_raw_bytes()).hexdigest()
    kind = getattr(thing, "_type_name", "")
    if depth and kind == "dictionary":
        return str([(key, _plain(value, depth - 1)) for key, value in thing.items() if key not in ("/P", "/Parent")])
    if depth and kind == "array":
        return str([_plain(value, depth - 1) for value in thing])
    return kind if kind in ("dictionary", "array") else str(thing)
