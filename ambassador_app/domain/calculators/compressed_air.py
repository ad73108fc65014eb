"""Compressed air: leaks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from ambassador_app.domain.calculators.common import electricity, hours_input, numbers
from ambassador_app.domain.calculators.declaration import (
    Alternatives,
    Calculator,
    Default,
    Group,
    Number,
    Preset,
    digits,
    fine,
)
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Exact, Message

CHOKED_FLOW: Final = math.sqrt(1.4 / 287.05) * (2 / 2.4) ** 3
"""0.0404148996 √K·s/m: mass flow of air (1.4; 287.05 J/kgK) through an orifice at the speed of sound, per area,
absolute pressure and 1/√T."""
FREE_AIR_DENSITY: Final = 1.204
"""kg/m³ of free air at 20 °C and 1013 hPa."""
ATMOSPHERE_BAR: Final = 1.013

_MEASUR: Final = N_("MEASUR, US Department of Energy")


def leaks(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = leak in m³/min x kW per m³/min x hours under pressure x what the control lets through."""
    flow, step = next(way for name, way in _WAYS.items() if values.has(name))(values)
    power, hours = values.number("specific_power_kw_per_m3_min"), values.number("hours")
    control = values.number("control_factor")
    saved = flow * power * hours * control
    total = Message(
        N_(
            "Saved electricity = leak × specific power × hours × control factor = {flow} m³/min × {power} kW/(m³/min) "
            "× {hours} h × {control} = {result} kWh"
        ),
        {
            "flow": fine(flow),
            "power": Exact(power),
            "hours": Exact(hours),
            "control": Exact(control),
            "result": digits(saved),
        },
    )
    return electricity(saved, step, total)


def _estimated(values: Values) -> tuple[float, Message]:
    flow = values.number("leak_m3_min")
    return flow, Message(N_("Leak as estimated: {flow} m³/min of free air"), {"flow": Exact(flow)})


def orifice_flow(diameter_mm: float, pressure_bar_g: float, coefficient: float, temperature_c: float) -> float:
    """Give the free air in m³/min that escapes through a hole, flow at the speed of sound (above about 1 bar(g))."""
    area = math.pi / 4 * (diameter_mm / 1000) ** 2
    absolute_pa = (pressure_bar_g + ATMOSPHERE_BAR) * 1e5
    mass = coefficient * area * absolute_pa * CHOKED_FLOW / math.sqrt(temperature_c + 273.15)
    return mass / FREE_AIR_DENSITY * 60


def _from_orifices(values: Values) -> tuple[float, Message]:
    names = ("orifice_mm", "pressure_bar_g", "discharge_coefficient", "air_temp_c")
    one = orifice_flow(*(values.number(name) for name in names))
    flow = one * values.number("orifice_count")
    return flow, Message(
        N_(
            "Leak = holes × C × π/4 × d² × p × 0.0404148996/√T / 1.204 × 60 = {orifice_count} × "
            "{discharge_coefficient} × π/4 × ({orifice_mm}/1000)² × ({pressure_bar_g} + 1.013) × 100000 × "
            "0.0404148996/√({air_temp_c} + 273.15) / 1.204 × 60 = {result} m³/min"
        ),
        {**numbers(values, *names, "orifice_count"), "result": fine(flow)},
    )


def _from_running_test(values: Values) -> tuple[float, Message]:
    loaded, unloaded = values.number("load_seconds"), values.number("unload_seconds")
    if loaded + unloaded == 0:
        raise InputRefused(
            input="unload_seconds",
            value=unloaded,
            allowed=Message(N_("more than 0 s when the loaded time is 0 s")),
            label=Message(_UNLOADED),
        )
    share = loaded / (loaded + unloaded)
    flow = share * values.number("compressor_m3_min")
    return flow, Message(
        N_(
            "Leak from the running test = loaded / (loaded + unloaded) × capacity = {load_seconds} s / ({load_seconds} "
            "s + {unload_seconds} s) × {compressor_m3_min} m³/min = {result} m³/min ({share} % of the capacity)"
        ),
        {
            **numbers(values, "load_seconds", "unload_seconds", "compressor_m3_min"),
            "share": digits(share * 100),
            "result": fine(flow),
        },
    )


def _from_bag(values: Values) -> tuple[float, Message]:
    flow = values.number("bag_litres") / values.number("bag_seconds") * 60 / 1000 * values.number("leak_count")
    return flow, Message(
        N_(
            "Leak by the bag test = litres / seconds × 60 / 1000 × leaks = {bag_litres} l / {bag_seconds} s "
            "× 60 / 1000 × {leak_count} = {result} m³/min"
        ),
        {**numbers(values, "bag_litres", "bag_seconds", "leak_count"), "result": fine(flow)},
    )


