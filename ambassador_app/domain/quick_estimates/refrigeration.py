"""Quick estimates of refrigeration."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import ASK_SUPPLIER, assume, cost, heating_question, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_SHARES: Final = N_("doors 30 to 50 %, night blinds 10 to 25 % (to be verified)")

REFRIGERATION_DOORS: Final = QuickEstimate(
    calculator="refrigeration_doors",
    questions=(
        Question(
            "length",
            N_("How many metres of open cabinets?"),
            N_("Pace along the fronts."),
            (
                pick("one", N_("One cabinet, about 3 m"), cabinet_length_m=(2.0, 3.0, 4.0)),
                pick("wall", N_("A wall, about 10 m"), cabinet_length_m=(6.0, 10.0, 15.0)),
                pick("aisles", N_("Several aisles, about 40 m"), cabinet_length_m=(25.0, 40.0, 60.0)),
            ),
        ),
        Question(
            "what",
            N_("What is to be put on?"),
            N_("Doors all day, or blinds that are pulled down at night."),
            (
                pick(
                    "doors",
                    N_("Glass doors"),
                    source=_SHARES,
                    cost=cost(each=(4000.0, 6000.0, 9000.0), per="cabinet_length_m"),
                    saving_share=(0.30, 0.35, 0.50),
                ),
                pick(
                    "blinds",
                    N_("Night blinds"),
                    source=_SHARES,
                    cost=cost(each=(800.0, 1500.0, 2500.0), per="cabinet_length_m"),
                    saving_share=(0.10, 0.17, 0.25),
                ),
            ),
        ),
    ),
    assumed={"consumption_kwh_m": assume(2500.0, 3500.0, 5000.0, N_("an open multideck uses 2,500 to 5,000 kWh/m"))},
    ask={"consumption_kwh_m": ASK_SUPPLIER},
)

REFRIGERATION_HEAT_RECOVERY: Final = QuickEstimate(
    calculator="refrigeration_heat_recovery",
    questions=(
        Question(
            "plant",
            N_("How large is the cooling plant?"),
            N_("Count the compressors behind the building."),
            (
                pick("shop", N_("A cold room or a small shop"), compressor_kwh=(5000.0, 10_000.0, 20_000.0)),
                pick("market", N_("A supermarket or a large kitchen"), compressor_kwh=(50_000.0, 80_000.0, 150_000.0)),
                pick("process", N_("A dairy, slaughterhouse or cold store"), compressor_kwh=(150e3, 300e3, 500e3)),
            ),
        ),
        Question(
            "use",
            N_("What can the heat be used for?"),
            N_("It must be needed when the plant runs, or be stored in a tank."),
            (
                pick(
                    "hot_water",
                    N_("Hot water"),
                    recoverable_share=(0.15, 0.20, 0.30),
                    used_share=(0.60, 0.80, 0.95),
                ),
                pick(
                    "rooms",
                    N_("Heating of rooms"),
                    recoverable_share=(0.30, 0.50, 0.80),
                    used_share=(0.30, 0.45, 0.60),
                ),
            ),
        ),
        heating_question(),
    ),
    assumed={"cop": assume(2.0, 2.8, 4.0, N_("usual values, freezing 2 to cooling 4"))},
    cost=cost(fixed=(15_000.0, 30_000.0, 60_000.0), each=(0.5, 1.0, 1.5), per="compressor_kwh"),
    ask={"compressor_kwh": ASK_SUPPLIER, "cop": ASK_SUPPLIER, "recoverable_share": ASK_SUPPLIER},
)

QUICK_ESTIMATES: Final = (REFRIGERATION_DOORS, REFRIGERATION_HEAT_RECOVERY)
