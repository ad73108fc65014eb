"""Cooling and refrigeration: doors on cabinets, heat from the compressor."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import (
    boiler_efficiency,
    electricity,
    fuel_saving,
    heating_carrier,
    numbers,
    share_input,
)
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, Preset, digits
from ambassador_app.domain.calculators.place import Place, electric_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Message


def doors(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = metres of cabinet x kWh a metre x share."""
    saved = values.number("cabinet_length_m") * values.number("consumption_kwh_m") * values.number("saving_share")
    step = Message(
        N_(
            "Saved electricity = metres × use a metre × share = {cabinet_length_m} m × {consumption_kwh_m} kWh/m × "
            "{saving_share} = {result} kWh"
        ),
        {**numbers(values, "cabinet_length_m", "consumption_kwh_m", "saving_share"), "result": digits(saved)},
    )
    return electricity(saved, step)


def heat_recovery(values: Values, _factors: FactorSet) -> Saving:
    """Recovered heat = compressor kWh x (COP + 1) x recoverable share x used share."""
    heat = values.number("compressor_kwh") * (values.number("cop") + 1)
    heat *= values.number("recoverable_share") * values.number("used_share")
    step = Message(
        N_(
            "Recovered heat = compressor × (COP + 1) × recoverable × used = {compressor_kwh} kWh × ({cop} + 1) × "
            "{recoverable_share} × {used_share} = {result} kWh"
        ),
        {**numbers(values, "compressor_kwh", "cop", "recoverable_share", "used_share"), "result": digits(heat)},
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, steps=(step, fuel_step))


REFRIGERATION_DOORS: Final = Calculator(
    id="refrigeration_doors",
    title=N_("Doors on open refrigerators"),
    area="cooling",
    lifetime="refrigeration_doors",
    place=Place(Stage.DEMAND, System.COOLING, before=electric_use("cabinet_length_m", "consumption_kwh_m")),
    compute=doors,
    sources=N_("Share saved of the use a metre; the shares are to be verified"),
    note=N_("Doors also cut the need for heating, because less cold air flows into the shop."),
    inputs=(
        Number(
            name="cabinet_length_m",
            label=N_("Length of open cabinets"),
            help=N_("Metres along the front of the open cabinets."),
            unit="m",
            high=10_000,
            sane_low=1,
            sane_high=500,
        ),
        Number(
            name="consumption_kwh_m",
            label=N_("Use of a metre of cabinet"),
            help=N_("kWh a year for each metre. An open multideck uses 2,500 to 5,000."),
            unit=N_("kWh/m a year"),
            high=20_000,
            sane_low=2500,
            sane_high=5000,
            default=Default(3500.0, N_("open multideck, usual value")),
        ),
        share_input(
            "saving_share",
            N_("Share saved"),
            N_("Doors save about a third, night blinds 10 to 25 %."),
            sane=(0.1, 0.5),
            default=Default(0.35, N_("doors, usual value (to be verified)")),
        ),
    ),
)

REFRIGERATION_HEAT_RECOVERY: Final = Calculator(
    id="refrigeration_heat_recovery",
    title=N_("Heat from refrigeration or compressors"),
    area="cooling",
    lifetime="process",
    place=Place(Stage.SUPPLY, System.HEATING),
    compute=heat_recovery,
    sources=N_("Energy balance of a refrigeration circuit"),
    note=N_("Only heat that is needed at the same time, or can be stored, is a saving."),
    inputs=(
        Number(
            name="compressor_kwh",
            label=N_("Electricity of the compressors"),
            help=N_("kWh a year, from a meter, or power times running hours."),
            unit=N_("kWh/yr"),
            high=1e9,
            sane_low=1000,
            sane_high=1e7,
        ),
        Number(
            name="cop",
            label=N_("Coefficient of performance (COP)"),
            help=N_("Cold made for each kWh of electricity: about 3 for cooling, 2 for freezing."),
            high=15,
            sane_low=2,
            sane_high=4,
            default=Default(2.8, N_("usual value, cooling")),
            presets=(Preset(N_("Freezing"), 2.0), Preset(N_("Cooling"), 2.8)),
        ),
        share_input(
            "recoverable_share",
            N_("Share of the heat that can be taken out"),
            N_("Only the hottest part for hot water (15 %), nearly all for heating at low temperature (90 %)."),
            sane=(0.15, 0.9),
        ),
        share_input(
            "used_share", N_("Share of it that is used"), N_("How much of the year is there use for the heat?")
        ),
        heating_carrier(),
        boiler_efficiency(),
    ),
)

CALCULATORS: Final = (REFRIGERATION_DOORS, REFRIGERATION_HEAT_RECOVERY)
