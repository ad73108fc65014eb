"""Shows what is to be printed on this computer: what a printer did not take, and what was kept for the office."""

from __future__ import annotations

from functools import partial

from ambassador_app.domain.changes import Changes
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, page
from ambassador_app.ui.printing.waiting import WaitingJobs
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, EmptyState


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return PrintingView(context)


class PrintingView(Screen):
    """The list for the office."""

    rail = "today"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        tr = context.translator.tr
        self.set_title(tr("To be printed"))
        self.waiting = WaitingJobs(context)
        self.all = buttons.secondary(context, tr("Print all …"), self.waiting.ask_all, "print")
        self.card = Card(context, tr("Reports that wait for a printer"), action=self.all)
        self.card.add(
            labels.muted(
                context,
                tr(
                    "Each one waits here until a printer has taken it, also when the program is closed. Nothing is "
                    "printed by itself after a restart."
                ),
            )
        )
        self.card.add(self.waiting)
        self.nothing = EmptyState(
            context,
            "print",
            tr("Nothing waits to be printed."),
            (tr("Back to Today"), partial(context.navigate, "today")),
            hint=tr("Reports that are to be printed at the office, or that a printer did not take, are listed here."),
        )
        self.setLayout(column(page(context, self.card, self.nothing, width=760)))
        self._show(0)
        self.waiting.counted.connect(self._show)

    def _show(self, count: int) -> None:
        self.card.setHidden(not count)
        self.nothing.setHidden(bool(count))
        self.all.setHidden(count < 2)

    def shown(self) -> None:
        """Read what became of it meanwhile."""
        self.waiting.refresh()

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.waiting.heard(changes)
