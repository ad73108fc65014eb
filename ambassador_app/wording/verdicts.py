"""How soon a measure pays for itself, in words: the one place that window, report and command line say it from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.economics import BR18_LIMIT, Economics, Payback
from ambassador_app.domain.quantities import DataQuality, of_sum, round_by_quality, round_significant
from ambassador_app.domain.sensitivity import Span, Swing
from ambassador_app.i18n import N_, NO_BREAK, Translator, half_up
from ambassador_app.wording.labels import LABEL

YEARS: Final = N_("years")
SPREAD: Final = {DataQuality.A: 0.1, DataQuality.B: 0.25, DataQuality.C: 0.4}
"""How far off a payback may be, as a share: our own judgement, said so in the report's method note."""
_FINE_YEARS: Final = 20
"""Above this a span of years is told in fives."""
_MOST_YEARS: Final = 100
"""Nobody counts further."""


def verdict(translator: Translator, economics: Economics, quality: DataQuality) -> str:
    """Judge a measure in words: how soon it pays for itself, and whether BR18 calls it profitable."""
    time = payback_in_words(translator, economics.simple_payback, quality)
    return judged(translator, time, economics.profitable_br18)


def judged(translator: Translator, time: str, profitable: bool | None) -> str:
    """Add to a sentence on the payback whether BR18 calls the measure profitable, where that is known."""
    if profitable is None:
        return f"{time}."
    judgement = N_("profitable by BR18") if profitable else N_("not profitable by BR18")
    return translator.tr(N_("{payback}; {judgement}."), payback=time, judgement=translator.tr(judgement))


def payback_in_words(translator: Translator, payback: float | Payback, quality: DataQuality) -> str:
    """Say when a measure has paid for itself, as wide as its data are loose; no full stop."""
    if isinstance(payback, Payback):
        return translator.tr(_WITHOUT_YEARS[payback])
    return between_in_words(translator, payback * (1 - SPREAD[quality]), payback * (1 + SPREAD[quality]))


def between_in_words(translator: Translator, soonest: float | Payback, latest: float | Payback) -> str:
    """Say when a measure has paid for itself that may do so `soonest` or at the `latest`; no full stop."""
    if isinstance(soonest, Payback):
        return translator.tr(_WITHOUT_YEARS[soonest])
    if isinstance(latest, Payback):
        words = N_("Pays for itself in about {years} years at the soonest, perhaps never")
        return translator.tr(words, years=_first(soonest))
    if latest <= 1:
        return translator.tr(N_("Pays for itself within a year"))
    first, last = _first(soonest), _last(latest)
    if first >= _MOST_YEARS:
        return translator.tr(N_("Takes more than {years} years to pay for itself"), years=_MOST_YEARS)
    if first >= last:
        return translator.tn(
            "Pays for itself in about {count} year", "Pays for itself in about {count} years", max(first, last)
        )
    return translator.tr(N_("Pays for itself in about {low}–{high} years"), low=first, high=last)


_WITHOUT_YEARS: Final = {
    Payback.NONE: N_("Does not pay for itself at the prices used"),
    Payback.IMMEDIATE: N_("Costs nothing and pays from the first day"),
    Payback.UNKNOWN: N_("The investment is not known yet"),
}


def _first(years: float) -> int:
    step = 1 if years < _FINE_YEARS else 5
    return min(max(int(half_up(years / step)) * step, 1), _MOST_YEARS)


def _last(years: float) -> int:
    step = 1 if years < _FINE_YEARS else 5
    return min(math.ceil(years / step - 1e-9) * step, _MOST_YEARS)


def payback_words(translator: Translator, payback: float | Payback) -> str:
    """Write a simple payback for a table cell: `2.4 years`, `8 months`, or why there is none."""
    if isinstance(payback, Payback):
        return translator.tr(LABEL[payback])
    shown, unit = payback_parts(translator, payback)
    return f"{shown}{NO_BREAK}{unit}"


