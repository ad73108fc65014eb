"""Measures copied from another visit: with inputs, words and costs, with this visit's prices, in one deed."""

from __future__ import annotations

import pytest

from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import Measure, MeasureStatus, Suggestion
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.errors import RecordNotFound, VisitLocked
from ambassador_app.services.session import Session
from tests.builders import MORNING, a_company, a_visit
from tests.services.test_sets import LED, a_lamp


def measures(session: Session, visit_id: VisitId) -> tuple[Measure, ...]:
    return session.visits.workspace(visit_id).dossier.measures


def two_visits(session: Session) -> tuple[VisitId, VisitId, MeasureId]:
    """A visit with a lamp that was taken on, and an empty one elsewhere."""
    old, new = a_visit(session), a_visit(session, a_company(session, "Nabo A/S"))
    lamp = MeasureId(a_lamp(session, old))
    session.measures.change(
        lamp, quality=DataQuality.A, proposal="Skift rørene.", owner="Jens", internal_note="Direktøren er sur.",
        subsidy_dkk=5000, price_source="Tilbud",
    )  # fmt: skip
    session.measures.set_status(lamp, MeasureStatus.SELECTED)
    return old, new, lamp


def test_a_measure_comes_along_with_inputs_words_and_costs(session: Session) -> None:
    old, new, lamp = two_visits(session)
    session.visits.confirm_price(new, "electricity", 2.6)
    copied = session.copying.copy(new, [lamp])
    (here,), (there,) = measures(session, new), measures(session, old)
    assert copied.ids == (here.id,)
    assert (here.inputs, here.title, here.proposal, here.investment_dkk, here.price_source, here.quality) == (
        LED, there.title, "Skift rørene.", 60_000, "Tilbud", DataQuality.A,
    )  # fmt: skip
    assert (here.owner, here.status, here.moves, here.subsidy_dkk) == ("", MeasureStatus.PROPOSED, (), 0)
    assert here.site_id != there.site_id
    assert here.assessment is not None
    assert there.assessment is not None
    assert here.assessment["cost_saving_dkk"] == pytest.approx(2 * there.assessment["cost_saving_dkk"])  # type: ignore[operator]
    assert "Ærø Bageri A/S" in here.internal_note
    assert "sur" not in here.internal_note
    assert copied.investments_left_out == ()


def test_copying_is_one_deed(session: Session) -> None:
    old, new, lamp = two_visits(session)
    session.copying.copy(new, [lamp, MeasureId(a_lamp(session, old))])
    assert [one.order for one in measures(session, new)] == [1, 2]
    session.visits.undo(new)
    assert measures(session, new) == ()
    session.visits.redo(new)
    assert len(measures(session, new)) == 2


def test_money_with_vat_does_not_slip_in_among_money_without(session: Session) -> None:
    _, _, lamp = two_visits(session)
    home = SiteId(session.companies.create("Villa", kind=SiteKind.HOME).id)
    visit_id = a_visit(session, home)
    source = session.copying.source(visit_id, session.visits.page(site_id=None).lines[-1].visit_id)  # type: ignore[arg-type]
    assert source.vat_differs
    copied = session.copying.copy(visit_id, [lamp])
    assert copied.investments_left_out == (measures(session, visit_id)[0].title,)
    assert measures(session, visit_id)[0].investment_dkk is None


def test_what_is_no_measure_is_not_offered(session: Session) -> None:
    old, new, lamp = two_visits(session)
    variant = session.variants.make(lamp).id
    gone = MeasureId(a_lamp(session, old))
    session.measures.set_status(gone, MeasureStatus.DISCARDED)
    offered = session.copying.source(new, old)
    assert [one.id for one in offered.measures] == [lamp, variant]
    assert not offered.vat_differs
    copied = session.copying.copy(new, [MeasureId(variant)])
    (here,) = measures(session, new)
    assert (here.id, here.is_proposed, here.variant_of, here.suggestion) == (copied.ids[0], True, "", None)
    assert here.suggestion is not Suggestion.ACCEPTED


def test_nothing_is_copied_into_a_locked_visit_or_from_nowhere(session: Session) -> None:
    _, new, lamp = two_visits(session)
    with pytest.raises(RecordNotFound):
        session.copying.copy(new, [lamp, MeasureId("nothing")])
    assert measures(session, new) == ()
    session.visits.cancel(new)
    with pytest.raises(VisitLocked):
        session.copying.copy(new, [lamp])


def test_the_other_visits_come_page_by_page_the_same_site_first(session: Session) -> None:
    here, there = a_company(session), a_company(session, "Nabo A/S", cvr="", p_number="")
    at = [MORNING.replace(day=day) for day in range(1, 8)]
    mine = [a_visit(session, here, planned_at=at[0]), a_visit(session, here, planned_at=at[1])]
    others = [a_visit(session, there, planned_at=one) for one in at[2:]]
    this = a_visit(session, here, planned_at=at[6])
    wanted = [mine[1], mine[0], *reversed(others)]

    whole = session.copying.visits(this)
    assert [one.visit_id for one in whole.lines] == wanted
    assert whole.total == 7
    for size in (1, 2, 3, 5):
        paged = [
            line.visit_id
            for offset in range(0, 7, size)
            for line in session.copying.visits(this, offset=offset, limit=size).lines
        ]
        assert paged == wanted, size
    found = session.copying.visits(this, "nabo")
    assert ([one.visit_id for one in found.lines], found.total) == (list(reversed(others)), 5)
    assert session.copying.visits(this, "bageri").total == 2
    assert session.copying.visits(this, "findes ikke").total == 0
    assert session.copying.visits(this, "!").total == 0
