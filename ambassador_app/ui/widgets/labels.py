"""Written things: headings, texts, badges."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import appear
from ambassador_app.ui.theme import Type

_TONES: Final = {
    "neutral": ("muted", "sunken"),
    "accent": ("accent", "accent_soft"),
    "success": ("success", "success_soft"),
    "warning": ("warning", "warning_soft"),
    "danger": ("danger", "danger_soft"),
    "info": ("info", "info_soft"),
}


def label(look: Look, text: str, style: Type = Type.BODY, *, token: str = "text", wrap: bool = False) -> QLabel:
    """Write `text` in a step of the type scale and a colour of the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(look.theme.font(style))
    set_token(look, made, token)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setWordWrap(True)
        made.setSizePolicy(policy)
    return made


def set_token(look: Look, written: QLabel, token: str) -> None:
    """Write in another colour of the theme."""
    palette = written.palette()
    palette.setColor(written.foregroundRole(), look.theme.colour(token))
    written.setPalette(palette)


def title(look: Look, text: str) -> QLabel:
    """Write the title of a page."""
    return label(look, text, Type.TITLE, wrap=True)


def section(look: Look, text: str) -> QLabel:
    """Write the heading of a part of a page."""
    return label(look, text, Type.SECTION, wrap=True)


def heading(look: Look, text: str) -> QLabel:
    """Write the heading of a card."""
    return label(look, text, Type.HEADING, wrap=True)


def strong(look: Look, text: str) -> QLabel:
    """Write a line with weight."""
    return label(look, text, Type.STRONG)


def body(look: Look, text: str) -> QLabel:
    """Write a text."""
    return label(look, text, wrap=True)


def muted(look: Look, text: str) -> QLabel:
    """Write a text that steps back."""
    return label(look, text, token="muted", wrap=True)


def caption(look: Look, text: str) -> QLabel:
    """Write a small line that steps back."""
    return label(look, text, Type.CAPTION, token="muted")


def figure(look: Look, text: str) -> QLabel:
    """Write a number that is looked at, right-aligned with figures of one width."""
    made = label(look, text, Type.TABULAR)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


class Badge(QLabel):
    """A word or two on a coloured ground."""

    def __init__(self, look: Look, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self._theme = look.theme
        self._tone = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.theme.font(Type.CAPTION))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str = "neutral") -> None:
        """Show another word; the empty one hides the badge."""
        self.setText(text)
        if text and tone != self._tone:
            self._tone = tone
            self._dress()
        appear(self, bool(text))

    def _dress(self) -> None:
        ink, ground = (getattr(self._theme.colours, token) for token in _TONES[self._tone])
        px = self._theme.px
        self.setStyleSheet(
            f"color: {ink}; background: {ground}; border-radius: {px(10)}px; padding: {px(2)}px {px(9)}px;"
        )
