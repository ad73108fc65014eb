"""A civil registration number in free text is seen; the other long numbers of a visit are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.civil_number import civil_numbers

BORN = st.dates(date(1920, 1, 1), date(2026, 12, 31))
LAST = st.integers(0, 9999).map(lambda number: f"{number:04d}")


@given(BORN, LAST, st.sampled_from(["-", "", " ", " - ", "–", "\N{NON-BREAKING HYPHEN}"]))
def test_every_number_is_seen_however_it_is_written(born: date, last: str, mark: str) -> None:
    number = f"{born:%d%m%y}{mark}{last}"
    assert civil_numbers(number) == (number,)
    assert civil_numbers(f"Ejeren ({number}) ringer.") == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CVR 13748136",
        "CVR-nr. 13 74 81 36, tlf. 12 34 56 78",
        "P-nummer 1001234567",
        "P-nr.: 1001234567",
        "P 1001234567",
        "Production unit, P-number 1012234567",
        "Telefon 0101901234",
        "+45 12 34 56 78 90",
        "EAN 5798001234567",
        "Målernummer 0101901234",
        "2026-11-23 1430",
        "23-11-2026 kl. 14.30",
        "3113901234",
        "0113901234",
        "0001901234",
        "120.000.000,00",
        "0101901234567",
        "12.345.678-9012",
        "https://eksempel.dk/0101901234",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert civil_numbers(text) == ()


@given(st.integers(10_000_000, 99_999_999))
def test_no_company_number_is_taken_for_one(number: int) -> None:
    digits = str(number)
    for written in (digits, f"DK{digits}", f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}"):
        assert civil_numbers(written) == ()


@given(st.integers(1_000_000_000, 1_039_999_999), st.sampled_from(["P-nummer ", "P-nr. ", "P-nr: ", "P ", "pnr "]))
def test_no_named_production_unit_is_taken_for_one(number: int, word: str) -> None:
    assert civil_numbers(f"{word}{number}") == ()


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(found in text for found in civil_numbers(text))


def test_each_number_is_given() -> None:
    assert civil_numbers("010190-1234 og 311299 4321") == ("010190-1234", "311299 4321")


def test_a_substitute_number_counts_its_days_from_sixty_one() -> None:
    assert civil_numbers("610190-1234") == ("610190-1234",)
