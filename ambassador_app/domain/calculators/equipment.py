"""Equipment that is on without need, and electricity made on the roof."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import electricity, hours_input, numbers, share_input
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, Preset, digits
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Message


def standby(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = number x watts x hours switched off / 1000."""
    saved = values.number("count") * values.number("power_w") * values.number("hours_off") / 1000
    step = Message(
        N_(
            "Saved electricity = number × watts × hours / 1000 = {count} × {power_w} W × {hours_off} h / 1000 = "
            "{result} kWh"
        ),
        {**numbers(values, "count", "power_w", "hours_off"), "result": digits(saved)},
    )
    return electricity(saved, step)


def photovoltaics(values: Values, _factors: FactorSet) -> Saving:
    """Production = kWp x yield; own use saves bought power, the rest is sold. Both count as CO2e."""
    made = values.number("peak_kw") * values.number("yield_kwh_kw")
    own = made * values.number("own_use_share")
    steps = (
        Message(
            N_("Production = peak power × yield = {peak_kw} kW × {yield_kwh_kw} kWh/kW = {result} kWh"),
            {**numbers(values, "peak_kw", "yield_kwh_kw"), "result": digits(made)},
        ),
        Message(
            N_("Own use = production × share = {made} kWh × {own_use_share} = {own} kWh"),
            {**numbers(values, "own_use_share"), "made": digits(made), "own": digits(own)},
        ),
        Message(
            N_("Sold = production − own use = {made} kWh − {own} kWh = {sold} kWh"),
            {"made": digits(made), "own": digits(own), "sold": digits(made - own)},
        ),
    )
    price = {Stream.ELECTRICITY_EXPORT: values.number("export_price")} if values.has("export_price") else {}
    return Saving({Carrier.ELECTRICITY: own}, {Stream.ELECTRICITY_EXPORT: made - own}, steps=steps, prices=price)


STANDBY: Final = Calculator(
    id="standby",
    title=N_("Switch off what nobody uses"),
    area="electricity",
    lifetime="it",
    place=Place(Stage.CONTROL, System.EQUIPMENT),
    compute=standby,
    sources=N_("Energy balance"),
    note=N_("Walk round two hours after closing: what hums and lights up is what can be switched off."),
    inputs=(
        Number(
            name="count",
            label=N_("Number of devices"),
            help=N_("Count the devices of the same kind that are on outside working hours."),
            unit=N_("pcs."),
            high=1_000_000,
            sane_low=1,
            sane_high=10_000,
        ),
        Number(
            name="power_w",
            label=N_("Power of one device"),
            help=N_("Watts while nobody uses it. Measure with a plug-in meter if you can."),
            unit="W",
            high=1_000_000,
            sane_low=1,
            sane_high=5000,
        ),
        hours_input("hours_off", N_("Hours it can be off"), N_("Hours a year. Nights and weekends are about 6,000.")),
    ),
)

PHOTOVOLTAICS: Final = Calculator(
    id="photovoltaics",
    title=N_("Solar cells"),
    area="renewable",
    lifetime="photovoltaics",
    place=Place(Stage.SUPPLY, System.PRODUCTION),
    compute=photovoltaics,
    sources=N_("Energy balance; yields by VEB and HBEMO; own use of homes by HBEMO"),
    note=N_("Own use decides the economy: compare with the electricity used by day in summer."),
    inputs=(
        Number(
            name="peak_kw",
            label=N_("Peak power"),
            help=N_("kW of the panels together. About 5 m² of roof for each kW."),
            unit="kW",
            high=1_000_000,
            sane_low=1,
            sane_high=5000,
        ),
        Number(
            name="yield_kwh_kw",
            label=N_("Yearly yield"),
            help=N_("kWh a year for each kW. South gives about 1,000, east and west 800 to 900."),
            unit="kWh/kW",
            high=1500,
            sane_low=700,
            sane_high=1100,
            default=Default(950.0, N_("usual value in Denmark (VEB)")),
            presets=(Preset(N_("South, no shade"), 1000), Preset(N_("East and west"), 850)),
        ),
        share_input(
            "own_use_share",
            N_("Own use"),
            N_("Share of the production used at once. 60 to 90 % where much is used by day, about 30 % in a home."),
            sane=(0.05, 0.95),
        ),
        Number(
            name="export_price",
            label=N_("Price of sold electricity"),
            help=N_("What the buyer pays for what is sold to the grid, after fees."),
            unit=N_("DKK/kWh"),
            low=-10,
            high=100,
            sane_low=0,
            sane_high=2,
            required=False,
        ),
    ),
)

CALCULATORS: Final = (STANDBY, PHOTOVOLTAICS)
