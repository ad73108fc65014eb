"""Compressed air: lower pressure."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import electricity, hours_input, numbers
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, digits, fine
from ambassador_app.domain.calculators.place import Place, electric_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Message

COMPRESSION: Final = 0.395 / 1.395
"""(n - 1)/n of the compression, n = 1.395 (MEASUR, US Department of Energy)."""
ATMOSPHERE_BAR: Final = 1.013


def pressure(values: Values, _factors: FactorSet) -> Saving:
    """Saved kWh = kW x hours x (1 - f), f the ratio of compression work at the new and the old pressure."""
    old, new = values.number("pressure_old_bar_g"), values.number("pressure_new_bar_g")
    air = values.number("atmospheric_bar")
    work = [((gauge + air) / air) ** COMPRESSION - 1 for gauge in (new, old)]
    share = 1 - work[0] / work[1]
    saved = values.number("power_kw") * values.number("hours") * share
    steps = (
        Message(
            N_(
                "Saved share = 1 − (((p₂ + pa)/pa)^(0.395/1.395) − 1) / (((p₁ + pa)/pa)^(0.395/1.395) − 1) = 1 − "
                "((({pressure_new_bar_g} + {atmospheric_bar})/{atmospheric_bar})^(0.395/1.395) − 1) / "
                "((({pressure_old_bar_g} + {atmospheric_bar})/{atmospheric_bar})^(0.395/1.395) − 1) = {share}"
            ),
            {
                **numbers(values, "pressure_old_bar_g", "pressure_new_bar_g", "atmospheric_bar"),
                "share": fine(share),
            },
        ),
        Message(
            N_("Saved electricity = power × hours × saved share = {power_kw} kW × {hours} h × {share} = {result} kWh"),
            {**numbers(values, "power_kw", "hours"), "share": fine(share), "result": digits(saved)},
        ),
    )
    return electricity(saved, *steps)


def _gauge(name: str, label: str, explained: str) -> Number:
    return Number(name=name, label=label, help=explained, unit="bar", low=0.5, high=100, sane_low=3, sane_high=15)


COMPRESSED_AIR_PRESSURE: Final = Calculator(
    id="compressed_air_pressure",
    title=N_("Lower compressed-air pressure"),
    area="compressed_air",
    lifetime="controls",
    place=Place(Stage.CONTROL, System.COMPRESSED_AIR, whole=True, before=electric_use("power_kw", "hours")),
    compute=pressure,
    sources=N_("Polytropic compression, n = 1.395 (MEASUR, US Department of Energy)"),
    note=N_("Lower the pressure a little at a time, and ask at the machine farthest away whether it still works."),
    inputs=(
        Number(
            name="power_kw",
            label=N_("Power of the compressor"),
            help=N_("Electrical power when it works, from the nameplate or a meter."),
            unit="kW",
            high=100_000,
            sane_low=1,
            sane_high=1000,
        ),
        hours_input(
            "hours", N_("Loaded hours"), N_("Hours a year that it really compresses: the hour meter's loaded hours.")
        ),
        _gauge("pressure_old_bar_g", N_("Pressure today"), N_("Read the gauge at the compressor.")),
        _gauge(
            "pressure_new_bar_g",
            N_("Pressure afterwards"),
            N_("The lowest pressure that the machines need, plus about half a bar for the pipes."),
        ),
        Number(
            name="atmospheric_bar",
            label=N_("Atmospheric pressure"),
            help=N_("Leave the standard value."),
            unit="bar",
            low=0.5,
            high=1.1,
            sane_low=0.95,
            sane_high=1.05,
            default=Default(ATMOSPHERE_BAR, N_("standard atmosphere"), quality=DataQuality.A),
        ),
    ),
)

CALCULATORS: Final = (COMPRESSED_AIR_PRESSURE,)
