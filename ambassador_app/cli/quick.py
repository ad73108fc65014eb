"""`ambassador calc ID --quick`: what can be answered by looking, and the range that follows."""

from __future__ import annotations

from collections.abc import Mapping

from ambassador_app.cli import Runtime
from ambassador_app.domain.calculators import Costing, calculator, read_input
from ambassador_app.domain.calculators.assessment import payback_to_json
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES, Found, Question, QuickEstimate, Range, estimate
from ambassador_app.errors import InputRefused, UnknownInput
from ambassador_app.i18n import N_, Message
from ambassador_app.wording.estimates import estimate_lines, estimate_verdict


def quick(
    identifier: str,
    given: Mapping[str, str],
    runtime: Runtime,
    *,
    costing: Costing,
    factors: FactorSet,
    prices: PriceSet,
    year: int,
) -> None:
    """Print the questions, or the range that answers to all of them give. Pairs may also name inputs that are known.

    Raises UnknownCalculator, UnknownInput, InputMissing, InputRefused.
    """
    calculator(identifier)
    one = QUICK_ESTIMATES[identifier]
    answers = {question.id: given[question.id] for question in one.questions if question.id in given}
    for question in one.questions:
        if question.id in answers:
            _refuse_unknown(question, answers[question.id])
    if not given:
        _ask(one, runtime)
        return
    known = {name: _read(identifier, name, text) for name, text in given.items() if name not in answers}
    found = estimate(one, answers, known=known, costing=costing, factors=factors, prices=prices, year=year)
    _tell(found, runtime)


def _refuse_unknown(question: Question, answer: str) -> None:
    if question.pick(answer) is None:
        allowed = Message(N_("one of {values}"), {"values": ", ".join(pick.id for pick in question.picks)})
        raise InputRefused(input=question.id, value=answer, allowed=allowed, label=Message(question.label))


def _read(identifier: str, name: str, text: str) -> object:
    entry = calculator(identifier).field(name)
    if entry is None:
        raise UnknownInput(input=name, calculator=identifier)
    return read_input(entry, text)


def _ask(one: QuickEstimate, runtime: Runtime) -> None:
    tr = runtime.translator.tr
    for question in one.questions:
        runtime.out(f"{question.id}: {tr(question.label)} {tr(question.help)}")
        for pick in question.picks:
            runtime.out(f"  {question.id}={pick.id:<16}{tr(pick.label)}")
    questions = [
        {
            "id": question.id,
            "label": tr(question.label),
            "help": tr(question.help),
            "options": [{"id": pick.id, "label": tr(pick.label)} for pick in question.picks],
        }
        for question in one.questions
    ]
    runtime.answer({"calculator": one.calculator, "questions": questions})


def _tell(found: Found, runtime: Runtime) -> None:
    translator = runtime.translator
    tr, say = translator.tr, translator.say
    verdict = estimate_verdict(translator, found)
    runtime.out(verdict)
    for name, words, likely in estimate_lines(translator, found):
        shown = tr(N_("{range} · most likely {value}"), range=words, value=likely) if likely else words
        runtime.out(f"{name}: {shown}")
    runtime.out(tr(N_("Ask for later:")))
    for one in found.ask_later:
        runtime.out(f"  {say(one.label)}: {say(one.where)}")
    runtime.answer(
        {
            "calculator": found.likely.calculator_id,
            "verdict": verdict,
            "savings_kwh": {carrier.value: _range(one) for carrier, one in found.savings_kwh.items()},
            **{stream.value: _range(one) for stream, one in found.streams.items()},
            "cost_saving_dkk": _range(found.cost_saving_dkk),
            "co2e_kg": _range(found.co2e_kg),
            "investment_dkk": None if found.investment_dkk is None else _range(found.investment_dkk),
            "simple_payback_years": {
                "low": payback_to_json(found.soonest),
                "likely": payback_to_json(found.likely.economics.simple_payback),
                "high": payback_to_json(found.latest),
            },
            "profitability_br18": None if found.factor is None else _range(found.factor),
            "profitable_br18": found.profitable,
            "inputs": dict(found.inputs),
            "guessed": {name: tr(source) for name, source in found.guessed.items()},
            "ask_later": [{"input": say(one.label), "where": say(one.where)} for one in found.ask_later],
            "explanation": [say(line) for line in found.likely.lines()],
        }
    )


def _range(one: Range) -> dict[str, float]:
    return {"low": one.low, "likely": one.likely, "high": one.high}
