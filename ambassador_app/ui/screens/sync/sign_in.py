"""Who is signed in on this computer: in the browser and back, at any time cancelled, never by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError, JobCancelled
from ambassador_app.i18n import Translator
from ambassador_app.services import Session
from ambassador_app.services.signing_in import SignInState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.tasks import Job, Progress, Tasks
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card, ProgressLine
from ambassador_app.wording import sentence

_UNDER_WAY: Final = -1.0


class SignInModel(QObject):
    """The card's state. `told` carries a SignInState."""

    told = Signal(object)
    waits = Signal(bool)
    """Whether the browser is waited for."""
    refused = Signal(str)
    """Why nobody was signed in or out; empty when all is well again."""
    came_in = Signal()
    """Somebody has signed in: what waited may go."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator
        self._job: Job | None = None

    def load(self) -> None:
        """Read who is signed in."""
        self._tasks.run(self._session.syncing.signing_in.state, owner=self, then=self.told.emit, latest="sign-in")

    def sign_in(self) -> None:
        """Open the browser and wait, away from the window; a second wish meanwhile is the same wish."""
        if self._job is not None:
            return
        signing_in, words = self._session.syncing.signing_in, self._translator

        def job(progress: Progress) -> SignInState:
            return signing_in.sign_in(words, lambda: progress(0, 0))

        label = words.tr("Waiting for the browser")
        self._job = self._tasks.run_aside(job, owner=self, then=self._done, failed=self._failed, label=label)
        self.refused.emit("")
        self.waits.emit(True)

    def cancel(self) -> None:
        """Wait no longer."""
        if self._job is not None:
            self._job.cancel()

    def sign_out(self) -> None:
        """Let nobody be signed in any more."""
        work = self._session.syncing.signing_in.sign_out
        self.refused.emit("")
        self._tasks.run_aside(work, owner=self, failed=self._failed, ended=self.load)

    def _done(self, state: SignInState) -> None:
        self._end()
        self.told.emit(state)
        self.came_in.emit()

    def _failed(self, error: AmbassadorError) -> None:
        self._end()
        if not isinstance(error, JobCancelled):
            self.refused.emit(sentence(error, self._translator))

    def _end(self) -> None:
        self._job = None
        self.waits.emit(False)


class SignInCard(Card):
    """Shows who is signed in, and lets people in and out. Without a sign-in at the office it is not there."""

    def __init__(self, context: UiContext, model: SignInModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.model = model
        self._translator = context.translator
        tr, space = context.translator.tr, context.theme.space
        self.setAccessibleName(tr("Sign in"))
        self._fonts = {loud: context.theme.font(kind) for loud, kind in ((True, Type.SECTION), (False, Type.STRONG))}
        self.who = labels.strong(context, "")
        self.who.setWordWrap(True)
        self.told = labels.body(context, "")
        self.trouble = Banner(context, "warning", "")
        self.sign_in = buttons.primary(context, tr("Sign in"), model.sign_in, icon="person")
        self.free = buttons.secondary(context, tr("Sign in"), model.sign_in, icon="person")
        self.again = buttons.quiet(context, tr("Sign in again"), model.sign_in)
        self.sign_out = buttons.quiet(context, tr("Sign out"), model.sign_out)
        self.cancel = buttons.secondary(context, tr("Cancel"), model.cancel)
        self.line = ProgressLine(context, tr("Waiting for the browser"))
        self.line.set_share(_UNDER_WAY)
        words = column(self.who, self.told, space=space.xs)
        line = row(words, self.free, self.again, self.sign_out, space=space.s)
        line.setStretchFactor(words, 1)
        self.add(line)
        self.add(self.trouble)
        self.add(self.line)
        self.add(row(self.sign_in, self.cancel, 1, space=space.s))
        self._state = SignInState()
        self._waits = False
        self._read_only = context.session.read_only
        model.told.connect(self._tell)
        model.waits.connect(self._wait)
        model.refused.connect(self.trouble.set_text)
        self.trouble.hide()
        self._show()

    def _tell(self, state: SignInState) -> None:
        self._state = state
        self._show()

    def _wait(self, waits: bool) -> None:
        self._waits = waits
        self._show()
        offered = (self.cancel, self.sign_in, self.free, self.again)
        next(one for one in offered if not one.isHidden()).setFocus()

    def _show(self) -> None:
        state, tr = self._state, self._translator.tr
        inside = state.until is not None
        appear(self, state.how is not None)
        self.set_tone("warning" if state.needed and not self._waits else "plain")
        self.who.setFont(self._fonts[state.needed or self._waits])
        if self._waits:
            self.who.setText(tr("Your browser has opened a page"))
            self.told.setText(tr("Sign in there, and come back here. It can take five minutes at most."))
        elif state.until is not None:
            self.who.setText(tr("Signed in: {person}", person=state.user))
            self.told.setText(self._until(state.until))
        elif state.needed:
            self.who.setText(tr("Sign in to go on with the office"))
            self.told.setText(
                tr("Nothing is lost: what waits is kept on this computer, and goes as soon as you have signed in.")
            )
        else:
            self.who.setText(tr("Nobody is signed in"))
            self.told.setText(tr("With your municipality's account, your name and role at the office come from there."))
        appear(self.line, self._waits)
        appear(self.cancel, self._waits)
        still = not self._waits
        appear(self.sign_in, still and state.needed)
        appear(self.free, still and not inside and not state.needed)
        appear(self.again, still and inside)
        appear(self.sign_out, still and inside)
        for one in (self.sign_in, self.free, self.again, self.sign_out):
            one.setEnabled(not self._read_only)

    def _until(self, until: datetime) -> str:
        words = self._translator
        return words.tr("Until {moment}. Until then, this computer syncs by itself.", moment=words.moment(until))
