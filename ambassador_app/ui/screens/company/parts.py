"""The cards of a company's page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ambassador_app.domain.place import Contact, Reach
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.companies import CompanyPage
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, clear, column, row
from ambassador_app.ui.screens.company.model import CompanyModel
from ambassador_app.ui.screens.company.publicity import PublicityLine
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.dates import DateField, TimeField
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.wording import LABEL


class FactsCard(Card):
    """What the site is, and what of it is typed here."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("About the place"))
        self._context = context
        self._model = model
        self.known: QVBoxLayout = column(space=context.theme.space.xs)
        self.area = NumberField(context, name=tr("Heated area"), unit="m²", low=0, high=10_000_000)
        self.employees = TextField(context, name=tr("Employees"))
        self.hours = TextField(context, name=tr("Operating hours"))
        self.use = TextField(context, name=tr("Used for"))
        self.note = TextArea(context, name=tr("Internal note"))
        form = Form(context, columns=2)
        form.add(tr("Heated area"), self.area)
        form.add(tr("Employees"), self.employees)
        form.add(tr("Operating hours"), self.hours)
        form.add(tr("Used for"), self.use)
        form.add(tr("Internal note"), self.note, hint=tr("Only for the municipality; never in a report."), span=2)
        self.add(self.known)
        self.add(form.widget)
        self.area.value_changed.connect(lambda value: model.change(area_m2=value))
        for field, name in ((self.employees, "employees"), (self.hours, "operating_hours"), (self.use, "use")):
            field.edited.connect(lambda text, name=name: model.change(**{name: text}))
        self.note.edited.connect(lambda text: model.change(internal_note=text))

    def show_page(self, page: CompanyPage) -> None:
        """Show what is known."""
        clear(self.known)
        for name, text in self._model.facts(page):
            label = labels.caption(self._context, name)
            label.setMinimumWidth(self._context.theme.px(110))
            line = row(label, labels.body(self._context, text), space=self._context.theme.space.m)
            line.setStretch(1, 1)
            self.known.addWidget(layouts.box(line))
        self.area.set_value(page.site.area_m2)
        self.employees.set_value(page.site.employees)
        self.hours.set_value(page.site.operating_hours)
        self.use.set_value(page.site.use)
        self.note.set_value(page.site.internal_note)


class ContactsCard(Card):
    """The people, and a line to add one."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Contacts"))
        self._context = context
        self._model = model
        self.people: QVBoxLayout = column(space=context.theme.space.s)
        self.name = TextField(context, name=tr("Name"))
        self.role = TextField(context, name=tr("Role"))
        self.email = TextField(context, name=tr("E-mail"))
        self.phone = TextField(context, name=tr("Phone"), guarded=False)
        self.internal = Switch(context, tr("Not in the report"))
        form = Form(context, columns=2)
        for label, field in ((tr("Name"), self.name), (tr("Role"), self.role)):
            form.add(label, field)
        for label, field in ((tr("E-mail"), self.email), (tr("Phone"), self.phone)):
            form.add(label, field)
        self.add(self.people)
        self.add(form.widget)
        add = buttons.secondary(context, tr("Add contact"), self._add, icon="add")
        self.add(row(add, self.internal, 1, space=context.theme.space.m))

    def _add(self) -> None:
        self._model.add_contact(
            name=self.name.value(),
            role=self.role.value(),
            email=self.email.value(),
            phone=self.phone.value(),
            internal=self.internal.isChecked(),
        )
        for field in (self.name, self.role, self.email, self.phone):
            field.set_value("", force=True)
        self.internal.setChecked(False)

    def show_page(self, page: CompanyPage) -> None:
        """Show who there is."""
        clear(self.people)
        for contact in page.contacts:
            self.people.addWidget(layouts.box(self._line(contact)))
        if not page.contacts:
            self.people.addWidget(labels.muted(self._context, self._context.translator.tr("Nobody noted yet.")))

    def _line(self, contact: Contact) -> QHBoxLayout:
        context, tr = self._context, self._context.translator.tr
        detail = " · ".join(part for part in (contact.role, contact.phone, contact.email) if part)
        words = column(labels.strong(context, contact.name), labels.caption(context, detail))
        internal = (labels.Badge(context, tr(LABEL[Reach.INTERNAL])),) if contact.reach is Reach.INTERNAL else ()
        remove = buttons.icon_button(
            context,
            "trash",
            tr("Remove {name}", name=contact.name),
            partial(self._model.remove_contact, contact.id),
        )
        return row(words, 1, *internal, remove, space=context.theme.space.s)


class CaseCard(Card):
    """The step of the partnership."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Partnership"))
        self._context = context
        self.step = Select(context, model.steps(), name=tr("Step of the partnership"))
        self.since = labels.caption(context, "")
        self.add(row(self.step, self.since, 1, space=context.theme.space.m))
        self.step.chosen.connect(model.move_case)
        self.publicity = PublicityLine(context, model)
        self.add(self.publicity)

    def show_page(self, page: CompanyPage) -> None:
        """Show where the case stands."""
        case, words = page.case, self._context.translator
        self.publicity.show_page(page)
        self.step.set_value(case.step.value if case else None)
        moved = case.moves[-1].at if case and case.moves else None
        self.since.setText(words.tr("since {day}", day=words.day(moved.astimezone(COPENHAGEN).date())) if moved else "")


