"""Every worked example of the domain handbook, section 5, to the precision printed there."""

from dataclasses import dataclass, field

import pytest

from ambassador_app.domain.calculators import CALCULATORS, Assessment, Costing, Payback, assess
from ambassador_app.domain.quantities import Carrier
from tests.domain.sets import factors, lifetimes, prices

EL, DH, GAS, OIL = Carrier.ELECTRICITY, Carrier.DISTRICT_HEATING, Carrier.NATURAL_GAS, Carrier.GAS_OIL


@dataclass(frozen=True)
class Example:
    """One line of the handbook. `dkk` and `co2e_kg` are whole, `payback` and `br18` as many decimals as printed."""

    calculator: str
    inputs: dict[str, object]
    kwh: dict[Carrier, str]
    dkk: float | None = None
    co2e_kg: str | None = None
    investment: float | None = None
    subsidy: float = 0.0
    payback: str | Payback | None = None
    br18: str | None = None
    other: dict[str, str] = field(default_factory=dict)
    name: str = ""


EXAMPLES = [
    Example(
        "lighting_led",
        {"count_old": 120, "power_old_w": 71, "hours_old": 3000, "power_new_w": 25},
        {EL: "16560"},
        24840,
        "2236",
        60000,
        payback="2.42",
        br18="6.21",
    ),
    Example(
        "lighting_control",
        {"power_kw": 3.0, "hours": 3000, "saving_share": 0.30},
        {EL: "2700"},
        4050,
        "364.5",
        9000,
        payback="2.22",
        br18="6.75",
    ),
    Example(
        "compressed_air_leaks",
        {
            "orifice_mm": 2,
            "orifice_count": 10,
            "pressure_bar_g": 7,
            "discharge_coefficient": 0.65,
            "air_temp_c": 20,
            "hours": 8760,
            "control_factor": 0.48,
        },
        {EL: "56653"},
        84980,
        "7648",
        15000,
        payback="0.18",
    ),
    Example(
        "compressed_air_leaks",
        {"orifice_mm": 2, "orifice_count": 10, "pressure_bar_g": 7, "hours": 8760, "control_factor": 1},
        {EL: "118027"},
        name="leaks without control factor",
    ),
    Example(
        "compressed_air_leaks",
        {"load_seconds": 120, "unload_seconds": 360, "compressor_m3_min": 4, "hours": 1000, "control_factor": 1},
        {EL: "7000"},
        name="a quarter of the capacity leaks",
    ),
    Example(
        "compressed_air_pressure",
        {"power_kw": 30, "hours": 4000, "pressure_old_bar_g": 8, "pressure_new_bar_g": 7},
        {EL: "8517"},
        12775,
        "1150",
        0,
        payback=Payback.IMMEDIATE,
    ),
    Example(
        "ventilation_hours",
        {
            "airflow_m3_h": 10000,
            "sfp_j_m3": 2000,
            "hours_old": 8760,
            "hours_new": 3500,
            "heat_recovery_efficiency": 0.60,
            "heating_carrier": "district_heating",
        },
        {EL: "29222", DH: "73790"},
        99176,
        "10424",
        5000,
    ),
    Example(
        "heat_pump",
        {
            "fuel_amount": 6000,
            "fuel_unit": "m3",
            "heating_carrier": "natural_gas",
            "boiler_efficiency": 0.90,
            "scop": 3.2,
        },
        {GAS: "66000", EL: "-18562.5"},
        24956,
        "9968",
        350000,
        50000,
        "12.0",
        "1.43",
    ),
]


def result(example: Example) -> Assessment:
    costing = Costing(investment_dkk=example.investment, subsidy_dkk=example.subsidy).with_lifetime(
        lifetimes().of(CALCULATORS[example.calculator].lifetime)
    )
    return assess(example.calculator, example.inputs, costing=costing, factors=factors(), prices=prices(), year=2025)


def printed(value: float, pattern: str) -> str:
    """Write `value` with as many decimals as `pattern` has."""
    return f"{value:.{len(pattern.partition('.')[2])}f}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name or example.calculator)
def test_the_handbook_gives_the_same_figures(example: Example) -> None:
    found = result(example)

    assert {carrier: printed(found.savings_kwh[carrier], kwh) for carrier, kwh in example.kwh.items()} == example.kwh
    assert set(found.savings_kwh) == set(example.kwh)
    if example.dkk is not None:
        assert found.cost_saving_dkk == pytest.approx(example.dkk, abs=0.51)
    if example.co2e_kg is not None:
        assert printed(found.co2e_kg, example.co2e_kg) == example.co2e_kg
    if isinstance(example.payback, Payback):
        assert found.economics.simple_payback is example.payback
    elif example.payback is not None:
        assert isinstance(found.economics.simple_payback, float)
        assert printed(found.economics.simple_payback, example.payback) == example.payback
    if example.br18 is not None:
        assert found.economics.profitability_br18 is not None
        assert printed(found.economics.profitability_br18, example.br18) == example.br18
    assert {name: printed(getattr(found, name), text) for name, text in example.other.items()} == example.other
