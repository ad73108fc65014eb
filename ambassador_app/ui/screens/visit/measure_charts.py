"""The measures of a visit as pictures: what each saves against its payback, and what a tonne of CO₂e costs with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ambassador_app.drawing import Palette, Picture
from ambassador_app.drawing.measure_pictures import Drawn, cost_picture, payback_picture
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.measure_list import MeasureRow
from ambassador_app.ui.theme import Theme
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.picture import PictureView

ENLARGED: Final = 1.5
"""The pictures are drawn for paper; on a screen their words must be larger."""
LEAST_WIDE: Final = 380.0
HIGH: Final = 230.0
BESIDE: Final = 1400
"""From this width on, px at 100 %, the two stand beside each other."""


class MeasureCharts(QWidget):
    """Two charts; each goes where it has nothing to show."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self._drawn: list[Drawn] = []
        self._wide = 0.0
        tr, space = context.translator.tr, context.theme.space
        self.payback, self.cost = PictureView(context), PictureView(context)
        self._cards = (Card(context, tr("Saving against payback")), Card(context, tr("What a tonne of CO₂e costs")))
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space.m)
        for card, view in zip(self._cards, (self.payback, self.cost), strict=True):
            card.add(view)
        note = tr(
            "Each block is a measure: as wide as the tonnes it saves, as high as their price. It shows what counts."
        )
        self._cards[1].add(labels.muted(context, note))
        for card in self._cards:
            card.body.addStretch(1)
            self._box.addWidget(card)

    def show_rows(self, rows: Sequence[MeasureRow]) -> None:
        """Draw these measures."""
        self._drawn = [row.drawn() for row in rows if not row.is_alternative]
        self._draw()

    def _draw(self) -> None:
        words, palette, wide = self.context.translator, palette_of(self.context.theme), self._room()
        self._wide = wide
        pictures = (
            payback_picture(self._drawn, words, width=wide, height=HIGH, palette=palette),
            cost_picture(self._drawn, words, width=wide, height=HIGH, palette=palette),
        )
        for card, view, picture in zip(self._cards, (self.payback, self.cost), pictures, strict=True):
            card.setVisible(picture is not None)
            view.set_picture(picture, as_drawn=True)
            self._fit(view, picture)
        self.setVisible(any(picture is not None for picture in pictures))

    def _room(self) -> float:
        """Give the width of a picture, in its own points, that fills its card."""
        theme, beside = self.context.theme, self._is_beside()
        room = self.width() / (2 if beside else 1) - 2 * theme.space.l - theme.px(8)
        return max(room / theme.px(1000) * 1000 / ENLARGED, LEAST_WIDE)

    def _is_beside(self) -> bool:
        return self.width() >= self.context.theme.px(BESIDE)

    def _fit(self, view: PictureView, picture: Picture | None) -> None:
        if picture is not None:
            px = self.context.theme.px
            view.setFixedSize(px(picture.width * ENLARGED), px(picture.height * ENLARGED))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if self._is_beside() else directions.TopToBottom)
        for card in self._cards:
            self._box.setAlignment(card, Qt.AlignmentFlag.AlignTop if self._is_beside() else Qt.AlignmentFlag(0))
        if abs(self._room() - self._wide) > 1:
            # Drawn again once the page has come to rest: a picture that grows makes its page lay itself out again.
            QTimer.singleShot(0, self, self._draw)


def palette_of(theme: Theme) -> Palette:
    """Give the colours of the window to a chart."""
    colours, kinds = theme.colours, theme.chart_colours
    return Palette(colours.surface, colours.text, colours.muted, colours.border, (kinds[0], kinds[1], kinds[2]))
