"""The pages of a PDF as images and words; every call takes time and belongs in a worker."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

Box = tuple[float, float, float, float]
"""Left, top, width and height in points, from the top left corner of a page."""

_PDFIUM: Final = threading.RLock()
"""PDFium can be used by one thread at a time only."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: rows of BGRX pixels, and the words on it in their order."""

    width: int
    height: int
    stride: int
    pixels: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were found: on which page (from 0), and the boxes around them, one for each line."""

    page: int
    boxes: tuple[Box, ...]


_OPEN: Final = weakref.WeakSet[Any]()


@cache
def _close_at_exit() -> None:
    """Close what is open before the library looks: what it has to close itself it complains of."""
    atexit.register(_close_all)


def _close_all() -> None:
    for document in tuple(_OPEN):
        _close(document)


def _close(document: Any) -> None:  # noqa: ANN401 - the library ships no types
    with _PDFIUM:
        document.close()


def pages_of(data: bytes) -> PdfPages | None:
    """Read a PDF; None for what is none."""
    import pypdfium2

    try:
        return PdfPages(data)
    except pypdfium2.PdfiumError:
        return None


class PdfPages:
    """A PDF that is read."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        with _PDFIUM:
            self._document: Any = pypdfium2.PdfDocument(data)
            _close_at_exit()
            _OPEN.add(self._document)
            weakref.finalize(self, _close, self._document)
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._document.get_page_size(number) for number in range(len(self._document))
            )

    def render(self, number: int, scale: float, *, with_words: bool = False) -> PageImage:
        """Draw page `number` (from 0) with `scale` pixels a point."""
        with _PDFIUM:
            page = self._document[number]
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            words = _words_of(page) if with_words else ""
            image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), words)
            bitmap.close()
            page.close()
            return image

    def find(self, words: str) -> tuple[Hit, ...]:
        """Find `words`, in large or small letters, across the ends of lines, page by page."""
        found: list[Hit] = []
        for number in range(len(self.sizes)):
            with _PDFIUM:  # for one page, so that what is looked at can be drawn meanwhile
                found += self._found_on(number, words)
        return tuple(found)

    def _found_on(self, number: int, words: str) -> Iterator[Hit]:
        page = self._document[number]
        text = page.get_textpage()
        height = self.sizes[number][1]
        search = text.search(words)
        while (place := search.get_next()) is not None:
            rects = [text.get_rect(i) for i in range(text.count_rects(*place))]
            boxes = tuple((left, height - top, right - left, top - low) for left, low, right, top in rects)
            yield Hit(number, boxes)
        for one in (search, text, page):
            one.close()

    def close(self) -> None:
        """Let the document go."""
        with _PDFIUM:
            self._document.close()


def _words_of(page: Any) -> str:  # noqa: ANN401
    text = page.get_textpage()
    try:
        return " ".join(str(text.get_text_bounded()).split())
    finally:
        text.close()
