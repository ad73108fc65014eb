"""Parts of a page beside each other where there is room, else below each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ambassador_app.domain.visit import Step
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column
from ambassador_app.ui.widgets.cards import Banner

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace


class Columns(QWidget):
    """Two columns of cards; one when the page is narrower than `least` px at 100 %."""

    def __init__(
        self, context: UiContext, left: Iterable[QWidget], right: Iterable[QWidget], *, least: int = 860
    ) -> None:
        super().__init__()
        self._least = context.theme.px(least)
        space = context.theme.space.l
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space)
        self._parts = [box(column(*items, space=space)) for items in (left, right)]
        for part in self._parts:
            self._box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._box)

    def minimumSizeHint(self) -> QSize:
        # That of one column: else the page could never become narrow enough to have one.
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._least
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


class MissingNote(Banner):
    """What is still missing at a step, in a line; nothing when all is there."""

    def __init__(self, context: UiContext, step: Step) -> None:
        super().__init__(context, "info", "")
        self._translator = context.translator
        self._step = step

    def show_workspace(self, workspace: Workspace) -> None:
        """Show what is missing now."""
        missing = () if workspace.locked else workspace.missing.get(self._step, ())
        self.set_text(" ".join(self._translator.say(one) for one in missing))
