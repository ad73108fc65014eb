"""Lighting: new lamps, and control by presence and daylight."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from ambassador_app.domain.calculators.common import (
    boiler_efficiency,
    electricity,
    fuel_saving,
    heating_carrier,
    hours_input,
    numbers,
    share_input,
    together,
)
from ambassador_app.domain.calculators.declaration import (
    Calculator,
    Default,
    Number,
    Preset,
    digits,
    neutral,
    same_as,
)
from ambassador_app.domain.calculators.place import Place, electric_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message

_BALLAST: Final = N_("tube with magnetic ballast")
_FACILITIESNET: Final = N_("usual value (facilitiesnet: presence 15 to 30 %, daylight 30 to 50 %)")


def led(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = (n P h before - n P h after) / 1000; the heat the old lamps gave is made up for if asked."""
    before = values.number("count_old") * values.number("power_old_w") * values.number("hours_old")
    after = values.number("count_new") * values.number("power_new_w") * values.number("hours_new")
    saved = (before - after) / 1000
    names = ("count_old", "power_old_w", "hours_old", "count_new", "power_new_w", "hours_new")
    step = Message(
        N_(
            "Saved electricity = (lamps × watts × hours before − after) / 1000 = ({count_old} × {power_old_w} W × "
            "{hours_old} h − {count_new} × {power_new_w} W × {hours_new} h) / 1000 = {result} kWh"
        ),
        {**numbers(values, *names), "result": digits(saved)},
    )
    energy, steps = {Carrier.ELECTRICITY: saved}, [step]
    share = values.number("heat_replacement_share")
    if share:
        heat = saved * share
        steps.append(
            Message(
                N_("Heat that the lamps gave and the heating must replace = {saved} kWh × {share} = {result} kWh"),
                {"saved": digits(saved), "share": Exact(share), "result": digits(heat)},
            )
        )
        carrier, fuel, fuel_step = fuel_saving(-heat, values)
        energy, steps = together((Carrier.ELECTRICITY, saved), (carrier, fuel)), [*steps, fuel_step]
    if not values.has("lumens_new"):
        return Saving(energy, steps=tuple(steps))
    old, new = _light(values, "old"), _light(values, "new")
    return Saving(
        energy,
        steps=(*steps, _light_step(values, "old", old), _light_step(values, "new", new)),
        warnings=tuple(_darker(old, new)),
    )


_LIGHT: Final = ("lumens", "count", "ballast_factor", "utilisation", "lumen_degradation")


def _light(values: Values, when: str) -> float:
    """Give the lumens that reach the work place, as MEASUR: lumens x lamps x ballast x utilisation x degradation."""
    return math.prod(values.number(f"{name}_{when}") for name in _LIGHT)


_LIGHT_STEP: Final = {
    "old": N_(
        "Light today = lumens × lamps × ballast × utilisation × ageing = {lumens} lm × {count} × {ballast_factor} × "
        "{utilisation} × {lumen_degradation} = {result} lm"
    ),
    "new": N_(
        "Light after = lumens × lamps × ballast × utilisation × ageing = {lumens} lm × {count} × {ballast_factor} × "
        "{utilisation} × {lumen_degradation} = {result} lm"
    ),
}


def _light_step(values: Values, when: str, result: float) -> Message:
    known = {name: Exact(values.number(f"{name}_{when}")) for name in _LIGHT}
    return Message(_LIGHT_STEP[when], {**known, "result": digits(result)})


def _darker(old: float, new: float) -> Iterator[Message]:
    """Warn where less light reaches the work place than today."""
    if new < old:
        yield Message(
            N_("There is {share} % less light than today. Measure the lux at the work place before you recommend it."),
            {"share": Exact(round(100 * (1 - new / old)))},
        )


