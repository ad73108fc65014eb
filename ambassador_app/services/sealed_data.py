"""What only the sealed report knows of a visit that was rebuilt from it: the surroundings as they were then."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ambassador_app import report, seal
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.errors import AmbassadorError
from ambassador_app.storage import Store

_KEPT: Final = 8


class SealedData:
    """Reads the data of sealed reports that came from elsewhere; the last few stay at hand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, VisitDossier] = {}

    def put_into(self, dossier: VisitDossier) -> VisitDossier:
        """Return the dossier as its sealed edition tells of it: with the letterhead, the place, the energy use and the
        earlier visits of that day, which the records here may not have, or have otherwise by now.

        What belongs to the visit itself stays: follow-up goes on. An edition begun here is this computer's own.
        """
        came, visit = dossier.visit.brought_in, dossier.visit
        if came is None or came.revision != visit.revision or visit.status is not VisitStatus.SEALED:
            return dossier
        told = self._of(came.pdf_sha256)
        if told is None:
            return dossier
        return replace(
            dossier,
            municipality=told.municipality,
            ambassador=told.ambassador,
            site=told.site,
            organisation=told.organisation,
            case=told.case,
            contacts=told.contacts,
            energy=told.energy,
            reference=told.reference,
            earlier=told.earlier,
            earlier_photos=told.earlier_photos,
            editions=told.editions,
            asked=told.asked,
        )

    def _of(self, sha256: str) -> VisitDossier | None:
        if sha256 not in self._read:
            try:
                data = seal.read_embedded(self._store.blobs.get(sha256))
                if data is None:
                    return None
                found = report.read_snapshot(data).dossier
            except AmbassadorError:
                return None  # the file has not arrived yet; the records stand for themselves
            while len(self._read) >= _KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[sha256] = found
        return self._read[sha256]
