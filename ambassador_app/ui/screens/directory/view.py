"""Shows the directory: the list, and one partner in its place to look at or change."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.directory import DirectoryEntry, DirectoryType
from ambassador_app.domain.roles import Right
from ambassador_app.i18n import N_
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, appear, box, clear, column, page, row
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.directory.model import DirectoryModel, Listed
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, EmptyState
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import SearchField, TextArea, TextField
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import LABEL, deed_label

_LINES: Final = (
    ("name", N_("Name"), True),
    ("trade", N_("Trade or line of work"), True),
    ("area", N_("Area"), True),
    ("contact", N_("Whom to ask for"), True),
    ("phone", N_("Phone"), False),
    ("email", N_("E-mail"), False),
    ("website", N_("Website"), False),
)
"""Fields on one line, and whether they warn of a civil registration number."""


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen; `entry` is the id of a partner."""
    view = DirectoryView(context, DirectoryModel(context.session, context.tasks))
    view.open(**arguments)
    return view


class DirectoryView(Screen):
    """The list of partners, and the page of one of them."""

    rail = "settings"

    def __init__(self, context: UiContext, model: DirectoryModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model = context, model
        tr = context.translator.tr
        self.set_title(tr("Directory"))
        self.rows: dict[str, EntryRow] = {}
        self._wanted = ""
        self.listed = Listed((), may=False, undo="", redo="")
        self.list_page = self._list_page()
        self.entry = EntryPage(context, model)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list_page)
        self.stack.addWidget(self.entry)
        self.setLayout(column(self.stack))
        self.entry.closed.connect(self.show_list)
        model.listed.connect(self._show)
        model.added.connect(self._open_new)
        model.refused.connect(context.notices.error_of)
        model.refresh()

    def _list_page(self) -> QWidget:
        context, tr, space = self.context, self.context.translator.tr, self.context.theme.space
        self.search = SearchField(context, name=tr("Search the directory"), placeholder=tr("Name, trade, area"))
        self.search.setMinimumWidth(context.theme.px(280))
        self.search.edited.connect(self.model.search)
        types = [("", tr("Every type")), *((one.value, tr(LABEL[one])) for one in DirectoryType)]
        self.type = Select(context, types, name=tr("Type"), value="")
        self.type.chosen.connect(lambda key: self.model.narrow(DirectoryType(key) if key else None))
        self.add = buttons.primary(context, tr("New partner"), self._add, icon="add")
        self.note = RightNote(context, Right.PUBLISH, self.add)
        said = labels.muted(
            context,
            tr(
                "Partners that can help on. The directory belongs to the office: coordinators keep and publish it, "
                "every computer has it after a sync."
            ),
        )
        head = Flow(space.m)
        for part in (self.search, self.type, self.add):
            head.addWidget(part)
        self.card = Card(context)
        self._lines = column(space=space.l)
        self.card.add(self._lines)
        self.none = EmptyState(
            context, "person", tr("No partner here."),
            hint=tr("Coordinators put in utilities, consultants, universities, banks, networks and craftsmen."),
        )  # fmt: skip
        return page(context, said, self.note, box(head), self.card, self.none, width=1080)

    # -- showing ------------------------------------------------------------------------------------------------
    def _show(self, listed: Listed) -> None:
        self.listed = listed
        clear(self._lines)
        today = self.context.session.now().date()
        self.rows = {one.id: EntryRow(self.context, one, today, may=listed.may) for one in listed.entries}
        for made in self.rows.values():
            made.opened.connect(self.open_entry)
            self._lines.addWidget(made)
        appear(self.card, bool(self.rows))
        appear(self.none, not self.rows)
        tr = self.context.translator.tr
        self.set_undo(*(tr(deed_label(deed)) if deed else "" for deed in (listed.undo, listed.redo)))
        if self._wanted in self.rows:
            self.open_entry(self._wanted)
        elif self.stack.currentWidget() is self.entry:
            here = next((one for one in listed.entries if one.id == self.entry.identifier), None)
            if here is not None:
                self.entry.show_entry(here, may=listed.may)
            elif not self.model.text and self.model.of is None:
                self.show_list()

    def open_entry(self, identifier: str) -> None:
        """Look at one partner."""
        self._wanted = ""
        self.entry.show_entry(self.rows[identifier].entry, may=self.listed.may)
        self.stack.setCurrentWidget(self.entry)

    def _open_new(self, identifier: str) -> None:
        self._wanted = identifier
        self.search.set_value("", force=True)
        self.type.set_value("")
        self.model.text, self.model.of = "", None
        self.model.refresh()

    def show_list(self) -> None:
        """Go back to the list."""
        self.entry.commit()
        self.stack.setCurrentWidget(self.list_page)
        self.model.refresh()

    def _add(self) -> None:
        self.model.add(self.context.translator.tr("New partner"))

    # -- what the window asks -----------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Open `entry`."""
        wanted = arguments.get("entry")
        if isinstance(wanted, str) and wanted:
            self._wanted = wanted
            self.model.refresh()

    def location(self) -> dict[str, str]:
        """Give the partner that is open."""
        return {"entry": self.entry.identifier} if self.stack.currentWidget() is self.entry else {}

    def shown(self) -> None:
        self.note.ask()
        self.model.refresh()

    def left(self) -> None:
        self.entry.commit()

    def changed(self, changes: Changes) -> None:
        """Show the partners as they are now."""
        self.model.heard(changes)

    def undo(self) -> None:
        """Take back the last change."""
        self.model.undo()

    def redo(self) -> None:
        """Do it again."""
        self.model.redo()

    def commands(self) -> tuple[Command, ...]:
        """Offer the search."""
        return (
            Command(self.context.translator.tr("Search the directory"), self.search.focus_and_select, icon="search"),
        )


