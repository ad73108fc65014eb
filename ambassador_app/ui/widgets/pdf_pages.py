"""The pages of a PDF as images; every call takes time and belongs in a worker."""

from __future__ import annotations

import atexit
import threading
import weakref
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

_PDFIUM: Final = threading.RLock()
"""PDFium can be used by one thread at a time only."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: rows of BGRX pixels."""

    width: int
    height: int
    stride: int
    pixels: bytes


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

    def render(self, number: int, scale: float) -> PageImage:
        """Draw page `number` (from 0) with `scale` pixels a point."""
        with _PDFIUM:
            page = self._document[number]
            bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
            return image

    def close(self) -> None:
        """Let the document go."""
        with _PDFIUM:
            self._document.close()
