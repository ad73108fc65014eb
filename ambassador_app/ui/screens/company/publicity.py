"""Whether a company may be named with its results, who there agreed to it, and since when."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.case import Publicity
from ambassador_app.domain.place import SiteKind
from ambassador_app.services.companies import CompanyPage
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, appear, box, column, row
from ambassador_app.ui.screens.company.model import CompanyModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField


class PublicityLine(QWidget):
    """Says it in a line; a consent is noted with its day and who gave it, and withdrawn with one press."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._publicity: Publicity | None = None
        tr, space = context.translator.tr, context.theme.space
        self.said = labels.muted(context, "")
        self.note = buttons.quiet(context, tr("Note its consent…"), self._begin, icon="edit")
        self.withdraw = buttons.quiet(context, tr("Withdraw the consent"), self._withdraw, icon="undo")
        self.day = DateField(context, name=tr("Given on"), value=model.today(), today=model.today(), high=model.today())
        self.by = TextField(context, name=tr("Given by"))
        form = Form(context, columns=2)
        form.add(tr("Given on"), self.day)
        form.add(tr("Given by"), self.by, hint=tr("Name and title; stays with the municipality."))
        self.save = buttons.primary(context, tr("Save"), self._save)
        self.cancel = buttons.quiet(context, tr("Cancel"), self._end)
        self.form = box(column(form.widget, row(self.save, self.cancel, 1, space=space.s), space=space.s))
        line = row(self.said, self.note, self.withdraw, space=space.s)
        line.setStretchFactor(self.said, 1)
        self.setLayout(column(line, self.form, space=space.s))
        self.form.hide()

    def show_page(self, page: CompanyPage) -> None:
        """Show what is known of the site's company; homes are never named."""
        words = self._context.translator
        appear(self, page.site.kind is not SiteKind.HOME)
        self._publicity = page.case.publicity if page.case else None
        found = self._publicity
        if found is None:
            self.said.setText(words.tr("It has not agreed to be named with its results."))
        elif found.withdrawn_on is not None:
            day = words.day(found.withdrawn_on)
            self.said.setText(words.tr("Its consent to be named was withdrawn on {day}.", day=day))
        else:
            given = ", ".join(part for part in (words.day(found.given_on), found.given_by) if part)
            self.said.setText(words.tr("May be named with its results ({given}).", given=given))
        holds = found is not None and found.withdrawn_on is None
        appear(self.note, not holds and self.form.isHidden())
        appear(self.withdraw, holds)

    def _begin(self) -> None:
        self.form.show()
        self.note.hide()
        self.by.setFocus()

    def _end(self) -> None:
        self.form.hide()
        self.note.show()
        self.note.setFocus()

    def _save(self) -> None:
        day: date | None = self.day.value()
        if day is None:
            self.day.setFocus()
            return
        self.form.hide()
        self._model.set_publicity(Publicity(day, self.by.value().strip()))

    def _withdraw(self) -> None:
        if self._publicity is not None:
            given = self._publicity
            self._model.set_publicity(Publicity(given.given_on, given.given_by, self._model.today()))
