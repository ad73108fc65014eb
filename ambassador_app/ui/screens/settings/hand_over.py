"""How reports leave the house: for whom by secure mail, and what the case system files them under."""

from __future__ import annotations

from ambassador_app.domain.place import Municipality, SecureMail
from ambassador_app.domain.roles import Right
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form
from ambassador_app.ui.screens.settings.model import SettingsModel
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import LABEL


class HandOverCard(Card):
    """The municipality's rules for handing reports over."""

    def __init__(self, context: UiContext, model: SettingsModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Handing reports over"))
        self.add(
            labels.muted(
                context,
                tr(
                    "A report about a person is to go by the municipality's secure mail, which is sent from the case "
                    "system. Plain mail then takes a reason, which is kept with the report."
                ),
            )
        )
        self.secure = ChoiceButtons(
            context,
            tuple((one.value, tr(LABEL[one])) for one in SecureMail),
            name=tr("Who gets reports by secure mail?"),
            clearable=False,
            value=SecureMail.PERSONAL.value,
        )
        self.filing = TextField(context, name=tr("Filing code (KLE)"), placeholder="00.00.00 A00")
        self.retention = TextField(context, name=tr("Retention class"))
        whole, codes = Form(context), Form(context, columns=2)
        whole.add(self.secure.accessibleName(), self.secure)
        hint = tr("Written into the file that goes to the case system with each report.")
        codes.add(self.filing.accessibleName(), self.filing, hint=hint)
        codes.add(self.retention.accessibleName(), self.retention, hint=hint)
        self.add(whole.widget)
        self.add(codes.widget)
        self.may = RightNote(context, Right.EDIT_PROFILE, whole.widget, codes.widget)
        self.add(self.may)
        self.secure.chosen.connect(lambda key: model.change_municipality(secure_mail=SecureMail(key)))
        self.filing.edited.connect(lambda text: model.change_municipality(filing_code=text))
        self.retention.edited.connect(lambda text: model.change_municipality(retention=text))
        model.people_read.connect(lambda _ambassador, municipality: self.show_municipality(municipality))

    def show_municipality(self, municipality: Municipality) -> None:
        """Show what is set."""
        self.may.ask()
        self.secure.set_value(municipality.secure_mail.value)
        self.filing.set_value(municipality.filing_code)
        self.retention.set_value(municipality.retention)
