"""The window as it is first seen: painted before anything slow is loaded, and then filled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ambassador_app.ui.colours import DARK, LIGHT, Colours
from ambassador_app.ui.main_window import MainWindow
from ambassador_app.ui.preferences import Preferences, Scheme, Shelf

_RAIL = 92


class FirstPaint:
    """The application and its window, on the screen; `painted` is called once, when the eye has something."""

    def __init__(self, arguments: Sequence[str], shelf: Shelf) -> None:
        running = QApplication.instance()
        self.qt = running if isinstance(running, QApplication) else QApplication(list(arguments))
        self.preferences = Preferences(shelf)
        self.window = MainWindow(self.preferences)
        self._ground = Ground(DARK if wants_dark(self.preferences.scheme) else LIGHT)
        self.window.setCentralWidget(self._ground)

    def show(self, painted: Callable[[], None]) -> None:
        """Show the window; call `painted` when it has been painted."""
        self._ground.painted.connect(lambda: QTimer.singleShot(0, painted))
        self.window.show()


class Ground(QWidget):
    """The ground colour and the rail's place, as they stay when the window is filled."""

    painted = Signal()

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._was_painted = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.window))
        painter.fillRect(0, 0, _RAIL, self.height(), QColor(self._colours.surface))
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()


def wants_dark(scheme: Scheme) -> bool:
    """Whether to be dark: as chosen, or as the system is."""
    if scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return scheme is Scheme.DARK
