"""Quick estimate of pipe insulation."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import ASK_CRAFTSMAN, assume, cost, heating_question, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

PIPE_INSULATION: Final = QuickEstimate(
    calculator="pipe_insulation",
    questions=(
        Question(
            "thickness",
            N_("How thick are the bare pipes?"),
            N_("Only pipes without insulation; the outside of the metal."),
            (
                pick("finger", N_("Like a thumb, about 22 mm"), diameter_mm=(15.0, 22.0, 28.0)),
                pick("wrist", N_("Like a broomstick or more, about 35 mm"), diameter_mm=(28.0, 35.0, 48.0)),
                pick("arm", N_("Like an arm, about 80 mm"), diameter_mm=(60.0, 76.0, 114.0)),
            ),
        ),
        Question(
            "length",
            N_("How many metres, valves included?"),
            N_("Count a valve as one metre and a flange as half a metre."),
            (
                pick("few", N_("A few metres, about 5"), length_m=(3.0, 5.0, 8.0)),
                pick("room", N_("A boiler room, about 20"), length_m=(12.0, 20.0, 30.0)),
                pick("cellar", N_("A cellar corridor, about 80"), length_m=(50.0, 80.0, 120.0)),
            ),
        ),
        heating_question(),
    ),
    assumed={
        "pipe_temp_c": assume(45.0, 60.0, 70.0, N_("heating and hot water are 45 to 70 °C, our own assumption")),
        "ambient_temp_c": assume(15.0, 20.0, 25.0, N_("cellar or boiler room, our own assumption")),
        "hours": assume(5000.0, 6500.0, 8760.0, N_("from the heating season to the whole year")),
        "insulation_old_mm": assume(0.0, 0.0, 0.0, N_("bare pipes, as asked")),
        "insulation_new_mm": assume(30.0, 40.0, 50.0, N_("usual thickness (VEB, DS 452)")),
    },
    cost=cost(each=(200.0, 300.0, 600.0), per="length_m"),
    ask={"insulation_new_mm": ASK_CRAFTSMAN},
)

QUICK_ESTIMATES: Final = (PIPE_INSULATION,)
