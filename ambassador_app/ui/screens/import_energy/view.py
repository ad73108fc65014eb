"""Shows a meter file on its way in: file, columns, check, result."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ambassador_app.domain.quantities import Carrier
from ambassador_app.services.energy_imports import ReadingField
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.import_energy.check import CheckPage
from ambassador_app.ui.screens.import_energy.model import STEP_LABEL, ColumnLine, ImportModel, Step
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.dialogs import choose_files
from ambassador_app.ui.widgets.importing import Waiting, dropped_file
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.ui.widgets.stepper import StepItem, Stepper
from ambassador_app.wording import LABEL

_PATTERNS: Final = "*.csv *.tsv *.txt *.xlsx *.xlsm *.CSV *.XLSX"
_UNITS: Final = (("kWh", "kWh"), ("MWh", "MWh"), ("GJ", "GJ"), ("m3", "m³"), ("l", "l"), ("kg", "kg"), ("MJ", "MJ"))


def build(context: UiContext, site_id: str, visit_id: str = "", **_arguments: object) -> Screen:
    """Make the screen for the meter of one site."""
    return ImportView(context, ImportModel(context.session, context.tasks, context.translator, site_id, visit_id))


class ImportView(Screen):
    """Four steps from a file to months. A file may be dropped on any of them."""

    rail = "companies"

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Import a meter file"))
        self.setAcceptDrops(True)
        steps = [StepItem(key, tr(words)) for key, words in STEP_LABEL.items()]
        self.stepper = Stepper(context, steps, tr("Import a meter file"))
        self.complaint = Banner(context, "danger", "")
        self.waiting = Waiting(context, model)
        self.columns = ColumnsPage(context, model)
        self.check = CheckPage(context, model)
        self.result = QVBoxLayout()
        self.pages = QStackedWidget()
        self._pages = {Step.FILE: self._file_page(), Step.COLUMNS: self.columns, Step.CHECK: self.check}
        self._pages[Step.DONE] = box(self.result)
        for page in self._pages.values():
            self.pages.addWidget(page)
        head = column(self.stepper, self.complaint, self.waiting, space=space.s, margins=(space.l, space.s, space.l, 0))
        self.setLayout(column(head, self.pages))
        self.stepper.chosen.connect(model.go)
        model.step_changed.connect(self._show_step)
        model.complaint.connect(self.complaint.set_text)
        model.finished.connect(self._show_result)
        model.busy_changed.connect(self.pages.setDisabled)
        self._show_step(model.step)

    def shown(self) -> None:
        """Take the focus where the step begins."""
        self._show_step(self.model.step)

    def commands(self) -> tuple[Command, ...]:
        """Offer to choose a file."""
        return (Command(self.context.translator.tr("Choose a meter file"), self.choose, icon="import"),)

    def location(self) -> dict[str, str]:
        """Come back to the same visit."""
        return {"visit_id": self.model.visit_id} if self.model.visit_id else {}

    def choose(self) -> None:
        """Ask for a file and read it."""
        tr = self.context.translator.tr
        kinds = ((tr("Meter files"), _PATTERNS), (tr("All files"), "*"))
        folder = self.context.preferences.recall("import_folder")
        found = choose_files(self.context, self, tr("Choose a meter file"), kinds, folder=folder, several=False)
        for file in found:
            self.context.preferences.keep("import_folder", str(file.parent))
            self.model.read(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.model.read(file)

    def _file_page(self) -> QWidget:
        context, tr = self.context, self.context.translator.tr
        invitation = EmptyState(
            context,
            "energy",
            tr("Drop a meter file here, or choose one"),
            (tr("Choose a file"), self.choose),
            hint=tr("CSV or Excel from Eloverblik or the utility: hours, days, months, or readings of the register."),
        )
        self.choose_button = invitation.button or invitation
        card = Card(context)
        card.add(invitation)
        kept = tr("Nothing is kept before you have seen month by month what it is and what it takes the place of.")
        return layouts.page(context, card, labels.muted(context, kept), width=760)

    def _show_step(self, step: Step) -> None:
        self.stepper.set_current(step)
        order = list(self._pages)
        for one in order:
            self.stepper.set_state(one, missing=0, done=order.index(one) < order.index(step))
        self.pages.setCurrentWidget(self._pages[step])
        first = {Step.FILE: self.choose_button, Step.COLUMNS: self.columns.next, Step.CHECK: self.check.take}.get(step)
        if first is not None:
            first.setFocus()

    def _show_result(self, headline: str) -> None:
        clear(self.result)
        context, tr, model = self.context, self.context.translator.tr, self.model
        go = (
            tr("Go to the energy account"),
            partial(context.navigate, "energy", model.site_id, visit_id=model.visit_id),
        )
        hint = tr("Undo in the energy account takes the whole file back.")
        shown = EmptyState(context, "success", headline, go, hint=hint)
        again = buttons.quiet(context, tr("Import another file"), partial(model.go, Step.FILE))
        self.result.addWidget(shown, 1)
        (shown.button or shown).setFocus()
        self.result.addLayout(row(1, again, 1, margins=(0, 0, 0, context.theme.space.xl)))


class ColumnsPage(QWidget):
    """What each column holds, guessed and changeable, and what no column tells."""

    def __init__(self, context: UiContext, model: ImportModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.file_line = labels.heading(context, "")
        self.hint = Banner(context, "warning", "")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(space.xs)
        self.selects: list[Select] = []
        card = Card(context)
        card.add(self.lines)
        self.next = buttons.primary(context, tr("Check the file"), model.check)
        back = buttons.secondary(context, tr("Choose another file"), partial(model.go, Step.FILE))
        foot = row(back, 1, self.next, space=space.m, margins=(space.xl, space.s, space.xl, space.l))
        intro = labels.muted(context, tr("Check what each column holds. A column that is left out is not taken."))
        page = layouts.page(context, self.file_line, intro, self.hint, self._about(), card)
        self.setLayout(column(page, foot))
        model.columns_changed.connect(self._show)

    def _about(self) -> Card:
        """What no column tells."""
        context, model, tr = self._context, self._model, self._context.translator.tr
        carriers = [(one.value, tr(LABEL[one])) for one in Carrier]
        self.carrier = Select(context, carriers, name=tr("Kind of energy"))
        self.unit = Select(context, _UNITS, name=tr("Unit"))
        marks = ((",", tr("Comma: 1.234,5")), (".", tr("Point: 1,234.5")))
        self.decimal = Select(context, marks, name=tr("Decimal mark"))
        self.kwh = NumberField(context, name=tr("kWh in one unit"), low=0, high=100_000)
        form = Form(context, columns=4)
        self._cells = {
            ReadingField.CARRIER: form.add(tr("Kind of energy"), self.carrier),
            ReadingField.UNIT: form.add(tr("Unit"), self.unit),
        }
        form.add(tr("Decimal mark"), self.decimal)
        form.add(tr("kWh in one unit"), self.kwh, hint=tr("Only if the supplier has a figure of its own."))
        self.carrier.chosen.connect(model.say_carrier)
        self.unit.chosen.connect(model.say_unit)
        self.decimal.chosen.connect(model.say_decimal)
        self.kwh.value_changed.connect(model.say_kwh)
        card = Card(context)
        card.add(form.widget)
        return card

    def _show(self, found: tuple[ColumnLine, ...]) -> None:
        model = self._model
        self.file_line.setText(model.file_line)
        if [line.heading for line in found] != [select.accessibleName() for select in self.selects]:
            self._build(found)
        for line, select in zip(found, self.selects, strict=True):
            select.set_value(line.field)
        mapping = model.mapping
        if mapping is not None:
            self.carrier.set_value(mapping.carrier.value if mapping.carrier is not None else None)
            self.unit.set_value(mapping.unit or None)
            self.decimal.set_value(mapping.decimal or None)
            self.kwh.set_value(mapping.kwh_per_unit)
        for field, cell in self._cells.items():
            cell.setEnabled(not model.has(field))
        missing = model.missing()
        self.hint.set_text(missing)
        self.next.setEnabled(not missing)

    def _build(self, found: tuple[ColumnLine, ...]) -> None:
        clear(self.lines)
        self.selects = []
        theme, fields = self._context.theme, self._model.fields()
        for line in found:
            select = Select(self._context, fields, name=line.heading)
            select.setFixedWidth(theme.px(240))
            select.chosen.connect(partial(self._model.choose, line.at))
            values = labels.caption(self._context, _short(line.values, 70))
            values.setToolTip(line.values)
            words = column(labels.strong(self._context, _short(line.heading, 40)), values)
            self.lines.addLayout(
                row(words, 1, select, space=theme.space.m, margins=(0, theme.space.xs, 0, theme.space.xs))
            )
            self.selects.append(select)


def _short(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
