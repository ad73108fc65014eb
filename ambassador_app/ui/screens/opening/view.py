"""Shows the first start, the passphrase, the recovery key, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ambassador_app import wording
from ambassador_app.errors import (
    AmbassadorError,
    FieldMissing,
    PassphraseNeeded,
    PassphraseTooShort,
    PassphraseWrong,
)
from ambassador_app.i18n import N_
from ambassador_app.ui import layouts
from ambassador_app.ui.context import OpeningContext
from ambassador_app.ui.layouts import Form, box, column, row
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.opening.model import OpeningModel, Page
from ambassador_app.ui.screens.opening.restoring import RestorePage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select
from ambassador_app.ui.widgets.fields import PassphraseField, TextField
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording.policy import set_up_words, unclear_words

_LOCKED = N_("What you wrote is saved, and everything is encrypted until you open it. You come back to the same place.")


def build(context: OpeningContext, **_arguments: object) -> Screen:
    """Make the screen."""
    return OpeningView(context, OpeningModel(context))


class OpeningView(Screen):
    """One page of the opening at a time, in the middle of the window."""

    def __init__(self, context: OpeningContext, model: OpeningModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.model = model
        self.context = context
        self.set_title(context.translator.tr("Welcome"))
        self.trouble = Banner(context, "danger", "")
        self.pages = QStackedWidget()
        self._held: QWidget | None = None
        self.welcome = WelcomePage(context, model)
        self.secret_pages: dict[str, QWidget] = {
            Page.WELCOME: self.welcome,
            Page.PASSPHRASE: passphrase_page(context, model),
            Page.RECOVERY: recovery_page(context, model),
            Page.TROUBLE: trouble_page(context, model),
            Page.RESTORE: RestorePage(context, model),
            Page.LOCKED: locked_page(context, model),
        }
        self.keep_key = KeepKeyPage(context, model)
        self.secret_pages[Page.KEEP_KEY] = self.keep_key
        for one in self.secret_pages.values():
            self.pages.addWidget(one)
        # Above the page, not on it: what is wrong is seen however far somebody has scrolled.
        space = context.theme.space
        above = box(column(self.trouble, margins=(space.xl, space.s, space.xl, 0)))
        self.setLayout(column(above, layouts.page(context, self.pages, width=760)))
        model.page_changed.connect(self._show)
        model.refused.connect(self._refused)
        model.choices_known.connect(self.welcome.offer)
        model.recovery_key_made.connect(self.keep_key.show_key)
        model.busy_changed.connect(self._wait)
        # That a passphrase is asked for is how it should be, and no trouble.
        if context.reason is not None and not isinstance(context.reason, PassphraseNeeded):
            self._refused(context.reason)
        model.start()

    def _show(self, page: str) -> None:
        self.pages.setCurrentWidget(self.secret_pages[page])
        self._enter()

    def _enter(self) -> None:
        """Put the focus where one begins on this page."""
        page = self.pages.currentWidget()
        first: QWidget | None = (page.findChild(QLineEdit) or page.findChild(QPushButton)) if page is not None else None
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait(self, busy: bool) -> None:
        """Nothing can be pressed while something is under way; afterwards the focus is where it was."""
        if busy:
            self._held = self.focusWidget()
        self.pages.setEnabled(not busy)
        if busy or not self.isVisible():
            return
        if self._held is not None and isValid(self._held) and self._held.isVisible():
            self._held.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._enter()

    def left(self) -> None:
        """The window is closed: a profile that was just made is closed too."""
        self.model.give_up()

    def _refused(self, error: AmbassadorError) -> None:
        self.trouble.set_text(wording.sentence(error, self.context.translator))
        if self.pages.currentWidget() is self.welcome:
            self._held = self.welcome.field_of(error)
            self._held.setFocus(Qt.FocusReason.OtherFocusReason)


class WelcomePage(QWidget):
    """Name, municipality and protection; or the demo municipality."""

    def __init__(self, context: OpeningContext, model: OpeningModel) -> None:
        super().__init__()
        tr = context.translator.tr
        self._model = model
        self.name = TextField(context, name=tr("Your name"))
        self.job = TextField(context, name=tr("Title"), value=tr("Climate ambassador"))
        self.email = TextField(context, name=tr("E-mail"))
        self.municipality = Select(context, (), name=tr("Municipality"))
        self.municipality.setEditable(True)  # type a few letters, or a municipality that is not in the list
        self.municipality.setInsertPolicy(Select.InsertPolicy.NoInsert)
        typed = self.municipality.lineEdit()
        if typed is not None:
            typed.setAccessibleName(tr("Municipality"))  # a screen reader speaks of the line that has the focus
        self.protection = ChoiceButtons(
            context,
            (("keystore", tr("This Windows user")), ("passphrase", tr("A passphrase"))),
            name=tr("Protection"),
            clearable=False,
            value="keystore",
        )
        self.passphrase = PassphraseField(context, name=tr("Passphrase"))
        self.repeated = PassphraseField(context, name=tr("Passphrase once more"))
        self.secret = box(self._secret_form(context))
        self.secret.hide()
        self.start = buttons.primary(context, tr("Start"), self._start)
        self.demo = buttons.secondary(context, tr("Play in the demo municipality"), model.open_demo)
        self.protection.chosen.connect(self._protect)
        if context.profiles.policy.passphrase_required:
            self.protection.set_value("passphrase")
            self.protection.setEnabled(False)
            self.secret.show()
        self.setLayout(self._layout(context))

    def _secret_form(self, context: OpeningContext) -> QVBoxLayout:
        tr = context.translator.tr
        form = Form(context, columns=2)
        form.add(tr("Passphrase"), self.passphrase, hint=tr("At least 10 characters. It is asked for at every start."))
        form.add(tr("Passphrase once more"), self.repeated)
        return column(form.widget)

    def _layout(self, context: OpeningContext) -> QVBoxLayout:
        tr = context.translator.tr
        space = context.theme.space
        form = Form(context, columns=2)
        form.add(tr("Your name"), self.name)
        form.add(tr("Title"), self.job)
        form.add(tr("Municipality"), self.municipality)
        form.add(tr("E-mail"), self.email, hint=tr("Stands in the report, so that the company can write to you."))
        form.add(
            tr("What opens your visits?"),
            self.protection,
            hint=tr(
                "Everything is kept encrypted on this computer. The Windows user opens it without being asked; "
                "a passphrase is asked for at every start."
            ),
            span=2,
        )
        card = Card(context)
        card.add(form.widget)
        card.add(self.secret)
        card.add(row(self.start, 1))
        demo = Card(context, tr("Just looking?"))
        demo.add(
            labels.muted(
                context,
                tr("The demo municipality has invented companies and a finished visit. It never meets your own data."),
            )
        )
        restore = buttons.quiet(context, tr("Bring a backup back"), self._model.ask_backup, icon="backup")
        demo.add(row(self.demo, restore, 1, space=space.s))
        words = tr("Visit companies, find what saves energy and CO₂, and hand over the report before you drive home.")
        return column(
            labels.title(context, tr("Welcome to Ambassador")),
            labels.muted(context, words),
            *set_up_notes(context),
            card,
            demo,
            1,
            space=space.l,
        )

    def offer(self, municipalities: tuple[tuple[str, str], ...], key_store_works: bool) -> None:
        """Fill the list of municipalities, and leave only the protection that works here."""
        self.municipality.set_choices(municipalities)
        if not key_store_works:
            self.protection.set_value("passphrase")
            self.protection.setEnabled(False)
            self._protect("passphrase")

    def field_of(self, error: AmbassadorError) -> QWidget:
        """Give where to mend what is wrong."""
        if isinstance(error, PassphraseWrong | PassphraseTooShort | PassphraseNeeded):
            return self.passphrase
        missing = error.fields.get("field") if isinstance(error, FieldMissing) else None
        return {"name": self.name, "municipality": self.municipality}.get(str(missing), self.start)

    def _protect(self, by: object) -> None:
        self.secret.setVisible(by == "passphrase")

    def _code(self) -> str:
        found = self.municipality.findText(self.municipality.currentText())
        return str(self.municipality.itemData(found)) if found >= 0 else ""

    def _start(self) -> None:
        self._model.create(
            name=self.name.value(),
            title=self.job.value(),
            email=self.email.value(),
            municipality=self.municipality.currentText(),
            municipality_code=self._code(),
            passphrase=self.passphrase.value(),
            repeated=self.repeated.value(),
            by_key_store=self.protection.value() == "keystore",
        )


def set_up_notes(context: OpeningContext) -> list[QWidget]:
    """What the municipality has set up on this computer, told before anything is typed."""
    policy, translator = context.profiles.policy, context.translator
    unclear = unclear_words(policy)
    notes: list[QWidget] = [Banner(context, "warning", translator.say(unclear))] if unclear is not None else []
    said = set_up_words(policy)
    return [*notes, *(locked_note(context, translator.say(one)) for one in said)]


class KeepKeyPage(QWidget):
    """The recovery key, shown this once."""

    def __init__(self, context: OpeningContext, model: OpeningModel) -> None:
        super().__init__()
        tr = context.translator.tr
        self.key = labels.section(context, "")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(tr("Recovery key"))
        self.copy = buttons.secondary(context, tr("Copy"), self._copy, icon="copy")
        self.go_on = buttons.primary(context, tr("I have kept it. Go on"), model.key_is_kept)
        card = Card(context, tr("Your recovery key"))
        card.add(self.key)
        card.add(
            labels.body(
                context,
                tr(
                    "With this key your visits can be opened if the passphrase is forgotten, the Windows user is gone "
                    "or a backup is restored on another computer. Write it down or print it, and keep it where your "
                    "passwords are kept. It is shown only now."
                ),
            )
        )
        card.add(row(self.go_on, self.copy, 1, space=context.theme.space.s))
        self.setLayout(column(labels.title(context, tr("Keep this key")), card, 1, space=context.theme.space.l))

    def show_key(self, key: str) -> None:
        """Show the key."""
        self.key.setText(key)

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self.key.text())


def _asking(
    context: OpeningContext, heading: str, words: str, field: TextField, go: Callable[[str], None], other: QPushButton
) -> QWidget:
    """A page that asks for one secret."""
    tr = context.translator.tr
    opened = buttons.primary(context, tr("Open"), lambda: go(field.value()))
    if isinstance(field.editor, QLineEdit):
        field.editor.returnPressed.connect(opened.click)
    card = Card(context)
    form = Form(context)
    form.add(field.accessibleName(), field)
    card.add(form.widget)
    card.add(row(opened, other, 1, space=context.theme.space.s))
    title: QLabel = labels.title(context, heading)
    return box(column(title, labels.muted(context, words), card, 1, space=context.theme.space.l))


def passphrase_page(context: OpeningContext, model: OpeningModel) -> QWidget:
    """Ask for the passphrase."""
    tr = context.translator.tr
    other = buttons.quiet(context, tr("Use the recovery key"), model.ask_recovery_key)
    return _asking(
        context,
        tr("Ambassador is locked") if context.is_locked else tr("Open your visits"),
        tr(_LOCKED) if context.is_locked else tr("They are encrypted on this computer."),
        PassphraseField(context, name=tr("Passphrase")),
        model.open_by_passphrase,
        other,
    )


def recovery_page(context: OpeningContext, model: OpeningModel) -> QWidget:
    """Ask for the recovery key."""
    tr = context.translator.tr
    other = buttons.quiet(context, tr("Use the passphrase"), model.ask_passphrase)
    return _asking(
        context,
        tr("Open with the recovery key"),
        tr("It was shown when Ambassador was set up. Dashes, spaces and case do not matter."),
        TextField(context, name=tr("Recovery key"), guarded=False),
        model.open_by_recovery_key,
        other,
    )


def locked_page(context: OpeningContext, model: OpeningModel) -> QWidget:
    """Ask whoever is logged in to say that they are back."""
    tr = context.translator.tr
    opened = buttons.primary(context, tr("Open"), model.try_again)
    other = buttons.quiet(context, tr("Use the recovery key"), model.ask_recovery_key)
    card = Card(context)
    card.add(labels.body(context, tr("Your visits open for the user who is logged in to this computer.")))
    card.add(row(opened, other, 1, space=context.theme.space.s))
    return box(
        column(
            labels.title(context, tr("Ambassador is locked")),
            labels.muted(context, tr(_LOCKED)),
            card,
            1,
            space=context.theme.space.l,
        )
    )


def trouble_page(context: OpeningContext, model: OpeningModel) -> QWidget:
    """Say that nothing is lost, and offer to try again."""
    tr = context.translator.tr
    again = buttons.primary(context, tr("Try again"), model.try_again)
    demo = buttons.quiet(context, tr("Play in the demo municipality"), model.open_demo)
    card = Card(context)
    card.add(labels.body(context, tr("Nothing has been changed, and nothing is lost.")))
    card.add(row(again, demo, 1, space=context.theme.space.s))
    return box(column(labels.title(context, tr("Your visits did not open")), card, 1, space=context.theme.space.l))
