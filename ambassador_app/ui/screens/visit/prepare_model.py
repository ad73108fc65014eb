"""What is prepared before a visit: who and what, when, what is known of the energy use, what happened last time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import ContactId, EnergyUseId
from ambassador_app.domain.lists import VisitLine
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.visit import EnergySource, Participant, Visit, VisitKind
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.companies import CompanyPage

USUAL_TIME = time(9, 0)
"""The time of day of a visit that only has a date."""


@dataclass(frozen=True, slots=True)
class History:
    """What there was at the site before this visit: other visits, newest first, and measures still open."""

    visits: tuple[VisitLine, ...] = ()
    open_measures: tuple[Measure, ...] = ()


class PrepareModel(QObject):
    """The verbs of the preparation; each is written at once."""

    history_changed = Signal(object)
    """History."""
    refused = Signal(str, str)
    """Name of a field, and the sentence why its value was not kept."""

    def __init__(self, model: VisitModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._session = model.session

    @property
    def visit_id(self) -> str:
        """The visit that is prepared."""
        return self._model.visit_id

    # -- the visit ----------------------------------------------------------------------------------------------
    def change_visit(self, name: str, value: object) -> None:
        """Change a field of the visit's header."""
        self._model.change_visit(**{name: value})

    def set_appointment(self, day: date | None, at: time | None) -> None:
        """Plan the visit for a day and a time; without a day it is not planned."""
        moment = datetime.combine(day, at or USUAL_TIME, COPENHAGEN) if day is not None else None
        self._model.change_visit(planned_at=moment)

    def set_participants(self, people: Iterable[Participant]) -> None:
        """Keep who took part; lines without a name are no people."""
        self._model.change_visit(participants=tuple(one for one in people if one.name))

    # -- the place ----------------------------------------------------------------------------------------------
    def change_site(self, name: str, value: object) -> None:
        """Change a fact of the site."""
        site_id = self._dossier.site.id
        self._write(
            name,
            lambda: self._session.companies.change_site(
                site_id, visit_id=self._model.visit_id, **{name: _fitting(name, value)}
            ),
        )

    def change_address(self, name: str, value: object) -> None:
        """Change a part of the site's address."""
        site = self._dossier.site
        address = replace(site.address, **{name: str(value)})
        self._write(
            name, lambda: self._session.companies.change_site(site.id, visit_id=self._model.visit_id, address=address)
        )

    def change_organisation(self, name: str, value: object) -> None:
        """Change a fact of the organisation."""
        organisation = self._dossier.organisation
        if organisation is not None:
            fields = {name: value}
            self._write(
                name,
                lambda: self._session.companies.change_organisation(
                    organisation.id, visit_id=self._model.visit_id, **fields
                ),
            )

    def add_contact(self, name: str, then: Callable[[str], object]) -> None:
        """Add a person at the site."""
        site_id = self._dossier.site.id
        self._model.do(
            lambda: self._session.companies.add_contact(site_id, name, visit_id=self._model.visit_id),
            then=lambda made: then(made.id),
        )

    def change_contact(self, contact_id: str, **fields: object) -> None:
        """Change a person at the site."""
        self._model.do(
            lambda: self._session.companies.change_contact(
                ContactId(contact_id), visit_id=self._model.visit_id, **fields
            )
        )

    def remove_contact(self, contact_id: str) -> None:
        """Take a person away."""
        self._model.do(
            lambda: self._session.companies.remove_contact(ContactId(contact_id), visit_id=self._model.visit_id),
            once=f"remove {contact_id}",
        )

    # -- energy -------------------------------------------------------------------------------------------------
    def keep_energy(
        self, use: Mapping[str, Any], then: Callable[[str], object], failed: Callable[[str], object]
    ) -> None:
        """Keep a year's use of one carrier; `then` is told its identifier, `failed` the sentence why not."""
        site_id = self._dossier.site.id
        source = EnergySource(use["source"])

        def told(error: AmbassadorError) -> None:
            failed(sentence(error, self._model.translator))

        self._model.do(
            lambda: self._session.companies.keep_energy(
                site_id,
                visit_id=self._model.visit_id,
                carrier=use["carrier"],
                year=int(use["year"]),
                month=use.get("month"),
                amount=use["amount"],
                unit=use["unit"],
                cost_dkk=use["cost_dkk"],
                source=source,
                id=use.get("id") or None,
            ),
            then=lambda made: then(made.id),
            failed=told,
        )

    def remove_energy(self, energy_id: str) -> None:
        """Take a figure of energy use away."""
        self._model.do(
            lambda: self._session.companies.remove_energy(EnergyUseId(energy_id), visit_id=self._model.visit_id),
            once=f"remove {energy_id}",
        )

    # -- what was before ----------------------------------------------------------------------------------------
    def move_measure(self, measure: Measure, key: object) -> None:
        """Move a measure of an earlier visit on; its own history remembers it, not this visit's."""
        status = MeasureStatus(str(key))
        if status is not measure.status:
            self._model.do(
                lambda: self._session.follow_up.move(measure.id, status),
                then=lambda _: self.read_history(),
                failed=self._move_refused,
            )

    def _move_refused(self, error: AmbassadorError) -> None:
        self._model.tasks.refused.emit(error)
        self.history_changed.emit(History())  # what was chosen is not so
        self.read_history()

    def read_history(self) -> None:
        """Read the earlier visits of the site, and what was proposed and is not done."""
        site_id, visit_id = self._dossier.site.id, self._model.visit_id

        def arrived(page: CompanyPage) -> None:
            self.history_changed.emit(history_of(page, visit_id))

        self._model.tasks.run(lambda: self._session.companies.get(site_id), owner=self, then=arrived, latest="history")

    # -- inside -------------------------------------------------------------------------------------------------
    @property
    def _dossier(self) -> VisitDossier:
        workspace = self._model.workspace
        if workspace is None:
            raise RuntimeError("nothing can be prepared before the visit is read")
        return workspace.dossier

    def _write(self, name: str, job: Callable[[], Changes]) -> None:
        def told(error: AmbassadorError) -> None:
            self.refused.emit(name, sentence(error, self._model.translator))

        self._model.do(job, failed=told)


def history_of(page: CompanyPage, visit_id: str) -> History:
    """Give what belongs to other visits of the site."""
    visits = tuple(one for one in page.visits if one.visit_id != visit_id)
    measures = tuple(
        one for one in page.measures if one.visit_id != visit_id and one.is_proposed and not one.status.is_closed
    )
    return History(visits, measures)


def opens_with_duty(visit: Visit) -> bool:
    """Whether the visit begins with the sentence on the duty to act: every kind but an inspection."""
    return visit.kind is not VisitKind.INSPECTION


def appointment_of(visit: Visit) -> tuple[date | None, time | None]:
    """Give the planned day and time on the wall clock."""
    if visit.planned_at is None:
        return None, None
    local = visit.planned_at.astimezone(COPENHAGEN)
    return local.date(), local.time().replace(second=0, microsecond=0)


def _fitting(name: str, value: object) -> object:
    """A year is a whole number."""
    return int(value) if name == "built_year" and isinstance(value, float) else value
