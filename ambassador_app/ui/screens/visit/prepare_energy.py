"""Energy use, a line for each carrier and year; several lines can be pasted from a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.screens.visit.prepare_model import PrepareModel
from ambassador_app.ui.screens.visit.prepare_paste import UNITS, PastedUse, pasted_uses
from ambassador_app.ui.screens.visit.step_fields import lock
from ambassador_app.ui.screens.visit.step_rows import Row, RowList
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.energy_summary import EnergySummary
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.domain.factors import FactorSet
    from ambassador_app.services.workspace import Workspace

_ENERGY_UNITS: Final = ("kWh", "MWh", "GJ")
_SHOWN: Final = {"m3": "m³"}
WIDTHS: Final = (184, 104, 132, 92, 148, 116)
"""px at 100 % of carrier, year, amount, unit, cost and source."""


class EnergyCard(Card):
    """What the site used, by carrier and year."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Energy use"))
        self.context = context
        self.prepare = prepare
        self.factors: FactorSet | None = None
        self.nothing = labels.muted(
            context, tr("A bill or a meter for one year is enough to show what a saving means. It can also wait.")
        )
        self.heads = self._heads()
        self.rows: RowList[EnergyRow] = RowList(self._made, space=space.s)
        self.add_button = buttons.secondary(context, tr("Add a year"), self.begin, "add")
        self.paste_button = buttons.quiet(context, tr("Paste from a spreadsheet"), self.paste, "copy")
        tip = tr("Copy cells with carrier, year or month, amount, unit and cost, then press here")
        self.paste_button.setToolTip(tip)
        self.said = labels.caption(context, "")
        self.summary = EnergySummary(context, visit_id=prepare.visit_id, with_use=False)
        for part in (self.nothing, self.heads, self.rows):
            self.add(part)
        self.add(row(self.add_button, self.paste_button, self.said, 1, space=space.s))
        self.add(self.summary)

    def _heads(self) -> QWidget:
        tr, px = self.context.translator.tr, self.context.theme.px
        names = (tr("Carrier"), tr("Year"), tr("Amount"), tr("Unit"), tr("Cost, DKK"), tr("Source"))
        made = [labels.caption(self.context, name) for name in names]
        for one, width in zip(made, WIDTHS, strict=True):
            one.setMinimumWidth(px(width))
        holder = QWidget()
        holder.setLayout(row(*made, 1, space=self.context.theme.space.s))
        holder.setMinimumWidth(1)
        return holder

    def _made(self) -> EnergyRow:
        return EnergyRow(self.context, self)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show what is noted."""
        self.factors = workspace.dossier.factor_set
        years = [one for one in workspace.dossier.energy if one.month is None]
        uses = sorted(years, key=lambda one: (-one.year, one.carrier))
        self.rows.show_records({one.id: one for one in uses}, read_only=workspace.locked)
        self._show_parts(locked=workspace.locked)
        self.summary.visit_id = (
            "" if workspace.locked else self.prepare.visit_id
        )  # nothing more belongs to a sealed one
        self.summary.with_use = len(years) < len(workspace.dossier.energy)
        self.summary.show_site(workspace.dossier.site.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_heads()

    def _show_heads(self) -> None:
        """A line that wraps has no heads; its fields say themselves what they hold."""
        needed = sum(WIDTHS) + 160
        self.heads.setHidden(not self.rows.rows or self.width() < self.context.theme.px(needed))

    def _show_parts(self, *, locked: bool) -> None:
        self.nothing.setHidden(bool(self.rows.rows))
        self._show_heads()
        self.add_button.setHidden(locked)
        self.paste_button.setHidden(locked)

    def begin(self) -> EnergyRow:
        """Begin a new line."""
        made = self.rows.draft()
        self._show_parts(locked=False)
        made.enter()
        return made

    def paste(self) -> None:
        """Take the lines of the clipboard; what is not clear asks in its own line."""
        translator = self.context.translator
        found = pasted_uses(QGuiApplication.clipboard().text(), translator)
        for use in found:
            self.begin().fill(use)
        nothing = translator.tr("There are no lines with a carrier on the clipboard.")
        self.said.setText(translator.tn("{count} line", "{count} lines", len(found)) if found else nothing)

    def drop(self, line: EnergyRow) -> None:
        """Let a line go."""
        self.rows.drop(line)
        self._show_parts(locked=False)

    def units(self, carrier: str) -> list[tuple[str, str]]:
        """Give the units an amount of `carrier` can be given in."""
        fuel = self.factors.fuel_units(Carrier(carrier)) if self.factors is not None and carrier else ()
        names = [*_ENERGY_UNITS, *(one for one in fuel if one.casefold() not in ("kwh", "mwh", "gj"))]
        return [(name, _SHOWN.get(name, name)) for name in names]


class EnergyRow(Row):
    """One carrier in one year; it is kept as soon as it says how much."""

    def __init__(self, context: UiContext, card: EnergyCard) -> None:
        super().__init__()
        self.context = context
        self.card = card
        self._month: int | None = None
        self._busy = False
        tr, translator, space = context.translator.tr, context.translator, context.theme.space
        carriers = [(one.value, tr(LABEL[one])) for one in Carrier]
        self.carrier = Select(context, carriers, name=tr("Carrier"), value=Carrier.ELECTRICITY.value)
        self.year = NumberField(context, name=tr("Year"), placeholder=tr("Year"), low=1990, high=2100, decimals=0)
        self.amount = NumberField(context, name=tr("Amount"), placeholder=tr("Amount"), low=0, high=1e11)
        self.unit = Select(context, card.units(Carrier.ELECTRICITY.value), name=tr("Unit"), value="kWh")
        self.cost = NumberField(context, name=tr("Cost, DKK"), placeholder=tr("Cost, DKK"), low=0, high=1e11)
        sources = [(one.value, tr(LABEL[one])) for one in EnergySource]
        self.source = Select(context, sources, name=tr("Source"), value=EnergySource.BILL.value)
        self.kwh = labels.caption(context, "")
        self.remove = buttons.icon_button(context, "trash", tr("Remove this line"), self._remove, size=18)
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self.problem.hide()
        self._parts = (self.carrier, self.year, self.amount, self.unit, self.cost, self.source)
        self._translator = translator
        flow = Flow(space.s)
        for part, width in zip(self._parts, WIDTHS, strict=True):
            part.setFixedWidth(context.theme.px(width))
            flow.addWidget(part)
        flow.addWidget(self.kwh)
        line = row(box(flow), self.remove, space=space.s)
        line.setStretch(0, 1)
        line.setAlignment(self.remove, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line, self.problem))
        self._connect()

    def _connect(self) -> None:
        self.carrier.chosen.connect(lambda _key: self._carrier_chosen())
        for choice in (self.unit, self.source):
            choice.chosen.connect(lambda _key: self._keep())
        for number in (self.year, self.amount, self.cost):
            number.value_changed.connect(lambda _value: self._keep())

    def enter(self) -> None:
        self.carrier.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fill(self, use: PastedUse) -> None:
        """Put in what was pasted, as if it had been typed."""
        self._month = use.month
        self.carrier.set_value(use.carrier.value)
        self._show_units(use.unit)
        self.source.set_value(use.source.value)
        for field, text in ((self.year, use.year), (self.cost, use.cost), (self.amount, use.amount)):
            if text:
                field.line.setText(text)
                field.commit()

    def show_record(self, record: object, *, read_only: bool) -> None:
        if not isinstance(record, EnergyUse):
            return
        translator = self._translator
        self._month = record.month
        self.carrier.set_value(record.carrier)
        self._show_units(_unit_key(record.unit))
        self.year.set_value(record.year)
        self.amount.set_value(record.amount)
        self.cost.set_value(record.cost_dkk)
        self.source.set_value(record.source.value)
        month = translator.tr("month {number}", number=record.month) if record.month else ""
        kwh = translator.quantity(record.kwh, "kWh", 0) if record.unit != "kWh" else ""
        self.kwh.setText(" · ".join(part for part in (month, kwh) if part))
        for part in self._parts:
            lock(part, on=read_only)
        self.remove.setHidden(read_only)

    def _show_units(self, wanted: str) -> None:
        self.unit.set_choices(self.card.units(self.carrier.value() or ""))
        self.unit.set_value(wanted)
        if self.unit.value() is None:
            self.unit.set_value("kWh")

    def _carrier_chosen(self) -> None:
        self._show_units(self.unit.value() or "kWh")
        self._keep()

    def _values(self) -> dict[str, Any] | None:
        """Give what is to be kept, or None while it does not say how much of what when."""
        year, amount = self.year.value(), self.amount.value()
        if year is None or amount is None or not (self.year.is_valid() and self.amount.is_valid()):
            return None
        return {
            "carrier": self.carrier.value(),
            "year": year,
            "month": self._month,
            "amount": amount,
            "unit": self.unit.value() or "kWh",
            "cost_dkk": self.cost.value(),
            "source": self.source.value(),
            "id": self.key,
        }

    def _keep(self) -> None:
        values = self._values()
        if values is None or self._busy:
            return
        self._busy = not self.key

        def kept(energy_id: str) -> None:
            fresh, self.key, self._busy = not self.key, energy_id, False
            self._complain("")
            if fresh and self._values() != {**values, "id": energy_id}:
                self._keep()

        self.card.prepare.keep_energy(values, kept, self._refused)

    def _refused(self, words: str) -> None:
        self._busy = False
        self._complain(words)

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setHidden(not words)

    def _remove(self) -> None:
        if self.key:
            self.card.prepare.remove_energy(self.key)
        else:
            self.card.drop(self)


def _unit_key(unit: str) -> str:
    return UNITS.get(unit.casefold(), unit)
