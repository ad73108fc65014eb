"""The cards of the preparation that hold facts: the appointment, the visit, the place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.identifiers import shown_cvr
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import Language
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.screens.visit.prepare_model import PrepareModel, appointment_of
from ambassador_app.ui.screens.visit.step_fields import Sheet, lock
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Switch
from ambassador_app.ui.widgets.dates import DateField, TimeField
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

LANGUAGE_NAMES: Final = {Language.DANISH: "Dansk", Language.ENGLISH: "English"}
"""Each language is named in itself."""


class AppointmentCard(Card):
    """When, and that it was agreed to; a visit is voluntary."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Appointment"))
        self._prepare = prepare
        today = context.session.now().date()
        self.day = DateField(context, name=tr("Date of the visit"), today=today)
        self.time = TimeField(context, name=tr("Time of day"))
        for field in (self.day, self.time):
            field.value_changed.connect(lambda _value: self._plan())
        self.sheet = Sheet(context, prepare.change_visit)
        self.sheet.widget_of(tr("Date of the visit"), self.day)
        self.sheet.widget_of(tr("Time of day"), self.time)
        self.sheet.text(
            "agreed_with",
            tr("Agreed with"),
            hint=tr(
                "A climate visit is voluntary: note who said yes, and when. Of an inspection: who was told, and when."
            ),
        )
        self.sheet.day("agreed_on", tr("Agreed on"), today)
        self.add(self.sheet.widget)

    def _plan(self) -> None:
        self._prepare.set_appointment(self.day.value(), self.time.value())

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the appointment."""
        day, time = appointment_of(workspace.dossier.visit)
        self.day.set_value(day)
        self.time.set_value(time)
        for field in (self.day, self.time):
            field.set_read_only(workspace.locked)
        self.sheet.show_record(workspace.dossier.visit, read_only=workspace.locked)


class AboutCard(Card):
    """What sort of visit it is, why, and what is to be seen."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("The visit"))
        self.sheet = Sheet(context, prepare.change_visit)
        self.sheet.choice("kind", tr("Kind of visit"), [(one.value, tr(LABEL[one])) for one in VisitKind])
        self.sheet.choice(
            "language", tr("Language of the report"), [(one.value, LANGUAGE_NAMES[one]) for one in Language]
        )
        self.sheet.area("purpose", tr("Purpose"), span=2)
        self.sheet.area("scope", tr("What is to be seen"), span=2)
        self.sheet.text("case_number", tr("Case number"))
        self.sheet.text("place", tr("Place of signing"))
        self.add(self.sheet.widget)
        self.adviser = Sheet(context, prepare.change_visit, columns=1)
        self.adviser.area(
            "adviser_interests",
            tr("Interests of the adviser"),
            hint=tr(
                "What the adviser has to do with suppliers and products. The report says so, also if nothing is here."
            ),
        )
        self.add(self.adviser.widget)
        self.appendix = Switch(context, tr("All answers as an appendix to the report"))
        self.appendix.toggled.connect(partial(prepare.change_visit, "with_answers_appendix"))
        self.add(self.appendix)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the visit's header."""
        visit = workspace.dossier.visit
        self.sheet.show_record(visit, read_only=workspace.locked)
        self.adviser.show_record(visit, read_only=workspace.locked)
        self.adviser.widget.setVisible(visit.kind is VisitKind.TECHNICAL_REVIEW)
        self.appendix.set_value(visit.with_answers_appendix)
        self.appendix.setEnabled(not workspace.locked)


class PlaceCard(Card):
    """The facts of the site and its organisation, changed where they stand."""

    def __init__(self, context: UiContext, prepare: PrepareModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("The place"))
        self.context = context
        self.known = labels.muted(context, "")
        self.add(row(self.known))
        self.sheet = self._site_sheet(context, prepare)
        self.address = Sheet(context, prepare.change_address, columns=2)
        self.address.text("street", tr("Street"), span=2)
        self.address.text("postcode", tr("Postcode"))
        self.address.text("city", tr("Town"))
        self.add(self.address.widget)
        self.farm = Sheet(context, prepare.change_site)
        self.farm.text("chr_number", tr("CHR number"), guarded=False)
        self.add(self.farm.widget)
        self.add(self.sheet.widget)
        self.internal = Sheet(context, prepare.change_site, columns=1)
        self.internal.area("internal_note", tr("Internal note about the place"), hint=tr("Never in the report."))
        self.add(self.internal.widget)
        prepare.refused.connect(self._complain)

    @staticmethod
    def _site_sheet(context: UiContext, prepare: PrepareModel) -> Sheet:
        tr = context.translator.tr
        sheet = Sheet(context, prepare.change_site)
        sheet.number("area_m2", tr("Heated area"), unit="m²", high=10_000_000, decimals=1)
        sheet.number("built_year", tr("Year built"), low=1000, high=2100)
        sheet.text("employees", tr("Employees"))
        sheet.text("operating_hours", tr("Operating hours"), placeholder=tr("Mon–Fri 7–16"))
        sheet.text("use", tr("Used for"))
        sheet.text("p_number", tr("P-number"), guarded=False)
        return sheet

    def show_workspace(self, workspace: Workspace) -> None:
        """Show site and organisation."""
        dossier, tr = workspace.dossier, self.context.translator.tr
        owner = dossier.organisation
        industry = dossier.site.industry.shown or (owner.industry.shown if owner else "")
        cvr = tr("CVR {number}", number=shown_cvr(owner.cvr)) if owner and owner.cvr else ""
        facts = [dossier.site.name, cvr, industry]
        self.known.setText(" · ".join(one for one in facts if one))
        self.sheet.show_record(dossier.site, read_only=workspace.locked)
        self.farm.show_record(dossier.site, read_only=workspace.locked)
        self.farm.widget.setVisible(dossier.site.kind is SiteKind.FARM)
        self.internal.show_record(dossier.site, read_only=workspace.locked)
        self.address.show_record(dossier.site.address, read_only=workspace.locked)

    def _complain(self, name: str, words: str) -> None:
        field = self.sheet.fields.get(name)
        if field is not None and hasattr(field, "set_error"):
            field.set_error(words)
            lock(field, on=False)
