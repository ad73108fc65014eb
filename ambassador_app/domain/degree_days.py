"""How cold each year was, and what a year's heat would have been in a normal one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Self

from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.plain import Json, mapping, number

LOWEST: Final = 1000.0
HIGHEST: Final = 6000.0
"""K·days in a Danish year: what is outside is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class YearDays:
    """Degree days of one year, in K·days, and who says so; `is_own` for what the municipality typed itself."""

    value: float
    source: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class DegreeDays:
    """A normal year and actual years, at a base of 17 °C (20 °C indoors less 3 K of free heat).

    `free_shares` is the share of the heat that the weather has no part in (hot water, processes), by kind of site:
    assumptions to be confirmed; `free_share_source` says whose.
    """

    normal: float
    source: str
    years: Mapping[str, YearDays]
    free_shares: Mapping[SiteKind, float]
    free_share_source: str

    def with_own(self, own: Mapping[str, float], source: str) -> Self:
        """Return the table with the municipality's own years before those of the file."""
        typed = {year: YearDays(value, source, is_own=True) for year, value in own.items()}
        return replace(self, years=MappingProxyType({**self.years, **typed}))

    def of(self, year: int) -> YearDays | None:
        """Give the degree days of a year, None where they are not known."""
        return self.years.get(str(year))

    def free_share(self, kind: SiteKind) -> float:
        """Give the assumed share of heat independent of the weather, 0 to 1."""
        return self.free_shares[kind]

    def corrected(self, kwh: float, year: int, free_share: float) -> float | None:
        """Give the heat of `year` as it would have been in a normal year, kWh; None where the year is not known."""
        actual = self.of(year)
        return None if actual is None else corrected_heat(kwh, free_share, self.normal, actual.value)

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Read the resource file. Raises ValueError, KeyError or TypeError for one that is not whole."""
        normal = mapping(data["normal"])
        years = {year: mapping(one) for year, one in mapping(data["years"]).items()}
        shares = mapping(data["free_share"])
        return cls(
            normal=number(normal["value"]),
            source=str(normal["source"]),
            years=MappingProxyType({y: YearDays(number(one["value"]), str(one["source"])) for y, one in years.items()}),
            free_shares=MappingProxyType({kind: number(mapping(shares["by_kind"])[kind]) for kind in SiteKind}),
            free_share_source=str(shares["source"]),
        )


def corrected_heat(kwh: float, free_share: float, normal: float, actual: float) -> float:
    """Give Q·g + Q·(1−g)·normal/actual: heat `kwh` with the share `free_share` left as it is and the rest moved from
    a year of `actual` degree days to one of `normal` (both K·days, above 0).
    """
    return kwh * free_share + kwh * (1 - free_share) * normal / actual
