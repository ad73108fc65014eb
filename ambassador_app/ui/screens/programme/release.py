"""The page before a release: everything that would leave, row by row, and the button that lets it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.extract import ProgrammeExtract, ProgrammeName
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, appear, box, column, row
from ambassador_app.ui.screens.programme.model import ProgrammeModel
from ambassador_app.ui.screens.programme.panel import ExtractPanel
from ambassador_app.ui.screens.programme.sheet import sheet
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField


class ReleasePage(QWidget):
    """As of when, for which programme (None: it is named here), and the extract itself."""

    closed = Signal()

    def __init__(self, context: UiContext, model: ProgrammeModel, programme: ProgrammeName | None, today: date) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._programme = programme
        self._shown: ProgrammeExtract | None = None
        self._today = today
        tr, space = context.translator.tr, context.theme.space
        heading = (
            tr("Release an extract to {programme}", programme=programme.name) if programme else tr("Release an extract")
        )
        self.heading = labels.section(context, heading)
        told = tr(
            "This is everything that leaves: no address, no person, no note, and a company's name only where it has "
            "agreed to be named. Homes and what persons own stand in sums of five or more."
        )
        self.told = labels.muted(context, told)
        self.name = TextField(context, name=tr("Programme"), placeholder="Carbon 20")
        self.name.edited.connect(self._name_it)
        self.name_form = Form(context)
        self.name_form.add(tr("Programme"), self.name)
        appear(self.name_form.widget, programme is None)
        self.day = DateField(context, name=tr("As of"), today=today, value=today, high=today)
        self.day.value_changed.connect(self._ask)
        day_form = Form(context)
        day_form.add(tr("As of"), self.day)
        self.summary = labels.strong(context, "")
        self.summary.setWordWrap(True)
        self.panel = ExtractPanel(context)
        self.release = buttons.primary(context, tr("Release"), self._release, icon="shield")
        self.cancel = buttons.secondary(context, tr("Cancel"), self.close_page)
        fields = row(self.name_form.widget, day_form.widget, 1, space=space.l)
        parts = (self.heading, self.told, box(fields), self.summary, self.panel)
        foot = row(self.release, self.cancel, 1, space=space.s, margins=(space.l, space.s, space.l, space.m))
        self.setLayout(column(sheet(context, *parts, grows=self.panel), foot))
        model.previewed.connect(self._show)
        self._forget()
        self._ask()

    def close_page(self) -> None:
        """Go back without releasing anything."""
        self._model.stop_preview()
        self._forget()
        self.closed.emit()

    def _forget(self) -> None:
        self._shown = None
        self.release.setEnabled(False)
        self.summary.setText("")
        appear(self.panel, False)

    def _name_it(self, text: str) -> None:
        self._programme = self._model.named(text)
        self._ask()

    def _ask(self, _day: object = None) -> None:
        """Work out anew what would be released."""
        day = self.day.value()
        if self._programme is None or day is None or day > self._today:
            self._forget()
            return
        self.release.setEnabled(False)
        self._model.preview(self._programme, day)

    def _show(self, extract: ProgrammeExtract) -> None:
        self._shown = extract
        words = self._context.translator
        named = len(extract.names)
        alone = words.tn(
            "{count} company stands by itself", "{count} companies stand by themselves", len(extract.cases)
        )
        said = words.tn("{count} is named", "{count} are named", named) if named else words.tr("none is named")
        day = words.day(extract.as_of)
        self.summary.setText(words.tr("As of {day}: {alone}, {named}.", day=day, alone=alone, named=said))
        self.panel.show_extract(extract)
        appear(self.panel, True)
        self.release.setEnabled(True)

    def _release(self) -> None:
        if self._shown is not None:
            self.release.setEnabled(False)
            self._model.release(self._shown)
