"""Buttons, by how much they matter on their page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.theme import Type

Pressed = TypeVar("Pressed", bound=QWidget)


def primary(look: Look, text: str, clicked: Callable[[], object] | None = None, icon: str = "") -> QPushButton:
    """Make the one button a page is about."""
    return _button(look, text, clicked, icon, "primary", "on_accent")


def secondary(look: Look, text: str, clicked: Callable[[], object] | None = None, icon: str = "") -> QPushButton:
    """Make a button beside the one that matters."""
    return _button(look, text, clicked, icon, "secondary", "text")


def quiet(look: Look, text: str, clicked: Callable[[], object] | None = None, icon: str = "") -> QPushButton:
    """Make a button that steps back until it is wanted."""
    return _button(look, text, clicked, icon, "quiet", "accent")


def danger(look: Look, text: str, clicked: Callable[[], object] | None = None, icon: str = "") -> QPushButton:
    """Make a button that takes something away."""
    return _button(look, text, clicked, icon, "danger", "danger")


def link(look: Look, text: str, clicked: Callable[[], object] | None = None) -> QPushButton:
    """Make a button that leads somewhere else."""
    made = quiet(look, text, clicked)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def icon_button(
    look: Look, icon: str, name: str, clicked: Callable[[], object] | None = None, shortcut: str = "", *, size: int = 20
) -> QToolButton:
    """Make a button that is only a picture; `name` is its tip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(look.theme.icon(icon, "text", size=size))
    made.setIconSize(QSize(look.theme.px(size), look.theme.px(size)))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(name)
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{name} ({keys})" if keys else name)
    if shortcut:
        press_by(made, shortcut)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    if not look.theme.has_icon(icon):
        made.setText(name)
    return made


def for_fingers(widget: Pressed) -> Pressed:
    """Make a button, line or list 44 px high before it is shown. The style sheet overrules a minimum height that a
    widget is given; it knows this mark."""
    widget.setProperty("touch", "true")
    return widget


def _button(
    look: Look, text: str, clicked: Callable[[], object] | None, icon: str, kind: str, token: str
) -> QPushButton:
    # An ampersand in a company's name is no keyboard mnemonic.
    made = QPushButton(text.replace("&", "&&"))
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setFont(look.theme.font(Type.STRONG if kind in ("primary", "danger") else Type.BODY))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(False)
    if icon:
        made.setIcon(look.theme.icon(icon, token, size=18))
        made.setIconSize(QSize(look.theme.px(18), look.theme.px(18)))
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def press_by(button: QAbstractButton, keys: str) -> None:
    """Let `keys` press the button at once: its own shortcut waits a moment, and what is typed then goes astray."""
    shortcut = QShortcut(QKeySequence(keys), button)
    shortcut.activated.connect(button.click)
