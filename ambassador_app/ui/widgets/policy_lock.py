"""Marks what the municipality has set and nobody changes here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import box, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels


def locked_note(look: Look, words: str = "") -> QWidget:
    """A lock, and that the municipality has set this; or other `words` that say so."""
    said = words or look.translator.tr("Set by your municipality.")
    picture = QLabel()
    picture.setPixmap(look.theme.pixmap("lock", 16, "muted"))
    picture.setAlignment(Qt.AlignmentFlag.AlignTop)
    written = labels.label(look, said, Type.CAPTION, token="muted", wrap=True)
    made = box(row(picture, written, space=look.theme.space.xs))
    made.setAccessibleName(said)
    return made
