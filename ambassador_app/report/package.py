"""The proposals as one package in the report: how they were counted, what to doubt, and the two charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ambassador_app.domain.package import Counted
from ambassador_app.domain.sensitivity import Swing, sensitivity
from ambassador_app.domain.totals import Totals
from ambassador_app.drawing import printed
from ambassador_app.drawing.measure_pictures import Drawn, cost_picture, payback_picture
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Fact, Figure, Paragraph
from ambassador_app.report.proposals import Proposal
from ambassador_app.wording.verdicts import swing_words

_LEAST_FOR_CHART: Final = 3
_HIGH: Final = 210.0
_MOST_NAMED: Final = 8


def notes(words: Translator, sums: Totals) -> list[Block]:
    """Say below the table how the last row was counted, and what the reader should doubt."""
    said = []
    if sums.computed > 1:
        said.append(
            words.tr(
                N_(
                    "“All together” is counted in sequence, not added up: first the proposals that lessen the need, "
                    "then better control, then another supply. Each saves from what those before it leave, and no more "
                    "of a carrier than the site uses."
                )
            )
        )
    if sums.package.overlapping:
        said.append(
            words.tr(
                N_(
                    "* marks a proposal that touches the same energy use as others; the percentage says how much of "
                    "its own saving counts in the package."
                )
            )
        )
    said += [words.say(warning) for warning in sums.package.warnings]
    return [Paragraph(one) for one in said]


def charts(words: Translator, found: Sequence[Proposal], sums: Totals, accent: str) -> list[Block]:
    """Draw saving against payback, and the cost of CO2e, where at least three proposals are on the chart: two are
    compared faster in the table."""
    drawn = [_drawn(one, sums) for one in found]
    palette = printed(accent)
    blocks: list[Block] = []
    timed = [one for one in found if isinstance(one.payback, float) or one.is_free]
    payback = payback_picture(drawn, words, height=_HIGH, palette=palette)
    if payback is not None and len(timed) >= _LEAST_FOR_CHART:
        caption = words.tr(N_("Saving against payback. The best proposals stand to the left and high up."))
        blocks.append(Figure(payback, caption))
    cost = cost_picture(drawn, words, height=_HIGH, palette=palette)
    priced = [one for one in sums.package.counted if one.co2_price_dkk_t is not None]
    if cost is not None and len(priced) >= _LEAST_FOR_CHART:
        caption = words.tr(
            N_(
                "What a tonne of CO₂e costs, investment spread over the lifetime and the saving taken off. Each block "
                "is a proposal as it counts in the package: its width is what it saves."
            )
        )
        blocks.append(Figure(cost, caption))
    return blocks


def _drawn(one: Proposal, sums: Totals) -> Drawn:
    saving = one.saving_dkk if one.assessment else None
    counted = sums.package.of(one.measure.id)
    return Drawn(one.number, one.measure.title, saving, one.payback, one.quality, counted)


def facts(words: Translator, one: Proposal, found: Sequence[Proposal], sums: Totals) -> tuple[Fact, ...]:
    """Say in a proposal's block how much of it counts, and how far its figures swing."""
    rows = []
    counted = sums.package.of(one.measure.id)
    if counted is not None and (counted.meetings or counted.share < 1):
        rows.append((N_("Counts in the package"), _counts(words, counted, found)))
    swing = _swing(words, one)
    if swing:
        rows.append((N_("Payback if things change"), swing))
    return tuple(Fact(words.tr(label), value) for label, value in rows)


def _counts(words: Translator, counted: Counted, found: Sequence[Proposal]) -> str:
    share = words.percent(counted.share, 0)
    met = frozenset(counted.overlaps)
    numbers = [str(other.number) for other in found if other.measure.id in met]
    if not numbers:
        return share
    return words.tr(N_("{share} (touches the same energy use as {numbers})"), share=share, numbers=", ".join(numbers))


def _swing(words: Translator, one: Proposal) -> str:
    if one.assessment is None:
        return ""
    found = sensitivity(one.assessment)
    prices, saving = _band(words, found.price, one), _band(words, found.saving, one)
    if not prices or not saving:
        return ""
    if prices == saving:
        return words.tr(N_("{band}: prices or saving 25 % up or down"), band=prices)
    return words.tr(
        N_("{prices}: prices 25 % up or down; {saving}: saving 25 % up or down"), prices=prices, saving=saving
    )


def _band(words: Translator, swing: Swing, one: Proposal) -> str:
    said = swing_words(words, swing, one.quality)
    return said.payback if isinstance(one.payback, float) else ""
