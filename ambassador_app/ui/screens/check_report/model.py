"""Checks a report file away from the window, and brings in the visit it carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError, VisitHere
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services import Session
from ambassador_app.services.bringing_in import Brought, Ready
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
class Carried:
    """What is said of the visit in a file: it is here already under `visit_id`, or `can_come`, or why it cannot."""

    told: str
    visit_id: str = ""
    can_come: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a file."""

    file: str
    headline: str
    tone: str
    parts: tuple[Part, ...] = ()
    fingerprint: str = ""
    carried: Carried | None = None


_OURS = N_("It is the key of this computer's own seal.")
_TONE = {Tone.GOOD: "success", Tone.PLAIN: "plain", Tone.BAD: "danger"}


class CheckModel(QObject):
    """The file that is checked."""

    checking = Signal(str)
    told = Signal(object)
    bringing = Signal()
    brought = Signal(object, str)
    """A visit is here now: its id, and what is said of it."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator
        self._file = Path()

    def check(self, file: Path) -> None:
        """Check a file; a second one takes the place of the first."""
        self._file = file
        self.checking.emit(file.name)
        session = self._session

        def job() -> tuple[Verdict, bool, Carried | None]:
            verdict = session.reports.check(file)
            own = session.seal_keys.status().fingerprint
            is_ours = bool(own) and own == verdict.shown_fingerprint
            return verdict, is_ours, self._carried(file, verdict) if verdict.good else None

        self._tasks.run_aside(
            job,
            owner=self,
            then=lambda found: self.told.emit(self._shown(file.name, *found)),
            failed=self._failed,
            label=self._translator.tr("Checking the report"),
            latest="check",
        )

    def bring_in(self) -> None:
        """Rebuild the visit in the file that was checked last: all that takes long away from window and store."""
        file, bringing_in = self._file, self._session.bringing_in
        self.bringing.emit()

        def job(progress: Callable[[int, int], None]) -> Ready:
            return bringing_in.ready(file, progress)

        def keep(ready: Ready) -> None:
            self._tasks.run(
                lambda: bringing_in.keep(ready),
                owner=self,
                then=self._kept,
                failed=self._failed,
                label=self._translator.tr("Bringing the visit in"),
            )

        self._tasks.run_aside(
            job, owner=self, then=keep, failed=self._failed, label=self._translator.tr("Bringing the visit in")
        )

    def _kept(self, brought: Brought) -> None:
        said = " ".join(self._translator.say(one) for one in brought.told())
        self.brought.emit(brought.visit_id, said)

    def _failed(self, error: AmbassadorError) -> None:
        self.told.emit(Shown(self._file.name, sentence(error, self._translator), "warning"))

    def _carried(self, file: Path, verdict: Verdict) -> Carried:
        """Tell of the visit in a good report."""
        try:
            offered = self._session.bringing_in.offer(file, verdict)
        except VisitHere as here:
            return Carried(sentence(here, self._translator), str(here.fields["visit"]))
        except AmbassadorError as error:
            return Carried(sentence(error, self._translator))
        return Carried(self._translator.say(offered.told()), can_come=not self._session.read_only)

    def _shown(self, name: str, verdict: Verdict, is_ours: bool, carried: Carried | None) -> Shown:
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
        return Shown(name, say(verdict.headline), tone, tuple(parts), fingerprint, carried)
