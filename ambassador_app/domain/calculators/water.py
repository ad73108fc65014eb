"""Water, and the heat in it."""

from __future__ import annotations

import math
from typing import Final

from ambassador_app.domain.calculators.common import (
    boiler_efficiency,
    fuel_saving,
    heating_carrier,
    numbers,
    share_input,
)
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, digits
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Message

WATER_HEAT: Final = 1.163
"""kWh per m³ and K."""


def less_water(values: Values, _factors: FactorSet) -> Saving:
    """Saved m³ = l/min less x minutes x uses a day x days / 1000; heat = m³ x hot share x 1.163 x degrees."""
    saved = values.number("flow_old_l_min") - values.number("flow_new_l_min")
    for name in ("minutes", "uses_per_day", "days"):
        saved *= values.number(name)
    saved /= 1000
    names = ("flow_old_l_min", "flow_new_l_min", "minutes", "uses_per_day", "days")
    step = Message(
        N_(
            "Saved water = flow less × minutes × uses × days / 1000 = ({flow_old_l_min} − {flow_new_l_min}) l/min × "
            "{minutes} × {uses_per_day} × {days} / 1000 = {result} m³"
        ),
        {**numbers(values, *names), "result": digits(saved)},
    )
    share = values.number("hot_share")
    if share == 0:
        return Saving(streams={Stream.WATER: saved}, steps=(step,))
    heat = saved * share * WATER_HEAT * values.number("temperature_rise_k")
    heat_step = Message(
        N_(
            "Saved heat = water × hot share × 1.163 × degrees = {water} m³ × {hot_share} × 1.163 × "
            "{temperature_rise_k} K = {result} kWh"
        ),
        {**numbers(values, "hot_share", "temperature_rise_k"), "water": digits(saved), "result": digits(heat)},
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, {Stream.WATER: saved}, steps=(step, heat_step, fuel_step))


def _flow(name: str, label: str, explained: str) -> Number:
    return Number(name=name, label=label, help=explained, unit="l/min", high=10_000, sane_low=1, sane_high=60)


def _heated(values: Values) -> dict[Carrier, float]:
    """Give what heating this water takes before, as fuel."""
    names = ("flow_old_l_min", "minutes", "uses_per_day", "days", "hot_share", "temperature_rise_k")
    heat = math.prod(map(values.number, names)) / 1000 * WATER_HEAT
    return {values.carrier("heating_carrier"): heat / values.number("boiler_efficiency")}


WATER_SAVING: Final = Calculator(
    id="water_saving",
    title=N_("Less water from taps and showers"),
    area="water",
    lifetime="process",
    place=Place(Stage.DEMAND, System.HOT_WATER, heats=True, before=_heated),
    compute=less_water,
    sources=N_("Heat capacity of water: 1.163 kWh per m³ and K"),
    note=N_("Flush taps that are seldom used, and keep hot water above 50 °C: legionella."),
    inputs=(
        _flow("flow_old_l_min", N_("Flow today"), N_("Hold a bucket under it: litres in a minute.")),
        _flow("flow_new_l_min", N_("Flow afterwards"), N_("A saving shower head gives 6 to 9 l/min, a tap 4 to 6.")),
        Number(
            name="minutes",
            label=N_("Minutes for each use"),
            help=N_("How long it runs each time. A shower lasts about 5 minutes."),
            unit=N_("min"),
            high=1440,
            sane_low=0.1,
            sane_high=30,
        ),
        Number(
            name="uses_per_day",
            label=N_("Uses a day"),
            help=N_("How often a day, all such taps or showers together."),
            unit=N_("pcs."),
            high=100_000,
            sane_low=1,
            sane_high=2000,
        ),
        Number(
            name="days",
            label=N_("Days a year"),
            help=N_("Days a year that the place is in use."),
            unit=N_("days"),
            high=366,
            sane_low=50,
            sane_high=366,
        ),
        share_input(
            "hot_share", N_("Share that is hot water"), N_("About 60 % of a shower. Zero for cold water alone.")
        ),
        Number(
            name="temperature_rise_k",
            label=N_("Heating of the water"),
            help=N_("From cold to hot: 10 to 55 °C is 45."),
            unit="K",
            high=100,
            sane_low=20,
            sane_high=70,
            default=Default(45.0, N_("10 to 55 °C")),
            only_if="hot_share",
        ),
        heating_carrier(only_if="hot_share"),
        boiler_efficiency(only_if="hot_share"),
    ),
)

CALCULATORS: Final = (WATER_SAVING,)
