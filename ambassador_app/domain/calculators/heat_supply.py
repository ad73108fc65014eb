"""Another source of heat: heat pump or district heating instead of a boiler."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import boiler_efficiency, heating_carrier, numbers, together
from ambassador_app.domain.calculators.declaration import (
    Calculator,
    Choice,
    Default,
    Number,
    Option,
    Preset,
    digits,
)
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.errors import InputRefused
from ambassador_app.i18n import N_, Exact, Message

FUEL_UNITS: Final = {"kwh": "kWh", "m3": "m³", "l": "l", "kg": "kg"}


def heat_pump(values: Values, factors: FactorSet) -> Saving:
    """Need = fuel x boiler efficiency; electricity of the pump = need / SCOP; the fuel is saved whole."""
    carrier, fuel, fuel_steps = _fuel(values, factors)
    need, need_step = _need(fuel, values)
    power = need / values.number("scop")
    step = Message(
        N_("Electricity for the heat pump = heat need / SCOP = {need} kWh / {scop} = {result} kWh"),
        {"need": digits(need), **numbers(values, "scop"), "result": digits(power)},
    )
    return Saving(together((carrier, fuel), (Carrier.ELECTRICITY, -power)), steps=(*fuel_steps, need_step, step))


def district_heating(values: Values, factors: FactorSet) -> Saving:
    """Need = fuel x boiler efficiency; district heating = need / efficiency of the unit; the fuel is saved whole."""
    carrier, fuel, fuel_steps = _fuel(values, factors)
    need, need_step = _need(fuel, values)
    bought = need / values.number("district_heating_efficiency")
    step = Message(
        N_(
            "District heating bought = heat need / efficiency = {need} kWh / {district_heating_efficiency} = "
            "{result} kWh"
        ),
        {"need": digits(need), **numbers(values, "district_heating_efficiency"), "result": digits(bought)},
    )
    return Saving(together((carrier, fuel), (Carrier.DISTRICT_HEATING, -bought)), steps=(*fuel_steps, need_step, step))


def _fuel(values: Values, factors: FactorSet) -> tuple[Carrier, float, tuple[Message, ...]]:
    """Give today's fuel in kWh. Raises InputRefused for a unit in which this fuel is not sold."""
    carrier, unit = values.carrier("heating_carrier"), values.choice("fuel_unit")
    heating_value = factors.heating_value(carrier, unit)
    if heating_value is None:
        units = ", ".join(factors.fuel_units(carrier))
        raise InputRefused(
            input="fuel_unit",
            value=unit,
            allowed=Message(N_("for {item}: {units}"), {"item": Message(ITEM_NAMES[carrier]), "units": units}),
            label=Message(_FUEL_UNIT),
        )
    amount = values.number("fuel_amount")
    fuel = amount * heating_value.kwh
    if unit == "kwh":
        return carrier, fuel, ()
    step = Message(
        N_("Energy in {item} = {amount} {unit} × {kwh} kWh/{unit} = {result} kWh ({source})"),
        {
            "item": Message(ITEM_NAMES[carrier]),
            "amount": Exact(amount),
            "unit": FUEL_UNITS[unit],
            "kwh": Exact(heating_value.kwh),
            "result": digits(fuel),
            "source": Message(heating_value.source),
        },
    )
    return carrier, fuel, (step,)


def _need(fuel: float, values: Values) -> tuple[float, Message]:
    need = fuel * values.number("boiler_efficiency")
    return need, Message(
        N_("Heat need = fuel × boiler efficiency = {fuel} kWh × {boiler_efficiency} = {result} kWh"),
        {"fuel": digits(fuel), **numbers(values, "boiler_efficiency"), "result": digits(need)},
    )


_FUEL_UNIT: Final = N_("Unit of the fuel")


def _fuel_inputs() -> tuple[Number, Choice, Choice, Number]:
    return (
        Number(
            name="fuel_amount",
            label=N_("Fuel used in a year"),
            help=N_("From the yearly bill, in the unit it is sold in. Only what heats the building and the water."),
            unit_by="fuel_unit",
            high=1e9,
            sane_low=100,
            sane_high=1e7,
        ),
        Choice(
            name="fuel_unit",
            label=_FUEL_UNIT,
            help=N_("Gas is sold in m³, oil in litres, wood in kg, district heating and electricity in kWh."),
            options=tuple(Option(value, label) for value, label in FUEL_UNITS.items()),
        ),
        heating_carrier(),
        boiler_efficiency(),
    )


HEAT_PUMP: Final = Calculator(
    id="heat_pump",
    title=N_("Heat pump instead of a boiler"),
    area="heating",
    lifetime="heat_generators",
    place=Place(Stage.SUPPLY, System.HEATING, whole=True, converts=True),
    compute=heat_pump,
    sources=N_("Energy balance; SCOP by VEB; BR18 asks for at least 2.95 with radiators and 3.33 with floor heating"),
    note=N_("A heat pump suits a building that stays warm with water below 55 °C; above 65 °C it does not pay."),
    inputs=(
        *_fuel_inputs(),
        Number(
            name="scop",
            label=N_("Yearly efficiency of the heat pump (SCOP)"),
            help=N_(
                "Heat delivered for each kWh of electricity over a year. Higher with floor heating than with radiators."
            ),
            low=1,
            high=10,
            sane_low=2.5,
            sane_high=4.5,
            default=Default(3.2, N_("radiators, usual value (VEB)")),
            presets=(Preset(N_("Radiators"), 3.2), Preset(N_("Floor heating"), 3.8)),
        ),
    ),
)

DISTRICT_HEATING: Final = Calculator(
    id="district_heating",
    title=N_("District heating instead of a boiler"),
    area="heating",
    lifetime="heat_generators",
    place=Place(Stage.SUPPLY, System.HEATING, whole=True, converts=True),
    compute=district_heating,
    sources=N_("Energy balance"),
    note=N_("Ask the heating works about the connection fee and the cooling of the return water."),
    inputs=(
        *_fuel_inputs(),
        Number(
            name="district_heating_efficiency",
            label=N_("Efficiency of the district heating unit"),
            help=N_("A little is lost in the heat exchanger. Leave the standard value."),
            low=0.5,
            high=1,
            sane_low=0.9,
            sane_high=1,
            percent=True,
            default=Default(0.98, N_("insulated heat exchanger, usual value"), quality=DataQuality.B),
        ),
    ),
)

CALCULATORS: Final = (HEAT_PUMP, DISTRICT_HEATING)
