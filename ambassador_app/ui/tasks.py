"""The one way to work in the background: a thread for the store, a pool for the rest, answers on the GUI thread."""

from __future__ import annotations

import inspect
import logging
import sys
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeAlias, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from ambassador_app.domain.changes import Changes
from ambassador_app.errors import AmbassadorError, DiskFull, JobCancelled
from ambassador_app.i18n import Message

T = TypeVar("T")
Work: TypeAlias = "Callable[[], T] | Callable[[Progress], T]"
Words: TypeAlias = "str | Message"

_log = logging.getLogger(__name__)
_POOL_SIZE: Final = 2
_BEGIN: Final = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINTING: Final = Qt.EventPriority.LowEventPriority.value - 1
"""Qt asks for painting with LowEventPriority."""


class Progress:
    """Tells how far a job is, from the job's thread; raises JobCancelled once the person stopped it."""

    def __init__(self, said: Callable[[float, float, Words], None]) -> None:
        self._said = said
        self._stop = threading.Event()

    def __call__(self, done: float, total: float, message: Words = "") -> None:
        """Say that `done` of `total` is done."""
        if self._stop.is_set():
            raise JobCancelled
        self._said(done, total, message)

    def cancelled(self) -> bool:
        """Whether the person stopped the job."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the job to stop at its next word of progress."""
        self._stop.set()


@dataclass(slots=True)
class _Outcome:
    value: object = None
    error: Exception | None = None


