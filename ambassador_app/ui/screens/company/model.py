"""Reads one site's page, changes its fields, and plans its next visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.case import CaseStep, Publicity
from ambassador_app.domain.changes import Changes, Made
from ambassador_app.domain.identifiers import ContactId, SiteId, shown_cvr
from ambassador_app.domain.place import Industry, Reach
from ambassador_app.domain.visit import VisitKind
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import COPENHAGEN, Translator
from ambassador_app.services import Session
from ambassador_app.services.companies import CompanyPage
from ambassador_app.ui.tasks import Tasks
from ambassador_app.wording import LABEL

if TYPE_CHECKING:
    from ambassador_app.services.checklists import ChecklistChoice


class CompanyModel(QObject):
    """One company's page."""

    page_changed = Signal(object)
    planned = Signal(str)
    checklists_found = Signal(object)
    """Id and title of each checklist, by title."""
    refused = Signal(object)

    def __init__(
        self, session: Session, tasks: Tasks, translator: Translator, site_id: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self.translator = translator
        self.site_id = SiteId(site_id)
        self.page: CompanyPage | None = None

    def today(self) -> date:
        """The present day in Denmark."""
        return self._session.now().astimezone(COPENHAGEN).date()

    def refresh(self) -> None:
        """Read the page anew."""
        companies, site_id = self._session.companies, self.site_id
        self._tasks.run(lambda: companies.get(site_id), owner=self, then=self._read, latest="page")

    def _read(self, page: CompanyPage) -> None:
        self.page = page
        self.page_changed.emit(page)

    def heard(self, changes: Changes) -> None:
        """Read anew if something the page shows was touched."""
        if changes.touches("site", "organisation", "contact", "case", "visit", "measure", "energy_use", "report"):
            self.refresh()

    # -- changing -----------------------------------------------------------------------------------------------
    def change(self, **fields: Any) -> None:
        """Change fields of the site."""
        companies, site_id = self._session.companies, self.site_id
        self._do(lambda: companies.change_site(site_id, **fields))

    def move_case(self, step: object) -> None:
        """Put the case on another step."""
        companies, site_id = self._session.companies, self.site_id
        if isinstance(step, str):
            self._do(lambda: companies.move_case(site_id, CaseStep(step)))

    def set_publicity(self, publicity: Publicity) -> None:
        """Note that the company agrees to be named, or agrees no longer."""
        companies, site_id = self._session.companies, self.site_id
        self._do(lambda: companies.set_publicity(site_id, publicity))

    def add_contact(self, *, name: str, role: str, email: str, phone: str, internal: bool) -> None:
        """Add a person."""
        companies, site_id = self._session.companies, self.site_id
        reach = Reach.INTERNAL if internal else Reach.REPORT
        self._do(lambda: companies.add_contact(site_id, name, role=role, email=email, phone=phone, reach=reach))

    def remove_contact(self, contact_id: str) -> None:
        """Take a person away."""
        companies = self._session.companies
        self._do(lambda: companies.remove_contact(ContactId(contact_id)))

    def read_checklists(self) -> None:
        """Read what a visit can be planned with."""
        checklists = self._session.checklists
        self._tasks.run(checklists.choices, owner=self, then=self._found, latest="checklists")

    def _found(self, choices: tuple[ChecklistChoice, ...]) -> None:
        language = self.translator.language.value
        titles = ((one.id, one.title.text(language)) for one in choices)
        self.checklists_found.emit(tuple(sorted(titles, key=lambda pair: pair[1].casefold())))

    def plan(self, *, kind: str, day: date | None, at: time | None, agreed_with: str, checklist_id: str = "") -> None:
        """Plan a visit and go to it; without a checklist the kinds of visit and site choose it."""
        visits, site_id = self._session.visits, self.site_id
        planned_at = datetime.combine(day, at or time(9, 0), COPENHAGEN) if day else None
        agreed_on = self.today() if agreed_with else None
        self._tasks.run(
            lambda: visits.plan(
                site_id,
                kind=VisitKind(kind),
                planned_at=planned_at,
                agreed_with=agreed_with,
                agreed_on=agreed_on,
                checklist_id=checklist_id,
            ),
            owner=self,
            then=self._planned,
            failed=self._refused,
        )

    def _planned(self, made: Made) -> None:
        self.planned.emit(made.id)

    def _do(self, job: Callable[[], Changes | Made]) -> None:
        self._tasks.run(job, owner=self, failed=self._refused)

    def _refused(self, error: AmbassadorError) -> None:
        self.refused.emit(error)

    # -- words --------------------------------------------------------------------------------------------------
    def kinds_of_visit(self) -> tuple[tuple[str, str], ...]:
        """Give the kinds of visit with their names."""
        return tuple((kind.value, self.translator.tr(LABEL[kind])) for kind in VisitKind)

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Give the six steps of the partnership with their names."""
        return tuple((step.value, self.translator.tr(LABEL[step])) for step in CaseStep)

    def facts(self, page: CompanyPage) -> tuple[tuple[str, str], ...]:
        """Give what is known of the organisation, as name and text; what is not known is left out."""
        tr, site, organisation = self.translator.tr, page.site, page.organisation
        found = [
            (tr("Kind"), tr(LABEL[site.kind])),
            (tr("Address"), site.address.line),
            (tr("CVR number"), shown_cvr(organisation.cvr) if organisation and organisation.cvr else ""),
            (tr("P-number"), site.p_number),
            (tr("CHR number"), site.chr_number),
            (tr("Industry"), (site.industry if site.industry.code else _industry_of(page)).shown),
        ]
        return tuple((name, text) for name, text in found if text)


def _industry_of(page: CompanyPage) -> Industry:
    return page.organisation.industry if page.organisation else page.site.industry
