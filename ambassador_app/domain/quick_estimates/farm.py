"""Quick estimates of farms: milk, piglets, grain."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.quick_estimates.common import (
    ASK_NAMEPLATE,
    ASK_SUPPLIER,
    assume,
    cost,
    heating_question,
    pick,
)
from ambassador_app.domain.quick_estimates.declaration import Question, QuickEstimate
from ambassador_app.i18n import N_

_YIELD: Final = N_("8,500 to 11,500 kg of milk for each cow, our own assumption")
_TANKS: Final = N_("milk tanks, 2.2 to 3.2; by age our own assumption")
_ASK_DAIRY: Final = N_("The dairy's yearly statement.")
_ASK_FARMER: Final = N_("The farmer, or the efficiency report of the herd.")

MILK_PRECOOLING: Final = QuickEstimate(
    calculator="milk_precooling",
    questions=(
        Question(
            "cows",
            N_("How many cows?"),
            N_("Cows in milk."),
            (
                pick("sixty", N_("About 60"), source=_YIELD, milk_kg=(450e3, 600e3, 800e3)),
                pick("hundred_fifty", N_("About 150"), source=_YIELD, milk_kg=(1.1e6, 1.6e6, 2.1e6)),
                pick("more", N_("300 or more"), source=_YIELD, milk_kg=(2.5e6, 3.3e6, 5e6)),
            ),
        ),
        Question(
            "tank",
            N_("How old is the milk tank?"),
            N_("The year is on the nameplate of the compressor."),
            (
                pick("old", N_("More than 15 years"), source=_TANKS, cop=(2.2, 2.4, 2.8)),
                pick("newer", N_("Newer"), source=_TANKS, cop=(2.6, 2.9, 3.2)),
            ),
        ),
    ),
    assumed={"temperature_drop_k": assume(15.0, 17.0, 20.0, N_("well water removes 15 to 20 K"))},
    cost=cost(fixed=(25_000.0, 40_000.0, 70_000.0)),
    ask={"milk_kg": _ASK_DAIRY, "cop": ASK_SUPPLIER},
)

VACUUM_PUMP_VSD: Final = QuickEstimate(
    calculator="vacuum_pump_vsd",
    questions=(
        Question(
            "pump",
            N_("How large is the milking parlour?"),
            N_("The kW stand on the nameplate of the vacuum pump."),
            (
                pick("small", N_("Small, pump of about 4 kW"), power_kw=(3.0, 4.0, 5.5)),
                pick("medium", N_("Medium, about 7.5 kW"), power_kw=(5.5, 7.5, 9.0)),
                pick("large", N_("Large or rotary, about 15 kW"), power_kw=(11.0, 15.0, 22.0)),
            ),
        ),
        Question(
            "milking",
            N_("How long is it milking and washing each day?"),
            N_("All milkings of a day together."),
            (
                pick("four", N_("About 4 hours"), hours=(1100.0, 1460.0, 1800.0)),
                pick("seven", N_("About 7 hours"), hours=(2000.0, 2555.0, 3000.0)),
                pick("always", N_("Nearly always, or robots"), hours=(6500.0, 7500.0, 8500.0)),
            ),
        ),
    ),
    assumed={"saving_share": assume(0.30, 0.45, 0.60, N_("bioenergiportalen, SLU: 30 to 60 %"))},
    cost=cost(fixed=(18_000.0, 30_000.0, 45_000.0)),
    ask={"power_kw": ASK_NAMEPLATE, "saving_share": ASK_SUPPLIER},
)

PIGLET_HEAT: Final = QuickEstimate(
    calculator="piglet_heat",
    questions=(
        Question(
            "sows",
            N_("How many sows?"),
            N_("Each has about 2.3 litters a year."),
            (
                pick("hundred", N_("About 100"), litters=(160.0, 230.0, 320.0)),
                pick("five_hundred", N_("About 500"), litters=(900.0, 1150.0, 1500.0)),
                pick("thousand", N_("About 1,000"), litters=(1800.0, 2300.0, 3000.0)),
            ),
        ),
        Question(
            "lamp",
            N_("Which heat is there?"),
            N_("The watts stand on the lamp."),
            (
                pick("large", N_("Red lamps of 250 W"), power_w=(200.0, 250.0, 250.0)),
                pick("medium", N_("Red lamps of 150 W"), power_w=(100.0, 150.0, 175.0)),
                pick("plate", N_("Plates or small lamps"), power_w=(100.0, 110.0, 150.0)),
            ),
        ),
        Question(
            "heat_days",
            N_("How long is it on for each litter?"),
            N_("Ask from farrowing until it is switched off."),
            (
                pick("week", N_("About a week"), days=(5.0, 7.0, 10.0)),
                pick("three_weeks", N_("Two to three weeks"), days=(14.0, 18.0, 21.0)),
                pick("weaning", N_("Until weaning"), days=(21.0, 26.0, 28.0)),
            ),
        ),
    ),
    assumed={"saving_share": assume(0.30, 0.45, 0.60, N_("covers and thermostats together save 30 to 60 %"))},
    cost=cost(each=(40.0, 100.0, 180.0), per="litters"),
    ask={"litters": _ASK_FARMER},
)

GRAIN_DRYING: Final = QuickEstimate(
    calculator="grain_drying",
    questions=(
        Question(
            "grain",
            N_("How much grain is dried in a year?"),
            N_("A hectare gives about 7 t."),
            (
                pick("little", N_("About 200 t"), grain_t=(120.0, 200.0, 320.0)),
                pick("some", N_("About 800 t"), grain_t=(500.0, 800.0, 1200.0)),
                pick("much", N_("About 3,000 t"), grain_t=(2000.0, 3000.0, 4500.0)),
            ),
        ),
        Question(
            "harvest",
            N_("How wet is the grain in an ordinary year?"),
            N_("Share of water when it comes from the field."),
            (
                pick("dry", N_("Dry, about 17 %"), moisture_in=(0.16, 0.17, 0.18)),
                pick("usual", N_("As usual, about 18.5 %"), moisture_in=(0.175, 0.185, 0.20)),
                pick("wet", N_("Wet, over 20 %"), moisture_in=(0.20, 0.21, 0.24)),
            ),
        ),
        heating_question((Carrier.GAS_OIL, Carrier.NATURAL_GAS, Carrier.WOOD_PELLETS, Carrier.ELECTRICITY)),
    ),
    assumed={
        "moisture_out": assume(0.14, 0.15, 0.155, N_("15 % is usual in store")),
        "kwh_per_kg_water": assume(1.2, 1.5, 2.2, N_("hot-air dryers, 1.2 to 2.2 kWh/kg")),
        "saving_share": assume(0.10, 0.20, 0.30, N_("recirculation, insulation and control, our own assumption")),
    },
    cost=cost(fixed=(20_000.0, 50_000.0, 120_000.0)),
    ask={"saving_share": ASK_SUPPLIER, "kwh_per_kg_water": ASK_SUPPLIER, "grain_t": _ASK_FARMER},
)

QUICK_ESTIMATES: Final = (MILK_PRECOOLING, VACUUM_PUMP_VSD, PIGLET_HEAT, GRAIN_DRYING)
