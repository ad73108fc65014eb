"""Signing and sealing: who has signed what, the file that would be sealed now, and the seal itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import AttachmentId, SignOffId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import NotSigned, SignerRole, SignOff
from ambassador_app.domain.visit import Step, VisitStatus
from ambassador_app.drawing.ink import Ink
from ambassador_app.errors import (
    AmbassadorError,
    ClockWrong,
    FileNotRead,
    PinNeeded,
    PinWrong,
    SignatureEmpty,
    SignatureOutdated,
)
from ambassador_app.i18n import Translator
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.reports import Preview
    from ambassador_app.services.signing import Sealed
    from ambassador_app.services.workspace import Workspace
    from ambassador_app.ui.tasks import Job, Progress


class Stand(StrEnum):
    """How it stands with one signer."""

    WAITING = "waiting"
    SIGNED = "signed"
    OUTDATED = "outdated"
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True, slots=True)
class Signer:
    """A place for one signature: whose it is, and what is there. A form begins with `name`, `title` and `place`."""

    key: str
    role: SignerRole
    stand: Stand
    name: str = ""
    title: str = ""
    place: str = ""
    sign_off: SignOff | None = None


@dataclass(frozen=True, slots=True)
class SignState:
    """All that the signing panel shows."""

    signers: tuple[Signer, ...]
    missing: tuple[str, ...]
    locked: bool
    sealing: bool
    sealed: bool = False

    @property
    def can_seal(self) -> bool:
        """Whether nothing is in the way of the seal."""
        return not (self.missing or self.locked or self.sealing)


class SignModel(QObject):
    """The signing of one visit. The preview is drawn anew when the visit changed, and only while it is looked at."""

    state_changed = Signal(object)
    """SignState."""
    preview_changed = Signal(object)
    """bytes: the very file."""
    drawing_changed = Signal(bool)
    """Whether a newer preview is on its way."""
    seal_advanced = Signal(float)
    """Share of the sealing that is done."""
    sealed = Signal(object)
    """Sealed."""
    seal_refused = Signal(str)
    """Why it was not sealed."""
    clock_doubted = Signal(str)
    """The computer's clock is behind what has been written: what to say beside the button that answers."""
    pin_wanted = Signal(str)
    """The key is on a card: what to say beside the field for its PIN."""

    def __init__(self, model: VisitModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._session = model.session
        self._read: VisitDossier | None = None
        self._mark = self._wanted = ""
        self._digest = ""
        self._sealing: Job | None = None
        self._watched = False
        self._clock_is_right = False

    # -- showing ------------------------------------------------------------------------------------------------
    def watch(self, *, on: bool) -> None:
        """Say whether somebody looks at the preview."""
        self._watched = on
        if on:
            self.refresh()

    def refresh(self) -> None:
        """Tell the state, and draw the preview if what it shows has changed."""
        workspace = self._model.workspace
        if workspace is None:
            return
        self._tell(workspace)
        if self._watched and workspace.dossier != self._read:
            self._draw(workspace)

    def _draw(self, workspace: Workspace) -> None:
        """Ask for the file; it is drawn, beside the store's work, only if it would be another one."""
        self._read = workspace.dossier
        visit_id, session, known = self._model.visit_id, self._session, self._mark
        report = workspace.reports[0] if workspace.locked and workspace.reports else None

        def ready() -> Preview | tuple[bytes, str] | None:
            if report is None:
                return session.reports.ready(visit_id, known)
            return session.reports.pdf(report.id), report.content_digest

        self._model.tasks.run(ready, owner=self, then=self._begin, failed=self._not_drawn, latest="preview")

    def _begin(self, ready: Preview | tuple[bytes, str] | None) -> None:
        if ready is None:  # as it is shown; what may still be on its way is another one
            self._wanted = self._mark
            self.drawing_changed.emit(False)
            return
        if isinstance(ready, tuple):
            self._wanted, (data, self._digest) = "", ready
            self._take("", data)
            return
        mark, self._wanted, self._digest = ready.mark, ready.mark, ready.digest
        self.drawing_changed.emit(True)
        self._model.tasks.run_aside(
            ready.draw,
            owner=self,
            then=lambda data: self._take(mark, data),
            failed=self._not_drawn,
            ended=lambda: self.drawing_changed.emit(False),
            latest="drawing",
        )
        self._retell()

    def _take(self, mark: str, data: bytes) -> None:
        if mark == self._wanted:
            self._mark = mark
            self.preview_changed.emit(data)
            self._retell()

    def _not_drawn(self, error: AmbassadorError) -> None:
        self._read = None
        self._model.tasks.refused.emit(error)

    def _retell(self) -> None:
        if self._model.workspace is not None:
            self._tell(self._model.workspace)

    def _tell(self, workspace: Workspace) -> None:
        signers = signers_of(workspace.dossier, self._digest)
        translator = self._model.translator
        missing = [translator.say(one) for one in workspace.missing.get(Step.SIGN, ())]
        missing += [outdated_words(one, translator) for one in signers if one.stand is Stand.OUTDATED]
        sealed = workspace.dossier.visit.status is VisitStatus.SEALED
        busy = self._sealing is not None
        self.state_changed.emit(SignState(signers, tuple(missing), workspace.locked, sealing=busy, sealed=sealed))

    # -- signing ------------------------------------------------------------------------------------------------
    def sign(
        self, role: SignerRole, *, name: str, title: str, place: str, ink: Ink, refused: Callable[[str], object]
    ) -> None:
        """Keep a signature; `refused` is told the sentence why it is none. Never asks the store for an empty one."""
        if ink.is_empty:
            refused(sentence(SignatureEmpty(), self._model.translator))
            return
        self._do(
            lambda: self._session.signing.sign(
                self._model.visit_id, role=role, name=name, title=title, place=place, ink=ink
            ),
            refused,
        )

    def not_signed(
        self,
        role: SignerRole,
        reason: NotSigned,
        *,
        name: str,
        note: str,
        paper: Path | None,
        refused: Callable[[str], object],
    ) -> None:
        """Note why somebody does not sign; a paper that was signed by hand is kept with it."""
        session, visit_id = self._session, self._model.visit_id

        def keep() -> object:
            paper_id = None
            if reason is NotSigned.PAPER_COPY and paper is not None:
                made = session.evidence.add_document(visit_id, _read(paper), paper.name)
                paper_id = AttachmentId(made.id)
            return session.signing.not_signed(
                visit_id, role=role, name=name, reason=reason, note=note, paper_id=paper_id
            )

        self._do(keep, refused)

    def withdraw(self, sign_off: SignOff) -> None:
        """Take a sign-off away before the seal."""
        self._model.do(lambda: self._session.signing.withdraw(SignOffId(sign_off.id)), once=f"withdraw {sign_off.id}")

    def _do(self, job: Callable[[], object], refused: Callable[[str], object]) -> None:
        def told(error: AmbassadorError) -> None:
            refused(sentence(error, self._model.translator))

        self._model.do(job, failed=told, once="sign")

    # -- sealing ------------------------------------------------------------------------------------------------
    def seal(self, pin: str = "") -> None:
        """Seal the report; a second press while it is sealed does nothing. `pin` opens a card and is not kept."""
        if self._sealing is not None:
            return
        session, visit_id, confirmed = self._session, self._model.visit_id, self._clock_is_right

        def job(progress: Progress) -> Sealed:
            return session.signing.seal(visit_id, progress, pin=pin or None, clock_is_right=confirmed)

        self._sealing = self._model.tasks.run(
            job,
            owner=self,
            then=self.sealed.emit,
            failed=self._not_sealed,
            ended=self._sealing_ended,
            label=self._model.translator.tr("Sealing the report"),
        )
        running = self._sealing
        running.advanced.connect(lambda: self.seal_advanced.emit(running.share))
        self._retell()

    def seal_by_this_clock(self) -> None:
        """Seal, since somebody says that the clock was wrong before and is right now."""
        self._clock_is_right = True
        self.seal()

    def _sealing_ended(self) -> None:
        self._sealing = None
        self._retell()

    def _not_sealed(self, error: AmbassadorError) -> None:
        translator = self._model.translator
        words = sentence(error, translator)
        if isinstance(error, PinNeeded | PinWrong):
            self.pin_wanted.emit(words)
            return
        if isinstance(error, ClockWrong):
            self.clock_doubted.emit(words)
            return
        if isinstance(error, SignatureOutdated):
            words = changed_since(str(error.fields.get("name", "")), translator)
        self.seal_refused.emit(words)
        self._model.refresh()


def signers_of(dossier: VisitDossier, digest: str) -> tuple[Signer, ...]:
    """Give the places for signatures: ambassador and visited party always, and whoever else signed."""
    found: list[Signer] = []
    for role in SignerRole:
        there = [one for one in dossier.sign_offs if one.role is role]
        found += [_signed(one, digest) for one in there]
        if not there and role is not SignerRole.OTHER:
            found.append(_waiting(role, dossier))
    return tuple(found)


def _signed(one: SignOff, digest: str) -> Signer:
    if one.not_signed is not None:
        stand = Stand.NOT_SIGNED
    else:
        changed = bool(digest and one.ink is not None and one.content_digest != digest)
        stand = Stand.OUTDATED if changed else Stand.SIGNED
    return Signer(one.id, one.role, stand, one.name, one.title, one.place, one)


def _waiting(role: SignerRole, dossier: VisitDossier) -> Signer:
    place = dossier.visit.place or dossier.site.address.city
    if role is SignerRole.AMBASSADOR:
        return Signer(role.value, role, Stand.WAITING, dossier.ambassador.name, dossier.ambassador.title, place)
    name, title = party_of(dossier)
    return Signer(role.value, role, Stand.WAITING, name, title, place)


def other_signer(dossier: VisitDossier) -> Signer:
    """Give the place for one more signature."""
    place = dossier.visit.place or dossier.site.address.city
    return Signer("", SignerRole.OTHER, Stand.WAITING, place=place)


def party_of(dossier: VisitDossier) -> tuple[str, str]:
    """Guess who signs for the visited party: a participant who is not the ambassador, else whom it was agreed with."""
    people = [(one.name, one.role) for one in dossier.visit.participants if one.party != dossier.municipality.name]
    people += [(one.name, one.role) for one in dossier.contacts if one.reach is Reach.REPORT]
    agreed = dossier.visit.agreed_with
    titles = dict(reversed(people))
    if agreed:
        return agreed, titles.get(agreed, "")
    return next(((name, role) for name, role in people if name != dossier.ambassador.name), ("", ""))


def outdated_words(signer: Signer, translator: Translator) -> str:
    """Say that a signature no longer covers the report."""
    return changed_since(signer.name, translator)


def changed_since(name: str, translator: Translator) -> str:
    """Say what is to be done about a report that was changed after it was signed."""
    return translator.tr(
        "The report has been changed since {name} signed. Go through it once more and sign again.", name=name
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileNotRead(file=file.name, reason=error.strerror or "") from error
