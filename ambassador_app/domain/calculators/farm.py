"""Farms: milk, piglets, grain."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import (
    electricity,
    heating_carrier,
    hours_input,
    numbers,
    power_input,
    share_input,
)
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, digits
from ambassador_app.domain.calculators.place import Place, electric_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEM_NAMES, DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Message


def milk(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = kg x heat capacity x degrees / 3600 / COP of the tank."""
    heat = values.number("milk_kg") * values.number("heat_capacity_kj_kgk")
    heat *= values.number("temperature_drop_k") / 3600
    saved = heat / values.number("cop")
    step = Message(
        N_(
            "Saved electricity = milk × heat capacity × degrees / 3600 / COP = {milk_kg} kg × {heat_capacity_kj_kgk} "
            "kJ/kgK × {temperature_drop_k} K / 3600 / {cop} = {result} kWh"
        ),
        {
            **numbers(values, "milk_kg", "heat_capacity_kj_kgk", "temperature_drop_k", "cop"),
            "result": digits(saved),
        },
    )
    return electricity(saved, step)


def vacuum(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = kW x hours x share."""
    saved = values.number("power_kw") * values.number("hours") * values.number("saving_share")
    step = Message(
        N_("Saved electricity = power × hours × share = {power_kw} kW × {hours} h × {saving_share} = {result} kWh"),
        {**numbers(values, "power_kw", "hours", "saving_share"), "result": digits(saved)},
    )
    return electricity(saved, step)


def piglets(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = litters x W x days x 24 / 1000 x share."""
    saved = values.number("litters") * values.number("power_w") * values.number("days") * 24 / 1000
    saved *= values.number("saving_share")
    step = Message(
        N_(
            "Saved electricity = litters × watts × days × 24 / 1000 × share = {litters} × {power_w} W × {days} × 24 "
            "/ 1000 × {saving_share} = {result} kWh"
        ),
        {**numbers(values, "litters", "power_w", "days", "saving_share"), "result": digits(saved)},
    )
    return electricity(saved, step)


def grain(values: Values, _factors: FactorSet) -> Saving:
    """Water a kg of dried grain = (1 - out)/(1 - in) - 1; saved fuel = water x kWh a kg x share."""
    wet, dry = values.number("moisture_in"), values.number("moisture_out")
    if wet < dry:
        raise InputRefused(
            input="moisture_out",
            value=dry,
            allowed=Message(N_("at most the moisture before drying")),
            label=Message(_MOISTURE_OUT),
        )
    water = values.number("grain_t") * 1000 * ((1 - dry) / (1 - wet) - 1)
    saved = water * values.number("kwh_per_kg_water") * values.number("saving_share")
    carrier = values.carrier("heating_carrier")
    steps = (
        Message(
            N_(
                "Water dried away = grain × ((1 − moisture after)/(1 − moisture before) − 1) = {grain_t} t × 1000 × "
                "((1 − {moisture_out})/(1 − {moisture_in}) − 1) = {result} kg"
            ),
            {**numbers(values, "grain_t", "moisture_in", "moisture_out"), "result": digits(water)},
        ),
        Message(
            N_(
                "Saved {item} = water × energy × share = {water} kg × {kwh_per_kg_water} kWh/kg × {saving_share} = "
                "{result} kWh"
            ),
            {
                **numbers(values, "kwh_per_kg_water", "saving_share"),
                "item": Message(ITEM_NAMES[carrier]),
                "water": digits(water),
                "result": digits(saved),
            },
        ),
    )
    return Saving({carrier: saved}, steps=steps)


_MOISTURE_OUT: Final = N_("Moisture after drying")


def _moisture(name: str, label: str, explained: str, sane: tuple[float, float]) -> Number:
    return Number(name=name, label=label, help=explained, high=0.6, sane_low=sane[0], sane_high=sane[1], percent=True)


MILK_PRECOOLING: Final = Calculator(
    id="milk_precooling",
    title=N_("Pre-cooling of milk"),
    area="farm",
    lifetime="process",
    place=Place(Stage.DEMAND, System.COOLING),
    compute=milk,
    sources=N_("Heat capacity of milk; well water takes 15 to 20 K"),
    note=N_("The warmed water can be drunk by the cows."),
    inputs=(
        Number(
            name="milk_kg",
            label=N_("Milk in a year"),
            help=N_("kg a year, from the dairy's statement."),
            unit=N_("kg/yr"),
            high=1e9,
            sane_low=10_000,
            sane_high=2e7,
        ),
        Number(
            name="temperature_drop_k",
            label=N_("Cooling by the pre-cooler"),
            help=N_("How many degrees the milk is cooled before the tank. Well water takes 15 to 20."),
            unit="K",
            high=40,
            sane_low=15,
            sane_high=20,
            default=Default(17.0, N_("well water, usual value")),
        ),
        Number(
            name="cop",
            label=N_("Coefficient of performance of the tank (COP)"),
            help=N_("Cold made for each kWh of electricity; 2.2 to 3.2 for milk tanks."),
            low=0.5,
            high=15,
            sane_low=2.2,
            sane_high=3.2,
            default=Default(2.8, N_("milk tanks, usual value")),
        ),
        Number(
            name="heat_capacity_kj_kgk",
            label=N_("Heat capacity of milk"),
            help=N_("Leave the standard value."),
            unit="kJ/kgK",
            low=3,
            high=4.3,
            sane_low=3.88,
            sane_high=3.93,
            default=Default(3.93, N_("whole milk"), quality=DataQuality.A),
        ),
    ),
)

VACUUM_PUMP_VSD: Final = Calculator(
    id="vacuum_pump_vsd",
    title=N_("Speed control of a vacuum pump"),
    area="farm",
    lifetime="motors",
    place=Place(Stage.CONTROL, System.MILKING, before=electric_use("power_kw", "hours")),
    compute=vacuum,
    sources=N_("Shares by bioenergiportalen and SLU"),
    note=N_("The pump then only makes the vacuum that the milking needs, and is quieter."),
    inputs=(
        power_input("power_kw", N_("Power of the vacuum pump"), N_("kW on the nameplate of the motor.")),
        hours_input("hours", N_("Running hours"), N_("Hours a year: milking and washing time a day times 365.")),
        share_input(
            "saving_share",
            N_("Share saved"),
            N_("30 to 60 %, most where the pump is large for the milking."),
            sane=(0.3, 0.6),
            default=Default(0.45, N_("bioenergiportalen, SLU")),
        ),
    ),
)

PIGLET_HEAT: Final = Calculator(
    id="piglet_heat",
    title=N_("Heat for piglets"),
    area="farm",
    lifetime="controls",
    place=Place(Stage.CONTROL, System.ANIMAL_HEAT, before=electric_use("litters", "power_w", "days", scale=24 / 1000)),
    compute=piglets,
    sources=N_("Energy balance; usual shares for covers and thermostats"),
    note=N_("Covers keep the heat where the piglets lie; a thermostat follows their age."),
    inputs=(
        Number(
            name="litters",
            label=N_("Litters in a year"),
            help=N_("Sows times litters a sow, about 2.3 a year."),
            unit=N_("pcs."),
            high=1_000_000,
            sane_low=10,
            sane_high=50_000,
        ),
        Number(
            name="power_w",
            label=N_("Power of a heat lamp"),
            help=N_("Watts of the lamp or plate at each pen."),
            unit="W",
            high=5000,
            sane_low=100,
            sane_high=250,
        ),
        Number(
            name="days",
            label=N_("Days with heat for each litter"),
            help=N_("How many days after birth is the lamp on?"),
            unit=N_("days"),
            high=365,
            sane_low=5,
            sane_high=28,
        ),
        share_input(
            "saving_share",
            N_("Share saved"),
            N_("Covers and thermostats together save 30 to 60 %."),
            sane=(0.3, 0.6),
            default=Default(0.45, N_("covers and thermostat, usual value")),
        ),
    ),
)

GRAIN_DRYING: Final = Calculator(
    id="grain_drying",
    title=N_("Drying of grain"),
    area="farm",
    lifetime="process",
    place=Place(Stage.DEMAND, System.DRYING),
    compute=grain,
    sources=N_("Water balance; 1.2 to 2.2 kWh for each kg of water"),
    note=N_("Recirculation, insulation, lower temperature and drying no further than needed all save fuel."),
    inputs=(
        Number(
            name="grain_t",
            label=N_("Dried grain in a year"),
            help=N_("Tonnes a year after drying."),
            unit=N_("t/yr"),
            high=1e7,
            sane_low=10,
            sane_high=100_000,
        ),
        _moisture(
            "moisture_in", N_("Moisture before drying"), N_("Share of water in the grain from the field."), (0.14, 0.30)
        ),
        _moisture("moisture_out", _MOISTURE_OUT, N_("Share of water when it is stored; 15 % is usual."), (0.10, 0.18)),
        Number(
            name="kwh_per_kg_water",
            label=N_("Energy for each kg of water"),
            help=N_("Fuel for drying a kg of water away: 1.2 to 2.2 kWh, old dryers most."),
            unit="kWh/kg",
            high=20,
            sane_low=1.2,
            sane_high=2.2,
            default=Default(1.5, N_("usual value for hot-air dryers")),
        ),
        share_input("saving_share", N_("Share saved"), N_("How much less fuel afterwards?"), sane=(0.05, 0.5)),
        heating_carrier(),
    ),
)

CALCULATORS: Final = (MILK_PRECOOLING, VACUUM_PUMP_VSD, PIGLET_HEAT, GRAIN_DRYING)
