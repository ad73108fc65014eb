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
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, Preset, digits, fine, neutral
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message

STEFAN_BOLTZMANN: Final = 5.67e-8
"""W/m²K⁴."""
SURFACE: Final = 9.0
"""W/m²K from the surface of insulation to the room."""
_KELVIN: Final = 273.15
_PRANDTL: Final = 0.7
"""Of air at the temperatures of pipes."""
VALVE_M: Final = 1.0
FLANGE_M: Final = 0.5
"""m of pipe that lose about as much as a valve, a flange (own assumption)."""


def bare_loss(diameter_m: float, pipe_c: float, ambient_c: float, emissivity: float, wind_m_s: float = 0.0) -> float:
    """Give the loss of a bare pipe in W/m: convection, free 1.25 (dT/d)^0.25 and by wind, and radiation."""
    difference = pipe_c - ambient_c
    free = 1.25 * math.pow(abs(difference) / diameter_m, 0.25)
    convection = combined(free, wind_coefficient(diameter_m, wind_m_s, (pipe_c + ambient_c) / 2))
    hot, cold = pipe_c + _KELVIN, ambient_c + _KELVIN
    radiation = emissivity * STEFAN_BOLTZMANN * (hot**2 + cold**2) * (hot + cold)
    return math.pi * diameter_m * difference * (convection + radiation)


def insulated_loss(
    diameter_m: float, thickness_m: float, difference_k: float, conductivity: float, surface: float = SURFACE
) -> float:
    """Give the loss of an insulated pipe in W/m: dT / (ln(D/d)/(2 pi lambda) + 1/(pi D surface)), surface in W/m²K."""
    outer = diameter_m + 2 * thickness_m
    resistance = math.log(outer / diameter_m) / (2 * math.pi * conductivity) + 1 / (math.pi * outer * surface)
    return difference_k / resistance


def wind_coefficient(diameter_m: float, wind_m_s: float, film_c: float) -> float:
    """Give W/m²K of wind across a pipe, air at `film_c` (Churchill and Bernstein; air by Sutherland's law)."""
    if wind_m_s == 0:
        return 0.0
    film = film_c + _KELVIN
    viscosity = 1.458e-6 * math.pow(film, 1.5) / (film + 110.4) * film * 287.05 / 101_325
    conductivity = 2.495e-3 * math.pow(film, 1.5) / (film + 194.4)
    reynolds = wind_m_s * diameter_m / viscosity
    nusselt = 0.62 * math.sqrt(reynolds) * math.cbrt(_PRANDTL) / math.pow(1 + math.pow(0.4 / _PRANDTL, 2 / 3), 0.25)
    nusselt *= math.pow(1 + math.pow(reynolds / 282_000, 5 / 8), 0.8)
    return (0.3 + nusselt) * conductivity / diameter_m


def combined(free: float, forced: float) -> float:
    """Give the coefficient of free and forced convection together: the fourth root of the sum of fourth powers."""
    return math.pow(free**4 + forced**4, 0.25) if forced else free


def insulate(values: Values, _factors: FactorSet) -> Saving:
    """Saved heat = (loss before - loss after) x length x hours, less what was useful heat anyway."""
    old, new = (_loss(values, values.number(name)) for name in ("insulation_old_mm", "insulation_new_mm"))
    length = (
        values.number("length_m")
        + VALVE_M * values.number_or("valves", 0.0)
        + FLANGE_M * values.number_or("flanges", 0.0)
    )
    heat = (old - new) * length * values.number("hours") / 1000
    heat *= 1 - values.number("useful_heat_share")
    step = Message(
        N_(
            "Saved heat = (old − new) × length × hours / 1000 × (1 − useful share) = ({old} − {new}) W/m × "
            "{length} m × {hours} h / 1000 × (1 − {useful_heat_share}) = {result} kWh"
        ),
        {
            **numbers(values, "hours", "useful_heat_share"),
            "length": digits(length),
            "old": fine(old),
            "new": fine(new),
            "result": digits(heat),
        },
    )
    losses = (*_wind_step(values), _loss_step(values, "old", old), _loss_step(values, "new", new))
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, steps=(*_length_step(values, length), *losses, step, fuel_step))


