"""Legal hold: a coordinator keeps a visit or a company from leaving laptops and from being erased, and releases it."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.hold import Hold, HoldReason
from ambassador_app.domain.identifiers import HoldId, SiteId, VisitId
from ambassador_app.domain.place import Organisation, Site
from ambassador_app.domain.roles import Right
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import FieldMissing
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.storage.away import holds_on

_SUBJECTS: Final[dict[str, type[Visit] | type[Site] | type[Organisation]]] = {
    Visit.KIND: Visit,
    Site.KIND: Site,
    Organisation.KIND: Organisation,
}


class Holds:
    """What is held, and why."""

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk

    @property
    def may(self) -> bool:
        """Whether the person here may put on hold, and release."""
        return self._desk.may(Right.HOLD)

    def on_visit(self, visit_id: VisitId) -> tuple[Hold, ...]:
        """Every hold on a visit, its place, or the company there; released ones too, the newest first."""
        with self._desk.store.reader() as reader:
            return _newest_first(holds_on(reader, visit_id))

    def on_site(self, site_id: SiteId) -> tuple[Hold, ...]:
        """Every hold on a place or the company there, the newest first."""
        with self._desk.store.reader() as reader:
            site = reader.load(Site, site_id)
            found = list(reader.all(Hold, subject_id=site_id))
            if site.organisation_id:
                found.extend(reader.all(Hold, subject_id=site.organisation_id))
            return _newest_first(found)

    def put(self, subject_kind: str, subject_id: str, reason: HoldReason, note: str) -> Made:
        """Hold a visit, a place or a company. Why is told in words too.

        Raises RightMissing, RecordNotFound, FieldMissing without words.
        """
        refuse_unfit({"note": note})
        if not note.strip():
            raise FieldMissing(field="reason")
        hold_id = HoldId(self._desk.new_id())
        with self._desk.office_deed(Deed.PUT_ON_HOLD, right=Right.HOLD) as tx:
            tx.load(_SUBJECTS[subject_kind], subject_id)
            by, at = self._desk.ambassador().name, self._desk.now()
            tx.save(Hold(hold_id, subject_kind, subject_id, reason, note.strip(), by, at))
        return Made(hold_id, tx.changes)

    def release(self, hold_id: HoldId, note: str) -> Changes:
        """Hold it no longer; who and when and why are kept. A released one stays as it is.

        Raises RightMissing, RecordNotFound, FieldMissing without words.
        """
        refuse_unfit({"note": note})
        if not note.strip():
            raise FieldMissing(field="reason")
        with self._desk.office_deed(Deed.RELEASE_HOLD, right=Right.HOLD) as tx:
            found = tx.load(Hold, hold_id)
            if found.is_open:
                by, at = self._desk.ambassador().name, self._desk.now()
                tx.save(found.released(by=by, at=at, note=note.strip()))
        return tx.changes


def _newest_first(found: tuple[Hold, ...] | list[Hold]) -> tuple[Hold, ...]:
    return tuple(sorted(found, key=lambda one: (one.at, one.id), reverse=True))
