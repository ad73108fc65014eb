"""What can be done with a receipt of the office, wherever it is shown: print it, or keep it as a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.receipt import Receipt
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow
from ambassador_app.ui.printing.desk import Paper, print_desk
from ambassador_app.ui.printing.dialog import Document
from ambassador_app.ui.widgets import buttons, dialogs
from ambassador_app.ui.widgets.pdf_pages import pages_of


class ReceiptDeeds(QWidget):
    """Print and save, for the receipt that is shown."""

    def __init__(self, context: UiContext, *first: QWidget) -> None:
        super().__init__()
        self._context = context
        self._desk = print_desk(context)
        self._receipt: Receipt | None = None
        tr = context.translator.tr
        self.print = buttons.quiet(context, tr("Print the receipt…"), self.begin_print, icon="print")
        self.save = buttons.quiet(context, tr("Save the receipt…"), self.begin_save, icon="save")
        line = Flow(context.theme.space.s)
        for one in (*first, self.print, self.save):
            line.addWidget(one)
        self.setLayout(line)

    def show_receipt(self, receipt: Receipt) -> None:
        """Take the receipt that is to be printed or saved."""
        self._receipt = receipt

    def begin_print(self) -> None:
        """Draw the receipt, then ask how to print it."""
        if self._receipt is None:
            return
        context, receipt = self._context, self._receipt
        papers, name = context.session.syncing.receipts, self._name(receipt)

        def draw() -> Paper:
            pdf = papers.paper(receipt, context.translator)
            pages = pages_of(pdf)
            return Paper(Document(name, len(pages.sizes) if pages is not None else 0, waits=False), pdf)

        context.tasks.run(
            draw, owner=self, then=lambda paper: self._desk.ask_paper(self.window(), paper), label=self._label()
        )

    def begin_save(self) -> None:
        """Ask where to, and keep the receipt there as a PDF."""
        if self._receipt is None:
            return
        context, receipt, tr = self._context, self._receipt, self._context.translator.tr
        folder = dialogs.choose_folder(context, self, tr("Where the receipt is kept"))
        if folder is None:
            return
        papers, name = context.session.syncing.receipts, self._name(receipt)
        context.tasks.run(
            lambda: papers.save(receipt, context.translator, folder, name),
            owner=self,
            then=lambda file: context.notices.success(tr("Saved as {file}", file=file.name)),
            label=self._label(),
        )

    def _name(self, receipt: Receipt) -> str:
        return self._context.translator.tr("receipt of {day}", day=f"{receipt.at:%Y-%m-%d %H%M}")

    def _label(self) -> str:
        return self._context.translator.tr("Drawing the receipt")
