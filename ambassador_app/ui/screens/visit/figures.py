"""How figures of measures are written on the screen: rounded to what they are worth, with unit, in words where
a number would not do."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.quantities import DataQuality, round_by_quality, round_significant
from ambassador_app.i18n import NO_BREAK, Translator
from ambassador_app.wording import LABEL, NOT_KNOWN

_SPREAD: Final = {DataQuality.A: 0.1, DataQuality.B: 0.2, DataQuality.C: 0.3}
"""How far a payback may be off, as a share: what stands behind «about 2-4 years»."""


def rounded(value: float, quality: DataQuality | None = None) -> float:
    """Round to what `quality` is worth; sums of different qualities to three digits."""
    return round_significant(value, 3) if quality is None else round_by_quality(value, quality)


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
    """Say in a sentence when a measure has paid itself back, as wide as its data are loose."""
    if payback is Payback.NONE:
        return translator.tr("Never pays itself back through energy alone")
    if payback is Payback.IMMEDIATE:
        return translator.tr("Pays itself back at once")
    if isinstance(payback, Payback):
        return translator.tr("Payback is not known until there is an investment")
    low, high = payback * (1 - _SPREAD[quality]), payback * (1 + _SPREAD[quality])
    if high < 1:
        return translator.tr("Pays itself back in under a year")
    least, most = max(round(low), 1), max(round(high), 1)
    if least == most:
        return translator.tn("Pays itself back in about {count} year", "Pays itself back in about {count} years", most)
    return translator.tr("Pays itself back in about {least} to {most} years", least=least, most=most)
