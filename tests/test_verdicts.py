"""A measure is judged in words in one place: spans as wide as the data are loose, never a false precision."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.sensitivity import Span, Swing
from ambassador_app.i18n import NO_BREAK
from ambassador_app.wording.verdicts import (
    between_in_words,
    factor_words,
    irr_words,
    payback_words,
    span_words,
    swing_words,
    verdict,
)
from tests.report.samples import ENGLISH, assessment

A, B, C = DataQuality


def economics(**fields: object) -> Economics:
    found = Assessment.from_json(assessment("custom", 60_000.0, before__electricity="20000", after__electricity="8000"))
    return replace(found.economics, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("payback", "quality", "wanted"),
    [
        (Payback.NONE, B, "Does not pay for itself at the prices used; profitable by BR18."),
        (Payback.IMMEDIATE, B, "Costs nothing and pays from the first day; profitable by BR18."),
        (Payback.UNKNOWN, B, "The investment is not known yet; profitable by BR18."),
        (0.2, C, "Pays for itself within a year; profitable by BR18."),
        (3.0, B, "Pays for itself in about 2–4 years; profitable by BR18."),
        (3.0, A, "Pays for itself in about 3–4 years; profitable by BR18."),
        (10.0, C, "Pays for itself in about 6–14 years; profitable by BR18."),
        (0.9, A, "Pays for itself within a year; profitable by BR18."),
        (0.95, A, "Pays for itself in about 1–2 years; profitable by BR18."),
    ],
)
def test_a_payback_is_told_as_a_span(payback: float | Payback, quality: DataQuality, wanted: str) -> None:
    assert verdict(ENGLISH, economics(simple_payback=payback, profitable_br18=True), quality) == wanted


def test_what_is_not_profitable_is_called_so() -> None:
    said = verdict(ENGLISH, economics(simple_payback=40.0, profitable_br18=False), B)
    assert said.endswith("not profitable by BR18.")
    assert "BR18" not in verdict(ENGLISH, economics(simple_payback=40.0, profitable_br18=None), B)


@pytest.mark.parametrize(
    ("payback", "wanted"),
    [
        (0.02, "1\N{NO-BREAK SPACE}month"),
        (0.26, "3\N{NO-BREAK SPACE}months"),
        (2.416, "2.4\N{NO-BREAK SPACE}years"),
        (12.51, "13\N{NO-BREAK SPACE}years"),
        (Payback.NONE, "Never pays back"),
    ],
)
def test_a_payback_in_a_table(payback: float | Payback, wanted: str) -> None:
    assert payback_words(ENGLISH, payback) == wanted


@pytest.mark.parametrize(
    ("soonest", "latest", "wanted"),
    [
        (1.93, 3.22, "about 2–4 years"),
        (0.2, 0.9, "within a year"),
        (6.65, 62.6, "about 7–65 years"),
        (3.9, 4.0, "about 4 years"),
        (0.9, 1.0, "within a year"),
        (140.0, 900.0, "more than 100 years"),
        (30.0, 900.0, "about 30–100 years"),
        (12.4, Payback.NONE, "about 12 years, perhaps never"),
        (Payback.NONE, Payback.NONE, "Never pays back"),
        (Payback.IMMEDIATE, Payback.IMMEDIATE, "At once"),
        (Payback.UNKNOWN, Payback.UNKNOWN, ""),
    ],
)
def test_a_span_of_paybacks_in_a_cell(soonest: float | Payback, latest: float | Payback, wanted: str) -> None:
    assert span_words(ENGLISH, soonest, latest) == wanted


def test_a_span_that_may_never_end_says_so() -> None:
    assert between_in_words(ENGLISH, 4.2, Payback.NONE) == (
        "Pays for itself in about 4 years at the soonest, perhaps never"
    )
    assert between_in_words(ENGLISH, 180.0, 300.0) == "Takes more than 100 years to pay for itself"


@given(soonest=st.floats(0, 1e6), longer=st.floats(0, 1e6))
def test_a_span_is_always_words_with_no_more_than_two_digits_a_number(soonest: float, longer: float) -> None:
    words = span_words(ENGLISH, soonest, soonest + longer)
    numbers = [word for part in words.split() for word in part.split("–") if word.isdigit()]
    assert words
    assert all(int(number) <= 100 for number in numbers)


def test_a_rate_beyond_all_reason_is_not_a_number() -> None:
    assert irr_words(ENGLISH, 0.1689).replace(NO_BREAK, " ") == "17 %"
    assert irr_words(ENGLISH, 10.32).replace(NO_BREAK, " ") == "more than 100 %"


def test_a_swing_is_short() -> None:
    swing = Swing(Span(18_630.0, 31_050.0), 1.93, 3.22, Span(4.6575, 7.7625), Span(-12_345.6, 98_765.4), (True, True))
    words = swing_words(ENGLISH, swing, C)
    assert words.saving.replace(NO_BREAK, " ") == "DKK 19,000 to DKK 31,000"
    assert words.payback == "about 2–4 years"
    assert words.factor == "4.7 to 7.8"
    assert words.npv.replace(NO_BREAK, " ") == "DKK −12,000 to DKK 99,000"
    assert words.judgement == "Profitable by BR18 even so"


@pytest.mark.parametrize(
    ("profitable", "wanted"),
    [
        ((True, True), "Profitable by BR18 even so"),
        ((False, True), "Depends on it: the BR18 factor falls below 1.33 at the low end"),
        ((False, False), "Not profitable by BR18 either way"),
        (None, ""),
    ],
)
def test_a_swing_says_whether_the_judgement_stands(profitable: tuple[bool, bool] | None, wanted: str) -> None:
    swing = Swing(Span(1.0, 1.0), Payback.UNKNOWN, Payback.UNKNOWN, None, None, profitable)
    words = swing_words(ENGLISH, swing, B)
    assert (words.judgement, words.payback, words.factor, words.npv) == (wanted, "", "", "")
    assert words.saving.replace(NO_BREAK, " ") == "DKK 1"


@pytest.mark.parametrize(
    ("factor", "quality", "wanted"),
    [
        (40.128, C, "40"),
        (2.764, B, "2.8"),
        (2.764, A, "2.76"),
        (1.334, C, "1.334"),
        (1.3251, C, "1.3"),
        (1.35, C, "1.4"),
        (-0.456, C, "−0.46"),
    ],
)
def test_a_factor_has_two_digits_and_keeps_to_its_side_of_the_limit(
    factor: float, quality: DataQuality, wanted: str
) -> None:
    assert factor_words(ENGLISH, factor, quality) == wanted
