"""Cards, empty states, key figures, banners and thin progress lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import appear, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels

NOT_KNOWN = "\N{EN DASH}"
ButtonAction = tuple[str, Callable[[], object]]


class Card(QFrame):
    """A sheet with a soft border that holds what belongs together."""

    def __init__(self, look: Look, title: str = "", *, action: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("tone", "plain")
        space = look.theme.space
        self.body: QVBoxLayout = column(space=space.m, margins=(space.l, space.l, space.l, space.l))
        self.setLayout(self.body)
        self.heading: QLabel | None = None
        if title:
            self.heading = labels.heading(look, title)
            self.setAccessibleName(title)
            self.body.addLayout(row(self.heading, *((action,) if action else ()), space=space.s))

    def add(self, item: QWidget | QLayout) -> None:
        """Put `item` below what is there."""
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)

    def set_tone(self, tone: str) -> None:
        """Colour the ground: plain, accent, success, warning, danger, info."""
        if tone == self.property("tone"):
            return
        self.setProperty("tone", tone)
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self.style().unpolish(self)
            self.style().polish(self)


class EmptyState(QWidget):
    """Says why there is nothing here and what to do about it."""

    def __init__(
        self, look: Look, icon: str, sentence: str, action: ButtonAction | None = None, *, hint: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(sentence)
        theme, middle = look.theme, Qt.AlignmentFlag.AlignHCenter
        layout = column(1, space=theme.space.m, margins=theme.space.xl)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, 48, "outline"))
        layout.addWidget(picture, 0, middle)
        words = [labels.heading(look, sentence), *([labels.muted(look, hint)] if hint else [])]
        for written in words:
            written.setAlignment(Qt.AlignmentFlag.AlignCenter)
            written.setMinimumWidth(theme.px(280))
            written.setMaximumWidth(theme.px(480))
            line = row(1, written, 1)
            line.setStretchFactor(written, 20)
            layout.addLayout(line)
        self.button = buttons.primary(look, *action) if action else None
        if self.button is not None:
            layout.addWidget(self.button, 0, middle)
        layout.addStretch(1)
        self.setLayout(layout)


class KeyFigure(QFrame):
    """One number that matters, with its name and unit."""

    def __init__(self, look: Look, name: str, value: str = NOT_KNOWN, unit: str = "", hint: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._name = name
        self._value = labels.label(look, value, Type.FIGURE)
        self._unit = labels.label(look, unit, Type.CAPTION, token="muted")
        self._hint = labels.caption(look, hint)
        self._hint.setWordWrap(True)
        space = look.theme.space
        line = QHBoxLayout()
        line.setSpacing(space.xs)
        line.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self._unit.setContentsMargins(0, 0, 0, look.theme.px(4))
        self.setLayout(
            column(
                labels.caption(look, name), line, self._hint, 1, space=0, margins=(space.l, space.m, space.l, space.m)
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.show_value(value, unit, hint)

    def show_value(self, value: str, unit: str | None = None, hint: str | None = None) -> None:
        """Show another number; unit and hint stay unless given."""
        self._value.setText(value)
        if unit is not None:
            self._unit.setText(unit)
        if hint is not None:
            self._hint.setText(hint)
        self._hint.setVisible(bool(self._hint.text()))
        self.setAccessibleName(" ".join((self._name, value, self._unit.text())).strip())
        self.setAccessibleDescription(self._hint.text())


class Banner(QFrame):
    """A line across a page that says in what state it is."""

    def __init__(self, look: Look, tone: str, text: str, action: ButtonAction | None = None) -> None:
        super().__init__()
        self._look = look
        self.setProperty("kind", "card")
        self.setProperty("tone", tone)
        space = look.theme.space
        self._icon = QLabel()
        icon = {"danger": "error", "success": "success", "warning": "warning"}.get(tone, "info")
        self._icon.setPixmap(look.theme.pixmap(icon, 20, tone))
        self._words = labels.body(look, "")
        items: list[QWidget] = [self._icon, self._words]
        if action is not None:
            items.append(buttons.quiet(look, *action))
        self.setLayout(row(*items, space=space.m, margins=(space.l, space.xs, space.s, space.xs)))
        self.setMinimumHeight(look.theme.px(40))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Say something else; the empty text hides the banner."""
        self._words.setText(text)
        self.setAccessibleName(text)
        appear(self, bool(text))


class Separator(QFrame):
    """A thin line between two groups."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setFixedHeight(1)
        self.setStyleSheet(f"background: {look.theme.colours.border}; border: 0;")


class ProgressLine(QWidget):
    """How much is done, as a thin line."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._share = 0.0
        self._name = name
        self.setFixedHeight(look.theme.px(6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(0.0)

    def set_share(self, share: float) -> None:
        """Show `share` from 0 to 1; below 0 it is under way, but not known how far."""
        self._share = min(share, 1.0)
        shown = self._look.translator.percent(max(self._share, 0.0), 0)
        self.setAccessibleName(f"{self._name}: {shown}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(120), self._look.theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        half = self.height() / 2
        painter.setBrush(self._look.theme.colour("border"))
        painter.drawRoundedRect(QRectF(self.rect()), half, half)
        painter.setBrush(self._look.theme.colour("accent"))
        done = self.width() * (self._share if self._share >= 0 else 0.3)
        if done > 0:
            painter.drawRoundedRect(QRectF(0, 0, max(done, self.height()), self.height()), half, half)
        painter.end()
