"""The measure calculators: each a declaration of its inputs and one pure function; results explain themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ambassador_app.domain.calculators import (
    air_pressure,
    compressed_air,
    custom,
    envelope,
    equipment,
    farm,
    heat_supply,
    lighting,
    motors,
    pipes,
    refrigeration,
    transport,
    ventilation,
    water,
)
from ambassador_app.domain.calculators.answer import as_answer
from ambassador_app.domain.calculators.appraisal import appraise
from ambassador_app.domain.calculators.assessment import COSTING_INPUTS, Assessment, Costing, UsedInput
from ambassador_app.domain.calculators.declaration import (
    AREAS,
    Alternatives,
    Calculator,
    Choice,
    Default,
    Group,
    Input,
    Number,
    Option,
    Preset,
    Profile,
    Text,
)
from ambassador_app.domain.calculators.inputs import Origin, read_input, read_inputs, settle
from ambassador_app.domain.calculators.values import Value
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.errors import UnknownCalculator

CALCULATORS: Final[Mapping[str, Calculator]] = MappingProxyType(
    {
        calculator.id: calculator
        for family in (
            lighting,
            compressed_air,
            air_pressure,
            motors,
            ventilation,
            envelope,
            pipes,
            heat_supply,
            refrigeration,
            equipment,
            farm,
            transport,
            water,
            custom,
        )
        for calculator in family.CALCULATORS
    }
)


def calculator(calculator_id: str) -> Calculator:
    """Find a calculator. Raises UnknownCalculator."""
    found = CALCULATORS.get(calculator_id)
    if found is None:
        raise UnknownCalculator(calculator=calculator_id)
    return found


def assess(
    calculator_id: str,
    inputs: Mapping[str, object],
    *,
    costing: Costing,
    factors: FactorSet,
    prices: PriceSet,
    year: int,
    qualities: Mapping[str, DataQuality] | None = None,
    estimated: Mapping[str, str] | None = None,
) -> Assessment:
    """Compute what a measure saves a year, with the emission factors of `year`, and explain it.

    `inputs` are values in the declared units (percentages as fractions); None counts as not given. `qualities`
    says how given inputs are known (B unless said); `estimated` which of them are guesses, each with the source of
    the guess.
    Raises UnknownCalculator, UnknownInput, InputMissing (also for a price or factor that the sets lack),
    InputRefused.
    """
    return appraise(
        calculator(calculator_id),
        inputs,
        costing=costing,
        factors=factors,
        prices=prices,
        year=year,
        qualities=qualities,
        estimated=estimated,
    )


def parse_inputs(calculator_id: str, given: Mapping[str, object]) -> dict[str, Value]:
    """Read inputs as typed on a command line and check all of them, defaults included.

    Raises UnknownCalculator, UnknownInput, InputMissing, InputRefused.
    """
    return read_inputs(calculator(calculator_id), given)


def settled(calculator_id: str, given: Mapping[str, object]) -> dict[str, object]:
    """Keep one way of each alternatives in what a walkthrough filled: the complete, then the measured one.

    Raises UnknownCalculator. Checks no value.
    """
    return settle(calculator(calculator_id), given)


__all__ = [
    "AREAS",
    "CALCULATORS",
    "COSTING_INPUTS",
    "Alternatives",
    "Assessment",
    "Calculator",
    "Choice",
    "Costing",
    "Default",
    "Economics",
    "Group",
    "Input",
    "Number",
    "Option",
    "Origin",
    "Payback",
    "Preset",
    "Profile",
    "Text",
    "UsedInput",
    "Value",
    "as_answer",
    "assess",
    "calculator",
    "parse_inputs",
    "read_input",
    "settled",
]
