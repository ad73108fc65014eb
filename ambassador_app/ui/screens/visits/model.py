"""Decides what the list of visits shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.lists import Page, VisitLine
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.i18n import COPENHAGEN, Translator
from ambassador_app.services import Session
from ambassador_app.wording import LABEL

Fetch = Callable[[int, int], Page[VisitLine]]

_TONES = {
    VisitStatus.PLANNED: "info",
    VisitStatus.UNDER_WAY: "warning",
    VisitStatus.SEALED: "success",
    VisitStatus.CANCELLED: "muted",
}


class VisitsModel(QObject):
    """What is searched for, and in which status."""

    fetch_changed = Signal(object)
    list_touched = Signal()

    def __init__(self, session: Session, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._translator = translator
        self._text = ""
        self._status: VisitStatus | None = None

    def fetch(self) -> Fetch:
        """Give what reads one page of the list as it is asked for now."""
        visits, text, status = self._session.visits, self._text, self._status
        return lambda offset, limit: visits.page(text, status=status, offset=offset, limit=limit)

    def search(self, text: str) -> None:
        """Show what matches."""
        self._text = text
        self.fetch_changed.emit(self.fetch())

    def show_status(self, status: object) -> None:
        """Show one status only, or all."""
        self._status = VisitStatus(status) if isinstance(status, str) and status else None
        self.fetch_changed.emit(self.fetch())

    def heard(self, changes: Changes) -> None:
        """Read anew if a visit was touched."""
        if changes.touches("visit", "measure", "finding", "attachment", "site"):
            self.list_touched.emit()

    # -- words --------------------------------------------------------------------------------------------------
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """Give the statuses with their names."""
        return tuple((one.value, self._translator.tr(LABEL[one])) for one in VisitStatus)

    def day(self, line: VisitLine) -> str:
        """Write when the visit was, or will be."""
        at = line.started_at or line.planned_at
        return self._translator.short_day(at.astimezone(COPENHAGEN).date()) if at else "–"

    def kind(self, line: VisitLine) -> str:
        """Name the kind of visit."""
        return self._translator.tr(LABEL[line.kind])

    def status(self, line: VisitLine) -> str:
        """Name the status."""
        return self._translator.tr(LABEL[line.status])

    def tone(self, line: VisitLine) -> str:
        """Give the colour of the status."""
        return _TONES[line.status]

    def count(self, number: int) -> str:
        """Write a count; nothing for none."""
        return self._translator.number(number) if number else ""
