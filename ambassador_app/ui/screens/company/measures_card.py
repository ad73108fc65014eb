"""What became of the measures proposed at a site: the stages, promised beside realised, and each with its status."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.follow_up import Figure, is_counted, standing_of
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.services.companies import CompanyPage
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screens.company.model import CompanyModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.outcomes import FigureStrip, OutcomeTable, amount, stages, sum_words
from ambassador_app.wording import LABEL

SHOWN = 8
"""So many measures stand on the page; the rest are one press away."""

_ORDER = {one: place for place, one in enumerate(MeasureStatus)}


class MeasuresCard(Card):
    """The site's measures."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Measures"))
        self._context = context
        self._model = model
        self._name = ""
        self.stages = FigureStrip(context, tr("What became of the measures"))
        self.outcome = OutcomeTable(context, tr("Promised and realised"))
        self.kept = labels.muted(context, "")
        self._lines = column(space=context.theme.space.s)
        self.all = buttons.quiet(context, tr("All measures of the company"), self._show_all, "chevron-right")
        self.nothing = labels.muted(context, tr("None yet. Measures are proposed during a visit."))
        for part in (self.nothing, self.stages, self.outcome, self.kept):
            self.add(part)
        self.add(self._lines)
        self.add(row(self.all, 1))

    def show_page(self, page: CompanyPage) -> None:
        """Show the measures of all visits."""
        self._name = page.site.name
        words, standing = self._context.translator, standing_of(page.measures)
        whole = standing.proposed
        self.nothing.setHidden(bool(whole.count))
        self.stages.setHidden(not whole.count)
        self.stages.show_figures(
            [(name, f"{words.number(one.count)} · {amount(words, Figure.KWH, one.promised.kwh)}", "text")
             for name, one in stages(words, standing)]
        )  # fmt: skip
        self.outcome.setHidden(not whole.compared)
        self.outcome.show_amounts(whole.expected, whole.reached)
        self.kept.setText(sum_words(words, whole))
        self.kept.setHidden(not self.kept.text())
        found = sorted((one for one in page.measures if is_counted(one)), key=_rank)
        clear(self._lines)
        for one in found[:SHOWN]:
            self._lines.addWidget(self._line(one))
        self.all.setHidden(len(found) <= SHOWN)

    def _line(self, measure: Measure) -> QWidget:
        words = self._context.translator
        late = measure.deadline is not None and measure.deadline < self._model.today() and not measure.status.is_closed
        go = buttons.link(self._context, measure.title, partial(self._context.navigate, "measure", measure.id))
        overdue = (labels.Badge(self._context, words.tr("Overdue"), tone="warning"),) if late else ()
        tone = "success" if measure.status.is_implemented else ("accent" if measure.status.is_agreed else "neutral")
        status = labels.Badge(self._context, words.tr(LABEL[measure.status]), tone=tone)
        return box(row(go, 1, *overdue, status, space=self._context.theme.space.s))

    def _show_all(self) -> None:
        self._context.navigate("measures", text=self._name)


def _rank(measure: Measure) -> tuple[bool, int, str]:
    """What still waits for somebody comes first."""
    return (measure.status.is_closed, _ORDER[measure.status], measure.title)
