"""When the window locks itself: nobody has touched the computer for a while, or somebody asks for it.

Whoever finds the laptop alone then finds the opening screen. The wait is measured by the computer's clock, which goes
on while it sleeps: a laptop that wakes after an hour locks before it takes a key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.preferences import Preferences
from ambassador_app.ui.tasks import Tasks
from ambassador_app.ui.widgets.ink_pad import InkPad

AFTER: Final = "lock_after_minutes"
"""The name under which the device keeps the wait, in minutes; 0 is never."""
STANDARD: Final = 15
LONGEST: Final = 24 * 60
AMONG_PEOPLE: Final = timedelta(hours=1)
"""The wait while the visited party reads or signs: it is shown this one site, and has no passphrase to go on with."""
LOOK_MS: Final = 5_000
_ASKED_MS: Final = 100

_Kind = QEvent.Type
_INPUT: Final = frozenset(
    {
        *(_Kind.KeyPress, _Kind.MouseButtonPress, _Kind.MouseMove, _Kind.Wheel),
        *(_Kind.TouchBegin, _Kind.TouchUpdate, _Kind.TabletPress, _Kind.TabletMove),
    }
)


def minutes_of(preferences: Preferences, longest: int | None = None) -> int:
    """Give the wait that is set on this device, 0 for never; what is no number takes the standard.

    With a `longest` wait, which the municipality sets, it is never longer, and never is no wait.
    """
    kept = preferences.recall(AFTER, str(STANDARD))
    wait = min(int(kept), LONGEST) if kept.isdecimal() else STANDARD
    return wait if longest is None else min(wait or longest, longest)


class Locking(QObject):
    """Tells when to lock (`due`). It watches while there is something to lock: between `begin` and `end`.

    Work that is under way is never cut off: a seal, a sync, a backup, a print. The lock waits for it; a sync that
    nobody asked for ends early and goes on another time.
    """

    due = Signal()
    waits = Signal()
    """The lock was asked for, and waits until what is under way is done."""

    def __init__(self, window: QWidget, tasks: Tasks, preferences: Preferences, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._window, self._tasks, self._preferences, self._now = window, tasks, preferences, now
        self._touched = now()
        self._is_asked = False
        self._shows = False
        self._longest: int | None = None
        self.is_on = False
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # Each window for itself: a filter on the whole program would see every paint and every timer, too.
            application.focusWindowChanged.connect(self._watch)

    def begin(self, longest: int | None = None) -> None:
        """Watch from now on; `longest` is the longest wait in minutes that may be set here."""
        self._longest = longest
        self._watch(self._window.windowHandle())
        self._touched, self._is_asked, self._shows, self.is_on = self._now(), False, False, True
        self.timer.start(LOOK_MS)

    def end(self) -> None:
        """Watch no longer."""
        self.is_on = self._is_asked = False
        self.timer.stop()

    def set_showing(self, shows: bool) -> None:
        """Know whether the screen is turned towards the visited party."""
        self._shows = shows
        self._touched = self._now()

    def ask(self) -> None:
        """Lock now, or as soon as what is under way is done."""
        if self.is_on and not self._is_asked:
            self._is_asked = True
            self._tasks.give_way()
            if self._is_held_up():
                self.waits.emit()
                self.timer.start(_ASKED_MS)
            else:
                self.due.emit()

    def look(self) -> None:
        """Lock if it is time and nothing stands in the way."""
        if self.is_on and (self._is_asked or self._is_late()):
            self._tasks.give_way()
            if not self._is_held_up():
                self.due.emit()

    def _is_late(self) -> bool:
        wait = timedelta(minutes=minutes_of(self._preferences, self._longest))
        if not wait:
            return False
        now = self._now()
        self._touched = min(self._touched, now)  # a clock that was put back starts the wait anew
        return now - self._touched >= (max(wait, AMONG_PEOPLE) if self._is_among_people() else wait)

    def _is_among_people(self) -> bool:
        return self._shows or any(one.isVisible() and not one.is_empty for one in self._window.findChildren(InkPad))

    def _is_held_up(self) -> bool:
        """Whether something is under way that must not be cut off. What is merely being typed is saved first."""
        return self._tasks.is_busy

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there. The first touch after a long sleep opens nothing."""
        if self.is_on and event.type() in _INPUT:
            if self._is_late() and not self._is_held_up():
                QTimer.singleShot(0, self, self.look)
                return True
            self._touched = self._now()
        return super().eventFilter(watched, event)
