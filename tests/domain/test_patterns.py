"""Patterns that could keep the computer busy for ever are refused, the ones that forms really use are not."""

from __future__ import annotations

import re

import pytest

from ambassador_app.domain.expression import compile_expression
from ambassador_app.domain.expression.patterns import explodes, pattern_of
from ambassador_app.errors import ExpressionRefused


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*",
        "^([a-z]+)*$",
        r"(\s*[a-z]+\s*)+",
        r"(\w+\s?)*",
        "(x|a+)+",
        "((a+))+",
        "(a{2,})*b",
        "(?:a+){3,}",
    ],
)
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    assert explodes(pattern)
    with pytest.raises(ExpressionRefused):
        compile_expression(f"regex(., '{pattern}')")


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$", "a.b@c-d.example.dk", "a@b"),
        ("^[0-9]{8}$", "13748136", "1374813"),
        (r"\d{4}-\d{2}", "2026-11", "26-11"),
        ("([A-Z][a-z]+ ?)+", "Anna Bo", "anna"),
        (r"(\+45)?[ 0-9]{8,11}", "12 34 56 78", "12"),
        ("(ja|nej)+", "janej", "måske"),
        ("[(a+)+]+", "a+(", "b"),
        (r"\(a+\)+", "(aa))", "a"),
    ],
)
def test_the_patterns_that_forms_use_are_taken(pattern: str, fits: str, fails: str) -> None:
    assert not explodes(pattern)
    assert pattern_of(pattern).fullmatch(fits)
    assert not pattern_of(pattern).fullmatch(fails)


def test_a_broken_pattern_is_refused() -> None:
    with pytest.raises(re.error):
        pattern_of("(a")