def _length_step(values: Values, length: float) -> tuple[Message, ...]:
    if not values.number_or("valves", 0.0) and not values.number_or("flanges", 0.0):
        return ()
    text = N_(
        "Length with valves (1 m each) and flanges (0.5 m each) = {length_m} m + {valves} × 1 m + {flanges} × 0.5 m = "
        "{length} m"
    )
    fittings = {name: Exact(values.number_or(name, 0.0)) for name in ("valves", "flanges")}
    return (Message(text, {**numbers(values, "length_m"), **fittings, "length": digits(length)}),)


def _wind_step(values: Values) -> tuple[Message, ...]:
    wind = values.number_or("wind_m_s", 0.0)
    if not wind:
        return ()
    text = N_("Wind of {wind} m/s takes {old} W/m²K today and {new} W/m²K afterwards (Churchill and Bernstein)")
    old, new = (_forced(values, values.number(f"insulation_{when}_mm")) for when in ("old", "new"))
    return (Message(text, {"wind": Exact(wind), "old": fine(old), "new": fine(new)}),)


def _outer(values: Values, thickness_mm: float) -> tuple[float, float]:
    """Give the pipe's and the outer diameter in m."""
    diameter = values.number("diameter_mm") / 1000
    return diameter, diameter + 2 * thickness_mm / 1000


def _forced(values: Values, thickness_mm: float) -> float:
    """Give the W/m²K of the wind; the surface of insulation is hardly warmer than the air, a bare one like the pipe."""
    pipe, ambient = values.number("pipe_temp_c"), values.number("ambient_temp_c")
    film = ambient if thickness_mm else (pipe + ambient) / 2
    return wind_coefficient(_outer(values, thickness_mm)[1], values.number_or("wind_m_s", 0.0), film)


def _loss(values: Values, thickness_mm: float) -> float:
    diameter, _ = _outer(values, thickness_mm)
    pipe, ambient = values.number("pipe_temp_c"), values.number("ambient_temp_c")
    if thickness_mm == 0:
        return bare_loss(diameter, pipe, ambient, values.number("emissivity"), values.number_or("wind_m_s", 0.0))
    surface = combined(SURFACE, _forced(values, thickness_mm))
    return insulated_loss(diameter, thickness_mm / 1000, pipe - ambient, values.number("conductivity_w_mk"), surface)


_BARE: Final = {
    "old": N_(
        "Loss today, bare = π × d × ΔT × (convection + radiation) = π × {d}/1000 × ({pipe} − {room}) × "
        "({convection} + {emissivity} × 5.67/10^8 × (({pipe} + 273.15)² + ({room} + 273.15)²) × "
        "({pipe} + {room} + 2 × 273.15)) = {result} W/m"
    ),
    "new": N_(
        "Loss after, bare = π × d × ΔT × (convection + radiation) = π × {d}/1000 × ({pipe} − {room}) × "
        "({convection} + {emissivity} × 5.67/10^8 × (({pipe} + 273.15)² + ({room} + 273.15)²) × "
        "({pipe} + {room} + 2 × 273.15)) = {result} W/m"
    ),
}
_COVERED: Final = {
    "old": N_(
        "Loss today = ΔT / (ln(D/d)/(2π × λ) + 1/(π × D × surface)), D = d + 2 × thickness = ({pipe} − {room}) / "
        "(ln(({d} + 2 × {thickness})/{d})/(2 × π × {conductivity}) + 1/(π × ({d} + 2 × {thickness})/1000 × {surface})) "
        "= {result} W/m"
    ),
    "new": N_(
        "Loss after = ΔT / (ln(D/d)/(2π × λ) + 1/(π × D × surface)), D = d + 2 × thickness = ({pipe} − {room}) / "
        "(ln(({d} + 2 × {thickness})/{d})/(2 × π × {conductivity}) + 1/(π × ({d} + 2 × {thickness})/1000 × {surface})) "
        "= {result} W/m"
    ),
}


