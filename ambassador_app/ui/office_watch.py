"""Keeps an eye on the office while the person works: what waits, and a quiet sync when the office can be reached."""

from __future__ import annotations

import platform
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.syncing import Membership, Waiting
from ambassador_app.errors import (
    AmbassadorError,
    DeviceRevoked,
    InvitationRefused,
    LoginNeeded,
    OfficeNotTrusted,
    OtherMunicipality,
    OtherOffice,
    PolicyUnclear,
    ProgramTooOld,
)
from ambassador_app.services import Session
from ambassador_app.services.syncing import Synced
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.tasks import Progress, Tasks

EVERY_MS: Final = 5 * 60 * 1000
LOOK_MS: Final = 5_000
SET_UP_MS: Final = 3_000
_NOT_SET_UP: Final = (InvitationRefused, OtherMunicipality, OtherOffice, PolicyUnclear)
_WORTH_TELLING: Final = (DeviceRevoked, LoginNeeded, OfficeNotTrusted, ProgramTooOld, *_NOT_SET_UP)
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
        self._sets_up = bool(session.policy.invitation) and session.policy.may_join
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
            if self._sets_up:
                QTimer.singleShot(SET_UP_MS, self, self.attempt)
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
        session = self._session
        if is_metered() and not session.policy.sync_on_metered:
            return
        sets_up, device = self._sets_up, platform.node()

        def work(progress: Progress) -> tuple[Membership | None, Synced | None]:
            joined = session.syncing.join_as_set_up(device=device) if sets_up else None
            if session.syncing.member() is None:
                return joined, None
            return joined, session.syncing.sync(lambda now: progress(now.bytes, now.bytes_total, ""))

        self._tasks.run_aside(
            work, owner=self, then=self._synced, failed=self._failed, latest="attempt", quiet=True
        )  # fmt: skip

    def _synced(self, found: tuple[Membership | None, Synced | None]) -> None:
        joined, synced = found
        if joined is not None:
            tr = self._notices.translator.tr
            said = tr("This computer has joined {office}, as your municipality set it up.", office=joined.municipality)
            self._notices.success(said)
        if synced is not None:
            self._told.clear()
        self.look()

    def _failed(self, error: AmbassadorError) -> None:
        """Away is where a laptop usually is; only what waiting does not mend is told, and once."""
        if isinstance(error, _NOT_SET_UP):
            self._sets_up = False  # what the office refused once it refuses again, and it counts how often it is asked
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
