"""One visit as its screens need it: the dossier, the evaluated checklist, totals, suggestions and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.checklist import AnswerValue
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.measure import Measure, Suggestion
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.sign_off import Report, SignerRole, SignOff
from ambassador_app.domain.suggestions import Suggestion as FormSuggestion
from ambassador_app.domain.visit import Answer, EnergyUse, Step, Visit
from ambassador_app.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Totals:
    """What the proposed measures of a visit come to, a year: kWh by carrier and together, DKK, kg CO2e; investment
    and subsidy in DKK; simple payback in years. `share_of_use` is kWh saved over kWh used in the newest year with
    figures, None without any. `unknown` counts the measures whose inputs or investment are missing;
    `capped` names the carriers whose measures together would have saved more than is used.
    """

    savings_kwh: Mapping[Carrier, float]
    kwh: float
    cost_saving_dkk: float
    co2e_kg: float
    investment_dkk: float
    subsidy_dkk: float
    payback: float | Payback
    count: int
    agreed_count: int
    unknown: int
    share_of_use: float | None
    capped: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class SuggestedMeasure:
    """A measure that the answers suggest, with the inputs they already fill."""

    entry: CatalogueEntry
    suggestion: FormSuggestion


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that the screens of one visit show, as it was at one moment."""

    dossier: VisitDossier
    form: FormState | None
    totals: Totals
    suggestions: tuple[SuggestedMeasure, ...]
    answers: Mapping[str, Answer]
    previous: Mapping[str, Answer]
    missing: Mapping[Step, tuple[Message, ...]]
    reports: tuple[Report, ...]
    undo: str | None
    redo: str | None
    saved_at: datetime | None

    @property
    def locked(self) -> bool:
        """Whether the visit is sealed or cancelled."""
        return self.dossier.visit.is_locked


def totals_of(measures: Iterable[Measure], energy: Iterable[EnergyUse]) -> Totals:
    """Add up the proposed measures; each carrier's saving is capped at what the site was metered to use, and the
    money and CO2e of what is cut off are taken away at the price and factor of that carrier.

    The payback is total net investment over total yearly saving of the measures whose investment is known.
    """
    proposed = [one for one in measures if one.is_proposed]
    assessed = [Assessment.from_json(one.assessment) for one in proposed if one.assessment is not None]
    use = newest_use(energy)
    kwh: dict[Carrier, float] = {}
    for one in assessed:
        for carrier, amount in one.savings_kwh.items():
            kwh[carrier] = kwh.get(carrier, 0.0) + amount
    over = {carrier: max(0.0, amount - use[carrier]) for carrier, amount in kwh.items() if use.get(carrier)}
    kwh = {carrier: amount - over.get(carrier, 0.0) for carrier, amount in kwh.items()}
    priced = [one for one in assessed if one.economics.investment_dkk is not None]
    investment = sum(one.economics.investment_dkk or 0.0 for one in priced)
    subsidy = sum(one.economics.subsidy_dkk for one in priced)
    cut_dkk, cut_kg = _worth(over, assessed)
    total_use = sum(use.values())
    return Totals(
        savings_kwh=kwh,
        kwh=sum(kwh.values()),
        cost_saving_dkk=sum(one.cost_saving_dkk for one in assessed) - cut_dkk,
        co2e_kg=sum(one.co2e_kg for one in assessed) - cut_kg,
        investment_dkk=investment,
        subsidy_dkk=subsidy,
        payback=_payback(investment - subsidy, sum(one.cost_saving_dkk for one in priced) - cut_dkk, bool(priced)),
        count=len(proposed),
        agreed_count=sum(one.status.is_agreed for one in proposed),
        unknown=len(proposed) - len(priced),
        share_of_use=sum(kwh.values()) / total_use if total_use > 0 else None,
        capped=tuple(carrier for carrier, amount in over.items() if amount > 0),
    )


def _worth(over: Mapping[Carrier, float], assessed: Iterable[Assessment]) -> tuple[float, float]:
    """Give what kWh by carrier are worth in DKK and kg CO2e, at the prices and factors the measures were given."""
    prices: dict[str, float] = {}
    factors: dict[str, float] = {}
    for one in assessed:
        prices |= {price.item: price.value for price in one.prices}
        factors |= {factor.item: factor.value for factor in one.factors}
    dkk = sum(amount * prices.get(carrier, 0.0) for carrier, amount in over.items())
    return dkk, sum(amount * factors.get(carrier, 0.0) for carrier, amount in over.items())


def _payback(net_investment: float, saving: float, known: bool) -> float | Payback:
    if not known:
        return Payback.UNKNOWN
    if saving <= 0:
        return Payback.NONE
    return Payback.IMMEDIATE if net_investment <= 0 else net_investment / saving


