"""Prepare: everything worth knowing before the door is opened, each thing changed where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, page
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.screens.visit.prepare_cards import AboutCard, AppointmentCard, PlaceCard
from ambassador_app.ui.screens.visit.prepare_checklist import ChecklistCard
from ambassador_app.ui.screens.visit.prepare_energy import EnergyCard
from ambassador_app.ui.screens.visit.prepare_model import PrepareModel, opens_with_duty
from ambassador_app.ui.screens.visit.prepare_people import ContactsCard, ParticipantsCard
from ambassador_app.ui.screens.visit.prepare_sets import SetsCard
from ambassador_app.ui.screens.visit.prepare_talk import AgendaCard, HistoryCard, OpeningCard
from ambassador_app.ui.screens.visit.step_columns import Columns, MissingNote

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class PreparePanel(StepPanel):
    """The preparation as one page of cards."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.prepare = PrepareModel(model, self)
        self._shown: tuple[object, ...] = ()
        self.missing = MissingNote(context, Step.PREPARE)
        self.appointment = AppointmentCard(context, self.prepare)
        self.about = AboutCard(context, self.prepare)
        self.checklist = ChecklistCard(context, model)
        self.place = PlaceCard(context, self.prepare)
        self.opening = OpeningCard(context)
        self.agenda = AgendaCard(context)
        self.history = HistoryCard(context, self.prepare)
        self.contacts = ContactsCard(context, self.prepare)
        self.participants = ParticipantsCard(context, self.prepare)
        self.energy = EnergyCard(context, self.prepare)
        self.sets = SetsCard(context, model)
        talk = Columns(
            context,
            (self.appointment, self.about, self.checklist, self.participants),
            (self.opening, self.agenda, self.contacts, self.history),
        )
        facts = Columns(context, (self.place,), (self.sets,))
        self.page = page(context, self.missing, talk, self.energy, facts, width=1180)
        self.setLayout(column(self.page))
        self.prepare.history_changed.connect(self.history.show_history)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the preparation as it is."""
        self.sets.show_workspace(workspace)
        dossier = workspace.dossier
        now = (
            *(dossier.site, dossier.organisation, dossier.visit, dossier.contacts, dossier.energy),
            workspace.missing.get(Step.PREPARE),
        )
        if now == self._shown:
            return
        self._shown = now
        for part in (
            self.missing,
            self.appointment,
            self.about,
            self.checklist,
            self.place,
            self.contacts,
            self.participants,
            self.energy,
        ):
            part.show_workspace(workspace)
        self.opening.setHidden(not opens_with_duty(workspace.dossier.visit))

    def open(self, **arguments: object) -> None:
        """Read what there was before."""
        self.prepare.read_history()
        self.sets.read()

    def show_to_party(self, on: bool) -> None:
        """The preparation is the ambassador's own; only its internal note could be seen over a shoulder."""
        self.place.internal.widget.setHidden(on)

    def commands(self) -> tuple[Command, ...]:
        """Offer what is added here."""
        tr = self.context.translator.tr
        return (
            Command(tr("Add a contact"), self.contacts.begin, icon="person"),
            Command(tr("Add a year of energy use"), self.energy.begin, icon="add"),
        )
