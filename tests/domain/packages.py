"""Measures with figures, made quickly, for what is counted in a package."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ambassador_app.domain.calculators import CALCULATORS, Costing, assess
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import Carrier
from tests.domain.sets import factors, lifetimes, prices

ALL_PRICES = {carrier.value: 1.0 for carrier in Carrier} | {
    "electricity": 1.50,
    "district_heating": 0.75,
    "natural_gas": 0.80,
    "gas_oil": 1.10,
}


def measure(name: str, calculator: str, inputs: dict[str, object], **fields: Any) -> Measure:
    """A measure with the figures of its inputs, at the example prices and the factors of 2025."""
    costing = Costing(fields.get("investment_dkk"), fields.get("subsidy_dkk", 0.0)).with_lifetime(
        lifetimes().of(CALCULATORS[calculator].lifetime)
    )
    found = assess(
        calculator, inputs, costing=costing, factors=factors(), prices=prices().with_prices(ALL_PRICES), year=2025
    )
    made = Measure(
        id=MeasureId(name),
        visit_id=VisitId("visit"),
        site_id=SiteId("site"),
        title=name.capitalize(),
        calculator=calculator,
        area=CALCULATORS[calculator].area,
        inputs=inputs,
        assessment=found.to_json(),
    )
    return replace(made, **fields)


def led(name: str = "led", count: float = 120, **fields: Any) -> Measure:
    """120 tubes of 71 W become 25 W for 3,000 h: 25,560 kWh before, 16,560 kWh saved (worked example 5.1)."""
    inputs: dict[str, object] = {"count_old": count, "power_old_w": 71.0, "hours_old": 3000.0, "power_new_w": 25.0}
    return measure(name, "lighting_led", inputs, **fields)


def control(power_kw: float, share: float = 0.30, name: str = "control", **fields: Any) -> Measure:
    """Control of so many kW of lighting for 3,000 h."""
    inputs: dict[str, object] = {"power_kw": power_kw, "hours": 3000.0, "saving_share": share}
    return measure(name, "lighting_control", inputs, **fields)


def insulation(name: str = "insulation", area_m2: float = 200.0, **fields: Any) -> Measure:
    """200 m² of roof from U 0.6 to 0.1 under gas at 0.9: 12,048 kWh before, 10,040 kWh saved."""
    inputs: dict[str, object] = {
        "area_m2": area_m2,
        "u_old": 0.6,
        "u_new": 0.1,
        "heating_carrier": "natural_gas",
        "boiler_efficiency": 0.9,
    }
    return measure(name, "envelope_insulation", inputs, **fields)


def setback(use_kwh: float = 200_000.0, name: str = "setback", **fields: Any) -> Measure:
    """2 degrees lower for 60 % of the time: 6 % of the heating."""
    inputs: dict[str, object] = {
        "space_heating_kwh": use_kwh,
        "degrees_k": 2.0,
        "time_share": 0.6,
        "heating_carrier": "natural_gas",
    }
    return measure(name, "temperature_setback", inputs, **fields)


def heat_pump(fuel_kwh: float = 200_000.0, name: str = "heat_pump", **fields: Any) -> Measure:
    """A heat pump with SCOP 3 instead of a gas boiler at 0.9: 60,000 kWh of power for 200,000 kWh of gas."""
    inputs: dict[str, object] = {
        "fuel_amount": fuel_kwh,
        "fuel_unit": "kwh",
        "heating_carrier": "natural_gas",
        "boiler_efficiency": 0.9,
        "scop": 3.0,
    }
    return measure(name, "heat_pump", inputs, **fields)


def district(fuel_kwh: float = 200_000.0, name: str = "district", **fields: Any) -> Measure:
    """District heating instead of a gas boiler."""
    inputs: dict[str, object] = {
        "fuel_amount": fuel_kwh,
        "fuel_unit": "kwh",
        "heating_carrier": "natural_gas",
        "boiler_efficiency": 0.9,
        "district_heating_efficiency": 1.0,
    }
    return measure(name, "district_heating", inputs, **fields)


def solar(own_kwh: float = 19_000.0, name: str = "solar", **fields: Any) -> Measure:
    """Solar cells of which half is used at once."""
    inputs: dict[str, object] = {
        "peak_kw": own_kwh / 475,
        "yield_kwh_kw": 950.0,
        "own_use_share": 0.5,
        "export_price": 0.4,
    }
    return measure(name, "photovoltaics", inputs, **fields)


def own(name: str, carrier: Carrier, saved: float, before: float | None = None, **fields: Any) -> Measure:
    """A measure of one's own: so much saved, of so much before or of an unknown use."""
    inputs: dict[str, object] = {f"before.{carrier.value}": saved if before is None else before}
    if before is not None:
        inputs[f"after.{carrier.value}"] = before - saved
    return measure(name, "custom", inputs, **({"area": "lighting"} | fields))
