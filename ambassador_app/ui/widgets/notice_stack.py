"""Notices on top of the window, newest below, out of the way of the work."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.notices import Level, Notice, Notices
from ambassador_app.ui.widgets import buttons, labels

_SHOWN_MS: Final = 6000
_MOST: Final = 4
_TONES: Final = {
    Level.INFO: "info",
    Level.SUCCESS: "success",
    Level.WARNING: "warning",
    Level.ERROR: "danger",
}


class NoticeStack(QWidget):
    """The notices that are shown, in the lower right corner of `parent`, `above` px over its edge."""

    def __init__(self, look: Look, notices: Notices, parent: QWidget, *, above: int) -> None:
        super().__init__(parent)
        self._look = look
        self._notices = notices
        self._above = above
        self._held = False
        self._cards: dict[Notice, NoticeCard] = {}
        self._column = column(space=look.theme.space.s)
        self.setLayout(self._column)
        notices.said.connect(self._show)
        notices.withdrawn.connect(self._drop)
        parent.installEventFilter(self)
        for notice in notices.shown:
            self._show(notice)
        self._place()

    def retire(self) -> None:
        """Hear no more notices, and go: another stack stands in its place."""
        self._notices.said.disconnect(self._show)
        self._notices.withdrawn.disconnect(self._drop)
        self._held = True
        self.hide()
        self.deleteLater()

    def hold(self, held: bool) -> None:
        """Keep the notices back while somebody else looks at the screen."""
        self._held = held
        self._place()

    def _show(self, notice: Notice) -> None:
        card = NoticeCard(self._look, notice, self._notices)
        self._cards[notice] = card
        self._column.addWidget(card)
        # Before the layout would: its height is asked for at once.
        card.show()
        for old in list(self._cards)[:-_MOST]:
            self._notices.withdraw(old)
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))

    def _drop(self, notice: Notice) -> None:
        card = self._cards.pop(notice, None)
        if card is not None:
            card.hide()
            self._column.removeWidget(card)
            card.deleteLater()
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        self.setVisible(bool(self._cards) and not self._held)
        if parent is None or not self._cards:
            return
        gap = self._look.theme.space.l
        width = min(self._look.theme.px(440), parent.width() - 2 * gap)
        height = sum(card.height_at(width) for card in self._cards.values())
        height += self._column.spacing() * (len(self._cards) - 1)
        self.setGeometry(parent.width() - width - gap, parent.height() - height - self._above - gap, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


class NoticeCard(QFrame):
    """One notice: its sign, its words, what can be done, a cross."""

    def __init__(self, look: Look, notice: Notice, notices: Notices) -> None:
        super().__init__()
        self._look = look
        tone = _TONES[notice.level]
        self.setProperty("kind", "raised")
        self.setAccessibleName(notice.text)
        space, px = look.theme.space, look.theme.px
        sign = QLabel()
        sign.setPixmap(look.theme.pixmap("error" if tone == "danger" else tone, 20, tone))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = labels.body(look, notice.text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # Only the words take the width that is left.
        sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        text = column(words, space=space.xs)
        if notice.action is not None:
            label, run = notice.action
            button = buttons.quiet(look, label, lambda: notices.withdraw(notice))
            button.clicked.connect(lambda _checked=False: run())
            text.addLayout(row(button, 1))
        close = buttons.icon_button(look, "close", look.translator.tr("Put away"), size=16)
        close.clicked.connect(lambda: notices.withdraw(notice))
        line = row(sign, text, close, space=space.m, margins=(space.l, space.m, space.s, space.m))
        line.setAlignment(close, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.setStyleSheet(
            f"NoticeCard {{ background: {look.theme.colours.raised}; border: 1px solid {look.theme.colours.outline};"
            f" border-left: {px(4)}px solid {getattr(look.theme.colours, tone)}; border-radius: {px(8)}px; }}"
        )
        self._line = line
        if not notice.level.stays:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.timeout.connect(lambda: notices.withdraw(notice))
            self._timer.start(_SHOWN_MS)

    def height_at(self, width: int) -> int:
        """Give the height that all its words need."""
        self._line.activate()
        frame = 2 * self.frameWidth() + self._look.theme.px(4)
        return self._line.totalHeightForWidth(width - frame) + 2
