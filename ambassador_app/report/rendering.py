"""Content to pages: the same content, pictures and fonts give the same bytes, tagged, archival, ready to be sealed."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ambassador_app.report.content import MeasureBlock, Paragraph, ReportContent
from ambassador_app.report.images import EmbeddableImage, embeddable
from ambassador_app.report.style import prepare, styles

if TYPE_CHECKING:
    from ambassador_app.report.document import Drawing

TOC_FROM: Final = 6


def render(content: ReportContent, images: Mapping[str, bytes], fonts: Path, *, snapshot: bytes = b"") -> bytes:
    """Draw a report as PDF/A-3a and PDF/UA-1 with the empty fields `Seal` and `ArchiveTime`.

    `images` holds pictures by SHA-256 as `content.image_hashes()` names them; one that is missing or broken becomes
    an empty frame above its caption. `fonts` is the folder with the faces of `style.FACES`. `snapshot` is embedded
    as `visit.json`.
    """
    prepare(fonts)
    with _uncollected():
        return _rendered(content, images, snapshot)


def _rendered(content: ReportContent, images: Mapping[str, bytes], snapshot: bytes) -> bytes:
    from ambassador_app.report.archive import Facts, finish
    from ambassador_app.report.document import draw, seal_fields

    drawing = _settled(content, _reader(images), draw)
    facts = Facts(
        title=f"{content.title} – {content.subtitle}" if content.subtitle else content.title,
        author=content.author,
        language=content.language,
        created=content.created,
        data=snapshot,
        data_description=content.furniture.data_description,
    )
    fields = seal_fields(content, drawing)
    return finish(drawing.pdf, drawing.root, facts, fields, drawing.links, drawing.places, drawing.pictures)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for lost circles among a hundred thousand small things that all stay till the end."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _settled(content: ReportContent, image: Callable[[str], EmbeddableImage | None], draw: Any) -> Drawing:
    """Draw, with a table of contents if one seems due; and once more where that was guessed wrong."""
    look = styles(content.accent)
    guess = _looks_long(content)
    drawing: Drawing = draw(content, look, image, guess)
    is_due = drawing.pages >= TOC_FROM + guess and drawing.parts > 0
    return drawing if is_due == guess else draw(content, look, image, is_due)


def _looks_long(content: ReportContent) -> bool:
    """Guess whether a table of contents is due: a good guess saves drawing everything once more."""
    measures = sum(isinstance(block, MeasureBlock) for block in content.blocks)
    written = sum(len(block.text) for block in content.blocks if isinstance(block, Paragraph))
    return measures / 2 + len(content.image_hashes()) / 6 + written / 3500 + len(content.blocks) / 25 > TOC_FROM


def _reader(images: Mapping[str, bytes]) -> Callable[[str], EmbeddableImage | None]:
    """Make each picture ready once, however often and in however many passes it is drawn."""
    ready: dict[str, EmbeddableImage | None] = {}

    def read(sha256: str) -> EmbeddableImage | None:
        if sha256 not in ready:
            data = images.get(sha256)
            ready[sha256] = embeddable(data) if data else None
        return ready[sha256]

    return read
