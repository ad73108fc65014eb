"""What becomes of measures after they were proposed: status, owner, deadline, verified saving.

The life of a measure goes on when its visit is sealed; everything else of it stays locked with the visit, for the
sealed report is evidence of that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.follow_up import Outcome, Standing, outcome_of
from ambassador_app.domain.identifiers import MeasureId, SiteId
from ambassador_app.domain.lists import MeasureLine, MeasureQuery, Page
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus
from ambassador_app.domain.measure_life import Need, moves_from, need_of
from ambassador_app.domain.place import Ambassador, Site
from ambassador_app.domain.quantities import Item
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.verification import Measured, Worth, verified, worth_of
from ambassador_app.domain.visit import Visit
from ambassador_app.errors import (
    FieldMissing,
    FieldRefused,
    MoveRefused,
    NothingToRedo,
    NothingToUndo,
    VerificationMissing,
)
from ambassador_app.i18n import N_, Message
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.sets import Sets
from ambassador_app.storage import Reading, Transaction

MOST: Final = 1e10
"""No yearly saving is larger: kWh, m³, l, DKK or kg CO2e."""

ALL: Final = MeasureQuery()
"""Every measure, newest first."""

_KEEP: Final = object()
_JUDGED: Final = frozenset({MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY})


@dataclass(frozen=True, slots=True)
class FollowUpFile:
    """One measure with all that its follow-up shows. `moves` are where it can go now and what each asks for;
    `authors` the names behind the ids in its moves. `undo` and `redo` name deeds of the follow-up; while the visit is
    open they are None, for then the visit itself undoes.
    """

    measure: Measure
    visit: Visit
    site: Site
    outcome: Outcome
    moves: tuple[tuple[MeasureStatus, Need], ...]
    authors: Mapping[str, str]
    undo: str | None
    redo: str | None


class FollowUp:
    """The life of measures, of open and of sealed visits.

    A deed on a measure of an open visit belongs to that visit: its undo takes it back in its turn. A deed on one of
    a locked visit has a scope of its own, the measure since the site's newest sealed report: so the undo of a visit
    never reaches it, it never reaches into a visit, and neither goes behind a report that was signed.
    """

    def __init__(self, desk: Desk, sets: Sets) -> None:
        self._desk = desk
        self._sets = sets

    # -- reading ------------------------------------------------------------------------------------------------
    def page(self, query: MeasureQuery = ALL, *, offset: int = 0, limit: int = 100) -> Page[MeasureLine]:
        """Give one page of the measures that are asked for."""
        return self._desk.library.measure_page(query, offset=offset, limit=limit)

    def standing(self, query: MeasureQuery = ALL) -> Standing:
        """Add up all measures that are asked for: promised and realised, by status."""
        return self._desk.library.standing(query)

    def file(self, measure_id: MeasureId) -> FollowUpFile:
        """Give one measure with its history. Raises RecordNotFound."""
        store, user = self._desk.store, self._desk.user
        with store.reader() as reader:
            measure = reader.load(Measure, measure_id)
            visit = reader.load(Visit, measure.visit_id)
            site = reader.load(Site, measure.site_id)
            authors = {one.by for one in measure.moves} | ({measure.verification.by} if measure.verification else set())
            people = {one: reader.find(Ambassador, one) for one in sorted(authors)}
            scope = _scope(reader, measure, visit) if visit.is_locked else ""
        return FollowUpFile(
            measure=measure,
            visit=visit,
            site=site,
            outcome=outcome_of(measure),
            moves=moves_from(measure.status),
            authors={one: found.name for one, found in people.items() if found is not None},
            undo=store.undoable(scope, author=user) if scope else None,
            redo=store.redoable(scope, author=user) if scope else None,
        )

    def worth(self, measure_id: MeasureId, found: Measured) -> Worth:
        """Compute what a realised saving is worth, with the prices and factors the measure was assessed with; saves
        nothing. Raises FieldRefused."""
        _refuse_odd(found)
        with self._desk.store.reader() as reader:
            return self._worth(reader, reader.load(Measure, measure_id), found)

    # -- changing -----------------------------------------------------------------------------------------------
    def move(
        self, measure_id: MeasureId, status: MeasureStatus, *, reason: str = "", barrier: Barrier | None = None
    ) -> Changes:
        """Move a measure on or back; date and author are remembered.

        Raises MoveRefused, FieldMissing for a reason or barrier that the move asks for, VerificationMissing.
        """
        refuse_unfit({"reason": reason})
        with self._deed(Deed.MOVE_MEASURE, measure_id) as (tx, found):
            _refuse_unstated(refuse_impossible(found, status), reason, barrier)
            stamp = {"at": self._desk.now(), "by": self._desk.user}
            tx.save(found.moved(status, reason=reason.strip(), barrier=barrier, **stamp))  # type: ignore[arg-type]
        return tx.changes

    def assign(
        self, measure_id: MeasureId, *, owner: str | object = _KEEP, deadline: date | object | None = _KEEP
    ) -> Changes:
        """Say who carries a measure out, and by when; only what is given changes."""
        given = {"owner": owner, "deadline": deadline}
        fields: dict[str, Any] = {name: value for name, value in given.items() if value is not _KEEP}
        refuse_unfit(fields)
        with self._deed(Deed.ASSIGN_MEASURE, measure_id) as (tx, found):
            tx.save(replace(found, **fields))
        return tx.changes

    def verify(
        self, measure_id: MeasureId, found: Measured, *, status: MeasureStatus = MeasureStatus.VERIFIED
    ) -> Changes:
        """Note what a measure saves in truth, and move it to *verified*, or to *unsatisfactory* if it does not hold.

        Money and CO2e that are not stated follow from the amounts. Raises FieldMissing where nothing is stated or
        a price or factor is not known, FieldRefused, MoveRefused for any other status.
        """
        refuse_unfit({"note": found.note})
        _refuse_odd(found)
        if not (found.savings_kwh or found.amounts() or found.cost_saving_dkk is not None):
            raise FieldMissing(field="savings_kwh")
        with self._deed(Deed.VERIFY_MEASURE, measure_id) as (tx, measure):
            if status not in _JUDGED:
                raise MoveRefused(now=measure.status, then=status)
            worth = self._worth(tx, measure, found)
            for name, value in (("cost_saving_dkk", worth.dkk), ("co2e_kg", worth.co2e_kg)):
                if value is None:
                    raise FieldMissing(field=name)
            now, by = self._desk.now(), self._desk.user
            moved = measure.moved(status, at=now, by=by, reason=found.note.strip())
            tx.save(replace(moved, verification=verified(found, worth, by=by, at=now)))
        return tx.changes

    # -- undo ---------------------------------------------------------------------------------------------------
    def undo(self, measure_id: MeasureId) -> Changes:
        """Take back this person's last deed of the follow-up of a measure. Raises NothingToUndo, UndoRefused."""
        scope = self._own_scope(measure_id)
        if not scope:
            raise NothingToUndo
        return self._desk.store.undo(scope, author=self._desk.user)

    def redo(self, measure_id: MeasureId) -> Changes:
        """Do again what was undone last. Raises NothingToRedo, UndoRefused."""
        scope = self._own_scope(measure_id)
        if not scope:
            raise NothingToRedo
        return self._desk.store.redo(scope, author=self._desk.user)

    def _own_scope(self, measure_id: MeasureId) -> str:
        with self._desk.store.reader() as reader:
            measure = reader.load(Measure, measure_id)
            visit = reader.load(Visit, measure.visit_id)
            return _scope(reader, measure, visit) if visit.is_locked else ""

    @contextmanager
    def _deed(self, deed: Deed, measure_id: MeasureId) -> Iterator[tuple[Transaction, Measure]]:
        with self._desk.store.reader() as reader:
            measure = reader.load(Measure, measure_id)
            scope = _scope(reader, measure, reader.load(Visit, measure.visit_id))
        with self._desk.deed(deed, scope) as tx:
            yield tx, tx.load(Measure, measure_id)

    def _worth(self, reader: Reading, measure: Measure, found: Measured) -> Worth:
        """The prices and factors of the assessment; for what it did not touch, those of its visit's sets."""
        visit = reader.load(Visit, measure.visit_id)
        assessed = Assessment.from_json(measure.assessment) if measure.assessment is not None else None
        day = visit.clock_day or self._desk.now().date()
        year = assessed.year if assessed else day.year
        prices: dict[Item, float] = {one.item: one.value for one in self._sets.prices(visit, reader).prices.values()}
        factors: dict[Item, float] = {
            one.item: one.value for one in self._sets.factors(visit, reader).resolve(year).values()
        }
        if assessed:
            prices |= {one.item: one.value for one in assessed.prices}
            factors |= {one.item: one.value for one in assessed.factors}
        return worth_of(found, prices, factors)


