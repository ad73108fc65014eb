"""The measures of a visit as rows with their figures, in any order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Measure
from ambassador_app.i18n import Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.visit.figures import dkk, kwh, tonnes
from ambassador_app.ui.widgets.tables import Column
from ambassador_app.wording import LABEL, NOT_KNOWN
from ambassador_app.wording.verdicts import payback_words


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as a row: its number in the visit, and its figures if it has any."""

    number: int
    measure: Measure
    assessment: Assessment | None

    @property
    def kwh(self) -> float | None:
        """Energy saved a year, all carriers together."""
        return sum(self.assessment.savings_kwh.values()) if self.assessment else None

    @property
    def payback(self) -> float | Payback:
        """Simple payback."""
        return self.assessment.economics.simple_payback if self.assessment else Payback.UNKNOWN


def rows_of(measures: Iterable[Measure]) -> tuple[MeasureRow, ...]:
    """Give the rows of what is proposed, in the order of the visit."""
    proposed = [one for one in measures if one.is_proposed]
    return tuple(
        MeasureRow(number, one, Assessment.from_json(one.assessment) if one.assessment is not None else None)
        for number, one in enumerate(proposed, 1)
    )


def payback_order(payback: float | Payback) -> float:
    """Order paybacks: at once, then years, then never, then not known."""
    if isinstance(payback, Payback):
        return {Payback.IMMEDIATE: 0.0, Payback.NONE: math.inf, Payback.UNKNOWN: math.inf}[payback]
    return payback


_ORDER: Final[dict[str, Callable[[MeasureRow], float | str]]] = {
    "number": lambda row: row.number,
    "title": lambda row: row.measure.title.casefold(),
    "kwh": lambda row: -math.inf if row.kwh is None else row.kwh,
    "dkk": lambda row: -math.inf if row.assessment is None else row.assessment.cost_saving_dkk,
    "co2e": lambda row: -math.inf if row.assessment is None else row.assessment.co2e_kg,
    "investment": lambda row: -1.0 if row.measure.investment_dkk is None else row.measure.investment_dkk,
    "payback": lambda row: payback_order(row.payback),
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
        Column("#", lambda row: str(row.number), width=56, numeric=True, sort="number"),
        Column(tr("Measure"), lambda row: row.measure.title, sort="title"),
        Column(tr("Energy a year"), lambda row: _kwh(row, translator), width=120, numeric=True, sort="kwh"),
        Column(tr("Saving a year"), lambda row: _dkk(row, translator), width=116, numeric=True, sort="dkk"),
        Column(tr("CO₂e a year"), lambda row: _co2e(row, translator), width=108, numeric=True, sort="co2e"),
        Column(tr("Investment"), lambda row: _investment(row, translator), width=116, numeric=True, sort="investment"),
        Column(tr("Payback"), lambda row: payback_words(translator, row.payback), width=112, sort="payback"),
        Column(tr("Data"), lambda row: row.measure.quality.value, width=56, sort="quality"),
        Column(tr("Status"), lambda row: tr(LABEL[row.measure.status]), width=112, sort="status"),
    ]


def _kwh(row: MeasureRow, translator: Translator) -> str:
    return kwh(translator, row.kwh, row.measure.quality)


def _dkk(row: MeasureRow, translator: Translator) -> str:
    return dkk(translator, row.assessment.cost_saving_dkk if row.assessment else None, row.measure.quality)


def _co2e(row: MeasureRow, translator: Translator) -> str:
    return tonnes(translator, row.assessment.co2e_kg if row.assessment else None, row.measure.quality)


def _investment(row: MeasureRow, translator: Translator) -> str:
    found = row.measure.investment_dkk
    return NOT_KNOWN if found is None else translator.money(found)
