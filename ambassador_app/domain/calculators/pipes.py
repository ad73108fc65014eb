"""Heat loss of pipes, and their insulation."""

from __future__ import annotations

import math
from typing import Final

from ambassador_app.domain.calculators.common import (
    boiler_efficiency,
    fuel_saving,
    heating_carrier,
    hours_input,
    numbers,
    share_input,
)
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, Preset, digits, neutral
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.stages import Place, Stage, System
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.i18n import N_, Message

STEFAN_BOLTZMANN: Final = 5.67e-8
"""W/m²K⁴."""
SURFACE: Final = 9.0
"""W/m²K from the surface of insulation to the room."""
_KELVIN: Final = 273.15


def bare_loss(diameter_m: float, pipe_c: float, ambient_c: float, emissivity: float) -> float:
    """Give the loss of a bare pipe in W/m: free convection 1.25 (dT/d)^0.25 and radiation."""
    difference = pipe_c - ambient_c
    convection = 1.25 * math.pow(abs(difference) / diameter_m, 0.25)
    hot, cold = pipe_c + _KELVIN, ambient_c + _KELVIN
    radiation = emissivity * STEFAN_BOLTZMANN * (hot**2 + cold**2) * (hot + cold)
    return math.pi * diameter_m * difference * (convection + radiation)


def insulated_loss(diameter_m: float, thickness_m: float, difference_k: float, conductivity: float) -> float:
    """Give the loss of an insulated pipe in W/m: dT / (ln(D/d)/(2 pi lambda) + 1/(9 pi D))."""
    outer = diameter_m + 2 * thickness_m
    resistance = math.log(outer / diameter_m) / (2 * math.pi * conductivity) + 1 / (math.pi * outer * SURFACE)
    return difference_k / resistance


def insulate(values: Values, _factors: FactorSet) -> Saving:
    """Saved heat = (loss before - loss after) x length x hours, less what was useful heat anyway."""
    old, new = (_loss(values, values.number(name)) for name in ("insulation_old_mm", "insulation_new_mm"))
    heat = (old - new) * values.number("length_m") * values.number("hours") / 1000
    heat *= 1 - values.number("useful_heat_share")
    losses = Message(
        N_(
            "Heat loss, Ø {diameter_mm} mm at {pipe_temp_c} °C in {ambient_temp_c} °C: {insulation_old_mm} mm "
            "insulation {old} W/m, {insulation_new_mm} mm insulation {new} W/m"
        ),
        {
            **numbers(values, "diameter_mm", "pipe_temp_c", "ambient_temp_c", "insulation_old_mm", "insulation_new_mm"),
            "old": digits(old),
            "new": digits(new),
        },
    )
    step = Message(
        N_(
            "Saved heat = (old − new) × length × hours / 1000 × (1 − useful share) = ({old} − {new}) W/m × "
            "{length_m} m × {hours} h / 1000 × (1 − {useful_heat_share}) = {result} kWh"
        ),
        {
            **numbers(values, "length_m", "hours", "useful_heat_share"),
            "old": digits(old),
            "new": digits(new),
            "result": digits(heat),
        },
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, steps=(losses, step, fuel_step))


def _loss(values: Values, thickness_mm: float) -> float:
    diameter = values.number("diameter_mm") / 1000
    pipe, ambient = values.number("pipe_temp_c"), values.number("ambient_temp_c")
    if thickness_mm == 0:
        return bare_loss(diameter, pipe, ambient, values.number("emissivity"))
    return insulated_loss(diameter, thickness_mm / 1000, pipe - ambient, values.number("conductivity_w_mk"))


def _thickness(name: str, label: str, explained: str, default: Default | None = None) -> Number:
    return Number(
        name=name, label=label, help=explained, unit="mm", high=1000, sane_low=0, sane_high=200, default=default
    )


def _lost(values: Values) -> dict[Carrier, float]:
    """Give what the pipes lose before, as fuel."""
    lost = _loss(values, values.number("insulation_old_mm")) * values.number("length_m") * values.number("hours") / 1000
    lost *= 1 - values.number("useful_heat_share")
    return {values.carrier("heating_carrier"): lost / values.number("boiler_efficiency")}


PIPE_INSULATION: Final = Calculator(
    id="pipe_insulation",
    title=N_("Insulation of pipes and valves"),
    area="heating",
    lifetime="insulation",
    place=Place(Stage.DEMAND, System.HEATING, before=_lost),
    compute=insulate,
    sources="Free convection and radiation of a horizontal cylinder; DS 452",
    note=N_("Old pipe insulation (1900-1990) may hold asbestos: have it looked at before anybody touches it."),
    inputs=(
        Number(
            name="diameter_mm",
            label=N_("Outer diameter of the pipe"),
            help=N_("Measure round the pipe with a string and divide by 3.14."),
            unit="mm",
            low=1,
            high=3000,
            sane_low=8,
            sane_high=500,
        ),
        Number(
            name="length_m",
            label=N_("Length of pipe"),
            help=N_("Metres of pipe. Count a valve as 1 m and a flange as half a metre."),
            unit="m",
            high=100_000,
            sane_low=0.5,
            sane_high=2000,
        ),
        Number(
            name="pipe_temp_c",
            label=N_("Temperature of the pipe"),
            help=N_("Read the thermometer on the pipe, or hold an infrared thermometer to it."),
            unit="°C",
            low=-50,
            high=500,
            sane_low=30,
            sane_high=200,
        ),
        Number(
            name="ambient_temp_c",
            label=N_("Temperature of the room"),
            help=N_("In the boiler room, cellar or duct where the pipe runs."),
            unit="°C",
            low=-30,
            high=80,
            sane_low=0,
            sane_high=40,
        ),
        hours_input(
            "hours", N_("Hours a year that it is hot"), N_("8,760 if it never cools; about 6,000 for heating alone.")
        ),
        _thickness(
            "insulation_old_mm",
            N_("Insulation today"),
            N_("Thickness of the insulation on the pipe now. Zero for a bare pipe."),
            neutral(0.0),
        ),
        _thickness("insulation_new_mm", N_("Insulation afterwards"), N_("40 to 60 mm is usual on heating pipes.")),
        Number(
            name="conductivity_w_mk",
            label=N_("Conductivity of the insulation"),
            help=N_("Leave the standard value for mineral wool."),
            unit="W/mK",
            low=0.01,
            high=0.2,
            sane_low=0.02,
            sane_high=0.06,
            default=Default(0.038, N_("mineral wool (VEB)"), quality=DataQuality.B),
        ),
        Number(
            name="emissivity",
            label=N_("Emissivity of the bare pipe"),
            help=N_("How strongly the surface radiates: painted or rusty steel a lot, bright copper little."),
            high=1,
            sane_low=0.05,
            sane_high=1,
            default=Default(0.9, N_("painted or rusty steel"), quality=DataQuality.B),
            presets=(Preset(N_("Painted or rusty steel"), 0.9), Preset(N_("Copper"), 0.3)),
        ),
        share_input(
            "useful_heat_share",
            N_("Share that heats a room which needs it"),
            N_("Heat lost in a heated room is not all wasted. Zero in a boiler room, about a half in a heated one."),
            sane=(0.0, 0.9),
            default=neutral(0.0),
        ),
        heating_carrier(),
        boiler_efficiency(),
    ),
)

CALCULATORS: Final = (PIPE_INSULATION,)
