"""The measures of a visit as the report shows them: numbered, added up, in a table and one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ambassador_app import wording
from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.quantities import DataQuality, of_sum
from ambassador_app.domain.totals import Totals
from ambassador_app.i18n import N_, NO_BREAK, Translator
from ambassador_app.report import figures
from ambassador_app.report.content import (
    Align,
    Block,
    Bullets,
    Column,
    Fact,
    KeyFigure,
    KeyFigures,
    MeasureBlock,
    Table,
)
from ambassador_app.report.measure_facts import benefits, guesses, money_facts
from ambassador_app.report.photobook import PhotoBook
from ambassador_app.wording.verdicts import payback_words, verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure with its number in this report and what was computed for it, if anything."""

    number: int
    measure: Measure
    assessment: Assessment | None

    @property
    def quality(self) -> DataQuality:
        """What its figures are worth."""
        return self.assessment.quality if self.assessment else self.measure.quality

    @property
    def saving_dkk(self) -> float:
        """DKK saved in a year; 0 while nothing is computed."""
        return self.assessment.cost_saving_dkk if self.assessment else 0.0

    @property
    def payback(self) -> float | Payback:
        """The simple payback in years."""
        return self.assessment.economics.simple_payback if self.assessment else Payback.UNKNOWN

    @property
    def kwh(self) -> float:
        """kWh saved in a year, over all carriers."""
        return sum(self.assessment.savings_kwh.values()) if self.assessment else 0.0

    @property
    def is_free(self) -> bool:
        """Whether it saves and needs no investment."""
        return self.payback is Payback.IMMEDIATE


def proposals(measures: Sequence[Measure]) -> tuple[Proposal, ...]:
    """Number the measures by how soon they pay back, then by what they save; the uncomputed come last."""
    found = [(one, Assessment.from_json(one.assessment) if one.assessment else None) for one in measures]
    ordered = sorted(found, key=lambda pair: _rank(Proposal(0, *pair)))
    return tuple(Proposal(i, *pair) for i, pair in enumerate(ordered, 1))


def _rank(one: Proposal) -> tuple[float, float, int]:
    match one.payback:
        case Payback.IMMEDIATE:
            years = 0.0
        case Payback.NONE:
            years = 1e9
        case Payback.UNKNOWN:
            years = 1e9 + 1 if one.assessment else 1e9 + 2
        case number:
            years = float(number)
    return years, -one.saving_dkk, one.measure.order


# -- summary ------------------------------------------------------------------------------------------------------
def total_figures(words: Translator, sums: Totals) -> KeyFigures:
    """Give the four figures that a busy owner reads first."""
    quality = of_sum(sums.quality)
    return KeyFigures(
        (
            _figure(words, sums.kwh, figures.KWH_A_YEAR, N_("Energy saved"), quality),
            _figure(words, sums.cost_saving_dkk, figures.DKK_A_YEAR, N_("Money saved"), quality),
            _figure(words, sums.co2e_kg / 1000, figures.TONNES_A_YEAR, N_("Climate gain"), of_sum(sums.quality)),
            figures.payback_figure(words, sums.payback),
        )
    )


def _figure(words: Translator, value: float, unit: str, label: str, quality: DataQuality) -> KeyFigure:
    return KeyFigure(figures.amount(words, value, quality), words.tr(unit), words.tr(label))


def table(words: Translator, found: Sequence[Proposal], sums: Totals | None = None) -> Table:
    """List the proposals with their figures; `sums` adds the last row, and what counts of each where some meet."""
    shares = sums if sums is not None and sums.package.overlapping else None
    columns = [
        Column(words.tr(N_("No.")), 0.5),
        Column(words.tr(N_("Proposal")), 3.2),
        Column(words.tr(figures.KWH_A_YEAR), 1.2, Align.END),
        Column(words.tr(figures.DKK_A_YEAR), 1.2, Align.END),
        Column(words.tr(figures.TONNES_A_YEAR), 1.15, Align.END),
        Column(words.tr(N_("Investment")), 1.4, Align.END),
        Column(words.tr(N_("Payback")), 1.35, Align.END),
        Column(words.tr(N_("Quality")), 0.8, Align.END),
    ]
    if shares is not None:
        columns.append(Column(words.tr(N_("Counts")), 1.0, Align.END))
    total: tuple[str, ...] = ()
    if sums is not None and sums.computed > 1:
        total = (
            "",
            words.tr(N_("All together")),
            figures.amount(words, sums.kwh, of_sum(sums.quality)),
            figures.amount(words, sums.cost_saving_dkk, of_sum(sums.quality)),
            figures.amount(words, sums.co2e_kg / 1000, of_sum(sums.quality)),
            words.number(sums.investment_dkk, 0),
            payback_words(words, sums.payback),
            sums.quality.value,
            *(("",) if shares is not None else ()),
        )
    rows = tuple((*_row(words, one), *((_share(words, one, shares),) if shares else ())) for one in found)
    return Table(tuple(columns), rows, total)


def _share(words: Translator, one: Proposal, sums: Totals) -> str:
    """Write how much of a proposal counts, with a mark where it meets others."""
    counted = sums.package.of(one.measure.id)
    if counted is None:
        return wording.NOT_KNOWN
    return words.percent(counted.share, 0) + (f"{NO_BREAK}*" if counted.meetings else "")


