"""A part of a long page that knows its own height."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object


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
