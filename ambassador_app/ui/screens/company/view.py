"""Shows one site: facts on the left, visits and the next one on the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from ambassador_app import wording
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.place import Site
from ambassador_app.errors import AmbassadorError
from ambassador_app.services.companies import CompanyPage
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.holds import HoldCard
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.company.measures_card import MeasuresCard
from ambassador_app.ui.screens.company.model import CompanyModel
from ambassador_app.ui.screens.company.parts import CaseCard, ContactsCard, FactsCard, PlanCard, VisitsCard
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.energy_summary import EnergySummary


def build(context: UiContext, site_id: str, **_arguments: object) -> Screen:
    """Make the screen of one site."""
    return CompanyView(context, CompanyModel(context.session, context.tasks, context.translator, site_id))


class CompanyView(Screen):
    """One site's page."""

    rail = "companies"

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr = context.translator.tr
        self.name = labels.title(context, "")
        self.protected = Banner(
            context, "warning", tr("Protected against advertising: contact only about a visit that was agreed.")
        )
        self.trouble = Banner(context, "danger", "")
        self.plan = PlanCard(context, model)
        self.plan.hide()
        self.plan_button = buttons.primary(context, tr("Plan a visit"), self.plan_visit, icon="calendar")
        self.facts = FactsCard(context, model)
        self.contacts = ContactsCard(context, model)
        self.case = CaseCard(context, model)
        self.visits = VisitsCard(context, model)
        self.measures = MeasuresCard(context, model)
        site_id = model.site_id
        self.holds = HoldCard(context, Site.KIND, site_id, lambda holds: holds.on_site(site_id))
        self.energy = EnergySummary(context)
        self.energy_card = Card(context, tr("Energy use"))
        self.energy_card.add(self.energy)
        self.setLayout(self._layout())
        self._connect()

    def _layout(self) -> QVBoxLayout:
        space = self.context.theme.space
        head = row(self.name, 1, self.plan_button, space=space.m)
        left = column(self.facts, self.contacts, self.holds, 1, space=space.l)
        right = column(self.case, self.visits, self.measures, self.energy_card, 1, space=space.l)
        both = row(space=space.l)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        return column(layouts.page(self.context, head, self.protected, self.trouble, self.plan, both, width=1180))

    def _connect(self) -> None:
        self.model.page_changed.connect(self._show)
        self.model.refused.connect(self._refused)
        self.model.planned.connect(partial(self.context.navigate, "visit"))
        self.protected.hide()
        self.model.refresh()

    def _show(self, page: CompanyPage) -> None:
        self.set_title(page.site.name)
        self.name.setText(page.site.name)
        self.holds.refresh()
        self.protected.setVisible(bool(page.organisation and page.organisation.advertising_protected))
        self.trouble.set_text("")
        for part in (self.facts, self.contacts, self.case, self.visits, self.measures, self.plan):
            part.show_page(page)
        self.energy.show_site(page.site.id)

    def plan_visit(self) -> None:
        """Ask for kind, day and with whom."""
        self.plan.begin()

    def _refused(self, error: AmbassadorError) -> None:
        self.trouble.set_text(wording.sentence(error, self.context.translator))

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here."""
        return (Command(self.context.translator.tr("Plan a visit"), self.plan_visit, icon="calendar"),)