def newest_use(energy: Iterable[EnergyUse]) -> dict[Carrier, float]:
    """Give the use per carrier in its newest year with figures, kWh: the year's figure, or the sum of its months."""
    years: dict[tuple[Carrier, int], dict[int | None, float]] = {}
    for one in energy:
        months = years.setdefault((Carrier(one.carrier), one.year), {})
        months[one.month] = months.get(one.month, 0.0) + one.kwh
    newest: dict[Carrier, tuple[int, float]] = {}
    for (carrier, year), months in years.items():
        kwh = months[None] if None in months else sum(months.values())
        if carrier not in newest or year > newest[carrier][0]:
            newest[carrier] = (year, kwh)
    return {carrier: kwh for carrier, (_, kwh) in newest.items()}


def values_of(answers: Mapping[str, Answer]) -> dict[str, AnswerValue]:
    """Give the bare values that the checklist's expressions see."""
    return {path: answer.value for path, answer in answers.items() if answer.value is not None}


def open_suggestions(
    form: FormState, measures: Iterable[Measure], catalogue: Mapping[str, CatalogueEntry]
) -> tuple[SuggestedMeasure, ...]:
    """Give what the answers suggest and nobody has accepted or turned down since its inputs changed."""
    settled = set()
    for one in measures:
        if one.provenance is not None:
            dismissed = one.suggestion is Suggestion.DISMISSED
            settled.add((one.provenance.key, one.provenance.fingerprint if dismissed else ""))
    return tuple(
        SuggestedMeasure(catalogue[one.entry_id], one)
        for one in form.suggestions
        if one.entry_id in catalogue and not {(one.key, ""), (one.key, one.fingerprint)} & settled
    )


def missing_of(
    visit: Visit,
    form: FormState | None,
    measures: Iterable[Measure],
    totals: Totals,
    sign_offs: Iterable[SignOff],
    reports: Iterable[Report],
) -> dict[Step, tuple[Message, ...]]:
    """Tell, step by step, what is still missing. An empty tuple means the step is done."""
    return {
        Step.PREPARE: _missing_to_prepare(visit),
        Step.WALKTHROUGH: _missing_in_walkthrough(form),
        Step.MEASURES: _missing_in_measures(measures),
        Step.AGREE: _missing_to_agree(visit, totals),
        Step.SIGN: missing_to_seal(visit, sign_offs),
        Step.HAND_OVER: () if list(reports) and visit.is_locked else (Message(N_("The report is not sealed yet.")),),
    }


def _missing_to_prepare(visit: Visit) -> tuple[Message, ...]:
    found = []
    if visit.planned_at is None:
        found.append(Message(N_("The visit has no date yet.")))
    if not visit.agreed_with:
        found.append(Message(N_("Who agreed to the visit is not noted.")))
    return tuple(found)


def _missing_in_walkthrough(form: FormState | None) -> tuple[Message, ...]:
    if form is None:
        return ()
    progress = form.progress()
    found = []
    if progress.answered == 0 and progress.relevant:
        found.append(Message(N_("No question has been answered yet.")))
    if progress.missing:
        found.append(Message(N_("{number} required questions are not answered."), {"number": progress.missing}))
    if progress.invalid:
        found.append(Message(N_("{number} answers cannot be right."), {"number": progress.invalid}))
    return tuple(found)


def _missing_in_measures(measures: Iterable[Measure]) -> tuple[Message, ...]:
    unfinished = [one.title for one in measures if one.is_proposed and one.assessment is None]
    if not unfinished:
        return ()
    return (Message(N_("Figures are missing in: {titles}."), {"titles": ", ".join(unfinished)}),)


def _missing_to_agree(visit: Visit, totals: Totals) -> tuple[Message, ...]:
    found = []
    if not visit.focus_areas and not totals.count:
        found.append(Message(N_("Neither a measure nor a focus area has been agreed.")))
    if visit.follow_up_on is None:
        found.append(Message(N_("There is no date for the follow-up.")))
    return tuple(found)


def missing_to_seal(visit: Visit, sign_offs: Iterable[SignOff]) -> tuple[Message, ...]:
    """Tell whose sign-off of this revision is missing; nothing missing means the report can be sealed."""
    signed = {one.role for one in sign_offs if one.revision == visit.revision}
    found = []
    if SignerRole.AMBASSADOR not in signed:
        found.append(Message(N_("The ambassador has not signed.")))
    if SignerRole.VISITED_PARTY not in signed:
        found.append(Message(N_("The visited party has neither signed nor been noted as not signing.")))
    return tuple(found)
