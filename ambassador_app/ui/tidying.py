"""When Python looks for what nobody holds any more: while nobody works."""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ambassador_app.ui.tasks import Tasks

_QUIET_MS: Final = 2_000


def tidy() -> None:
    """Free what is held by nothing but itself, and set the rest aside until the next time."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Tidying(QObject):
    """Tidies once after each page, when nothing has been asked of the store for two seconds.

    Left to itself Python looks through everything at a moment of its own: with a visit open 0.1 s in the middle of a
    word. Of what is set aside it looks at nothing; the little that has come since is quickly looked through.
    """

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self.is_due = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_QUIET_MS)
        self.timer.timeout.connect(self._tidy)
        tasks.pending_changed.connect(self._wait)

    def soon(self) -> None:
        """Tidy when it is quiet: a page has come, another one has gone."""
        self.is_due = True
        self.timer.start()

    def end(self) -> None:
        """Tidy no more."""
        self.is_due = False
        self.timer.stop()

    def _wait(self) -> None:
        if self.is_due:
            self.timer.start()

    def _tidy(self) -> None:
        self.is_due = False
        tidy()
