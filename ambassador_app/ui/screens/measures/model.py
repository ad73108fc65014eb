"""All measures over all visits: what is asked for, the pages of the answer, and what it adds up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.follow_up import Standing
from ambassador_app.domain.lists import MeasureLine, MeasureOrder, MeasureQuery, Page
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.i18n import COPENHAGEN, Translator
from ambassador_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from ambassador_app.services import Session

Fetch = Callable[[int, int], Page[MeasureLine]]


class MeasuresModel(QObject):
    """Search words, filters and order; `asked` tells that another list is wanted, `added_up` what it comes to."""

    asked = Signal()
    added_up = Signal(object)
    """Standing."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator) -> None:
        super().__init__()
        self.session = session
        self.tasks = tasks
        self.translator = translator
        self.query = MeasureQuery()

    def today(self) -> date:
        """The present day in Denmark."""
        return self.session.now().astimezone(COPENHAGEN).date()

    def search(self, text: str) -> None:
        """Show those that contain these words."""
        self._ask(text=text)

    def filter(self, status: MeasureStatus | None) -> None:
        """Show those of one status, or all."""
        self._ask(status=status)

    def choose_area(self, area: str) -> None:
        """Show those of one area, or all."""
        self._ask(area=area)

    def only_overdue(self, on: bool) -> None:
        """Show those that should have been carried out before today."""
        self._ask(overdue_on=self.today() if on else None)

    def sort(self, order: MeasureOrder, *, downwards: bool) -> None:
        """Show them in another order."""
        self._ask(order=order, downwards=downwards)

    def _ask(self, **fields: Any) -> None:
        wanted = replace(self.query, **fields)
        if wanted != self.query:
            self.query = wanted
            self.refresh()

    def refresh(self) -> None:
        """Ask for list and totals."""
        query, follow_up = self.query, self.session.follow_up
        self.asked.emit()
        self.tasks.run(lambda: follow_up.standing(query), owner=self, then=self._added_up, latest="totals")

    def _added_up(self, standing: Standing) -> None:
        self.added_up.emit(standing)

    def hear(self, changes: Changes) -> None:
        """Ask again when a measure changed, or what a line shows of its visit's site."""
        if changes.touches("measure", "site"):
            self.refresh()

    def fetch(self) -> Fetch:
        """Give what fetches a page of what is asked for now; runs on the store's thread."""
        query, follow_up = self.query, self.session.follow_up
        return lambda offset, limit: follow_up.page(query, offset=offset, limit=limit)
