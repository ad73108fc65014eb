"""Room for the keyboard on the screen: what is being answered stands in the upper half."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication, QInputDevice
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ambassador_app.ui.context import UiContext


def has_touch_screen() -> bool:
    """Whether somebody may type on the screen itself."""
    return any(one.type() is QInputDevice.DeviceType.TouchScreen for one in QInputDevice.devices())


class Raised(QObject):
    """Scrolls so that a keyboard on the screen never covers the field that is written in."""

    def __init__(self, context: UiContext, area: QScrollArea) -> None:
        super().__init__(area)
        self.context = context
        self._area = area
        keyboard = QGuiApplication.inputMethod()
        keyboard.visibleChanged.connect(self._again)
        keyboard.keyboardRectangleChanged.connect(self._again)

    def is_wanted(self) -> bool:
        """Whether a keyboard may rise, or has risen."""
        return has_touch_screen() or QGuiApplication.inputMethod().isVisible()

    def raise_up(self, widget: QWidget) -> None:
        """Scroll until `widget` stands in the upper half, if it is written in and a keyboard may rise."""
        writes = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if not writes or not self.is_wanted():
            return
        top = widget.mapTo(self._area.viewport(), QPoint(0, 0)).y()
        if top + widget.height() > self._area.viewport().height() // 2:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + top - self.context.theme.space.m)

    def _again(self) -> None:
        focused = QApplication.focusWidget()
        inside = self._area.widget()
        if focused is None or inside is None or not inside.isAncestorOf(focused):
            return
        widget: QWidget = focused
        while (around := widget.parentWidget()) is not None and around is not inside:
            widget = around
        self.raise_up(widget)
