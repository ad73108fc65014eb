"""Equipment that is on without need, and electricity made on the roof."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ambassador_app.domain.calculators.common import electricity, hours_input, numbers, share_input
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
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message


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
    share, share_steps = _own_share(made, values)
    own = made * share
    steps = (
        Message(
            N_("Production = peak power × yield = {peak_kw} kW × {yield_kwh_kw} kWh/kW = {result} kWh"),
            {**numbers(values, "peak_kw", "yield_kwh_kw"), "result": digits(made)},
        ),
        *share_steps,
        Message(
            N_("Own use = production × share = {made} kWh × {share} = {own} kWh"),
            {"share": fine(share), "made": digits(made), "own": digits(own)},
        ),
        Message(
            N_("Sold = production − own use = {made} kWh − {own} kWh = {sold} kWh"),
            {"made": digits(made), "own": digits(own), "sold": digits(made - own)},
        ),
    )
    price = {Stream.ELECTRICITY_EXPORT: values.number("export_price")} if values.has("export_price") else {}
    return Saving({Carrier.ELECTRICITY: own}, {Stream.ELECTRICITY_EXPORT: made - own}, steps=steps, prices=price)


def _own_share(made: float, values: Values) -> tuple[float, tuple[Message, ...]]:
    if values.has("own_use_share"):
        return values.number("own_use_share"), ()
    use = values.number("consumption_kwh")
    share = own_use_of_homes(made / use)
    ratio = {"made": digits(made), "use": Exact(use), "ratio": fine(made / use)}
    return share, (
        Message(N_("Production against the use of the home = {made} kWh / {use} kWh = {ratio}"), ratio),
        Message(N_("Share of the production used at once, by HBEMO's table: {share}"), {"share": fine(share)}),
    )


OWN_USE_OF_HOMES: Final = (
    *((0.1, 0.69), (0.2, 0.67), (0.3, 0.60), (0.4, 0.53), (0.5, 0.47), (0.6, 0.42), (0.7, 0.38), (0.8, 0.35)),
    *((0.9, 0.32), (1.0, 0.30), (1.1, 0.28), (1.2, 0.26), (1.5, 0.22), (2.0, 0.18), (3.0, 0.13), (4.0, 0.10)),
    (5.0, 0.08),
)
"""Share of the production that a home uses at once, by production / yearly use (HBEMO)."""


def own_use_of_homes(ratio: float) -> float:
    """Look up the share used at once: linear between the rows, the first held; beyond the last the kWh are held."""
    first, last = OWN_USE_OF_HOMES[0], OWN_USE_OF_HOMES[-1]
    if ratio <= first[0]:
        return first[1]
    for (below, high), (above, low) in pairwise(OWN_USE_OF_HOMES):
        if ratio <= above:
            return high + (low - high) * (ratio - below) / (above - below)
    return last[1] * last[0] / ratio


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
            help=N_(
                "Watts while nobody uses it. Measure with a plug-in meter if you can. For a whole site: 1 device, and "
                "the night's load less what must run."
            ),
            unit="W",
            high=1_000_000,
            sane_low=1,
            sane_high=50_000,
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
            presets=(
                Preset(N_("South, no shade"), 1000, N_("VEB")),
                Preset(N_("East and west"), 850, N_("Denigsolar")),
            ),
        ),
        Alternatives(
            N_("How much of it is used at once?"),
            (
                Group(
                    "share",
                    N_("The share is known or estimated"),
                    (
                        share_input(
                            "own_use_share",
                            N_("Own use"),
                            N_(
                                "Share of the production used at once. 60 to 90 % where much is used by day, about 30 "
                                "% in a home."
                            ),
                            sane=(0.05, 0.95),
                        ),
                    ),
                ),
                Group(
                    "home",
                    N_("A home: from its yearly use"),
                    (
                        Number(
                            name="consumption_kwh",
                            label=N_("Electricity used in the home"),
                            help=N_("kWh a year on the bill. The share used at once is then taken from HBEMO's table."),
                            unit=N_("kWh/yr"),
                            low=1,
                            high=1e9,
                            sane_low=1000,
                            sane_high=50_000,
                        ),
                    ),
                ),
            ),
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
