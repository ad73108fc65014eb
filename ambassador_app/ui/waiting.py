"""What is seen while the visits are being opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.frame import Rail
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.widgets import labels


class Waiting(QWidget):
    """The frame of the window, while the visits are being opened."""

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