class VisitsCard(Card):
    """The visits of the site, newest first."""

    def __init__(self, context: UiContext, _model: CompanyModel) -> None:
        super().__init__(context, context.translator.tr("Visits"))
        self._context = context
        self.lines: QVBoxLayout = column(space=context.theme.space.s)
        self.add(self.lines)

    def show_page(self, page: CompanyPage) -> None:
        """Show the visits."""
        clear(self.lines)
        words = self._context.translator
        for visit in page.visits:
            at = visit.started_at or visit.planned_at
            day = words.day(at.astimezone(COPENHAGEN).date()) if at else words.tr("No date yet")
            text = f"{day} · {words.tr(LABEL[visit.kind])}"
            open_visit = buttons.link(self._context, text, partial(self._context.navigate, "visit", visit.visit_id))
            status = labels.Badge(self._context, words.tr(LABEL[visit.status]))
            self.lines.addWidget(layouts.box(row(open_visit, 1, status)))
        if not page.visits:
            self.lines.addWidget(labels.muted(self._context, words.tr("No visit yet.")))


class PlanCard(Card):
    """Kind, day and with whom: enough to plan a visit."""

    def __init__(self, context: UiContext, model: CompanyModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Plan a visit"))
        self._model = model
        self.set_tone("accent")
        self.kind = Select(context, model.kinds_of_visit(), name=tr("Kind of visit"), value="walkthrough")
        self.day = DateField(context, name=tr("Date"), value=model.today(), today=model.today())
        self.at = TimeField(context, name=tr("Time"))
        self.agreed_with = TextField(context, name=tr("Agreed with"))
        self._by_kind = ("", tr("The one for this kind of visit"))
        self.checklist = Select(context, (self._by_kind,), name=tr("Checklist"), value="")
        model.checklists_found.connect(lambda found: self.checklist.set_choices((self._by_kind, *found)))
        form = Form(context, columns=4)
        form.add(tr("Kind of visit"), self.kind)
        form.add(tr("Date"), self.day)
        form.add(tr("Time"), self.at)
        form.add(tr("Agreed with"), self.agreed_with, hint=tr("The visit is voluntary."))
        form.add(tr("Checklist"), self.checklist, span=2, hint=tr("It can be changed until the first answer."))
        self.add(form.widget)
        self.plan = buttons.primary(context, tr("Plan"), self._plan)
        self.add(row(self.plan, buttons.quiet(context, tr("Cancel"), self.hide), 1, space=context.theme.space.s))

    def begin(self) -> None:
        """Ask."""
        self.show()
        self.day.setFocus()
        self._model.read_checklists()

    def show_page(self, page: CompanyPage) -> None:
        """Guess with whom it is agreed."""
        first = next((one.name for one in page.contacts if one.reach is Reach.REPORT), "")
        if not self.agreed_with.value():
            self.agreed_with.set_value(first)

    def _plan(self) -> None:
        self._model.plan(
            kind=self.kind.value() or "walkthrough",
            day=self.day.value(),
            at=self.at.value(),
            agreed_with=self.agreed_with.value(),
            checklist_id=self.checklist.value() or "",
        )
