"""Notice that the computer is about to sleep, as far as its system says so, in time for what is typed to be saved.

Linux: logind's PrepareForSleep, and a lock that lets the sleep wait until the notice has been answered. Windows:
WM_POWERBROADCAST. Everywhere: the program is no longer in front, which comes before a lid is closed in most cases.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

_POWER_BROADCAST: Final = 0x0218  # WM_POWERBROADCAST
_SUSPEND: Final = 4  # PBT_APMSUSPEND
_MESSAGE: Final = b"windows_generic_MSG"
_LOGIN: Final = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


class SleepNotice(QObject):
    """Tells once for each time; who listens answers before the slot returns."""

    put_aside = Signal()
    """Another program is in front now."""
    falling_asleep = Signal()
    """The computer sleeps in a moment: whatever is not saved now may be lost with the battery."""

    def __init__(self, application: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._native: PowerMessages | None = None
        self._login: LoginManager | None = None
        application.applicationStateChanged.connect(self._state_changed)

    def begin(self) -> None:
        """Listen to the system; not before the window has painted."""
        if sys.platform == "win32" and self._native is None:
            self._native = PowerMessages(self)
            self._application.installNativeEventFilter(self._native)
        elif sys.platform == "linux" and self._login is None:
            from PySide6.QtDBus import QDBusConnection

            self._login = LoginManager(self, QDBusConnection.systemBus())

    def end(self) -> None:
        """Listen no longer."""
        self.blockSignals(True)
        if self._native is not None:
            self._application.removeNativeEventFilter(self._native)
        if self._login is not None:
            self._login.let_go()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self.falling_asleep.emit()
        elif state != Qt.ApplicationState.ApplicationActive:
            self.put_aside.emit()


class PowerMessages(QAbstractNativeEventFilter):
    """Windows tells its windows."""

    def __init__(self, notice: SleepNotice) -> None:
        super().__init__()
        self._notice = notice

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if kind == _MESSAGE and is_suspend(int(message)):
            self._notice.falling_asleep.emit()
        return False, 0


def is_suspend(address: int) -> bool:
    """Tell whether the message (MSG) at `address` says that the computer is about to sleep."""
    import ctypes.wintypes

    found = ctypes.wintypes.MSG.from_address(address)
    return found.message == _POWER_BROADCAST and found.wParam == _SUSPEND


class LoginManager(QObject):
    """Linux tells over D-Bus, and waits some seconds for those that hold a lock."""

    def __init__(self, notice: SleepNotice, bus: QDBusConnection) -> None:
        super().__init__(notice)
        self._notice, self._bus = notice, bus
        self._lock = -1
        if bus.isConnected():
            bus.connect(*_LOGIN, "PrepareForSleep", self, SLOT("prepare(bool)"))  # type: ignore[call-overload]
            self._ask_to_wait()

    @Slot(bool)
    def prepare(self, begins: bool) -> None:
        """Answer the notice: `begins` before the sleep, not after it."""
        if begins:
            self._notice.falling_asleep.emit()
            self.let_go()
        else:
            self._ask_to_wait()

    def _ask_to_wait(self) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        call = QDBusMessage.createMethodCall(*_LOGIN, "Inhibit")
        call.setArguments(["sleep", "Ambassador", "Saving what is typed", "delay"])
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        watcher.finished.connect(self._keep)

    def _keep(self, watcher: QDBusPendingCallWatcher) -> None:
        from PySide6.QtDBus import QDBusUnixFileDescriptor

        given = [one for one in watcher.reply().arguments() if isinstance(one, QDBusUnixFileDescriptor)]
        if given and given[0].isValid():
            self.let_go()
            self._lock = os.dup(given[0].fileDescriptor())
        watcher.deleteLater()

    def let_go(self) -> None:
        """Let the computer sleep."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
