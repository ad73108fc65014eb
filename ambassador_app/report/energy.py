"""The site's energy account in the report: what was used and what it comes to, the baseline, the chart, what others
use, and what the proposals mean against it."""

from __future__ import annotations

from typing import Final

from ambassador_app import wording
from ambassador_app.domain.benchmarks import Comparison, compared, key_figures
from ambassador_app.domain.case import Case
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.energy import CarrierYear, newest_use
from ambassador_app.domain.energy_account import EnergyAccount, YearAccount, account_of
from ambassador_app.domain.observed import observed_of
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, round_significant
from ambassador_app.domain.totals import Totals
from ambassador_app.drawing import PART_COLOURS, Bar, PartName, Stack, StackWords, bar_chart, column_chart
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import figures
from ambassador_app.report.content import (
    Align,
    Block,
    Bullets,
    Callout,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    Tone,
)
from ambassador_app.report.kinds import is_home
from ambassador_app.wording import energy as said

_SCOPES_AT_HOME: Final = N_("Scope 1 is fuels burnt in the home, scope 2 electricity and district heating.")


def account(dossier: VisitDossier) -> EnergyAccount | None:
    """Make the account of the visited site; None for a dossier without degree days, as old files may be."""
    if dossier.reference is None:
        return None
    return account_of(dossier.energy, dossier.factor_set, dossier.reference.days, dossier.site, dossier.case)


def blocks(words: Translator, dossier: VisitDossier, accent: str) -> list[Block]:
    """Show use and cost per carrier and year, then what the years come to and what they are held against."""
    found = account(dossier)
    if found is None or not found.years:
        return [
            Paragraph(words.tr(N_("The site's energy use was not stated at the visit."))),
            *_comparisons(words, _compared(dossier, found)),
        ]
    shown: list[Block] = [
        *_duty(words, found),
        *_charts(words, found, accent),
        _use(words, found),
        *_gaps(words, found),
    ]
    shown += _result(words, dossier, found)
    shown += _comparisons(words, _compared(dossier, found))
    figures_said = [said.key_figure_sentence(words, one) for one in key_figures(found, dossier.site)]
    if figures_said:
        shown.append(Bullets(tuple(figures_said), words.tr(N_("Key figures"))))
    return shown


# -- what was used --------------------------------------------------------------------------------------------------
def _duty(words: Translator, found: EnergyAccount) -> list[Block]:
    if found.duty is None:
        return []
    return [Callout(" ".join(said.duty_sentences(words, found.duty)), tone=Tone.NOTICE)]


def _charts(words: Translator, found: EnergyAccount, accent: str) -> list[Block]:
    """Several years stand beside each other; of one year the carriers do."""
    if len(found.years) > 1:
        return [_years_chart(words, found, accent)]
    newest = found.years[0]
    return [_carriers_chart(words, newest, accent)] if len(newest.carriers) > 1 else []


def _years_chart(words: Translator, found: EnergyAccount, accent: str) -> Figure:
    years = tuple(reversed(found.years[:8]))
    carriers = tuple(dict.fromkeys(one.carrier for year in found.years[:8] for one in year.carriers))
    colours = (accent, *PART_COLOURS[1:])
    names = [PartName(_name(words, one), colours[at % len(colours)]) for at, one in enumerate(carriers)]
    stacks = [
        Stack(
            str(year.year),
            tuple(sum(one.kwh for one in year.carriers if one.carrier is carrier) / 1000 for carrier in carriers),
            year.corrected_kwh / 1000 if year.corrected_kwh is not None and year.heat_kwh else None,
            year.is_complete,
        )
        for year in years
    ]
    listed = ", ".join(f"{year.year}: {words.quantity(year.kwh / 1000, 'MWh', 0)}" for year in years)
    alt = words.tr(N_("Bar chart of the energy used by year: {listed}."), listed=listed)
    mark = words.tr(N_("with heat as in a normal year"))
    picture = column_chart(stacks, names, StackWords(alt, words.tr(N_("MWh")), words.number, mark))
    caption = words.tr(N_("Energy used by year and carrier; a pale bar lacks months"))
    whole = words.tr(N_("Energy used by year and carrier"))
    return Figure(picture, whole if all(year.is_complete for year in years) else caption)


