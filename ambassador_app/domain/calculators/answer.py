"""The answers that the command line prints as JSON."""

from __future__ import annotations

from collections.abc import Callable

from ambassador_app.domain.calculators.assessment import Assessment, UsedInput, economics_to_json
from ambassador_app.domain.calculators.inputs import Origin
from ambassador_app.i18n import Message


def as_answer(assessment: Assessment, *, say: Callable[[Message], str]) -> dict[str, object]:
    """Give the object that `ambassador calc … --json` prints; `say` words the explanation and the warnings."""
    return {
        "calculator": assessment.calculator_id,
        "year": assessment.year,
        "savings_kwh": {carrier.value: kwh for carrier, kwh in assessment.savings_kwh.items()},
        "electricity_export_kwh": assessment.electricity_export_kwh,
        "water_m3": assessment.water_m3,
        "diesel_l": assessment.diesel_l,
        "petrol_l": assessment.petrol_l,
        "other_saving_dkk": assessment.other_saving_dkk,
        "cost_saving_dkk": assessment.cost_saving_dkk,
        "co2e_kg": assessment.co2e_kg,
        **economics_to_json(assessment.economics),
        "quality": assessment.quality.value,
        "inputs": {entry.name: _input_answer(entry) for entry in assessment.inputs},
        "factors": {
            factor.item.value: {k: v for k, v in factor.to_json().items() if k != "item"}
            for factor in assessment.factors
        },
        "prices": {
            price.item.value: {k: v for k, v in price.to_json().items() if k != "item"} for price in assessment.prices
        },
        "explanation": [say(line) for line in assessment.lines()],
        "warnings": [say(line) for line in assessment.warnings],
    }


def _input_answer(entry: UsedInput) -> dict[str, object]:
    plain = entry.to_json()
    return {
        "value": plain["value"],
        "unit": entry.unit,
        "default": entry.origin is not Origin.GIVEN,
        "origin": entry.origin.value,
        "source": entry.source,
    }
