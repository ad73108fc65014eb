"""The measures of a visit as rows with their figures, in any order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.economics import Payback, simple_payback
from ambassador_app.domain.effects import Effect, effect_of
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.package import Counted, Package
from ambassador_app.domain.payback_bands import Band, band_of
from ambassador_app.drawing.measure_pictures import Drawn
from ambassador_app.i18n import N_, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.widgets.tables import Column
from ambassador_app.wording import LABEL, NOT_KNOWN
from ambassador_app.wording.verdicts import payback_words

ALTERNATIVE: Final = N_("alternative")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as a row: its number in the visit (a variant that was not chosen has that of the chosen one), what
    it does alone, and what counts of it in the package."""

    number: int
    measure: Measure
    effect: Effect | None
    counted: Counted | None

    @property
    def kwh(self) -> float | None:
        """Energy saved a year, all carriers together."""
        return sum(self.effect.kwh.values()) if self.effect else None

    @property
    def payback(self) -> float | Payback:
        """Simple payback."""
        if self.effect is None or self.effect.investment_dkk is None:
            return Payback.UNKNOWN
        return simple_payback(self.effect.investment_dkk - self.effect.subsidy_dkk, self.effect.cost_saving_dkk)

    @property
    def band(self) -> Band:
        """The band of its payback."""
        return band_of(self.payback)

    @property
    def is_alternative(self) -> bool:
        """Whether another variant was chosen instead."""
        return self.measure.is_alternative

    def drawn(self) -> Drawn:
        """Give it as the charts need it."""
        saving = self.effect.cost_saving_dkk if self.effect else None
        return Drawn(self.number, self.measure.title, saving, self.payback, self.measure.quality, self.counted)


def rows_of(measures: Iterable[Measure], package: Package) -> tuple[MeasureRow, ...]:
    """Give the rows of what is proposed, in the order of the visit, each followed by its variants."""
    known = tuple(measures)
    counted = {one.measure_id: one for one in package.counted}
    found: list[MeasureRow] = []
    numbers: dict[str, int] = {}
    for one in known:
        if one.is_proposed:
            number = len(found) + 1
            found.append(MeasureRow(number, one, effect_of(one), counted.get(one.id)))
            if one.variant_of:
                numbers[one.variant_of] = number
    variants = [
        MeasureRow(numbers.get(one.variant_of, 0), one, effect_of(one), None) for one in known if one.is_alternative
    ]
    return tuple(sorted((*found, *variants), key=lambda row: (row.number, row.is_alternative)))


def payback_order(payback: float | Payback) -> float:
    """Order paybacks: at once, then years, then never, then not known."""
    if isinstance(payback, Payback):
        return {Payback.IMMEDIATE: 0.0, Payback.NONE: 1e12, Payback.UNKNOWN: math.inf}[payback]
    return payback


_ORDER: Final[dict[str, Callable[[MeasureRow], float | str]]] = {
    "number": lambda row: row.number,
    "title": lambda row: row.measure.title.casefold(),
    "kwh": lambda row: -math.inf if row.kwh is None else row.kwh,
    "dkk": lambda row: -math.inf if row.effect is None else row.effect.cost_saving_dkk,
    "co2e": lambda row: -math.inf if row.effect is None else row.effect.co2e_kg,
    "investment": lambda row: -1.0 if row.measure.investment_dkk is None else row.measure.investment_dkk,
    "payback": lambda row: payback_order(row.payback),
    "counts": lambda row: -1.0 if row.counted is None else row.counted.share,
    "quality": lambda row: row.measure.quality.value,
    "status": lambda row: row.measure.status.value,
}


def ordered(rows: Sequence[MeasureRow], by: str, *, descending: bool) -> list[MeasureRow]:
    """Sort rows by one of the columns."""
    return sorted(rows, key=_ORDER.get(by, _ORDER["number"]), reverse=descending)


def columns(context: UiContext) -> list[Column]:
    """Give the columns of the list."""
    translator = context.translator
    tr = translator.tr
    return [
        Column("#", lambda row: "" if row.is_alternative else str(row.number), width=56, numeric=True, sort="number"),
        Column(tr("Measure"), lambda row: row.measure.title, tone=_tone, sort="title"),
        Column(tr("Energy a year"), lambda row: _kwh(row, translator), width=116, numeric=True, sort="kwh"),
        Column(tr("Saving a year"), lambda row: _dkk(row, translator), width=110, numeric=True, sort="dkk"),
        Column(tr("CO₂e a year"), lambda row: _co2e(row, translator), width=104, numeric=True, sort="co2e"),
        Column(tr("Investment"), lambda row: _investment(row, translator), width=112, numeric=True, sort="investment"),
        Column(tr("Payback"), lambda row: payback_words(translator, row.payback), width=128, sort="payback"),
        Column(
            tr("Counts"),
            lambda row: counts_words(row, translator),
            width=100,
            tone=_counts_tone,
            icon=lambda row: "overlap" if row.counted is not None and row.counted.meetings else "",
            sort="counts",
        ),
        Column(tr("Data"), _data, width=56, sort="quality"),
        Column(tr("Status"), lambda row: tr(LABEL[row.measure.status]), width=104, sort="status"),
    ]


def counts_words(row: MeasureRow, translator: Translator) -> str:
    """Say how much of a measure counts in the package."""
    if row.is_alternative:
        return translator.tr(ALTERNATIVE)
    return NOT_KNOWN if row.counted is None else translator.percent(row.counted.share, 0)


def _data(row: MeasureRow) -> str:
    """Give the class of the data; one with guesses in it is marked."""
    quality = row.measure.quality.value
    return f"{quality} ≈" if row.measure.has_guesses else quality


def _tone(row: MeasureRow) -> str:
    return "muted" if row.is_alternative else ""


def _counts_tone(row: MeasureRow) -> str:
    return "warning" if row.counted is not None and row.counted.share < 1 else "muted"


def _kwh(row: MeasureRow, translator: Translator) -> str:
    return kwh(translator, row.kwh, row.measure.quality)


def _dkk(row: MeasureRow, translator: Translator) -> str:
    return dkk(translator, row.effect.cost_saving_dkk if row.effect else None, row.measure.quality)


def _co2e(row: MeasureRow, translator: Translator) -> str:
    return tonnes(translator, row.effect.co2e_kg if row.effect else None, row.measure.quality)


def _investment(row: MeasureRow, translator: Translator) -> str:
    found = row.measure.investment_dkk
    return NOT_KNOWN if found is None else translator.money(found)
