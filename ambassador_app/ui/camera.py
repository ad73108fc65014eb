"""The camera of this computer, where Qt's multimedia is installed (the extra `camera`); without it nothing is offered.

Qt's multimedia is loaded only here, and off the window's thread.
"""

from __future__ import annotations

import importlib
import logging
from types import ModuleType
from typing import Any, Final

from PySide6.QtCore import QCameraPermission, QCoreApplication, QLoggingCategory, QObject, Qt, QTimer, Signal

from ambassador_app.errors import AmbassadorError, CameraGone, CameraNotAllowed, CameraSilent
from ambassador_app.ui.tasks import Tasks

_log = logging.getLogger(__name__)
_FIRST_PICTURE: Final = 6_000  # ms; some cameras take their time to wake up
_LARGEST: Final = 1920 * 1200
_SLOWEST: Final = 10.0
"""Pictures a second that a hand can still be held still by."""


def multimedia() -> ModuleType | None:
    """Load Qt's multimedia; None where it is not installed, or lacks a library of the system."""
    # What the machine lacks is no warning of ours.
    QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false")
    try:
        return importlib.import_module("PySide6.QtMultimedia")
    except ImportError as error:
        _log.info("no camera: %s", error)
        return None


class Cameras(QObject):
    """Which cameras there are; they come and go with their cables."""

    changed = Signal()

    def __init__(self, parent: QObject, tasks: Tasks) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.library: ModuleType | None = None
        self._devices: Any = None

    def look(self) -> None:
        """Find out; `changed` tells when that is known, and whenever it is otherwise."""
        if self._devices is None:
            self._tasks.run_aside(multimedia, owner=self, then=self._watch, latest="camera")

    def _watch(self, library: ModuleType | None) -> None:
        if library is None or self._devices is not None:
            return
        self.library = library
        self._devices = library.QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self.changed.emit)
        self.changed.emit()

    def found(self) -> tuple[Any, ...]:
        """Give the cameras (QCameraDevice), the system's own choice first."""
        if self.library is None:
            return ()
        usual = self.library.QMediaDevices.defaultVideoInput()
        return tuple(sorted(self.library.QMediaDevices.videoInputs(), key=lambda one: one != usual))


class Lens(QObject):
    """One camera while it looks: pictures arrive in `sink`, or `failed` says once why none do."""

    failed = Signal(object)
    """AmbassadorError."""

    def __init__(self, parent: QObject, cameras: Cameras, sink: Any) -> None:  # noqa: ANN401 - a QVideoSink
        super().__init__(parent)
        self._cameras, self._sink = cameras, sink
        self._session: Any = None
        self._device: Any = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_FIRST_PICTURE)
        self._patience.timeout.connect(lambda: self._fail(CameraSilent()))
        sink.videoFrameChanged.connect(lambda _frame: self._patience.stop())
        cameras.changed.connect(self._look_for_it)

    def open(self, device: Any) -> None:  # noqa: ANN401 - a QCameraDevice
        """Begin to look, once the system allows it."""
        self.close()
        self._device = device
        asked, application = QCameraPermission(), QCoreApplication.instance()
        if application is None or application.checkPermission(asked) == Qt.PermissionStatus.Granted:
            self._begin()
        elif application.checkPermission(asked) == Qt.PermissionStatus.Denied:
            self._fail(CameraNotAllowed())
        else:
            application.requestPermission(asked, self, self._answered)

    def _answered(self, permission: Any) -> None:  # noqa: ANN401 - a QPermission
        if self._device is None:
            return
        if permission.status() == Qt.PermissionStatus.Granted:
            self._begin()
        else:
            self._fail(CameraNotAllowed())

    def _begin(self) -> None:
        library = self._cameras.library
        if library is None:
            self._fail(CameraGone())
            return
        camera = library.QCamera(self._device)
        formats = self._device.videoFormats()
        if formats:
            camera.setCameraFormat(max(formats, key=lambda one: suitability(_size(one), one.maxFrameRate())))
        camera.errorOccurred.connect(lambda *_: self._fail(CameraSilent()))
        self._session = library.QMediaCaptureSession(self)
        camera.setParent(self._session)
        self._session.setCamera(camera)
        self._session.setVideoSink(self._sink)
        self._patience.start()
        camera.start()
        if camera.error() != library.QCamera.Error.NoError:
            self._fail(CameraSilent())

    def close(self) -> None:
        """Stop looking: the light beside the camera goes out."""
        self._patience.stop()
        session, self._session, self._device = self._session, None, None
        if session is not None:
            session.camera().stop()
            session.setVideoSink(None)
            session.deleteLater()

    def _look_for_it(self) -> None:
        if self._device is not None and self._device not in self._cameras.found():
            self._fail(CameraGone())

    def _fail(self, error: AmbassadorError) -> None:
        if self._device is not None:
            self.close()
            self.failed.emit(error)


def _size(one: Any) -> int:  # noqa: ANN401 - a QCameraFormat
    resolution = one.resolution()
    return int(resolution.width() * resolution.height())


def suitability(pixels: int, rate: float) -> tuple[bool, int, float]:
    """Rank what a camera can give: smooth before jerky, then as large as a report can use, then the smoothest."""
    return rate >= _SLOWEST and pixels <= _LARGEST, pixels if pixels <= _LARGEST else -pixels, rate
