"""Which visits are on this computer: how far back, from which places, and when a filed one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassador_app.domain.keeping import MOST_DAYS, MOST_MONTHS, Window, postcodes_in, shown_postcodes
from ambassador_app.errors import AmbassadorError, FieldRefused
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, column
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.keeping import KeepingRules


class KeepingCard(Card):
    """What is chosen is kept at once, and done with the next sync."""

    def __init__(self, context: UiContext) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Visits on this computer"))
        self._context = context
        self._rules: KeepingRules | None = None
        self.months = NumberField(
            context, name=tr("From the last"), unit=tr("months"), low=0, high=MOST_MONTHS, decimals=0, required=True
        )
        self.postcodes = TextField(context, name=tr("Only places in"), placeholder=tr("All. Or: 5000, 5200-5270"))
        self.days = NumberField(
            context, name=tr("Filed visits leave after"), unit=tr("days"), low=0, high=MOST_DAYS, decimals=0,
            required=True,
        )  # fmt: skip
        window, leaving = Form(context, columns=2), Form(context, columns=2)
        for field in (self.months, self.postcodes):
            window.add(field.accessibleName(), field)
        leaving.add(self.days.accessibleName(), self.days)
        self.fixed = locked_note(context)
        self.stopped = locked_note(
            context,
            tr("The policy file of your municipality cannot be understood: nothing leaves this computer."),
        )
        self.fixed.hide()
        self.stopped.hide()
        came = tr(
            "0 months is all. Your own visits and open ones always come whole. Of the others, measures, follow-up and "
            "totals are here, and each can be fetched. What is here already stays when you choose less."
        )
        left = tr(
            "0 days is never. A visit leaves when the office has shown that it holds every record and file, and its "
            "report has been filed for so long. Measures and totals stay, and it can be fetched again."
        )
        parts = (window.widget, labels.muted(context, came), leaving.widget, self.fixed, self.stopped)
        self.add(column(*parts, labels.muted(context, left), space=space.s))
        self.months.value_changed.connect(lambda _: self._keep_window())
        self.postcodes.edited.connect(lambda _: self._keep_window())
        self.days.value_changed.connect(self._keep_days)

    def load(self) -> None:
        """Read anew what is chosen."""
        keeping = self._context.session.keeping
        self._context.tasks.run(keeping.rules, owner=self, then=self._show, latest="rules")

    def _show(self, rules: KeepingRules) -> None:
        self._rules = None  # what is shown now was not typed
        window = rules.chosen.window
        self.months.set_value(float(window.months))
        self.postcodes.set_value(shown_postcodes(window.postcodes))
        self.days.set_value(float(rules.days))
        locked = rules.is_fixed or rules.is_stopped or self._context.session.read_only
        self.days.set_read_only(locked)
        for one in (self.months, self.postcodes):
            one.set_read_only(self._context.session.read_only)
        self.fixed.setVisible(rules.is_fixed)
        self.stopped.setVisible(rules.is_stopped)
        self._rules = rules

    def _keep_window(self) -> None:
        months = self.months.value()
        if self._rules is None or months is None:
            return
        try:
            window = Window(int(months), postcodes_in(self.postcodes.value()))
        except FieldRefused as error:
            self.postcodes.set_error(sentence(error, self._context.translator))
            return
        self.postcodes.set_error("")
        if window != self._rules.chosen.window:
            keeping = self._context.session.keeping
            self._context.tasks.run(
                lambda: keeping.choose_window(window), owner=self, then=lambda _: self.load(), failed=self._failed
            )

    def _keep_days(self, days: float | None) -> None:
        if self._rules is None or days is None or int(days) == self._rules.days:
            return
        keeping = self._context.session.keeping
        self._context.tasks.run(
            lambda: keeping.choose_days(int(days)), owner=self, then=lambda _: self.load(), failed=self._failed
        )

    def _failed(self, error: AmbassadorError) -> None:
        self.days.set_error(sentence(error, self._context.translator))
