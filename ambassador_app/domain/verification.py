"""What a measure turned out to save: found after it was carried out, and how that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ambassador_app.domain.quantities import Carrier, DataQuality, Item, Stream


class VerificationMethod(StrEnum):
    """How a realised saving was found."""

    BILLS = "bills"
    METER = "meter"
    SUB_METER = "sub_meter"
    SPOT = "spot"
    ENERGY_ACCOUNTS = "energy_accounts"
    CALCULATION = "calculation"
    OTHER = "other"


QUALITY_OF_METHOD: Final[Mapping[VerificationMethod, DataQuality]] = {
    VerificationMethod.BILLS: DataQuality.B,
    VerificationMethod.METER: DataQuality.A,
    VerificationMethod.SUB_METER: DataQuality.A,
    VerificationMethod.SPOT: DataQuality.B,
    VerificationMethod.ENERGY_ACCOUNTS: DataQuality.B,
    VerificationMethod.CALCULATION: DataQuality.C,
    VerificationMethod.OTHER: DataQuality.C,
}
"""What the figures of a method are usually worth; whoever verifies may say otherwise."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is stated when a saving is verified, a year: kWh by carrier (negative: more is used), kWh sold, m³, l,
    other DKK. `cost_saving_dkk` and `co2e_kg` are None where they are to be computed from the amounts.

    `period_from` and `period_to` are the first and last day that was measured or billed.
    """

    savings_kwh: Mapping[Carrier, float] = field(default_factory=dict)
    electricity_export_kwh: float = 0.0
    water_m3: float = 0.0
    diesel_l: float = 0.0
    petrol_l: float = 0.0
    other_saving_dkk: float = 0.0
    cost_saving_dkk: float | None = None
    co2e_kg: float | None = None
    method: VerificationMethod = VerificationMethod.BILLS
    period_from: date | None = None
    period_to: date | None = None
    quality: DataQuality = DataQuality.B
    note: str = ""

    def amounts(self) -> dict[Item, float]:
        """Give what is saved of each item, those of nothing left out."""
        found: dict[Item, float] = {
            Stream.ELECTRICITY_EXPORT: self.electricity_export_kwh,
            Stream.WATER: self.water_m3,
            Stream.DIESEL: self.diesel_l,
            Stream.PETROL: self.petrol_l,
        }
        found |= {item: kwh for item, kwh in self.savings_kwh.items()}
        return {item: amount for item, amount in found.items() if amount}


@dataclass(frozen=True, slots=True)
class Verification:
    """A realised saving, a year: as `Measured`, with money and CO2e settled, by whom and when it was noted.

    `dkk_typed` and `co2e_typed` tell that a person gave the figure; otherwise it follows from the amounts with the
    prices and factors the measure was assessed with.
    """

    savings_kwh: Mapping[Carrier, float]
    cost_saving_dkk: float
    co2e_kg: float
    method: VerificationMethod
    by: str
    at: datetime
    electricity_export_kwh: float = 0.0
    water_m3: float = 0.0
    diesel_l: float = 0.0
    petrol_l: float = 0.0
    other_saving_dkk: float = 0.0
    period_from: date | None = None
    period_to: date | None = None
    quality: DataQuality = DataQuality.B
    dkk_typed: bool = False
    co2e_typed: bool = False
    note: str = ""

    @property
    def kwh(self) -> float:
        """All carriers together, kWh a year."""
        return sum(self.savings_kwh.values())


@dataclass(frozen=True, slots=True)
class Worth:
    """What yearly savings are worth: DKK and kg CO2e; None where a price or a factor is not known.

    `lacking` names the items without a price, `unfactored` those without an emission factor.
    """

    dkk: float | None
    co2e_kg: float | None
    lacking: tuple[Item, ...] = ()
    unfactored: tuple[Item, ...] = ()


def worth_of(found: Measured, prices: Mapping[Item, float], factors: Mapping[Item, float]) -> Worth:
    """Compute money (DKK in the item's own unit) and CO2e (kg in it) of what was saved, as an assessment does.

    Electricity sold displaces electricity and counts with its factor; water has none. A typed figure stands before
    the computed one.
    """
    amounts = found.amounts()
    lacking = tuple(item for item in amounts if item not in prices)
    unfactored = tuple(item for item in amounts if item is not Stream.WATER and _emitter(item) not in factors)
    dkk = sum(amount * prices.get(item, 0.0) for item, amount in amounts.items()) + found.other_saving_dkk
    co2e = sum(amount * factors.get(_emitter(item), 0.0) for item, amount in amounts.items())
    return Worth(
        dkk=found.cost_saving_dkk if found.cost_saving_dkk is not None else (None if lacking else dkk),
        co2e_kg=found.co2e_kg if found.co2e_kg is not None else (None if unfactored else co2e),
        lacking=lacking,
        unfactored=unfactored,
    )


def verified(found: Measured, worth: Worth, *, by: str, at: datetime) -> Verification:
    """Settle what was stated. Raises ValueError while `worth` has a figure missing."""
    if worth.dkk is None or worth.co2e_kg is None:
        raise ValueError("a verification needs money and CO2e")
    return Verification(
        savings_kwh=MappingProxyType({item: kwh for item, kwh in found.savings_kwh.items() if kwh}),
        cost_saving_dkk=worth.dkk,
        co2e_kg=worth.co2e_kg,
        method=found.method,
        by=by,
        at=at,
        electricity_export_kwh=found.electricity_export_kwh,
        water_m3=found.water_m3,
        diesel_l=found.diesel_l,
        petrol_l=found.petrol_l,
        other_saving_dkk=found.other_saving_dkk,
        period_from=found.period_from,
        period_to=found.period_to,
        quality=found.quality,
        dkk_typed=found.cost_saving_dkk is not None,
        co2e_typed=found.co2e_kg is not None,
        note=found.note.strip(),
    )


def _emitter(item: Item) -> Item:
    return Carrier.ELECTRICITY if item is Stream.ELECTRICITY_EXPORT else item
