"""The editions of a visit after its first: why each was begun, and what it changes in the report before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ambassador_app import report, seal
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.editions import EditionChange, changes_between
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.sign_off import Report, Revision
from ambassador_app.errors import NotAReport, RecordNotFound
from ambassador_app.services.desk import Desk
from ambassador_app.storage import Reading


class Editions:
    """Tells what an open edition changes: compared with the data that the sealed report before it carries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: tuple[ReportId, Mapping[str, Any]] | None = None

    def of(self, reader: Reading, dossier: VisitDossier) -> tuple[Revision, ...]:
        """Give the editions after the first, up to the visit's own. What a sealed one changes was written down when it
        was sealed; of the open one it is worked out.
        """
        visit = dossier.visit
        if visit.revision < 2:
            return ()
        known = sorted(reader.all(Revision, visit_id=visit.id), key=lambda one: one.number)
        found = tuple(one for one in known if 1 < one.number <= visit.revision)
        if not found or found[-1].number != visit.revision or found[-1].sealed_at is not None:
            return found
        return (*found[:-1], replace(found[-1], changes=self._changes(reader, dossier)))

    def _changes(self, reader: Reading, dossier: VisitDossier) -> tuple[EditionChange, ...]:
        sealed = [one for one in reader.all(Report, visit_id=dossier.visit.id) if one.revision < dossier.visit.revision]
        if not sealed:
            return ()
        before = self._data_of(max(sealed, key=lambda one: one.revision))
        return changes_between(before, json.loads(report.snapshot(dossier))) if before else ()

    def _data_of(self, sealed: Report) -> Mapping[str, Any]:
        """Give the data that a sealed report carries; it never changes, so it is read once."""
        if self._last is None or self._last[0] != sealed.id:
            try:
                data = seal.read_embedded(self._desk.store.blobs.get(sealed.pdf_sha256))
            except (NotAReport, RecordNotFound):  # an edition that cannot be read has nothing to compare with
                data = None
            self._last = sealed.id, json.loads(data) if data else {}
        return self._last[1]
