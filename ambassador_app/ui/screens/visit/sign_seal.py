"""The seal: what is missing, the one button, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import row
from ambassador_app.ui.screens.visit.sign_model import SignModel, SignState
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card, ProgressLine
from ambassador_app.ui.widgets.fields import PassphraseField

if TYPE_CHECKING:
    from ambassador_app.services.signing import Sealed


class SealCard(Card):
    """The last thing that is done to a report."""

    def __init__(self, context: UiContext, sign: SignModel, hand_over: Callable[[], object]) -> None:
        super().__init__(context, "")
        self.setAccessibleName(context.translator.tr("Seal the report"))
        self.context = context
        self.sign = sign
        self._verdict = ""
        tr, space = context.translator.tr, context.theme.space
        self.body.setSpacing(space.s)
        self.words = labels.label(context, "", Type.CAPTION, wrap=True)
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self.progress = ProgressLine(context, tr("Sealing the report"))
        self.pin = PassphraseField(context, name=tr("PIN of the card"))
        self.button = buttons.primary(context, tr("Seal the report"), self._seal, "shield")
        self.go_on = buttons.primary(context, tr("Go on to hand over"), hand_over, "report")
        self.clock = buttons.secondary(context, tr("The clock is right: seal"), sign.seal_by_this_clock, "clock")
        for part in (self.words, self.problem, self.clock, self.pin, self.progress):
            self.add(part)
        self.add(row(self.button, self.go_on, 1, space=space.s))
        for part in (self.problem, self.clock, self.pin):
            part.hide()
        self.pin.line.returnPressed.connect(self.press)
        self.progress.hide()
        self.go_on.hide()
        sign.seal_advanced.connect(self.progress.set_share)
        sign.seal_refused.connect(self.complain)
        sign.pin_wanted.connect(self._ask_pin)
        sign.clock_doubted.connect(self._ask_about_the_clock)
        sign.sealed.connect(self._sealed)

    def show_state(self, state: SignState) -> None:
        """Show what is missing, that it can be sealed, or what came of it."""
        self.button.setHidden(state.locked)
        self.button.setEnabled(state.can_seal)
        self.button.setToolTip(" ".join(state.missing))
        self.button.setAccessibleDescription(" ".join(state.missing))
        self.progress.setHidden(not state.sealing)
        self.go_on.setHidden(not state.sealed)
        self._verdict = "" if state.sealing else self._verdict
        self.set_tone("success" if state.sealed and self._verdict else "plain")
        self.words.setText(self._words_of(state))
        if state.sealing:
            self.complain("")

    def _words_of(self, state: SignState) -> str:
        tr = self.context.translator.tr
        if state.sealing:
            return tr("The report is checked, sealed and checked again …")
        if state.sealed:
            return self._verdict or tr("The report is sealed.")
        if state.locked:
            return tr("This visit was cancelled. It is kept, and cannot be changed.")
        ready = tr("Nobody is missing. The seal locks the visit; a later change makes a new revision.")
        return "\n".join(state.missing) or ready

    def press(self) -> None:
        """Press the button, if it can be pressed."""
        self.button.click()

    def _seal(self) -> None:
        """Seal with what stands in the field for the PIN, which is empty again at once."""
        pin = self.pin.line.text()
        self.pin.line.clear()
        self.sign.seal(pin)

    def _ask_pin(self, words: str) -> None:
        self.complain(words)
        self.pin.show()
        self.pin.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_about_the_clock(self, words: str) -> None:
        self.complain(words)
        self.clock.show()

    def complain(self, words: str) -> None:
        """Say why it was not sealed."""
        self.clock.hide()
        self.problem.setText(words)
        self.problem.setHidden(not words)

    def _sealed(self, sealed: Sealed) -> None:
        told = (*sealed.verdict.sentences()[:2], *((sealed.remark,) if sealed.remark is not None else ()))
        self._verdict = "\n".join(self.context.translator.say(one) for one in told)
        self.set_tone("success")
        self.pin.hide()
        self.words.setText(self._verdict)
        self.go_on.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
