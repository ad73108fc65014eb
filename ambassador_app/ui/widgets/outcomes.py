"""What was promised and what came of it: amounts, a small table, and a strip of figures that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ambassador_app.domain.follow_up import Amounts, Figure, Standing, Tally
from ambassador_app.domain.quantities import round_significant
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import Flow, box, clear, column
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels
from ambassador_app.wording import NOT_KNOWN
from ambassador_app.wording.verdicts import payback_words

FIGURE_NAMES: Final = {
    Figure.KWH: N_("Energy a year"),
    Figure.DKK: N_("Money a year"),
    Figure.CO2E_KG: N_("CO₂e a year"),
}
_DIGITS: Final = 3
"""Sums of different qualities are told by three digits."""


def amount(translator: Translator, figure: Figure, value: float | None) -> str:
    """Write a yearly amount with its unit: kWh, kroner, tonnes of CO2e."""
    if value is None:
        return NOT_KNOWN
    match figure:
        case Figure.KWH:
            return translator.quantity(round_significant(value, _DIGITS), "kWh")
        case Figure.DKK:
            return translator.money(round_significant(value, _DIGITS))
    return translator.quantity(round_significant(value / 1000, _DIGITS), f"t{NO_BREAK}CO₂e")


def share(translator: Translator, value: float | None) -> str:
    """Write realised over promised."""
    return NOT_KNOWN if value is None else translator.percent(value, 0)


def share_tone(value: float | None) -> str:
    """Give the colour of a share: good from nine tenths, doubtful below half."""
    if value is None:
        return "muted"
    return "success" if value >= 0.9 else ("text" if value >= 0.5 else "warning")


class OutcomeTable(QWidget):
    """Promised beside realised, a line for each of energy, money and CO2e."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        tr, space = look.translator.tr, look.theme.space
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.l)
        grid.setVerticalSpacing(space.s)
        grid.setColumnStretch(0, 1)
        self.heads = tuple(
            _right(labels.caption(look, words)) for words in (tr("Promised"), tr("Realised"), tr("Share"))
        )
        for place, head in enumerate(self.heads, 1):
            grid.addWidget(head, 0, place)
        self.cells: dict[Figure, tuple[QLabel, QLabel, QLabel]] = {}
        for line, figure in enumerate(Figure, 1):
            grid.addWidget(labels.label(look, tr(FIGURE_NAMES[figure]), token="muted"), line, 0)
            cells = (labels.figure(look, ""), labels.figure(look, ""), _right(labels.label(look, "", Type.STRONG)))
            for place, cell in enumerate(cells, 1):
                grid.addWidget(cell, line, place)
            self.cells[figure] = cells
        self.setAccessibleName(name)
        self.show_amounts(None, None)

    def show_amounts(self, promised: Amounts | None, realised: Amounts | None) -> None:
        """Show both; None is not known."""
        words, said = self._look.translator, []
        for figure, (before, after, part) in self.cells.items():
            reached = _share(promised, realised, figure)
            before.setText(amount(words, figure, promised.of(figure) if promised else None))
            after.setText(amount(words, figure, realised.of(figure) if realised else None))
            part.setText(share(words, reached))
            labels.set_token(self._look, part, share_tone(reached))
            said.append(f"{words.tr(FIGURE_NAMES[figure])}: {before.text()}, {after.text()}, {part.text()}")
        self.setAccessibleDescription("; ".join(said))


def _share(promised: Amounts | None, realised: Amounts | None, figure: Figure) -> float | None:
    if promised is None or realised is None or promised.of(figure) <= 0:
        return None
    return realised.of(figure) / promised.of(figure)


def _right(written: QLabel) -> QLabel:
    written.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return written


class FigureStrip(QWidget):
    """Figures beside each other, each under its name; they wrap where the width ends."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._flow = Flow(look.theme.space.xl)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self._shown: tuple[tuple[str, str, str], ...] = ()

    def show_figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        """Show (name, value, colour) of each."""
        if tuple(figures) == self._shown:
            return
        self._shown = tuple(figures)
        clear(self._flow)
        for name, value, token in figures:
            one = box(
                column(labels.caption(self._look, name), labels.label(self._look, value, Type.HEADING, token=token))
            )
            self._flow.addWidget(one)
        self.setAccessibleDescription("; ".join(f"{name}: {value}" for name, value, _ in figures))

    @property
    def texts(self) -> dict[str, str]:
        """What stands under each name."""
        return {name: value for name, value, _ in self._shown}


def totals_of(translator: Translator, whole: Tally) -> list[tuple[str, str, str]]:
    """List the totals of some measures for a strip: how many, what they promise, cost, and when they are paid back."""
    tr = translator.tr
    return [
        (tr("Measures"), translator.number(whole.count), "text"),
        *((tr(FIGURE_NAMES[one]), amount(translator, one, whole.promised.of(one)), "text") for one in Figure),
        (tr("Investment"), amount(translator, Figure.DKK, whole.investment_dkk), "text"),
        (tr("Mean payback"), payback_words(translator, whole.payback), "text"),
    ]


def realised_words(translator: Translator, whole: Tally) -> str:
    """Say how far the promises of what was verified were kept; "" while nothing can be compared."""
    if not whole.compared:
        return ""
    return translator.tn(
        "{count} verified measure promised {promised} and gave {realised} ({share}).",
        "{count} verified measures promised {promised} and gave {realised} ({share}).",
        whole.compared,
        promised=amount(translator, Figure.KWH, whole.expected.kwh),
        realised=amount(translator, Figure.KWH, whole.reached.kwh),
        share=share(translator, whole.share(Figure.KWH)),
    )


def sum_words(translator: Translator, whole: Tally) -> str:
    """Say how far promises were kept, and that what is added up here counts each measure on its own."""
    alone = translator.tr(
        "Each measure counts on its own here. Where several touch the same use, they save less together."
    )
    return " ".join(part for part in (realised_words(translator, whole), alone if whole.count > 1 else "") if part)


def stages(translator: Translator, standing: Standing) -> tuple[tuple[str, Tally], ...]:
    """Name the stages of measures, from proposed to verified."""
    tr = translator.tr
    return (
        (tr("Proposed"), standing.proposed),
        (tr("Agreed"), standing.agreed),
        (tr("Carried out"), standing.implemented),
        (tr("Verified"), standing.verified),
    )
