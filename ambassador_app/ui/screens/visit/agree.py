"""Agree: what the company takes on, what it will look at, who does what by when, and when we talk again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, page, row
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.agree_cards import (
    ActionsCard,
    FollowUpCard,
    RemarksCard,
    WordsCard,
    focus_card,
    wishes_card,
)
from ambassador_app.ui.screens.visit.agree_measures import ProposalsCard
from ambassador_app.ui.screens.visit.agree_model import AgreeModel
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.screens.visit.step_columns import Columns, MissingNote
from ambassador_app.ui.screens.visit.totals_line import TotalsLine
from ambassador_app.ui.widgets import buttons

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class AgreePanel(StepPanel):
    """The agreement as one page of cards, fit to be looked at together."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.agree = AgreeModel(model, self)
        self._shown: tuple[object, ...] = ()
        tr = context.translator.tr
        self.missing = MissingNote(context, Step.AGREE)
        self.totals = TotalsLine(context)
        self.proposals = ProposalsCard(context, self.agree)
        self.steps = ActionsCard(context, model)
        self.follow_up = FollowUpCard(context, self.agree)
        self.wishes = wishes_card(context, self.agree)
        self.remarks = RemarksCard(context, self.agree)
        self.focus: WordsCard | None = None
        self._focus_place: QVBoxLayout = column()
        self.go_on = buttons.primary(context, tr("Go on to sign"), self._sign, "sign")
        cards = Columns(context, (box(self._focus_place), self.steps, self.wishes), (self.follow_up, self.remarks))
        end = row(1, self.go_on)
        self.setLayout(column(page(context, self.missing, self.totals, self.proposals, cards, end, width=1180)))

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the agreement as it is."""
        to_party, dossier, visit = self.model.show_mode, workspace.dossier, workspace.dossier.visit
        now = (visit, dossier.site, dossier.measures, dossier.actions, workspace.totals, to_party)
        if now == self._shown:
            return
        self._shown = now
        self.missing.show_workspace(workspace)
        self.totals.show_totals(workspace.totals)
        self.totals.setHidden(not workspace.totals.count)
        self.proposals.show_workspace(workspace, to_party=to_party)
        if self.focus is None:
            self.focus = focus_card(self.context, self.agree, workspace)
            self._focus_place.addWidget(self.focus)
        self.focus.show_values(visit.focus_areas, read_only=workspace.locked)
        self.wishes.show_values(visit.wishes, read_only=workspace.locked)
        self.steps.show_workspace(workspace, to_party=to_party)
        self.follow_up.show_workspace(workspace)
        self.remarks.show_workspace(workspace, to_party=to_party)

    def show_to_party(self, on: bool) -> None:
        """Hide the internal note, and measures and steps that are internal."""
        if self.model.workspace is not None:
            self.show_workspace(self.model.workspace)

    def _sign(self) -> None:
        self.left()
        self.context.navigate("visit", self.model.visit_id, step=Step.SIGN.value)

    def commands(self) -> tuple[Command, ...]:
        """Offer what is added here."""
        tr = self.context.translator.tr
        return (
            Command(tr("Add a next step"), self.steps.begin, icon="add"),
            Command(tr("Follow up in six months"), self.follow_up.half.click, icon="calendar"),
        )
