"""The band of a measure's economy when a price or the saving turns out otherwise."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators import CALCULATORS, Assessment, Calculator, Costing, Payback
from ambassador_app.domain.economics import Economics
from ambassador_app.domain.factors import PriceSet
from ambassador_app.domain.sensitivity import SWING, Span, Swing, sensitivity, swung
from ambassador_app.errors import InputMissing, InputRefused
from tests.domain import strategies
from tests.domain.sets import prices
from tests.domain.test_calculators import ALL_PRICES, LED, assessed

LED_COSTING = Costing(investment_dkk=60_000, lifetime_years=15)


def ordered(soonest: float | Payback, base: float | Payback, latest: float | Payback) -> bool:
    """Whether three paybacks stand in order: at once, years, never."""
    place = {Payback.IMMEDIATE: -1.0, Payback.NONE: math.inf}
    if Payback.UNKNOWN in (soonest, base, latest):
        return soonest is base is latest
    numbers = [place[one] if isinstance(one, Payback) else one for one in (soonest, base, latest)]
    return numbers == sorted(numbers)


# -- by hand ------------------------------------------------------------------------------------------------------
def test_one_price_and_the_saving_move_the_same_amount():
    """16,560 kWh x 1.50 = 24,840 kr. a year for 60,000 kr.: 18,630 to 31,050 kr., 1.9 to 3.2 years."""
    found = sensitivity(assessed("lighting_led", LED, costing=LED_COSTING, own=prices()))
    assert found.price == found.saving
    assert (found.price.saving_dkk.low, found.price.saving_dkk.high) == pytest.approx((18_630, 31_050))
    assert (found.price.soonest, found.price.latest) == pytest.approx((1.93237, 3.22061), rel=1e-5)
    assert found.price.br18 is not None
    assert (found.price.br18.low, found.price.br18.high) == pytest.approx((4.6575, 7.7625))
    assert found.price.profitable == (True, True)


def test_each_price_moves_on_its_own():
    """Heat pump, gas 52,800 kr. saved and 27,843.75 kr. of power used: 24,956 ± 20,161 by price, ± 6,239 by saving."""
    inputs = {"fuel_amount": 6000, "fuel_unit": "m3", "heating_carrier": "natural_gas", "boiler_efficiency": 0.9}
    costing = Costing(investment_dkk=350_000, subsidy_dkk=50_000, lifetime_years=20)
    found = sensitivity(assessed("heat_pump", {**inputs, "scop": 3.2}, costing=costing, own=prices()))
    assert (found.price.saving_dkk.low, found.price.saving_dkk.high) == pytest.approx((4795.31, 45_117.19), abs=0.01)
    assert (found.saving.saving_dkk.low, found.saving.saving_dkk.high) == pytest.approx((18_717.19, 31_195.31))
    assert found.price.profitable == (False, True)
    assert isinstance(found.price.latest, float)
    assert found.price.latest == pytest.approx(62.56, abs=0.01)


def test_money_that_was_given_as_money_stays():
    """12,000 kWh x 1.50 and 10,000 kr. of maintenance: 28,000 ± 4,500 kr."""
    inputs = {"before.electricity": 20_000, "after.electricity": 8000, "other_saving_dkk": 10_000}
    found = sensitivity(assessed("custom", inputs, own=prices()))
    for swing in (found.price, found.saving):
        assert (swing.saving_dkk.low, swing.saving_dkk.high) == pytest.approx((23_500, 32_500))
    alone = sensitivity(assessed("custom", {"other_saving_dkk": 10_000}))
    assert alone.price.saving_dkk == alone.saving.saving_dkk == Span(10_000, 10_000)


def test_water_and_its_heat_have_a_price_each():
    """240 m³ x 60 = 14,400 kr. and 8,374 kWh x 0.80 = 6,699 kr.: 21,099 ± 5,275 kr. either way."""
    inputs = {"flow_old_l_min": 12, "flow_new_l_min": 8, "minutes": 5, "uses_per_day": 40, "days": 300}
    inputs |= {"hot_share": 0.6, "temperature_rise_k": 45, "heating_carrier": "natural_gas"}
    found = sensitivity(assessed("water_saving", {**inputs, "boiler_efficiency": 0.9}, own=prices()))
    for swing in (found.price, found.saving):
        assert swing.saving_dkk.high - swing.saving_dkk.low == pytest.approx(2 * SWING * 21_098.88, abs=1)


def test_without_an_investment_only_the_saving_is_known():
    found = sensitivity(assessed("lighting_led", LED)).price
    assert found.soonest is found.latest is Payback.UNKNOWN
    assert found.br18 is found.npv_dkk is found.profitable is None


def test_what_costs_nothing_pays_at_once_at_both_ends():
    found = sensitivity(assessed("lighting_led", LED, costing=Costing(investment_dkk=0.0, lifetime_years=15))).price
    assert found.soonest is found.latest is Payback.IMMEDIATE
    assert found.br18 is None
    assert found.profitable == (True, True)


def test_a_lifetime_that_is_not_known_leaves_the_payback():
    found = sensitivity(assessed("lighting_led", LED, costing=Costing(investment_dkk=60_000.0))).price
    assert isinstance(found.soonest, float)
    assert found.br18 is found.npv_dkk is found.profitable is None


def test_more_use_never_pays():
    worse = {**LED, "power_new_w": 90}
    found = sensitivity(assessed("lighting_led", worse, costing=LED_COSTING))
    for swing in (found.price, found.saving):
        assert swing.saving_dkk.low < swing.saving_dkk.high < 0
        assert swing.soonest is swing.latest is Payback.NONE
        assert swing.profitable == (False, False)


# -- for every calculator -----------------------------------------------------------------------------------------
costings = st.builds(
    Costing,
    investment_dkk=st.none() | st.floats(0, 1e8),
    subsidy_dkk=st.floats(0, 1e6),
    lifetime_years=st.none() | st.floats(0.1, 100),
    rate=st.floats(-0.5, 1),
)
price_values = st.dictionaries(st.sampled_from(sorted(ALL_PRICES)), st.floats(0, 100), max_size=4)


def figures(swing: Swing) -> list[float]:
    spans = [span for span in (swing.saving_dkk, swing.br18, swing.npv_dkk) if span is not None]
    ends = [end for span in spans for end in (span.low, span.high)]
    return ends + [time for time in (swing.soonest, swing.latest) if isinstance(time, float)]


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=lambda entry: entry.id)
@given(data=st.data(), costing=costings, own=price_values)
def test_the_figure_itself_lies_in_its_band(
    calculator: Calculator, data: st.DataObject, costing: Costing, own: dict[str, float]
):
    paid = PriceSet.with_prices(prices(), {**ALL_PRICES, **own})
    try:
        found = assessed(calculator.id, data.draw(strategies.inputs(calculator)), costing=costing, own=paid)
    except (InputMissing, InputRefused):
        return
    for swing in (sensitivity(found).price, sensitivity(found).saving):
        assert_around(swing, found)


def assert_around(swing: Swing, found: Assessment) -> None:
    economics = found.economics
    assert all(map(math.isfinite, figures(swing)))
    assert swing.saving_dkk.holds(found.cost_saving_dkk)
    assert ordered(swing.soonest, economics.simple_payback, swing.latest)
    if swing.br18 is not None and economics.profitability_br18 is not None:
        assert swing.br18.holds(economics.profitability_br18)
    if swing.npv_dkk is not None and economics.npv_dkk is not None:
        assert swing.npv_dkk.holds(economics.npv_dkk)
    if swing.profitable is not None:
        assert economics.profitable_br18 is not None
        assert swing.profitable[0] <= economics.profitable_br18 <= swing.profitable[1]


@given(
    investment=st.floats(0, 1e7),
    saving=st.floats(-1e6, 1e6),
    narrow=st.floats(0, 1e5),
    more=st.floats(0, 1e5),
    years=st.floats(1, 50),
)
def test_a_wider_band_holds_the_narrower(investment: float, saving: float, narrow: float, more: float, years: float):
    economics = assessed("lighting_led", LED, costing=LED_COSTING).economics
    economics = replace(economics, investment_dkk=investment, lifetime_years=years)
    small, wide = (band(economics, saving, by) for by in (narrow, narrow + more))
    assert ordered(wide.soonest, small.soonest, small.latest)
    assert ordered(small.soonest, small.latest, wide.latest)
    assert small.npv_dkk is not None
    assert wide.npv_dkk is not None
    assert wide.npv_dkk.low <= small.npv_dkk.low <= small.npv_dkk.high <= wide.npv_dkk.high


def band(economics: Economics, saving: float, by: float) -> Swing:
    return swung(economics, Span(saving - by, saving + by))
