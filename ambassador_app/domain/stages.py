"""What a measure does, and to what: the words by which measures are put in order and found to meet."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ambassador_app.i18n import N_


class Stage(StrEnum):
    """What a measure does, in the order in which measures are counted."""

    DEMAND = "demand"
    """Less is needed: better lamps, insulation, tight pipes."""
    CONTROL = "control"
    """What is needed runs only when it is needed."""
    SUPPLY = "supply"
    """What is left is supplied in another way: recovered heat, a heat pump, solar cells."""


class System(StrEnum):
    """What energy is used for. Measures meet when they touch the same carrier in the same system."""

    LIGHTING = "lighting"
    VENTILATION = "ventilation"
    COMPRESSED_AIR = "compressed_air"
    COOLING = "cooling"
    MOTORS = "motors"
    PUMPS = "pumps"
    EQUIPMENT = "equipment"
    HEATING = "heating"
    HOT_WATER = "hot_water"
    MILKING = "milking"
    ANIMAL_HEAT = "animal_heat"
    DRYING = "drying"
    PRODUCTION = "production"
    VEHICLES = "vehicles"
    WATER = "water"
    OTHER = "other"


SYSTEM_NAMES: Final[Mapping[System, str]] = {
    System.LIGHTING: N_("lighting"),
    System.VENTILATION: N_("ventilation"),
    System.COMPRESSED_AIR: N_("compressed air"),
    System.COOLING: N_("cooling"),
    System.MOTORS: N_("motors"),
    System.PUMPS: N_("pumps"),
    System.EQUIPMENT: N_("equipment"),
    System.HEATING: N_("heating"),
    System.HOT_WATER: N_("hot water"),
    System.MILKING: N_("milking"),
    System.ANIMAL_HEAT: N_("heat for animals"),
    System.DRYING: N_("drying"),
    System.PRODUCTION: N_("own production"),
    System.VEHICLES: N_("vehicles"),
    System.WATER: N_("water supply"),
    System.OTHER: N_("other uses"),
}
