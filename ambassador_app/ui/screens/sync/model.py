"""The office as the window knows it: joined or not, what waits, one sync at a time, conflicts and receipts."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from ambassador_app.domain.conflict import Conflict, Resolution
from ambassador_app.domain.identifiers import ConflictId
from ambassador_app.domain.receipt import Receipt
from ambassador_app.domain.records import Json
from ambassador_app.domain.syncing import Membership, Waiting
from ambassador_app.errors import AmbassadorError, OtherMunicipality
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.services import Session
from ambassador_app.services.conflicts import OpenConflict
from ambassador_app.services.sync_run import Stage, Standings
from ambassador_app.services.syncing import Synced
from ambassador_app.ui.tasks import Job, Progress, Tasks
from ambassador_app.wording import sentence
from ambassador_app.wording.syncing import MEGABYTE

RECEIPTS: Final = 20


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Everything the page shows, as it was at one moment."""

    member: Membership | None
    waiting: Waiting
    conflicts: tuple[OpenConflict, ...]
    receipts: tuple[Receipt, ...]
    read_only: bool
    owned: Message | None
    """When what the office owns was last asked for, and whether it counts."""


_STAGES: Final = {
    Stage.MEETING: N_("Asking the office …"),
    Stage.RECEIVING: N_("Receiving: {received} records"),
    Stage.SENDING: N_("Sending: {sent} records"),
    Stage.FILES: N_("Files: {files} of {files_total}, {done} of {total} MB"),
}
_FAST: Final = N_("{words}, {rate} MB a second, about {left} left")


class SyncModel(QObject):
    """The page's state. `told` carries an OfficeState, `advanced` words and a share (below 0: not known)."""

    told = Signal(object)
    advanced = Signal(str, float)
    ended = Signal(str)
    """The sync is over: what went wrong, or empty."""
    refused = Signal(str)
    """The office did not take the invitation: why."""
    decided = Signal(object)
    """The Conflict that was decided just now."""
    foreign = Signal(str, str)
    """The invitation is another municipality's than what is here: its text, and what that means."""
    done = Signal(str)
    """Something is done: what."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator
        self._job: Job | None = None
        self._passed = QElapsedTimer()

    @property
    def is_running(self) -> bool:
        """Whether a sync is under way."""
        return self._job is not None

    def load(self) -> None:
        """Read everything anew."""
        session = self._session

        def read() -> OfficeState:
            return OfficeState(
                session.syncing.member(),
                session.syncing.waiting(),
                session.conflicts.open(),
                session.syncing.receipts.latest(RECEIPTS),
                session.read_only,
                session.syncing.publishing.said(),
            )

        self._tasks.run(read, owner=self, then=self.told.emit, latest="office")

    # -- membership ---------------------------------------------------------------------------------------------------
    def join(self, invitation: str, *, moving: bool = False) -> None:
        """Join the office that sent the invitation, then sync."""
        session, device = self._session, platform.node()
        self._tasks.run_aside(
            lambda: session.syncing.join(invitation, device=device, moving=moving),
            owner=self,
            then=lambda _: self.sync(),
            failed=lambda error: self._not_joined(invitation, error),
            label=self._translator.tr("Joining the office"),
        )

    def _not_joined(self, invitation: str, error: AmbassadorError) -> None:
        said = sentence(error, self._translator)
        self.refused.emit(said)
        if isinstance(error, OtherMunicipality):
            self.foreign.emit(invitation, said)

    def leave(self) -> None:
        """Forget the office; what waits goes on waiting."""
        self._tasks.run(self._session.syncing.leave, owner=self, then=lambda _: self.load())

    # -- one sync -----------------------------------------------------------------------------------------------------
    def sync(self) -> None:
        """Sync once, away from window and store; a second wish while one runs is the same wish."""
        if self._job is not None:
            return
        session = self._session
        self._passed.start()

        def job(progress: Progress) -> Synced:
            return session.syncing.sync(lambda now: progress(now.bytes, now.bytes_total, self._words(now)))

        self._job = self._tasks.run_aside(
            job,
            owner=self,
            then=lambda _: self._end(""),
            failed=self._failed,
            ended=self.load,
            label=self._translator.tr("Sync"),
        )
        self._job.advanced.connect(self._advance)
        self.advanced.emit(self._translator.tr(_STAGES[Stage.MEETING]), -1.0)

    def stop(self) -> None:
        """Stop the sync after the piece that is under way. What was confirmed stays confirmed."""
        if self._job is not None:
            self._job.cancel()

    def _failed(self, error: AmbassadorError) -> None:
        self._end(sentence(error, self._translator))

    def _end(self, trouble: str) -> None:
        self._job = None
        self.ended.emit(trouble)

    def _advance(self) -> None:
        if self._job is not None:
            said = self._job.message
            words = self._translator.say(said) if isinstance(said, Message) else said
            self.advanced.emit(words, self._job.share)

    def _words(self, now: Standings) -> Message:
        """Say how far a sync is: in files by bytes, with rate and remaining time once they can be told."""
        values: dict[str, object] = {
            "sent": now.sent, "received": now.received, "files": now.files, "files_total": now.files_total,
            "done": round(now.bytes / MEGABYTE, 1), "total": round(now.bytes_total / MEGABYTE, 1),
        }  # fmt: skip
        words = Message(_STAGES[now.stage], values)
        passed = self._passed.elapsed() / 1000
        if now.stage is not Stage.FILES or passed < 2 or not now.bytes:
            return words
        rate = now.bytes / passed
        left = round((now.bytes_total - now.bytes) / rate)
        said = self._translator.tn("{count} second", "{count} seconds", left)
        rate_said = round(rate / MEGABYTE, 1)
        return Message(_FAST, {"words": self._translator.say(words), "rate": rate_said, "left": said})

    # -- on a stick ---------------------------------------------------------------------------------------------------
    def pack(self, folder: Path) -> None:
        """Write what waits into a file for the office."""
        parcels = self._session.syncing.parcels
        self._tasks.run(
            lambda: parcels.pack(folder),
            owner=self,
            then=lambda file: self.done.emit(self._translator.tr("Saved as {file}", file=file.name)),
            label=self._translator.tr("Writing the file for the office"),
        )

    def carry(self, file: Path) -> None:
        """Bring a file that was packed on a laptop to the office, then sync."""
        parcels, tn = self._session.syncing.parcels, self._translator.tn

        def told(count: int) -> None:
            self.done.emit(tn("The office took {count} record.", "The office took {count} records.", count))
            self.sync()

        label = self._translator.tr("Bringing the file to the office")
        self._tasks.run_aside(lambda: parcels.carry(file), owner=self, then=told, label=label)

    # -- conflicts ----------------------------------------------------------------------------------------------------
    def resolve(self, conflict: Conflict, resolution: Resolution, value: Json = None) -> None:
        """Let one side stand, or a new value."""
        session, name = self._session, ConflictId(conflict.id)
        self._tasks.run(
            lambda: session.conflicts.resolve(name, resolution, value),
            owner=self,
            then=lambda _: self.decided.emit(conflict),
            ended=self.load,
        )

    def take_back(self, conflict: Conflict) -> None:
        """Open a conflict again that was decided just now."""
        session = self._session
        self._tasks.run(lambda: session.conflicts.undo(conflict), owner=self, ended=self.load)
