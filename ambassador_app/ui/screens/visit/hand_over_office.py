"""What the office has of this visit: in a sentence, and its receipt to print or keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ambassador_app.domain.changes import Changes
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.receipts import ReceiptDeeds
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording.syncing import visit_words

if TYPE_CHECKING:
    from ambassador_app.domain.receipt import Receipt

_TONE: Final = {True: "success", False: "warning"}


class AtTheOffice(Card):
    """Says what the office confirmed of the visit; not there where no office was joined."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("At the office"))
        self.context = context
        self.model = model
        self.said = labels.body(context, "")
        self.sync = buttons.link(context, tr("Sync"), lambda: context.navigate("sync"))
        self.deeds = ReceiptDeeds(context, self.sync)
        self.add(self.said)
        self.add(self.deeds)
        self.hide()
        model.tasks.changed.connect(self._heard)

    def refresh(self) -> None:
        """Ask anew what the office confirmed."""
        session, visit_id = self.model.session, self.model.visit_id
        owner: QObject = self
        self.model.tasks.run(
            lambda: session.syncing.of_visit(visit_id), owner=owner, then=self._show, latest="at the office"
        )

    def _heard(self, _changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, receipt: Receipt | None) -> None:
        self.setHidden(receipt is None)
        if receipt is None:
            return
        (visit,) = receipt.visits
        words = visit_words(visit, self.context.translator)
        self.said.setText(f"{words[:1].upper()}{words[1:]}.")
        self.set_tone(_TONE[visit.is_whole])
        self.deeds.show_receipt(receipt)