def control(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = kW x hours x share of the time that the light is switched off or dimmed."""
    saved = values.number("power_kw") * values.number("hours") * values.number("saving_share")
    step = Message(
        N_("Saved electricity = power × hours × share = {power_kw} kW × {hours} h × {saving_share} = {result} kWh"),
        {**numbers(values, "power_kw", "hours", "saving_share"), "result": digits(saved)},
    )
    return electricity(saved, step)


def _count(name: str, label: str, explained: str, default: Default | None = None) -> Number:
    return Number(
        name=name,
        label=label,
        help=explained,
        unit=N_("pcs."),
        high=1_000_000,
        sane_low=1,
        sane_high=10_000,
        default=default,
    )


def _lumens(name: str, label: str, explained: str, *, only_if: str = "") -> Number:
    return Number(
        name=name,
        label=label,
        help=explained,
        unit="lm",
        low=0 if only_if else 1,
        high=1_000_000,
        sane_low=100,
        sane_high=60_000,
        required=bool(only_if),
        only_if=only_if,
    )


def _light_factor(name: str, label: str, explained: str, limits: tuple[float, float]) -> Number:
    """Declare a factor of the light output, between MEASUR's limits; 1 changes nothing."""
    low, high = limits
    return Number(
        name=name, label=label, help=explained, low=low, high=high, default=neutral(1.0), only_if="lumens_old"
    )


_BALLAST_FACTOR_HELP: Final = N_("Light with its ballast as a share of the rated light: 0.5 to 1.5. 1 if not known.")
_UTILISATION_HELP: Final = N_("Share of the light that reaches the work place: 0.1 to 1. 1 if not known.")
_DEGRADATION_HELP: Final = N_("Light that is left when the lamp is old: 0.5 to 1. 1 if not known.")
_BALLAST_LIMITS: Final = (0.5, 1.5)
_UTILISATION_LIMITS: Final = (0.1, 1.0)
_DEGRADATION_LIMITS: Final = (0.5, 1.0)

_LIGHT_INPUTS: Final = (
    _lumens(
        "lumens_old",
        N_("Light of one lamp today"),
        N_("Lumens (lm) on the box or in the data sheet. Give it to have the light level checked."),
    ),
    _lumens(
        "lumens_new",
        N_("Light of one lamp afterwards"),
        N_("Lumens (lm) of one new lamp, from the offer or the data sheet."),
        only_if="lumens_old",
    ),
    _light_factor("ballast_factor_old", N_("Ballast factor today"), _BALLAST_FACTOR_HELP, _BALLAST_LIMITS),
    _light_factor("ballast_factor_new", N_("Ballast factor afterwards"), _BALLAST_FACTOR_HELP, _BALLAST_LIMITS),
    _light_factor("utilisation_old", N_("Coefficient of utilisation today"), _UTILISATION_HELP, _UTILISATION_LIMITS),
    _light_factor(
        "utilisation_new", N_("Coefficient of utilisation afterwards"), _UTILISATION_HELP, _UTILISATION_LIMITS
    ),
    _light_factor("lumen_degradation_old", N_("Lumen degradation today"), _DEGRADATION_HELP, _DEGRADATION_LIMITS),
    _light_factor("lumen_degradation_new", N_("Lumen degradation afterwards"), _DEGRADATION_HELP, _DEGRADATION_LIMITS),
)

LIGHTING_LED: Final = Calculator(
    id="lighting_led",
    title=N_("LED lighting"),
    area="lighting",
    lifetime="luminaires",
    place=Place(
        Stage.DEMAND, System.LIGHTING, before=electric_use("count_old", "power_old_w", "hours_old", scale=1e-3)
    ),
    compute=led,
    sources=N_("Energy balance; heat replacement as VEB; light output as MEASUR, US Department of Energy"),
    note=N_(
        "Check that the light level stays right: fewer or weaker lamps save more, but must still give enough light."
    ),
    inputs=(
        _count("count_old", N_("Lamps today"), N_("Count the lamps or tubes of the same kind in the zone.")),
        Number(
            name="power_old_w",
            label=N_("Power of one lamp today"),
            help=N_("Read the watts on the lamp. A tube with a magnetic ballast (hums, blinks at start) uses more."),
            unit="W",
            high=20_000,
            sane_low=5,
            sane_high=2000,
            presets=(
                Preset(N_("18 W tube with magnetic ballast"), 27, _BALLAST),
                Preset(N_("36 W tube with magnetic ballast"), 45, _BALLAST),
                Preset(N_("58 W tube with magnetic ballast"), 71, _BALLAST),
            ),
        ),
        hours_input(
            "hours_old",
            N_("Burning hours today"),
            N_("Hours a day times days a year that the light is on. Ask when it is switched on and off."),
        ),
        _count(
            "count_new",
            N_("Lamps afterwards"),
            N_("How many new lamps replace them. The same number unless something else is planned."),
            same_as("count_old"),
        ),
        Number(
            name="power_new_w",
            label=N_("Power of one lamp afterwards"),
            help=N_("Watts of one new LED lamp, driver included; it stands in the offer or the data sheet."),
            unit="W",
            high=20_000,
            sane_low=2,
            sane_high=1000,
        ),
        hours_input(
            "hours_new",
            N_("Burning hours afterwards"),
            N_("The same as today, unless sensors or timers come with the new lamps."),
            default=same_as("hours_old"),
        ),
        share_input(
            "heat_replacement_share",
            N_("Share of lamp heat that the heating must replace"),
            N_("Old lamps also warm the room. Zero leaves this out; up to a half where it is heated most of the year."),
            sane=(0.0, 0.5),
            default=neutral(0.0),
        ),
        heating_carrier(only_if="heat_replacement_share"),
        boiler_efficiency(only_if="heat_replacement_share"),
        *_LIGHT_INPUTS,
    ),
)

LIGHTING_CONTROL: Final = Calculator(
    id="lighting_control",
    title=N_("Lighting control"),
    area="lighting",
    lifetime="controls",
    place=Place(Stage.CONTROL, System.LIGHTING, before=electric_use("power_kw", "hours")),
    compute=control,
    sources=N_("Energy balance; shares by facilitiesnet: presence 15 to 30 %, daylight 30 to 50 %"),
    note=N_("If the lamps are replaced as well, use the power of the new lamps."),
    inputs=(
        Number(
            name="power_kw",
            label=N_("Power of the lighting"),
            help=N_("Number of lamps times their watts, divided by 1000."),
            unit="kW",
            high=10_000,
            sane_low=0.05,
            sane_high=500,
        ),
        hours_input("hours", N_("Burning hours today"), N_("Hours a year that the light is on now.")),
        share_input(
            "saving_share",
            N_("Share of the time it can be off"),
            N_("How much of the time is the room empty or bright enough while the light is on?"),
            sane=(0.15, 0.5),
            default=Default(0.25, _FACILITIESNET),
            presets=(
                Preset(N_("Presence sensors"), 0.25, _FACILITIESNET),
                Preset(N_("Daylight control"), 0.40, _FACILITIESNET),
            ),
        ),
    ),
)

CALCULATORS: Final = (LIGHTING_LED, LIGHTING_CONTROL)
