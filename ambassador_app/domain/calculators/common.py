"""Inputs and steps that several families of calculators share."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.declaration import Choice, Default, Number, Option, Preset, digits
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.quantities import HOURS_PER_YEAR, ITEM_NAMES, Carrier, DataQuality
from ambassador_app.i18n import N_, Exact, Message

AIR_HEAT: Final = 0.34
"""Wh per m³ of air and K (1.2 kg/m³ x 1.0 kJ/kgK / 3.6), as usual in Danish heat-loss calculation (DS 418)."""

DEGREE_KILOHOURS: Final = 90.36
"""kKh in the heating season, 20 °C indoors, design reference year: BR18 guidance on E_ref."""

HANDBOOK: Final = N_("usual values by boiler type (energy consultants' handbook)")

BOILER_EFFICIENCIES: Final = {
    Carrier.ELECTRICITY.value: 1.0,
    Carrier.DISTRICT_HEATING.value: 1.0,
    Carrier.NATURAL_GAS.value: 0.90,
    Carrier.GAS_OIL.value: 0.80,
    Carrier.FUEL_OIL.value: 0.80,
    Carrier.LPG.value: 0.90,
    Carrier.WOOD_PELLETS.value: 0.85,
    Carrier.WOOD_CHIPS.value: 0.80,
    Carrier.STRAW.value: 0.75,
    Carrier.BIOGAS.value: 0.90,
}


def hours_input(
    name: str, label: str, explained: str, *, default: Default | None = None, sane_low: float = 100.0
) -> Number:
    """Declare running hours a year."""
    return Number(
        name=name,
        label=label,
        help=explained,
        unit=N_("h/yr"),
        high=HOURS_PER_YEAR,
        sane_low=sane_low,
        sane_high=HOURS_PER_YEAR,
        default=default,
    )


def power_input(name: str, label: str, explained: str) -> Number:
    """Declare an electrical or shaft power."""
    return Number(name=name, label=label, help=explained, unit="kW", high=100_000, sane_low=0.1, sane_high=500)


def share_input(
    name: str,
    label: str,
    explained: str,
    *,
    sane: tuple[float, float] = (0.0, 1.0),
    default: Default | None = None,
    only_if: str = "",
    presets: tuple[Preset, ...] = (),
    required: bool = True,
) -> Number:
    """Declare a share of a whole, 0 to 100 %."""
    return Number(
        name=name,
        label=label,
        help=explained,
        high=1.0,
        sane_low=sane[0],
        sane_high=sane[1],
        percent=True,
        default=default,
        only_if=only_if,
        presets=presets,
        required=required,
    )


def heating_carrier(only_if: str = "") -> Choice:
    """Declare what the building is heated with."""
    return Choice(
        name="heating_carrier",
        label=N_("Heating"),
        help=N_("What is the building heated with? Look at the bill or in the boiler room."),
        options=tuple(Option(carrier.value, ITEM_NAMES[carrier]) for carrier in Carrier),
        only_if=only_if,
    )


def boiler_efficiency(only_if: str = "") -> Number:
    """Declare how much of the bought energy becomes heat (by net calorific value, so above 1 is possible)."""
    return Number(
        name="boiler_efficiency",
        label=N_("Boiler efficiency"),
        help=N_(
            "How much of the fuel becomes useful heat over the year. Use the standard value unless it was measured."
        ),
        low=0.3,
        high=1.1,
        sane_low=0.6,
        sane_high=1.05,
        percent=True,
        default=Default(by="heating_carrier", table=BOILER_EFFICIENCIES, source=HANDBOOK, quality=DataQuality.B),
        only_if=only_if,
        presets=(
            Preset(N_("Condensing gas boiler"), 0.97),
            Preset(N_("Older gas boiler"), 0.90),
            Preset(N_("Old oil boiler"), 0.75),
            Preset(N_("District heating or electric heating"), 1.0),
        ),
    )


def degree_kilohours() -> Number:
    """Declare the degree hours of the heating season."""
    return Number(
        name="degree_kilohours",
        label=N_("Degree hours of the heating season"),
        help=N_("How cold the year is. Leave the standard value unless an adviser says otherwise."),
        unit="kKh",
        low=10.0,
        high=200.0,
        sane_low=65.0,
        sane_high=120.0,
        default=Default(
            DEGREE_KILOHOURS,
            N_("BR18 guidance: heating season, 20 °C indoors, design reference year"),
            quality=DataQuality.B,
        ),
        presets=(
            Preset(N_("Building regulations (BR18)"), DEGREE_KILOHOURS),
            Preset(N_("Well-insulated building (degree days 2906)"), 69.74),
            Preset(N_("Well-insulated building (degree days 3112)"), 74.69),
        ),
    )


def fuel_saving(heat_kwh: float, values: Values) -> tuple[Carrier, float, Message]:
    """Turn heat saved into what is bought for it (kWh through the boiler efficiency), with the step in words."""
    carrier, efficiency = values.carrier("heating_carrier"), values.number("boiler_efficiency")
    fuel = heat_kwh / efficiency
    step = Message(
        N_("Saved {item} = heat / boiler efficiency = {heat} kWh / {efficiency} = {result} kWh"),
        {
            "item": Message(ITEM_NAMES[carrier]),
            "heat": digits(heat_kwh),
            "efficiency": Exact(efficiency),
            "result": digits(fuel),
        },
    )
    return carrier, fuel, step


def together(*parts: tuple[Carrier, float]) -> dict[Carrier, float]:
    """Add up savings by carrier: electric heating meets saved electricity in one row."""
    total: dict[Carrier, float] = {}
    for carrier, kwh in parts:
        total[carrier] = total.get(carrier, 0.0) + kwh
    return total


def electricity(kwh: float, *steps: Message) -> Saving:
    """Give a saving of electricity alone."""
    return Saving({Carrier.ELECTRICITY: kwh}, steps=steps)


def numbers(values: Values, *names: str) -> dict[str, object]:
    """Give the named inputs as they are, for an explanation."""
    return {name: Exact(values.number(name)) for name in names}
