"""What one measure does to the site, as the sum of many needs it: read lightly from its stored assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.calculators.place import Place, own_place
from ambassador_app.domain.calculators.values import Value, Values
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.plain import mapping, number, optional_number, sequence
from ambassador_app.domain.quantities import Carrier, DataQuality, Stream
from ambassador_app.domain.stages import Stage, System

_STREAMS: Final = {
    Stream.ELECTRICITY_EXPORT: "electricity_export_kwh",
    Stream.WATER: "water_m3",
    Stream.DIESEL: "diesel_l",
    Stream.PETROL: "petrol_l",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """A measure on its own: kWh by carrier, DKK and kg CO2e a year, and where it stands among others.

    `use_before` is what it acts on, kWh a year by carrier, as far as it is known; `systems` where each carrier it
    saves is used. `worth_dkk` and `worth_kg` are what a unit of each carrier or stream is worth in it.
    """

    measure_id: str
    title: str
    place: Place
    is_agreed: bool
    kwh: Mapping[Carrier, float]
    streams: Mapping[Stream, float]
    other_dkk: float
    cost_saving_dkk: float
    co2e_kg: float
    investment_dkk: float | None
    subsidy_dkk: float
    lifetime_years: float | None
    rate: float
    quality: DataQuality
    worth_dkk: Mapping[str, float]
    worth_kg: Mapping[str, float]
    use_before: Mapping[Carrier, float]
    systems: Mapping[Carrier, tuple[System, ...]]

    @property
    def produces(self) -> bool:
        """Whether it makes energy instead of using less."""
        return self.place.system is System.PRODUCTION


def effect_of(measure: Measure) -> Effect | None:
    """Read what a measure does; None while it has no figures.

    Raises KeyError, TypeError or ValueError for what no calculator wrote.
    """
    found = measure.assessment
    if found is None:
        return None
    kwh = {Carrier(name): number(amount) for name, amount in mapping(found["savings_kwh"]).items()}
    inputs = _values(sequence(found["inputs"]))
    calculator = CALCULATORS.get(measure.calculator)
    place = calculator.place if calculator is not None else None
    if place is None:
        place = own_place(measure.area, kwh, measure.stage, measure.system)
    economics = mapping(found["economics"])
    return Effect(
        measure_id=measure.id,
        title=measure.title,
        place=place,
        is_agreed=measure.status.is_agreed,
        kwh=kwh,
        streams={stream: number(found[name]) for stream, name in _STREAMS.items() if found[name]},
        other_dkk=number(found["other_saving_dkk"]),
        cost_saving_dkk=number(found["cost_saving_dkk"]),
        co2e_kg=number(found["co2e_kg"]),
        investment_dkk=optional_number(economics["investment_dkk"]),
        subsidy_dkk=number(economics["subsidy_dkk"]),
        lifetime_years=optional_number(economics["lifetime_years"]),
        rate=number(economics["rate"]),
        quality=DataQuality(str(found["quality"])),
        worth_dkk=_worth(sequence(found["prices"])),
        worth_kg=_worth(sequence(found["factors"])),
        use_before=_use_before(place, inputs, kwh),
        systems={carrier: place.systems(carrier, inputs) for carrier, amount in kwh.items() if amount > 0},
    )


def _values(entries: Sequence[object]) -> Values:
    return Values({str(entry["name"]): _value(entry["value"]) for entry in map(mapping, entries)})


def _value(found: object) -> Value:
    if isinstance(found, str | float):
        return found
    if isinstance(found, int):
        return float(found)
    return tuple((number(first), number(second)) for first, second in map(sequence, sequence(found)))


def _worth(entries: Sequence[object]) -> dict[str, float]:
    return {str(entry["item"]): number(entry["value"]) for entry in map(mapping, entries)}


def _use_before(place: Place, inputs: Values, kwh: Mapping[Carrier, float]) -> dict[Carrier, float]:
    """Give what it acts on; never less than what it saves of it. Another supply acts on what it replaces."""
    known = dict(place.use_before(inputs))
    for carrier, amount in kwh.items():
        if amount > 0 and (carrier in known or place.stage is Stage.SUPPLY):
            known[carrier] = max(known.get(carrier, 0.0), amount)
    return known
