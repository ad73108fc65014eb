"""Quick estimates of compressed air."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import (
    ASK_CARETAKER,
    ASK_NAMEPLATE,
    ASK_SUPPLIER,
    assume,
    cost,
    pick,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_MEASUR: Final = N_("MEASUR, US Department of Energy, for this kind of compressor")
_GAUGE: Final = N_("the gauge as it was read, one bar lower afterwards (our own assumption)")

_HISS: Final = Question(
    "hiss",
    N_("How many leaks hiss?"),
    N_("Walk along the pipes when the machines stand still, and listen."),
    (
        pick("few", N_("A few, about 3"), orifice_count=(1.0, 3.0, 6.0)),
        pick("some", N_("About 10"), orifice_count=(6.0, 10.0, 16.0)),
        pick("many", N_("All over, about 30"), orifice_count=(20.0, 30.0, 50.0)),
    ),
)
_PRESSURISED: Final = Question(
    "pressurised",
    N_("Is the compressor ever switched off?"),
    N_("Ask who switches it off in the evening. If nobody does, it runs all year."),
    (
        pick("never", N_("Never"), hours=(8500.0, 8760.0, 8760.0)),
        pick("weekend", N_("At the weekend"), hours=(5500.0, 6200.0, 7000.0)),
        pick("night", N_("Every evening"), hours=(1800.0, 2400.0, 3500.0)),
    ),
)
_COMPRESSOR: Final = Question(
    "compressor",
    N_("Which kind of compressor?"),
    N_("It stands on the nameplate. A screw hums evenly, a piston knocks."),
    (
        pick(
            "screw",
            N_("Screw, load and unload"),
            source=_MEASUR,
            specific_power_kw_per_m3_min=(6.5, 7.0, 8.1),
            control_factor=(0.48, 0.55, 0.68),
        ),
        pick(
            "variable",
            N_("Screw with variable speed"),
            source=_MEASUR,
            specific_power_kw_per_m3_min=(6.5, 7.0, 8.1),
            control_factor=(0.90, 0.97, 1.0),
        ),
        pick(
            "piston",
            N_("Piston"),
            source=_MEASUR,
            specific_power_kw_per_m3_min=(5.3, 5.65, 7.0),
            control_factor=(0.74, 0.85, 1.0),
        ),
        pick(
            "unknown",
            N_("Not known"),
            source=_MEASUR,
            specific_power_kw_per_m3_min=(5.65, 7.0, 8.1),
            control_factor=(0.30, 0.48, 0.97),
        ),
    ),
)

COMPRESSED_AIR_LEAKS: Final = QuickEstimate(
    calculator="compressed_air_leaks",
    questions=(_HISS, _PRESSURISED, _COMPRESSOR),
    assumed={
        "orifice_mm": assume(1.0, 1.4, 2.0, N_("ordinary leaks of 1 to 2 mm, our own assumption")),
        "pressure_bar_g": assume(6.0, 7.0, 8.0, N_("usual pressure of 6 to 8 bar, our own assumption")),
    },
    cost=cost(each=(200.0, 500.0, 1200.0), per="orifice_count"),
    ask={"hours": ASK_CARETAKER, "control_factor": ASK_SUPPLIER, "specific_power_kw_per_m3_min": ASK_SUPPLIER},
)

_SIZE: Final = Question(
    "size",
    N_("How large is the compressor?"),
    N_("The kW stand on the nameplate of the motor."),
    (
        pick("small", N_("Like a moped, up to 5 kW"), power_kw=(2.2, 4.0, 5.5)),
        pick("medium", N_("Like a cupboard, about 15 kW"), power_kw=(7.5, 15.0, 22.0)),
        pick("large", N_("Larger, about 45 kW"), power_kw=(30.0, 45.0, 75.0)),
    ),
)
_BUSY: Final = Question(
    "busy",
    N_("When is air used?"),
    N_("Loaded hours are about half of the time that people work; the hour meter shows them."),
    (
        pick("day", N_("In working hours"), hours=(700.0, 1200.0, 1900.0)),
        pick("shifts", N_("In two shifts"), hours=(1500.0, 2400.0, 3600.0)),
        pick("always", N_("Day and night"), hours=(3500.0, 5500.0, 7500.0)),
    ),
)
_READS: Final = Question(
    "gauge",
    N_("What does the gauge show?"),
    N_("At the compressor or the tank."),
    (
        pick(
            "seven",
            N_("About 7 bar"),
            source=_GAUGE,
            pressure_old_bar_g=(6.7, 7.0, 7.4),
            pressure_new_bar_g=(5.8, 6.2, 6.6),
        ),
        pick(
            "eight",
            N_("About 8 bar"),
            source=_GAUGE,
            pressure_old_bar_g=(7.6, 8.0, 8.4),
            pressure_new_bar_g=(6.5, 7.0, 7.5),
        ),
        pick(
            "ten",
            N_("10 bar or more"),
            source=_GAUGE,
            pressure_old_bar_g=(9.5, 10.0, 11.0),
            pressure_new_bar_g=(7.5, 8.5, 9.0),
        ),
    ),
)

COMPRESSED_AIR_PRESSURE: Final = QuickEstimate(
    calculator="compressed_air_pressure",
    questions=(_SIZE, _BUSY, _READS),
    cost=cost(fixed=(0.0, 1000.0, 5000.0)),
    ask={"power_kw": ASK_NAMEPLATE, "pressure_new_bar_g": ASK_SUPPLIER},
)

QUICK_ESTIMATES: Final = (COMPRESSED_AIR_LEAKS, COMPRESSED_AIR_PRESSURE)
