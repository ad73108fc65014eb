"""Shows the list of companies, and the few fields of a new one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app import wording
from ambassador_app.domain.changes import Changes
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, column, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.companies.model import CompaniesModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, EmptyState
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import SearchField, TextField
from ambassador_app.ui.widgets.tables import Column, PagedTable


def build(context: UiContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return CompaniesView(context, CompaniesModel(context.session, context.tasks, context.translator))


class CompaniesView(Screen):
    """Search on top, the list below; a new company opens a card between them."""

    def __init__(self, context: UiContext, model: CompaniesModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr = context.translator.tr
        self.set_title(tr("Companies"))
        self.search = SearchField(
            context, name=tr("Search companies"), placeholder=tr("Name, address, CVR- or P-number")
        )
        self.kind = Select(context, (("", tr("All kinds")), *model.kinds()), name=tr("Kind"), value="")
        self.count = labels.caption(context, "")
        self.new = NewCompany(context, model)
        self.new.hide()
        self.add_button = buttons.primary(context, tr("New company"), self._ask, icon="add")
        self.import_button = buttons.secondary(
            context, tr("Import…"), partial(context.navigate, "import_companies"), icon="import"
        )
        self.table = self._table()
        self.setLayout(self._layout())
        self._connect()

    def _layout(self) -> QVBoxLayout:
        space = self.context.theme.space
        head = row(self.search, self.kind, self.count, self.import_button, self.add_button, space=space.s)
        head.setStretchFactor(self.search, 1)
        page = column(head, self.new, self.table, space=space.m, margins=space.l)
        page.setStretchFactor(self.table, 1)
        return page

    def _table(self) -> PagedTable:
        tr, model = self.context.translator.tr, self.model
        columns = (
            Column(tr("Name"), lambda line: line.name, icon=model.icon),
            Column(tr("Address"), lambda line: line.address),
            Column(tr("P- or CVR number"), model.number, width=140),
            Column(tr("Step"), model.step, width=150),
            Column(tr("Last visit"), model.last_visit, width=110),
        )
        table = PagedTable(self.context, self.context.tasks, columns, name=tr("Companies"), fetch=model.fetch())
        empty = EmptyState(
            self.context,
            "companies",
            tr("No company here."),
            (tr("Import companies"), partial(self.context.navigate, "import_companies")),
            hint=tr("A list from CVR, or any Excel or CSV list with names, CVR- or P-numbers."),
        )
        table.set_empty(empty)
        return table

    def _connect(self) -> None:
        model, tr = self.model, self.context.translator.tr
        self.search.edited.connect(model.search)
        self.kind.chosen.connect(model.show_kind)
        self.table.activated.connect(lambda line: self.context.navigate("company", line.site_id))
        self.table.counted.connect(
            lambda total: self.count.setText(self.context.translator.tn("{count} site", "{count} sites", total))
        )
        model.fetch_changed.connect(self.table.set_fetch)
        model.list_touched.connect(self.table.reload)
        model.added.connect(self._added)
        self.search.setAccessibleDescription(tr("The list follows while you type."))

    def _ask(self) -> None:
        self.new.begin(self.search.value())

    def _added(self, site_id: str) -> None:
        self.new.hide()
        self.context.navigate("company", site_id)

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)

    def commands(self) -> tuple[Command, ...]:
        """Offer what can be done here."""
        return (Command(self.context.translator.tr("New company"), self._ask, icon="add"),)


class NewCompany(Card):
    """The few fields that make a company."""

    def __init__(self, context: UiContext, model: CompaniesModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("New company"))
        self._context = context
        self._model = model
        self.name = TextField(context, name=tr("Name"))
        self.kind = Select(context, model.kinds(), name=tr("Kind"), value="company")
        self.cvr = TextField(context, name=tr("CVR number"), guarded=False)
        self.p_number = TextField(context, name=tr("P-number"), guarded=False)
        self.street = TextField(context, name=tr("Street and number"))
        self.postcode = TextField(context, name=tr("Postcode"))
        self.city = TextField(context, name=tr("Town"))
        self.trouble = Banner(context, "danger", "")
        form = Form(context, columns=4)
        for label, field, span in self._fields():
            form.add(label, field, span=span)
        self.add(form.widget)
        self.add(self.trouble)
        save = buttons.primary(context, tr("Add"), self._save)
        self.add(row(save, buttons.quiet(context, tr("Cancel"), self.hide), 1, space=context.theme.space.s))
        self.cvr.edited.connect(model.look_at_cvr)
        model.cvr_doubted.connect(self.cvr.set_warning)
        model.refused.connect(self._refused)

    def _fields(self) -> tuple[tuple[str, QWidget, int], ...]:
        say = self._context.translator.tr
        return (
            (say("Name"), self.name, 2),
            (say("Kind"), self.kind, 1),
            (say("CVR number"), self.cvr, 1),
            (say("Street and number"), self.street, 1),
            (say("Postcode"), self.postcode, 1),
            (say("Town"), self.city, 1),
            (say("P-number"), self.p_number, 1),
        )

    def begin(self, name: str) -> None:
        """Ask for a new company; what was searched for is a good guess at its name."""
        for field in (self.name, self.cvr, self.p_number, self.street, self.postcode, self.city):
            field.set_value("", force=True)
        self.name.set_value(name, force=True)
        self.trouble.set_text("")
        self.show()
        self.name.setFocus()

    def _save(self) -> None:
        self._model.add(
            name=self.name.value(),
            kind=self.kind.value() or "company",
            cvr=self.cvr.value(),
            p_number=self.p_number.value(),
            street=self.street.value(),
            postcode=self.postcode.value(),
            city=self.city.value(),
        )

    def _refused(self, error: AmbassadorError) -> None:
        self.trouble.set_text(wording.sentence(error, self._context.translator))
