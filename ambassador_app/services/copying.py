"""Measures copied from another visit: inputs, words and costs come along, the figures are this visit's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ambassador_app.domain.calculators import CALCULATORS, settled
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.lists import Page, VisitLine
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Site
from ambassador_app.domain.visit import Visit
from ambassador_app.i18n import COPENHAGEN, N_, Language
from ambassador_app.services.checks import refuse_away
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.figures import Figures
from ambassador_app.services.sets import Sets
from ambassador_app.services.visits import Visits
from ambassador_app.storage import Reading


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: `ids` of the new measures. `investments_left_out`: the titles of those whose investment did not
    come along, because VAT is in the one visit's money and not in the other's.
    """

    ids: tuple[str, ...]
    changes: Changes
    investments_left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A visit to copy from: its measures in order, and whether VAT is in its money and not in the other visit's, or
    the other way round."""

    visit: Visit
    site: Site
    measures: tuple[Measure, ...]
    vat_differs: bool


class Copying:
    """Takes over what was proposed at another visit."""

    def __init__(self, desk: Desk, *, sets: Sets, figures: Figures, visits: Visits, translators: Translators) -> None:
        self._desk = desk
        self._sets = sets
        self._figures = figures
        self._visits = visits
        self._translators = translators

    def visits(self, visit_id: VisitId, text: str = "", *, offset: int = 0, limit: int = 100) -> Page[VisitLine]:
        """Give one page of the other visits: those of the same site first, then all others, the newest first."""
        with self._desk.store.reader() as reader:
            site_id = reader.load(Visit, visit_id).site_id
        return self._desk.library.visits_beside(visit_id, site_id, text, offset=offset, limit=limit)

    def source(self, visit_id: VisitId, other_id: VisitId) -> Source:
        """Give what could be copied from the visit `other_id` into `visit_id`. Raises VisitAway."""
        with self._desk.store.reader() as reader:
            refuse_away(reader, other_id)
            here, other = reader.load(Visit, visit_id), reader.load(Visit, other_id)
            return Source(
                visit=other,
                site=reader.load(Site, other.site_id),
                measures=tuple(
                    sorted(
                        (
                            one
                            for one in reader.all(Measure, visit_id=other_id)
                            if one.is_proposed or one.is_alternative
                        ),
                        key=lambda one: (one.order, one.id),
                    )
                ),
                vat_differs=self._has_vat(here, reader) is not self._has_vat(other, reader),
            )

    def _has_vat(self, visit: Visit, reader: Reading) -> bool:
        return self._sets.default_prices(visit, reader).vat_included

    def copy(self, visit_id: VisitId, measure_ids: Sequence[MeasureId]) -> Copied:
        """Copy measures of other visits, in this order, with the figures computed anew; one deed. Status, owner,
        deadline, subsidy, photos and internal notes stay behind; where each is from stands in its internal note.

        Raises VisitLocked, RecordNotFound, VisitAway.
        """
        made: list[str] = []
        left_out: list[str] = []
        with self._desk.visit_deed(Deed.COPY_MEASURES, visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            order = max((one.order for one in tx.all(Measure, visit_id=visit_id)), default=0)
            with_vat = self._has_vat(begun, tx)
            for number, identifier in enumerate(measure_ids, 1):
                found = tx.load(Measure, identifier)
                other = tx.load(Visit, found.visit_id)
                refuse_away(tx, other.id)
                copied = replace(
                    self._anew(found, begun),
                    internal_note=self._said(found, other, tx.load(Site, other.site_id), begun),
                    order=order + number,
                )
                if found.investment_dkk is not None and with_vat is not self._has_vat(other, tx):
                    copied = replace(copied, investment_dkk=None, price_source="")
                    left_out.append(found.title)
                tx.save(self._figures.put_in_what_fits(copied, begun, tx))
                made.append(copied.id)
        return Copied(tuple(made), tx.changes, tuple(left_out))

    def _anew(self, found: Measure, visit: Visit) -> Measure:
        """The measure as a fresh proposal of `visit`: its inputs as today's calculator understands them."""
        return replace(
            found,
            id=MeasureId(self._desk.new_id()),
            visit_id=visit.id,
            site_id=visit.site_id,
            inputs=_known_inputs(found),
            subsidy_dkk=0.0,
            subsidy=None,
            assessment=None,
            status=MeasureStatus.PROPOSED,
            moves=(),
            owner="",
            deadline=None,
            suggestion=None,
            provenance=None,
            dismissed_because="",
            barrier=None,
            verification=None,
            variant_of="",
            set_aside=False,
            at=self._desk.now(),
        )

    def _said(self, found: Measure, other: Visit, site: Site, visit: Visit) -> str:
        words = self._translators(Language(visit.language))
        moment = other.started_at or other.planned_at
        if moment is None:
            return words.tr(N_("Copied from {site}: {title}."), site=site.name, title=found.title)
        day = moment.astimezone(COPENHAGEN).date()
        return words.tr(N_("Copied from {site}, visit of {day}: {title}."), site=site.name, day=day, title=found.title)


def _known_inputs(found: Measure) -> dict[str, object]:
    """The inputs that today's calculator still has: the visit copied from may be years old."""
    known = {one.name for one in CALCULATORS[found.calculator].fields()}
    return {name: value for name, value in settled(found.calculator, found.inputs).items() if name in known}
