"""Shows a picture of `drawing` as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ambassador_app.drawing.picture import Picture
from ambassador_app.ui.colours import contrast
from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import appear
from ambassador_app.ui.theme import Theme
from ambassador_app.ui.widgets.painting import paint


class PictureView(QWidget):
    """A chart on the screen. Its colours are made to fit the dark ground where that is in use."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._theme = look.theme
        self._picture: Picture | None = None
        self._as_drawn = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_picture(self, picture: Picture | None, *, as_drawn: bool = False) -> None:
        """Show another picture; None shows nothing. `as_drawn`: its colours are those of the window already."""
        self._picture = picture
        self._as_drawn = as_drawn
        self.setAccessibleName(picture.alt if picture is not None else "")
        self.setToolTip(picture.alt if picture is not None else "")
        appear(self, picture is not None)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return self._picture is not None

    def heightForWidth(self, width: int) -> int:
        return round(width * self._picture.height / self._picture.width) if self._picture is not None else 0

    def sizeHint(self) -> QSize:
        width = self._theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        paint(painter, self._picture, QRectF(self.rect()), self._shown)
        if self.hasFocus():
            painter.setPen(self._theme.colour("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _shown(self, colour: str) -> str:
        return colour if self._as_drawn else readable(colour, self._theme)


def readable(colour: str, theme: Theme) -> str:
    """Turn a colour meant for white paper into one that does the same on a dark ground."""
    if not theme.is_dark:
        return colour
    if contrast(colour, "#ffffff") < 1.05:
        return theme.colours.surface
    given = QColor(colour)
    lightness = min(max(1.0 - given.lightnessF() * 0.9, 0.1), 0.95)
    turned = QColor.fromHslF(max(given.hslHueF(), 0.0), given.hslSaturationF(), lightness)
    return turned.name()
