"""Quick estimates of lighting."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import ASK_CARETAKER, ASK_CRAFTSMAN, cost, one_pick, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_LAMPS: Final = N_("usual lamps with the loss in their ballasts; new ones our own assumption, to be confirmed")
_AREA: Final = N_("4 to 12 W/m² around SparEnergi's guide value of 8 W/m², and the area seen")
_CONTROL: Final = N_("facilitiesnet: presence 15 to 30 %, daylight 30 to 50 %")


def _burning(name: str) -> Question:
    return Question(
        "burning",
        N_("How long is the light on?"),
        N_("Ask when it is switched on and off, and whether anybody is there at the weekend."),
        (
            one_pick("little", N_("A few hours a day"), name, (400.0, 800.0, 1300.0)),
            one_pick("day", N_("In working hours"), name, (1800.0, 2300.0, 2800.0)),
            one_pick("long", N_("Early and late, or like a shop"), name, (3000.0, 4000.0, 5000.0)),
            one_pick("always", N_("Day and night"), name, (7500.0, 8500.0, 8760.0)),
        ),
    )


_HOW_MANY: Final = Question(
    "how_many",
    N_("Roughly how many lamps?"),
    N_("Count one row and the number of rows. A fitting with two tubes counts as two."),
    (
        pick("ten", N_("About 10"), count_old=(6.0, 10.0, 15.0)),
        pick("thirty", N_("About 30"), count_old=(20.0, 30.0, 45.0)),
        pick("hundred", N_("About 100"), count_old=(70.0, 100.0, 150.0)),
        pick("more", N_("Several hundred"), count_old=(180.0, 300.0, 500.0)),
    ),
)
_KIND: Final = Question(
    "kind",
    N_("Which kind of lamps?"),
    N_("Look up: a tube as thick as a thumb is an old one. A hum or a blink at the start means a magnetic ballast."),
    (
        pick(
            "tube_short",
            N_("Fluorescent tubes, 1.2 m"),
            source=_LAMPS,
            power_old_w=(36.0, 42.0, 48.0),
            power_new_w=(14.0, 18.0, 22.0),
        ),
        pick(
            "tube_long",
            N_("Fluorescent tubes, 1.5 m"),
            source=_LAMPS,
            power_old_w=(55.0, 67.0, 75.0),
            power_new_w=(20.0, 24.0, 30.0),
        ),
        pick(
            "compact",
            N_("Compact tubes in ceiling lamps"),
            source=_LAMPS,
            power_old_w=(18.0, 28.0, 40.0),
            power_new_w=(8.0, 12.0, 18.0),
        ),
        pick(
            "halogen",
            N_("Halogen spots or bulbs"),
            source=_LAMPS,
            power_old_w=(20.0, 38.0, 60.0),
            power_new_w=(4.0, 6.0, 9.0),
        ),
        pick(
            "high_bay",
            N_("Large hall lamps (mercury, metal halide)"),
            source=_LAMPS,
            cost=cost(each=(1800.0, 3000.0, 5000.0), per="count_old"),
            power_old_w=(270.0, 400.0, 450.0),
            power_new_w=(90.0, 130.0, 200.0),
        ),
    ),
)

LIGHTING_LED: Final = QuickEstimate(
    calculator="lighting_led",
    questions=(_HOW_MANY, _KIND, _burning("hours_old")),
    cost=cost(each=(250.0, 700.0, 1400.0), per="count_old"),
    ask={"hours_old": ASK_CARETAKER, "power_new_w": ASK_CRAFTSMAN},
)

_EMPTY: Final = Question(
    "empty",
    N_("How often is the light on without need?"),
    N_("Nobody there, or bright enough from the windows."),
    (
        pick("seldom", N_("Seldom"), source=_CONTROL, saving_share=(0.15, 0.17, 0.22)),
        pick("often", N_("A good part of the time"), source=_CONTROL, saving_share=(0.15, 0.25, 0.30)),
        pick("mostly", N_("Often, or large windows"), source=_CONTROL, saving_share=(0.30, 0.40, 0.50)),
    ),
)
_LIT: Final = Question(
    "lit_area",
    N_("How large is the lit area?"),
    N_("Pace it out: a classroom is about 60 m², a sports hall about 800 m²."),
    (
        pick("rooms", N_("A few rooms, about 100 m²"), source=_AREA, power_kw=(0.4, 0.8, 1.2)),
        pick("floor", N_("A floor, about 500 m²"), source=_AREA, power_kw=(2.0, 4.0, 6.0)),
        pick("hall", N_("A hall, about 2,000 m²"), source=_AREA, power_kw=(8.0, 16.0, 24.0)),
    ),
)

LIGHTING_CONTROL: Final = QuickEstimate(
    calculator="lighting_control",
    questions=(_LIT, _burning("hours"), _EMPTY),
    cost=cost(each=(1500.0, 3000.0, 6000.0), per="power_kw"),
    ask={"hours": ASK_CARETAKER},
)

QUICK_ESTIMATES: Final = (LIGHTING_LED, LIGHTING_CONTROL)
