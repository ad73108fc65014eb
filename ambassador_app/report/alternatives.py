"""The variants of a proposal that were looked at and not chosen, in a line of the chosen one's block."""

from __future__ import annotations

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.variants import alternatives_of
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import figures
from ambassador_app.report.content import Fact
from ambassador_app.wording.verdicts import payback_words


def facts(words: Translator, measure: Measure, shown: VisitDossier) -> tuple[Fact, ...]:
    """Name each other variant of `measure` with its figures; they count nowhere."""
    label = words.tr(N_("Alternative"))
    return tuple(Fact(label, _said(words, one)) for one in alternatives_of(measure, shown.alternatives))


def _said(words: Translator, one: Measure) -> str:
    if one.assessment is None:
        return words.tr(N_("{title}: not computed"), title=one.title)
    found = Assessment.from_json(one.assessment)
    quality = found.quality
    parts = [
        figures.quantity(words, sum(found.savings_kwh.values()), figures.KWH_A_YEAR, quality),
        figures.quantity(words, found.cost_saving_dkk, figures.DKK_A_YEAR, quality),
        figures.quantity(words, found.co2e_kg / 1000, figures.TONNES_A_YEAR, quality),
    ]
    if found.economics.investment_dkk is not None:
        investment = words.money(found.economics.investment_dkk)
        payback = payback_words(words, found.economics.simple_payback)
        parts.append(words.tr(N_("investment {amount}, payback {payback}"), amount=investment, payback=payback))
    return words.tr(N_("{title}: {figures}"), title=one.title, figures=", ".join(parts))
