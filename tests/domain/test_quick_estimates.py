"""Quick estimates: every calculator has one, whose values are in range and whose answer is a range."""

import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ambassador_app.cli.calc import RESERVED
from ambassador_app.domain.calculators import CALCULATORS, Costing, Number, Origin
from ambassador_app.domain.calculators.inputs import checked
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.factors import PriceSet
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.quick_estimates import (
    INVESTMENT,
    QUICK_ESTIMATES,
    Found,
    QuickEstimate,
    Range,
    estimate,
)
from ambassador_app.domain.quick_estimates.declaration import Spread
from ambassador_app.domain.quick_estimates.estimating import combined
from ambassador_app.errors import InputMissing, InputRefused
from tests.domain.sets import factors, lifetimes, plain

every_one = pytest.mark.parametrize("quick", QUICK_ESTIMATES.values(), ids=lambda one: one.calculator)


def company_prices() -> PriceSet:
    """The prices that the program ships for companies."""
    return PriceSet.from_json(plain("prices/company.json"))


def estimated(
    quick: QuickEstimate,
    answers: dict[str, str],
    known: dict[str, object] | None = None,
    *,
    costing: Costing | None = None,
    prices: PriceSet | None = None,
) -> Found:
    lifetime = lifetimes().of(CALCULATORS[quick.calculator].lifetime)
    return estimate(
        quick,
        answers,
        known=known or {},
        costing=(costing or Costing()).with_lifetime(lifetime),
        factors=factors(),
        prices=prices or company_prices(),
        year=2025,
    )


def every_answer(quick: QuickEstimate) -> list[dict[str, str]]:
    keys = [question.id for question in quick.questions]
    return [
        dict(zip(keys, picks, strict=True)) for picks in product(*([p.id for p in q.picks] for q in quick.questions))
    ]


def some_answer(quick: QuickEstimate) -> dict[str, str]:
    return {question.id: question.picks[1].id for question in quick.questions}


def spreads(quick: QuickEstimate) -> list[tuple[str, Spread]]:
    found = [(name, one.guess) for name, one in quick.assumed.items()]
    picks = [pick for question in quick.questions for pick in question.picks]
    return found + [(name, guess) for pick in picks for name, guess in pick.guesses.items()]


def ranges(found: Found) -> list[Range]:
    some = [found.cost_saving_dkk, found.co2e_kg, found.investment_dkk, found.factor]
    return [one for one in (*some, *found.savings_kwh.values(), *found.streams.values()) if one is not None]


# -- declarations -------------------------------------------------------------------------------------------------
def test_every_calculator_has_a_quick_estimate() -> None:
    assert set(QUICK_ESTIMATES) == set(CALCULATORS)


def test_no_question_is_called_like_an_input() -> None:
    for quick in QUICK_ESTIMATES.values():
        names = {entry.name for entry in CALCULATORS[quick.calculator].fields()} | set(RESERVED)
        assert not names & {question.id for question in quick.questions}


@every_one
def test_it_asks_at_most_three_questions_in_words(quick: QuickEstimate) -> None:
    assert 1 <= len(quick.questions) <= 3
    assert len({question.id for question in quick.questions}) == len(quick.questions)
    for question in quick.questions:
        assert question.label.endswith("?"), question.label
        assert question.help
        assert 2 <= len(question.picks) <= 6
        assert len({pick.id for pick in question.picks}) == len({pick.label for pick in question.picks})
        assert len({pick.id for pick in question.picks}) == len(question.picks)


@every_one
def test_each_value_is_filled_once_and_says_where_it_is_from(quick: QuickEstimate) -> None:
    filled = [name for question in quick.questions for name in question.inputs()] + list(quick.assumed)
    assert len(filled) == len(set(filled))
    for question in quick.questions:
        for pick in question.picks:
            assert pick.guesses.keys() == question.inputs(), pick.id
            assert pick.source
    assert all(one.source for one in quick.assumed.values())
    for cost in [quick.cost, *(pick.cost for question in quick.questions for pick in question.picks)]:
        assert cost is None or cost.source


@every_one
def test_every_value_is_possible_and_usual(quick: QuickEstimate) -> None:
    calculator = CALCULATORS[quick.calculator]
    for name, guess in spreads(quick):
        entry = calculator.field(name)
        if entry is None:
            assert quick.calculator == "custom"
            continue
        for value in (guess.low, guess.likely, guess.high):
            assert checked(entry, value) == value, name
            if isinstance(entry, Number):
                assert entry.is_usual(float(value)), (name, value)  # type: ignore[arg-type]
        if isinstance(guess.low, float):
            assert guess.low <= guess.likely <= guess.high, name  # type: ignore[operator]


