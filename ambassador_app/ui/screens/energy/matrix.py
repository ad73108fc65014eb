"""A small table of figures with a name before each line: years or carriers across, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import clear
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import labels

NAME_WIDTH = 190
CELL_WIDTH = 124


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, a cell for each column, and how it is meant."""

    name: str
    cells: tuple[str, ...]
    is_sum: bool = False
    is_quiet: bool = False


class Matrix(QWidget):
    """Lines of figures. Columns that do not fit at this width are left out at the end, and said."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._context = context
        self._heads: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._room = 0
        self.setAccessibleName(name)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(context.theme.space.m)
        self._grid.setVerticalSpacing(context.theme.space.xs)
        self.setLayout(self._grid)
        self.setMinimumWidth(context.theme.px(NAME_WIDTH + CELL_WIDTH))

    def show_lines(self, heads: Sequence[str], lines: Sequence[Line]) -> None:
        """Show other figures; a line without a figure is left out."""
        self._heads = tuple(heads)
        self._lines = tuple(one for one in lines if any(cell.strip("\N{EN DASH} ") for cell in one.cells))
        self._room = self._fitting()
        self._build()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitting() != self._room:
            self._room = self._fitting()
            self._build()

    def _fitting(self) -> int:
        px, gap = self._context.theme.px, self._context.theme.space.m
        return max(1, (self.width() - px(NAME_WIDTH)) // (px(CELL_WIDTH) + gap))

    def _build(self) -> None:
        clear(self._grid)
        shown = min(len(self._heads), self._room)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, head in enumerate(self._heads[:shown]):
            self._grid.addWidget(self._text(head, Type.STRONG), 0, at + 1, right)
        for y, one in enumerate(self._lines, 1):
            kind = Type.STRONG if one.is_sum else Type.BODY
            token = "muted" if one.is_quiet else "text"
            self._grid.addWidget(self._text(one.name, kind, token), y, 0)
            for at, cell in enumerate(one.cells[:shown]):
                label = self._text(cell, Type.STRONG if one.is_sum else Type.TABULAR, token)
                label.setAccessibleName(f"{one.name}, {self._heads[at]}: {cell}")
                self._grid.addWidget(label, y, at + 1, right)
        self._grid.setColumnMinimumWidth(0, self._context.theme.px(NAME_WIDTH))
        for at in range(1, self._grid.columnCount()):
            self._grid.setColumnMinimumWidth(at, self._context.theme.px(CELL_WIDTH) if at <= shown else 0)
            self._grid.setColumnStretch(at, 1 if at <= shown else 0)
        hidden = len(self._heads) - shown
        if hidden > 0:
            words = self._context.translator.tn("{count} more", "{count} more", hidden)
            self._grid.addWidget(labels.caption(self._context, words), len(self._lines) + 1, 0)

    def _text(self, text: str, kind: Type, token: str = "text") -> QLabel:
        label = labels.label(self._context, text, kind, token=token)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
