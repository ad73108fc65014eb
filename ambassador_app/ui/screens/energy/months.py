"""Typing a year: twelve months or the whole, of one carrier, with its cost on wish; kept as it is typed."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.energy import ENERGY_UNITS, FUEL_UNITS, MONTHS
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.services.energy import SiteAccount
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, box, column, row
from ambassador_app.ui.screens.energy.model import EnergyModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.fields import commit_pending
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL

_FIELD_WIDTH: Final = 150
_ENERGY: Final = ("kWh", "MWh", "GJ")
_NUMBER: Final = re.compile(r".*\d.*")


class MonthsCard(Card):
    """The year that is typed: choose carrier and year, then fill in."""

    def __init__(self, context: UiContext, model: EnergyModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Type or paste a year"))
        self._context, self._model = context, model
        self._found: SiteAccount | None = None
        self.carrier = Select(
            context, [(one.value, tr(LABEL[one])) for one in Carrier], name=tr("Carrier"), value=Carrier.ELECTRICITY
        )
        self.year = NumberField(context, name=tr("Year"), low=1990, high=2100, decimals=0)
        self.unit = Select(context, [(one, one) for one in _ENERGY], name=tr("Unit"), value="kWh")
        sources = [(one.value, tr(LABEL[one])) for one in EnergySource]
        self.source = Select(context, sources, name=tr("Source"), value=EnergySource.METER.value)
        form = Form(context, columns=4)
        for name, field in (
            (tr("Carrier"), self.carrier),
            (tr("Year"), self.year),
            (tr("Unit"), self.unit),
            (tr("Source"), self.source),
        ):
            form.add(name, field)
        self.with_cost = Switch(context, tr("Cost too, DKK"))
        self.amounts = {month: self._field(month, tr("Energy used")) for month in (*MONTHS, None)}
        self.costs = {month: self._field(month, tr("Cost, DKK")) for month in (*MONTHS, None)}
        flow = Flow(space.m)
        for month in (*MONTHS, None):
            flow.addWidget(self._cell(month))
        self.paste_button = buttons.quiet(context, tr("Paste twelve months"), self.paste, "copy")
        self.remove = buttons.quiet(context, tr("Remove this year"), self._remove, "trash")
        self.said = labels.caption(context, "")
        self.add(form.widget)
        self.add(box(flow))
        self.add(row(self.with_cost, 1, self.said, self.paste_button, self.remove, space=space.m))
        self._connect()

    def _field(self, month: int | None, name: str) -> NumberField:
        when = self._month_name(month)
        field = NumberField(self._context, name=f"{name}, {when}", low=0, high=1e11)
        field.value_changed.connect(lambda _value: self._keep(month))
        return field

    def _month_name(self, month: int | None) -> str:
        words = self._context.translator
        return words.month(month).capitalize() if month is not None else words.tr("Whole year")

    def _cell(self, month: int | None) -> QWidget:
        context = self._context
        label = labels.caption(context, self._month_name(month))
        made = box(column(label, self.amounts[month], self.costs[month], space=context.theme.space.xs))
        made.setFixedWidth(context.theme.px(_FIELD_WIDTH))
        label.setBuddy(self.amounts[month])
        self.costs[month].hide()
        return made

    def _connect(self) -> None:
        for choice in (self.carrier, self.unit, self.source):
            choice.chosen.connect(lambda _key: self._chosen())
        self.carrier.chosen.disconnect()
        self.carrier.chosen.connect(lambda _key: self._show())
        self.year.value_changed.connect(lambda _value: self._show())
        self.with_cost.toggled.connect(self._show_costs)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_account(self, found: SiteAccount) -> None:
        """Show what is kept of the chosen carrier and year."""
        first = self._found is None
        self._found = found
        if first:
            newest = next(iter(found.account.years), None)
            self.year.set_value(newest.year if newest is not None else self._context.session.now().year - 1)
            if newest is not None:
                self.carrier.set_value(newest.carriers[0].carrier.value)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        kept = self._kept()
        units = [*_ENERGY, *(one for one in self._fuel_units() if one.casefold() not in ENERGY_UNITS)]
        self.unit.set_choices([(one, "m³" if one == "m3" else one) for one in units])
        any_kept = next((one for one in kept.values() if not one.meter), None)
        if any_kept is not None:
            self.unit.set_value(_unit_key(any_kept.unit))
            self.source.set_value(any_kept.source.value)
        if self.unit.value() is None:
            self.unit.set_value("kWh")
        for month, field in self.amounts.items():
            use = kept.get(month)
            typed = use if use is not None and not use.meter else None
            field.set_value(typed.amount if typed is not None else None)
            self.costs[month].set_value(typed.cost_dkk if typed is not None else None)
            read = self._context.translator.number(use.kwh, 0) if use is not None and use.meter else ""
            field.line.setPlaceholderText(read)
        if any(one.cost_dkk is not None for one in kept.values()):
            self.with_cost.set_value(True)
            self._show_costs(True)
        self.remove.setEnabled(bool(kept))

    def _kept(self) -> dict[int | None, EnergyUse]:
        """The figures of the chosen carrier and year; of several in one period the one that is typed."""
        carrier, year = self.carrier.value(), self.year.value()
        uses = self._found.uses if self._found is not None else ()
        here = [one for one in uses if one.carrier == carrier and one.year == year]
        return {one.month: one for one in sorted(here, key=lambda one: not one.meter)}

    def _fuel_units(self) -> tuple[str, ...]:
        carrier = self.carrier.value()
        return self._found.factors.fuel_units(Carrier(carrier)) if self._found is not None and carrier else ()

    def _show_costs(self, wanted: bool) -> None:
        for field in self.costs.values():
            field.setVisible(wanted)

    # -- keeping ------------------------------------------------------------------------------------------------
    def _keep(self, month: int | None) -> None:
        year, carrier = self.year.value(), self.carrier.value()
        if year is None or carrier is None or not self.year.is_valid():
            return
        amount = self.amounts[month]
        if not amount.is_valid():
            return
        self._model.keep(
            Carrier(carrier),
            int(year),
            month,
            amount.value(),
            unit=self.unit.value() or "kWh",
            cost=self.costs[month].value(),
            source=EnergySource(self.source.value() or EnergySource.METER.value),
        )

    def _chosen(self) -> None:
        """Unit and source are of every figure of the year."""
        for month, field in self.amounts.items():
            if field.value() is not None:
                self._keep(month)

    def paste(self) -> None:
        """Fill in months from the clipboard: twelve amounts, or amounts and costs in two columns. What can be read in
        two ways asks in its own field.
        """
        tr = self._context.translator.tr
        amounts, costs = pasted_months(QGuiApplication.clipboard().text())
        if not amounts:
            self.said.setText(tr("There are no twelve numbers on the clipboard."))
            return
        if costs:
            self.with_cost.set_value(True)
            self._show_costs(True)
        for field, texts in ((self.costs, costs), (self.amounts, amounts)):
            for month, text in texts.items():
                field[month].line.setText(text)
                field[month].commit()
        self.said.setText(self._context.translator.tn("{count} month", "{count} months", len(amounts)))

    def _remove(self) -> None:
        year, carrier = self.year.value(), self.carrier.value()
        if year is not None and carrier is not None:
            commit_pending(self)
            self._model.remove(Carrier(carrier), int(year))

    def enter(self) -> None:
        """Begin to type."""
        self.amounts[1].line.setFocus(Qt.FocusReason.ShortcutFocusReason)


def pasted_months(text: str) -> tuple[dict[int | None, str], dict[int | None, str]]:
    """Read amounts and costs of twelve months, a line each or one line in all; a name before the number is passed
    over. Gives nothing where there are not twelve.
    """
    lines = [[cell.strip() for cell in re.split(r"[\t;]", line)] for line in text.splitlines() if line.strip()]
    figures = [[cell for cell in cells if _NUMBER.fullmatch(cell)] for cells in lines]
    figures = [cells for cells in figures if cells]
    if len(figures) in (1, 2) and all(len(cells) >= 12 for cells in figures):
        figures = [list(pair) for pair in zip(*(cells[-12:] for cells in figures), strict=True)]
    if len(figures) != 12:
        return {}, {}
    amounts: dict[int | None, str] = {month: cells[0] for month, cells in zip(MONTHS, figures, strict=True)}
    costs: dict[int | None, str] = {m: cells[1] for m, cells in zip(MONTHS, figures, strict=True) if len(cells) > 1}
    return amounts, costs


def _unit_key(unit: str) -> str:
    folded = unit.casefold()
    return next((one for one in _ENERGY if one.casefold() == folded), FUEL_UNITS.get(folded, folded))
