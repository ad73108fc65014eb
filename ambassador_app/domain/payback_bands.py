"""Paybacks in bands: every measure is in exactly one, those at an edge included."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final

from ambassador_app.domain.economics import Payback


class Band(StrEnum):
    """How soon a measure has paid for itself. A band ends with its upper edge: 3.0 years are in 1 to 3 years."""

    IMMEDIATE = "immediate"
    UNDER_1 = "under_1"
    TO_3 = "to_3"
    TO_5 = "to_5"
    TO_10 = "to_10"
    OVER_10 = "over_10"
    NONE = "none"
    UNKNOWN = "unknown"


_EDGES: Final = ((3.0, Band.TO_3), (5.0, Band.TO_5), (10.0, Band.TO_10))


def band_of(payback: float | Payback) -> Band:
    """Give the band of a simple payback in years: below 1, 1 to 3, above 3 to 5, above 5 to 10, above 10.

    Years that are no number are not known; endless ones never come.
    """
    if isinstance(payback, Payback):
        return {Payback.IMMEDIATE: Band.IMMEDIATE, Payback.NONE: Band.NONE, Payback.UNKNOWN: Band.UNKNOWN}[payback]
    if math.isnan(payback):
        return Band.UNKNOWN
    if math.isinf(payback):
        return Band.NONE
    if payback < 1:
        return Band.UNDER_1
    return next((band for edge, band in _EDGES if payback <= edge), Band.OVER_10)
