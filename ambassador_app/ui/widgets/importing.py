"""Parts of the screens that take a file in: how far it is, which rows are shown, a file that was dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.importing import ImportJobs
from ambassador_app.ui.layouts import clear, row
from ambassador_app.ui.widgets import buttons
from ambassador_app.ui.widgets.cards import ProgressLine
from ambassador_app.ui.widgets.choices import ChoiceButtons


class Waiting(QWidget):
    """How far a long job is, and a way to stop it."""

    def __init__(self, look: Look, jobs: ImportJobs) -> None:
        super().__init__()
        tr = look.translator.tr
        self.line = ProgressLine(look, tr("Progress"))
        self.stop = buttons.secondary(look, tr("Cancel"), jobs.cancel)
        self.setLayout(row(self.line, self.stop, space=look.theme.space.m))
        self.setVisible(False)
        jobs.busy_changed.connect(self._show)
        jobs.advanced.connect(self.line.set_share)

    def _show(self, busy: bool) -> None:
        self.line.set_share(-1.0)
        self.setVisible(busy)


class RowFilters(QWidget):
    """Which kind of rows is shown, each with how many there are; as many lines as they need."""

    def __init__(self, look: Look, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self._look, self._chosen = look, chosen
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._lines)
        self.choices: ChoiceButtons | None = None

    def show_filters(self, filters: Sequence[tuple[str, str]], value: str) -> None:
        """Show other kinds, one of them chosen."""
        clear(self._lines)
        name = self._look.translator.tr("Which rows")
        self.choices = ChoiceButtons(self._look, filters, name=name, clearable=False, value=value)
        self.choices.chosen.connect(lambda state: self._chosen(str(state or "")))
        self._lines.addWidget(self.choices)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give them the lines they need at this width; a layout would reserve what they need at the least."""
        if self.choices is not None:
            self.choices.setFixedHeight(self.choices.heightForWidth(self.width()))


def dropped_file(dropped: QMimeData) -> Path | None:
    """Give the one file that is dragged."""
    files = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None


def shortened(text: str, length: int) -> str:
    """Put a text on one line of at most `length` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
