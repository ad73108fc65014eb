"""The sums of a visit's measures in one line of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ambassador_app.domain.quantities import of_sum
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.widgets.cards import KeyFigure
from ambassador_app.wording.verdicts import payback_words

if TYPE_CHECKING:
    from ambassador_app.domain.totals import Totals


MOST_WIDE: Final = 196
"""What a figure needs, px at 100 %: 1.350.000 kr."""


class TotalsLine(QWidget):
    """Energy, money, CO₂e, investment and payback beside each other."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr = context.translator.tr
        self.figures = {
            "kwh": KeyFigure(context, tr("Energy a year")),
            "dkk": KeyFigure(context, tr("Saving a year")),
            "co2e": KeyFigure(context, tr("CO₂e a year")),
            "investment": KeyFigure(context, tr("Investment")),
            "payback": KeyFigure(context, tr("Payback")),
        }
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(context.theme.space.s)
        self._arrange(len(self.figures))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, figure in enumerate(self.figures.values()):
            self._grid.addWidget(figure, place // columns, place % columns)

    def minimumSizeHint(self) -> QSize:
        """As narrow as two figures beside each other; they take more lines then."""
        return QSize(self.context.theme.px(320), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(min(max(event.size().width() // self.context.theme.px(MOST_WIDE), 2), len(self.figures)))

    def show_totals(self, totals: Totals) -> None:
        """Show the sums."""
        translator, quality = self.context.translator, of_sum(totals.quality)
        share = totals.share_of_use
        known = translator.tr("{share} of the energy used", share=translator.percent(share, 0)) if share else ""
        hint = translator.tn("{count} without an investment", "{count} without an investment", totals.unknown)
        self.figures["kwh"].show_value(kwh(translator, totals.kwh, quality), hint=known)
        sequence = translator.tr("counted in sequence") if totals.package.overlapping else ""
        self.figures["dkk"].show_value(dkk(translator, totals.cost_saving_dkk, quality), hint=sequence)
        self.figures["co2e"].show_value(tonnes(translator, totals.co2e_kg, quality))
        net = totals.investment_dkk - totals.subsidy_dkk
        self.figures["investment"].show_value(dkk(translator, net), hint=hint if totals.unknown else "")
        self.figures["payback"].show_value(payback_words(translator, totals.payback))
