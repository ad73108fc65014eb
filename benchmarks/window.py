"""A process of its own that tells when its window is painted and usable: `python -m benchmarks.window bare|HOME`."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def tell(word: str) -> None:
    """Say a word to the process that measures."""
    os.write(1, f"{word}\n".encode())


def bare() -> None:
    """The floor: an empty main window of PySide6."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, _event: object) -> None:
            tell("painted")
            QTimer.singleShot(0, application.quit)

    application = QApplication([])
    window = Window()
    window.resize(1366, 768)
    window.show()
    application.exec()


def ours(home: Path) -> None:
    """The program as it starts, on the profile in `home`."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from ambassador_app.app import Root, SettingsShelf, now
    from ambassador_app.ui.application import Application

    root = Root(home)
    application = Application(
        ["ambassador"],
        resources=root.paths.resources,
        translators=root.translator,
        shelf=SettingsShelf(root),
        now=now,
        profiles=root.profiles,
    )

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                application.window.removeEventFilter(self)
                tell("painted")
            return False

    def look() -> None:
        if application.shell is not None and application.tasks.pending == 0:
            tell("usable")
            application.window.close()
            application.qt.quit()

    painted = Painted()
    application.window.installEventFilter(painted)
    application.start()
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    application.qt.exec()
    application.tasks.shutdown()
    if application.session is not None:
        application.session.close()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(Path(sys.argv[1]))
