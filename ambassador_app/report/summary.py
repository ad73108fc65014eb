"""What page 1 says in one minute, by kind of visit: what was found, what it saves, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ambassador_app.domain.quantities import ITEM_NAMES, of_sum
from ambassador_app.domain.visit import Severity, VisitKind
from ambassador_app.i18n import N_
from ambassador_app.report import earlier, energy, figures, inspection, kinds, parts, proposals
from ambassador_app.report.content import Block, Bullets, Column, Paragraph, Table
from ambassador_app.report.material import Material
from ambassador_app.report.proposals import Proposal

_TOP: Final = 3
_SHORT: Final = 220
_WITHOUT: Final = {
    VisitKind.FIRST_MEETING: N_(
        "The meeting was about what matters here and where to begin; nothing has been computed yet."
    ),
    VisitKind.FOLLOW_UP: N_("No new proposals came up at this visit."),
}


def summary(material: Material) -> list[Block]:
    """Say what the visit came to; of an inspection its conclusions, for its pages on energy have their own summary."""
    if kinds.is_inspection(material.shown):
        return inspection.conclusions(material)
    before = earlier.summary(material.words, material.shown)
    return [*before, *of_proposals(material)]


def of_proposals(material: Material, *, best: bool = True) -> list[Block]:
    """Say what the proposals come to together, and which are the `best`: those that pay for themselves soonest."""
    words, sums = material.words, material.sums
    if not material.found:
        return _without_proposals(material)
    said = words.tn("The visit gave {count} proposal.", "The visit gave {count} proposals.", sums.count)
    if not sums.computed:
        titles = tuple(one.measure.title for one in material.found[:_TOP])
        lead = words.tr(N_("Among them, not computed yet:"))
        return [Paragraph(said), Bullets(titles, lead=lead), *parts.focus_areas(words, material.shown)]
    open_ones = sums.count - sums.computed
    if open_ones:
        said += " " + words.tn(
            "{count} of them is not computed yet and does not count below.",
            "{count} of them are not computed yet and do not count below.",
            open_ones,
        )
    unpriced = sums.computed - (sums.count - sums.unknown)
    if unpriced:
        said += " " + words.tn(
            "The investment is not known yet for {count} of them.",
            "The investment is not known yet for {count} of them.",
            unpriced,
        )
    blocks: list[Block] = [Paragraph(said), proposals.total_figures(words, sums)]
    return [*blocks, *([_best(material)] if best else []), *_in_words(material)]


def _without_proposals(material: Material) -> list[Block]:
    words, visit = material.words, material.shown.visit
    usual = N_("The visit ended without computed proposals; what was agreed stands below.")
    found: list[Block] = [Paragraph(words.tr(_WITHOUT.get(visit.kind, usual)))]
    found += parts.focus_areas(words, material.shown)
    found += _what_stood_out(material)
    if visit.follow_up_on:
        found.append(Paragraph(words.tr(N_("We follow up on {day}."), day=visit.follow_up_on)))
    return found


def _what_stood_out(material: Material) -> list[Block]:
    important = [one.text for one in material.shown.findings if one.severity is Severity.IMPORTANT]
    if not important:
        return []
    items = tuple(_shortened(text) for text in important[:_TOP])
    return [Bullets(items, lead=material.words.tr(N_("What stood out:")))]


def _shortened(text: str) -> str:
    """Cut a long text between two words; whole it stands among the observations."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT].rsplit(" ", 1)[0] + " …"


def _best(material: Material) -> Table:
    """Show the first proposals that count, with what an owner asks first."""
    in_vain = {one.measure_id for one in material.sums.package.counted if one.is_in_vain}
    best = [one for one in material.found if one.assessment and one.measure.id not in in_vain][:_TOP]
    whole = proposals.table(material.words, best)
    keep = (0, 1, 3, 6)
    columns = tuple(Column(whole.columns[i].title, whole.columns[i].share, whole.columns[i].align) for i in keep)
    rows = tuple(tuple(row[i] for i in keep) for row in whole.rows)
    return Table(columns, rows, caption=material.words.tr(N_("The proposals that pay for themselves soonest")))


def _in_words(material: Material) -> list[Block]:
    """Say beside the figures which energy is saved, what it costs in all, and what it is against the use."""
    said = [*_carriers(material), *_investment(material), kinds.amounts(material.words, material.shown)]
    against = energy.against_use(material.words, material.shown, material.sums)
    return [Paragraph(" ".join(said)), *against]


def _carriers(material: Material) -> Sequence[str]:
    words, sums = material.words, material.sums
    if sum(1 for kwh in sums.savings_kwh.values() if kwh) < 2:
        return ()
    listed = {
        sign: ", ".join(
            f"{words.tr(ITEM_NAMES[carrier])} {figures.quantity(words, abs(kwh), 'kWh', of_sum(sums.quality))}"
            for carrier, kwh in sums.savings_kwh.items()
            if kwh * sign > 0
        )
        for sign in (1, -1)
    }
    texts = {1: N_("Saved in a year: {listed}."), -1: N_("Use goes up: {listed} a year.")}
    return [words.tr(texts[sign], listed=found) for sign, found in listed.items() if found]


def _investment(material: Material) -> Sequence[str]:
    words, sums = material.words, material.sums
    if not sums.investment_dkk or not _priced(material.found):
        return ()
    if sums.subsidy_dkk:
        net = words.money(sums.investment_dkk - sums.subsidy_dkk)
        text = N_("The investment is {amount} in all, {net} when grants are taken off.")
        return (words.tr(text, amount=words.money(sums.investment_dkk), net=net),)
    return (words.tr(N_("The investment is {amount} in all."), amount=words.money(sums.investment_dkk)),)


def _priced(found: Sequence[Proposal]) -> bool:
    return any(one.assessment is not None and one.assessment.economics.investment_dkk is not None for one in found)
