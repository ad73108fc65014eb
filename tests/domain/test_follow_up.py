"""Promised against realised, and which way a measure's status may move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.follow_up import (
    Amounts,
    Figure,
    Outcome,
    Standing,
    Tally,
    outcome_of,
    standing_of,
    tally_of,
)
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus, Suggestion
from ambassador_app.domain.measure_life import Need, moves_from, need_of
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.verification import (
    QUALITY_OF_METHOD,
    Measured,
    Verification,
    VerificationMethod,
    verified,
    worth_of,
)

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
JUDGED = (MeasureStatus.VERIFIED, MeasureStatus.UNSATISFACTORY)
FIGURES = st.floats(-1e6, 1e6)
AMOUNTS = st.builds(Amounts, FIGURES, FIGURES, FIGURES)


def promise(amounts: Amounts) -> Mapping[str, object]:
    return {
        "savings_kwh": {"electricity": amounts.kwh},
        "cost_saving_dkk": amounts.dkk,
        "co2e_kg": amounts.co2e_kg,
    }


def found(amounts: Amounts) -> Verification:
    method = VerificationMethod.METER
    return Verification({Carrier.ELECTRICITY: amounts.kwh}, amounts.dkk, amounts.co2e_kg, method, by="a", at=NOW)


def measure(
    promised: Amounts | None = None,
    realised: Amounts | None = None,
    status: MeasureStatus = MeasureStatus.VERIFIED,
    investment: float | None = None,
) -> Measure:
    return Measure(
        MeasureId("m"), VisitId("v"), SiteId("s"), "LED", "custom", status=status, investment_dkk=investment,
        assessment=promise(promised) if promised else None, verification=found(realised) if realised else None,
    )  # fmt: skip


MEASURES = st.builds(
    measure,
    st.none() | AMOUNTS,
    st.none() | AMOUNTS,
    st.sampled_from(MeasureStatus),
    st.none() | st.floats(0, 1e6),
)


# -- one measure ----------------------------------------------------------------------------------------------------
def test_a_promise_that_nobody_verified_is_held_against_nothing() -> None:
    waiting = outcome_of(measure(Amounts(1000, 1500, 135), status=MeasureStatus.COMPLETED))
    assert waiting.realised is None
    assert [waiting.share(one) for one in Figure] == [None, None, None]


def test_a_share_is_realised_over_promised() -> None:
    here = outcome_of(measure(Amounts(1000, 1500, 100), Amounts(800, 1500, 0)))
    assert [here.share(one) for one in Figure] == [0.8, 1.0, 0.0]


def test_what_promised_nothing_or_less_has_no_share() -> None:
    here = Outcome(Amounts(-100, 0, 50), Amounts(-100, 20, 50))
    assert [here.share(one) for one in Figure] == [None, None, 1.0]


@pytest.mark.parametrize("status", MeasureStatus)
def test_a_verification_counts_only_while_the_measure_stands_as_judged(status: MeasureStatus) -> None:
    here = outcome_of(measure(Amounts(10, 10, 10), Amounts(9, 9, 9), status))
    assert (here.realised is not None) == (status in JUDGED)


# -- many -----------------------------------------------------------------------------------------------------------
@given(st.lists(MEASURES, max_size=8))
def test_stages_lie_within_each_other_and_the_figures_are_those_of_the_measures(some: list[Measure]) -> None:
    standing = standing_of(some)
    assert standing.proposed.count == len(some)
    assert standing.proposed.count >= standing.agreed.count >= standing.implemented.count >= standing.verified.count
    assert standing.agreed.count + standing.discarded.count <= standing.proposed.count
    outcomes = [outcome_of(one) for one in some]
    whole = standing.proposed
    assert whole.promised.kwh == pytest.approx(sum(one.promised.kwh for one in outcomes if one.promised), abs=1e-3)
    assert whole.realised.dkk == pytest.approx(sum(one.realised.dkk for one in outcomes if one.realised), abs=1e-3)
    both = [one for one in outcomes if one.promised and one.realised]
    assert whole.compared == len(both)
    assert whole.expected.co2e_kg == pytest.approx(sum(one.promised.co2e_kg for one in both if one.promised), abs=1e-3)


@given(st.lists(MEASURES, max_size=6), st.lists(MEASURES, max_size=6))
def test_two_companies_together_are_the_sum_of_both(here: list[Measure], there: list[Measure]) -> None:
    both, apart = standing_of(here + there), standing_of(here) + standing_of(there)
    assert both.by_status.keys() == apart.by_status.keys()
    for status, tally in both.by_status.items():
        other = apart.by_status[status]
        assert (tally.count, tally.compared, tally.priced) == (other.count, other.compared, other.priced)
        assert tally.promised.kwh == pytest.approx(other.promised.kwh, abs=1e-3)


@given(st.lists(MEASURES, max_size=6), AMOUNTS, st.sampled_from(MeasureStatus))
def test_a_further_measure_without_verification_never_changes_what_is_compared(
    some: list[Measure], promised: Amounts, status: MeasureStatus
) -> None:
    before = standing_of(some).proposed
    after = standing_of([*some, measure(promised, status=status)]).proposed
    assert [after.share(one) for one in Figure] == [
        None if before.share(one) is None else pytest.approx(before.share(one)) for one in Figure
    ]
    assert after.compared == before.compared


def test_the_share_of_several_is_of_their_sums_not_the_mean_of_shares() -> None:
    some = [
        measure(Amounts(1000, 0, 0), Amounts(500, 0, 0)),
        measure(Amounts(3000, 0, 0), Amounts(3300, 0, 0)),
        measure(Amounts(9000, 0, 0)),
        measure(None, Amounts(400, 0, 0)),
    ]
    whole = standing_of(some).verified
    assert whole.share(Figure.KWH) == pytest.approx(3800 / 4000)
    assert (whole.verified, whole.compared, whole.realised.kwh) == (3, 2, 4200)


def test_the_mean_payback_is_of_those_whose_investment_is_known() -> None:
    some = [
        measure(Amounts(0, 1000, 0), investment=3000.0),
        replace(measure(Amounts(0, 500, 0), investment=2000.0), subsidy_dkk=500.0),
        measure(Amounts(0, 9999, 0)),
        measure(None, investment=9999.0),
    ]
    whole = standing_of(some).proposed
    assert whole.payback == pytest.approx(4500 / 1500)
    assert (whole.priced, whole.count, whole.investment_dkk) == (2, 4, 14_999)
    assert Tally().payback is Payback.UNKNOWN
    assert tally_of(measure(Amounts(0, -1, 0), investment=5.0)).payback is Payback.NONE


def test_suggestions_and_variants_set_aside_are_no_proposals_but_those_turned_down_were() -> None:
    one = measure(Amounts(1, 1, 1), status=MeasureStatus.PROPOSED)
    none = [replace(one, suggestion=Suggestion.SUGGESTED), replace(one, suggestion=Suggestion.DISMISSED)]
    assert standing_of([*none, replace(one, set_aside=True)]) == Standing()
    assert standing_of([replace(one, status=MeasureStatus.DISCARDED)]).proposed.count == 1


# -- the way of a measure -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "then", "need"),
    [
        ("proposed", "selected", Need.NOTHING),
        ("proposed", "completed", Need.NOTHING),
        ("completed", "verified", Need.VERIFICATION),
        ("proposed", "verified", Need.VERIFICATION),
        ("completed", "in_progress", Need.REASON),
        ("verified", "completed", Need.REASON),
        ("verified", "verified", Need.REASON),
        ("unsatisfactory", "in_progress", Need.REASON),
        ("unsatisfactory", "verified", Need.VERIFICATION),
        ("completed", "unsatisfactory", Need.REASON),
        ("selected", "unsatisfactory", None),
        ("selected", "discarded", Need.BARRIER),
        ("completed", "discarded", None),
        ("verified", "unknown", None),
        ("selected", "unknown", Need.NOTHING),
        ("unknown", "in_progress", Need.NOTHING),
        ("discarded", "proposed", Need.NOTHING),
        ("discarded", "discarded", Need.BARRIER),
        ("unknown", "unknown", Need.REASON),
    ],
)
def test_moves(now: str, then: str, need: Need | None) -> None:
    assert need_of(MeasureStatus(now), MeasureStatus(then)) is need


@pytest.mark.parametrize("now", MeasureStatus)
def test_there_is_always_a_way_on_and_a_way_back_to_the_beginning(now: MeasureStatus) -> None:
    seen, ahead = set(), [now]
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead.extend(then for then, _ in moves_from(at))
    assert seen == set(MeasureStatus)
    assert now not in dict(moves_from(now))


def test_why_it_was_turned_down_stands_until_it_is_taken_up_again() -> None:
    one = measure(status=MeasureStatus.SELECTED)
    down = one.moved(MeasureStatus.DISCARDED, at=NOW, by="a", reason="intet budget", barrier=Barrier.NO_MONEY)
    assert (down.barrier, down.dismissed_because) == (Barrier.NO_MONEY, "intet budget")
    changed = down.because(Barrier.NO_TIME, "ombygning")
    assert [(move.reason, move.barrier) for move in changed.moves] == [("ombygning", Barrier.NO_TIME)]
    again = changed.moved(MeasureStatus.SELECTED, at=NOW, by="b")
    assert (again.barrier, again.dismissed_because) == (None, "")
    assert [move.barrier for move in again.moves] == [Barrier.NO_TIME, None]
    assert again.because(Barrier.OTHER, "x").moves == again.moves


def test_the_same_status_again_is_a_move_only_with_another_reason() -> None:
    one = measure().moved(MeasureStatus.UNKNOWN, at=NOW, by="a", reason="svarer ikke")
    assert one.moved(MeasureStatus.UNKNOWN, at=NOW, by="a", reason="svarer ikke") == one
    assert one.moved(MeasureStatus.UNKNOWN, at=NOW, by="a") == one
    assert len(one.moved(MeasureStatus.UNKNOWN, at=NOW, by="a", reason="flyttet").moves) == 2


# -- what a realised saving is worth --------------------------------------------------------------------------------
PRICES = {Carrier.ELECTRICITY: 1.5, Stream.ELECTRICITY_EXPORT: 0.4, Stream.WATER: 60.0, Stream.DIESEL: 11.0}
FACTORS = {Carrier.ELECTRICITY: 0.135, Stream.DIESEL: 2.66}


def test_money_and_co2e_follow_from_the_amounts() -> None:
    given_amounts = Measured({Carrier.ELECTRICITY: 1000.0}, electricity_export_kwh=100.0, water_m3=2.0, diesel_l=10.0)
    worth = worth_of(replace(given_amounts, other_saving_dkk=50.0), PRICES, FACTORS)
    assert worth.dkk == pytest.approx(1500 + 40 + 120 + 110 + 50)
    assert worth.co2e_kg == pytest.approx(0.135 * 1100 + 26.6)


def test_what_has_no_price_or_factor_is_asked_for_and_a_typed_figure_stands() -> None:
    gas = Measured({Carrier.NATURAL_GAS: 500.0})
    assert worth_of(gas, PRICES, FACTORS).dkk is None
    assert worth_of(gas, PRICES, FACTORS).lacking == (Carrier.NATURAL_GAS,)
    typed = worth_of(replace(gas, cost_saving_dkk=400.0, co2e_kg=94.5), PRICES, FACTORS)
    assert (typed.dkk, typed.co2e_kg) == (400.0, 94.5)
    with pytest.raises(ValueError, match="money"):
        verified(gas, worth_of(gas, PRICES, FACTORS), by="a", at=NOW)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_worth_is_linear_in_the_amounts(one: float, other: float) -> None:
    both = worth_of(Measured({Carrier.ELECTRICITY: one + other}), PRICES, FACTORS)
    first, second = (worth_of(Measured({Carrier.ELECTRICITY: part}), PRICES, FACTORS) for part in (one, other))
    assert both.dkk == pytest.approx((first.dkk or 0) + (second.dkk or 0), abs=1e-3)
    assert both.co2e_kg == pytest.approx((first.co2e_kg or 0) + (second.co2e_kg or 0), abs=1e-3)


def test_every_method_says_what_its_figures_are_usually_worth() -> None:
    assert set(QUALITY_OF_METHOD) == set(VerificationMethod)
