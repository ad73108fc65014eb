"""Amounts and rows of extracts in words: the columns of their tables, and what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.extract import CaseRow, GroupRow, MeasureRow, ProgrammeExtract, Progress, Sums
from ambassador_app.domain.follow_up import Figure
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.programme import Held, ReleaseState, Trust
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.columns import Column
from ambassador_app.ui.widgets.outcomes import amount
from ambassador_app.wording import LABEL, NOT_KNOWN
from ambassador_app.wording.programme import calculator_words
from ambassador_app.wording.verdicts import payback_words

LARGE = 1.4
"""The text scale from which the tables have fewer columns."""
TRUST_TONE = {Trust.OUR_OFFICE: "success", Trust.OTHER_OFFICE: "info", Trust.NOBODY: "warning"}
STATE_TONE = {
    ReleaseState.WAITING: "warning",
    ReleaseState.RELEASED: "success",
    ReleaseState.SUPERSEDED: "neutral",
    ReleaseState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one case, or a case that has none."""

    case: CaseRow
    measure: MeasureRow | None = None


def lines_of(extract: ProgrammeExtract) -> list[Line]:
    """Give a line a measure; named companies first, then by id."""
    cases = sorted(extract.cases, key=lambda one: (not one.name, one.name.casefold(), one.id))
    return [Line(case, one) for case in cases for one in (case.measures or (None,))]


def case_words(words: Translator, case: CaseRow) -> str:
    """Name a case: the company where it may be named, else the beginning of its id."""
    return case.name or words.tr("Case {id}", id=case.id[:8])


def figures_of(words: Translator, sums: Sums) -> tuple[str, str, str, str, str]:
    """Write energy, money, CO2e, investment and payback of a sum; dashes where nothing is told."""
    if not sums.measures:
        return (NOT_KNOWN,) * 5
    return (
        amount(words, Figure.KWH, sums.kwh),
        amount(words, Figure.DKK, sums.dkk),
        amount(words, Figure.CO2E_KG, sums.co2e_t * 1000),
        words.money(sums.investment_dkk),
        payback_words(words, sums.payback),
    )


_TOGETHER = {
    SiteKind.HOME: N_("Homes"),
    SiteKind.FARM: N_("Farms"),
    SiteKind.COMPANY: N_("Companies that a person owns, or whose legal form is not known"),
}


def group_lines(words: Translator, groups: Sequence[GroupRow]) -> list[str]:
    """Say what is told together, a line for each kind, and one for all of which nothing can be told."""
    few = [words.tr(_TOGETHER[one.kind]) for one in groups if one.sites is None and one.kind in _TOGETHER]
    lines = [_group_words(words, one) for one in groups if one.sites is not None]
    if few:
        lines.append(words.tr("{kinds}: fewer than five of each, so nothing is told.", kinds=" · ".join(few)))
    return lines


def _group_words(words: Translator, group: GroupRow) -> str:
    kind = words.tr(_TOGETHER.get(group.kind, LABEL[group.kind]))
    told = ", ".join(
        f"{words.tr(LABEL[progress]).lower()} {amount(words, Figure.KWH, group.sums[progress].kwh)}"
        for progress in Progress
        if progress in group.sums
    )
    if not told:
        return words.tr("{kind}: about {count}; too little for a sum.", kind=kind, count=group.sites or 0)
    return words.tr("{kind}: about {count}; a year {told}.", kind=kind, count=group.sites or 0, told=told)


def step_words(words: Translator, extract: ProgrammeExtract) -> str:
    """Say how many cases are on each step."""
    on = [(step, extract.on(step)) for step in CaseStep]
    return " · ".join(f"{words.tr(LABEL[step])} {words.number(count)}" for step, count in on if count)


def municipality_columns(context: UiContext, progress: Callable[[], Progress]) -> list[Column]:
    """The columns of the programme's table, for the measures that have come as far as `progress` says just then."""
    words = context.translator
    tr = words.tr

    def of(place: int) -> Callable[[Held], str]:
        return lambda held: figures_of(words, held.extract.sums(progress()))[place]

    def tone(held: Held) -> str:
        return "text" if held.trust is Trust.OUR_OFFICE or held.state is not ReleaseState.RELEASED else "muted"

    every = [
        Column(tr("Municipality"), lambda held: held.extract.municipality.name, tone=tone),
        Column(tr("As of"), lambda held: words.short_day(held.extract.as_of), 108),
        Column(tr("Companies"), lambda held: sites_words(words, held.extract), 116, numeric=True),
        Column(tr("Measures"), lambda held: words.number(held.extract.sums(progress()).measures), 88, numeric=True),
        Column(tr("Energy a year"), of(0), 128, numeric=True),
        Column(tr("Saving a year"), of(1), 124, numeric=True),
        Column(tr("CO₂e a year"), of(2), 116, numeric=True),
        Column(tr("Investment"), of(3), 124, numeric=True),
        Column(tr("Payback"), of(4), 128, numeric=True),
    ]
    return every if context.theme.scale < LARGE else [one for at, one in enumerate(every) if at not in (3, 7, 8)]


def line_columns(context: UiContext) -> list[Column]:
    """The columns of the rows of one extract."""
    words = context.translator
    tr = words.tr

    def figure(place: int) -> Callable[[Line], str]:
        def show(line: Line) -> str:
            return figures_of(words, line.measure.sums)[place] if line.measure and line.measure.dkk is not None else ""

        return show

    def found(line: Line) -> str:
        known = line.measure is not None and line.measure.verified is not None
        return amount(words, Figure.KWH, line.measure.reached.kwh) if known and line.measure else ""

    def measure(line: Line) -> str:
        return calculator_words(line.measure, words) if line.measure else tr("No measures yet")

    every = [
        Column(tr("Case"), lambda line: case_words(words, line.case), 176),
        Column(tr("Trade"), lambda line: tr(LABEL[line.case.trade]), 152),
        Column(tr("Measure"), measure),
        Column(tr("Status"), lambda line: tr(LABEL[line.measure.status]) if line.measure else "", 116),
        Column(tr("Energy a year"), figure(0), 108, numeric=True),
        Column(tr("Saving a year"), figure(1), 116, numeric=True),
        Column(tr("CO₂e a year"), figure(2), 96, numeric=True),
        Column(tr("Payback"), figure(4), 124, numeric=True),
        Column(tr("Verified"), found, 116, numeric=True),
    ]
    return every if context.theme.scale < LARGE else [one for at, one in enumerate(every) if at not in (1, 6, 7, 8)]


def sites_words(words: Translator, extract: ProgrammeExtract) -> str:
    """Say how many places an extract tells of."""
    count = words.number(extract.sites)
    return words.tr("about {count}", count=count) if extract.is_rounded else count


def method_words(words: Translator, extract: ProgrammeExtract) -> str:
    """Say how the figures came about."""
    sets = [f"{name.partition('@')[0]}" if "@" in name else name[:8] for name in extract.method.factor_sets]
    return words.tr(
        "Ambassador {version}, rules {rules}, factors {sets}. Measures count once they stand in a sealed report.",
        version=extract.method.program,
        rules=extract.method.rules,
        sets=f",{NO_BREAK}".join(sets) or NOT_KNOWN,
    )
