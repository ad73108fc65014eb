"""Ventilation: running hours and heat recovery."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.calculators.common import (
    AIR_HEAT,
    boiler_efficiency,
    degree_kilohours,
    fuel_saving,
    heating_carrier,
    hours_input,
    numbers,
    together,
)
from ambassador_app.domain.calculators.declaration import Calculator, Number, Preset, digits, fine
from ambassador_app.domain.calculators.place import Place
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.quantities import HOURS_PER_YEAR, Carrier
from ambassador_app.domain.stages import Stage, System
from ambassador_app.i18n import N_, Message


def run_hours(values: Values, _factors: FactorSet) -> Saving:
    """Fan: V/3600 x SFP/1000 kW for the hours saved. Heat: 0.34 V G (1 - recovery) x hours saved / 8760."""
    flow, sfp = values.number("airflow_m3_h"), values.number("sfp_j_m3")
    fewer = values.number("hours_old") - values.number("hours_new")
    fan_kw = flow / 3600 * sfp / 1000
    saved = fan_kw * fewer
    recovery = values.number("heat_recovery_efficiency")
    degree = values.number("degree_kilohours")
    heat = AIR_HEAT * flow * degree * (1 - recovery) * fewer / HOURS_PER_YEAR
    fan_step = Message(
        N_(
            "Saved electricity = airflow/3600 × SFP/1000 × hours saved = {airflow_m3_h}/3600 × {sfp_j_m3}/1000 × "
            "({hours_old} h − {hours_new} h) = {fan} kW × {fewer} h = {result} kWh"
        ),
        {
            **numbers(values, "airflow_m3_h", "sfp_j_m3", "hours_old", "hours_new"),
            "fan": fine(fan_kw),
            "fewer": digits(fewer),
            "result": digits(saved),
        },
    )
    heat_step = Message(
        N_(
            "Saved heat = 0.34 × airflow × degree hours × (1 − heat recovery) × hours saved / 8760 = 0.34 × "
            "{airflow_m3_h} × {degree_kilohours} × (1 − {heat_recovery_efficiency}) × {fewer} / 8760 = {result} kWh"
        ),
        {
            **numbers(values, "airflow_m3_h", "degree_kilohours", "heat_recovery_efficiency"),
            "fewer": digits(fewer),
            "result": digits(heat),
        },
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving(
        together((Carrier.ELECTRICITY, saved), (carrier, fuel)),
        steps=(fan_step, heat_step, fuel_step),
        warnings=()
        if fewer >= 0
        else (Message(N_("The system runs longer afterwards: this is more use, not a saving.")),),
    )


def heat_recovery(values: Values, _factors: FactorSet) -> Saving:
    """Heat: 0.34 V G h/8760 x better recovery. Electricity: V/3600 x change of SFP/1000 x hours more."""
    flow, hours, degree = (values.number(name) for name in ("airflow_m3_h", "hours", "degree_kilohours"))
    better = values.number("efficiency_new") - values.number("efficiency_old")
    heat = AIR_HEAT * flow * degree * hours / HOURS_PER_YEAR * better
    power = flow / 3600 * values.number("sfp_change_j_m3") / 1000 * hours
    heat_step = Message(
        N_(
            "Saved heat = 0.34 × airflow × degree hours × hours/8760 × better recovery = 0.34 × {airflow_m3_h} × "
            "{degree_kilohours} × {hours}/8760 × ({efficiency_new} − {efficiency_old}) = {result} kWh"
        ),
        {
            **numbers(values, "airflow_m3_h", "degree_kilohours", "hours", "efficiency_new", "efficiency_old"),
            "result": digits(heat),
        },
    )
    fan_step = Message(
        N_(
            "Extra electricity = airflow/3600 × change of SFP/1000 × hours = {airflow_m3_h}/3600 × "
            "{sfp_change_j_m3}/1000 × {hours} h = {result} kWh"
        ),
        {**numbers(values, "airflow_m3_h", "sfp_change_j_m3", "hours"), "result": digits(power)},
    )
    carrier, fuel, fuel_step = fuel_saving(heat, values)
    return Saving(together((Carrier.ELECTRICITY, -power), (carrier, fuel)), steps=(heat_step, fuel_step, fan_step))


def _airflow() -> Number:
    return Number(
        name="airflow_m3_h",
        label=N_("Airflow"),
        help=N_("From the nameplate, the service report or the control system. 1,000 l/s is 3,600 m³/h."),
        unit="m³/h",
        high=5_000_000,
        sane_low=100,
        sane_high=200_000,
    )


def _recovery(name: str, label: str, explained: str) -> Number:
    return Number(
        name=name,
        label=label,
        help=explained,
        high=1,
        sane_low=0,
        sane_high=0.9,
        percent=True,
        presets=(
            Preset(N_("No heat recovery"), 0.0),
            Preset(N_("Run-around coils"), 0.50),
            Preset(N_("Cross-flow exchanger"), 0.60),
            Preset(N_("Counter-flow or rotary exchanger"), 0.80),
        ),
    )


def _run(values: Values) -> dict[Carrier, float]:
    """Give the use before shorter hours: the fans, and the heat that the air takes out."""
    fan_kw = values.number("airflow_m3_h") / 3600 * values.number("sfp_j_m3") / 1000
    lost = _air_heat(values, values.number("hours_old"), values.number("heat_recovery_efficiency"))
    return together((Carrier.ELECTRICITY, fan_kw * values.number("hours_old")), lost)


def _blown_out(values: Values) -> dict[Carrier, float]:
    """Give the heat that the air takes out before."""
    carrier, lost = _air_heat(values, values.number("hours"), values.number("efficiency_old"))
    return {carrier: lost}


def _air_heat(values: Values, hours: float, recovery: float) -> tuple[Carrier, float]:
    lost = AIR_HEAT * values.number("airflow_m3_h") * values.number("degree_kilohours") * hours / HOURS_PER_YEAR
    return values.carrier("heating_carrier"), lost * (1 - recovery) / values.number("boiler_efficiency")


VENTILATION_HOURS: Final = Calculator(
    id="ventilation_hours",
    title=N_("Shorter ventilation hours"),
    area="ventilation",
    lifetime="controls",
    place=Place(Stage.CONTROL, System.VENTILATION, heats=True, before=_run),
    compute=run_hours,
    sources=N_("Heat balance of air (0.34 Wh/m³K); degree hours by the BR18 guidance"),
    note=N_("Evenings and nights are colder than the average, so the real saving of heat is a little larger."),
    inputs=(
        _airflow(),
        Number(
            name="sfp_j_m3",
            label=N_("Specific fan power (SFP)"),
            help=N_("Electricity for moving the air, from the service report. Old systems use 2,000 to 3,500 J/m³."),
            unit="J/m³",
            high=20_000,
            sane_low=800,
            sane_high=4000,
            presets=(
                Preset(N_("New system"), 1500),
                Preset(N_("Older system"), 2000),
                Preset(N_("Old system with narrow ducts"), 3000),
            ),
        ),
        hours_input("hours_old", N_("Running hours today"), N_("Hours a year. Running day and night is 8,760.")),
        hours_input(
            "hours_new",
            N_("Running hours afterwards"),
            N_("Hours a year that people need fresh air, with an hour before and after."),
        ),
        _recovery(
            "heat_recovery_efficiency",
            N_("Heat recovery"),
            N_("How much heat of the outgoing air is kept. Zero if there is no heat recovery."),
        ),
        heating_carrier(),
        boiler_efficiency(),
        degree_kilohours(),
    ),
)

VENTILATION_HEAT_RECOVERY: Final = Calculator(
    id="ventilation_heat_recovery",
    title=N_("Heat recovery in ventilation"),
    area="ventilation",
    lifetime="ventilation_units",
    place=Place(Stage.DEMAND, System.VENTILATION, heats=True, before=_blown_out),
    compute=heat_recovery,
    sources=N_("Heat balance of air (0.34 Wh/m³K); degree hours by the BR18 guidance"),
    note=N_("A new exchanger adds resistance: its extra fan power is counted."),
    inputs=(
        _airflow(),
        hours_input("hours", N_("Running hours"), N_("Hours a year that the ventilation runs.")),
        _recovery("efficiency_old", N_("Heat recovery today"), N_("Zero if there is none.")),
        _recovery("efficiency_new", N_("Heat recovery afterwards"), N_("From the offer, at the airflow above.")),
        Number(
            name="sfp_change_j_m3",
            label=N_("Extra fan power"),
            help=N_(
                "How much more electricity the air needs through the exchanger; negative if the new fans are better."
            ),
            unit="J/m³",
            low=-10_000,
            high=10_000,
            sane_low=-2000,
            sane_high=1000,
        ),
        heating_carrier(),
        boiler_efficiency(),
        degree_kilohours(),
    ),
)

CALCULATORS: Final = (VENTILATION_HOURS, VENTILATION_HEAT_RECOVERY)
