"""Parts of a page beside each other where there is room, else below each other."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import box, column


class Columns(QWidget):
    """Two columns of cards; one when the page is narrower than `least` px at 100 %."""

    def __init__(self, look: Look, left: Iterable[QWidget], right: Iterable[QWidget], *, least: int = 860) -> None:
        super().__init__()
        self._least = look.theme.px(least)
        space = look.theme.space.l
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space)
        self._parts = [box(column(*items, space=space)) for items in (left, right)]
        for part in self._parts:
            self._box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._box)

    def minimumSizeHint(self) -> QSize:
        # That of one column: else the page could never become narrow enough to have one.
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._least
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
