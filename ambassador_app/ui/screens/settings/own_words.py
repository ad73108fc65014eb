"""What the municipality itself says on page 1 of its reports, by kind of visit, in both languages."""

from __future__ import annotations

from ambassador_app.domain.place import Municipality
from ambassador_app.domain.roles import Right
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import Language
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form
from ambassador_app.ui.screens.settings.model import SettingsModel
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import TextArea
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import LABEL


class OwnWordsCard(Card):
    """Own words for one kind of visit at a time."""

    def __init__(self, context: UiContext, model: SettingsModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Own words on page 1"))
        self._model = model
        self._municipality: Municipality | None = None
        self._kind = VisitKind.WALKTHROUGH
        self.add(
            labels.muted(
                context,
                tr(
                    "Every report says on page 1 what it is not. What the municipality writes here for a kind of visit "
                    "follows it, in the language of the report."
                ),
            )
        )
        kinds = [(one.value, tr(LABEL[one])) for one in VisitKind]
        self.kind = Select(context, kinds, name=tr("Kind of visit"), value=VisitKind.WALKTHROUGH.value)
        self.fields = {
            Language.DANISH: TextArea(context, name=tr("In Danish")),
            Language.ENGLISH: TextArea(context, name=tr("In English")),
        }
        form = Form(context, columns=2)
        form.add(self.kind.accessibleName(), self.kind, span=2)
        for language, field in self.fields.items():
            form.add(field.accessibleName(), field)
            field.edited.connect(lambda text, language=language: self._say(language, text))
        self.may = RightNote(context, Right.EDIT_PROFILE, *self.fields.values())
        self.add(form.widget)
        self.add(self.may)
        self.kind.activated.connect(lambda _index: self._show(force=True))
        model.people_read.connect(lambda _ambassador, municipality: self.show_municipality(municipality))

    def show_municipality(self, municipality: Municipality) -> None:
        """Show what is said of the kind that is chosen."""
        self._municipality = municipality
        self.may.ask()
        self._show(force=False)

    def _show(self, *, force: bool) -> None:
        if force:  # another kind was chosen: what was typed belongs to the one before
            for field in self.fields.values():
                field.commit()
        said = self._municipality.disclaimers if self._municipality is not None else {}
        self._kind = VisitKind(self.kind.value() or VisitKind.WALKTHROUGH)
        for language, field in self.fields.items():
            field.set_value(said.get(f"{self._kind}/{language}", ""), force=force)

    def _say(self, language: Language, text: str) -> None:
        self._model.say_of(self._kind, language, text)
