"""The prices that a measure was computed with: default ones are shown as such, with room for the site's own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ambassador_app.domain.factors import OWN_PRICE, PriceStatus, UsedPrice
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL


class PricesCard(Card):
    """One line a price used; what is typed counts for the whole visit."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, context.translator.tr("Prices"))
        self.context = context
        self.model = model
        self.rows: dict[str, PriceRow] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(context.theme.space.m)
        self.add(self._column)

    def show_prices(self, prices: Iterable[UsedPrice], *, read_only: bool) -> None:
        """Show these prices; a field being typed in stays."""
        shown = {one.item.value: one for one in prices}
        for name, price in shown.items():
            if name not in self.rows:
                self.rows[name] = PriceRow(self.context, price)
                self.rows[name].field.value_changed.connect(lambda value, name=name: self._keep(name, value))
                self.rows[name].confirm.clicked.connect(lambda _checked=False, name=name: self._confirm(name))
                self._column.addWidget(self.rows[name])
            self.rows[name].show_price(price, read_only=read_only)
        for name, line in self.rows.items():
            line.setVisible(name in shown)
        self.setVisible(bool(shown))

    def _keep(self, name: str, value: float | None) -> None:
        visits, visit_id = self.model.session.visits, self.model.visit_id
        if value is None:
            self.model.do(lambda: visits.forget_price(visit_id, name))
        else:
            self.model.do(lambda: visits.confirm_price(visit_id, name, value))

    def _confirm(self, name: str) -> None:
        """Somebody who knows has said that the default is right."""
        visits, visit_id = self.model.session.visits, self.model.visit_id
        self.model.do(lambda: visits.confirm_price(visit_id, name), once=f"confirm {name}")


class PriceRow(QWidget):
    """One price: what it is, where it is from, and the site's own."""

    def __init__(self, context: UiContext, price: UsedPrice) -> None:
        super().__init__()
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        name = tr("Own price of {item}", item=tr(LABEL[price.item]))
        self.title = labels.label(context, tr(LABEL[price.item]), Type.STRONG)
        self.badge = labels.Badge(context)
        self.field = NumberField(context, name=name, low=0)
        self.field.set_unit(tr(price.unit))
        self.source: QLabel = labels.caption(context, "")
        self.source.setWordWrap(True)
        self.confirm = buttons.quiet(context, tr("This price is right"), icon="check")
        self.confirm.setAccessibleName(tr("{item}: this price is right", item=tr(LABEL[price.item])))
        line = row(self.field, self.confirm, 1, space=space.s)
        self.setLayout(column(row(self.title, 1, self.badge, space=space.s), line, self.source, space=space.xs))

    def show_price(self, price: UsedPrice, *, read_only: bool) -> None:
        """Show the price used now."""
        translator = self.context.translator
        own = price.source == OWN_PRICE
        self.badge.set(
            translator.tr("The site's own price") if own else translator.tr(LABEL[price.status]),
            "success" if own else "warning" if price.status is PriceStatus.UNCERTAIN else "neutral",
        )
        if own != (self.field.value() is not None) or (own and self.field.value() != price.value):
            self.field.set_value(price.value if own else None)
        if not own:
            self.field.line.setPlaceholderText(translator.number(price.value))
        self.field.set_read_only(read_only)
        appear(self.confirm, not own and price.status is not PriceStatus.CONFIRMED and not read_only)
        words = translator.tr(
            "{source}, {year}. Type the price from the bill if it is known.",
            source=translator.tr(price.source),
            year=str(price.year),
        )
        self.source.setText("" if own else words)
        self.source.setVisible(not own)