def _scope(reader: Reading, measure: Measure, visit: Visit) -> str:
    """Name what undo of a follow-up deed reaches: the open visit, or the measure since the site's newest report."""
    if not visit.is_locked:
        return visit.id
    reports = [one for other in reader.all(Visit, site_id=SiteId(measure.site_id)) for one in _reports(reader, other)]
    newest = max(reports, key=lambda one: (one.sealed_at, one.id)).id if reports else ""
    return f"{measure.id}@{newest}"


def _reports(reader: Reading, visit: Visit) -> tuple[Report, ...]:
    return reader.all(Report, visit_id=visit.id)


def refuse_impossible(measure: Measure, status: MeasureStatus) -> Need:
    """Give what a move asks for. Raises MoveRefused for one that cannot be, VerificationMissing."""
    need = need_of(measure.status, status)
    if need is None:
        raise MoveRefused(now=measure.status, then=status)
    if need is Need.VERIFICATION and measure.verification is None:
        raise VerificationMissing(title=measure.title)
    return need


def _refuse_unstated(need: Need, reason: str, barrier: Barrier | None) -> None:
    if need is Need.BARRIER and barrier is None:
        raise FieldMissing(field="barrier")
    if (need is Need.REASON or barrier is Barrier.OTHER) and not reason.strip():
        raise FieldMissing(field="reason")


def _refuse_odd(found: Measured) -> None:
    """Refuse figures that cannot be, and a period that ends before it begins."""
    named = {str(item): amount for item, amount in found.amounts().items()} | {
        "cost_saving_dkk": found.cost_saving_dkk or 0.0,
        "co2e_kg": found.co2e_kg or 0.0,
        "other_saving_dkk": found.other_saving_dkk,
    }
    for name, value in named.items():
        if not (math.isfinite(value) and abs(value) <= MOST):
            field = name if name in ("cost_saving_dkk", "co2e_kg") else "savings_kwh"
            raise FieldRefused(field=field, value=value, allowed=Message(N_("up to ten thousand million a year")))
    if found.period_from and found.period_to and found.period_to < found.period_from:
        allowed = Message(N_("{day} or later"), {"day": found.period_from})
        raise FieldRefused(field="period_to", value=found.period_to.isoformat(), allowed=allowed)
