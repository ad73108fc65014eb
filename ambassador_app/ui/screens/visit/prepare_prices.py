"""The prices of a visit: what is only assumed asks to be confirmed, and what is known at the site is typed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.factors import HIGHEST_PRICE
from ambassador_app.domain.quantities import PRICE_UNITS, Item
from ambassador_app.services.visit_sets import ListedPrice, VisitSets
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL


class PriceList(QWidget):
    """A line for each price that something rests on; the others wait behind a button."""

    given = Signal(str, object)
    """Name of the item, and the site's own price, or None to go back to the set's."""
    confirmed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self.lines: dict[Item, PriceLine] = {}
        self._found: VisitSets | None = None
        self._read_only = False
        space = context.theme.space
        self._column: QVBoxLayout = column(space=space.m)
        self.all_button = buttons.quiet(context, "", self._show_all, "chevron-down")
        self._all = False
        self.setLayout(column(self._column, row(self.all_button, 1), space=space.s))

    def show_prices(self, found: VisitSets, *, read_only: bool) -> None:
        """Show the prices of a visit; a field being typed in stays."""
        self._found, self._read_only = found, read_only
        listed = {one.price.item: one for one in found.listed}
        first = [*found.lacking, *(item for item, one in listed.items() if one.is_needed or one.is_own)]
        rest = [item for item in listed if item not in first]
        shown = list(dict.fromkeys([*first, *(rest if self._all or not first else [])]))
        for gone in [item for item in self.lines if item not in shown]:
            old = self.lines.pop(gone)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, item in enumerate(shown):
            line = self.lines.get(item) or self._made(item)
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
            line.show_price(listed.get(item), read_only=read_only)
        translator = self.context.translator
        self.all_button.setVisible(bool(rest) and bool(first))
        self.all_button.setText(
            translator.tr("Only the prices in use")
            if self._all
            else translator.tn("{count} other price", "{count} other prices", len(rest))
        )
        self.all_button.setAccessibleName(self.all_button.text())
        self.all_button.setIcon(
            self.context.theme.icon("chevron-up" if self._all else "chevron-down", "accent", size=18)
        )

    def _made(self, item: Item) -> PriceLine:
        made = PriceLine(self.context, item)
        made.field.value_changed.connect(lambda value: self.given.emit(item.value, value))
        made.confirm.clicked.connect(lambda _checked=False: self.confirmed.emit(item.value))
        self.lines[item] = made
        return made

    def _show_all(self) -> None:
        self._all = not self._all
        if self._found is not None:
            self.show_prices(self._found, read_only=self._read_only)

    def items(self) -> Sequence[Item]:
        """Give what there is a line for now."""
        return tuple(self.lines)


class PriceLine(QWidget):
    """One price: how sure it is, the site's own, and the button that confirms the assumed one."""

    def __init__(self, context: UiContext, item: Item) -> None:
        super().__init__()
        self.context = context
        tr, space, px = context.translator.tr, context.theme.space, context.theme.px
        self.name = tr(LABEL[item])
        self.badge = labels.Badge(context)
        self.field = NumberField(
            context,
            name=tr("Own price of {item}", item=self.name),
            unit=tr(PRICE_UNITS[item]),
            low=0,
            high=HIGHEST_PRICE,
        )
        self.field.setMaximumWidth(px(260))
        self.confirm = buttons.secondary(context, "", icon="check")
        self.about = labels.caption(context, "")
        self.about.setWordWrap(True)
        head = row(labels.label(context, self.name, Type.STRONG, wrap=True), self.badge, space=space.s)
        head.setStretch(0, 1)
        self.setLayout(column(head, row(self.field, self.confirm, 1, space=space.s), self.about, space=space.xs))

    def show_price(self, found: ListedPrice | None, *, read_only: bool) -> None:
        """Show the price that is used now, or that there is none."""
        translator = self.context.translator
        tr = translator.tr
        self.field.set_read_only(read_only)
        self.confirm.setVisible(found is not None and found.wants_confirming and not read_only)
        if found is None:
            self.badge.set(tr("No price"), "danger")
            self.field.set_value(None)
            self.field.line.setPlaceholderText("")
            self.about.setText(tr("The set has none. Ask for it; the figures appear when it is filled in."))
            return
        tone = "success" if found.is_own else "warning" if found.wants_confirming else "neutral"
        self.badge.set(tr("The site's own price") if found.is_own else tr(LABEL[found.price.status]), tone)
        self.field.set_value(found.price.value if found.is_own else None)
        self.field.line.setPlaceholderText("" if found.default is None else translator.number(found.default))
        words = tr("Confirm {price}", price=translator.number(found.price.value))
        self.confirm.setText(words)
        self.confirm.setAccessibleName(f"{self.name}: {words}")
        self.about.setText(self._said(found))

    def _said(self, found: ListedPrice) -> str:
        translator = self.context.translator
        parts = [
            translator.tr("{source}, {year}", source=translator.tr(found.price.source), year=str(found.price.year))
        ]
        if found.low is not None and found.high is not None:
            parts.append(translator.tr("usually {low}–{high}", low=found.low, high=found.high))
        if found.is_own and found.default is not None:
            parts.append(translator.tr("the set has {value}", value=translator.number(found.default)))
        if found.measures:
            parts.append(translator.tn("used by {count} measure", "used by {count} measures", found.measures))
        return " · ".join(parts)
