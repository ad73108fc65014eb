"""The two charts of a visit's measures, drawn the same for the window and for the report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.economics import Payback
from ambassador_app.domain.package import Counted
from ambassador_app.domain.quantities import DataQuality, round_by_quality, round_significant
from ambassador_app.domain.stages import Stage
from ambassador_app.drawing.cost_curve import CostBlock, CostWords, cost_curve
from ambassador_app.drawing.palette import PAPER, Palette
from ambassador_app.drawing.payback import PaybackPoint, PaybackWords, payback_chart
from ambassador_app.drawing.picture import Picture
from ambassador_app.i18n import N_, Translator
from ambassador_app.wording import LABEL

_KINDS: Final = {stage: place for place, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One measure as the charts need it: its number and name, what it saves alone (DKK a year, None: not computed),
    its simple payback, and what counts of it in the package (None: nothing)."""

    number: int
    title: str
    saving_dkk: float | None
    payback: float | Payback
    quality: DataQuality
    counted: Counted | None

    @property
    def kind(self) -> int:
        """The stage, as a number."""
        return _KINDS[self.counted.stage] if self.counted is not None else 0


def payback_picture(
    measures: Sequence[Drawn],
    words: Translator,
    *,
    width: float = 482.0,
    height: float = 250.0,
    palette: Palette = PAPER,
) -> Picture | None:
    """Draw yearly saving against payback; None where no measure has both. The others are named below."""
    points = [
        PaybackPoint(str(one.number), one.title, one.saving_dkk, years, one.kind)
        for one in measures
        if one.saving_dkk is not None and (years := _years(one.payback)) is not None
    ]
    if not points:
        return None
    kinds = {one.kind for one in measures}
    said = PaybackWords(
        alt=_payback_alt(points, words),
        x_title=words.tr(N_("Simple payback, years")),
        y_title=words.tr(N_("Saving, DKK a year")),
        number=words.number,
        at_once=words.tr(N_("at once")),
        longer=words.tr(N_("over 20")),
        uneven=words.tr(N_("each line ten times the one below")),
        kinds=_key(kinds, words),
        left_out=tuple(_without_payback(measures, words)),
    )
    return payback_chart(points, said, width=width, height=height, palette=palette)


def cost_picture(
    measures: Sequence[Drawn],
    words: Translator,
    *,
    width: float = 482.0,
    height: float = 230.0,
    palette: Palette = PAPER,
) -> Picture | None:
    """Draw what a tonne of CO2e costs with what counts of each measure; None where no price is known."""
    priced = [(one, one.counted) for one in measures if one.counted is not None and _is_priced(one.counted)]
    if not priced:
        return None
    blocks = [
        CostBlock(
            str(one.number),
            one.title,
            counted.co2e_kg / 1000,
            counted.co2_price_dkk_t or 0.0,
            words.number(round_by_quality(counted.co2_price_dkk_t or 0.0, one.quality)),
            one.kind,
        )
        for one, counted in priced
    ]
    said = CostWords(
        alt=_cost_alt(blocks, words),
        x_title=words.tr(N_("CO₂e saved, t a year")),
        y_title=words.tr(N_("Price of CO₂e, DKK a tonne (below the line: it earns)")),
        number=words.number,
        kinds=_key({one.kind for one, _ in priced}, words),
        left_out=tuple(_without_price(measures, words)),
    )
    return cost_curve(blocks, said, width=width, height=height, palette=palette)


def _years(payback: float | Payback) -> float | None:
    if isinstance(payback, Payback):
        return 0.0 if payback is Payback.IMMEDIATE else None
    return payback


def _is_priced(counted: Counted) -> bool:
    return counted.co2_price_dkk_t is not None and counted.co2e_kg > 0


def _key(kinds: Iterable[int], words: Translator) -> tuple[str, ...]:
    """Name the kinds that are there; one alone needs no key."""
    there = set(kinds)
    return tuple(words.tr(LABEL[stage]) if place in there and len(there) > 1 else "" for stage, place in _KINDS.items())


def _without_payback(measures: Sequence[Drawn], words: Translator) -> Iterator[str]:
    computed = [one for one in measures if one.saving_dkk is not None]
    never = [one for one in computed if one.payback is Payback.NONE]
    unknown = [one for one in computed if one.payback is Payback.UNKNOWN]
    yield from _named(N_("Not on the chart because they save no money: {numbers}."), never, words)
    yield from _named(N_("Not on the chart because the investment is not known: {numbers}."), unknown, words)
    yield from _uncomputed(measures, words)


def _without_price(measures: Sequence[Drawn], words: Translator) -> Iterator[str]:
    computed = [one for one in measures if one.saving_dkk is not None]
    out = [one for one in computed if one.counted is None or not _is_priced(one.counted)]
    nothing = [one for one in out if one.counted is None or one.counted.is_in_vain]
    dirty = [one for one in out if one not in nothing and one.counted is not None and one.counted.co2e_kg <= 0]
    yield from _named(N_("Not on the curve because they count for nothing in the package: {numbers}."), nothing, words)
    yield from _named(N_("Not on the curve because they save no CO₂e: {numbers}."), dirty, words)
    unpriced = [one for one in out if one not in nothing and one not in dirty]
    yield from _named(N_("Not on the curve because the investment is not known: {numbers}."), unpriced, words)
    yield from _uncomputed(measures, words)


def _uncomputed(measures: Sequence[Drawn], words: Translator) -> Iterator[str]:
    waiting = [one for one in measures if one.saving_dkk is None]
    yield from _named(N_("Not computed yet: {numbers}."), waiting, words)


def _named(msgid: str, those: Sequence[Drawn], words: Translator) -> Iterator[str]:
    if those:
        yield words.tr(msgid, numbers=", ".join(str(one.number) for one in those))


def _payback_alt(points: Sequence[PaybackPoint], words: Translator) -> str:
    best = min(points, key=lambda point: (point.payback, -point.saving))
    most = max(points, key=lambda point: point.saving)
    count = words.tn(
        "Chart of {count} proposal: yearly saving against simple payback.",
        "Chart of {count} proposals: yearly saving against simple payback.",
        len(points),
    )
    detail = words.tr(
        N_("Proposal {best} pays for itself soonest; proposal {most} saves most. The figures stand in the table."),
        best=best.number,
        most=most.number,
    )
    return f"{count} {detail}"


def _cost_alt(blocks: Sequence[CostBlock], words: Translator) -> str:
    count = words.tn(
        "Curve of {count} proposal: what a tonne of CO₂e costs against the tonnes saved.",
        "Curve of {count} proposals: what a tonne of CO₂e costs against the tonnes saved.",
        len(blocks),
    )
    total = math.fsum(one.tonnes for one in blocks)
    earning = math.fsum(one.tonnes for one in blocks if one.price <= 0)
    detail = words.tr(
        N_("Together {total} t a year, of which {earning} t earn money. Cheapest is proposal {first}, dearest {last}."),
        total=words.number(round_significant(total, 2)),
        earning=words.number(round_significant(earning, 2)),
        first=min(blocks, key=lambda one: one.price).number,
        last=max(blocks, key=lambda one: one.price).number,
    )
    return f"{count} {detail}"