class Job(QObject):
    """One piece of background work, as the GUI thread sees it."""

    advanced = Signal()
    """`share` (0 to 1, below 0: not known) or `message` is new."""

    def __init__(self, work: Callable[..., object], *, owner: QObject, label: str, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.message: Words = ""
        self.share = -1.0
        self.is_done = False
        self.is_superseded = False
        self.is_quiet = False
        self.then: Callable[[Any], object] | None = None
        self.failed: Callable[[AmbassadorError], object] | None = None
        self.ended: Callable[[], object] | None = None
        self._owner = weakref.ref(owner)
        self._work = work
        self.takes_progress = _takes_argument(work)
        self._progress = Progress(self._note)

    def cancel(self) -> None:
        """Ask the job to stop; one that has not begun never begins."""
        self._progress.stop()

    @property
    def has_owner(self) -> bool:
        """Whether there is still somebody to tell."""
        owner = self._owner()
        return owner is not None and isValid(owner)

    def perform(self) -> _Outcome:
        """Do the work. On the worker's thread."""
        if self.is_superseded:
            return _Outcome()
        if self._progress.cancelled():
            return _Outcome(error=JobCancelled())
        try:
            return _Outcome(self._work(self._progress) if self.takes_progress else self._work())
        except Exception as error:
            return _Outcome(error=error)

    def forget(self) -> None:
        """Let go of everything the job held, so that nothing is kept alive by a finished job."""
        self._work = _nothing
        self.then = self.failed = self.ended = None

    def _note(self, done: float, total: float, message: Words) -> None:
        self.share = done / total if total > 0 else -1.0
        self.message = message
        self.advanced.emit()


class Tasks(QObject):
    """Runs jobs: store work one at a time and in order, everything else in a small pool.

    Store work begins when the window has painted what it shows already: two threads at once would make the person wait
    for both. Must be made on the GUI thread; `shutdown` must be called before it goes.
    """

    changed = Signal(object)
    """`Changes` that a job brought about; emitted before the job's own callback."""
    started = Signal(object)
    ended = Signal(object)
    refused = Signal(object)
    """An AmbassadorError nobody asked to be told about."""
    crashed = Signal(object)
    """An exception that is a bug."""
    pending_changed = Signal(int)
    session_over = Signal()
    """The visits are being closed: whatever serves the whole window lets go of them."""

    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread at work gives way to the window after 1 ms, not 5: a frame has 16.
        sys.setswitchinterval(0.001)
        self._store = ThreadPoolExecutor(1, "store")
        self._pool = ThreadPoolExecutor(_POOL_SIZE, "aside")
        self._is_shut = False
        self._finished: SimpleQueue[tuple[Job, _Outcome]] = SimpleQueue()
        self._waiting: list[Job] = []
        """Store work that has not begun."""
        self._store_jobs: dict[Job, Future[None]] = {}
        self._pool_jobs: dict[Job, Future[None]] = {}
        self._newest: dict[tuple[int, str], Job] = {}
        self.unsaved = 0
        """How many pieces of store work found the disk full: what they were to save is in the window alone."""
        self.elsewhere: list[Callable[[], bool]] = []
        """Tell whether something is under way outside these threads: at a printer."""
        self._arrived.connect(self._deliver_all, Qt.ConnectionType.QueuedConnection)

    @property
    def pending(self) -> int:
        """How many pieces of store work are not finished."""
        return len(self._waiting) + len(self._store_jobs)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that a person began or waits for: more than a short piece of store work."""
        inside = bool(self._pool_jobs) or any(one.label for one in (*self._waiting, *self._store_jobs))
        return inside or any(is_busy() for is_busy in self.elsewhere)

    def run(
        self,
        job: Work[T],
        *,
        owner: QObject,
        then: Callable[[T], object] | None = None,
        failed: Callable[[AmbassadorError], object] | None = None,
        ended: Callable[[], object] | None = None,
        label: str = "",
        latest: str = "",
    ) -> Job:
        """Do `job` on the store's thread, after everything that was asked for before.

        Callbacks come on the GUI thread and are dropped when `owner` is gone. With `latest`, an older job of
        the same owner and word is passed over: for reading only, since it may never be done.
        """
        made = self._job(job, owner=owner, label=label, latest=latest)
        made.then, made.failed, made.ended = then, failed, ended
        if self._is_shut:
            return self._refused(made)
        self._waiting.append(made)
        QCoreApplication.postEvent(self, QEvent(_BEGIN), _AFTER_PAINTING)
        self.started.emit(made)
        self.pending_changed.emit(self.pending)
        return made

    def run_aside(
        self,
        job: Work[T],
        *,
        owner: QObject,
        then: Callable[[T], object] | None = None,
        failed: Callable[[AmbassadorError], object] | None = None,
        ended: Callable[[], object] | None = None,
        label: str = "",
        latest: str = "",
        quiet: bool = False,
    ) -> Job:
        """Do `job` in the pool, for what does not touch the store; otherwise as `run`. A `quiet` one gives way."""
        made = self._job(job, owner=owner, label=label, latest=latest)
        made.is_quiet = quiet
        made.then, made.failed, made.ended = then, failed, ended
        if self._is_shut:
            return self._refused(made)
        self._pool_jobs[made] = self._pool.submit(self._perform, made)
        self.started.emit(made)
        return made

    def give_way(self) -> None:
        """Stop what nobody asked for, as soon as it can be stopped."""
        for job in self._pool_jobs:
            if job.is_quiet:
                job.cancel()

    def flush(self, within_ms: int = -1) -> bool:
        """Wait until all store work is done and has been answered, also the work that the answers ask for; with
        `within_ms` no longer than that. Tells whether all is done."""
        end = QDeadlineTimer(within_ms)
        while self.pending and not end.hasExpired():
            self._begin()
            left = None if end.isForever() else end.remainingTime() / 1000
            wait(self._store_jobs.values(), timeout=left, return_when=FIRST_COMPLETED)
            self._deliver_all()
        return not self.pending

    def flush_all(self) -> None:
        """Wait for the store's work and the pool's."""
        while self.pending or self._pool_jobs:
            self._begin()
            wait((*self._store_jobs.values(), *self._pool_jobs.values()), return_when=FIRST_COMPLETED)
            self._deliver_all()

    def shutdown(self, last: Callable[[], object] | None = None) -> None:
        """Finish the store's work, stop the rest, end the threads. Safe to call twice.

        A long job that reports progress is stopped, which leaves nothing half done; a plain save is finished.
        `last` is done on the store's thread when nothing else is under way any more.
        """
        for job in (*self._pool_jobs, *self._waiting, *self._store_jobs):
            if job in self._pool_jobs or job.takes_progress:
                job.cancel()
        self.flush()
        self._is_shut = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        ending = self._store.submit(last) if last is not None else None
        self._store.shutdown(wait=True)
        if ending is not None and (error := ending.exception()) is not None:
            _log.error("the end failed: %s", type(error).__name__)
        self._deliver_all()
        self._pool_jobs.clear()

    def _job(self, work: Work[T], *, owner: QObject, label: str, latest: str) -> Job:
        made = Job(cast("Callable[..., object]", work), owner=owner, label=label, parent=self)
        if latest:
            older = self._newest.get((id(owner), latest))
            if older is not None and not older.is_done:
                older.is_superseded = True
                older.cancel()
            self._newest[id(owner), latest] = made
        return made

    def _refused(self, job: Job) -> Job:
        """Let a job go that comes after the end: a timer of a window that is closed already."""
        _log.info("a job came after the end")
        job.is_done = True
        job.forget()
        return job

    def event(self, event: QEvent) -> bool:
        if event.type() == _BEGIN:
            self._begin()
            return True
        return super().event(event)

    def _begin(self) -> None:
        """Hand the store what waits for it, in order."""
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            self._store_jobs[job] = self._store.submit(self._perform, job)

    def _perform(self, job: Job) -> None:
        self._finished.put((job, job.perform()))
        self._arrived.emit()

    @Slot()
    def _deliver_all(self) -> None:
        while True:
            try:
                job, outcome = self._finished.get_nowait()
            except Empty:
                return
            self._deliver(job, outcome)

    def _deliver(self, job: Job, outcome: _Outcome) -> None:
        self._store_jobs.pop(job, None)
        self.unsaved += isinstance(outcome.error, DiskFull)
        self._pool_jobs.pop(job, None)
        job.is_done = True
        for key in [key for key, newest in self._newest.items() if newest is job]:
            del self._newest[key]
        self._guarded(lambda: self._answer(job, outcome))
        if job.ended is not None and job.has_owner and not job.is_superseded:
            self._guarded(job.ended)
        self.ended.emit(job)
        self.pending_changed.emit(self.pending)
        job.forget()
        job.deleteLater()

    def _answer(self, job: Job, outcome: _Outcome) -> None:
        if outcome.error is not None:
            self._complain(job, outcome.error)
            return
        changes = outcome.value if isinstance(outcome.value, Changes) else getattr(outcome.value, "changes", None)
        if isinstance(changes, Changes):
            self.changed.emit(changes)
        if job.then is not None and job.has_owner and not job.is_superseded:
            job.then(outcome.value)

    def _complain(self, job: Job, error: Exception) -> None:
        if not isinstance(error, AmbassadorError):
            self.crashed.emit(error)
        elif job.is_superseded:
            _log.debug("superseded job ended with %s", type(error).__name__)
        elif job.failed is None:
            self.refused.emit(error)
        elif job.has_owner:
            job.failed(error)

    def _guarded(self, callback: Callable[[], object]) -> None:
        """Call back; a callback that fails must not keep the next answer from arriving."""
        try:
            callback()
        except Exception as error:
            self.crashed.emit(error)


def _takes_argument(work: Callable[..., object]) -> bool:
    """Whether `work` wants a Progress: it has a positional argument without a default."""
    try:
        given = inspect.signature(work).parameters.values()
    except (TypeError, ValueError):
        return False
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return any(one.kind in positional and one.default is inspect.Parameter.empty for one in given)


def _nothing() -> None:
    return None
