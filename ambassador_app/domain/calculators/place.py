"""Where a measure stands among others: its stage, the system it acts on, and what that uses before it.

Demand first, then control, then another supply for what is left: the order of the energy consultants' handbooks,
because each step changes what the next one can save.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Final

from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.stages import Stage, System

Before = Callable[[Values], Mapping[Carrier, float]]


@dataclass(frozen=True, slots=True)
class Place:
    """The stage of a measure and the system it acts on.

    `whole`: it acts on all that the system uses, so that two of them meet (a lower room temperature); otherwise on
    a part of its own (these lamps, that wall). `converts`: it puts another supply in the place of the one there is.
    `heats`: the fuel it saves is what the building is heated with, so that it meets what acts on the heating.
    `before` gives, by carrier, the kWh a year of what it acts on before it, as far as its inputs tell.
    """

    stage: Stage
    system: System
    whole: bool = False
    converts: bool = False
    heats: bool = False
    before: Before | None = None

    def use_before(self, inputs: Values) -> Mapping[Carrier, float]:
        """Give the kWh a year of what it acts on, by carrier; nothing where the inputs do not tell."""
        if self.before is None:
            return {}
        try:
            return {carrier: kwh for carrier, kwh in self.before(inputs).items() if kwh > 0}
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return {}

    def systems(self, carrier: Carrier, inputs: Values) -> tuple[System, ...]:
        """List the systems in which it saves a carrier: its own, and the heating if it saves heat."""
        if self.system is System.HEATING or not self.heats:
            return (self.system,)
        heating = inputs.by_name.get("heating_carrier")
        is_heat = carrier == heating if isinstance(heating, str) else carrier is not Carrier.ELECTRICITY
        return (self.system, System.HEATING) if is_heat else (self.system,)


def electric_use(*names: str, scale: float = 1.0) -> Before:
    """Make `before` of a use of electricity: the named inputs multiplied, times `scale`."""
    return lambda inputs: {Carrier.ELECTRICITY: prod(map(inputs.number, names)) * scale}


def heat_use(*names: str, scale: float = 1.0) -> Before:
    """Make `before` of a need for heat: the named inputs multiplied, times `scale`, through the boiler."""
    return lambda inputs: {
        inputs.carrier("heating_carrier"): prod(map(inputs.number, names)) * scale / inputs.number("boiler_efficiency")
    }


def fuel_use(*names: str, scale: float = 1.0) -> Before:
    """Make `before` of fuel as it is metered: the named inputs multiplied, times `scale`."""
    return lambda inputs: {inputs.carrier("heating_carrier"): prod(map(inputs.number, names)) * scale}


AREA_SYSTEMS: Final[Mapping[str, System]] = {
    "lighting": System.LIGHTING,
    "ventilation": System.VENTILATION,
    "heating": System.HEATING,
    "compressed_air": System.COMPRESSED_AIR,
    "cooling": System.COOLING,
    "motors": System.MOTORS,
    "envelope": System.HEATING,
    "electricity": System.EQUIPMENT,
    "renewable": System.PRODUCTION,
    "transport": System.VEHICLES,
    "water": System.WATER,
}
"""What a measure of one's own acts on, by the area of its catalogue entry; other areas are other uses."""

_HEATED: Final = frozenset({System.HEATING, System.HOT_WATER, System.VENTILATION, System.WATER, System.OTHER})


def own_place(
    area: str, savings_kwh: Mapping[Carrier, float], stage: Stage | None = None, system: System | None = None
) -> Place:
    """Place a measure whose calculator does not say: as chosen, else by its area.

    Renewable energy, and what saves one carrier by using another, is supply; management is control; all else demand.
    Where it states its use before and after, that is a part of its own.
    """
    acts_on = system or AREA_SYSTEMS.get(area, System.OTHER)
    amounts = savings_kwh.values()
    changes = any(kwh > 0 for kwh in amounts) and any(kwh < 0 for kwh in amounts)
    done = stage or _own_stage(area, changes)
    return Place(
        done,
        acts_on,
        whole=done is Stage.SUPPLY and changes,
        converts=done is Stage.SUPPLY and changes,
        heats=acts_on in _HEATED,
        before=_stated,
    )


def _own_stage(area: str, changes: bool) -> Stage:
    if area == "renewable" or changes:
        return Stage.SUPPLY
    return Stage.CONTROL if area == "management" else Stage.DEMAND


def _stated(inputs: Values) -> dict[Carrier, float]:
    """Read what is stated as use before; without a use afterwards it is only the saving, and tells nothing."""
    return {
        carrier: inputs.number(f"before.{carrier.value}")
        for carrier in Carrier
        if inputs.has(f"before.{carrier.value}") and _is_positive(inputs, f"after.{carrier.value}")
    }


def _is_positive(inputs: Values, name: str) -> bool:
    return inputs.has(name) and inputs.number(name) > 0
