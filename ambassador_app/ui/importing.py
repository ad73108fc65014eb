"""What every screen that takes a file in needs: one job at a time, how far it is, and what is wrong in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from PySide6.QtCore import QObject, Signal

from ambassador_app.errors import AmbassadorError, JobCancelled
from ambassador_app.i18n import Translator
from ambassador_app.ui.tasks import Job
from ambassador_app.wording import sentence


class Answers(TypedDict):
    """Who is told how a job ended."""

    owner: QObject
    then: Callable[..., object]
    failed: Callable[[AmbassadorError], object]


class ImportJobs(QObject):
    """The jobs of an import: reading, checking, saving; never two at once."""

    busy_changed = Signal(bool)
    advanced = Signal(float)
    complaint = Signal(str)

    def __init__(self, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator = translator
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def cancel(self) -> None:
        """Stop what is under way."""
        if self._job is not None:
            self._job.cancel()

    def begin(self, job: Job) -> None:
        """Watch a job that was just started."""
        self.complaint.emit("")
        self._job = job
        job.advanced.connect(self._tell)
        self.busy_changed.emit(True)

    def answers(self, then: Callable[..., object]) -> Answers:
        """Say whom a job is to tell: `then` when it is done, the complaint when it fails or is stopped."""
        return {"owner": self, "then": self._ended(then), "failed": self._failed}

    def _tell(self) -> None:
        if self._job is not None:
            self.advanced.emit(self._job.share)

    def _ended(self, then: Callable[..., object]) -> Callable[..., object]:
        def call(found: object) -> None:
            self._rest()
            then(found)

        return call

    def _failed(self, error: AmbassadorError) -> None:
        self._rest()
        if isinstance(error, JobCancelled):
            self.complaint.emit(self._translator.tr("Stopped. Nothing was imported."))
        else:
            self.complaint.emit(sentence(error, self._translator))

    def _rest(self) -> None:
        self._job = None
        self.busy_changed.emit(False)