def payback_parts(translator: Translator, years: float) -> tuple[str, str]:
    """Write a time in years, below one year in months: number and unit. Nobody plans in tenths of a month, or of
    ten years."""
    if years < 1:
        months = max(int(half_up(years * 12)), 1)
        return translator.number(months), translator.tr(N_("month") if months == 1 else N_("months"))
    rounded = round_significant(years, 2) if years < 10 else float(half_up(years))
    return translator.number(rounded), translator.tr(N_("year") if rounded == 1 else YEARS)


def factor_words(translator: Translator, factor: float, quality: DataQuality) -> str:
    """Write a BR18 factor with two digits (measured: three); more only where it would change sides at the limit."""
    digits = 3 if quality is DataQuality.A else 2
    shown = round_significant(factor, digits)
    while (shown > BR18_LIMIT) != (factor > BR18_LIMIT):
        digits += 1
        shown = round_significant(factor, digits)
    return translator.number(shown)


def irr_words(translator: Translator, rate: float) -> str:
    """Write an internal rate of return; above 100 % the number says no more than that."""
    if rate > 1:
        return translator.tr(N_("more than {rate}"), rate=translator.percent(1))
    return translator.percent(rate, 0)


@dataclass(frozen=True, slots=True)
class SwingWords:
    """One band of a sensitivity, ready to be shown; "" where the figure does not exist."""

    saving: str
    payback: str
    factor: str
    npv: str
    judgement: str


def swing_words(translator: Translator, swing: Swing, quality: DataQuality) -> SwingWords:
    """Write a band as short as its data allow: `about 2–4 years`, never more than two digits."""
    worth = max(of_sum(quality), DataQuality.B)
    return SwingWords(
        saving=_amounts(translator, swing.saving_dkk, worth),
        payback=span_words(translator, swing.soonest, swing.latest),
        factor=_factors(translator, swing.br18) if swing.br18 else "",
        npv=_amounts(translator, swing.npv_dkk, worth) if swing.npv_dkk else "",
        judgement=_judgement(translator, swing),
    )


def span_words(translator: Translator, soonest: float | Payback, latest: float | Payback) -> str:
    """Write what lies between two paybacks: `about 2–4 years`, `within a year`; "" while it is not known."""
    if isinstance(soonest, Payback):
        return "" if soonest is Payback.UNKNOWN else translator.tr(LABEL[soonest])
    if isinstance(latest, Payback):
        return translator.tn("about {count} year, perhaps never", "about {count} years, perhaps never", _first(soonest))
    if latest <= 1:
        return translator.tr(N_("within a year"))
    first, last = _first(soonest), _last(latest)
    if first >= _MOST_YEARS:
        return translator.tr(N_("more than {years} years"), years=_MOST_YEARS)
    if first >= last:
        return translator.tn("about {count} year", "about {count} years", max(first, last))
    return translator.tr(N_("about {low}–{high} years"), low=first, high=last)


def _amounts(translator: Translator, span: Span, quality: DataQuality) -> str:
    low, high = (translator.money(round_by_quality(end, quality)) for end in (span.low, span.high))
    return low if low == high else translator.tr(N_("{low} to {high}"), low=low, high=high)


def _factors(translator: Translator, span: Span) -> str:
    low, high = (translator.number(round_significant(end, 2)) for end in (span.low, span.high))
    return low if low == high else translator.tr(N_("{low} to {high}"), low=low, high=high)


def _judgement(translator: Translator, swing: Swing) -> str:
    """Say whether BR18's judgement stands at both ends."""
    if swing.profitable is None:
        return ""
    at_worst, at_best = swing.profitable
    if at_worst:
        return translator.tr(N_("Profitable by BR18 even so"))
    if at_best:
        limit = translator.number(BR18_LIMIT, 2)
        return translator.tr(N_("Depends on it: the BR18 factor falls below {limit} at the low end"), limit=limit)
    return translator.tr(N_("Not profitable by BR18 either way"))
