"""The terms of a grant for one measure: scheme, status, share, limits, deadline; folded until they are wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.measure import Measure
from ambassador_app.domain.subsidy import Subsidy, SubsidyStatus
from ambassador_app.i18n import N_
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.choices import ChoiceButtons, Switch
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL
from ambassador_app.wording.subsidies import subsidy_warnings

_NUMBERS = {
    "share": (N_("Share of the investment"), "%", 100.0),
    "basis_dkk_kwh": (N_("Amount for each kWh saved"), N_("DKK/kWh"), 1000.0),
    "least_dkk": (N_("Smallest grant"), N_("DKK"), 1e9),
    "most_dkk": (N_("Largest grant"), N_("DKK"), 1e9),
}


class SubsidyFields(QWidget):
    """Edits `Measure.subsidy`; the amount that counts stands above, with the investment."""

    changed = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self._subsidy = Subsidy()
        tr, space = context.translator.tr, context.theme.space
        self.turn = buttons.quiet(context, tr("More about the subsidy"), self._toggle, "chevron-down")
        self.scheme = TextField(context, name=tr("Subsidy scheme"))
        self.reference = TextField(context, name=tr("Reference number"))
        self.status = ChoiceButtons(
            context, [(one.value, tr(LABEL[one])) for one in SubsidyStatus], name=tr("Application"), clearable=False
        )
        self.before_start = Switch(context, tr("Must be applied for before the work begins"))
        self.deadline = DateField(context, name=tr("Deadline of the application"), today=context.session.now().date())
        self.numbers = {name: self._number(name) for name in _NUMBERS}
        self.warning = Banner(context, "warning", "")
        self.form = Form(context)
        self._fill_form()
        self.body = box(column(self.form.widget, self.before_start, space=space.m))
        self.body.hide()
        self.setLayout(column(self.warning, self.turn, self.body, space=space.s))
        self._listen()

    def _number(self, name: str) -> NumberField:
        words, unit, high = _NUMBERS[name]
        tr = self.context.translator.tr
        field = NumberField(self.context, name=tr(words), low=0, high=high)
        field.set_unit(tr(unit))
        scale = 100.0 if name == "share" else 1.0
        field.value_changed.connect(lambda value: self._put({name: None if value is None else value / scale}))
        return field

    def _fill_form(self) -> None:
        tr = self.context.translator.tr
        self.form.add(tr("Subsidy scheme"), self.scheme)
        self.form.add(tr("Application"), self.status)
        for name, field in self.numbers.items():
            self.form.add(tr(_NUMBERS[name][0]), field)
        self.form.add(tr("Deadline of the application"), self.deadline)
        self.form.add(tr("Reference number"), self.reference)

    def _listen(self) -> None:
        self.scheme.edited.connect(lambda text: self._put({"scheme": text.strip()}))
        self.reference.edited.connect(lambda text: self._put({"reference": text.strip()}))
        self.status.chosen.connect(lambda key: self._put({"status": SubsidyStatus(key)}))
        self.before_start.toggled.connect(lambda on: self._put({"before_start": on}))
        self.deadline.value_changed.connect(lambda day: self._put({"deadline": day}))

    # -- showing ------------------------------------------------------------------------------------------------
    def show_measure(self, measure: Measure, *, read_only: bool) -> None:
        """Show what is kept; what is being typed stays."""
        self._subsidy = kept = measure.subsidy or Subsidy()
        self.scheme.set_value(kept.scheme)
        self.reference.set_value(kept.reference)
        self.status.set_value(kept.status.value)
        self.before_start.set_value(kept.before_start)
        self.deadline.set_value(kept.deadline)
        for name, field in self.numbers.items():
            value = getattr(kept, name)
            field.set_value(None if value is None else round(value * 100, 6) if name == "share" else value)
        for one in (self.scheme, self.reference, self.deadline, *self.numbers.values()):
            one.set_read_only(read_only)
        self.status.setEnabled(not read_only)
        self.before_start.setEnabled(not read_only)
        say = self.context.translator.say
        self.warning.set_text(" ".join(say(line) for line in subsidy_warnings(measure)))
        if not kept.is_empty and self.body.isHidden():
            self._toggle()

    def _toggle(self) -> None:
        self.body.setVisible(self.body.isHidden())
        tr = self.context.translator.tr
        self.turn.setText(tr("More about the subsidy") if self.body.isHidden() else tr("Less about the subsidy"))

    def _put(self, fields: dict[str, Any]) -> None:
        changed = replace(self._subsidy, **fields)
        if changed != self._subsidy:
            self._subsidy = changed
            self.changed.emit({"subsidy": None if changed.is_empty else changed})
