"""Quick estimates of standby and solar cells."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quick_estimates.common import ASK_BILL, ASK_CRAFTSMAN, ASK_MANAGER, assume, cost, pick
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

STANDBY: Final = QuickEstimate(
    calculator="standby",
    questions=(
        Question(
            "how_many",
            N_("How many devices are on without need?"),
            N_("Walk round after closing: count what hums or lights up."),
            (
                pick("few", N_("A few, about 5"), count=(3.0, 5.0, 8.0)),
                pick("twenty", N_("About 20"), count=(12.0, 20.0, 30.0)),
                pick("many", N_("About 80"), count=(50.0, 80.0, 120.0)),
            ),
        ),
        Question(
            "kind",
            N_("Which kind of devices?"),
            N_("Take the kind that there is most of."),
            (
                pick("screens", N_("Computers and screens"), power_w=(15.0, 40.0, 70.0)),
                pick("kitchen", N_("Coffee machines, coolers, vending machines"), power_w=(80.0, 150.0, 300.0)),
                pick("machines", N_("Machines and tools"), power_w=(100.0, 300.0, 800.0)),
            ),
        ),
        Question(
            "when",
            N_("When can they be off?"),
            N_("Nights and weekends are two thirds of the year."),
            (
                pick("nights", N_("Nights and weekends"), hours_off=(5000.0, 6000.0, 6500.0)),
                pick("weekends", N_("Weekends and holidays"), hours_off=(2200.0, 2600.0, 3000.0)),
            ),
        ),
    ),
    cost=cost(each=(0.0, 80.0, 250.0), per="count"),
    ask={"hours_off": ASK_MANAGER},
)

PHOTOVOLTAICS: Final = QuickEstimate(
    calculator="photovoltaics",
    questions=(
        Question(
            "roof",
            N_("How much good roof is there?"),
            N_("Sunny and sound; about 5 m² for each kW."),
            (
                pick("house", N_("Like a house, about 30 m²"), peak_kw=(4.0, 6.0, 8.0)),
                pick("barn", N_("Like a barn, about 250 m²"), peak_kw=(30.0, 50.0, 70.0)),
                pick("hall", N_("Like a large hall, about 1,000 m²"), peak_kw=(120.0, 200.0, 300.0)),
            ),
        ),
        Question(
            "faces",
            N_("Which way does it face?"),
            N_("A compass on the telephone will do."),
            (
                pick(
                    "south",
                    N_("South"),
                    source=N_("yields in Denmark: VEB about 1,000 kWh/kW, others 800 to 900"),
                    yield_kwh_kw=(870.0, 960.0, 1050.0),
                ),
                pick(
                    "east_west",
                    N_("East and west, or flat"),
                    source=N_("yields in Denmark: VEB about 1,000 kWh/kW, others 800 to 900"),
                    yield_kwh_kw=(780.0, 850.0, 920.0),
                ),
            ),
        ),
        Question(
            "day_use",
            N_("How much electricity is used by day?"),
            N_("Compare with the roof: cooling, machines or nothing much in July?"),
            (
                pick("little", N_("Little, like a home"), own_use_share=(0.20, 0.30, 0.40)),
                pick("working_hours", N_("In working hours"), own_use_share=(0.40, 0.60, 0.75)),
                pick("much", N_("Much, all week"), own_use_share=(0.65, 0.80, 0.90)),
            ),
        ),
    ),
    assumed={
        "export_price": assume(0.15, 0.35, 0.60, N_("what an electricity trader pays by day, our own assumption"))
    },
    cost=cost(each=(5500.0, 7500.0, 10_500.0), per="peak_kw"),
    ask={"own_use_share": ASK_BILL, "peak_kw": ASK_CRAFTSMAN, "export_price": ASK_BILL},
)

QUICK_ESTIMATES: Final = (STANDBY, PHOTOVOLTAICS)
