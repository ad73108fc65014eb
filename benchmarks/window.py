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
    from PySide6.QtCore import QTimer

    from ambassador_app.app import Root, SettingsShelf, fill
    from ambassador_app.ui.first_paint import FirstPaint

    root = Root(home)
    first = FirstPaint(["ambassador"], SettingsShelf(root))
    timer = QTimer()

    def painted() -> None:
        tell("painted")
        application = fill(first, ["ambassador"], root)
        timer.timeout.connect(lambda: look(application))
        timer.start(5)

    def look(application: object) -> None:
        if application.shell is not None and application.tasks.pending == 0:  # type: ignore[attr-defined]
            timer.stop()
            tell("usable")
            first.window.close()
            first.qt.quit()

    first.show(painted)
    first.qt.exec()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare()
    else:
        ours(Path(sys.argv[1]))
