"""The site's energy account in the report: per carrier and year, the chart, what the proposals mean against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ambassador_app import wording
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.quantities import ITEM_NAMES, Carrier, round_significant
from ambassador_app.domain.totals import Totals
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.drawing.charts import Bar, bar_chart
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import figures
from ambassador_app.report.content import Align, Block, Column, Figure, Paragraph, Table


@dataclass(frozen=True, slots=True)
class YearUse:
    """What a site used of one carrier in one year: kWh, DKK where known, and where the figures are from."""

    year: int
    carrier: str
    kwh: float
    cost_dkk: float | None
    sources: tuple[EnergySource, ...]


def by_year(uses: Iterable[EnergyUse]) -> tuple[YearUse, ...]:
    """Add up months; a figure for the whole year stands before its months. Newest year first, largest use first."""
    groups: dict[tuple[int, str], list[EnergyUse]] = {}
    for one in uses:
        groups.setdefault((one.year, one.carrier), []).append(one)
    found = []
    for (year, carrier), group in groups.items():
        whole = [one for one in group if one.month is None] or group
        costs = [one.cost_dkk for one in whole if one.cost_dkk is not None]
        sources = tuple(dict.fromkeys(one.source for one in whole))
        found.append(YearUse(year, carrier, sum(one.kwh for one in whole), sum(costs) if costs else None, sources))
    return tuple(sorted(found, key=lambda one: (-one.year, -one.kwh, one.carrier)))


def blocks(words: Translator, dossier: VisitDossier, accent: str) -> list[Block]:
    """Show use and cost per carrier and year, and the newest year as bars."""
    uses = by_year(dossier.energy)
    if not uses:
        return [Paragraph(words.tr(N_("The site's energy use was not stated at the visit.")))]
    newest = [one for one in uses if one.year == uses[0].year]
    found: list[Block] = []
    if len(newest) > 1:
        found.append(_chart(words, newest, accent))
    found.append(_table(words, uses, dossier.site.area_m2))
    return found


def against_use(words: Translator, dossier: VisitDossier, sums: Totals) -> list[Block]:
    """Compare the proposals with what is used: share of energy, share of emissions, the target, and overlaps."""
    uses = by_year(dossier.energy)
    if not uses or not sums.computed:
        return []
    year = uses[0].year
    used = {one.carrier: one.kwh for one in uses if one.year == year}
    total = sum(used.values())
    saved = sums.kwh
    sentences = []
    if total > 0 and saved > 0:
        share = words.percent(round_significant(saved / total, 2), 0)
        sentences.append(
            words.tr(
                N_("Together the proposals equal {share} of the energy used in {year}."), share=share, year=str(year)
            )
        )
    sentences += _against_target(words, dossier, used, year, sums)
    sentences += [
        words.tr(
            N_("The proposals overlap: no more {carrier} is counted than the site uses."),
            carrier=words.tr(ITEM_NAMES[carrier]),
        )
        for carrier in sums.capped
    ]
    return [Paragraph(" ".join(sentences))] if sentences else []


def _against_target(
    words: Translator, dossier: VisitDossier, used: dict[str, float], year: int, sums: Totals
) -> list[str]:
    if dossier.factor_set is None:
        return []
    factors = dossier.factor_set.resolve(year)
    emitted = sum(kwh * factors[Carrier(name)].value for name, kwh in used.items() if _has(factors, name))
    if emitted <= 0 or sums.co2e_kg <= 0:
        return []
    share = words.percent(round_significant(sums.co2e_kg / emitted, 2), 0)
    said = words.tr(N_("That is {share} of the emissions from it."), share=share)
    if dossier.case is None:
        return [said]
    target = words.percent(dossier.case.target_share, 0)
    return [said, words.tr(N_("The partnership's target is {target}."), target=target)]


def _has(factors: object, name: str) -> bool:
    return name in tuple(Carrier) and Carrier(name) in factors  # type: ignore[operator]


def _name(words: Translator, carrier: str) -> str:
    return words.tr(wording.label(Carrier(carrier))) if carrier in tuple(Carrier) else carrier


def _kwh(words: Translator, value: float) -> str:
    return words.quantity(round(value), "kWh")


def _chart(words: Translator, newest: list[YearUse], accent: str) -> Figure:
    year = str(newest[0].year)
    bars = [Bar(_name(words, one.carrier), one.kwh, _kwh(words, one.kwh)) for one in newest]
    listed = ", ".join(f"{bar.label} {bar.shown}" for bar in bars)
    alt = words.tr(N_("Bar chart of the energy used in {year}: {listed}."), year=year, listed=listed)
    caption = words.tr(N_("Energy used in {year}, by carrier"), year=year)
    return Figure(bar_chart(bars, alt=alt, accent=accent), caption)


def _table(words: Translator, uses: tuple[YearUse, ...], area_m2: float | None) -> Table:
    columns = [
        Column(words.tr(N_("Carrier")), 1.7),
        Column(words.tr(N_("Year")), 0.7, Align.END),
        Column(words.tr(N_("Energy used")), 1.3, Align.END),
        Column(words.tr(N_("Cost")), 1.2, Align.END),
        Column(words.tr(N_("Source")), 1.1),
    ]
    if area_m2:
        columns.insert(4, Column(words.tr(N_("Per m²")), 1.1, Align.END))
    rows = []
    for one in uses:
        cells = [
            _name(words, one.carrier),
            str(one.year),
            _kwh(words, one.kwh),
            figures.kroner(words, one.cost_dkk),
            ", ".join(words.tr(wording.label(source)) for source in one.sources),
        ]
        if area_m2:
            per_area = round_significant(one.kwh / area_m2, 3)
            cells.insert(4, words.quantity(per_area, "kWh/m²"))
        rows.append(tuple(cells))
    return Table(tuple(columns), tuple(rows))
