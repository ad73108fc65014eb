"""What differs from one version of a checklist to another: a heading for each kind, a line for each question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import clear, column
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.wording.checklists import DifferenceGroup

SHOWN: Final = 12
"""Lines of a kind before the rest is asked for."""


class LineList(QWidget):
    """Lines under a heading; of many the first ones, the rest on wish."""

    def __init__(self, look: Look, heading: str, lines: Sequence[str], *, tone: str = "text") -> None:
        super().__init__()
        self._look = look
        self.lines = tuple(lines)
        self._column = column(space=look.theme.space.xs)
        self.setLayout(self._column)
        if heading:
            title = labels.label(look, f"{heading} ({len(lines)})", token=tone, wrap=True)
            title.setFont(labels.strong(look, "").font())
            self._column.addWidget(title)
        self._words = labels.label(look, "", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self._words)
        self.more = buttons.link(look, "", self.show_all)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(self.lines[:SHOWN])

    def show_all(self) -> None:
        """Show every line."""
        self._show(self.lines)

    def _show(self, lines: Sequence[str]) -> None:
        self._words.setText("\n".join(f"•  {line}" for line in lines))
        rest = len(self.lines) - len(lines)
        self.more.setText(self._look.translator.tn("{count} more", "{count} more", rest))
        self.more.setVisible(rest > 0)


class DifferenceList(QWidget):
    """The differences by kind, those that may cost answers first; says so where there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.groups: tuple[LineList, ...] = ()
        self._column = column(space=look.theme.space.m)
        self.setLayout(self._column)

    def show_groups(self, groups: Sequence[DifferenceGroup]) -> None:
        """Show other differences."""
        clear(self._column)
        self.groups = tuple(LineList(self._look, one.heading, one.lines) for one in groups)
        for one in self.groups:
            self._column.addWidget(one)
        if not groups:
            self._column.addWidget(labels.muted(self._look, self._look.translator.tr("Nothing differs.")))
