"""A price of a set on one line: value, year, source, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.factors import HIGHEST_PRICE, EmissionFactor, Price, PriceStatus
from ambassador_app.domain.quantities import PRICE_UNITS, Item
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.sets.rows import CHOICE, SOURCE, VALUE, YEAR, EntryRow
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL


class PriceRow(EntryRow):
    """One price."""

    def __init__(self, context: UiContext, item: Item) -> None:
        tr = context.translator.tr
        name = tr(LABEL[item]) + ": " + tr("Price")
        self.value = NumberField(
            context, name=name, unit=tr(PRICE_UNITS[item]), low=0, high=HIGHEST_PRICE, required=True
        )
        self.status = Select(
            context,
            [(one.value, tr(LABEL[one])) for one in PriceStatus],
            name=tr(LABEL[item]) + ": " + tr("How sure it is"),
        )
        super().__init__(context, item)
        self.value.value_changed.connect(lambda value: self._tell(value=value))
        self.status.chosen.connect(lambda key: self._tell(status=PriceStatus(key)))

    def parts(self) -> Iterable[tuple[QWidget, int]]:
        return ((self.value, VALUE), (self.year, YEAR), (self.source, SOURCE), (self.status, CHOICE))

    def show_entry(
        self, entry: EmissionFactor | Price, other: EmissionFactor | Price | None, *, read_only: bool
    ) -> None:
        """Show the price, and what the set compared with has."""
        if not isinstance(entry, Price):
            return
        self.show_common(entry, read_only=read_only)
        self.value.set_value(entry.value)
        self.value.set_read_only(read_only)
        self.status.set_value(entry.status.value)
        self.status.setEnabled(not read_only)
        translator = self.context.translator
        parts = []
        if entry.low is not None and entry.high is not None:
            parts.append(translator.tr("usually {low}–{high}", low=entry.low, high=entry.high))
        if isinstance(other, Price) and other.value != entry.value:
            parts.append(translator.tr("there: {value}", value=translator.number(other.value)))
        self.show_compared("; ".join(parts), differs=isinstance(other, Price) and other.value != entry.value)
