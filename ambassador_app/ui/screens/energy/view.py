"""Shows the energy account of one site and takes what is typed in it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from ambassador_app.domain.changes import Changes
from ambassador_app.services.energy import SiteAccount
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.energy.model import EnergyModel
from ambassador_app.ui.screens.energy.months import MonthsCard
from ambassador_app.ui.screens.energy.overview import OverviewCard
from ambassador_app.ui.screens.energy.standards import GoalCard, OthersCard, WeatherCard
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.wording import deed_label
from ambassador_app.wording import energy as said

_BESIDE: Final = 960
"""From this width on, px at 100 %, two columns of cards stand beside each other."""


def build(context: UiContext, site_id: str, visit_id: str = "", **_arguments: object) -> Screen:
    """Make the screen of one site's account; with a visit what is noted belongs to it."""
    model = EnergyModel(context.session, context.tasks, context.translator, site_id, visit_id)
    return EnergyView(context, model)


class EnergyView(Screen):
    """One site's energy account."""

    rail = "companies"

    def __init__(self, context: UiContext, model: EnergyModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr = context.translator.tr
        self.name = labels.title(context, "")
        self.place = buttons.link(
            context, tr("To the page of the place"), partial(context.navigate, "company", model.site_id)
        )
        self.bring = buttons.primary(context, tr("Import a meter file"), self.bring_file, icon="import")
        self.trouble = Banner(context, "danger", "")
        self.duty = Banner(context, "info", "")
        self.nothing = Card(context)
        self.nothing.add(
            EmptyState(
                context,
                "energy",
                tr("Nothing is noted yet"),
                (tr("Import a meter file"), self.bring_file),
                hint=tr("Bring a file from the meter, or type a year below. One year is enough to begin."),
            )
        )
        self.overview = OverviewCard(context)
        self.months = MonthsCard(context, model)
        self.goal = GoalCard(context, model)
        self.weather = WeatherCard(context, model)
        self.others = OthersCard(context, model)
        self.setLayout(self._layout())
        self._connect()

    def _layout(self) -> QVBoxLayout:
        space = self.context.theme.space
        head = row(column(self.name, row(self.place, 1)), self.bring, space=space.m)
        head.setStretch(0, 1)
        left = column(self.others, 1, space=space.l)
        right = column(self.goal, self.weather, 1, space=space.l)
        self.both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.both.setSpacing(space.l)
        self.both.addLayout(left, 1)
        self.both.addLayout(right, 1)
        return column(
            layouts.page(
                self.context,
                head,
                self.trouble,
                self.duty,
                self.nothing,
                self.overview,
                self.months,
                self.both,
                width=1180,
            )
        )

    def _connect(self) -> None:
        tr = self.context.translator.tr
        self.set_title(tr("Energy account"))
        self.model.account_changed.connect(self._show)
        self.model.refused.connect(self.trouble.set_text)
        self.model.refresh()

    def _show(self, found: SiteAccount) -> None:
        words = self.context.translator
        self.name.setText(found.site.name)
        duty = found.account.duty
        self.duty.set_text(" ".join(said.duty_sentences(words, duty)) if duty is not None else "")
        has_any = bool(found.account.years)
        self.nothing.setHidden(has_any)
        self.overview.setVisible(has_any)
        self.bring.setVisible(has_any)
        for part in (self.overview, self.months, self.goal, self.weather, self.others):
            part.show_account(found)
        self.set_undo(words.tr(deed_label(found.undo or "")), words.tr(deed_label(found.redo or "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self.context.theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self.both.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def bring_file(self) -> None:
        """Go to the import of a meter file."""
        self.context.navigate("import_energy", self.model.site_id, visit_id=self.model.visit_id)

    def undo(self) -> None:
        self.model.undo()

    def redo(self) -> None:
        self.model.redo()

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)

    def location(self) -> dict[str, str]:
        """Come back to the same visit's account."""
        return {"visit_id": self.model.visit_id} if self.model.visit_id else {}

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here."""
        tr = self.context.translator.tr
        return (
            Command(tr("Import a meter file"), self.bring_file, icon="import"),
            Command(tr("Type the months of a year"), self.months.enter, icon="edit"),
        )
