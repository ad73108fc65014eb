"""How figures of measures are written on the screen: rounded to what they are worth, with unit, in words where
a number would not do."""

from __future__ import annotations

import math
from typing import Final

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.quantities import DataQuality, round_by_quality, round_significant
from ambassador_app.i18n import NO_BREAK, Translator
from ambassador_app.wording import LABEL, NOT_KNOWN

_SPREAD: Final = {DataQuality.A: 0.1, DataQuality.B: 0.25, DataQuality.C: 0.4}
"""How far a payback may be off, as a share: what stands behind «about 2-4 years»."""


def rounded(value: float, quality: DataQuality | None = None) -> float:
    """Round to what `quality` is worth; sums of different qualities to three digits."""
    return round_significant(value, 3) if quality is None else round_by_quality(value, quality)


def of_sum(quality: DataQuality) -> DataQuality:
    """Give the quality that a sum is rounded by, as the report does: two digits at least, to be near its parts."""
    return DataQuality.B if quality is DataQuality.C else quality


def kwh(translator: Translator, value: float | None, quality: DataQuality | None = None) -> str:
    """Write energy a year."""
    return NOT_KNOWN if value is None else translator.quantity(rounded(value, quality), "kWh")


def dkk(translator: Translator, value: float | None, quality: DataQuality | None = None) -> str:
    """Write an amount of kroner."""
    return NOT_KNOWN if value is None else translator.money(rounded(value, quality))


def tonnes(translator: Translator, kilograms: float | None, quality: DataQuality | None = None) -> str:
    """Write emissions in tonnes."""
    if kilograms is None:
        return NOT_KNOWN
    return translator.quantity(rounded(kilograms / 1000, quality), f"t{NO_BREAK}CO₂e")


def payback_words(translator: Translator, payback: float | Payback) -> str:
    """Write a simple payback."""
    if isinstance(payback, Payback):
        return translator.tr(LABEL[payback])
    if payback < 1:
        months = max(round(payback * 12), 1)
        return translator.tn("{count} month", "{count} months", months)
    years = round(payback, 1) if payback < 10 else float(round(payback))
    return translator.tr("{years} years", years=years) if years != 1 else translator.tr("1 year")


def payback_span(translator: Translator, payback: float | Payback, quality: DataQuality) -> str:
    """Say in a sentence when a measure has paid for itself, as wide as its data are loose; the report says the same."""
    match payback:
        case Payback.NONE:
            return translator.tr("Does not pay for itself at the prices used")
        case Payback.IMMEDIATE:
            return translator.tr("Costs nothing and pays from the first day")
        case Payback.UNKNOWN:
            return translator.tr("The investment is not known yet")
    low, high = payback * (1 - _SPREAD[quality]), payback * (1 + _SPREAD[quality])
    if high <= 1:
        return translator.tr("Pays for itself within a year")
    first, last = max(round(low), 1), math.ceil(high - 1e-9)
    if first >= last:
        return translator.tn(
            "Pays for itself in about {count} year", "Pays for itself in about {count} years", max(first, last)
        )
    return translator.tr("Pays for itself in about {low}–{high} years", low=first, high=last)
