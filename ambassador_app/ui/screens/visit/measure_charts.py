"""The measures of a visit as pictures: what each saves against its payback, and what each does for the climate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ambassador_app.domain.economics import Payback
from ambassador_app.drawing import Bar, PaybackPoint, PaybackWords, Picture, bar_chart, payback_chart
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.figures import tonnes
from ambassador_app.ui.screens.visit.measure_list import MeasureRow
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.picture import PictureView

ENLARGED: Final = 1.5
"""The pictures are drawn for paper; on a screen their words must be larger."""
PAYBACK_SIZE: Final = (458.0, 190.0)
BARS_WIDTH: Final = 300.0
MOST_BARS: Final = 15
"""More are in the table; a chart of sixty bars is one nobody reads."""
BESIDE: Final = 1210
"""From this width on, px at 100 %, the two stand beside each other."""


class MeasureCharts(QWidget):
    """Two charts; each goes where it has nothing to show."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        self.payback, self.climate = PictureView(context), PictureView(context)
        self._cards = (Card(context, tr("Saving against payback")), Card(context, tr("CO₂e saved a year")))
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space.m)
        for card, view in zip(self._cards, (self.payback, self.climate), strict=True):
            card.add(view)
        self._largest = labels.caption(context, "")
        self._cards[1].add(self._largest)
        for card in self._cards:
            card.body.addStretch(1)
            self._box.addWidget(card)

    def show_rows(self, rows: Sequence[MeasureRow]) -> None:
        """Draw these measures."""
        pictures = (payback_picture(rows, self.context), climate_picture(rows, self.context))
        for card, view, picture in zip(self._cards, (self.payback, self.climate), pictures, strict=True):
            card.setVisible(picture is not None)
            view.set_picture(picture)
            if picture is not None:
                px = self.context.theme.px
                view.setFixedSize(px(picture.width * ENLARGED), px(picture.height * ENLARGED))
        saving = sum(1 for row in rows if row.assessment is not None and row.assessment.co2e_kg > 0)
        words = self.context.translator.tr("The {most} largest of {all}", most=MOST_BARS, all=saving)
        self._largest.setText(words if saving > MOST_BARS else "")
        self._largest.setVisible(saving > MOST_BARS)
        self.setVisible(any(picture is not None for picture in pictures))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self.context.theme.px(BESIDE)
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        for card in self._cards:
            self._box.setAlignment(card, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))


def payback_picture(rows: Sequence[MeasureRow], context: UiContext) -> Picture | None:
    """Draw yearly saving against payback; None where no measure has both."""
    translator = context.translator
    points = [
        PaybackPoint(str(row.number), row.measure.title, row.assessment.cost_saving_dkk, payback)
        for row in rows
        if row.assessment is not None and (payback := _years(row.payback)) is not None
    ]
    if not points:
        return None
    words = PaybackWords(
        alt=translator.tn(
            "Saving a year against payback, {count} measure",
            "Saving a year against payback, {count} measures",
            len(points),
        ),
        x_title=translator.tr("Payback, years"),
        y_title=translator.tr("Saving, DKK a year"),
        number=translator.number,
    )
    width, height = PAYBACK_SIZE
    return payback_chart(points, words, width=width, height=height)


def climate_picture(rows: Sequence[MeasureRow], context: UiContext) -> Picture | None:
    """Draw what each measure saves of CO₂e, the largest first; None where none saves any."""
    translator = context.translator
    saved = [(row, row.assessment.co2e_kg) for row in rows if row.assessment is not None and row.assessment.co2e_kg > 0]
    saved.sort(key=lambda one: -one[1])
    bars = [
        Bar(f"{row.number} {row.measure.title}", co2e, tonnes(translator, co2e, row.measure.quality))
        for row, co2e in saved[:MOST_BARS]
    ]
    if not bars:
        return None
    alt = translator.tn("CO₂e saved a year, {count} measure", "CO₂e saved a year, {count} measures", len(saved))
    return bar_chart(bars, alt=alt, width=BARS_WIDTH, accent=context.theme.colours.accent)


def _years(payback: float | Payback) -> float | None:
    if isinstance(payback, Payback):
        return 0.0 if payback is Payback.IMMEDIATE else None
    return payback
