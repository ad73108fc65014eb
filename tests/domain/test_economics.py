"""Payback, BR18 factor, present value and rate of return, with their edges."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ambassador_app.domain.economics import (
    Payback,
    annuity,
    br18_factor,
    cashflow_payback,
    co2_price,
    irr,
    is_profitable,
    npv,
    present_value_factor,
    simple_payback,
    yearly_flows,
)
from ambassador_app.errors import InputRefused

money = st.floats(-1e7, 1e7)
rates = st.floats(-0.3, 1.0)
flows = st.lists(money, min_size=1, max_size=30)


def test_a_spreadsheets_npv_is_ours_with_a_leading_zero():
    assert npv(0.10, [0, -10000, 3000, 4200, 6800]) == pytest.approx(1188.4434, abs=5e-5)


def test_the_first_flow_is_not_discounted():
    assert npv(0.05, [-100, 39, 59]) == pytest.approx(-100 + 39 / 1.05 + 59 / 1.05**2)


@pytest.mark.parametrize("rate", [-1, -2.5, math.nan, math.inf])
def test_a_rate_that_loses_everything_is_refused(rate):
    with pytest.raises(InputRefused):
        npv(rate, [1, 2])


def test_extreme_rates_do_not_overflow():
    assert npv(1e300, [5, *([1e10] * 99)]) == pytest.approx(5)


def test_energitjenestens_example_is_profitable():
    assert br18_factor(1000, 50, 40) == 2.0
    assert is_profitable(1000, 50, 40)


def test_the_limit_itself_is_not_profitable():
    assert not is_profitable(1000, 133, 10)
    assert is_profitable(1000, 133.01, 10)


@pytest.mark.parametrize(
    ("net", "saving", "expected"),
    [
        (60000, 24840, 60000 / 24840),
        (0, 100, Payback.IMMEDIATE),
        (-5000, 100, Payback.IMMEDIATE),
        (1000, 0, Payback.NONE),
        (1000, -5, Payback.NONE),
        (0, 0, Payback.NONE),
        (-5000, -5, Payback.NONE),
        (1e10, 5e-324, Payback.NONE),
    ],
)
def test_simple_payback(net, saving, expected):
    assert simple_payback(net, saving) == expected


def test_without_investment_there_is_no_factor_yet_a_saving_is_profitable():
    assert br18_factor(0, 100, 10) is None
    assert is_profitable(0, 100, 10)
    assert not is_profitable(0, 0, 10)
    assert br18_factor(5e-324, 1e300, 10) is None


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([-100, 39, 59], Payback.NONE),
        ([-100, 50, 100], 1.5),
        ([-100, 100], 1.0),
        ([0, 5], Payback.IMMEDIATE),
        ([10], Payback.IMMEDIATE),
        ([], Payback.UNKNOWN),
        ([-1], Payback.NONE),
    ],
)
def test_payback_of_flows(series, expected):
    assert cashflow_payback(series) == expected


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 39, 59], -0.01252),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-5, 10.5, 1, -8, 1], 0.0886),
        ([-100, 1000], 9.0),
        ([-100, 230, -132], 0.10),  # and 0.20: the one nearest to 0 is given
        ([100, -230, 132], 0.10),
        ([-100, 0, 60, -20, 70], 0.0315),  # three changes of sign, one rate
    ],
)
def test_irr_of_known_flows(series, expected):
    found = irr(series)
    assert found == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("series", [[], [0, 0], [100, 39], [-1, -2, -3], [5], [-100, 50, -10], [100, -150, 100]])
def test_flows_without_a_rate_have_none(series):
    assert irr(series) is None


def test_a_loss_of_nearly_everything_and_a_huge_gain_are_found():
    assert irr([-1e6, 10]) == pytest.approx(-0.99999)
    assert irr([-1, 1e5]) == pytest.approx(99999)


@given(st.floats(1, 1e8), st.floats(1, 1e7), st.integers(1, 60))
def test_net_present_value_at_the_rate_of_return_is_zero(investment, saving, years):
    series = yearly_flows(investment, saving, years)
    rate = irr(series)
    assume(rate is not None)
    assert rate is not None
    growth = 1 + rate
    slope = sum(saving * year * growth ** -(year + 1) for year in range(1, years + 1))
    assert abs(npv(rate, series)) <= 1e-9 * (investment + slope)


@given(st.floats(100, 1e8), st.floats(0.01, 0.9), st.integers(2, 60))
def test_an_investment_that_comes_back_has_a_rate_of_return(investment, share, years):
    assert irr(yearly_flows(investment, investment * share, years)) is not None


@given(rates, flows, flows, st.floats(-100, 100))
def test_net_present_value_is_linear(rate, first, second, factor):
    length = max(len(first), len(second))
    one = first + [0.0] * (length - len(first))
    two = second + [0.0] * (length - len(second))
    mixed = npv(rate, [a + factor * b for a, b in zip(one, two, strict=True)])
    size = npv(rate, [abs(a) + abs(factor * b) for a, b in zip(one, two, strict=True)])
    assert mixed == pytest.approx(npv(rate, one) + factor * npv(rate, two), abs=1e-9 * (size + 1))


@given(rates, st.floats(0.5, 60))
def test_an_annuity_pays_the_loan_back(rate, years):
    whole = float(math.ceil(years))
    paid = npv(rate, [0.0, *([annuity(rate, whole)] * int(whole))])
    assert paid == pytest.approx(1.0, rel=1e-6)


@given(st.floats(-0.3, 1.0), st.floats(0.1, 60), st.floats(-1e6, 1e6), st.floats(0, 1e7))
def test_present_value_is_saving_times_factor_less_investment(rate, years, saving, investment):
    factor = present_value_factor(rate, years)
    whole = npv(rate, yearly_flows(investment, saving, years))
    assert whole == pytest.approx(saving * factor - investment, abs=1e-9 * (abs(saving) * factor + investment + 1))


def test_the_factor_without_interest_is_the_lifetime():
    assert present_value_factor(0, 15) == 15
    assert present_value_factor(0, 2.5) == 2.5
    assert present_value_factor(0.05, 15) == pytest.approx((1 - 1.05**-15) / 0.05)


@pytest.mark.parametrize(
    ("investment", "saving", "years", "expected"),
    [(1000, 133, 10, False), (1000, 133.0001, 10, True), (1330, 176.89, 10, False), (0, -5, 10, False)],
)
def test_only_above_the_limit_is_profitable(investment, saving, years, expected):
    assert is_profitable(investment, saving, years) is expected


def test_the_price_of_co2e_is_negative_where_a_measure_earns():
    price = co2_price(net_investment_dkk=1000, saving_dkk=500, lifetime_years=10, rate=0.05, co2e_kg=1000)
    assert price == pytest.approx(1000 * annuity(0.05, 10) - 500)
    assert co2_price(net_investment_dkk=1000, saving_dkk=500, lifetime_years=10, rate=0.05, co2e_kg=-1) is None


def test_annuity_without_interest_is_the_loan_in_equal_parts():
    assert annuity(0, 20) == 0.05


def test_a_broken_last_year_counts_in_proportion():
    assert yearly_flows(100, 40, 2.5) == (-100, 40, 40, 20)


def test_co2_price_is_cost_less_saving_per_tonne():
    price = co2_price(net_investment_dkk=1000, saving_dkk=50, lifetime_years=10, rate=0.0, co2e_kg=500)
    assert price == pytest.approx(100.0)
    assert co2_price(net_investment_dkk=1000, saving_dkk=50, lifetime_years=10, rate=0.0, co2e_kg=0) is None
    assert co2_price(net_investment_dkk=1e10, saving_dkk=0, lifetime_years=1, rate=0.0, co2e_kg=5e-324) is None
