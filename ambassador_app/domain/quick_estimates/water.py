"""Quick estimate of less water."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import ASK_MANAGER, assume, cost, heating_question, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

WATER_SAVING: Final = QuickEstimate(
    calculator="water_saving",
    questions=(
        Question(
            "what",
            N_("Where is the water used?"),
            N_("Take the place that uses most."),
            (
                pick(
                    "showers",
                    N_("Showers"),
                    flow_old_l_min=(10.0, 12.0, 16.0),
                    flow_new_l_min=(6.0, 8.0, 9.0),
                    minutes=(4.0, 5.0, 7.0),
                    hot_share=(0.50, 0.60, 0.70),
                ),
                pick(
                    "taps",
                    N_("Taps"),
                    flow_old_l_min=(8.0, 10.0, 14.0),
                    flow_new_l_min=(4.0, 5.0, 6.0),
                    minutes=(0.2, 0.5, 1.0),
                    hot_share=(0.20, 0.35, 0.50),
                ),
                pick(
                    "hoses",
                    N_("Washing down with a hose"),
                    flow_old_l_min=(18.0, 25.0, 40.0),
                    flow_new_l_min=(10.0, 14.0, 17.0),
                    minutes=(5.0, 10.0, 20.0),
                    hot_share=(0.20, 0.40, 0.60),
                ),
            ),
        ),
        Question(
            "uses",
            N_("How often a day, all together?"),
            N_("People times how often each."),
            (
                pick("ten", N_("About 10 times"), uses_per_day=(5.0, 10.0, 15.0)),
                pick("forty", N_("About 40 times"), uses_per_day=(25.0, 40.0, 60.0)),
                pick("more", N_("150 times or more"), uses_per_day=(100.0, 150.0, 250.0)),
            ),
        ),
        heating_question(),
    ),
    assumed={"days": assume(220.0, 260.0, 340.0, N_("from weekdays to nearly every day"))},
    cost=cost(fixed=(300.0, 500.0, 1500.0), each=(30.0, 80.0, 200.0), per="uses_per_day"),
    ask={"uses_per_day": ASK_MANAGER, "days": ASK_MANAGER},
)

QUICK_ESTIMATES: Final = (WATER_SAVING,)