def _loss_step(values: Values, when: str, result: float) -> Message:
    thickness = values.number(f"insulation_{when}_mm")
    known: dict[str, object] = {
        "d": Exact(values.number("diameter_mm")),
        "pipe": Exact(values.number("pipe_temp_c")),
        "room": Exact(values.number("ambient_temp_c")),
        "result": fine(result),
    }
    forced = _forced(values, thickness)
    if thickness:
        names = {"conductivity": Exact(values.number("conductivity_w_mk")), "thickness": Exact(thickness)}
        surface = (
            Message(_COMBINED, {"free": Exact(SURFACE), "forced": fine(forced), "quarter": _QUARTER})
            if forced
            else Exact(SURFACE)
        )
        return Message(_COVERED[when], {**known, **names, "surface": surface})
    known["emissivity"] = Exact(values.number("emissivity"))
    parts = {name: known[name] for name in ("d", "pipe", "room")} | {"factor": Exact(1.25), "quarter": _QUARTER}
    cold = values.number("pipe_temp_c") < values.number("ambient_temp_c")
    free = Message(_FREE_COLD if cold else _FREE, parts)
    convection = Message(_COMBINED, {"free": free, "forced": fine(forced), "quarter": _QUARTER}) if forced else free
    return Message(_BARE[when], {**known, "convection": convection})


# Numbers only, no words to translate; a pipe that is colder than the room takes heat up.
_FREE: Final = "{factor} × (({pipe} − {room})/({d}/1000))^{quarter}"
_FREE_COLD: Final = "{factor} × (({room} − {pipe})/({d}/1000))^{quarter}"
_COMBINED: Final = "(({free})^4 + {forced}^4)^{quarter}"
_QUARTER: Final = Exact(0.25)


def _thickness(name: str, label: str, explained: str, default: Default | None = None) -> Number:
    return Number(
        name=name, label=label, help=explained, unit="mm", high=1000, sane_low=0, sane_high=200, default=default
    )


def _lost(values: Values) -> dict[Carrier, float]:
    """Give what the pipes lose before, as fuel."""
    lost = _loss(values, values.number("insulation_old_mm")) * values.number("length_m") * values.number("hours") / 1000
    lost *= 1 - values.number("useful_heat_share")
    return {values.carrier("heating_carrier"): lost / values.number("boiler_efficiency")}


def _fittings(name: str, label: str, explained: str) -> Number:
    return Number(
        name=name,
        label=label,
        help=explained,
        unit=N_("pcs."),
        high=100_000,
        sane_low=0,
        sane_high=200,
        required=False,
    )


PIPE_INSULATION: Final = Calculator(
    id="pipe_insulation",
    title=N_("Insulation of pipes and valves"),
    area="heating",
    lifetime="insulation",
    place=Place(Stage.DEMAND, System.HEATING, before=_lost),
    compute=insulate,
    sources=N_(
        "Free convection and radiation of a horizontal cylinder, wind by Churchill and Bernstein; DS 452; valves and "
        "flanges are an own assumption"
    ),
    note=N_(
        "Old pipe insulation (1900-1990) may hold asbestos: have it looked at before anybody touches it. At least 40 "
        "to 50 mm is asked for in homes, 45 to 55 mm in blocks of flats (DS 452 by VEB)."
    ),
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
            help=N_("Metres of pipe. Count a valve as 1 m and a flange as half a metre, or give their numbers below."),
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
        _fittings("valves", N_("Valves without insulation"), N_("Each loses about as much as 1 m of pipe.")),
        _fittings("flanges", N_("Flanges without insulation"), N_("Each loses about as much as half a metre of pipe.")),
        Number(
            name="wind_m_s",
            label=N_("Wind on the pipe"),
            help=N_("Zero indoors. Out of doors about 1 m/s in shelter, 3 to 5 m/s in the open."),
            unit="m/s",
            high=50,
            sane_low=0,
            sane_high=10,
            required=False,
        ),
        heating_carrier(),
        boiler_efficiency(),
    ),
)

CALCULATORS: Final = (PIPE_INSULATION,)
