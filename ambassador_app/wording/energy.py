"""The sentences of an energy account, the same on the screen and in the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ambassador_app.domain.benchmarks import ACTIVITIES, Benchmark, Comparison, Confidence, KeyFigure, Quantity, Verdict
from ambassador_app.domain.degree_days import DegreeDays
from ambassador_app.domain.energy import CarrierYear, Duty, DutyKind
from ambassador_app.domain.energy_account import EnergyAccount, YearAccount
from ambassador_app.domain.place import Activity
from ambassador_app.domain.quantities import Carrier, round_significant
from ambassador_app.i18n import N_, Translator, half_up
from ambassador_app.wording.labels import LABEL

QUANTITY: Final[Mapping[Quantity, str]] = {
    Quantity.HEAT_PER_M2: N_("Heat per m²"),
    Quantity.ELECTRICITY_PER_M2: N_("Electricity per m²"),
    Quantity.ENERGY_PER_M2: N_("Energy per m²"),
    Quantity.LIGHTING_W_M2: N_("Lighting that is installed"),
    Quantity.LEAKAGE_PERCENT: N_("Compressed air that leaks"),
    Quantity.ELECTRICITY_PER_ACTIVITY: N_("Electricity per {unit}"),
}

CONFIDENCE: Final[Mapping[Confidence, str]] = {
    Confidence.READ: N_("well documented"),
    Confidence.PARTLY: N_("local or foreign figures"),
    Confidence.GUESS: N_("an assumption"),
}

UNIT: Final[Mapping[str, str]] = {
    "kWh/sow": N_("kWh/sow"),
    "kWh/finisher": N_("kWh/finisher"),
}

_UNITS: Final[Mapping[str, str]] = {one.unit: one.unit for one in ACTIVITIES.values() if one.unit}

REFERENCE_WORDS: Final = frozenset(
    {
        N_("normal year as used by Silkeborg Forsyning"),
        N_("Silkeborg Forsyning"),
        N_("assumption, to be confirmed at the visit"),
        N_("Assens Fjernvarme, average of homes in its district 2016/17"),
        N_("Assens Fjernvarme, average of public buildings in its district 2016/17"),
        N_("Assens Fjernvarme, average of trade, service and industry in its district 2016/17"),
        N_("Teknologisk Institut"),
        N_("SparEnergi v1.1, offices (open-plan, day-care and teaching 6, corridors 4; LED is lower now)"),
        N_("US Department of Energy: 20–30 % is typical, 5–10 % can be kept"),
        N_("Energimidt via Gård och Djurhälsan, year sow with piglets to 30 kg"),
        N_("Energimidt via Gård och Djurhälsan"),
        N_("Swedish dairy farms, mean 0.17"),
    }
)
"""The sources in the shipped files, marked here because the catalogue of words does not read data files."""

_AUDIT: Final = N_(
    "A company that uses more than 10 TJ a year on average over three years, all its sites and carriers together, "
    "must have an energy and climate audit every fourth year (BEK 761 of 18 June 2024)."
)
_MANAGEMENT: Final = N_(
    "A company that uses more than 85 TJ a year on average over three years, all its sites and carriers together, "
    "must have certified energy management (BEK 761 of 18 June 2024)."
)


def duty_sentences(words: Translator, duty: Duty) -> tuple[str, ...]:
    """Say what the use comes to and what the law asks of a company that large; whether it does here is not said."""
    tj = words.number(round_significant(duty.kwh * 3.6 / 1e6, 3))
    if len(duty.years) > 1:
        first, last = str(min(duty.years)), str(max(duty.years))
        use = words.tr(
            N_("The site used {tj} TJ a year on average from {first} to {last}."), tj=tj, first=first, last=last
        )
    else:
        use = words.tr(
            N_("The site used {tj} TJ in {year}; figures for three whole years are not here."),
            tj=tj,
            year=str(duty.years[0]),
        )
    return use, words.tr(_MANAGEMENT if duty.kind is DutyKind.MANAGEMENT else _AUDIT)


# -- what is missing ------------------------------------------------------------------------------------------------
def gaps(words: Translator, year: YearAccount) -> tuple[str, ...]:
    """Name what a year lacks."""
    found = [carrier_gap(words, one) for one in year.carriers if not one.is_complete]
    found += [
        words.tr(N_("{carrier}: no figure for {year}."), carrier=words.tr(LABEL[one]), year=str(year.year))
        for one in year.missing
    ]
    found += [
        words.tr(
            N_("{carrier}: the months of {year} come to {share} of the figure of the whole year, which is used."),
            carrier=words.tr(LABEL[one.carrier]),
            year=str(year.year),
            share=words.percent(1 + one.disagreement, 0),
        )
        for one in year.carriers
        if one.disagreement is not None and abs(one.disagreement) > 0.02
    ]
    return tuple(found)


def carrier_gap(words: Translator, one: CarrierYear) -> str:
    """Name the months that are missing, or those that are there where they are fewer."""
    carrier, year = words.tr(LABEL[one.carrier]), str(one.year)
    if len(one.missing_months) <= 6:
        months = month_list(words, one.missing_months)
        return words.tr(N_("{carrier}: {months} {year} missing."), carrier=carrier, months=months, year=year)
    months = month_list(words, one.months)
    return words.tr(N_("{carrier}: only {months} {year}."), carrier=carrier, months=months, year=year)


def month_list(words: Translator, months: Iterable[int]) -> str:
    """Name months, runs of three and more by their ends: `January–March, June`."""
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    named = []
    for run in runs:
        names = [words.month(month) for month in run]
        named += [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names
    return ", ".join(named)


def factor_note(words: Translator, year: YearAccount) -> str:
    """Say where a factor is of another year, or missing; empty where all are of the year."""
    found = []
    if year.held:
        found.append(
            words.tr(
                N_("The factor set has none of {year} for {carriers}; the nearest year's is used."),
                year=str(year.year),
                carriers=carriers(words, year.held),
            )
        )
    if year.emissions.unknown:
        found.append(
            words.tr(
                N_("No CO₂e factor for {carriers}: not counted."), carriers=carriers(words, year.emissions.unknown)
            )
        )
    return " ".join(found)


def carriers(words: Translator, found: Iterable[Carrier]) -> str:
    """List carriers in running text."""
    return ", ".join(words.tr(LABEL[one]).lower() for one in found)


# -- how figures are made -------------------------------------------------------------------------------------------
def correction_note(words: Translator, account: EnergyAccount) -> str:
    """Say what heat is corrected to, and with what; empty where no year is."""
    days = account.days
    year = next((one for one in account.years if one.heat_kwh and one.corrected_heat_kwh is not None), None)
    if year is None:
        return ""
    actual = days.of(year.year)
    text = words.tr(
        N_(
            "Heat is corrected to a normal year of {normal} degree days ({source}); {share} of it is taken to be "
            "independent of the weather ({whose})."
        ),
        normal=words.number(days.normal),
        source=words.tr(days.source),
        share=words.percent(account.free_share, 0),
        whose=words.tr(N_("stated for this site")) if account.free_share_is_own else words.tr(days.free_share_source),
    )
    if actual is None:
        return text
    at = words.tr(
        N_("{year} had {days} degree days ({source})."),
        year=str(year.year),
        days=words.number(actual.value),
        source=words.tr(actual.source),
    )
    return f"{text} {at}"


def scope_note(words: Translator) -> str:
    """Say what the scopes are and what is left out."""
    return words.tr(
        N_(
            "Scope 1 is fuels burnt on the site, scope 2 electricity and district heating. Scope 3 (goods, waste, "
            "business travel and the like) is not counted; neither is the company's own transport."
        )
    )


def uncorrected_years(days: DegreeDays, account: EnergyAccount) -> tuple[int, ...]:
    """The complete years with heat whose degree days are not known."""
    return tuple(
        one.year for one in account.years if one.is_complete and one.heat_kwh > 0 and days.of(one.year) is None
    )


def correction_sentences(words: Translator, account: EnergyAccount) -> tuple[str, ...]:
    """Say how heat was corrected, and which years could not be."""
    missing = uncorrected_years(account.days, account)
    found = [correction_note(words, account)]
    if missing:
        listed = ", ".join(map(str, missing))
        found.append(words.tr(N_("Heat is not corrected where the degree days are not known: {years}."), years=listed))
    return tuple(one for one in found if one)


# -- against the baseline -------------------------------------------------------------------------------------------
def change(words: Translator, share: float | None) -> str:
    """Write −0.12 as −12 %, 0.05 as +5 %."""
    if share is None:
        return "\N{EN DASH}"
    shown = half_up(share * 100)
    sign = "+" if shown > 0 else ""
    return sign + words.quantity(float(shown), "%", 0)


def goal_sentence(words: Translator, account: EnergyAccount) -> str:
    """Say the baseline year and the target, or why there is none."""
    if account.baseline_year is None or account.target_share is None:
        return words.tr(N_("No baseline year has been agreed."))
    base, year = account.baseline, str(account.baseline_year)
    if base is None:
        return words.tr(N_("The baseline year {year} has no figures yet."), year=year)
    if not base.is_complete:
        return words.tr(N_("The baseline year {year} is not complete; nothing is measured against it."), year=year)
    return words.tr(
        N_("Baseline {year}: {tonnes} t CO₂e. Target: {share} less before the end of {target}."),
        year=year,
        tonnes=words.number(round_significant(base.emissions.kg / 1000, 3)),
        share=words.percent(account.target_share, 0),
        target=str(account.target_year or account.baseline_year + 3),
    )


def result_sentence(words: Translator, account: EnergyAccount) -> str:
    """Say how the newest year that is measured stands against the baseline; empty where none is."""
    found = next((one for one in account.years if one.against is not None), None)
    if found is None or found.against is None:
        return ""
    against = found.against
    raw = words.tr(
        N_("{year}: CO₂e {co2e}, energy {kwh} against {base}."),
        year=str(found.year),
        co2e=change(words, against.co2e),
        kwh=change(words, against.kwh),
        base=str(account.baseline_year),
    )
    parts = [raw]
    if against.corrected_kwh is not None:
        parts.append(
            words.tr(
                N_("With heat as in a normal year: CO₂e {co2e}, energy {kwh}."),
                co2e=change(words, against.corrected_co2e),
                kwh=change(words, against.corrected_kwh),
            )
        )
    if against.own_co2e is not None:
        parts.append(
            words.tr(
                N_("With the factors of {base} unchanged: {own}."),
                base=str(account.baseline_year),
                own=change(words, against.own_co2e),
            )
        )
    return " ".join(parts)


# -- beside others --------------------------------------------------------------------------------------------------
def quantity_name(words: Translator, benchmark: Benchmark) -> str:
    """Name what is compared."""
    unit = ACTIVITIES[benchmark.activity].unit if benchmark.activity else ""
    return (
        words.tr(QUANTITY[benchmark.quantity], unit=words.tr(unit)) if unit else words.tr(QUANTITY[benchmark.quantity])
    )


def comparison_sentence(words: Translator, one: Comparison) -> str:
    """Say the own figure, what is usual, and where to look if it is worth it."""
    unit = words.tr(UNIT.get(one.benchmark.unit, one.benchmark.unit))
    own = words.quantity(round_significant(one.own, 3 if one.own >= 100 else 2), unit)
    if one.at_least:
        own = words.tr(N_("at least {amount}"), amount=own)
    usual = usual_range(words, one.benchmark)
    if one.verdict is Verdict.LOOK:
        look = one.benchmark.look_at[words.language]
        return words.tr(N_("Own {own}, usual {usual}: look at {look}."), own=own, usual=usual, look=look)
    if one.verdict is Verdict.GOOD:
        return words.tr(N_("Own {own}: better than usual ({usual})."), own=own, usual=usual)
    if one.verdict is Verdict.ABOVE:
        return words.tr(N_("Own {own}: above others ({usual})."), own=own, usual=usual)
    return words.tr(N_("Own {own}: as others ({usual})."), own=own, usual=usual)


def usual_range(words: Translator, benchmark: Benchmark) -> str:
    """Write what is usual: `up to 94 kWh/m²`, `275–350 kWh/sow`."""
    unit = words.tr(UNIT.get(benchmark.unit, benchmark.unit))
    high = words.quantity(benchmark.high, unit) if benchmark.high is not None else ""
    if benchmark.low is None and benchmark.high is None and benchmark.typical is not None:
        return words.tr(N_("{amount} on average"), amount=words.quantity(benchmark.typical, unit))
    if benchmark.low is None:
        return words.tr(N_("up to {amount}"), amount=high)
    return (
        f"{words.number(benchmark.low)}–{high}"
        if high
        else words.tr(N_("from {amount}"), amount=words.quantity(benchmark.low, unit))
    )


def benchmark_source(words: Translator, benchmark: Benchmark) -> str:
    """Name the source and how well the figure is known."""
    return f"{words.tr(benchmark.source)} ({words.tr(CONFIDENCE[benchmark.confidence])})"


def activity_name(words: Translator, activity: Activity) -> str:
    """Name what a site makes or keeps."""
    return activity.name if activity.key == "other" else words.tr(ACTIVITIES[activity.key].name)


def activity_unit(words: Translator, activity: Activity) -> str:
    """Name the unit it is counted in."""
    return words.tr(_UNITS[activity.unit]) if activity.unit in _UNITS else activity.unit


def key_figure_sentence(words: Translator, one: KeyFigure) -> str:
    """Write the energy for one unit: `Meals served 2024: 2.1 kWh/meal (electricity 1.4)`."""
    unit = activity_unit(words, one.activity)
    return words.tr(
        N_("{name} {year}: {kwh} kWh/{unit} in all, electricity {electricity} kWh/{unit}."),
        name=activity_name(words, one.activity),
        year=str(one.activity.year),
        kwh=words.number(round_significant(one.kwh, 3)),
        electricity=words.number(round_significant(one.electricity_kwh, 3)),
        unit=unit,
    )
