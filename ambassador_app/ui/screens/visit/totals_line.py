"""The sums of a visit's measures in one line of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.screens.visit.figures import dkk, kwh, payback_words, tonnes
from ambassador_app.ui.widgets.cards import KeyFigure

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Totals


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
        self.setLayout(row(*self.figures.values(), space=context.theme.space.s))

    def show_totals(self, totals: Totals) -> None:
        """Show the sums."""
        translator = self.context.translator
        share = totals.share_of_use
        known = translator.tr("{share} of the energy used", share=translator.percent(share, 0)) if share else ""
        hint = translator.tn("{count} without an investment", "{count} without an investment", totals.unknown)
        self.figures["kwh"].show_value(kwh(translator, totals.kwh), hint=known)
        self.figures["dkk"].show_value(dkk(translator, totals.cost_saving_dkk))
        self.figures["co2e"].show_value(tonnes(translator, totals.co2e_kg))
        net = totals.investment_dkk - totals.subsidy_dkk
        self.figures["investment"].show_value(dkk(translator, net), hint=hint if totals.unknown else "")
        self.figures["payback"].show_value(payback_words(translator, totals.payback))
