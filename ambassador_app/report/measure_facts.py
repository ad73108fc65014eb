"""What a measure costs and what else it is good for, as labelled facts of the report."""

from __future__ import annotations

from ambassador_app import wording
from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.calculators.inputs import Origin
from ambassador_app.domain.economics import Economics
from ambassador_app.domain.measure import INVESTMENT, Measure
from ambassador_app.domain.quantities import DataQuality
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import figures
from ambassador_app.wording.subsidies import subsidy_warnings, subsidy_words
from ambassador_app.wording.verdicts import factor_words, irr_words

Fact = tuple[str, str]
"""A msgid and its value in words."""


def benefits(words: Translator, measure: Measure) -> str:
    """Say what the measure is good for besides money: what was picked, then what was written."""
    picked = ", ".join(words.tr(wording.label(one)) for one in measure.benefit_tags)
    return "\n".join(part for part in (picked, measure.benefits) if part)


def money_facts(words: Translator, measure: Measure, found: Assessment) -> list[Fact]:
    """List what the measure costs, its grant and its economy over the years, as far as they are known."""
    economics = found.economics
    rows = [(N_("Investment"), _investment(words, measure, economics))]
    subsidy = subsidy_words(words, measure)
    if subsidy:
        rows.append((N_("Subsidy"), subsidy))
    rows += [(N_("Note on the subsidy"), words.say(line)) for line in subsidy_warnings(measure)]
    if economics.lifetime_years is not None:
        years = words.quantity(economics.lifetime_years, words.tr(figures.YEARS))
        source = words.tr(economics.lifetime_source)
        rows.append((N_("Lifetime"), f"{years} ({source})" if source else years))
    return rows + _over_the_years(words, economics, found.quality)


def guesses(words: Translator, measure: Measure, found: Assessment) -> list[Fact]:
    """Name what still rests on a guess, so that a reader knows what to check first."""
    named = [words.tr(one.label) for one in found.inputs if one.origin is Origin.ESTIMATE]
    if INVESTMENT in measure.guessed:
        named.append(words.tr(N_("Investment")))
    return [(N_("Guesses to be checked"), ", ".join(named))] if named else []


def _investment(words: Translator, measure: Measure, economics: Economics) -> str:
    amount = figures.kroner(words, economics.investment_dkk)
    guess = words.tr(measure.guessed[INVESTMENT]) if INVESTMENT in measure.guessed else ""
    sources = "; ".join(source for source in (measure.price_source, guess) if source)
    return f"{amount} ({sources})" if sources else amount


def _over_the_years(words: Translator, economics: Economics, quality: DataQuality) -> list[Fact]:
    rows: list[Fact] = []
    if economics.profitability_br18 is not None:
        factor = factor_words(words, economics.profitability_br18, quality)
        rows.append((N_("BR18 factor"), words.tr(N_("{factor} (profitable above 1.33)"), factor=factor)))
    if economics.subsidy_dkk and economics.profitability_br18_with_subsidy is not None:
        shown = factor_words(words, economics.profitability_br18_with_subsidy, quality)
        rows.append((N_("BR18 factor with the subsidy"), shown))
    if economics.npv_dkk is not None:
        value = figures.money(words, economics.npv_dkk, quality)
        rate = words.percent(economics.rate)
        rows.append((N_("Net present value"), words.tr(N_("{value} at {rate}"), value=value, rate=rate)))
    if economics.irr is not None:
        rows.append((N_("Internal rate of return"), irr_words(words, economics.irr)))
    if economics.co2_price_dkk_t is not None:
        price = figures.money(words, economics.co2_price_dkk_t, quality)
        rows.append((N_("Cost of a tonne of CO₂e saved"), price))
    return rows
