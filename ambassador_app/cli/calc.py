"""`ambassador calc`: any calculator of the catalogue, and the economics of a cash flow."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Final, TypedDict

from ambassador_app.cli import Runtime, sets
from ambassador_app.cli.calculators import describe, list_all
from ambassador_app.cli.factors import read_year
from ambassador_app.cli.quick import quick
from ambassador_app.domain.calculators import Costing, as_answer, assess, parse_inputs
from ambassador_app.domain.economics import Payback, cashflow_payback, irr, npv
from ambassador_app.domain.factors import FactorSet, PriceSet
from ambassador_app.errors import FieldRefused, InputRefused
from ambassador_app.i18n import N_, Message
from ambassador_app.wording.verdicts import payback_words

RESERVED: Final[tuple[str, ...]] = ("investment", "subsidy", "lifetime", "rate", "year", "factors", "prices")


class _Setting(TypedDict):
    """What a calculation needs besides its inputs."""

    costing: Costing
    factors: FactorSet
    prices: PriceSet
    year: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("calculator", nargs="?", metavar="ID", help=N_("without it: the list of calculators"))
    given = N_("inputs, and investment, subsidy, lifetime, rate, year, factors, prices, price.CARRIER")
    parser.add_argument("inputs", nargs="*", metavar=N_("key=value"), help=given)
    parser.add_argument("--cashflow", metavar="-100,39,59", help=N_("yearly flows in DKK, the first one now"))
    words = N_("a range from what can be seen; without answers: the questions")
    parser.add_argument("--quick", nargs="*", metavar=N_("question=option"), help=words)
    parser.add_argument("--rate", default=None, help=N_("interest rate as a fraction, 0.05 unless given"))


def run(arguments: argparse.Namespace, runtime: Runtime) -> int:
    """Compute and print."""
    if arguments.cashflow is not None:
        _cashflow(arguments.cashflow, _number("rate", arguments.rate or "0.05"), runtime)
    elif arguments.calculator is None:
        list_all(runtime)
    elif arguments.quick is not None or arguments.inputs or arguments.rate is not None:
        _calculate(arguments, runtime)
    else:
        describe(arguments.calculator, runtime)
    return 0


def _calculate(arguments: argparse.Namespace, runtime: Runtime) -> None:
    given = _pairs((*arguments.inputs, *(arguments.quick or ())))
    if arguments.rate is not None:
        given.setdefault("rate", arguments.rate)
    reserved: dict[str, str] = {name: given.pop(name) for name in RESERVED if name in given}
    year = read_year(reserved["year"]) if "year" in reserved else runtime.around.today().year
    own_prices = {
        name.removeprefix("price."): _number(name, given.pop(name)) for name in list(given) if name.startswith("price.")
    }
    resources = runtime.around.resources()
    prices = sets.price_set(runtime, reserved.get("prices", "company"))
    costing = Costing(
        investment_dkk=_optional(reserved, "investment"),
        subsidy_dkk=_optional(reserved, "subsidy") or 0.0,
        lifetime_years=_optional(reserved, "lifetime"),
        rate=_number("rate", reserved.get("rate", "0.05")),
    )
    identifier = arguments.calculator
    setting: _Setting = {
        "costing": costing.with_lifetime(resources.lifetime(identifier)),
        "factors": sets.factor_set(runtime, reserved.get("factors", "br18")),
        "prices": prices.with_prices(own_prices, year=year) if own_prices else prices,
        "year": year,
    }
    if arguments.quick is not None:
        quick(identifier, given, runtime, **setting)
        return
    found = assess(identifier, parse_inputs(identifier, given), **setting)
    say = runtime.translator.say
    for line in (*found.lines(), *found.warnings):
        runtime.out(say(line))
    runtime.answer(as_answer(found, say=say))


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    """Read `key=value` words. A key that stands twice is refused: which one was meant?"""
    given: dict[str, str] = {}
    for name, value in map(_pair, texts):
        if name in given:
            raise InputRefused(
                input=name,
                value=value,
                allowed=Message(N_("one value; {first} was given, too"), {"first": given[name]}),
            )
        given[name] = value
    return given


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise FieldRefused(field=text, value=text, allowed="key=value")
    return name.strip(), value.strip()


def _number(name: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise InputRefused(input=name, value=text, allowed="1234.5") from error
    if not isfinite(found):
        raise InputRefused(input=name, value=text, allowed="1234.5")
    return found


def _optional(given: Mapping[str, str], name: str) -> float | None:
    return _number(name, given[name]) if name in given else None


def _cashflow(text: str, rate: float, runtime: Runtime) -> None:
    flows = [_number("cashflow", part) for part in text.split(",")]
    payback = cashflow_payback(flows)
    shown = payback.value if isinstance(payback, Payback) else payback
    worth, interest = npv(rate, flows), irr(flows)
    words = runtime.translator
    runtime.out(words.tr(N_("Net present value: {value}"), value=words.money(worth, 2)))
    rate_shown = "–" if interest is None else words.percent(interest, 2)
    runtime.out(words.tr(N_("Internal rate of return: {value}"), value=rate_shown))
    runtime.out(words.tr(N_("Simple payback: {value}"), value=payback_words(words, payback)))
    runtime.answer({"npv": worth, "irr": interest, "simple_payback_years": shown, "rate": rate})