@every_one
def test_whom_to_ask_names_inputs(quick: QuickEstimate) -> None:
    names = {entry.name for entry in CALCULATORS[quick.calculator].fields()}
    assert quick.ask.keys() <= names
    assert set(quick.bound) <= names


# -- results ------------------------------------------------------------------------------------------------------
@every_one
def test_every_combination_of_answers_gives_a_range(quick: QuickEstimate) -> None:
    for answers in every_answer(quick):
        found = estimated(quick, answers)
        assert_sound(found, quick)


def assert_sound(found: Found, quick: QuickEstimate) -> None:
    for one in ranges(found):
        assert all(map(math.isfinite, (one.low, one.likely, one.high)))
        assert one.low <= one.likely <= one.high
    assert found.likely.quality is DataQuality.C
    assert not [line for line in found.likely.warnings if "unusual" in line.text]
    payback = found.likely.economics.simple_payback
    if quick.calculator == "custom":
        assert found.investment_dkk is None
        assert payback is found.soonest is found.latest is Payback.UNKNOWN
        return
    assert isinstance(payback, float)
    assert isinstance(found.soonest, float)
    assert found.soonest <= payback * (1 + 1e-9)
    assert found.latest is Payback.NONE or payback <= found.latest * (1 + 1e-9)  # type: ignore[operator]


@every_one
def test_what_was_guessed_is_marked_and_what_was_seen_is_not(quick: QuickEstimate) -> None:
    found = estimated(quick, some_answer(quick))
    marked = {entry.name for entry in found.likely.inputs if entry.origin is Origin.ESTIMATE}
    assert marked == found.guessed.keys() - {INVESTMENT}
    assert "heating_carrier" not in marked
    assert all(entry.source for entry in found.likely.inputs if entry.name in marked)
    assert found.guessed.keys() - {INVESTMENT} <= found.inputs.keys()
    assert found.investment_dkk is None or found.investment_dkk.low >= 0
    asked = [one.label.text for one in found.ask_later]
    assert len(asked) >= len(found.guessed)
    assert "Price of {item}" in asked


@every_one
def test_a_question_without_an_answer_is_named(quick: QuickEstimate) -> None:
    for question in quick.questions:
        answers = {key: value for key, value in some_answer(quick).items() if key != question.id}
        with pytest.raises(InputMissing) as refused:
            estimated(quick, answers)
        assert refused.value.fields["input"] == question.id


@every_one
def test_the_likely_inputs_alone_give_the_same_figures(quick: QuickEstimate) -> None:
    found = estimated(quick, some_answer(quick))
    known = dict(found.inputs)
    again = estimated(quick, {} if quick.calculator != "custom" else some_answer(quick), known)
    assert again.likely.cost_saving_dkk == pytest.approx(found.likely.cost_saving_dkk)
    assert again.guessed.keys() <= {INVESTMENT}
    assert again.cost_saving_dkk.low == pytest.approx(again.cost_saving_dkk.high)


# -- what is known replaces what is guessed -----------------------------------------------------------------------
LED = QUICK_ESTIMATES["lighting_led"]


def test_lighting_by_hand() -> None:
    """30 x (67 - 24) W x 2300 h / 1000 = 2,967 kWh; 30 x 700 = 21,000 kr."""
    found = estimated(LED, {"how_many": "thirty", "kind": "tube_long", "burning": "day"})
    kwh = found.savings_kwh[Carrier.ELECTRICITY]
    assert kwh.likely == pytest.approx(2967)
    assert 1400 < kwh.low < 2200
    assert 4000 < kwh.high < 5500
    assert found.investment_dkk is not None
    assert found.investment_dkk.likely == 21_000
    assert found.profitable is None or isinstance(found.profitable, bool)
    assert found.ask_later[0].label.text == "Lamps today"


def test_a_number_that_is_known_narrows_the_range_and_is_no_guess() -> None:
    answers = {"how_many": "thirty", "kind": "tube_long", "burning": "day"}
    wide, narrow = estimated(LED, answers), estimated(LED, answers, {"count_old": 34.0})
    assert narrow.likely.inputs[0].value == 34.0
    assert "count_old" not in narrow.guessed
    assert "count_old" not in narrow.inputs
    assert spread_of(narrow) < spread_of(wide)
    assert [question.id for question in LED.open_questions({"count_old": 34.0})] == ["kind", "burning"]


def spread_of(found: Found) -> float:
    return found.cost_saving_dkk.high / found.cost_saving_dkk.low


