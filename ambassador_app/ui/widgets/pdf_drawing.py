"""Draws the pages of a PDF one after the other, those that are looked at first."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap

from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets.pdf_pages import PageImage, PdfPages


class Wall(Protocol):
    """A place that shows pages, and knows which of them it lacks."""

    with_words: bool

    def wanted(self) -> tuple[int, float] | None:
        """Name the page (from 0) it wants most and its pixels a point; a page is named once."""

    def take(self, number: int, scale: float, image: PageImage) -> None:
        """Show a page that was drawn."""


class PageDrawer(QObject):
    """One page at a time: what comes into view meanwhile has not to wait for what has left it."""

    def __init__(self, tasks: Tasks, walls: tuple[Wall, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._walls = tasks, walls
        self._pages: PdfPages | None = None
        self._busy = False

    def set_pages(self, pages: PdfPages | None) -> None:
        """Draw from another file."""
        self._pages = pages
        self.go_on()

    def go_on(self) -> None:
        """Draw what is wanted now, if nothing is being drawn."""
        pages = self._pages
        if pages is None or self._busy:
            return
        for wall in self._walls:
            wanted = wall.wanted()
            if wanted is not None:
                self._draw(pages, wall, *wanted)
                return

    def _draw(self, pages: PdfPages, wall: Wall, number: int, scale: float) -> None:
        self._busy = True
        self._tasks.run_aside(
            lambda: pages.render(number, scale, with_words=wall.with_words),
            owner=self,
            then=lambda image: wall.take(number, scale, image) if pages is self._pages else None,
            ended=self._drawn,
        )

    def _drawn(self) -> None:
        self._busy = False
        self.go_on()


def pixmap_of(image: PageImage, ratio: float) -> QPixmap:
    """Give what was drawn as a pixmap for a screen with `ratio` dots a pixel."""
    shown = QImage(image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32)
    pixmap = QPixmap.fromImage(shown)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