def _from_receiver(values: Values) -> tuple[float, Message]:
    """The flow through holes follows the absolute pressure: so that falls as e^(-t), and the leak at the first
    pressure is V p₁/pa x ln(p₁/p₂) / t.
    """
    start, end = (values.number(f"receiver_{when}_bar_g") for when in ("start", "end"))
    if end > start:
        raise InputRefused(
            input="receiver_end_bar_g",
            value=end,
            allowed=Message(N_("at most the pressure at the start")),
            label=Message(_RECEIVER_END),
        )
    first, last = start + ATMOSPHERE_BAR, end + ATMOSPHERE_BAR
    volume, seconds = values.number("receiver_litres") / 1000, values.number("receiver_seconds")
    flow = volume * first / ATMOSPHERE_BAR * math.log(first / last) / seconds * 60
    names = ("receiver_litres", "receiver_start_bar_g", "receiver_end_bar_g", "receiver_seconds")
    return flow, Message(
        N_(
            "Leak by the receiver test = V × p₁/pa × ln(p₁/p₂) / t × 60 = {receiver_litres}/1000 × "
            "({receiver_start_bar_g} + 1.013)/1.013 × ln(({receiver_start_bar_g} + 1.013)/({receiver_end_bar_g} + "
            "1.013)) / {receiver_seconds} × 60 = {result} m³/min"
        ),
        {**numbers(values, *names), "result": fine(flow)},
    )


_WAYS: Final[Mapping[str, Callable[[Values], tuple[float, Message]]]] = {
    "leak_m3_min": _estimated,
    "orifice_mm": _from_orifices,
    "load_seconds": _from_running_test,
    "bag_litres": _from_bag,
    "receiver_litres": _from_receiver,
}


_UNLOADED: Final = N_("Unloaded time")
_RECEIVER_END: Final = N_("Pressure in the receiver at the end")
_PRESSURISED: Final = N_(
    "Hours a year that there is pressure in the pipes. If the compressor is never switched off it is 8,760."
)

_ESTIMATE: Final = Group(
    "estimate",
    N_("An estimate or a measurement"),
    (
        Number(
            name="leak_m3_min",
            label=N_("Leak"),
            help=N_("Air lost in all leaks together, as free air, from a meter or a leak survey."),
            unit=N_("m³/min"),
            high=1000,
            sane_low=0.01,
            sane_high=50,
        ),
    ),
)
_ORIFICES: Final = Group(
    "orifice",
    N_("Holes that were found"),
    (
        Number(
            name="orifice_mm",
            label=N_("Size of a hole"),
            help=N_("Diameter of a typical leak. A pinprick is 0.5 mm, a loose coupling 1 to 2 mm."),
            unit="mm",
            high=100,
            sane_low=0.3,
            sane_high=10,
        ),
        Number(
            name="orifice_count",
            label=N_("Number of such holes"),
            help=N_("Count the leaks that hiss. Walk along the pipes when the machines stand still."),
            unit=N_("pcs."),
            high=100_000,
            sane_low=1,
            sane_high=500,
        ),
        Number(
            name="pressure_bar_g",
            label=N_("Pressure in the pipes"),
            help=N_("Read the gauge at the compressor or the tank."),
            unit="bar",
            low=1,
            high=100,
            sane_low=2,
            sane_high=15,
        ),
        Number(
            name="discharge_coefficient",
            label=N_("Discharge coefficient"),
            help=N_("How sharp the edge of the hole is: 0.65 for an ordinary leak, 1 for a well-rounded hole."),
            low=0.1,
            high=1,
            sane_low=0.6,
            sane_high=1,
            default=Default(0.65, N_("sharp-edged hole")),
        ),
        Number(
            name="air_temp_c",
            label=N_("Temperature of the compressed air"),
            help=N_("About room temperature, unless the pipe is hot."),
            unit="°C",
            low=-40,
            high=150,
            sane_low=0,
            sane_high=60,
            default=Default(20.0, N_("room temperature"), quality=DataQuality.B),
        ),
    ),
)
_RUNNING_TEST: Final = Group(
    "running_test",
    N_("A running test when no air is used"),
    (
        Number(
            name="load_seconds",
            label=N_("Loaded time"),
            help=N_("With all tools off, time how long the compressor works before it unloads. Average a few rounds."),
            unit="s",
            high=86_400,
        ),
        Number(
            name="unload_seconds",
            label=_UNLOADED,
            help=N_("And how long it then idles or stands still before it starts again."),
            unit="s",
            high=86_400,
        ),
        Number(
            name="compressor_m3_min",
            label=N_("Capacity of the compressor"),
            help=N_("Free air delivery from the nameplate. Divide m³/h by 60, l/s by 16.7."),
            unit=N_("m³/min"),
            high=1000,
            sane_low=0.1,
            sane_high=100,
        ),
    ),
    measured=True,
)
_BAG: Final = Group(
    "bag",
    N_("A bag held over a leak"),
    (
        Number(
            name="bag_litres",
            label=N_("Size of the bag"),
            help=N_("Litres that the plastic bag holds."),
            unit="l",
            high=10_000,
            sane_low=1,
            sane_high=200,
        ),
        Number(
            name="bag_seconds",
            label=N_("Time to fill it"),
            help=N_("Seconds until the bag is full at a typical leak."),
            unit="s",
            low=0.1,
            high=86_400,
            sane_low=1,
            sane_high=3600,
        ),
        Number(
            name="leak_count",
            label=N_("Number of such leaks"),
            help=N_("Count the leaks that are about as large."),
            unit=N_("pcs."),
            high=100_000,
            sane_low=1,
            sane_high=500,
        ),
    ),
    measured=True,
)