def _carriers_chart(words: Translator, newest: YearAccount, accent: str) -> Figure:
    year = str(newest.year)
    bars = [Bar(_name(words, one.carrier), one.kwh, _kwh(words, one.kwh)) for one in newest.carriers]
    listed = ", ".join(f"{bar.label} {bar.shown}" for bar in bars)
    alt = words.tr(N_("Bar chart of the energy used in {year}: {listed}."), year=year, listed=listed)
    return Figure(bar_chart(bars, alt=alt, accent=accent), words.tr(N_("Energy used in {year}, by carrier"), year=year))


def _use(words: Translator, found: EnergyAccount) -> Table:
    area = found.years[0].area_m2
    columns = [
        Column(words.tr(N_("Carrier")), 1.7),
        Column(words.tr(N_("Year")), 0.7),
        Column(words.tr(N_("Source")), 1.1),
        Column(words.tr(N_("Energy used")), 1.3, Align.END),
        Column(words.tr(N_("Cost")), 1.2, Align.END),
    ]
    if area:
        columns.append(Column(words.tr(N_("Per m²")), 1.1, Align.END))
    rows = [_use_row(words, one, year, area) for year in found.years for one in year.carriers]
    return Table(tuple(columns), tuple(rows))


def _use_row(words: Translator, one: CarrierYear, year: YearAccount, area: float | None) -> tuple[str, ...]:
    mark = "" if one.is_complete else "*"
    cells = [
        _name(words, one.carrier),
        f"{one.year}{mark}",
        ", ".join(words.tr(wording.label(source)) for source in one.sources),
        _kwh(words, one.kwh),
        figures.kroner(words, one.cost_dkk),
    ]
    if area:
        per_area = year.per_m2(one.kwh) if one.is_complete else None
        shown = words.quantity(round_significant(per_area, 3), "kWh/m²") if per_area is not None else wording.NOT_KNOWN
        cells.append(shown)
    return tuple(cells)


def _gaps(words: Translator, found: EnergyAccount) -> list[Block]:
    lines = [line for year in found.years for line in said.gaps(words, year)]
    if not lines:
        return []
    return [Paragraph("* " + words.tr(N_("Not the whole year: {gaps}"), gaps=" ".join(lines)), small=True)]


# -- what it comes to -----------------------------------------------------------------------------------------------
def _result(words: Translator, dossier: VisitDossier, found: EnergyAccount) -> list[Block]:
    """Show the years together: corrected heat, CO2e by scope, and where there is a partnership, the baseline."""
    shown: list[Block] = [Heading(words.tr(N_("Energy and climate account")), 3), _years_table(words, found)]
    if _goal(dossier) is not None:
        goal = (said.goal_sentence(words, found), said.result_sentence(words, found))
        shown.append(Paragraph(" ".join(part for part in goal if part)))
    scopes = words.tr(_SCOPES_AT_HOME) if is_home(dossier) else said.scope_note(words)
    notes = [*said.correction_sentences(words, found), scopes]
    notes += [note for year in found.years if (note := said.factor_note(words, year))]
    shown.append(Paragraph(" ".join(notes), small=True))
    return shown


def _years_table(words: Translator, found: EnergyAccount) -> Table:
    """Give a line for each year; a column in which nothing is known is left out."""
    columns = (
        Column(words.tr(N_("Year")), 0.7),
        Column(words.tr(N_("Energy used")), 1.2, Align.END),
        Column(words.tr(N_("Heat")), 1.2, Align.END),
        Column(words.tr(N_("Heat, normal year")), 1.2, Align.END),
        Column(words.tr(N_("CO₂e scope 1")), 1.0, Align.END),
        Column(words.tr(N_("CO₂e scope 2")), 1.0, Align.END),
        Column(words.tr(N_("CO₂e against {year}"), year=str(found.baseline_year)), 1.0, Align.END),
    )
    rows = [_year_row(words, year) for year in found.years]
    shown = [at for at in range(len(columns)) if any(row[at] != wording.NOT_KNOWN for row in rows)]
    return Table(tuple(columns[at] for at in shown), tuple(tuple(row[at] for at in shown) for row in rows))


