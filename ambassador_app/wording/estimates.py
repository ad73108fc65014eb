"""A quick estimate in words: ranges as wide as they are, never a single false number."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.quantities import ITEM_UNITS, DataQuality, Stream, round_by_quality
from ambassador_app.domain.quick_estimates import Found, Range
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.wording.labels import LABEL
from ambassador_app.wording.verdicts import between_in_words, judged, span_words

_TONNES: Final = f"t{NO_BREAK}CO₂e"
_WORTH: Final = DataQuality.B
"""Two digits: with one, the ends of a range would be further off than the guess itself."""


def range_words(translator: Translator, one: Range, unit: str) -> str:
    """Write `1,600–4,800 kWh`; a range of nothing is one number."""
    low, high = (translator.number(round_by_quality(end, _WORTH)) for end in (one.low, one.high))
    if low == high:
        return translator.quantity(round_by_quality(one.low, _WORTH), unit)
    words = N_("{low} to {high}") if one.low < 0 else N_("{low}–{high}")
    return f"{translator.tr(words, low=low, high=high)}{NO_BREAK}{unit}"


def likely_words(translator: Translator, value: float, unit: str) -> str:
    """Write the most likely value."""
    return translator.quantity(round_by_quality(value, _WORTH), unit)


def estimate_lines(translator: Translator, found: Found) -> list[tuple[str, str, str]]:
    """Give for each figure its name, its range and its most likely value; the payback has no likely one."""
    tr, money = translator.tr, translator.tr(N_("DKK"))
    amounts = [
        (tr(N_("{item} a year"), item=tr(LABEL[carrier])), one, "kWh") for carrier, one in found.savings_kwh.items()
    ]
    amounts += [(tr(_STREAM[stream]), one, ITEM_UNITS[stream]) for stream, one in found.streams.items()]
    amounts.append((tr(N_("Saving a year")), found.cost_saving_dkk, money))
    tonnes = Range(*(value / 1000 for value in (found.co2e_kg.low, found.co2e_kg.likely, found.co2e_kg.high)))
    amounts.append((tr(N_("CO₂e a year")), tonnes, _TONNES))
    if found.investment_dkk is not None:
        amounts.append((tr(N_("Investment")), found.investment_dkk, money))
    lines = [
        (name, range_words(translator, one, unit), likely_words(translator, one.likely, unit))
        for name, one, unit in amounts
    ]
    payback = span_words(translator, found.soonest, found.latest)
    return [*lines, (tr(N_("Simple payback")), payback, "")] if payback else lines


_STREAM: Final = {
    Stream.ELECTRICITY_EXPORT: N_("Electricity sold a year"),
    Stream.WATER: N_("Water a year"),
    Stream.DIESEL: N_("Diesel a year"),
    Stream.PETROL: N_("Petrol a year"),
}


def estimate_verdict(translator: Translator, found: Found) -> str:
    """Judge in words: when it has paid for itself, and whether BR18 calls it profitable whatever the guesses are."""
    time = between_in_words(translator, found.soonest, found.latest)
    if found.factor is None or found.profitable is not None or found.soonest is Payback.UNKNOWN:
        return judged(translator, time, found.profitable)
    words = N_("{payback}; may be profitable by BR18, better numbers will tell.")
    return translator.tr(words, payback=time)
