"""How figures of measures are written on the screen: rounded to what they are worth, with unit."""

from __future__ import annotations

from ambassador_app.domain.quantities import DataQuality, round_by_quality, round_significant
from ambassador_app.i18n import NO_BREAK, Translator
from ambassador_app.wording import NOT_KNOWN


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
