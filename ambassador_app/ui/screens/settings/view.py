"""Shows the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ambassador_app import __version__, wording
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.place import Ambassador, Municipality
from ambassador_app.domain.roles import Right
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Language
from ambassador_app.ui import layouts
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, box, column, row
from ambassador_app.ui.preferences import Scheme
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.settings.access_log import AccessLogCard
from ambassador_app.ui.screens.settings.hand_over import HandOverCard
from ambassador_app.ui.screens.settings.model import SettingsModel
from ambassador_app.ui.screens.settings.own_words import OwnWordsCard
from ambassador_app.ui.screens.settings.photos import PhotosCard
from ambassador_app.ui.screens.settings.policy import PolicyCard
from ambassador_app.ui.screens.settings.protection import ProtectionCard
from ambassador_app.ui.screens.settings.seal import SealCard
from ambassador_app.ui.screens.settings.seal_model import SealModel
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.fields import TextArea, TextField
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.ui.widgets.right_note import RightNote

SCALES = (("1.0", "100 %"), ("1.25", "125 %"), ("1.5", "150 %"), ("2.0", "200 %"))


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen; `section` names the card to begin at: backup or seal."""
    view = SettingsView(context, SettingsModel(context.session, context.tasks, context.translator))
    view.open(**arguments)
    return view


