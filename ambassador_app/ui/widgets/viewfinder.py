"""What the camera of the computer sees, as large as there is room."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.widgets.photos import fitted


class Viewfinder(QWidget):
    """Shows the pictures that arrive in a sink (QVideoSink)."""

    seeing = Signal(bool)
    """Whether there is a picture now."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._image = QImage()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(look.theme.px(320), look.theme.px(110))

    def show_frame(self, frame: Any) -> None:  # noqa: ANN401 - a QVideoFrame
        """Show one picture of the film."""
        image = frame.toImage()
        if image.isNull():
            return
        first, self._image = self._image.isNull(), image
        if first:
            self.seeing.emit(True)
        self.update()

    def forget(self) -> None:
        """Show nothing: what the camera saw last is no longer true."""
        self._image = QImage()
        self.seeing.emit(False)
        self.update()

    @property
    def image(self) -> QImage:
        """The picture that is shown; null while there is none."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.colour("sunken"))
        if not self._image.isNull():
            painter.drawImage(fitted(self._image, QRect(self.rect())), self._image)
        painter.end()
