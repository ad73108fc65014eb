"""The parts of a long page, which know their own heights, and what they lie on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from ambassador_app.ui.context import Look

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class Ground(QWidget):
    """What the parts of a long page lie on. Opaque: what is painted is moved when it scrolls, and nothing behind it is
    painted for it.
    """

    def __init__(self, look: Look, layout: QLayout) -> None:
        super().__init__()
        self._colour = look.theme.colour("window")
        self.setLayout(layout)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The style sheet takes it back when it dresses the widget.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._colour)
        painter.end()


class Fitted(_Widget):
    """Makes a widget as high as everything in it needs at its width; named before the widget's class.

    A page of 300 would otherwise ask every part for its height whenever one of them changes.
    """

    def hasHeightForWidth(self) -> bool:
        """No: nobody needs to ask."""
        return False

    def sizeHint(self) -> QSize:
        hint, layout = super().sizeHint(), self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return hint
        return QSize(hint.width(), layout.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def fit(self, width: int) -> None:
        """Take the height that is needed at this width."""
        self.resize(width, 0)
        self.resize(width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
