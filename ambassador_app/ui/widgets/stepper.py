"""The steps of a piece of work in a row, each with what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import row
from ambassador_app.ui.theme import Type


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step: its key and its word."""

    key: str
    label: str


class Stepper(QWidget):
    """Numbered steps. Any can be opened at any time; arrows move between them."""

    chosen = Signal(str)

    def __init__(self, look: Look, steps: Sequence[StepItem], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons = {step.key: StepButton(look, number, step) for number, step in enumerate(steps, 1)}
        self.setLayout(row(*self._buttons.values(), space=0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, button in self._buttons.items():
            button.clicked.connect(lambda _checked=False, key=key: self._press(key))
        if steps:
            self.set_current(steps[0].key)

    def current(self) -> str:
        """Give the key of the step that is open."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_current(self, key: str) -> None:
        """Mark the step that is open."""
        for one, button in self._buttons.items():
            button.setChecked(one == key)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one == key else Qt.FocusPolicy.ClickFocus)
            button.describe()
        self.setFocusProxy(self._buttons[key])

    def set_state(self, key: str, *, missing: int, done: bool) -> None:
        """Say what is missing in a step, and whether it is done."""
        self._buttons[key].set_state(missing=missing, done=done)

    def _press(self, key: str) -> None:
        self.set_current(key)
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        keys = list(self._buttons)
        here = next((i for i, key in enumerate(keys) if self._buttons[key].hasFocus()), -1)
        if step and 0 <= here + step < len(keys) and here >= 0:
            self._buttons[keys[here + step]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class StepButton(QAbstractButton):
    """One step: its number in a ring, or a tick; its word; how many things are missing."""

    def __init__(self, look: Look, number: int, step: StepItem) -> None:
        super().__init__()
        self._look = look
        self._number = number
        self._label = step.label
        self._missing = 0
        self._done = False
        self.setCheckable(True)
        self.setText(step.label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe()

    def set_state(self, *, missing: int, done: bool) -> None:
        """Show what is missing, and whether the step is done."""
        self._missing, self._done = missing, done
        self.describe()
        self.update()

    def describe(self) -> None:
        """Put the state in words for a screen reader and the tip."""
        tr = self._look.translator
        words = [tr.tr("Step {number}: {label}", number=self._number, label=self._label)]
        if self._missing:
            words.append(tr.tn("{count} thing missing", "{count} things missing", self._missing))
        elif self._done:
            words.append(tr.tr("done"))
        self.setAccessibleName(", ".join(words))
        self.setToolTip(", ".join(words))

    def nextCheckState(self) -> None:
        """The stepper decides which step is marked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The stepper moves between its steps; a button on its own would send the focus elsewhere.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        words = QFontMetrics(theme.font(Type.STRONG)).horizontalAdvance(self._label)
        return QSize(words + theme.px(64), theme.px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.theme.px(72), self._look.theme.px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.px(6), theme.px(6))
        self._paint_ring(painter)
        self._paint_words(painter)
        if self.isChecked():
            bar = QRectF(theme.px(12), self.height() - theme.px(3), self.width() - theme.px(24), theme.px(3))
            painter.fillRect(bar, theme.colour("accent"))
        painter.end()

    def _ring(self) -> QRectF:
        side = self._look.theme.px(24)
        return QRectF(self._look.theme.px(12), (self.height() - side) / 2, side, side)

    def _paint_ring(self, painter: QPainter) -> None:
        theme, ring = self._look.theme, self._ring()
        ground, edge, ink = self._ring_colours()
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(ground)
        painter.drawEllipse(ring)
        if self._done and not self._missing and not self.isChecked():
            inner = ring.adjusted(theme.px(4), theme.px(4), -theme.px(4), -theme.px(4))
            painter.drawPixmap(inner.toRect(), theme.pixmap("check", 16, "success"))
            return
        painter.setPen(ink)
        painter.setFont(theme.font(Type.STRONG))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _ring_colours(self) -> tuple[QColor, QColor, QColor]:
        theme = self._look.theme
        if self.isChecked():
            return theme.colour("accent"), theme.colour("accent"), theme.colour("on_accent")
        if self._done and not self._missing:
            return theme.colour("success_soft"), theme.colour("success"), theme.colour("success")
        return theme.colour("surface"), theme.colour("outline"), theme.colour("muted")

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._look.theme
        left = self._ring().right() + theme.px(8)
        room = QRectF(left, 0, self.width() - left - theme.px(4), self.height())
        font = theme.font(Type.STRONG if self.isChecked() else Type.BODY)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if self.isChecked() else "muted"))
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self._missing:
            upper = QRectF(room.left(), room.top() + theme.px(6), room.width(), room.height() / 2 - theme.px(4))
            painter.drawText(upper, line, self._fitted(font, room.width()))
            lower = QRectF(room.left(), upper.bottom() - theme.px(2), room.width(), room.height() / 2 - theme.px(4))
            painter.setFont(theme.font(Type.CAPTION))
            painter.setPen(theme.colour("warning"))
            tr = self._look.translator
            painter.drawText(lower, line, tr.tn("{count} missing", "{count} missing", self._missing))
        else:
            painter.drawText(room, line, self._fitted(font, room.width()))

    def _fitted(self, font: QFont, width: float) -> str:
        return QFontMetrics(font).elidedText(self._label, Qt.TextElideMode.ElideRight, int(width))
