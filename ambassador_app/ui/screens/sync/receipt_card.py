"""One receipt: when, what in a sentence, and on wish every attachment with the hash that the office confirmed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ambassador_app.domain.receipt import Receipt
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.receipts import ReceiptDeeds
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording.syncing import receipt_words, trouble_words, visit_lines


class ReceiptCard(Card):
    """Shows a receipt."""

    def __init__(self, context: UiContext, receipt: Receipt) -> None:
        super().__init__(context)
        self._context = context
        tr = context.translator.tr
        said = receipt_words(receipt, context.translator)
        moment = context.translator.moment(receipt.at)
        self.setAccessibleName(f"{moment}: {said}")
        self.add(labels.strong(context, moment))
        self.add(labels.body(context, said))
        trouble = trouble_words(receipt, context.translator)
        if trouble:
            self.add(labels.label(context, trouble, token="danger", wrap=True))
        self.details = QLabel("\n".join(visit_lines(receipt, context.translator)))
        self.details.setTextFormat(Qt.TextFormat.PlainText)  # names of files are colleagues' words
        self.details.setFont(context.theme.font(Type.CAPTION))
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.hide()
        self.more = buttons.quiet(context, tr("Show every file"), self._show_more)
        self.more.setVisible(bool(self.details.text()))
        self.deeds = ReceiptDeeds(context, self.more)
        self.deeds.show_receipt(receipt)
        self.add(self.details)
        self.add(self.deeds)

    def _show_more(self) -> None:
        shown = self.details.isVisible()
        self.details.setVisible(not shown)
        tr = self._context.translator.tr
        self.more.setText(tr("Show every file") if shown else tr("Show less"))
