"""Hand over: the sealed report, what can be said for it, and every way to give it to the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QStackedWidget

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.visit import Step, Visit
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.holds import HoldCard
from ambassador_app.ui.layouts import box, column, row, scrolled
from ambassador_app.ui.printing.waiting import WaitingJobs
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.filing_card import FilingCard
from ambassador_app.ui.screens.visit.hand_over_cards import EditionsCard, VerdictCard
from ambassador_app.ui.screens.visit.hand_over_journal import JournalCard
from ambassador_app.ui.screens.visit.hand_over_mail import MailCard
from ambassador_app.ui.screens.visit.hand_over_model import HandOverModel, Shown, address_of
from ambassador_app.ui.screens.visit.hand_over_office import AtTheOffice
from ambassador_app.ui.screens.visit.hand_over_ways import WaysCard
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.widgets.cards import Card, EmptyState
from ambassador_app.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class HandOverPanel(StepPanel):
    """Left the sealed file, right what to do with it; before the seal, the way there."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.setProperty("help_page", "hand_over")
        self.hand_over = HandOverModel(model, context.preferences, self)
        tr = context.translator.tr
        self.pdf = PdfView(context, context.tasks, tr("The sealed report"))
        self.verdict = VerdictCard(context)
        self.ways = WaysCard(context, self.hand_over)
        self.mail = MailCard(context, self.hand_over)
        self.waiting = WaitingJobs(context, VisitId(model.visit_id))
        self.queue = Card(context, tr("To be printed"))
        self.queue.add(self.waiting)
        self.queue.hide()
        self.waiting.counted.connect(lambda count: self.queue.setHidden(not count))
        self.journal = JournalCard(context, self.hand_over)
        self.editions = EditionsCard(context, model, self.hand_over)
        self.office = AtTheOffice(context, model)
        self.filing = FilingCard(context, model)
        visit_id = VisitId(model.visit_id)
        self.holds = HoldCard(context, Visit.KIND, visit_id, lambda holds: holds.on_visit(visit_id))
        self.there = box(row(self.pdf, self._beside()))
        self.nothing = EmptyState(
            context,
            "shield",
            tr("There is no sealed report yet."),
            (tr("Go to sign"), self._sign),
            hint=tr("When the report is signed and sealed, it is handed over from here: saved, printed or mailed."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nothing)
        self.stack.addWidget(self.there)
        self.setLayout(column(self.stack))
        self.hand_over.shown_changed.connect(self._show)
        self.hand_over.record_changed.connect(self._show_record)
        add_key(self, "Ctrl+P", self.ways.begin_print)

    def _beside(self) -> QScrollArea:
        """The cards at the right of the file, what is needed first at the top."""
        space = self.context.theme.space
        cards = (
            *(self.ways, self.mail, self.queue, self.journal),
            *(self.filing, self.office, self.verdict, self.editions, self.holds),
        )
        right = scrolled(box(column(*cards, 1, space=space.m, margins=(space.l, space.s, space.l, space.l))))
        right.setFixedWidth(self.context.theme.px(400))
        return right

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the newest edition, or the one that was chosen."""
        self.hand_over.refresh(workspace)
        self.office.refresh()
        self.holds.refresh()
        self.stack.setCurrentWidget(self.there if workspace.reports else self.nothing)
        if not self.mail.to.value():
            self.mail.to.set_value(address_of(workspace.dossier))
        if not self.ways.to.value():
            self.ways.to.set_value(workspace.dossier.visit.agreed_with)
        self.editions.show_reports(
            workspace.reports, locked=workspace.locked, revision=workspace.dossier.visit.revision
        )

    def _show(self, shown: Shown) -> None:
        self.pdf.set_pdf(shown.pdf)
        self.verdict.show_shown(shown)
        self._show_record(shown)

    def _show_record(self, shown: Shown) -> None:
        for card in (self.ways, self.mail, self.journal, self.filing):
            card.show_shown(shown)

    def _sign(self) -> None:
        self.context.navigate("visit", self.model.visit_id, step=Step.SIGN.value)

    def commands(self) -> tuple[Command, ...]:
        """Offer the ways out of the house."""
        tr = self.context.translator.tr
        if self.hand_over.shown is None:
            return ()
        way = HandOverWay
        offered = {
            way.COPY: Command(tr("Save a copy of the report"), self.ways.save_copy, icon="save"),
            way.PRINT: Command(tr("Print the report"), self.ways.begin_print, "Ctrl+P", "print"),
            way.MAIL: Command(tr("Draft a mail with the report"), self.mail.draft_mail, icon="mail"),
            way.CASE_SYSTEM: Command(
                tr("Save the report for the case system"), self.ways.save_for_case_system, icon="folder"
            ),
            way.WORD: Command(tr("Save an unsigned Word copy"), self.ways.save_word, icon="save"),
        }
        return tuple(one for way, one in offered.items() if self.context.session.policy.allows(way))
