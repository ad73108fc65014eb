"""The building: insulation, windows, room temperature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ambassador_app.domain.calculators.common import (
    boiler_efficiency,
    degree_kilohours,
    fuel_saving,
    heating_carrier,
    numbers,
    share_input,
)
from ambassador_app.domain.calculators.declaration import Calculator, Default, Number, Preset, digits
from ambassador_app.domain.calculators.place import Place, fuel_use, heat_use
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import ITEM_NAMES, DataQuality
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Exact, Message

ROOF_LIGHT_SUN: Final = 345.0
"""kWh/m² in the heating season on a roof light (BR18, E_ref)."""
ROOF_LIGHT_BALANCE: Final = 10.0
"""kWh/m² that BR18 asks of a roof light."""


def insulation(values: Values, _factors: FactorSet) -> Saving:
    """Saved heat = area x (U before - U after) x degree hours x temperature factor."""
    drop = values.number("u_old") - values.number("u_new")
    degree, factor = values.number("degree_kilohours"), values.number("temperature_factor")
    heat = values.number("area_m2") * drop * degree * factor
    step = Message(
        N_(
            "Saved heat = area × (U old − U new) × degree hours × temperature factor = {area_m2} m² × ({u_old} − "
            "{u_new}) W/m²K × {degree_kilohours} × {temperature_factor} = {result} kWh"
        ),
        {
            **numbers(values, "area_m2", "u_old", "u_new", "degree_kilohours", "temperature_factor"),
            "result": digits(heat),
        },
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, steps=(step, fuel_step))


def windows(values: Values, _factors: FactorSet) -> Saving:
    """Energy balance E = solar x g - degree hours x U in kWh/m²; saved heat = area x (E after - E before)."""
    solar, degree = values.number("solar_kwh_m2"), values.number("degree_kilohours")
    old, new = (solar * values.number(f"g_{when}") - degree * values.number(f"u_{when}") for when in ("old", "new"))
    heat = values.number("area_m2") * (new - old)
    steps = (
        *(_balance(values, when, result) for when, result in (("old", old), ("new", new))),
        Message(
            N_("Saved heat = area × (E after − E today) = {area_m2} m² × ({new} − ({old})) kWh/m² = {result} kWh"),
            {**numbers(values, "area_m2"), "new": digits(new), "old": digits(old), "result": digits(heat)},
        ),
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving({carrier: fuel}, steps=(*steps, fuel_step), warnings=tuple(_below_the_rules(values, new)))


_BALANCE: Final = {
    "old": N_("Energy balance E today = sun × g − degree hours × U = {sun} × {g} − {degree} × {u} = {result} kWh/m²"),
    "new": N_("Energy balance E after = sun × g − degree hours × U = {sun} × {g} − {degree} × {u} = {result} kWh/m²"),
}


def _balance(values: Values, when: str, result: float) -> Message:
    names = {"sun": "solar_kwh_m2", "g": f"g_{when}", "degree": "degree_kilohours", "u": f"u_{when}"}
    known = {short: Exact(values.number(name)) for short, name in names.items()}
    return Message(_BALANCE[when], {**known, "result": digits(result)})


def _below_the_rules(values: Values, balance: float) -> Iterator[Message]:
    """Warn about a new window that the building regulations do not allow (BR18 § 258, since 1 February 2021)."""
    limit = ROOF_LIGHT_BALANCE if values.number("solar_kwh_m2") >= ROOF_LIGHT_SUN else 0.0
    if balance < limit:
        yield Message(
            N_("BR18 asks new windows for an energy balance of at least {limit} kWh/m²; this one has {balance}."),
            {"limit": Exact(limit), "balance": Exact(round(balance, 1))},
        )


def setback(values: Values, _factors: FactorSet) -> Saving:
    """Saved = space heating x share a degree x degrees x share of the time."""
    saved = values.number("space_heating_kwh")
    for name in ("share_per_degree", "degrees_k", "time_share"):
        saved *= values.number(name)
    carrier = values.carrier("heating_carrier")
    step = Message(
        N_(
            "Saved {item} = space heating × share a degree × degrees × share of the time = {space_heating_kwh} kWh × "
            "{share_per_degree} × {degrees_k} × {time_share} = {result} kWh"
        ),
        {
            **numbers(values, "space_heating_kwh", "share_per_degree", "degrees_k", "time_share"),
            "item": Message(ITEM_NAMES[carrier]),
            "result": digits(saved),
        },
    )
    return Saving({carrier: saved}, steps=(step,))


_VEB_LOFT: Final = N_("computed back from VEB's table of lofts")
_EPS: Final = N_("table of the EPS trade")
_BR18_NEED: Final = N_("BR18, bilag 2, tabel 3")


def _area(label: str, explained: str) -> Number:
    return Number(name="area_m2", label=label, help=explained, unit="m²", high=1_000_000, sane_low=1, sane_high=50_000)


def _u_value(
    name: str, label: str, explained: str, presets: tuple[Preset, ...] = (), *, sane_high: float = 3.0
) -> Number:
    return Number(
        name=name,
        label=label,
        help=explained,
        unit="W/m²K",
        high=10,
        sane_low=0.08,
        sane_high=sane_high,
        presets=presets,
    )


def _g_value(name: str, label: str) -> Number:
    return Number(
        name=name,
        label=label,
        help=N_(
            "Share of the sun's heat that comes in, for the whole window: g of the glass times its share of the window."
        ),
        high=1,
        sane_low=0.2,
        sane_high=0.75,
    )


ENVELOPE_INSULATION: Final = Calculator(
    id="envelope_insulation",
    title=N_("Insulation of roof, wall or floor"),
    area="envelope",
    lifetime="insulation",
    place=Place(
        Stage.DEMAND, System.HEATING, before=heat_use("area_m2", "u_old", "degree_kilohours", "temperature_factor")
    ),
    compute=insulation,
    sources=N_("Transmission loss; degree hours by the BR18 guidance"),
    note=N_("Have moisture looked at before insulating: a tight vapour barrier and ventilation belong to it."),
    inputs=(
        _area(N_("Insulated area"), N_("Area that gets insulation. Pace it out or take it from drawings.")),
        _u_value(
            "u_old",
            N_("U-value today"),
            N_("How much heat goes through. Measure the thickness of the insulation and pick the nearest value."),
            (
                Preset(N_("Loft, no insulation"), 2.03, _VEB_LOFT),
                Preset(N_("Loft, 50 mm"), 0.61, _VEB_LOFT),
                Preset(N_("Loft, 100 mm"), 0.39, _VEB_LOFT),
                Preset(N_("Loft, 150 mm"), 0.27, _VEB_LOFT),
                Preset(N_("Loft, 200 mm"), 0.23, _VEB_LOFT),
                Preset(N_("Cavity wall, empty"), 1.65, _EPS),
                Preset(N_("Cavity wall, filled"), 0.42, _EPS),
                Preset(N_("Solid brick wall, 23 cm"), 1.56, _EPS),
            ),
        ),
        _u_value(
            "u_new",
            N_("U-value afterwards"),
            N_("The building regulations ask for these values when a part is renovated."),
            (
                Preset(N_("Roof (BR18)"), 0.12, _BR18_NEED),
                Preset(N_("Outer wall (BR18)"), 0.18, _BR18_NEED),
                Preset(N_("Ground floor (BR18)"), 0.10, _BR18_NEED),
                Preset(N_("Towards unheated room (BR18)"), 0.40, _BR18_NEED),
            ),
        ),
        Number(
            name="temperature_factor",
            label=N_("Temperature factor"),
            help=N_("1 towards outdoor air, 0.7 towards an unheated cellar or the ground."),
            high=1,
            sane_low=0.3,
            sane_high=1,
            default=Default(1.0, quality=DataQuality.B),
            presets=(Preset(N_("Outdoor air"), 1.0), Preset(N_("Unheated cellar or ground"), 0.7)),
        ),
        degree_kilohours(),
        heating_carrier(),
        boiler_efficiency(),
    ),
)

WINDOWS: Final = Calculator(
    id="windows",
    title=N_("New windows"),
    area="envelope",
    lifetime="windows",
    place=Place(Stage.DEMAND, System.HEATING, before=heat_use("area_m2", "u_old", "degree_kilohours")),
    compute=windows,
    sources=N_("E_ref of BR18: 196.4 g − 90.36 U (eref.dk)"),
    note=N_("New windows seldom pay by energy alone; comfort, noise and maintenance count too."),
    inputs=(
        _area(N_("Window area"), N_("Width times height of the openings, frames included.")),
        _u_value(
            "u_old",
            N_("U-value today"),
            N_("Count the panes: hold a light in front of the glass and count the reflections."),
            (Preset(N_("One pane"), 4.5), Preset(N_("Two panes, old"), 2.7), Preset(N_("Energy glass"), 1.5)),
            sane_high=6.0,
        ),
        _u_value("u_new", N_("U-value afterwards"), N_("For the whole window, from the offer."), sane_high=6.0),
        _g_value("g_old", N_("Solar gain today (g)")),
        _g_value("g_new", N_("Solar gain afterwards (g)")),
        heating_carrier(),
        boiler_efficiency(),
        degree_kilohours(),
        Number(
            name="solar_kwh_m2",
            label=N_("Sun on the window in the heating season"),
            help=N_("196 kWh/m² for the usual mix of directions, 345 for a roof light."),
            unit="kWh/m²",
            high=1000,
            sane_low=100,
            sane_high=350,
            default=Default(196.4, N_("BR18, E_ref, usual mix of directions"), quality=DataQuality.B),
            presets=(Preset(N_("Windows, usual mix"), 196.4), Preset(N_("Roof light"), ROOF_LIGHT_SUN)),
        ),
    ),
)

TEMPERATURE_SETBACK: Final = Calculator(
    id="temperature_setback",
    title=N_("Lower room temperature"),
    area="heating",
    lifetime="controls",
    place=Place(Stage.CONTROL, System.HEATING, whole=True, before=fuel_use("space_heating_kwh")),
    compute=setback,
    sources=N_("5 % a degree: SparEnergi, Silkeborg Forsyning"),
    note=N_("Do not go below 18 °C: damp and mould. Heavy buildings save less, because they cool slowly."),
    inputs=(
        Number(
            name="space_heating_kwh",
            label=N_("Energy for heating the rooms"),
            help=N_("kWh a year as metered or bought, without hot water and processes."),
            unit=N_("kWh/yr"),
            high=1e9,
            sane_low=1000,
            sane_high=1e7,
        ),
        Number(
            name="degrees_k",
            label=N_("Degrees lower"),
            help=N_("How many degrees the temperature is lowered."),
            unit="K",
            high=20,
            sane_low=0.5,
            sane_high=5,
        ),
        share_input(
            "time_share",
            N_("Share of the time"),
            N_("How much of the week is it lower? Nights and weekends are about 60 %."),
        ),
        share_input(
            "share_per_degree",
            N_("Saving for each degree"),
            N_("Leave the standard value of 5 % a degree."),
            sane=(0.03, 0.08),
            default=Default(0.05, N_("SparEnergi"), quality=DataQuality.B),
        ),
        heating_carrier(),
    ),
)

CALCULATORS: Final = (ENVELOPE_INSULATION, WINDOWS, TEMPERATURE_SETBACK)
