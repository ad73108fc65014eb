"""The follow-up of one measure: promised beside realised, where it stands, what it has been through."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from ambassador_app import wording
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.quantities import ITEM_NAMES
from ambassador_app.domain.verification import VerificationMethod
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.follow_up import FollowUpFile
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.measure.model import MeasureModel
from ambassador_app.ui.screens.measure.status_cards import AssignCard, HistoryCard, StatusCard
from ambassador_app.ui.screens.measure.verification_card import OutcomeCard, VerificationCard
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.side_by_side import Columns
from ambassador_app.wording import LABEL


def build(context: UiContext, measure_id: str, **arguments: object) -> Screen:
    """Make the screen of one measure."""
    view = MeasureView(context, MeasureModel(context.session, context.tasks, context.translator, measure_id))
    view.open(**arguments)
    return view


class MeasureView(Screen):
    """One measure's life."""

    rail = "measures"
    help_page = "measure"

    def __init__(self, context: UiContext, model: MeasureModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        self._wanted: dict[str, object] = {}
        tr = context.translator.tr
        self.name = labels.title(context, "")
        self.where = labels.muted(context, "")
        self.gone = Banner(context, "warning", "")
        self.to_site = buttons.quiet(context, tr("The company"), self._go_to_site, "building")
        self.to_visit = buttons.secondary(context, tr("The visit"), self._go_to_visit, "chevron-right")
        self.status = StatusCard(context, model)
        self.assign = AssignCard(context, model)
        self.outcome = OutcomeCard(context)
        self.verification = VerificationCard(context, model)
        self.history = HistoryCard(context)
        self.status.verification_wanted.connect(self.verification.begin)
        self.setLayout(self._layout())
        model.file_changed.connect(self._show)
        model.lost.connect(self._lost)
        model.refresh()

    def _layout(self) -> QVBoxLayout:
        space = self.context.theme.space
        words = layouts.box(column(self.name, self.where))
        head = row(words, self.to_site, self.to_visit, space=space.m)
        head.setStretch(0, 1)
        self.parts = (self.outcome, self.verification, self.status, self.assign, self.history)
        left, right = (self.outcome, self.verification), (self.status, self.assign, self.history)
        both = Columns(self.context, left, right)
        return column(layouts.page(self.context, head, self.gone, both, width=1180))

    def _show(self, file: FollowUpFile) -> None:
        words, measure = self.context.translator, file.measure
        self.set_title(measure.title)
        self.name.setText(measure.title)
        at = file.visit.started_at or file.visit.planned_at
        day = words.day(at.astimezone(COPENHAGEN).date()) if at else ""
        kind = words.tr(LABEL[file.visit.kind])
        area = words.tr(wording.area_label(measure.area)) if measure.area else ""
        self.where.setText(" · ".join(part for part in (file.site.name, area, f"{kind} {day}".strip()) if part))
        self.gone.set_text("")
        for part in self.parts:
            part.show_file(file)
        names = (words.tr(wording.deed_label(one)) if one else "" for one in (file.undo, file.redo))
        self.set_undo(*names)
        self._fill_in()

    def _fill_in(self) -> None:
        """Fill the form with the figures that somebody brought here."""
        wanted, self._wanted = self._wanted, {}
        savings = wanted.get("savings")
        if not isinstance(savings, str):
            return
        self.verification.begin()
        for part in savings.split(","):
            name, _, value = part.partition("=")
            item = next((one for one in ITEM_NAMES if one.value == name), None)
            if item is not None:
                self.verification.bring(item, float(value))
        method = wanted.get("method")
        if isinstance(method, str) and method in tuple(VerificationMethod):
            self.verification.choose_method(VerificationMethod(method))

    def _lost(self, error: AmbassadorError) -> None:
        self.gone.set_text(wording.sentence(error, self.context.translator))
        for part in self.parts:
            part.hide()

    def _go_to_site(self) -> None:
        if self.model.file is not None:
            self.context.navigate("company", self.model.file.site.id)

    def _go_to_visit(self) -> None:
        file = self.model.file
        if file is not None:
            self.context.navigate("visit", file.visit.id, step="measures", measure=file.measure.id)

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Take figures along: `savings` as `electricity=1200.0,natural_gas=-30.0`, and the `method` that gave them."""
        self._wanted = arguments
        if self.model.file is not None:
            self._fill_in()

    def undo(self) -> None:
        """Take the last deed back."""
        self.model.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.model.redo()

    def changed(self, changes: Changes) -> None:
        """Show the measure as it is now."""
        self.model.heard(changes)

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here."""
        tr = self.context.translator.tr
        return (
            Command(tr("Note the realised saving"), self.verification.begin, icon="add"),
            Command(tr("Go to the visit"), self._go_to_visit, icon="visits"),
            Command(tr("Go to the company"), partial(self._go_to_site), icon="building"),
        )