def _row(words: Translator, one: Proposal) -> tuple[str, ...]:
    found = one.assessment
    if found is None:
        dash = wording.NOT_KNOWN
        return (str(one.number), one.measure.title, dash, dash, dash, dash, words.tr(N_("Not computed")), dash)
    investment = found.economics.investment_dkk
    return (
        str(one.number),
        one.measure.title,
        figures.amount(words, one.kwh, one.quality),
        figures.amount(words, one.saving_dkk, one.quality),
        figures.amount(words, found.co2e_kg / 1000, one.quality),
        wording.NOT_KNOWN if investment is None else words.number(investment, 0),
        payback_words(words, one.payback),
        one.quality.value,
    )


# -- one proposal -------------------------------------------------------------------------------------------------
def block(words: Translator, one: Proposal, photos: PhotoBook, more: tuple[Fact, ...] = ()) -> MeasureBlock:
    """Show one proposal whole: practice, proposal, figures, verdict, inputs, calculation, photos; `more` facts last."""
    measure, found = one.measure, one.assessment
    texts = [
        Fact(f"{words.tr(label)}:", text)
        for label, text in (
            (N_("Current practice"), measure.current_practice),
            (N_("Proposal"), measure.proposal),
            (N_("Assumptions"), measure.assumptions),
            (N_("Other benefits"), benefits(words, measure)),
            (N_("Risks to look after"), measure.risks),
        )
        if text.strip()
    ]
    note = words.tr(N_("Please note")) + ":"
    texts += [Fact(note, words.say(warning)) for warning in (found.warnings if found else ())]
    return MeasureBlock(
        number=str(one.number),
        title=measure.title,
        tag=words.tr(wording.area_label(measure.area)),
        figures=_figures(words, one),
        verdict=_verdict(words, one),
        texts=tuple(texts),
        facts=(*_facts(words, one), *more),
        explanation_title=words.tr(N_("How it was computed")),
        explanation=_explanation(words, found) if found else (),
        photos=photos.of_measure(measure.id),
    )


def _verdict(words: Translator, one: Proposal) -> str:
    if one.assessment is None:
        return words.tr(N_("The saving is not computed yet: figures are missing."))
    return verdict(words, one.assessment.economics, one.quality)


def _figures(words: Translator, one: Proposal) -> tuple[KeyFigure, ...]:
    found = one.assessment
    if found is None:
        return ()
    energy = _figure(words, one.kwh, figures.KWH_A_YEAR, N_("Energy saved"), one.quality)
    if not one.kwh and found.water_m3:
        energy = _figure(words, found.water_m3, figures.M3_A_YEAR, N_("Water saved"), one.quality)
    return (
        energy,
        _figure(words, found.cost_saving_dkk, figures.DKK_A_YEAR, N_("Money saved"), one.quality),
        _figure(words, found.co2e_kg / 1000, figures.TONNES_A_YEAR, N_("Climate gain"), one.quality),
        figures.payback_figure(words, one.payback),
    )


def _facts(words: Translator, one: Proposal) -> tuple[Fact, ...]:
    measure, found = one.measure, one.assessment
    rows: list[tuple[str, str]] = []
    if found is not None:
        rows += _energy_facts(words, found, one.quality) + money_facts(words, measure, found)
    rows.append((N_("Data quality"), words.tr(wording.label(one.quality))))
    rows += guesses(words, measure, found) if found is not None else []
    if measure.status.is_agreed:
        rows.append((N_("Agreed"), words.tr(wording.label(measure.status))))
    if measure.owner:
        rows.append((N_("Responsible"), measure.owner))
    if measure.deadline:
        rows.append((N_("Deadline"), words.day(measure.deadline)))
    return tuple(Fact(words.tr(label), value) for label, value in rows)


def _energy_facts(words: Translator, found: Assessment, quality: DataQuality) -> list[tuple[str, str]]:
    """Name the carriers where more than one is touched, and the streams beside energy."""
    parts = [
        f"{words.tr(wording.label(carrier))} {figures.quantity(words, kwh, figures.KWH_A_YEAR, quality)}"
        for carrier, kwh in found.savings_kwh.items()
    ]
    rows = [(N_("Saved by carrier"), ", ".join(parts))] if parts else []
    for label, value, unit in (
        (N_("Electricity sold"), found.electricity_export_kwh, figures.KWH_A_YEAR),
        (N_("Water saved"), found.water_m3, figures.M3_A_YEAR),
        (N_("Diesel saved"), found.diesel_l, N_("l/yr")),
        (N_("Petrol saved"), found.petrol_l, N_("l/yr")),
        (N_("Other savings"), found.other_saving_dkk, figures.DKK_A_YEAR),
    ):
        if value:
            rows.append((label, figures.quantity(words, value, unit, quality)))
    return rows


def _explanation(words: Translator, found: Assessment) -> tuple[str, ...]:
    """List the inputs with where they are from, then the calculation line by line."""
    return tuple(words.say(line) for line in found.lines())


# -- quick wins ---------------------------------------------------------------------------------------------------
def quick_wins(words: Translator, found: Sequence[Proposal]) -> list[Block]:
    """List what can be done tomorrow without investment."""
    free = [one for one in found if one.is_free]
    if not free:
        return []
    items = tuple(
        words.tr(
            N_("Proposal {number}: {title}. Saves {saving} a year."),
            number=one.number,
            title=one.measure.title.rstrip("."),
            saving=figures.money(words, one.saving_dkk, one.quality),
        )
        for one in free
    )
    return [Bullets(items, lead=words.tr(N_("These proposals need no investment and can begin at once.")))]
