"""Guards around every test: a home of its own, no word in the log, nothing left running."""

import gc
import logging
import os
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

# Before Qt is loaded: no display, and a locale that Qt does not complain about.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
# The person's own key store is never touched, whether asked for politely or by name.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from shiboken6 import isValid

hypothesis.settings.register_profile("test", deadline=None, max_examples=50, print_blob=True)
# Which lines are reached does not take many examples, and a count of them must not depend on chance.
hypothesis.settings.register_profile("brief", deadline=None, max_examples=5, derandomize=True, database=None)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

HOME_VARIABLES = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".run",
}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder that only this test knows."""
    folder = tmp_path_factory.mktemp("home")
    for name, below in HOME_VARIABLES.items():
        monkeypatch.setenv(name, str(folder / below))
    (folder / HOME_VARIABLES["XDG_RUNTIME_DIR"]).mkdir(mode=0o700)
    for name in [name for name in os.environ if name.startswith("AMBASSADOR_")]:
        monkeypatch.delenv(name)
    return folder


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a warning in the log that the test does not announce with `expects_log`."""
    yield
    marker = request.node.get_closest_marker("expects_log")
    said = [
        f"{record.name}: {record.getMessage()}"
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    if marker and not marker.args:
        return
    unexpected = [line for line in said if not any(part in line for part in (marker.args if marker else ()))]
    if unexpected:
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)


class Started:
    """Every QThread and QTimer that was started, for as long as it lives."""

    def __init__(self) -> None:
        self._seen: weakref.WeakSet[QObject] = weakref.WeakSet()
        for kind in (QThread, QTimer):
            self._watch(kind)

    def _watch(self, kind: type[QObject]) -> None:
        start = kind.start

        def start_and_note(thing: QObject, *arguments: object) -> object:
            self._seen.add(thing)
            return start(thing, *arguments)

        kind.start = start_and_note

    def running(self) -> list[QObject]:
        return [thing for thing in self._seen if isValid(thing) and is_running(thing)]

    def forget(self) -> None:
        self._seen.clear()


def is_running(thing: QObject) -> bool:
    return thing.isRunning() if isinstance(thing, QThread) else thing.isActive()


STARTED = Started()


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when a thread or a timer outlives the test that started it."""
    before = set(threading.enumerate())
    yield
    for thread in (after := set(threading.enumerate()) - before):
        thread.join(timeout=2)
    left = [f"thread {thread.name}" for thread in after if thread.is_alive() and not is_foreign(thread)]
    if STARTED.running():
        # What is only waiting to be deleted is not left behind.
        gc.collect()
        if QCoreApplication.instance():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left += [f"{type(thing).__name__} {thing.objectName()!r}, child of {thing.parent()}" for thing in STARTED.running()]
    STARTED.forget()
    if left:
        pytest.fail("left running: " + "; ".join(left), pytrace=False)


def is_foreign(thread: threading.Thread) -> bool:
    """A thread of Qt's own that has once called Python; QThreads are watched by themselves."""
    return isinstance(thread, threading._DummyThread)
