"""Quick estimates of the building: insulation, windows, room temperature."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import (
    ASK_BILL,
    ASK_CRAFTSMAN,
    ASK_DRAWINGS,
    assume,
    cost,
    heating_question,
    pick,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_U_VALUES: Final = N_("U-values from VEB's tables and BR18, for what was seen")
_PER_AREA: Final = N_(
    "70 to 190 kWh/m², own assumption around the Danish Utility Regulator's standard house (139 kWh/m²)"
)

ENVELOPE_INSULATION: Final = QuickEstimate(
    calculator="envelope_insulation",
    questions=(
        Question(
            "part",
            N_("What is to be insulated?"),
            N_("Look into the loft and measure; knock on the wall, or look at its thickness in a window opening."),
            (
                pick(
                    "loft_thin",
                    N_("A loft with up to 75 mm"),
                    source=_U_VALUES,
                    cost=cost(each=(150.0, 250.0, 400.0), per="area_m2"),
                    u_old=(0.5, 0.65, 1.0),
                    u_new=(0.10, 0.12, 0.15),
                ),
                pick(
                    "loft",
                    N_("A loft with about 100 to 150 mm"),
                    source=_U_VALUES,
                    cost=cost(each=(120.0, 220.0, 350.0), per="area_m2"),
                    u_old=(0.27, 0.35, 0.39),
                    u_new=(0.10, 0.12, 0.14),
                ),
                pick(
                    "cavity",
                    N_("An empty cavity wall"),
                    source=_U_VALUES,
                    cost=cost(each=(120.0, 200.0, 300.0), per="area_m2"),
                    u_old=(1.4, 1.6, 1.7),
                    u_new=(0.40, 0.45, 0.55),
                ),
                pick(
                    "solid",
                    N_("A solid brick wall"),
                    source=_U_VALUES,
                    cost=cost(each=(1200.0, 1900.0, 3000.0), per="area_m2"),
                    u_old=(1.4, 1.56, 2.0),
                    u_new=(0.18, 0.20, 0.30),
                ),
            ),
        ),
        Question(
            "area",
            N_("How large is the area?"),
            N_("Pace it out along the house; without openings for a wall."),
            (
                pick("house", N_("Like a house, about 120 m²"), area_m2=(80.0, 120.0, 160.0)),
                pick("wing", N_("Like a school wing, about 500 m²"), area_m2=(350.0, 500.0, 750.0)),
                pick("hall", N_("Like a hall, about 2,000 m²"), area_m2=(1300.0, 2000.0, 3000.0)),
            ),
        ),
        heating_question(),
    ),
    ask={"area_m2": ASK_DRAWINGS, "u_new": ASK_CRAFTSMAN},
)

_PANES: Final = N_("usual values by number of panes (energy label handbook), for what was seen")

WINDOWS: Final = QuickEstimate(
    calculator="windows",
    questions=(
        Question(
            "panes",
            N_("Which windows are there today?"),
            N_("Hold a light in front of the glass and count the reflections."),
            (
                pick("one", N_("One pane"), source=_PANES, u_old=(4.3, 4.5, 5.0), g_old=(0.55, 0.60, 0.65)),
                pick("two", N_("Two panes, old"), source=_PANES, u_old=(2.6, 2.7, 2.9), g_old=(0.48, 0.53, 0.58)),
                pick(
                    "energy", N_("Older energy glass"), source=_PANES, u_old=(1.4, 1.5, 1.8), g_old=(0.40, 0.45, 0.50)
                ),
            ),
        ),
        Question(
            "area",
            N_("How much window is there?"),
            N_("An ordinary window is about 1.5 m², a terrace door about 2 m²."),
            (
                pick("few", N_("A few, about 10 m²"), area_m2=(6.0, 10.0, 15.0)),
                pick("house", N_("A house, about 25 m²"), area_m2=(18.0, 25.0, 35.0)),
                pick("facade", N_("A long facade, about 100 m²"), area_m2=(60.0, 100.0, 160.0)),
            ),
        ),
        heating_question(),
    ),
    assumed={
        "u_new": assume(0.8, 0.9, 1.1, N_("new windows with three panes, usual values")),
        "g_new": assume(0.36, 0.42, 0.50, N_("new windows with three panes, usual values")),
    },
    cost=cost(each=(4000.0, 6000.0, 8500.0), per="area_m2"),
    ask={"area_m2": ASK_DRAWINGS, "u_new": ASK_CRAFTSMAN, "g_new": ASK_CRAFTSMAN},
)

TEMPERATURE_SETBACK: Final = QuickEstimate(
    calculator="temperature_setback",
    questions=(
        Question(
            "area",
            N_("How large is the heated building?"),
            N_("The heated floor area, all floors together."),
            (
                pick(
                    "small",
                    N_("Like a house, about 150 m²"),
                    source=_PER_AREA,
                    space_heating_kwh=(11_000.0, 18_000.0, 27_000.0),
                ),
                pick(
                    "wing",
                    N_("Like a day-care or an office, about 800 m²"),
                    source=_PER_AREA,
                    space_heating_kwh=(55_000.0, 90_000.0, 150_000.0),
                ),
                pick(
                    "large",
                    N_("Like a school or a factory, about 5,000 m²"),
                    source=_PER_AREA,
                    space_heating_kwh=(300_000.0, 500_000.0, 800_000.0),
                ),
            ),
        ),
        Question(
            "when",
            N_("When can it be cooler?"),
            N_("Feel a radiator on a Monday morning: if it is warm, nothing is lowered at the weekend."),
            (
                pick(
                    "nights",
                    N_("Nights and weekends"),
                    time_share=(0.50, 0.60, 0.65),
                    degrees_k=(1.5, 2.5, 3.5),
                ),
                pick("weekends", N_("Weekends"), time_share=(0.22, 0.26, 0.30), degrees_k=(1.5, 2.5, 3.5)),
                pick(
                    "always", N_("All the time: it is too warm"), time_share=(0.9, 1.0, 1.0), degrees_k=(0.5, 1.0, 2.0)
                ),
            ),
        ),
        heating_question(),
    ),
    cost=cost(fixed=(0.0, 3000.0, 15_000.0)),
    ask={"space_heating_kwh": ASK_BILL},
)

QUICK_ESTIMATES: Final = (ENVELOPE_INSULATION, WINDOWS, TEMPERATURE_SETBACK)
