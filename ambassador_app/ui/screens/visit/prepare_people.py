"""The people of a visit: contacts at the site, with their reach, and those who took part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.place import Contact, Reach
from ambassador_app.domain.visit import Participant
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, row
from ambassador_app.ui.screens.visit.prepare_model import PrepareModel
from ambassador_app.ui.screens.visit.step_fields import lock
from ambassador_app.ui.screens.visit.step_rows import Row, RowList
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ReachToggle
from ambassador_app.ui.widgets.fields import TextField

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class ContactsCard(Card):
    """Whom to talk to, and who may read that."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Contacts"))
        self.context = context
        self.prepare = prepare
        self.nothing = labels.muted(context, tr("Who shows you round, who decides, who keeps the keys."))
        self.rows: RowList[ContactRow] = RowList(self._made, space=space.m)
        self.add_button = buttons.quiet(context, tr("Add a contact"), self.begin, "add")
        for part in (self.nothing, self.rows):
            self.add(part)
        self.add(row(self.add_button, 1))

    def _made(self) -> ContactRow:
        return ContactRow(self.context, self)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the contacts."""
        self.rows.show_records({one.id: one for one in workspace.dossier.contacts}, read_only=workspace.locked)
        self.nothing.setHidden(bool(self.rows.rows))
        self.add_button.setHidden(workspace.locked)

    def begin(self) -> None:
        """Begin a new contact; it is kept once it has a name."""
        self.nothing.hide()
        self.rows.draft().enter()


class ContactRow(Row):
    """One person at the site."""

    def __init__(self, context: UiContext, card: ContactsCard) -> None:
        super().__init__()
        self.card = card
        tr, space = context.translator.tr, context.theme.space
        self._sent = ""
        self.fields = {
            "name": TextField(context, name=tr("Name"), placeholder=tr("Name")),
            "role": TextField(context, name=tr("Role"), placeholder=tr("Role")),
            "phone": TextField(context, name=tr("Telephone"), placeholder=tr("Telephone"), guarded=False),
            "email": TextField(context, name=tr("E-mail"), placeholder=tr("E-mail")),
        }
        for name, field in self.fields.items():
            field.edited.connect(partial(self._write, name))
        self.reach = ReachToggle(context)
        self.reach.changed.connect(lambda reach: self._change(reach=reach))
        self.remove = buttons.icon_button(context, "trash", tr("Remove the contact"), self._remove, size=18)
        first = row(self.fields["name"], self.fields["role"], self.remove, space=space.s)
        second = row(self.fields["phone"], self.fields["email"], self.reach, space=space.s)
        self.setLayout(column(first, second, space=space.xs))

    def enter(self) -> None:
        self.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_record(self, record: object, *, read_only: bool) -> None:
        if not isinstance(record, Contact):
            return
        for name, field in self.fields.items():
            field.set_value(getattr(record, name))
            lock(field, on=read_only)
        self.reach.set_value(record.reach)
        self.reach.setEnabled(not read_only)
        self.remove.setHidden(read_only)

    def _write(self, name: str, text: str) -> None:
        if self.key:
            self._change(**{name: text.strip()})
        elif self.fields["name"].value() and not self._sent:
            self._sent = self.fields["name"].value()
            self.card.prepare.add_contact(self._sent, self._adopt)

    def _adopt(self, contact_id: str) -> None:
        """Be the contact that was just made; what was typed meanwhile goes after it."""
        self.key = contact_id
        said = {name: field.value() for name, field in self.fields.items() if field.value()}
        if said != {"name": self._sent} or self.reach.value() is not Reach.REPORT:
            self._change(**said, reach=self.reach.value())

    def _change(self, **fields: object) -> None:
        if self.key:
            self.card.prepare.change_contact(self.key, **fields)

    def _remove(self) -> None:
        if self.key:
            self.card.prepare.remove_contact(self.key)
        else:
            self.card.rows.drop(self)


class ParticipantsCard(Card):
    """Who takes part: they stand in the report."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Participants"))
        self.context = context
        self.prepare = prepare
        self._workspace: Workspace | None = None
        self.rows: RowList[ParticipantRow] = RowList(self._made, space=space.xs)
        self.nothing = labels.muted(context, tr("You and the contacts stand in the report anyway."))
        self._known = Flow(space.xs)
        self.known: QWidget = box(self._known)
        self.add_button = buttons.quiet(context, tr("Add a participant"), self.begin, "add")
        for part in (self.nothing, self.rows, self.known):
            self.add(part)
        self.add(row(self.add_button, 1))

    def _made(self) -> ParticipantRow:
        return ParticipantRow(self.context, self)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show who takes part, and offer the contacts who are not among them."""
        people = workspace.dossier.visit.participants
        self.rows.show_records({str(at): one for at, one in enumerate(people)}, read_only=workspace.locked)
        self.nothing.setHidden(bool(self.rows.rows))
        self.add_button.setHidden(workspace.locked)
        if self._workspace is None or self._offered(self._workspace) != self._offered(workspace):
            self._offer(workspace)
        self._workspace = workspace

    @staticmethod
    def _offered(workspace: Workspace) -> tuple[Contact, ...]:
        names = {one.name for one in workspace.dossier.visit.participants}
        if workspace.locked:
            return ()
        # An internal contact would come into the report as a participant.
        return tuple(one for one in workspace.dossier.contacts if one.name not in names and one.reach is Reach.REPORT)

    def _offer(self, workspace: Workspace) -> None:
        clear(self._known)
        dossier = workspace.dossier
        party = dossier.organisation.name if dossier.organisation is not None else dossier.site.name
        for contact in self._offered(workspace):
            person = Participant(contact.name, contact.role, party)
            self._known.addWidget(buttons.secondary(self.context, contact.name, partial(self._take, person), "add"))
        self.known.setHidden(not self._offered(workspace))

    def _take(self, person: Participant) -> None:
        self.prepare.set_participants((*self.people(), person))

    def people(self) -> tuple[Participant, ...]:
        """Give who is written in the lines."""
        return tuple(one.person() for one in self.rows.rows)

    def begin(self) -> None:
        """Begin a new line."""
        self.nothing.hide()
        self.rows.draft().enter()

    def keep(self) -> None:
        """Keep everybody who has a name; a line is known by its place among them."""
        named = [one for one in self.rows.rows if one.person().name]
        for line in self.rows.rows:
            line.key = str(named.index(line)) if line in named else ""
        self.prepare.set_participants(one.person() for one in named)


class ParticipantRow(Row):
    """One person who takes part."""

    def __init__(self, context: UiContext, card: ParticipantsCard) -> None:
        super().__init__()
        self.card = card
        tr = context.translator.tr
        self.fields = {
            "name": TextField(context, name=tr("Name"), placeholder=tr("Name")),
            "role": TextField(context, name=tr("Role"), placeholder=tr("Role")),
            "party": TextField(context, name=tr("On behalf of"), placeholder=tr("On behalf of")),
        }
        for field in self.fields.values():
            field.edited.connect(lambda _text: self.card.keep())
        self.remove = buttons.icon_button(context, "trash", tr("Remove the participant"), self._remove, size=18)
        self.setLayout(row(*self.fields.values(), self.remove, space=context.theme.space.s))

    def enter(self) -> None:
        self.fields["name"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def person(self) -> Participant:
        """Give what is written."""
        return Participant(**{name: field.value() for name, field in self.fields.items()})

    def show_record(self, record: object, *, read_only: bool) -> None:
        for name, field in self.fields.items():
            field.set_value(getattr(record, name))
            lock(field, on=read_only)
        self.remove.setHidden(read_only)

    def _remove(self) -> None:
        self.card.rows.drop(self)
        self.card.keep()
