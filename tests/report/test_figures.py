"""Figures are written as far as their data goes, and judged in words."""

from dataclasses import replace

import pytest

from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.i18n import Language
from ambassador_app.report import compose, figures
from ambassador_app.report.content import Paragraph
from tests.builders import translator
from tests.report.samples import ENGLISH, NOON, assessment, bare_dossier

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
    assert figures.verdict(ENGLISH, economics(simple_payback=payback, profitable_br18=True), quality) == wanted


def test_what_is_not_profitable_is_called_so() -> None:
    said = figures.verdict(ENGLISH, economics(simple_payback=40.0, profitable_br18=False), B)
    assert said.endswith("not profitable by BR18.")
    assert "BR18" not in figures.verdict(ENGLISH, economics(simple_payback=40.0, profitable_br18=None), B)


@pytest.mark.parametrize(
    ("payback", "quality", "wanted"),
    [
        (0.02, A, "1\N{NO-BREAK SPACE}month"),
        (0.26, A, "3\N{NO-BREAK SPACE}months"),
        (2.416, B, "2.4\N{NO-BREAK SPACE}years"),
        (12.51, B, "13\N{NO-BREAK SPACE}years"),
        (12.51, A, "13\N{NO-BREAK SPACE}years"),
        (Payback.NONE, B, "Never pays back"),
    ],
)
def test_a_payback_in_a_table(payback: float | Payback, quality: DataQuality, wanted: str) -> None:
    assert figures.payback(ENGLISH, payback, quality) == wanted


@pytest.mark.parametrize(("quality", "wanted"), [(A, "12.300"), (B, "12.000"), (C, "12.000")])
def test_digits_follow_the_quality_of_the_data(quality: DataQuality, wanted: str) -> None:
    assert figures.amount(translator(Language.DANISH), 12_345.6, quality) == wanted


def test_a_price_that_is_not_known_is_a_dash() -> None:
    assert figures.kroner(ENGLISH, None) == "–"
    assert figures.kroner(ENGLISH, 1250.4) == "DKK\N{NO-BREAK SPACE}1,250"


def test_only_plain_values_are_content() -> None:
    content = compose(bare_dossier(), ENGLISH, NOON)
    with pytest.raises(TypeError):
        replace(content, blocks=(Paragraph(object()),)).to_json()  # type: ignore[arg-type]
