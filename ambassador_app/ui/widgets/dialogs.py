"""The few questions that stop everything: what cannot be undone, and where a file is or goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ambassador_app.ui.context import Look

Filters = Sequence[tuple[str, str]]


def confirm(look: Look, parent: QWidget, text: str, action: str, *, detail: str = "") -> bool:
    """Ask before something that cannot be undone; `action` is the verb on the button that does it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(look.translator.tr("Ambassador"))
    box.setText(text)
    box.setInformativeText(detail)
    doing = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    doing.setProperty("kind", "danger")
    cancel = box.addButton(look.translator.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is doing


def choose_files(
    _look: Look, parent: QWidget, title: str, filters: Filters, *, folder: str = "", several: bool = True
) -> tuple[Path, ...]:
    """Ask for files to read; `filters` are (words, patterns such as `*.csv *.xlsx`)."""
    if several:
        found, _ = QFileDialog.getOpenFileNames(parent, title, folder, _patterns(filters))
        return tuple(Path(name) for name in found)
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, _patterns(filters))
    return (Path(name),) if name else ()


def choose_save(
    _look: Look, parent: QWidget, title: str, name: str, filters: Filters, *, folder: str = ""
) -> Path | None:
    """Ask where to write a file; the system asks before one is overwritten."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), _patterns(filters))
    return Path(chosen) if chosen else None


def choose_folder(_look: Look, parent: QWidget, title: str, *, folder: str = "") -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, folder)
    return Path(chosen) if chosen else None


def _patterns(filters: Filters) -> str:
    return ";;".join(f"{words} ({patterns})" for words, patterns in filters)
