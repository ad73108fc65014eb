"""Shows which key seals the reports: whose, until when, its fingerprint; an office's certificate or card instead."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from ambassador_app.services.seal_keys import KeyKind, KeyStatus
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, appear, box, column
from ambassador_app.ui.screens.settings.seal_model import CardChoice, SealModel
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Card, Separator
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.fields import PassphraseField, TextField


class SealCard(Card):
    """The key of the seal, and the time-stamp service."""

    def __init__(self, context: UiContext, model: SealModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Seal"))
        self._context = context
        self._model = model
        self.kind = labels.strong(context, "")
        self.facts = labels.body(context, "")
        self.trouble = labels.label(context, "", token="danger", wrap=True)
        self.fingerprint = labels.body(context, "")
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(tr("Fingerprint"))
        self.aloud = labels.muted(
            context, tr("Its fingerprint (SHA-256). Read it aloud to whoever asks whether a report is from you.")
        )
        self.copy = buttons.secondary(context, tr("Copy the fingerprint"), self._copy, icon="copy")
        self.bring = buttons.secondary(context, tr("Office certificate…"), self._choose_file, icon="import")
        self.bring_card = buttons.secondary(context, tr("Card or token…"), self._choose_module, icon="lock")
        self.remove = buttons.secondary(context, tr("Remove it from this computer"), self._remove, icon="trash")
        self.renew = buttons.secondary(context, tr("Make a new key"), self._renew, icon="redo")
        self.check = buttons.secondary(
            context, tr("Check a report"), lambda: context.navigate("check_report"), icon="shield"
        )
        self._shown: KeyStatus | None = None
        self._file: Path | None = None
        for line in (self.kind, self.facts, self.trouble, self.fingerprint, self.aloud):
            self.add(line)
        deeds = Flow(space.s)
        for button in (self.copy, self.bring, self.bring_card, self.remove, self.renew, self.check):
            deeds.addWidget(button)
        self.add(box(deeds))
        self.opening = self._opening()
        self.choosing = self._choosing()
        self.add(self.opening)
        self.add(self.choosing)
        self.add(Separator(context))
        self._add_times(model)
        for part in (self.trouble, self.remove, self.renew, self.opening, self.choosing):
            part.hide()
        model.told.connect(self._tell)
        model.cards_found.connect(self._offer)
        model.changed.connect(self._changed)
        model.refresh()

    # -- parts ----------------------------------------------------------------------------------------------------
    def _opening(self) -> Card:
        """Ask for the passphrase of a file."""
        context, tr = self._context, self._context.translator.tr
        card = Card(context)
        self.named = labels.strong(context, "")
        self.passphrase = PassphraseField(context, name=tr("Passphrase of the certificate"))
        form = Form(context)
        form.add(
            self.passphrase.accessibleName(),
            self.passphrase,
            hint=tr("It is not kept. The key lies encrypted with your visits, and is in no backup."),
        )
        card.add(self.named)
        card.add(form.widget)
        self.take = buttons.primary(context, tr("Use this certificate"), self._import)
        deeds = Flow(context.theme.space.s)
        deeds.addWidget(self.take)
        deeds.addWidget(buttons.quiet(context, tr("Cancel"), card.hide))
        card.add(box(deeds))
        self.passphrase.line.returnPressed.connect(self._import)
        return card

    def _choosing(self) -> Card:
        """Offer the keys on the cards that are there."""
        card = Card(self._context)
        card.add(labels.strong(self._context, self._context.translator.tr("Which key of the card?")))
        self.offered = column(space=self._context.theme.space.s)
        card.add(box(self.offered))
        return card

    def _add_times(self, model: SealModel) -> None:
        context, tr = self._context, self._context.translator.tr
        preferences = context.preferences
        self.service = TextField(
            context, name=tr("Time-stamp service"), value=preferences.recall("time_stamp_url"), placeholder="https://"
        )
        self.service.edited.connect(lambda text: preferences.keep("time_stamp_url", text.strip()))
        form = Form(context)
        form.add(
            self.service.accessibleName(),
            self.service,
            hint=tr(
                "The address your IT department gives you. At the office it confirms when a report was sealed, and "
                "makes the seal last in the archive. Left empty, reports are sealed without."
            ),
        )
        self.add(form.widget)
        self.stamp = buttons.secondary(context, tr("Stamp the reports that wait"), model.stamp_all, icon="clock")
        self.stamped: QLabel = labels.muted(context, "")
        self.add(self.stamp)
        self.add(self.stamped)
        self.stamped.hide()
        model.stamped.connect(self._stamped)
        model.waiting_told.connect(self._waiting)

    # -- what is told ---------------------------------------------------------------------------------------------
    def _tell(self, status: KeyStatus) -> None:
        words = self._context.translator
        self._shown = status
        self.kind.setText(self._kind_words(status))
        self.facts.setText("\n".join(self._facts(status)))
        trouble = words.say(status.trouble) if status.trouble is not None else ""
        self.trouble.setText(trouble[:1].upper() + trouble[1:] + ("." if trouble else ""))
        appear(self.trouble, bool(trouble))
        self.fingerprint.setText(status.fingerprint)
        for part in (self.fingerprint, self.aloud, self.copy):
            appear(part, bool(status.fingerprint))
        own = status.kind is KeyKind.OWN
        appear(self.remove, not own)
        appear(self.renew, own and (bool(trouble) or status.ends_soon))

    def _kind_words(self, status: KeyStatus) -> str:
        tr = self._context.translator.tr
        if status.kind is KeyKind.CARD:
            return tr("Reports are sealed with the key on the card “{card}”", card=status.place)
        if status.kind is KeyKind.OFFICE:
            return tr("Reports are sealed with an office certificate")
        return tr("Reports are sealed with a key made on this computer")

    def _facts(self, status: KeyStatus) -> list[str]:
        words = self._context.translator
        tr = words.tr
        facts = [tr("In the name of {name}", name=", ".join(one for one in (status.name, status.owner) if one))]
        if not status.fingerprint:
            return [*facts, tr("The key is made when you seal your first report.")] if status.trouble is None else []
        if status.kind is not KeyKind.OWN:
            above = " → ".join((status.issuer, *status.above[1:]))
            facts.append(tr("Issued by {issuer}", issuer=above))
            if not status.whole_chain:
                facts.append(
                    tr("The file does not name everybody who stands behind the issuer; readers may not know the seal.")
                )
        if status.valid_from is not None and status.valid_until is not None:
            day = (words.day(status.valid_from.date()), words.day(status.valid_until.date()))
            facts.append(tr("Valid from {first} to {last}", first=day[0], last=day[1]))
        if status.ends_soon and status.trouble is None:
            facts.append(tr("It ends soon. Ask for a new one in good time."))
        return facts

    def _waiting(self, count: int) -> None:
        appear(self.stamp, count > 0)

    def _stamped(self, said: str) -> None:
        self.stamped.setText(said)
        self.stamped.show()

    # -- deeds ----------------------------------------------------------------------------------------------------
    def _choose_file(self) -> None:
        tr = self._context.translator.tr
        filters = ((tr("Certificates"), "*.p12 *.pfx"),)
        for file in dialogs.choose_files(self._context, self, tr("Office certificate"), filters, several=False):
            self.ask_passphrase(file)

    def ask_passphrase(self, file: Path) -> None:
        """Ask for the passphrase of a chosen file."""
        self._file = file
        self.named.setText(file.name)
        self.choosing.hide()
        self.opening.show()
        self.passphrase.line.setFocus()

    def _import(self) -> None:
        if self._file is not None:
            self._model.import_file(self._file, self.passphrase.line.text())

    def _choose_module(self) -> None:
        tr = self._context.translator.tr
        filters = ((tr("Program modules of cards"), "*.dll *.so *.dylib"), (tr("All files"), "*"))
        title = tr("The card's program module (PKCS#11)")
        for file in dialogs.choose_files(self._context, self, title, filters, several=False):
            self._model.find_cards(str(file))

    def _offer(self, found: tuple[CardChoice, ...]) -> None:
        keys = ChoiceButtons(
            self._context,
            tuple((str(number), one.words) for number, one in enumerate(found)),
            name=self._context.translator.tr("Which key of the card?"),
            clearable=False,
        )
        keys.chosen.connect(lambda key: self._model.use_card(found[int(key or 0)]))
        while (old := self.offered.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        self.offered.addWidget(keys)
        self.opening.hide()
        self.choosing.show()

    def _changed(self, said: str) -> None:
        self.passphrase.set_value("", force=True)
        self.opening.hide()
        self.choosing.hide()
        self._context.notices.success(said)

    def _remove(self) -> None:
        tr = self._context.translator.tr
        detail = tr("Reports sealed with it stay as they are. To use it again you need the file or the card.")
        if dialogs.confirm(self._context, self, tr("Remove the key from this computer?"), tr("Remove"), detail=detail):
            self._model.remove()

    def _renew(self) -> None:
        self._model.renew()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.fingerprint.text())
        self._context.notices.success(self._context.translator.tr("The fingerprint is copied."))
