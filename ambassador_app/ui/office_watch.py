"""Keeps an eye on the office while the person works: what waits, and a quiet sync when the office can be reached."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.syncing import Waiting
from ambassador_app.errors import AmbassadorError, DeviceRevoked, OfficeNotTrusted, ProgramTooOld
from ambassador_app.services import Session
from ambassador_app.services.syncing import Synced
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.tasks import Tasks

EVERY_MS: Final = 5 * 60 * 1000
LOOK_MS: Final = 5_000
_WORTH_TELLING: Final = (DeviceRevoked, OfficeNotTrusted, ProgramTooOld)
"""What a quiet attempt does not keep to itself: it will not pass by waiting."""


class OfficeWatch(QObject):
    """Tells what waits (`standing`: a Waiting, or None without an office), and syncs quietly every five minutes.

    On a network that is paid by volume nothing is sent unless the person asks for it.
    """

    standing = Signal(object)

    def __init__(self, session: Session, tasks: Tasks, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._notices = notices
        self._told: set[type[AmbassadorError]] = set()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.look)
        self._attempts = QTimer(self)
        self._attempts.setInterval(EVERY_MS)
        self._attempts.timeout.connect(self.attempt)
        if not session.is_demo and not session.read_only:
            self._attempts.start()
        tasks.changed.connect(self._changed)

    def _changed(self, changes: Changes) -> None:
        """Look again a little after the first of many changes, not after each."""
        if changes.records and not self._look.isActive():
            self._look.start()

    def look(self) -> None:
        """Count what waits."""
        session = self._session

        def read() -> Waiting | None:
            return session.syncing.waiting() if session.syncing.member() is not None else None

        self._tasks.run(read, owner=self, then=self.standing.emit, latest="standing")

    def attempt(self) -> None:
        """Sync without a word, where there is an office and the network costs nothing by volume."""
        if is_metered():
            return
        session = self._session

        def work() -> Synced | None:
            return session.syncing.sync() if session.syncing.member() is not None else None

        self._tasks.run_aside(work, owner=self, then=self._synced, failed=self._failed, latest="attempt")

    def _synced(self, found: Synced | None) -> None:
        if found is not None:
            self._told.clear()
        self.look()

    def _failed(self, error: AmbassadorError) -> None:
        """Away is where a laptop usually is; only what waiting does not mend is told, and once."""
        if isinstance(error, _WORTH_TELLING) and type(error) not in self._told:
            self._told.add(type(error))
            self._notices.error_of(error)
        self.look()


def is_metered() -> bool:
    """Whether the system says that this network is paid by volume; it does not know everywhere."""
    from PySide6.QtNetwork import QNetworkInformation

    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered):
        return False
    return QNetworkInformation.instance().isMetered()