class SettingsView(Screen):
    """The person, the municipality, the look of the window, and the backups."""

    def __init__(self, context: UiContext, model: SettingsModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        tr = context.translator.tr
        self.set_title(tr("Settings"))
        self.fields: dict[str, TextField | TextArea] = {}
        self.backup = labels.body(context, "")
        self._begin_at = ""
        self.hand_over = HandOverCard(context, model)
        self.sections = {"backup": self._backups(), "seal": self._seal()}
        self.area = layouts.page(
            context,
            self._person(),
            self._municipality(),
            OwnWordsCard(context, model),
            self._office(),
            self.hand_over,
            self._sets(),
            self._checklists(),
            self._window(),
            PhotosCard(context),
            *self.sections.values(),
            ProtectionCard(context, model),
            AccessLogCard(context),
            PolicyCard(context),
            self._about(),
        )
        self.setLayout(column(self.area))
        model.people_read.connect(self._show)
        model.backup_told.connect(lambda words, _due: self.backup.setText(words))
        model.backup_made.connect(lambda file: context.notices.success(tr("Backed up and checked: {file}", file=file)))
        model.refused.connect(self._refused)
        model.refresh()

    def open(self, **arguments: object) -> None:
        """Go to a card of the page."""
        self._begin_at = str(arguments.get("section", ""))
        if self.isVisible():
            self.shown()

    def shown(self) -> None:
        """Begin at the card that was asked for."""
        card = self.sections.get(self._begin_at)
        self._begin_at = ""
        whole = self.area.widget()
        layout = whole.layout() if whole is not None else None
        if card is not None and whole is not None and layout is not None:
            layout.activate()
            self.area.verticalScrollBar().setValue(card.mapTo(whole, card.rect().topLeft()).y())

    # -- cards --------------------------------------------------------------------------------------------------
    def _person(self) -> QWidget:
        tr = self.context.translator.tr
        words = (("name", tr("Your name")), ("title", tr("Title")), ("email", tr("E-mail")), ("phone", tr("Phone")))
        form = Form(self.context, columns=2)
        for name, label in words:
            field = self._field(f"ambassador.{name}", label)
            field.edited.connect(lambda text, name=name: self.model.change_ambassador(**{name: text}))
            form.add(label, field)
        return self._card(tr("You"), form)

    def _municipality(self) -> QWidget:
        tr = self.context.translator.tr
        form = Form(self.context, columns=2)
        words = (
            ("name", tr("Municipality")),
            ("department", tr("Department")),
            ("email", tr("E-mail")),
            ("phone", tr("Phone")),
            ("website", tr("Website")),
            ("accent_colour", tr("Colour of the report")),
        )
        for name, label in words:
            field = self._field(f"municipality.{name}", label)
            field.edited.connect(lambda text, name=name: self.model.change_municipality(**{name: text}))
            form.add(label, field)
        note = TextArea(self.context, name=tr("Data protection note of the report"))
        note.edited.connect(lambda text: self.model.change_municipality(privacy_note=text))
        self.fields["municipality.privacy_note"] = note
        form.add(note.accessibleName(), note, hint=tr("Left empty, the report prints the standard text."), span=2)
        card = self._card(tr("The municipality, as reports name it"), form)
        logo = buttons.secondary(self.context, tr("Choose a logo…"), self._choose_logo, icon="photo")
        self.may = RightNote(self.context, Right.EDIT_PROFILE, form.widget, logo)
        card.add(self.may)
        card.add(row(logo, 1))
        return card

    def _office(self) -> QWidget:
        tr = self.context.translator.tr
        card = Card(self.context, tr("The office"))
        told = tr("Visits are kept on this computer, and at the municipality's office once it has been joined.")
        card.add(labels.muted(self.context, told))
        sync = buttons.secondary(self.context, tr("Open Sync"), lambda: self.context.navigate("sync"), icon="sync")
        programme = buttons.secondary(
            self.context, tr("Open the programme"), lambda: self.context.navigate("programme"), icon="companies"
        )
        things = buttons.secondary(
            self.context, tr("What the office owns"), lambda: self.context.navigate("office_things"), icon="shield"
        )
        directory = buttons.secondary(
            self.context, tr("Open the directory"), lambda: self.context.navigate("directory"), icon="person"
        )
        line = Flow(self.context.theme.space.s)
        for one in (sync, programme, things, directory):
            line.addWidget(one)
        card.add(box(line))
        return card

    def _sets(self) -> QWidget:
        tr = self.context.translator.tr
        card = Card(self.context, tr("Factors and prices"))
        card.add(
            labels.muted(
                self.context,
                tr(
                    "Emission factors, heating values and energy prices that visits are computed with. Copy a set to "
                    "make one of your own, and choose what new visits take."
                ),
            )
        )
        self.sets = buttons.secondary(
            self.context, tr("Open factors and prices"), lambda: self.context.navigate("sets"), icon="edit"
        )
        card.add(row(self.sets, 1))
        return card

    def _checklists(self) -> QWidget:
        tr = self.context.translator.tr
        card = Card(self.context, tr("Checklists"))
        said = tr("What is asked at visits. Change a checklist in Excel, try it out, publish it, or print it blank.")
        card.add(labels.muted(self.context, said))
        self.checklists = buttons.secondary(
            self.context, tr("Open the checklists"), lambda: self.context.navigate("checklists"), icon="edit"
        )
        card.add(row(self.checklists, 1))
        return card

    def _window(self) -> QWidget:
        tr, preferences = self.context.translator.tr, self.context.preferences
        language = ChoiceButtons(
            self.context,
            ((Language.DANISH.value, "Dansk"), (Language.ENGLISH.value, "English")),
            name=tr("Language"),
            clearable=False,
            value=preferences.language.value,
        )
        language.chosen.connect(lambda key: preferences.set_language(Language(key)))
        schemes = ((Scheme.SYSTEM, tr("As the system")), (Scheme.LIGHT, tr("Light")), (Scheme.DARK, tr("Dark")))
        scheme = ChoiceButtons(
            self.context,
            tuple((one.value, words) for one, words in schemes),
            name=tr("Light or dark"),
            clearable=False,
            value=preferences.scheme.value,
        )
        scheme.chosen.connect(lambda key: preferences.set_scheme(Scheme(key)))
        scale = ChoiceButtons(
            self.context, SCALES, name=tr("Text size"), clearable=False, value=str(preferences.text_scale)
        )
        scale.chosen.connect(lambda key: preferences.set_text_scale(float(key)))
        form = Form(self.context)
        for one in (language, scheme, scale):
            form.add(one.accessibleName(), one)
        return self._card(tr("The window"), form)

    def _backups(self) -> QWidget:
        tr, preferences = self.context.translator.tr, self.context.preferences
        card = Card(self.context, tr("Backup"))
        card.add(self.backup)
        card.add(
            labels.muted(
                self.context,
                tr(
                    "A backup is one encrypted file with everything on this computer. It is made once a day by itself; "
                    "choose a second folder or a stick to have it there, too."
                ),
            )
        )
        policy = self.context.session.policy
        chosen = preferences.recall("second_folder") if policy.may_choose_backups else policy.backup_folder
        self.second = labels.caption(self.context, chosen)
        self.choose_second = buttons.secondary(self.context, tr("Second folder…"), self._choose_second, icon="folder")
        self.choose_second.setEnabled(policy.may_choose_backups)
        card.add(
            row(
                buttons.primary(self.context, tr("Back up now…"), self._back_up, icon="backup"),
                self.choose_second,
                self.second,
                1,
                space=self.context.theme.space.s,
            )
        )
        if not policy.may_choose_backups:
            card.add(locked_note(self.context))
        return card

    def _seal(self) -> QWidget:
        context = self.context
        model = SealModel(context.session, context.tasks, context.translator, self)
        model.refused.connect(self._refused)
        self.seal = SealCard(context, model)
        return self.seal

    def _about(self) -> QWidget:
        card = Card(self.context, self.context.translator.tr("About"))
        card.add(labels.muted(self.context, f"Ambassador {__version__} · EUPL-1.2"))
        return card

    def _card(self, heading: str, form: Form) -> Card:
        card = Card(self.context, heading)
        card.add(form.widget)
        return card

    def _field(self, key: str, label: str) -> TextField:
        field = TextField(self.context, name=label)
        self.fields[key] = field
        return field

    # -- what it does -------------------------------------------------------------------------------------------
    def _show(self, ambassador: Ambassador, municipality: Municipality) -> None:
        self.may.ask()
        for key, field in self.fields.items():
            owner, _, name = key.partition(".")
            field.set_value(str(getattr(ambassador if owner == "ambassador" else municipality, name)))

    def _choose_logo(self) -> None:
        tr = self.context.translator.tr
        filters = ((tr("Pictures"), "*.png *.jpg *.jpeg *.svg"),)
        for file in dialogs.choose_files(self.context, self, tr("Choose a logo"), filters)[:1]:
            self.model.take_logo(file)

    def _back_up(self) -> None:
        tr = self.context.translator.tr
        day = self.context.session.now().date().isoformat()
        filters = ((tr("Backup"), "*.ambassador-backup"),)
        target = dialogs.choose_save(
            self.context, self, tr("Back up now"), f"ambassador-{day}.ambassador-backup", filters
        )
        if target is not None:
            self.model.back_up(target)

    def _choose_second(self) -> None:
        folder = dialogs.choose_folder(self.context, self, self.context.translator.tr("Second folder"))
        if folder is not None:
            self.context.preferences.keep("second_folder", str(folder))
            self.second.setText(str(folder))

    def _refused(self, error: AmbassadorError) -> None:
        self.context.notices.error(wording.sentence(error, self.context.translator))

    def changed(self, changes: Changes) -> None:
        """Hear what an action touched."""
        self.model.heard(changes)
