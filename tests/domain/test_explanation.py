"""Whatever an explanation says can be recomputed by hand from its own text, and says where everything is from."""

import json
import re

import pytest

from ambassador_app.domain.calculators import CALCULATORS, Assessment, Costing, Origin, assess
from ambassador_app.domain.factors import PriceSet
from ambassador_app.domain.quantities import DataQuality, round_by_quality
from ambassador_app.i18n import Exact, Language, Message
from tests.builders import translator
from tests.domain.arithmetic import faults_of, numbers_of
from tests.domain.sets import factors, lifetimes, plain, prices
from tests.domain.test_calculators import english
from tests.domain.test_worked_examples import EXAMPLES, Example, result

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name or example.calculator)


def said(assessment: Assessment) -> list[str]:
    return [english().say(line) for line in assessment.lines()]


@every_example
def test_every_line_is_recomputed_from_its_own_text(example: Example) -> None:
    lines = said(result(example))
    assert [fault for line in lines for fault in faults_of(line)] == []
    assert sum(" = " in line for line in lines) >= 3
