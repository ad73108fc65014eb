"""Keeps controls from being used where the office does not let this person, and says why."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ambassador_app.domain.roles import Right
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import column
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording import LABEL


class RightNote(QWidget):
    """A line that says why some widgets are for reading only; not there where this person has the right."""

    def __init__(self, context: UiContext, right: Right, *widgets: QWidget) -> None:
        super().__init__()
        self._context = context
        self._right = right
        self._widgets = list(widgets)
        tr = context.translator.tr
        said = tr("For reading only: your role at the office does not allow you {right}.", right=tr(LABEL[right]))
        self.setLayout(column(locked_note(context, said)))
        self.setAccessibleName(said)
        self.hide()
        QTimer.singleShot(0, self, self.ask)

    def keep(self, *widgets: QWidget) -> None:
        """Keep these widgets from being used, too; those that are gone meanwhile are forgotten."""
        self._widgets = [*(one for one in self._widgets if isValid(one)), *widgets]
        self.ask()

    def ask(self) -> None:
        """Ask anew what this person may do."""
        syncing = self._context.session.syncing
        self._context.tasks.run(lambda: syncing.may(self._right), owner=self, then=self._show)

    def _show(self, may: bool) -> None:
        for one in filter(isValid, self._widgets):
            one.setEnabled(may)
        self.setVisible(not may)