def test_an_investment_that_is_known_is_no_guess() -> None:
    found = estimated(LED, some_answer(LED), costing=Costing(investment_dkk=12_345.0))
    assert found.investment_dkk == Range(12_345.0, 12_345.0, 12_345.0)
    assert INVESTMENT not in found.guessed
    assert not [one for one in found.ask_later if one.label.text == "Investment"]


def test_a_home_pays_vat_on_the_investment() -> None:
    home = PriceSet.from_json(plain("prices/home.json"))
    with_vat, without = estimated(LED, some_answer(LED), prices=home), estimated(LED, some_answer(LED))
    assert with_vat.investment_dkk is not None
    assert without.investment_dkk is not None
    assert with_vat.investment_dkk.likely == pytest.approx(1.25 * without.investment_dkk.likely)


def test_another_way_that_is_measured_replaces_the_guess() -> None:
    leaks = QUICK_ESTIMATES["compressed_air_leaks"]
    known = {"load_seconds": 120.0, "unload_seconds": 360.0, "compressor_m3_min": 4.0}
    found = estimated(leaks, some_answer(leaks), known)
    assert not {"orifice_mm", "orifice_count", "pressure_bar_g"} & found.guessed.keys()
    assert found.investment_dkk is None
    assert found.soonest is found.latest is Payback.UNKNOWN


def test_an_amount_that_is_known_is_not_given_a_guessed_unit() -> None:
    pump = QUICK_ESTIMATES["heat_pump"]
    with pytest.raises(InputMissing) as refused:
        estimated(pump, some_answer(pump), {"fuel_amount": 6000.0})
    assert refused.value.fields["input"] == "fuel_unit"
    found = estimated(pump, {**some_answer(pump), "heating": "natural_gas"}, {"fuel_amount": 6000.0, "fuel_unit": "m3"})
    assert found.savings_kwh[Carrier.NATURAL_GAS].likely == pytest.approx(66_000)
    assert found.investment_dkk is None


def test_any_other_measure_takes_a_share_of_a_use() -> None:
    custom = QUICK_ESTIMATES["custom"]
    answers = {"carrier": "natural_gas", "use": "medium", "share": "quarter"}
    found = estimated(custom, answers)
    assert found.inputs == {"before.natural_gas": 30_000.0, "after.natural_gas": 22_500.0}
    assert found.savings_kwh[Carrier.NATURAL_GAS].likely == 7500
    real = estimated(custom, answers, {"before.natural_gas": 40_000.0})
    assert real.savings_kwh[Carrier.NATURAL_GAS].likely == 10_000
    assert real.guessed.keys() == {"after.natural_gas"}


def test_what_is_known_and_cannot_be_is_refused() -> None:
    with pytest.raises(InputRefused):
        estimated(LED, some_answer(LED), {"hours_old": 9000.0})


def test_an_end_that_something_known_rules_out_does_not_count() -> None:
    grain = QUICK_ESTIMATES["grain_drying"]
    found = estimated(grain, {**some_answer(grain), "harvest": "dry"}, {"moisture_out": 0.168})
    assert_sound(replace(found), grain)


# -- how deviations combine ---------------------------------------------------------------------------------------
def test_independent_ratios_combine_as_logarithms() -> None:
    """Half or double, twice: 2^√2 either way."""
    found = combined(100.0, [(50.0, 200.0), (200.0, 50.0)])
    assert (found.low, found.high) == pytest.approx((100 / 2 ** math.sqrt(2), 100 * 2 ** math.sqrt(2)))


def test_differences_combine_as_squares_where_the_sign_may_change() -> None:
    assert combined(10.0, [(-20.0, 50.0), (10.0, 40.0)]) == Range(-20.0, 10.0, 60.0)
    assert combined(0.0, []) == Range(0.0, 0.0, 0.0)


values = st.floats(-1e9, 1e9)


@example(likely=-1e-242, ends=[(-1.0, -1.0), (-1.0, -1.0)])
@given(likely=values, ends=st.lists(st.tuples(values, values), max_size=6))
def test_a_range_is_always_in_order(likely: float, ends: list[tuple[float, float]]) -> None:
    found = combined(likely, ends)
    assert found.low <= found.likely <= found.high
    if ends and all(value > 0 for value in (likely, *(end for pair in ends for end in pair))):
        assert found.low >= 0


@given(likely=st.floats(1, 1e6), ends=st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=1, max_size=6))
def test_more_that_is_not_known_never_narrows(likely: float, ends: list[tuple[float, float]]) -> None:
    less, more = combined(likely, ends[:-1]), combined(likely, ends)
    assert more.low <= less.low * (1 + 1e-9)
    assert less.high <= more.high * (1 + 1e-9)
