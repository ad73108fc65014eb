"""Show a file where it lies, in the system's own file manager."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def show_in_folder(file: Path) -> bool:
    """Open the folder of a file, with the file marked where the system can do that; False if nothing opens."""
    if sys.platform == "win32":
        return _started("explorer", "/select,", str(file))
    if sys.platform == "darwin":
        return _started("open", "-R", str(file))
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def _started(program: str, *arguments: str) -> bool:
    found, _ = QProcess.startDetached(program, list(arguments))
    return bool(found)
