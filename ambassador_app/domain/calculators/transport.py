"""Vehicles."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import numbers, share_input
from ambassador_app.domain.calculators.declaration import Calculator, Choice, Number, Option, Preset, digits
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, Stream
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message


def electric_vehicles(values: Values, _factors: FactorSet) -> Saving:
    """Saved litres = km x l/100 km; electricity used = km x kWh/100 km. The fuel is counted in litres only."""
    distance = values.number("distance_km")
    fuel = Stream(values.choice("fuel"))
    litres = distance * values.number("fuel_l_100km") / 100
    power = distance * values.number("electricity_kwh_100km") / 100
    loss = values.number_or("charging_loss_share", 0.0)
    power *= 1 + loss
    steps = (
        Message(
            N_("Saved {item} = distance × use = {distance_km} km × {fuel_l_100km} l/100 km = {result} l"),
            {
                **numbers(values, "distance_km", "fuel_l_100km"),
                "item": Message(ITEM_NAMES[fuel]),
                "result": digits(litres),
            },
        ),
        Message(
            _WITH_LOSS if loss else _WITHOUT_LOSS,
            {
                **numbers(values, "distance_km", "electricity_kwh_100km"),
                "loss": Exact(loss),
                "result": digits(power),
            },
        ),
    )
    return Saving({Carrier.ELECTRICITY: -power}, {fuel: litres}, steps=steps)


_WITHOUT_LOSS: Final = N_(
    "Electricity used = distance × use = {distance_km} km × {electricity_kwh_100km} kWh/100 km = {result} kWh"
)
_WITH_LOSS: Final = N_(
    "Electricity used = distance × use × (1 + charging loss) = {distance_km} km × {electricity_kwh_100km} kWh/100 km × "
    "(1 + {loss}) = {result} kWh"
)

ELECTRIC_VEHICLES: Final = Calculator(
    id="electric_vehicles",
    title=N_("Electric cars and vans"),
    area="transport",
    lifetime="vehicles",
    place=Place(Stage.SUPPLY, System.VEHICLES, converts=True),
    compute=electric_vehicles,
    sources=N_("Energy balance"),
    note=N_("Count only the extra price as investment when a vehicle must be replaced anyway."),
    inputs=(
        Number(
            name="distance_km",
            label=N_("Distance in a year"),
            help=N_("km a year of all the vehicles that are replaced. Read the meters or the service books."),
            unit=N_("km/yr"),
            high=1e9,
            sane_low=1000,
            sane_high=1e7,
        ),
        Choice(
            name="fuel",
            label=N_("Fuel today"),
            help=N_("What the vehicles run on now."),
            options=tuple(Option(fuel.value, ITEM_NAMES[fuel]) for fuel in (Stream.DIESEL, Stream.PETROL)),
        ),
        Number(
            name="fuel_l_100km",
            label=N_("Fuel use today"),
            help=N_("Litres for each 100 km: litres from the fuel cards divided by the distance."),
            unit="l/100 km",
            high=200,
            sane_low=3,
            sane_high=50,
        ),
        Number(
            name="electricity_kwh_100km",
            label=N_("Electricity use afterwards"),
            help=N_("kWh for each 100 km: 16 to 22 for a car, 20 to 32 for a van."),
            unit="kWh/100 km",
            high=1000,
            sane_low=12,
            sane_high=150,
            presets=(Preset(N_("Car"), 19), Preset(N_("Van"), 26)),
        ),
        share_input(
            "charging_loss_share",
            N_("Loss in charging"),
            N_("About 10 % on top of what the car shows. Leave it empty if the use above is measured at the socket."),
            sane=(0.0, 0.2),
            required=False,
            presets=(Preset(N_("Usual loss"), 0.10),),
        ),
    ),
)

CALCULATORS: Final = (ELECTRIC_VEHICLES,)
