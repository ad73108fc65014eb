"""What becomes of a measure when prices or the saving turn out otherwise: a small band, no forecast."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.sensitivity import SWING, Swing, sensitivity
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording.verdicts import swing_words


class BandCard(Card):
    """Yearly saving, payback and judgement at both ends of each band."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, context.translator.tr("If it turns out otherwise"))
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        share = context.translator.percent(SWING)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space.m)
        self._grid.setVerticalSpacing(space.xs)
        self._grid.setColumnStretch(1, 1)
        self.price = self._block(0, tr("Prices {share} lower or higher", share=share))
        self._grid.setRowMinimumHeight(4, space.s)
        self.saving = self._block(5, tr("Saving {share} lower or higher", share=share))
        self.add(self._grid)

    def _block(self, first: int, title: str) -> dict[str, tuple[QLabel, ...]]:
        tr = self.context.translator.tr
        self._grid.addWidget(labels.label(self.context, title, Type.STRONG, wrap=True), first, 0, 1, 2)
        found: dict[str, tuple[QLabel, ...]] = {}
        for line, (key, words) in enumerate((("saving", tr("Saving a year")), ("payback", tr("Simple payback"))), 1):
            name = labels.label(self.context, words, token="muted")
            value = labels.label(self.context, "", wrap=True)
            self._grid.addWidget(name, first + line, 0)
            self._grid.addWidget(value, first + line, 1)
            found[key] = (value, name)
        judgement = labels.label(self.context, "", token="muted", wrap=True)
        self._grid.addWidget(judgement, first + 3, 0, 1, 2)
        found["judgement"] = (judgement,)
        return found

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the bands of this measure; where nothing has a price there are none."""
        found = sensitivity(assessment)
        self._show(self.price, found.price, assessment)
        self._show(self.saving, found.saving, assessment)
        appear(self, bool(assessment.prices))

    def _show(self, block: dict[str, tuple[QLabel, ...]], swing: Swing, assessment: Assessment) -> None:
        words = swing_words(self.context.translator, swing, assessment.quality)
        texts = {"saving": words.saving, "payback": words.payback, "judgement": words.judgement}
        for key, shown in block.items():
            shown[0].setText(texts[key])
            for label in shown:
                appear(label, bool(texts[key]))
