"""The real program in a process of its own, with somebody who types a note without end; to be killed.

Says each text that has been saved when the window hears of it.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ambassador_app.app import Root, SettingsShelf, now
from ambassador_app.domain.changes import Changes
from ambassador_app.ui.application import Application
from tests.ui.visit_desk import LAMPS

WORDS = "Motoren larmer hele natten og ingen ved hvorfor den skal det "


class Typist:
    """One key after the other, as fast as the window takes them."""

    def __init__(self, application: Application, visit_id: str) -> None:
        self.application, self.visit_id = application, visit_id
        self.letters = itertools.cycle(WORDS)
        self.timer = QTimer()
        self.timer.setInterval(2)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        self.act = self.begin
        application.tasks.changed.connect(self.tell)

    def look(self) -> None:
        if (self.application.shell is not None and self.application.tasks.pending == 0) or self.act == self.write:
            self.act()

    def begin(self) -> None:
        self.application.navigator("visit", self.visit_id, step="walkthrough", question=LAMPS)
        self.act = self.open_note

    def open_note(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleDescription():
            QTest.keyClicks(focus, "n")
            self.act = self.write

    def write(self) -> None:
        QTest.keyClicks(QApplication.focusWidget(), next(self.letters))

    def tell(self, changes: Changes) -> None:
        session = self.application.session
        if session is None or not changes.concerns(self.visit_id):
            return
        saved = session.visits.workspace(self.visit_id).answers.get(LAMPS)
        if saved is not None and saved.note:
            os.write(1, f"{saved.note}\n".encode())


def main(home: Path, visit_id: str) -> None:
    root = Root(home)
    application = Application(
        ["ambassador"],
        resources=root.paths.resources,
        translators=root.translator,
        shelf=SettingsShelf(root),
        now=now,
        profiles=root.profiles,
    )
    application.begin()
    application.window.activateWindow()
    typist = Typist(application, visit_id)
    application.qt.exec()
    typist.timer.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
