"""One receipt: when, what in a sentence, and on wish every attachment with the hash that the office confirmed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ambassador_app.domain.receipt import Receipt
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.wording.syncing import receipt_lines, receipt_words


class ReceiptCard(Card):
    """Shows a receipt."""

    def __init__(self, context: UiContext, receipt: Receipt) -> None:
        super().__init__(context)
        self._context = context
        tr = context.translator.tr
        self._day = f"{receipt.at:%Y-%m-%d %H%M}"
        self._lines = receipt_lines(receipt, context.translator)
        said = context.translator.say(receipt_words(receipt))
        moment = context.translator.moment(receipt.at)
        self.setAccessibleName(f"{moment}: {said}")
        self.add(labels.strong(context, moment))
        self.add(labels.body(context, said))
        self.details = QLabel("\n".join(self._lines[2:]).strip())
        self.details.setFont(context.theme.font(Type.CAPTION))
        self.details.setWordWrap(True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.hide()
        self.more = buttons.quiet(context, tr("Show every file"), self._show_more)
        self.more.setVisible(bool(self.details.text()))
        self.save = buttons.quiet(context, tr("Save the receipt…"), self._save, icon="save")
        self.add(self.details)
        self.add(row(self.more, self.save, 1))

    def _show_more(self) -> None:
        shown = self.details.isVisible()
        self.details.setVisible(not shown)
        tr = self._context.translator.tr
        self.more.setText(tr("Show every file") if shown else tr("Show less"))

    def _save(self) -> None:
        context, tr = self._context, self._context.translator.tr
        folder = dialogs.choose_folder(context, self, tr("Where the receipt is kept"))
        if folder is None:
            return
        session, lines, name = context.session, self._lines, tr("receipt of {day}", day=self._day)
        context.tasks.run_aside(
            lambda: session.syncing.save_receipt(folder, name, lines),
            owner=self,
            then=lambda file: context.notices.success(tr("Saved as {file}", file=file.name)),
            label=tr("Saving the receipt"),
        )
