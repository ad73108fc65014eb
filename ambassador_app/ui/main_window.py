"""The window itself: where it stands, what is in it, and what happens when it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ambassador_app.ui.preferences import Preferences

if TYPE_CHECKING:
    from ambassador_app.ui.context import Look
    from ambassador_app.ui.notices import Notices
    from ambassador_app.ui.shell import Shell
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
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize()))
        self._restore()

    def show_content(self, look: Look, notices: Notices, content: QWidget, *, above: int = 0) -> None:
        """Put `content` into the window, with the notices on top of it."""
        from ambassador_app.ui.widgets.notice_stack import NoticeStack

        if self._stack is not None:
            self._stack.retire()
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

    def close_questions(self) -> bool:
        """Close what stands open before the window, as not answered; gives whether there was anything."""
        asked = (QApplication.activePopupWidget(), QApplication.activeModalWidget())
        return any([one.close() for one in asked if one is not None and one is not self])

    def focusNextPrevChild(self, forward: bool) -> bool:
        from ambassador_app.ui import tab_order

        return tab_order.step(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = self.saveGeometry().toBase64().data()
        self._preferences.keep("geometry", bytes(geometry).decode("ascii"))
        self.closing.emit()
        super().closeEvent(event)

    def _restore(self) -> None:
        kept = self._preferences.recall("geometry")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii"))))
