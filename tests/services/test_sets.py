"""Sets of factors and prices: what a visit uses, own sets in versions, files, and prices confirmed at the visit."""

from __future__ import annotations

import pytest

from ambassador_app.domain.factors import PriceStatus
from ambassador_app.domain.quantities import Carrier
from ambassador_app.errors import InputMissing, InputRefused, UnknownInput
from ambassador_app.services.session import Session
from tests.builders import a_company, a_visit


def test_a_confirmed_price_is_the_partys_own_of_the_visits_year(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.confirm_price(visit_id, "electricity")
    prices = session.visits.workspace(visit_id).dossier.price_set
    assert prices is not None
    own = prices.prices[Carrier.ELECTRICITY]
    assert (own.value, own.status, own.year) == (1.3, PriceStatus.CONFIRMED, 2026)
    assert prices.prices[Carrier.DISTRICT_HEATING].status is PriceStatus.UNCERTAIN
    session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).dossier.visit.prices_dkk_kwh == {}


def test_an_own_price_renews_the_figures_and_can_be_let_go_of(session: Session) -> None:
    visit_id = a_visit(session)
    made = session.measures.add(visit_id, entry_id="led_retrofit")
    session.measures.change(
        made.id, inputs={"count_old": 100, "power_old_w": 71, "hours_old": 3000, "count_new": 100, "power_new_w": 25}
    )

    def saved() -> float:
        measure = session.visits.workspace(visit_id).dossier.measures[0]
        assert measure.assessment is not None
        return float(measure.assessment["cost_saving_dkk"])  # type: ignore[arg-type]

    before = saved()
    session.visits.confirm_price(visit_id, "electricity", 2.6)
    assert saved() == pytest.approx(2 * before)
    session.visits.forget_price(visit_id, "electricity")
    assert saved() == pytest.approx(before)


def test_a_price_that_cannot_be_is_refused(session: Session) -> None:
    visit_id = a_visit(session)
    with pytest.raises(InputRefused):
        session.visits.confirm_price(visit_id, "electricity", -1)
    with pytest.raises(UnknownInput):
        session.visits.confirm_price(visit_id, "sunshine")
    with pytest.raises(InputMissing):
        session.visits.confirm_price(visit_id, "lpg")


def test_new_visits_take_what_the_municipality_has_chosen(session: Session) -> None:
    session.profile.change_municipality(factor_set="br18_well_to_wheel", price_set="example")
    visit = session.visits.workspace(a_visit(session)).dossier.visit
    assert (visit.factor_set, visit.price_set) == ("br18_well_to_wheel", "example")
    home = session.companies.create("Villa", kind="home").id  # type: ignore[arg-type]
    assert session.visits.workspace(a_visit(session, home)).dossier.visit.price_set == "home"  # type: ignore[arg-type]


def test_undoing_what_began_a_visit_leaves_its_sets_to_others(session: Session) -> None:
    first, second = a_visit(session), a_visit(session, a_company(session, "To A/S"))
    session.notes.add_finding(first, "Køl er åben")
    session.notes.add_finding(second, "Lys er tændt")
    session.visits.undo(first)
    assert session.visits.workspace(second).dossier.factor_set is not None
