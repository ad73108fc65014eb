"""Figures are written as far as their data goes."""

from dataclasses import replace

import pytest

from ambassador_app.domain.quantities import DataQuality
from ambassador_app.i18n import Language
from ambassador_app.report import compose, figures
from ambassador_app.report.content import Paragraph
from tests.builders import translator
from tests.report.samples import ENGLISH, NOON, bare_dossier

A, B, C = DataQuality


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
