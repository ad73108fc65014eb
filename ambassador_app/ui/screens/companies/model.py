"""Decides what the company list shows, and adds a company by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes, Made
from ambassador_app.domain.lists import CompanyLine, Page
from ambassador_app.domain.place import SiteKind
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Message, Translator
from ambassador_app.services import Session
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import LABEL

Fetch = Callable[[int, int], Page[CompanyLine]]


class CompaniesModel(QObject):
    """What is searched for, which kind, and the new company that is being typed."""

    fetch_changed = Signal(object)
    list_touched = Signal()
    added = Signal(str)
    refused = Signal(object)
    cvr_doubted = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._translator = translator
        self._text = ""
        self._kind: SiteKind | None = None

    def fetch(self) -> Fetch:
        """Give what reads one page of the list as it is asked for now."""
        companies, text, kind = self._session.companies, self._text, self._kind
        return lambda offset, limit: companies.page(text, kind=kind, offset=offset, limit=limit)

    def search(self, text: str) -> None:
        """Show what matches."""
        self._text = text
        self.fetch_changed.emit(self.fetch())

    def show_kind(self, kind: object) -> None:
        """Show one kind of site only, or all."""
        self._kind = SiteKind(kind) if isinstance(kind, str) and kind else None
        self.fetch_changed.emit(self.fetch())

    def heard(self, changes: Changes) -> None:
        """Read anew if a company was touched."""
        if changes.touches("site", "organisation", "case", "visit"):
            self.list_touched.emit()

    def look_at_cvr(self, text: str) -> None:
        """Say what is odd about the typed number, at once."""
        doubt: Message | None = self._session.companies.cvr_warning(text)
        self.cvr_doubted.emit(self._translator.say(doubt) if doubt else "")

    def add(self, *, name: str, kind: str, cvr: str, p_number: str, street: str, postcode: str, city: str) -> None:
        """Add a site by hand."""
        companies = self._session.companies
        self._tasks.run(
            lambda: companies.create(
                name, kind=SiteKind(kind), cvr=cvr, p_number=p_number, street=street, postcode=postcode, city=city
            ),
            owner=self,
            then=self._added,
            failed=self._refused,
        )

    def _added(self, made: Made) -> None:
        self.added.emit(made.id)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)

    # -- words --------------------------------------------------------------------------------------------------
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Give the kinds of site with their names."""
        return tuple((kind.value, self._translator.tr(LABEL[kind])) for kind in SiteKind)

    def step(self, line: CompanyLine) -> str:
        """Name the step of the case."""
        return self._translator.tr(LABEL[line.step]) if line.step else ""

    def last_visit(self, line: CompanyLine) -> str:
        """Write the day of the last visit."""
        return self._translator.short_day(line.last_visit.date()) if line.last_visit else ""

    def number(self, line: CompanyLine) -> str:
        """Write the P-number, or else the CVR number."""
        return line.p_number or line.cvr

    def icon(self, line: CompanyLine) -> str:
        """Name the drawing of the kind of site."""
        return _ICONS[line.kind]


_ICONS = {
    SiteKind.COMPANY: "companies",
    SiteKind.FARM: "farm",
    SiteKind.PUBLIC_BUILDING: "building",
    SiteKind.HOME: "home",
}
