"""Quick estimates of ventilation."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import (
    ASK_CARETAKER,
    ASK_SUPPLIER,
    assume,
    cost,
    heating_question,
    pick,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate, exactly
from ambassador_app.i18n import N_

_EXCHANGERS: Final = N_("usual recovery of this kind of exchanger")

_SERVES: Final = Question(
    "serves",
    N_("What does the ventilation serve?"),
    N_("The airflow stands on the unit or in the service report, in m³/h."),
    (
        pick("room", N_("A room or two"), airflow_m3_h=(800.0, 1500.0, 2500.0)),
        pick("floor", N_("A floor or a wing"), airflow_m3_h=(3000.0, 5000.0, 8000.0)),
        pick("building", N_("A whole building or a hall"), airflow_m3_h=(9000.0, 15_000.0, 25_000.0)),
    ),
)

VENTILATION_HOURS: Final = QuickEstimate(
    calculator="ventilation_hours",
    questions=(
        _SERVES,
        Question(
            "when",
            N_("When does it run, compared with when people are there?"),
            N_("Look at the timer or the control panel. An hour before and after is enough."),
            (
                pick(
                    "always",
                    N_("Day and night, people by day"),
                    hours_old=(8000.0, 8760.0, 8760.0),
                    hours_new=(2500.0, 3200.0, 4200.0),
                ),
                pick(
                    "week",
                    N_("At the weekend too, people on weekdays"),
                    hours_old=(4500.0, 5100.0, 5800.0),
                    hours_new=(2500.0, 3000.0, 3600.0),
                ),
                pick(
                    "long",
                    N_("A few hours too long each day"),
                    hours_old=(3500.0, 3900.0, 4300.0),
                    hours_new=(2400.0, 2800.0, 3200.0),
                ),
            ),
        ),
        heating_question(),
    ),
    assumed={
        "sfp_j_m3": assume(1500.0, 2000.0, 3000.0, N_("new to old systems use 1,500 to 3,000 J/m³")),
        "heat_recovery_efficiency": assume(0.5, 0.65, 0.8, _EXCHANGERS),
    },
    cost=cost(fixed=(0.0, 2000.0, 8000.0)),
    ask={
        "airflow_m3_h": ASK_SUPPLIER,
        "sfp_j_m3": ASK_SUPPLIER,
        "heat_recovery_efficiency": ASK_SUPPLIER,
        "hours_old": ASK_CARETAKER,
    },
)

VENTILATION_HEAT_RECOVERY: Final = QuickEstimate(
    calculator="ventilation_heat_recovery",
    questions=(
        _SERVES,
        Question(
            "today",
            N_("Is heat recovered today?"),
            N_("Two separate units without pipes between them recover nothing."),
            (
                pick("none", N_("No"), efficiency_old=exactly(0.0)),
                pick("coils", N_("Yes, with coils and pipes"), source=_EXCHANGERS, efficiency_old=(0.45, 0.5, 0.55)),
                pick("cross", N_("Yes, an old exchanger"), source=_EXCHANGERS, efficiency_old=(0.5, 0.55, 0.6)),
            ),
        ),
        heating_question(),
    ),
    assumed={
        "hours": assume(2500.0, 3000.0, 5000.0, N_("in use by day, our own assumption")),
        "efficiency_new": assume(0.75, 0.8, 0.85, N_("counter-flow or rotary exchanger, usual recovery")),
        "sfp_change_j_m3": assume(0.0, 200.0, 500.0, N_("resistance of a new exchanger, our own assumption")),
    },
    cost=cost(each=(20.0, 38.0, 60.0), per="airflow_m3_h"),
    ask={"airflow_m3_h": ASK_SUPPLIER, "hours": ASK_CARETAKER, "efficiency_new": ASK_SUPPLIER},
)

QUICK_ESTIMATES: Final = (VENTILATION_HOURS, VENTILATION_HEAT_RECOVERY)
