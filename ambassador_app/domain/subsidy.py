"""A grant for a measure, and what a measure is good for besides money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SubsidyStatus(StrEnum):
    """How far the application is."""

    NOT_APPLIED = "not_applied"
    APPLIED = "applied"
    GRANTED = "granted"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Subsidy:
    """The terms of a grant; the amount that is counted stands with the measure.

    `share` is a fraction of the investment, `basis_dkk_kwh` DKK for each kWh saved, `least_dkk` and `most_dkk` the
    limits of the grant; None: not known. `before_start`: the application must be in before the work begins.
    """

    scheme: str = ""
    status: SubsidyStatus = SubsidyStatus.NOT_APPLIED
    share: float | None = None
    basis_dkk_kwh: float | None = None
    least_dkk: float | None = None
    most_dkk: float | None = None
    before_start: bool = False
    deadline: date | None = None
    reference: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written about a grant."""
        return self == Subsidy()

    @property
    def forbids_beginning(self) -> bool:
        """Whether the work may not begin yet, because the grant would be lost."""
        return self.before_start and self.status in (SubsidyStatus.NOT_APPLIED, SubsidyStatus.APPLIED)


class Benefit(StrEnum):
    """What a measure is good for besides energy and money."""

    INDOOR_CLIMATE = "indoor_climate"
    LIGHT = "light"
    NOISE = "noise"
    MAINTENANCE = "maintenance"
    SAFETY = "safety"
    WORK_ENVIRONMENT = "work_environment"
    PRODUCTION = "production"
    RELIABILITY = "reliability"
    ANIMAL_WELFARE = "animal_welfare"
    LOCAL_ENVIRONMENT = "local_environment"
    IMAGE = "image"
