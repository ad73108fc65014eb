"""The window itself: where it stands, what is in it, and what happens when it is closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.frame import Rail
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.notices import Notices
from ambassador_app.ui.preferences import Preferences
from ambassador_app.ui.shell import Shell
from ambassador_app.ui.widgets import labels
from ambassador_app.ui.widgets.notice_stack import NoticeStack

LEAST_SIZE: Final = QSize(1024, 640)
FIRST_SIZE: Final = QSize(1366, 768)


class MainWindow(QMainWindow):
    """Holds one of: the waiting page, the opening screen, the shell."""

    closing = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._stack: NoticeStack | None = None
        self._program = ""
        self.setMinimumSize(LEAST_SIZE)
        self.resize(FIRST_SIZE)
        self._restore()

    def show_content(self, look: Look, notices: Notices, content: QWidget, *, above: int = 0) -> None:
        """Put `content` into the window, with the notices on top of it."""
        if self._stack is not None:
            self._stack.setParent(None)
            self._stack.deleteLater()
        self._program = look.translator.tr("Ambassador")
        self.setCentralWidget(content)
        self._stack = NoticeStack(look, notices, self, above=above)
        self.set_title("")

    def show_shell(self, look: Look, notices: Notices, shell: Shell) -> None:
        """Put the shell into the window."""
        self.show_content(look, notices, shell, above=shell.status.height())
        shell.title_changed.connect(self.set_title)
        if self._stack is not None:
            shell.show_mode_changed.connect(self._stack.hold)

    def set_title(self, title: str) -> None:
        """Say in the title bar what is open."""
        self.setWindowTitle(f"{title} \N{EN DASH} {self._program}" if title else self._program)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = self.saveGeometry().toBase64().data()
        self._preferences.keep("geometry", bytes(geometry).decode("ascii"))
        self.closing.emit()
        super().closeEvent(event)

    def _restore(self) -> None:
        kept = self._preferences.recall("geometry")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii"))))


class Waiting(QWidget):
    """What is seen first: the frame of the window, while the visits are being opened."""

    painted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._was_painted = False
        rail = Rail(look)
        rail.setEnabled(False)
        sign = QLabel()
        sign.setPixmap(look.theme.pixmap("ambassador", 64, "accent"))
        words = labels.label(look, look.translator.tr("Opening your visits …"), token="muted")
        middle = column(1, space=look.theme.space.l)
        for one in (sign, words):
            middle.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        layout = row(rail, space=0)
        layout.addLayout(middle, 1)
        self.setLayout(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()
