"""Figures as the report writes them: rounded to what their data is worth, with units, and judged in words."""

from __future__ import annotations

import math
from typing import Final

from ambassador_app import wording
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.quantities import DataQuality, round_by_quality, round_significant
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.report.content import KeyFigure

KWH_A_YEAR: Final = N_("kWh/yr")
DKK_A_YEAR: Final = N_("DKK/yr")
TONNES_A_YEAR: Final = N_("t CO₂e/yr")
M3_A_YEAR: Final = N_("m³/yr")
YEARS: Final = N_("years")
_SPREAD: Final = {DataQuality.A: 0.1, DataQuality.B: 0.25, DataQuality.C: 0.4}
"""How far off a payback may be, as a share: our own judgement, said so in the method note."""


def amount(words: Translator, value: float, quality: DataQuality) -> str:
    """Write a figure rounded to what its data is worth."""
    return words.number(round_by_quality(value, quality))


def of_sum(quality: DataQuality) -> DataQuality:
    """Give the quality that a sum is rounded by: two digits at least, or it would not be near its parts."""
    return DataQuality.B if quality is DataQuality.C else quality


def quantity(words: Translator, value: float, unit: str, quality: DataQuality) -> str:
    """Write a rounded figure with its unit (a msgid)."""
    return f"{amount(words, value, quality)}{NO_BREAK}{words.tr(unit)}"


def money(words: Translator, value: float, quality: DataQuality = DataQuality.A) -> str:
    """Write kroner, rounded."""
    return words.money(round_by_quality(value, quality))


def kroner(words: Translator, value: float | None) -> str:
    """Write kroner as they were given, or a dash."""
    return wording.NOT_KNOWN if value is None else words.money(value)


def payback(words: Translator, value: float | Payback, quality: DataQuality) -> str:
    """Write a payback for a table cell."""
    if isinstance(value, Payback):
        return words.tr(wording.label(value))
    shown, unit = _span(words, value, quality)
    return f"{shown}{NO_BREAK}{unit}"


def payback_figure(words: Translator, value: float | Payback, quality: DataQuality) -> KeyFigure:
    """Give the payback as a key figure."""
    label = words.tr(N_("Simple payback"))
    if isinstance(value, Payback):
        return KeyFigure(words.tr(wording.label(value)), "", label)
    return KeyFigure(*_span(words, value, quality), label)


def _span(words: Translator, value: float, quality: DataQuality) -> tuple[str, str]:
    """Write a time in years, below one year in months; nobody plans in tenths of a month, or of ten years."""
    if value < 1:
        months = max(round(value * 12), 1)
        return words.number(months), words.tr(N_("month") if months == 1 else N_("months"))
    if quality is DataQuality.A or value < 10:
        return words.number(round_significant(value, 2)), words.tr(YEARS)
    return words.number(round(value)), words.tr(YEARS)


def verdict(words: Translator, economics: Economics, quality: DataQuality) -> str:
    """Judge a measure in words: how soon it pays for itself, and whether BR18 calls it profitable."""
    time = _payback_in_words(words, economics.simple_payback, quality)
    if economics.profitable_br18 is None:
        return f"{time}."
    judgement = N_("profitable by BR18") if economics.profitable_br18 else N_("not profitable by BR18")
    return words.tr(N_("{payback}; {judgement}."), payback=time, judgement=words.tr(judgement))


def _payback_in_words(words: Translator, value: float | Payback, quality: DataQuality) -> str:
    match value:
        case Payback.NONE:
            return words.tr(N_("Does not pay for itself at the prices used"))
        case Payback.IMMEDIATE:
            return words.tr(N_("Costs nothing and pays from the first day"))
        case Payback.UNKNOWN:
            return words.tr(N_("The investment is not known yet"))
    low, high = value * (1 - _SPREAD[quality]), value * (1 + _SPREAD[quality])
    if high <= 1:
        return words.tr(N_("Pays for itself within a year"))
    first, last = max(round(low), 1), math.ceil(high - 1e-9)
    if first >= last:
        return words.tn(
            "Pays for itself in about {count} year", "Pays for itself in about {count} years", max(first, last)
        )
    return words.tr(N_("Pays for itself in about {low}–{high} years"), low=first, high=last)
