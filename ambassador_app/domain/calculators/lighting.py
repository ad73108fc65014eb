"""Lighting: new lamps, and control by presence and daylight."""

from __future__ import annotations

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
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier
from ambassador_app.i18n import N_, Message

_BALLAST: Final = N_("tube with magnetic ballast")


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
    share = values.number("heat_replacement_share")
    if share == 0:
        return electricity(saved, step)
    heat = -saved * share
    heat_step = Message(
        N_("Heat that the lamps gave and the heating must replace = {saved} kWh × {share} = {result} kWh"),
        {"saved": digits(saved), "share": digits(share), "result": digits(-heat)},
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving(together((Carrier.ELECTRICITY, saved), (carrier, fuel)), steps=(step, heat_step, fuel_step))


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


LIGHTING_LED: Final = Calculator(
    id="lighting_led",
    title=N_("LED lighting"),
    area="lighting",
    lifetime="luminaires",
    compute=led,
    sources="Energy balance; ballast losses and heat replacement as VEB",
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
    ),
)

LIGHTING_CONTROL: Final = Calculator(
    id="lighting_control",
    title=N_("Lighting control"),
    area="lighting",
    lifetime="controls",
    compute=control,
    sources="Energy balance; shares from facilitiesnet (presence 0.15-0.30, daylight 0.30-0.50)",
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
            sane=(0.1, 0.5),
            default=Default(0.25, N_("usual value for presence sensors (facilitiesnet)")),
        ),
    ),
)

CALCULATORS: Final = (LIGHTING_LED, LIGHTING_CONTROL)
