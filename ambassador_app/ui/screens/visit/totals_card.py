"""What the proposed measures come to, kept in sight while the visit goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from ambassador_app.domain.quantities import of_sum
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording.verdicts import payback_words

if TYPE_CHECKING:
    from ambassador_app.domain.totals import Totals


class TotalsCard(Card):
    """Energy, money, CO₂e and payback a year."""

    def __init__(self, context: UiContext) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Savings so far"))
        self.context = context
        self.body.setSpacing(space.s)
        self.figures: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(space.xs)
        grid.setColumnStretch(0, 1)
        names = {
            "kwh": tr("Energy a year"),
            "dkk": tr("Saving a year"),
            "co2e": tr("CO₂e a year"),
            "investment": tr("Investment"),
            "payback": tr("Payback"),
        }
        for line, (key, name) in enumerate(names.items()):
            value = labels.label(context, "", Type.STRONG)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(labels.label(context, name, token="muted"), line, 0)
            grid.addWidget(value, line, 1)
            self.figures[key] = value
        self.add(grid)
        self._hint = labels.caption(context, "")
        self._hint.setWordWrap(True)
        self.add(self._hint)

    def show_totals(self, totals: Totals) -> None:
        """Show the sums as they are."""
        translator, quality = self.context.translator, of_sum(totals.quality)
        shown = {
            "kwh": kwh(translator, totals.kwh, quality),
            "dkk": dkk(translator, totals.cost_saving_dkk, quality),
            "co2e": tonnes(translator, totals.co2e_kg, quality),
            "investment": dkk(translator, totals.investment_dkk - totals.subsidy_dkk),
            "payback": payback_words(translator, totals.payback),
        }
        for key, text in shown.items():
            self.figures[key].setText(text)
        self._hint.setText(self._note(totals))
        self._hint.setVisible(bool(self._hint.text()))
        self.setAccessibleDescription(", ".join(shown.values()))

    def _note(self, totals: Totals) -> str:
        translator = self.context.translator
        said = []
        if not totals.count:
            return translator.tr("No measure has been proposed yet.")
        said.append(translator.tn("{count} measure", "{count} measures", totals.count))
        if totals.share_of_use:
            said.append(translator.tr("{share} of the energy used", share=translator.percent(totals.share_of_use, 0)))
        if totals.unknown:
            said.append(translator.tn("{count} without an investment", "{count} without an investment", totals.unknown))
        return " · ".join(said)
