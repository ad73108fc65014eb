"""One extract: what it adds up to, what is told together, and its rows, where the way ends."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.extract import ProgrammeExtract, Progress
from ambassador_app.domain.follow_up import Figure
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column
from ambassador_app.ui.screens.programme.words import (
    group_lines,
    line_columns,
    lines_of,
    method_words,
    sites_words,
    step_words,
)
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.outcomes import FigureStrip, amount
from ambassador_app.ui.widgets.tables import RowsTable
from ambassador_app.wording import LABEL, NOT_KNOWN


class ExtractPanel(QWidget):
    """Shows an extract: before it is released just as after."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        tr, space = context.translator.tr, context.theme.space
        self.strip = FigureStrip(context, tr("What the extract adds up to"))
        self.steps = labels.body(context, "")
        self.groups = labels.muted(context, "")
        self.shared = labels.muted(context, "")
        self.table = RowsTable(context, line_columns(context), name=tr("Rows of the extract"))
        self.table.set_empty(
            EmptyState(
                context,
                "companies",
                tr("No case stands in it by itself."),
                hint=tr("A company gets a row once its legal form is known, or once it has agreed to be named."),
            )
        )
        self.method = labels.caption(context, "")
        self.method.setWordWrap(True)
        whole = column(self.strip, self.steps, self.groups, self.shared, self.table, self.method, space=space.m)
        whole.setStretchFactor(self.table, 1)
        self.table.setMinimumHeight(context.theme.px(240))
        self.setLayout(whole)

    def show_extract(self, extract: ProgrammeExtract) -> None:
        """Show another one."""
        words = self._context.translator
        figures = [(words.tr("Companies"), sites_words(words, extract), "text")]
        for progress in Progress:
            sums = extract.sums(progress)
            shown = amount(words, Figure.KWH, sums.kwh) if sums.measures else NOT_KNOWN
            figures.append((words.tr(LABEL[progress]), shown, "text" if sums.measures else "muted"))
        climate = extract.sums(Progress.AGREED)
        told = amount(words, Figure.CO2E_KG, climate.co2e_t * 1000) if climate.measures else NOT_KNOWN
        figures.append((words.tr("CO₂e agreed"), told, "text"))
        self.strip.show_figures(figures)
        self.groups.setText("\n".join(group_lines(words, extract.groups)))
        self.groups.setHidden(not extract.groups)
        self.steps.setText(step_words(words, extract))
        self.steps.setHidden(not extract.cases)
        count = len(extract.shared)
        self.shared.setText(words.tn("{count} partner is shared.", "{count} partners are shared.", count))
        self.shared.setHidden(not count)
        self.table.set_rows(lines_of(extract))
        self.method.setText(method_words(words, extract))
