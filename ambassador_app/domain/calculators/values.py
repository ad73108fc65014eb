"""The checked inputs of one calculation, as a calculator reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ambassador_app.domain.quantities import Carrier

ProfilePoints = tuple[tuple[float, float], ...]
Value = float | str | ProfilePoints


@dataclass(frozen=True, slots=True)
class Values:
    """Inputs after checks and defaults: what the declaration promises is there, in range and of its kind."""

    by_name: Mapping[str, Value]

    def has(self, name: str) -> bool:
        """Whether the input has a value."""
        return name in self.by_name

    def number(self, name: str) -> float:
        """Give a number in the unit of its declaration."""
        value = self.by_name[name]
        if not isinstance(value, float):
            raise TypeError(name)
        return value

    def number_or(self, name: str, otherwise: float) -> float:
        """Give a number that need not be given."""
        return self.number(name) if self.has(name) else otherwise

    def choice(self, name: str) -> str:
        """Give the chosen value."""
        value = self.by_name[name]
        if not isinstance(value, str):
            raise TypeError(name)
        return value

    def carrier(self, name: str) -> Carrier:
        """Give the chosen carrier."""
        return Carrier(self.choice(name))

    def profile(self, name: str) -> ProfilePoints:
        """Give the pairs of time share and fraction."""
        value = self.by_name[name]
        if not isinstance(value, tuple):
            raise TypeError(name)
        return value