def _receiver_pressure(name: str, label: str, explained: str) -> Number:
    return Number(name=name, label=label, help=explained, unit="bar", low=1, high=100, sane_low=2, sane_high=15)


_RECEIVER: Final = Group(
    "receiver",
    N_("The fall of pressure in the receiver"),
    (
        Number(
            name="receiver_litres",
            label=N_("Size of the receiver"),
            help=N_("Litres on its nameplate, and those of the pipes that stay under pressure with it."),
            unit="l",
            high=1e6,
            sane_low=50,
            sane_high=50_000,
        ),
        _receiver_pressure(
            "receiver_start_bar_g",
            N_("Pressure in the receiver at the start"),
            N_("With the compressor switched off and all tools off, read the gauge. This is the usual pressure."),
        ),
        _receiver_pressure(
            "receiver_end_bar_g", _RECEIVER_END, N_("And read it again when it has fallen by one or two bar.")
        ),
        Number(
            name="receiver_seconds",
            label=N_("Time between the two"),
            help=N_("Seconds that the fall took."),
            unit="s",
            low=0.1,
            high=86_400,
            sane_low=10,
            sane_high=7200,
        ),
    ),
    measured=True,
)

COMPRESSED_AIR_LEAKS: Final = Calculator(
    id="compressed_air_leaks",
    title=N_("Compressed-air leaks"),
    area="compressed_air",
    lifetime="compressed_air_leaks",
    place=Place(Stage.DEMAND, System.COMPRESSED_AIR),
    compute=leaks,
    sources=N_(
        "Choked flow through an orifice; specific power and control factors from MEASUR, US Department of Energy"
    ),
    note=N_("New leaks come all the time: the saving lasts only if someone listens for leaks every year."),
    inputs=(
        Alternatives(N_("How large is the leak?"), (_ESTIMATE, _ORIFICES, _RUNNING_TEST, _BAG, _RECEIVER)),
        Number(
            name="specific_power_kw_per_m3_min",
            label=N_("Specific power of the compressor"),
            help=N_("kW for each m³ of free air a minute, from the data sheet. The standard value suits screws."),
            unit=N_("kW per m³/min"),
            low=1,
            high=30,
            sane_low=5,
            sane_high=10,
            default=Default(7.0, _MEASUR),
            presets=(
                Preset(N_("Piston compressor"), 5.65, _MEASUR),
                Preset(N_("Screw compressor with oil"), 7.0, _MEASUR),
                Preset(N_("Oil-free compressor"), 8.12, _MEASUR),
            ),
        ),
        hours_input("hours", N_("Hours under pressure"), _PRESSURISED),
        Number(
            name="control_factor",
            label=N_("Control factor"),
            help=N_(
                "How much of the saved air is saved at the meter. Depends on how the compressor reacts to less use."
            ),
            high=1,
            sane_low=0.3,
            sane_high=1,
            default=Default(0.48, _MEASUR),
            presets=(
                Preset(N_("Inlet modulation"), 0.30, _MEASUR),
                Preset(N_("Screw, load/unload, cycle below 2 minutes"), 0.48, _MEASUR),
                Preset(N_("Variable displacement"), 0.60, _MEASUR),
                Preset(N_("Screw, load/unload, cycle of 2 minutes or more"), 0.68, _MEASUR),
                Preset(N_("Oil-free, load/unload"), 0.73, _MEASUR),
                Preset(N_("Piston, load/unload"), 0.74, _MEASUR),
                Preset(N_("Variable speed"), 0.97, _MEASUR),
                Preset(N_("Piston, on/off"), 1.0, _MEASUR),
            ),
        ),
    ),
)


CALCULATORS: Final = (COMPRESSED_AIR_LEAKS,)
