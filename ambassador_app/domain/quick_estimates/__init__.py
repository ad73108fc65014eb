"""Quick estimates for those who lack numbers: a few questions that can be answered by looking, a range, and what
to ask for later.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ambassador_app.domain.quick_estimates import (
    compressed_air,
    custom,
    envelope,
    equipment,
    farm,
    heat_supply,
    lighting,
    motors,
    pipes,
    refrigeration,
    transport,
    ventilation,
    water,
)
from ambassador_app.domain.quick_estimates.declaration import Pick, Question, QuickEstimate
from ambassador_app.domain.quick_estimates.estimating import INVESTMENT, AskLater, Found, Range, estimate

QUICK_ESTIMATES: Final[Mapping[str, QuickEstimate]] = MappingProxyType(
    {
        quick.calculator: quick
        for family in (
            lighting,
            compressed_air,
            motors,
            ventilation,
            envelope,
            pipes,
            heat_supply,
            refrigeration,
            equipment,
            farm,
            transport,
            water,
            custom,
        )
        for quick in family.QUICK_ESTIMATES
    }
)
"""The quick estimate of each calculator."""

__all__ = [
    "INVESTMENT",
    "QUICK_ESTIMATES",
    "AskLater",
    "Found",
    "Pick",
    "Question",
    "QuickEstimate",
    "Range",
    "estimate",
]
