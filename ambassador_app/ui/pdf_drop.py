"""Reports dropped on the window from outside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def reports_in(dropped: QMimeData, *, any_file: bool = False) -> tuple[Path, ...]:
    """Give the PDF files among what is dropped, or every file of this computer."""
    found = (Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())
    return tuple(one for one in found if any_file or one.suffix.lower() == ".pdf")
