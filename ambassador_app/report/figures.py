"""Figures as the report writes them: rounded to what their data is worth, with units; the verdict in words is
`wording.verdicts`."""

from __future__ import annotations

from typing import Final

from ambassador_app import wording
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.quantities import DataQuality, round_by_quality
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.report.content import KeyFigure
from ambassador_app.wording.verdicts import payback_parts

KWH_A_YEAR: Final = N_("kWh/yr")
DKK_A_YEAR: Final = N_("DKK/yr")
TONNES_A_YEAR: Final = N_("t CO₂e/yr")
M3_A_YEAR: Final = N_("m³/yr")
YEARS: Final = N_("years")


def amount(words: Translator, value: float, quality: DataQuality) -> str:
    """Write a figure rounded to what its data is worth."""
    return words.number(round_by_quality(value, quality))


def quantity(words: Translator, value: float, unit: str, quality: DataQuality) -> str:
    """Write a rounded figure with its unit (a msgid)."""
    return f"{amount(words, value, quality)}{NO_BREAK}{words.tr(unit)}"


def money(words: Translator, value: float, quality: DataQuality = DataQuality.A) -> str:
    """Write kroner, rounded."""
    return words.money(round_by_quality(value, quality))


def kroner(words: Translator, value: float | None) -> str:
    """Write kroner as they were given, or a dash."""
    return wording.NOT_KNOWN if value is None else words.money(value)


def payback_figure(words: Translator, value: float | Payback) -> KeyFigure:
    """Give the payback as a key figure."""
    label = words.tr(N_("Simple payback"))
    if isinstance(value, Payback):
        return KeyFigure(words.tr(wording.label(value)), "", label)
    return KeyFigure(*payback_parts(words, value), label)