class EntryRow(QFrame):
    """One partner on two lines."""

    opened = Signal(str)

    def __init__(self, context: UiContext, entry: DirectoryEntry, today: date, *, may: bool) -> None:
        super().__init__()
        self.entry = entry
        tr, space = context.translator.tr, context.theme.space
        name = labels.strong(context, entry.name)
        name.setWordWrap(True)
        badges = Flow(space.s)
        badges.addWidget(labels.Badge(context, tr(LABEL[entry.type]), "neutral"))
        if not entry.is_valid(today):
            badges.addWidget(labels.Badge(context, tr("Out of date"), "warning"))
        facts = (entry.trade, entry.area, entry.contact, entry.phone, entry.email)
        about = labels.caption(context, " · ".join(one for one in facts if one) or tr("Nothing more is known."))
        about.setWordWrap(True)
        button = buttons.secondary(context, tr("Change") if may else tr("Open"), lambda: self.opened.emit(entry.id))
        button.setAccessibleDescription(entry.name)
        line = row(box(column(name, box(badges), about, space=space.xs)), button, space=space.s)
        line.setStretch(0, 1)
        line.setAlignment(button, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(line)


class EntryPage(QWidget):
    """One partner; what is typed is kept at once."""

    closed = Signal()

    def __init__(self, context: UiContext, model: DirectoryModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.identifier = ""
        tr = context.translator.tr
        self.fields: dict[str, TextField | TextArea] = {}
        back = buttons.quiet(context, tr("All partners"), self.closed.emit, "chevron-left")
        self.remove = buttons.danger(context, tr("Take out of the directory"), self._remove, icon="trash")
        self.title = labels.title(context, "")
        form = Form(context, columns=2)
        self.type = Select(context, [(one.value, tr(LABEL[one])) for one in DirectoryType], name=tr("Type"))
        self.type.chosen.connect(lambda key: self._change(type=DirectoryType(key)))
        for name, label, guarded in _LINES:
            form.add(tr(label), self._kept(name, TextField(context, name=tr(label), guarded=guarded)))
            if name == "name":
                form.add(tr("Type"), self.type)
        today = context.session.now().date()
        self.valid_until = DateField(context, name=tr("Valid until"), today=today)
        self.valid_until.value_changed.connect(lambda day: self._change(valid_until=day))
        form.add(tr("Valid until"), self.valid_until, hint=tr("Afterwards it is shown as out of date."))
        consent = self._kept("consent", TextArea(context, name=tr("Consent to be listed"), lines=2))
        form.add(
            tr("Consent to be listed"), consent, span=2,
            hint=tr("Where persons are named: who agreed, when, and how. Take the partner out when it is withdrawn."),
        )  # fmt: skip
        self.shared = Switch(context, tr("Shared with the municipality's programmes"))
        self.shared.toggled.connect(lambda on: self._change(shared=on))
        form.add(
            tr("Programmes"), self.shared, span=2,
            hint=tr("Where a consent is noted, name, trade, area and website go along with the extracts."),
        )  # fmt: skip
        note = self._kept("note", TextArea(context, name=tr("Note"), lines=2))
        form.add(tr("Note"), note, span=2)
        self.card = Card(context)
        self.card.add(form.widget)
        self.form = form.widget
        self.note = RightNote(context, Right.PUBLISH, self.form, self.remove)
        self.setLayout(column(page(context, row(back, 1, self.remove), self.title, self.note, self.card, width=1080)))

    def _kept(self, name: str, field: TextField | TextArea) -> TextField | TextArea:
        field.edited.connect(lambda text: self._change(**{name: text}))
        self.fields[name] = field
        return field

    def show_entry(self, entry: DirectoryEntry, *, may: bool) -> None:
        """Show a partner; another one than before takes the place of what was typed."""
        other = entry.id != self.identifier
        self.identifier = entry.id
        self.title.setText(entry.name)
        for name, field in self.fields.items():
            field.set_value(str(getattr(entry, name)), force=other)
        self.type.set_value(entry.type.value)
        self.valid_until.set_value(entry.valid_until)
        self.shared.set_value(entry.shared)
        for one in (self.form, self.remove):
            one.setEnabled(may)
        self.note.ask()

    def commit(self) -> None:
        """Keep at once what was typed."""
        for one in self.fields.values():
            one.commit()

    def _change(self, **fields: object) -> None:
        if self.identifier:
            self.model.change(self.identifier, **fields)

    def _remove(self) -> None:
        identifier, self.identifier = self.identifier, ""
        self.model.remove(identifier)
        self.closed.emit()
