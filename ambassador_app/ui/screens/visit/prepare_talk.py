"""What is said and gone through at the visit: the sentence on the duty to act, the agenda, and last time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.lists import VisitLine
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.measure_life import Need, moves_from
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, clear, column, row
from ambassador_app.ui.screens.visit.prepare_model import History, PrepareModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.wording import LABEL


class OpeningCard(Card):
    """The sentence that every visit begins with (MBL § 68), to be read aloud."""

    def __init__(self, context: UiContext) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Say this first"))
        self.set_tone("accent")
        self.words = labels.body(
            context,
            tr(
                "“I am here as climate ambassador, and this is not an inspection. You decide what comes of it. There is"
                " one thing I must tell you: as I work for the municipality, it has a duty to act if I become aware of"
                " something illegal that is not of minor importance. So I cannot promise to keep such a thing to"
                " myself.”"
            ),
        )
        self.add(self.words)
        self.add(labels.caption(context, tr("Danish Environmental Protection Act, section 68")))


class AgendaCard(Card):
    """What the visit goes through, in order."""

    def __init__(self, context: UiContext) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Agenda"))
        points = (
            tr("Relevant areas: electricity, heating, supply, waste, water, transport"),
            tr("Where the climate work stands: employees, energy management, products"),
            tr("What the company is interested in, and what it could do"),
            tr("How a partnership agreement works"),
            tr("Agree the next steps"),
        )
        lines = QVBoxLayout()
        lines.setSpacing(space.xs)
        for number, point in enumerate(points, 1):
            figure = labels.label(context, f"{number}.", Type.TABULAR, token="muted")
            figure.setFixedWidth(context.theme.px(20))
            line = row(figure, labels.body(context, point), space=space.xs)
            line.setAlignment(figure, figure.alignment())
            lines.addLayout(line)
        self.add(lines)


class HistoryCard(Card):
    """Earlier visits, and what was proposed then and is still open; its status is moved where it stands."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        super().__init__(context, context.translator.tr("Last time"))
        self.context = context
        self._prepare = prepare
        self._shown: History | None = None
        self._lines = column(space=context.theme.space.xs)
        self.add(self._lines)
        self.show_history(History())

    def show_history(self, history: History) -> None:
        """Show what there was before."""
        if history == self._shown:
            return
        self._shown = history
        clear(self._lines)
        tr = self.context.translator.tr
        if not history.visits:
            self._lines.addWidget(labels.muted(self.context, tr("This is the first visit here.")))
        for line in history.visits[:5]:
            self._lines.addWidget(self._link(self._visit_words(line), line.visit_id, "prepare"))
        if history.open_measures:
            self._lines.addWidget(labels.strong(self.context, tr("Still open")))
        for measure in history.open_measures:
            self._lines.addWidget(self._measure(measure))

    def _link(self, words: str, visit_id: str, step: str) -> QWidget:
        go: Callable[[], object] = partial(self.context.navigate, "visit", visit_id, step=step)
        return box(row(buttons.link(self.context, words, go), 1))

    def _measure(self, measure: Measure) -> QWidget:
        """One that is open: a press leads to its follow-up, the list moves it on."""
        tr = self.context.translator.tr
        go = buttons.link(self.context, measure.title, partial(self.context.navigate, "measure", measure.id))
        ways = [one for one, need in moves_from(measure.status) if need is Need.NOTHING]
        choices = [(one.value, tr(LABEL[one])) for one in (measure.status, *ways)]
        name = tr("Status of {title}", title=measure.title)
        status = Select(self.context, choices, name=name, value=measure.status.value)
        status.chosen.connect(partial(self._prepare.move_measure, measure))
        terms = labels.muted(self.context, self._terms(measure))
        line = row(terms, status, space=self.context.theme.space.s)
        line.setStretchFactor(terms, 1)
        return box(column(row(go, 1), line))

    def _visit_words(self, line: VisitLine) -> str:
        translator = self.context.translator
        when = line.started_at or line.planned_at
        said = [translator.day(when.date()) if when else "", translator.tr(LABEL[line.kind])]
        return " · ".join(part for part in (*said, translator.tr(LABEL[line.status])) if part)

    def _terms(self, measure: Measure) -> str:
        translator = self.context.translator
        by = translator.tr("by {day}", day=measure.deadline) if measure.deadline else ""
        return " · ".join(part for part in (measure.owner, by) if part)
