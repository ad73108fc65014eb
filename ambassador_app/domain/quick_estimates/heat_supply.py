"""Quick estimates of another source of heat."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.quick_estimates.common import (
    ASK_BILL,
    ASK_CRAFTSMAN,
    assume,
    cost,
    heating_question,
    pick,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_BOILERS: Final = (Carrier.NATURAL_GAS, Carrier.GAS_OIL, Carrier.WOOD_PELLETS)
_BY_SIZE: Final = N_("100 to 200 kWh of fuel for each m², our own assumption")
_KWH: Final = assume("kwh", "kwh", "kwh", N_("counted in kWh here"))

_AREA: Final = Question(
    "area",
    N_("How large is the heated building?"),
    N_("The heated floor area, all floors together."),
    (
        pick("house", N_("Like a house, about 150 m²"), source=_BY_SIZE, fuel_amount=(14_000.0, 21_000.0, 30_000.0)),
        pick(
            "wing",
            N_("Like a day-care or an office, about 800 m²"),
            source=_BY_SIZE,
            fuel_amount=(70_000.0, 110_000.0, 160_000.0),
        ),
        pick(
            "large",
            N_("Like a school or a factory, about 5,000 m²"),
            source=_BY_SIZE,
            fuel_amount=(400_000.0, 650_000.0, 1_000_000.0),
        ),
    ),
)

HEAT_PUMP: Final = QuickEstimate(
    calculator="heat_pump",
    questions=(
        heating_question(_BOILERS),
        _AREA,
        Question(
            "gives_off",
            N_("How is the heat given off?"),
            N_("Floor heating works at a lower temperature, which suits a heat pump."),
            (
                pick(
                    "radiators",
                    N_("Radiators"),
                    source=N_("usual values (VEB), BR18's least 2.95"),
                    scop=(2.8, 3.2, 3.6),
                ),
                pick(
                    "floor",
                    N_("Floor heating"),
                    source=N_("usual values (VEB), BR18's least 3.33"),
                    scop=(3.33, 3.8, 4.2),
                ),
            ),
        ),
    ),
    assumed={"fuel_unit": _KWH},
    cost=cost(
        fixed=(10_000.0, 20_000.0, 40_000.0), each=(2.5, 4.5, 6.0), per="fuel_amount", where={"fuel_unit": "kwh"}
    ),
    ask={"fuel_amount": ASK_BILL, "scop": ASK_CRAFTSMAN},
    bound=("fuel_amount", "fuel_unit"),
)

DISTRICT_HEATING: Final = QuickEstimate(
    calculator="district_heating",
    questions=(heating_question(_BOILERS), _AREA),
    assumed={"fuel_unit": _KWH},
    cost=cost(
        fixed=(15_000.0, 30_000.0, 60_000.0), each=(0.4, 0.8, 1.2), per="fuel_amount", where={"fuel_unit": "kwh"}
    ),
    ask={"fuel_amount": ASK_BILL},
    bound=("fuel_amount", "fuel_unit"),
)

QUICK_ESTIMATES: Final = (HEAT_PUMP, DISTRICT_HEATING)
