"""A grant in words, for the window and the report alike."""

from __future__ import annotations

from collections.abc import Iterator

from ambassador_app.domain.measure import Measure
from ambassador_app.domain.subsidy import Subsidy
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.wording.labels import LABEL


def subsidy_words(translator: Translator, measure: Measure) -> str:
    """Say amount, scheme, status and terms in one line; "" without a grant."""
    terms = measure.subsidy
    parts = [translator.money(measure.subsidy_dkk)] if measure.subsidy_dkk else []
    if terms is None:
        return "; ".join(parts)
    parts += [part for part in (terms.scheme, translator.tr(LABEL[terms.status])) if part]
    parts += [translator.say(line) for line in _terms(translator, terms)]
    return "; ".join(parts)


def _terms(translator: Translator, terms: Subsidy) -> Iterator[Message]:
    if terms.share is not None:
        yield Message(N_("up to {share} of the investment"), {"share": translator.percent(terms.share)})
    if terms.basis_dkk_kwh is not None:
        yield Message(N_("{amount} DKK for each kWh saved"), {"amount": terms.basis_dkk_kwh})
    for text, amount in ((N_("at least {amount}"), terms.least_dkk), (N_("at most {amount}"), terms.most_dkk)):
        if amount is not None:
            yield Message(text, {"amount": translator.money(amount)})
    if terms.before_start:
        yield Message(N_("must be applied for before the work begins"))
    if terms.deadline is not None:
        yield Message(N_("apply by {day}"), {"day": translator.day(terms.deadline)})
    if terms.reference:
        yield Message(N_("reference {reference}"), {"reference": terms.reference})


def subsidy_warnings(measure: Measure) -> tuple[Message, ...]:
    """Say where the amount that is counted does not fit the terms, and when the work may not begin yet."""
    return tuple(_warnings(measure))


def _warnings(measure: Measure) -> Iterator[Message]:
    terms, amount = measure.subsidy, measure.subsidy_dkk
    if terms is None:
        return
    if terms.forbids_beginning:
        yield Message(N_("Do not begin the work before the subsidy is granted: it would be lost."))
    share_of = None if terms.share is None or measure.investment_dkk is None else terms.share * measure.investment_dkk
    most = min((limit for limit in (terms.most_dkk, share_of) if limit is not None), default=None)
    if most is not None and amount > most:
        yield Message(N_("The subsidy that is counted is more than its terms allow."))
    if terms.least_dkk is not None and 0 < amount < terms.least_dkk:
        yield Message(N_("The subsidy that is counted is below the smallest grant of the scheme."))
