"""Shows what opens the profile: the passphrase, and the recovery key."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, row
from ambassador_app.ui.screens.settings.locking import LockingField
from ambassador_app.ui.screens.settings.model import SettingsModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import PassphraseField
from ambassador_app.ui.widgets.policy_lock import locked_note


class ProtectionCard(Card):
    """Another passphrase, another recovery key."""

    def __init__(self, context: UiContext, model: SettingsModel) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Protection"))
        if context.session.is_demo:  # it opens for whoever wants to play
            self.hide()
        self._context = context
        self._model = model
        self.said = labels.muted(context, "")
        self.before = PassphraseField(context, name=tr("Passphrase now"))
        self.fresh = PassphraseField(context, name=tr("New passphrase"))
        self.repeated = PassphraseField(context, name=tr("New passphrase once more"))
        form = Form(context, columns=3)
        form.add(self.fresh.accessibleName(), self.fresh, hint=tr("At least 10 characters."))
        form.add(self.repeated.accessibleName(), self.repeated)
        self._asked = form.add(self.before.accessibleName(), self.before)
        self.change = buttons.secondary(context, tr("Change the passphrase"), self._change, icon="lock")
        self.renew = buttons.secondary(context, tr("New recovery key"), self._renew, icon="shield")
        self.key = labels.section(context, "")
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(tr("Recovery key"))
        self.hint = labels.body(
            context, tr("Write this key down or print it. It is shown only now; the one before opens nothing any more.")
        )
        self.locking = LockingField(context)
        self.required = locked_note(context, tr("Your municipality wants a passphrase here. Choose one below."))
        self.required.hide()
        self.add(self.locking)
        self.add(self.said)
        self.add(self.required)
        self.add(form.widget)
        self.add(row(self.change, self.renew, 1, space=context.theme.space.s))
        self.add(self.key)
        self.add(self.hint)
        self.key.hide()
        self.hint.hide()
        model.protection_told.connect(self._tell)
        model.recovery_key_made.connect(self._show_key)
        model.passphrase_changed.connect(self._changed)

    def _tell(self, by_passphrase: bool) -> None:
        tr = self._context.translator.tr
        self._asked.setVisible(by_passphrase)
        self.said.setText(
            tr("A passphrase opens your visits.")
            if by_passphrase
            else tr("Your visits open for the user who is logged in. A passphrase can take the place of that.")
        )
        self.required.setHidden(by_passphrase or not self._context.session.policy.passphrase_required)

    def _change(self) -> None:
        self._model.change_passphrase(self.fresh.value(), self.repeated.value(), self.before.value())

    def _renew(self) -> None:
        self._model.make_recovery_key(self.before.value())

    def _show_key(self, key: str) -> None:
        self.key.setText(key)
        self.key.show()
        self.hint.show()
        self.before.set_value("", force=True)

    def _changed(self) -> None:
        for field in (self.before, self.fresh, self.repeated):
            field.set_value("", force=True)
        self._context.notices.success(self._context.translator.tr("The new passphrase opens your visits from now on."))
