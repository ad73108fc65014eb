"""Checks a report file away from the window, and remembers what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services import Session
from ambassador_app.services.checking import Tone, Verdict
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One thing found, in the window's words. `tone` is success, plain or danger."""

    heading: str
    told: tuple[str, ...]
    tone: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a file."""

    file: str
    headline: str
    tone: str
    parts: tuple[Part, ...] = ()
    fingerprint: str = ""


_OURS = N_("It is the key of this computer's own seal.")
_TONE = {Tone.GOOD: "success", Tone.PLAIN: "plain", Tone.BAD: "danger"}


class CheckModel(QObject):
    """The file that is checked."""

    checking = Signal(str)
    told = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator

    def check(self, file: Path) -> None:
        """Check a file; a second one takes the place of the first."""
        self.checking.emit(file.name)
        session = self._session

        def job() -> tuple[Verdict, bool]:
            verdict = session.reports.check(file)
            own = session.seal_keys.status().fingerprint
            return verdict, bool(own) and own == verdict.shown_fingerprint

        def failed(error: AmbassadorError) -> None:
            self.told.emit(Shown(file.name, sentence(error, self._translator), "warning"))

        self._tasks.run_aside(
            job,
            owner=self,
            then=lambda found: self.told.emit(self._shown(file.name, *found)),
            failed=failed,
            label=self._translator.tr("Checking the report"),
            latest="check",
        )

    def _shown(self, name: str, verdict: Verdict, is_ours: bool) -> Shown:
        say = self._translator.say
        parts = []
        for one in verdict.findings():
            told = [say(said) for said in one.told]
            if is_ours and any(verdict.shown_fingerprint in said for said in told):
                told.append(say(Message(_OURS)))
            parts.append(Part(self._translator.tr(one.heading), tuple(told), _TONE[one.tone]))
        bad = verdict.sealed and not verdict.encrypted and not verdict.foreign
        tone = "success" if verdict.good else "danger" if bad else "warning"
        fingerprint = verdict.shown_fingerprint if verdict.intact else ""
        return Shown(name, say(verdict.headline), tone, tuple(parts), fingerprint)
