"""All measures over all visits: what is asked for, and the pages of the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.lists import MeasureLine, Page
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.i18n import Translator
from ambassador_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from ambassador_app.services import Session

Fetch = Callable[[int, int], Page[MeasureLine]]


class MeasuresModel(QObject):
    """Search words and status; `asked` tells that another list is wanted."""

    asked = Signal()

    def __init__(self, session: Session, tasks: Tasks, translator: Translator) -> None:
        super().__init__()
        self.session = session
        self.tasks = tasks
        self.translator = translator
        self.text = ""
        self.status: MeasureStatus | None = None

    def search(self, text: str) -> None:
        """Show those that contain these words."""
        if text != self.text:
            self.text = text
            self.asked.emit()

    def filter(self, status: MeasureStatus | None) -> None:
        """Show those of one status, or all."""
        if status is not self.status:
            self.status = status
            self.asked.emit()

    def hear(self, changes: Changes) -> None:
        """Ask again when a measure changed, or what a line shows of its visit's site."""
        if changes.touches("measure", "site"):
            self.asked.emit()

    @property
    def is_narrowed(self) -> bool:
        """Whether not all measures are asked for."""
        return bool(self.text) or self.status is not None

    def fetch(self) -> Fetch:
        """Give what fetches a page of what is asked for now; runs on the store's thread."""
        text, status, measures = self.text, self.status, self.session.measures
        return lambda offset, limit: measures.page(text, status=status, offset=offset, limit=limit)
