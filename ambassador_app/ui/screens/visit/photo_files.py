"""Picture files from outside: chosen in a dialog, or dropped on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.dialogs import choose_files

_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")


def files_of(dropped: QMimeData) -> tuple[Path, ...]:
    """Give the pictures among what is dragged."""
    found = tuple(Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())
    return tuple(file for file in found if file.suffix.lower() in _SUFFIXES)


def choose_photos(context: UiContext, parent: QWidget) -> tuple[Path, ...]:
    """Ask for picture files."""
    tr = context.translator.tr
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in _SUFFIXES)
    return choose_files(context, parent, tr("Add photos"), ((tr("Pictures"), patterns),))
