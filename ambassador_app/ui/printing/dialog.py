"""The print dialog: it is there at once, and printers appear in it as the system names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QWidget

from ambassador_app.domain.printing import MOST_COPIES, Duplex, PrintWish, pages_of
from ambassador_app.errors import FieldRefused
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column, row, scrolled
from ambassador_app.ui.printing.process import LOOK_MS, PrinterProcess
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select, Switch
from ambassador_app.ui.widgets.fields import TextField, commit_pending
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL

LAST_PRINTER: Final = "last printer"
"""Under this name the printer chosen last is remembered on this device: it can be chosen before any has answered."""

_ALL, _SOME = "all", "some"


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: its name as people read it, and how many pages it has; 0 for several, printed whole.

    `waits`: what no printer takes can stay on the list of what is to be printed at the office.
    """

    name: str
    pages: int
    waits: bool = True


class PrintDialog(QDialog):
    """Asks how to print. No printer is asked for anything in this process."""

    print_wanted = Signal(object)
    office_wanted = Signal(object)
    system_wanted = Signal(object)
    """Each with the PrintWish."""

    def __init__(self, context: UiContext, parent: QWidget, document: Document, wish: PrintWish) -> None:
        super().__init__(parent)
        self._context = context
        self._document = document
        tr = context.translator.tr
        self.setWindowTitle(tr("Print"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.looking: PrinterProcess | None = None
        remembered = wish.printer or context.preferences.recall(LAST_PRINTER)
        self.printer = Select(context, self._named((remembered,) if remembered else ()), name=tr("Printer"))
        self.printer.set_value(remembered or None)
        self.printer.setMinimumWidth(context.theme.px(320))
        self.state = labels.muted(context, "")
        self.again = buttons.link(context, tr("Look for printers again"), self.look)
        self.range = ChoiceButtons(
            context,
            ((_ALL, tr("All {count} pages", count=str(document.pages))), (_SOME, tr("Some pages"))),
            name=tr("Pages"),
            clearable=False,
            value=_SOME if wish.pages else _ALL,
        )
        self.pages = TextField(context, name=tr("Which pages"), value=wish.pages, placeholder="1-3, 5")
        self.copies = NumberField(context, name=tr("Copies"), value=wish.copies, low=1, high=MOST_COPIES, decimals=0)
        sides = tuple((one.value, tr(LABEL[one])) for one in Duplex)
        self.duplex = Select(context, sides, name=tr("Two-sided"), value=wish.duplex.value)
        self.colour = Switch(context, tr("In colour"), value=wish.colour)
        self._lay_out()
        self.range.chosen.connect(self._show_pages)
        self.printer.chosen.connect(lambda _key: self._show_ready())
        self._show_pages(self.range.value())
        self._show_ready()
        self.look()
        first = self.print if self.print.isEnabled() else self.printer
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        context = self._context
        tr, space = context.translator.tr, context.theme.space
        form = Form(context)
        form.add(tr("Printer"), self.printer)
        details = Form(context)
        details.add(tr("Pages"), self.range).setVisible(bool(self._document.pages))
        self._pages_cell = details.add(tr("Which pages"), self.pages)
        small = Form(context, columns=2)
        small.add(tr("Copies"), self.copies)
        small.add(tr("Two-sided"), self.duplex)
        self.print = buttons.primary(context, tr("Print"), self._print, icon="print")
        self.office = buttons.secondary(context, tr("Print at the office"), self._keep_for_office, icon="clock")
        self.system = buttons.link(context, tr("The printer's own dialog …"), self._ask_system)
        self.cancel = buttons.quiet(context, tr("Cancel"), self.reject)
        self.office.setVisible(self._document.waits)
        for one in (self.print, self.office):
            one.setMinimumHeight(context.theme.touch)
        self.print.setDefault(True)
        name = labels.heading(context, self._document.name)
        name.setWordWrap(True)
        asked = box(
            column(
                name,
                column(form.widget, row(self.state, 1, self.again, space=space.m), space=space.xs),
                details.widget,
                small.widget,
                self.colour,
                row(self.system, 1),
                1,
                space=space.m,
                margins=(space.xl, space.l, space.xl, space.s),
            )
        )
        deeds = row(
            self.print, self.office, 1, self.cancel, space=space.s, margins=(space.xl, space.s, space.xl, space.l)
        )
        self.setLayout(column(scrolled(asked), deeds))
        self._fit(asked.sizeHint().height() + deeds.sizeHint().height() + space.l)

    def _fit(self, wanted: int) -> None:
        """Be as high as what is asked, but no higher than the screen."""
        screen = self.screen().availableGeometry()
        self.resize(self._context.theme.px(480), min(wanted, screen.height() - self._context.theme.px(48)))

    # -- printers -----------------------------------------------------------------------------------------------
    def look(self) -> None:
        """Have the printers named by the printer process; the dialog is used meanwhile."""
        self._stop_looking()
        self.again.hide()
        self._say(self._context.translator.tr("Looking for printers …"))
        self.looking = PrinterProcess(self, LOOK_MS)
        self.looking.told.connect(self._found)
        self.looking.ended.connect(self._looked)
        self.looking.begin("printers")

    def _found(self, told: dict[str, object]) -> None:
        names = told.get("printers")
        if not isinstance(names, list):
            return
        kept = self.printer.value()
        default = str(told.get("default", ""))
        known = tuple(str(one) for one in names)
        self.printer.set_choices(self._named((*known, *((kept,) if kept and kept not in known else ()))))
        first = known[0] if known else None
        self.printer.set_value(kept or (default if default in known else first))
        tr, tn = self._context.translator.tr, self._context.translator.tn
        found = tn("{count} printer answers.", "{count} printers answer.", len(known))
        nobody = tr("No printer answers from here.")
        self._say(found if known else f"{nobody} {self._other_ways()}")
        self._show_ready()

    def _looked(self, well: bool) -> None:
        if not well:
            tr = self._context.translator.tr
            silent = tr("The print system does not answer.")
            self._say(f"{silent} {self._other_ways()}")
        self.looking = None
        self.again.show()

    def _other_ways(self) -> str:
        tr = self._context.translator.tr
        return tr("Keep the report for the office, or save it.") if self._document.waits else tr("Save it as a file.")

    @staticmethod
    def _named(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((one, one) for one in names)

    def _say(self, words: str) -> None:
        self.state.setText(words)

    def _stop_looking(self) -> None:
        if self.looking is not None:
            self.looking.stop()
            self.looking = None

    # -- what is wanted -----------------------------------------------------------------------------------------
    def wish(self) -> PrintWish | None:
        """Give what is filled in, or say below the field what cannot be."""
        commit_pending(self)
        pages = self.pages.value().strip() if self.range.value() == _SOME else ""
        wrong = self._what_is_wrong(pages)
        self.pages.set_error(wrong)
        if wrong or not self.copies.is_valid():
            return None
        return PrintWish(
            printer=self.printer.value() or "",
            copies=round(self.copies.value() or 1),
            pages=pages,
            duplex=Duplex(self.duplex.value() or Duplex.PRINTER),
            colour=self.colour.value(),
        )

    def _what_is_wrong(self, pages: str) -> str:
        tr, count = self._context.translator.tr, self._document.pages
        if self.range.value() == _SOME and not pages:
            return tr("Which pages?")
        try:
            pages_of(pages, count)
        except FieldRefused:
            return tr("Write pages from 1 to {count}, such as 1-3, 5.", count=str(count))
        return ""

    def _print(self) -> None:
        wish = self.wish()
        if wish is not None and wish.printer:
            self._context.preferences.keep(LAST_PRINTER, wish.printer)
            self._leave(self.print_wanted, wish)

    def _keep_for_office(self) -> None:
        wish = self.wish()
        if wish is not None:
            self._leave(self.office_wanted, wish)

    def _ask_system(self) -> None:
        wish = self.wish()
        if wish is not None:
            self._leave(self.system_wanted, wish)

    def _leave(self, wanted: SignalInstance, wish: PrintWish) -> None:
        self.accept()
        wanted.emit(wish)

    def _show_pages(self, chosen: object) -> None:
        self._pages_cell.setVisible(chosen == _SOME)

    def _show_ready(self) -> None:
        self.print.setEnabled(bool(self.printer.value()))

    def done(self, result: int) -> None:
        """Let the printer process go, however the dialog is left."""
        self._stop_looking()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop_looking()
        super().closeEvent(event)