def _year_row(words: Translator, year: YearAccount) -> tuple[str, ...]:
    return (
        f"{year.year}{'' if year.is_complete else '*'}",
        _kwh(words, year.kwh),
        _kwh(words, year.heat_kwh) if year.heat_kwh else wording.NOT_KNOWN,
        _kwh(words, round_significant(year.corrected_heat_kwh, 3))
        if year.corrected_heat_kwh and year.heat_kwh
        else wording.NOT_KNOWN,
        _tonnes(words, year.emissions.fuels),
        _tonnes(words, year.emissions.bought),
        said.change(words, year.against.co2e if year.against is not None else None),
    )


def _compared(dossier: VisitDossier, found: EnergyAccount | None) -> tuple[Comparison, ...]:
    if dossier.reference is None or found is None:
        return ()
    code = dossier.organisation.industry.code if dossier.organisation is not None else ""
    observed = observed_of(dossier.answers())
    return compared(dossier.reference.benchmarks, found, dossier.site, observed, code)


def _comparisons(words: Translator, found: tuple[Comparison, ...]) -> list[Block]:
    if not found:
        return []
    lines = tuple(
        f"{said.quantity_name(words, one.benchmark)}: {said.comparison_sentence(words, one)} "
        + words.tr(N_("Source: {source}."), source=said.benchmark_source(words, one.benchmark))
        for one in found
    )
    return [Bullets(lines, words.tr(N_("Beside what others use")))]


# -- what the proposals mean ----------------------------------------------------------------------------------------
def against_use(words: Translator, dossier: VisitDossier, sums: Totals) -> list[Block]:
    """Compare the proposals with what is used: share of energy, share of emissions, the target, and overlaps."""
    found = account(dossier)
    year = found.newest if found is not None else None
    if year is None or not sums.computed:
        return []
    total = sum(newest_use(dossier.energy).values())
    sentences = []
    if total > 0 and sums.kwh > 0:
        share = words.percent(round_significant(sums.kwh / total, 2), 0)
        sentences.append(
            words.tr(
                N_("Together the proposals equal {share} of the energy used in {year}."),
                share=share,
                year=str(year.year),
            )
        )
    sentences += _against_target(words, dossier, year, sums)
    sentences += [
        words.tr(
            N_("The proposals overlap: no more {carrier} is counted than the site uses."),
            carrier=words.tr(ITEM_NAMES[carrier]),
        )
        for carrier in sums.capped
    ]
    return [Paragraph(" ".join(sentences))] if sentences else []


def _against_target(words: Translator, dossier: VisitDossier, year: YearAccount, sums: Totals) -> list[str]:
    if year.emissions.kg <= 0 or sums.co2e_kg <= 0:
        return []
    share = words.percent(round_significant(sums.co2e_kg / year.emissions.kg, 2), 0)
    found = [words.tr(N_("That is {share} of the emissions from it."), share=share)]
    case = _goal(dossier)
    if case is None:
        return found
    target = words.percent(case.target_share, 0)
    return [*found, words.tr(N_("The partnership's target is {target}."), target=target)]


def _goal(dossier: VisitDossier) -> Case | None:
    """The case of a site that has agreed on a goal; a home has no partnership."""
    return dossier.case if dossier.case is not None and dossier.case.has_goal and not is_home(dossier) else None


def _name(words: Translator, carrier: Carrier) -> str:
    return words.tr(wording.label(carrier))


def _kwh(words: Translator, value: float) -> str:
    return words.quantity(value, "kWh", 0)


def _tonnes(words: Translator, kg: float) -> str:
    return words.quantity(round_significant(kg / 1000, 3), "t")
