"""The computer is about to sleep: the program hears of it, on each system in its way."""

from __future__ import annotations

import ctypes.wintypes
import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject
from PySide6.QtWidgets import QApplication

from ambassador_app.ui.sleep import LoginManager, PowerMessages, SleepNotice

PATH, INTERFACE = "/org/freedesktop/login1", "org.freedesktop.login1.Manager"


class Heard(list[str]):
    """What the notice told, in order."""

    def __init__(self, notice: SleepNotice) -> None:
        notice.put_aside.connect(lambda: self.append("aside"))
        notice.falling_asleep.connect(lambda: self.append("asleep"))


@pytest.fixture
def notice(qapp: QApplication) -> Iterator[SleepNotice]:
    parent = QObject()
    made = SleepNotice(qapp, parent)
    yield made
    made.end()


def test_a_program_that_is_put_aside_or_suspended_says_so(notice: SleepNotice, qapp: QApplication) -> None:
    heard, state = Heard(notice), Qt.ApplicationState
    for one in (
        state.ApplicationInactive,
        state.ApplicationActive,
        state.ApplicationHidden,
        state.ApplicationSuspended,
    ):
        qapp.applicationStateChanged.emit(one)
    assert heard == ["aside", "aside", "asleep"]
    notice.end()
    qapp.applicationStateChanged.emit(state.ApplicationSuspended)
    assert len(heard) == 3


@pytest.mark.parametrize(
    ("kind", "message", "word", "told"),
    [
        (b"windows_generic_MSG", 0x0218, 4, ["asleep"]),
        (b"windows_generic_MSG", 0x0218, 7, []),  # PBT_APMRESUMESUSPEND
        (b"windows_generic_MSG", 0x0219, 4, []),  # WM_DEVICECHANGE
        (b"xcb_generic_event_t", 0x0218, 4, []),
    ],
)
def test_windows_tells_its_windows(notice: SleepNotice, kind: bytes, message: int, word: int, told: list[str]) -> None:
    heard, sent = Heard(notice), ctypes.wintypes.MSG(message=message, wParam=word)
    assert PowerMessages(notice).nativeEventFilter(kind, ctypes.addressof(sent)) == (False, 0)
    assert heard == told


class Login(QDBusVirtualObject):
    """Logind, as far as a program that saves before a sleep knows it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[object]] = []
        self.locks: list[int] = []

    def handleMessage(self, message: QDBusMessage, bus: QDBusConnection) -> bool:
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self.asked.append(message.arguments())
        self.locks.append(ours)
        bus.send(message.createReply(QDBusUnixFileDescriptor(theirs)))
        os.close(theirs)
        return True

    def introspect(self, _path: str) -> str:
        return ""

    def is_let_go(self, number: int) -> bool:
        """Whether nobody holds a lock any more."""
        try:
            return os.read(self.locks[number], 1) == b""
        except BlockingIOError:
            return False


@pytest.fixture
def bus() -> Iterator[str]:
    """A message bus of its own."""
    if shutil.which("dbus-daemon") is None:
        pytest.fail("needs dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()
    for name in ("logind", "program"):
        QDBusConnection.disconnectFromBus(name)


@pytest.mark.whole
def test_linux_tells_over_the_bus_and_waits_until_the_notice_is_answered(
    notice: SleepNotice, bus: str, qtbot: object
) -> None:
    server, login = QDBusConnection.connectToBus(bus, "logind"), Login()
    assert server.registerService("org.freedesktop.login1")
    assert server.registerVirtualObject(PATH, login)
    program = LoginManager(notice, QDBusConnection.connectToBus(bus, "program"))
    heard: list[object] = []
    notice.falling_asleep.connect(lambda: heard.append(login.is_let_go(0)))
    qtbot.waitUntil(lambda: program._lock >= 0)
    assert login.asked == [["sleep", "Ambassador", "Saving what is typed", "delay"]]

    def tell(begins: bool) -> None:
        signal = QDBusMessage.createSignal(PATH, INTERFACE, "PrepareForSleep")
        signal.setArguments([begins])
        assert server.send(signal)

    tell(True)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [False], "the lock is held while the notice is answered"
    qtbot.waitUntil(lambda: login.is_let_go(0))
    tell(False)
    qtbot.waitUntil(lambda: program._lock >= 0)
    assert len(login.asked) == 2
    notice._login = program
    notice.end()
    qtbot.waitUntil(lambda: login.is_let_go(1))


def test_without_a_bus_nothing_is_listened_to(notice: SleepNotice) -> None:
    program = LoginManager(notice, QDBusConnection("nowhere"))
    program.prepare(True)
    program.let_go()
    assert program._lock == -1
