"""Quick estimate of electric vehicles."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quantities import Stream
from ambassador_app.domain.quick_estimates.common import ASK_MANAGER, ASK_SUPPLIER, cost, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate, exactly
from ambassador_app.i18n import N_

_USE: Final = N_("cars 16 to 22, vans 20 to 32 kWh/100 km; fuel our own assumption")

ELECTRIC_VEHICLES: Final = QuickEstimate(
    calculator="electric_vehicles",
    questions=(
        Question(
            "how_many",
            N_("How many vehicles?"),
            N_("Those that could be electric."),
            (
                pick("one", N_("One or two"), distance_km=(15e3, 25e3, 45e3)),
                pick("five", N_("About 5"), distance_km=(60e3, 90e3, 130e3)),
                pick("twenty", N_("About 20"), distance_km=(240e3, 360e3, 500e3)),
            ),
        ),
        Question(
            "kind",
            N_("Which kind?"),
            N_("Look at the fuel cap."),
            (
                pick(
                    "petrol_car",
                    N_("Petrol cars"),
                    source=_USE,
                    fuel=exactly(Stream.PETROL.value),
                    fuel_l_100km=(5.0, 6.0, 7.5),
                    electricity_kwh_100km=(16.0, 19.0, 22.0),
                ),
                pick(
                    "diesel_car",
                    N_("Diesel cars"),
                    source=_USE,
                    fuel=exactly(Stream.DIESEL.value),
                    fuel_l_100km=(4.5, 5.5, 6.5),
                    electricity_kwh_100km=(16.0, 19.0, 22.0),
                ),
                pick(
                    "diesel_van",
                    N_("Diesel vans"),
                    source=_USE,
                    fuel=exactly(Stream.DIESEL.value),
                    fuel_l_100km=(6.0, 7.5, 9.0),
                    electricity_kwh_100km=(20.0, 26.0, 32.0),
                ),
            ),
        ),
    ),
    cost=cost(each=(0.5, 1.5, 2.5), per="distance_km"),
    ask={
        "distance_km": ASK_MANAGER,
        "fuel_l_100km": N_("The fuel cards: litres and kilometres of a year."),
        "electricity_kwh_100km": ASK_SUPPLIER,
    },
)

QUICK_ESTIMATES: Final = (ELECTRIC_VEHICLES,)
