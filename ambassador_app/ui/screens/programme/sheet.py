"""A page that scrolls where the window is too low for it; where it is not, its table takes what is left."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, content, scrolled


def sheet(look: Look, *parts: QWidget, grows: QWidget) -> QScrollArea:
    """Make such a page of `parts`, of which one `grows`."""
    space = look.theme.space
    whole = column(*parts, space=space.m, margins=(space.l, space.l, space.l, space.l))
    whole.setStretchFactor(grows, 1)
    return scrolled(content(whole))
