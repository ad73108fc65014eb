"""Photos that make themselves fit: drawn smaller where that keeps them on the page of what they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ambassador_app.report.flow import Drawn, Grid, Row, Text
from ambassador_app.report.style import BODY_HEIGHT
from ambassador_app.report.tagging import TaggedCanvas
from ambassador_app.report.tree import Elem

_LEAST_SHARE: Final = 2 / 3


class Photograph(Drawn):
    """A photo that is drawn smaller, down to two thirds, where that keeps it on the page it belongs to.

    `under` is the room for what has to stand below it.
    """

    def __init__(
        self, size: tuple[float, float], elem: Elem, paint: Callable[[TaggedCanvas], None], under: float = 0.0
    ) -> None:
        super().__init__(*size, elem, self._paint_at_its_size)
        self._whole = size
        self._at_full_size = paint
        self.under = under

    def fit(self, room: float) -> None:
        """Take the size that fits a height; its own where even the least does not, for it then goes to a new page."""
        high = self._whole[1] + self.under
        share = (room - self.under) / self._whole[1] if _LEAST_SHARE * self._whole[1] + self.under <= room < high else 1
        self.width, self.height = self._whole[0] * share, self._whole[1] * share

    def least(self, width: float) -> float:
        """Say how much room it has to have."""
        return self._whole[1] * _LEAST_SHARE + self.under

    def _paint_at_its_size(self, canvas: TaggedCanvas) -> None:
        canvas.saveState()
        canvas.scale(self.width / self._whole[0], self.height / self._whole[1])
        self._at_full_size(canvas)
        canvas.restoreState()


class AlonePhotograph(Photograph):
    """A photograph that stands by itself, not in a grid."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Fit what is left of the page."""
        self.fit(height)
        return self.width, self.height


class CaptionedPhoto(Grid):
    """A photograph with its caption at its right."""

    def __init__(self, photo: Photograph, caption: Text, width: float, gap: float) -> None:
        super().__init__([Row([[photo], [caption]])], [photo.width, width - gap - photo.width], gap=gap)
        self._photo, self._room = photo, width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Fit what is left of the page; the caption stays beside the photo."""
        self._photo.fit(height)
        self.widths = [self._photo.width, self._room - self.gap - self._photo.width]
        return super().wrap(width, height)

    def least(self, width: float) -> float:
        """Say how much room it has to have."""
        _, caption = self.rows[0].cells[1][0].wrap(self.widths[1], BODY_HEIGHT)
        return max(self._photo.least(width), float(caption))
