"""Gathers all records of one visit, as they are at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from ambassador_app.domain.case import Case
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.follow_up import EarlierMeasure, earlier_measure, is_counted
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Ambassador, Contact, Municipality, Organisation, Site
from ambassador_app.domain.publication import Publication
from ambassador_app.domain.records import Json, value_of
from ambassador_app.domain.sign_off import Report, SignOff
from ambassador_app.domain.visit import (
    Action,
    Attachment,
    EnergyUse,
    Finding,
    SectionAnswers,
    Visit,
    VisitStatus,
)
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services import earlier_photos
from ambassador_app.services.checklists import Checklists
from ambassador_app.services.checks import refuse_away
from ambassador_app.services.desk import Desk
from ambassador_app.services.editions import Editions
from ambassador_app.services.sealed_data import SealedData
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading, Transaction


class Dossiers:
    """Reads a visit whole, in one snapshot of the database."""

    def __init__(self, desk: Desk, checklists: Checklists, sets: Sets) -> None:
        self._desk = desk
        self._checklists = checklists
        self._sets = sets
        self._editions = Editions(desk)
        self._sealed = SealedData(desk.store)

    def of(self, visit_id: VisitId) -> VisitDossier:
        """Give the dossier of a visit. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            return self._read(reader, reader.load(Visit, visit_id))

    def within(self, tx: Transaction, visit: Visit) -> VisitDossier:
        """Give the dossier of `visit` as an open transaction sees it, with what it has just saved."""
        return self._read(tx, visit)

    def with_reports(self, visit_id: VisitId) -> tuple[VisitDossier, tuple[Report, ...], tuple[SectionAnswers, ...]]:
        """Give the dossier, the sealed reports of the visit (newest first) and the last visit's answers."""
        with self._desk.store.reader() as reader:
            visit = reader.load(Visit, visit_id)
            reports = sorted(reader.all(Report, visit_id=visit_id), key=lambda one: -one.revision)
            return self._read(reader, visit), tuple(reports), _previous(reader, visit)

    def _read(self, reader: Reading, visit: Visit) -> VisitDossier:
        refuse_away(reader, visit.id)
        site = reader.load(Site, visit.site_id)
        measures = sorted(reader.all(Measure, visit_id=visit.id), key=lambda one: (one.order, one.id))
        energy = sorted(reader.all(EnergyUse, site_id=site.id), key=lambda one: (one.year, one.month or 0, one.carrier))
        municipality = self._municipality(reader, visit)
        attachments = reader.all(Attachment, visit_id=visit.id)
        whole = VisitDossier(
            municipality=municipality,
            ambassador=reader.load(Ambassador, visit.responsible or self._desk.user),
            site=site,
            visit=visit,
            organisation=reader.find(Organisation, site.organisation_id) if site.organisation_id else None,
            case=reader.find(Case, visit.case_id) if visit.case_id else None,
            contacts=reader.all(Contact, site_id=site.id),
            checklist=self._checklists.of(visit, reader),
            sections=reader.all(SectionAnswers, visit_id=visit.id),
            findings=reader.all(Finding, visit_id=visit.id),
            measures=tuple(measures),
            actions=reader.all(Action, visit_id=visit.id),
            energy=tuple(energy),
            attachments=attachments,
            earlier_photos=earlier_photos.compared_with(reader, visit, attachments),
            sign_offs=tuple(one for one in reader.all(SignOff, visit_id=visit.id) if one.revision == visit.revision),
            factor_set=self._sets.factors(visit, reader),
            price_set=self._sets.prices(visit, reader),
            factor_version=self._sets.factor_version(visit, reader),
            price_version=self._sets.price_version(visit, reader),
            reference=self._desk.resources.energy_reference(municipality),
            earlier=self._earlier(reader, visit),
        )
        whole = self._sealed.put_into(whole)
        if visit.revision < 2 or whole.editions:
            return whole
        return replace(whole, editions=self._editions.of(reader, whole))

    def _municipality(self, reader: Reading, visit: Visit) -> Municipality:
        """Give the municipality as it showed itself when the visit began; where no office says so, as it does now."""
        said = reader.find(Publication, visit.profile) if visit.profile else None
        if said is None:
            return reader.load(Municipality, self._desk.municipality_id)
        return value_of(Municipality, said.subject, cast("Mapping[str, Json]", said.content))

    def _earlier(self, reader: Reading, visit: Visit) -> tuple[EarlierMeasure, ...]:
        """Give what was proposed at visits to the site that began before this one, the oldest first."""
        begun = visit.started_at or self._desk.now()
        earlier = sorted(
            ((one.started_at, one) for one in reader.all(Visit, site_id=visit.site_id) if one.started_at is not None),
            key=lambda pair: pair[0],
        )
        return tuple(
            earlier_measure(
                one, visited_on=at.astimezone(COPENHAGEN).date(), reported=other.status is VisitStatus.SEALED
            )
            for at, other in earlier
            if other.id != visit.id and at < begun
            for one in sorted(reader.all(Measure, visit_id=other.id), key=lambda one: (one.order, one.id))
            if is_counted(one)
        )


def _previous(reader: Reading, visit: Visit) -> tuple[SectionAnswers, ...]:
    """Give the answers of the site's newest sealed visit before this one."""
    earlier = {
        one.started_at: one
        for one in reader.all(Visit, site_id=visit.site_id)
        if one.id != visit.id
        and one.started_at is not None
        and one.status is VisitStatus.SEALED
        and one.checklist_id == visit.checklist_id
    }
    if not earlier:
        return ()
    return reader.all(SectionAnswers, visit_id=earlier[max(earlier)].id)
