"""What a report is composed from, worked out once: the dossier as it may be told, its figures, its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.totals import Totals, totals_of
from ambassador_app.i18n import Translator
from ambassador_app.report import observations, proposals
from ambassador_app.report.observations import Asked
from ambassador_app.report.photobook import PhotoBook
from ambassador_app.report.proposals import Proposal


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the parts of a report are made of.

    `shown` holds only what is of reach *report*; `day` is that of the visit. `photos` hands each photo out once, so
    the parts are made in the order in which they stand.
    """

    words: Translator
    shown: VisitDossier
    found: tuple[Proposal, ...]
    sums: Totals
    form: Asked | None
    photos: PhotoBook
    day: date

    @property
    def accent(self) -> str:
        """The municipality's colour."""
        return self.shown.municipality.accent_colour


def material_of(dossier: VisitDossier, words: Translator, now: datetime) -> Material:
    """Work out what a report says; `now` stands in for a visit that has no day yet."""
    shown = dossier.for_report()
    day = (shown.visit.started_at or shown.visit.planned_at or now).date()
    return Material(
        words=words,
        shown=shown,
        found=proposals.proposals(shown.measures),
        sums=totals_of(shown.measures, shown.energy),
        form=observations.asked(words, dossier, shown, day),
        photos=PhotoBook(words, shown.attachments, shown.findings, shown.earlier_photos, day),
        day=day,
    )
