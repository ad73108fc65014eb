"""Sign: the report as it will be sealed, beside the places for signatures; then the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row, scrolled
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.screens.visit.sign_cards import SignerCard
from ambassador_app.ui.screens.visit.sign_model import Signer, SignModel, SignState, Stand, other_signer
from ambassador_app.ui.screens.visit.sign_seal import SealCard
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class SignPanel(StepPanel):
    """Left the file, right the signers and the seal."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.setProperty("help_page", "report")
        self.sign = SignModel(model, self)
        self.cards: dict[str, SignerCard] = {}
        tr, space = context.translator.tr, context.theme.space
        self.pdf = PdfView(context, context.tasks, tr("The report as it will be sealed"))
        self._places = column(space=space.m)
        self.another = buttons.quiet(context, tr("Another signer"), self._add_other, "add")
        self.seal = SealCard(context, self.sign, self._hand_over)
        made = row(self.pdf, self._right(), space=0)
        made.setStretch(0, 1)
        self.setLayout(made)
        self.sign.state_changed.connect(self._show_state)
        self.sign.preview_changed.connect(self.pdf.set_pdf)
        self.sign.drawing_changed.connect(self.pdf.set_renewing)

    def _right(self) -> QWidget:
        space = self.context.theme.space
        inner = box(
            column(
                self._places,
                row(self.another, 1),
                self.seal,
                1,
                space=space.m,
                margins=(space.l, 0, space.l, space.s),
            )
        )
        self._scroll = scrolled(inner)
        self._scroll.setFixedWidth(self.context.theme.px(436))
        return self._scroll

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace) -> None:
        """Show who signed, and the preview if it is looked at."""
        self.sign.refresh()

    def _show_state(self, state: SignState) -> None:
        places = {one.key: one for one in state.signers}
        adopted = self._adopt(places)
        for key in [one for one in self.cards if one not in places and one]:
            self._drop(key)
        for at, signer in enumerate(state.signers):
            card = self.cards.get(signer.key) or self._add(signer)
            card.show_signer(signer, locked=state.locked)
            if self._places.indexOf(card) != at:
                self._places.insertWidget(at, card)
        self.another.setHidden(state.locked or "" in self.cards)
        self.seal.show_state(state)
        if adopted or not any(card.is_open for card in self.cards.values()):
            self._open_next(state)

    def _adopt(self, places: dict[str, Signer]) -> bool:
        """Let the card that was signed on stay where it is, under the identifier of its signature and back."""
        moved = False
        for key, card in list(self.cards.items()):
            if key in places:
                continue
            role = card.signer.role
            fresh = next((one for one, signer in places.items() if signer.role is role and one not in self.cards), None)
            signed_now = fresh is not None and (key or places[fresh].name == card.form.name.value())
            if fresh is not None and signed_now:
                self.cards[fresh] = self.cards.pop(key)
                moved = True
        return moved

    def _open_next(self, state: SignState) -> None:
        """Open the first place that waits, without taking the focus from where somebody reads; where one has to be
        signed again, show that first."""
        unsettled = (Stand.WAITING, Stand.OUTDATED)
        first = next((one for one in state.signers if one.stand in unsettled), None)
        if first is None or state.locked:
            return
        if first.stand is Stand.WAITING:
            self.cards[first.key].open_form(focus=False)
        else:
            card = self.cards[first.key]
            QTimer.singleShot(0, card, lambda: self._scroll.ensureWidgetVisible(card))

    def _add(self, signer: Signer) -> SignerCard:
        made = SignerCard(self.context, self.sign, signer)
        made.opened.connect(lambda: self._fold_others(made))
        self.cards[signer.key] = made
        self._places.addWidget(made)
        made.show()
        return made

    def _drop(self, key: str) -> None:
        old = self.cards.pop(key)
        self._places.removeWidget(old)
        old.hide()
        old.deleteLater()

    def _fold_others(self, current: SignerCard) -> None:
        for card in self.cards.values():
            if card is not current and card.is_open:
                card.fold()
        # Once it has its height.
        QTimer.singleShot(0, current, lambda: self._bring_into_sight(current))

    def _bring_into_sight(self, card: SignerCard) -> None:
        """Show as much of the card as there is room for, its button first."""
        self._scroll.ensureWidgetVisible(card, 0, self.context.theme.space.m)
        self._scroll.ensureWidgetVisible(card.last_button, 0, self.context.theme.space.l)

    def _add_other(self) -> None:
        workspace = self.model.workspace
        if workspace is not None and "" not in self.cards:
            made = self._add(other_signer(workspace.dossier))
            self.another.hide()
            made.open_form()

    # -- the frame ----------------------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sign.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sign.watch(on=False)

    def _hand_over(self) -> None:
        self.context.navigate("visit", self.model.visit_id, step=Step.HAND_OVER.value)

    def commands(self) -> tuple[Command, ...]:
        """Offer the seal."""
        return (Command(self.context.translator.tr("Seal the report"), self.seal.press, icon="shield"),)
