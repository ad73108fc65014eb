"""Says how money, CO2e and profitability follow from a saving: each line can be recomputed from its own text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ambassador_app.domain.calculators.assessment import YEARS
from ambassador_app.domain.calculators.declaration import digits, fine, quantity
from ambassador_app.domain.economics import BR18_LIMIT, Economics, Payback, present_value_factor
from ambassador_app.domain.factors import SCOPE_NAMES, Scope, UsedFactor, UsedPrice
from ambassador_app.domain.quantities import (
    ITEM_NAMES,
    ITEM_UNITS,
    Carrier,
    DataQuality,
    Item,
    Stream,
    round_by_quality,
)
from ambassador_app.i18n import N_, Exact, Message

QUALITY_NAMES: Final[Mapping[DataQuality, str]] = {
    DataQuality.A: N_("Data quality A: measured. Figures are good to about three digits."),
    DataQuality.B: N_(
        "Data quality B: from nameplates, bills and what was said. Figures are good to about two digits."
    ),
    DataQuality.C: N_(
        "Data quality C: rests on standard values or estimates. Take the figures as orders of magnitude."
    ),
}
_KG_CO2E: Final = "kg CO₂e"


def named(item: Item) -> dict[str, object]:
    """Give the name of an item as the value of a placeholder."""
    return {"item": Message(ITEM_NAMES[item])}


def _dkk(value: float) -> Message:
    return quantity(digits(value), N_("DKK"))


def _kg(value: float) -> Message:
    return quantity(digits(value), _KG_CO2E)


def _sum(values: Sequence[float]) -> Message:
    """Write a sum of rounded numbers; numbers in the reader's language, no words."""
    terms = {f"term{index}": digits(abs(value) if index else value) for index, value in enumerate(values)}
    signs = ["", *(" − " if value < 0 else " + " for value in values[1:])]
    return Message("".join(f"{sign}{{{name}}}" for sign, name in zip(signs, terms, strict=True)), terms)


def money_lines(
    amounts: Mapping[Item, float], prices: Sequence[UsedPrice], other: float, cost: float
) -> Iterator[Message]:
    """Say what each amount is worth at its price, and all of them together."""
    for price in prices:
        amount = amounts[price.item]
        yield Message(
            N_("Money, {item} = {amount} × {price} = {result} ({source}, {year})"),
            {
                **named(price.item),
                "amount": quantity(digits(amount), ITEM_UNITS[price.item]),
                "price": quantity(price.value, price.unit),
                "result": _dkk(amount * price.value),
                "source": Message(price.source),
                "year": str(price.year),
            },
        )
    if other:
        yield Message(N_("Other yearly saving: {result}"), {"result": _dkk(other)})
    parts = [amounts[price.item] * price.value for price in prices] + ([other] if other else [])
    if len(parts) > 1:
        yield Message(N_("Saved a year = {sum} = {result}"), {"sum": _sum(parts), "result": _dkk(cost)})


def co2_lines(amounts: Mapping[Item, float], factors: Sequence[UsedFactor], co2e: float) -> Iterator[Message]:
    """Say what each amount emits by its factor, and all of them together; own use and sale of power apart."""
    parts: list[float] = []
    for factor in factors:
        sold = amounts.get(Stream.ELECTRICITY_EXPORT) if factor.item is Carrier.ELECTRICITY else None
        for item, amount in ((factor.item, amounts.get(factor.item)), (Stream.ELECTRICITY_EXPORT, sold)):
            if amount is not None:
                parts.append(amount * factor.value)
                yield _co2_line(item, amount, factor)
    if len(parts) > 1:
        yield Message(N_("CO₂e saved a year = {sum} = {result}"), {"sum": _sum(parts), "result": _kg(co2e)})
    if len({factor.scope for factor in factors}) > 1:
        yield Message(
            N_("The emission factors count different things ({scopes}); the set combines them on purpose."),
            {"scopes": _joined([Message(SCOPE_NAMES[scope]) for scope in _scopes(factors)])},
        )


def _co2_line(item: Item, amount: float, factor: UsedFactor) -> Message:
    return Message(
        N_("CO₂e, {item} = {amount} × {factor} = {result} ({source}, {year}; {scope})"),
        {
            **named(item),
            "amount": quantity(digits(amount), ITEM_UNITS[item]),
            "factor": quantity(digits(factor.value), factor.shown_unit),
            "result": _kg(amount * factor.value),
            "source": Message(factor.source),
            "year": str(factor.year),
            "scope": Message(SCOPE_NAMES[factor.scope]),
        },
    )


def _scopes(factors: Sequence[UsedFactor]) -> tuple[Scope, ...]:
    return tuple(dict.fromkeys(factor.scope for factor in factors))


def _joined(messages: Sequence[Message]) -> Message:
    names = {f"part{index}": message for index, message in enumerate(messages)}
    return Message(", ".join(f"{{{name}}}" for name in names), names)


def economics_lines(economics: Economics, cost: float, co2e: float) -> Iterator[Message]:
    """Say payback, BR18 factor, present value, rate of return and the price of CO2e, as far as they are known."""
    if economics.investment_dkk is None:
        return
    yield _payback_line(economics, economics.investment_dkk, cost)
    if economics.lifetime_years is None or economics.npv_dkk is None:
        return
    yield from _factor_lines(economics, economics.investment_dkk, cost, economics.lifetime_years)
    yield from _value_lines(economics, cost, economics.lifetime_years, economics.npv_dkk)
    if economics.irr is not None:
        yield Message(
            N_("Internal rate of return: {rate} % a year, the rate at which the net present value is 0"),
            {"rate": Exact(round(economics.irr * 100, 1))},
        )
    if economics.co2_price_dkk_t is not None:
        yield _co2_price_line(economics, cost, economics.lifetime_years, co2e)


def _net(economics: Economics) -> Message:
    """Write the investment, less the subsidy where there is one."""
    investment, subsidy = _dkk(economics.investment_dkk or 0.0), _dkk(economics.subsidy_dkk)
    if not economics.subsidy_dkk:
        return Message("{investment}", {"investment": investment})
    return Message("({investment} − {subsidy})", {"investment": investment, "subsidy": subsidy})


def _payback_line(economics: Economics, investment: float, cost: float) -> Message:
    payback = economics.simple_payback
    if payback is Payback.NONE:
        return Message(N_("Simple payback: none, there is no yearly saving"))
    if isinstance(payback, Payback):
        if economics.subsidy_dkk > investment:
            return Message(N_("Simple payback: immediate, the subsidy is larger than the investment"))
        return Message(N_("Simple payback: immediate, there is nothing to pay"))
    return Message(
        N_("Simple payback = net investment / saving a year = {net} / {saving} = {result}"),
        {"net": _net(economics), "saving": _dkk(cost), "result": quantity(round(payback, 2), YEARS)},
    )


def _factor_lines(economics: Economics, investment: float, cost: float, years: float) -> Iterator[Message]:
    shown = {"saving": _dkk(cost), "years": quantity(years, YEARS), "limit": Exact(BR18_LIMIT)}
    if economics.profitability_br18 is not None:
        yield Message(
            N_(
                "BR18 factor = saving × lifetime / investment = {saving} × {years} / {investment} = {result} "
                "(profitable above {limit})"
            ),
            {**shown, "investment": _dkk(investment), "result": Exact(round(economics.profitability_br18, 3))},
        )
    if economics.subsidy_dkk and economics.profitability_br18_with_subsidy is not None:
        yield Message(
            N_("BR18 factor with the subsidy = {saving} × {years} / {net} = {result}"),
            {
                **shown,
                "net": _net(economics),
                "result": Exact(round(economics.profitability_br18_with_subsidy, 3)),
            },
        )


def _value_lines(economics: Economics, cost: float, years: float, worth: float) -> Iterator[Message]:
    factor = Exact(round(present_value_factor(economics.rate, years), 8))
    whole = math.floor(years)
    values = {
        "growth": Exact(1 + economics.rate),
        "rate": Exact(economics.rate),
        "years": Exact(years),
        "whole": Exact(whole),
        "next": Exact(whole + 1),
        "rest": Exact(years - whole),
        "result": factor,
    }
    if not economics.rate:
        yield Message(N_("Present-value factor without interest: the lifetime in years, {result}"), values)
    elif years == whole:
        yield Message(
            N_("Present-value factor = (1 − (1 + r)^−n) / r = (1 − {growth}^−{years}) / {rate} = {result}"), values
        )
    else:
        yield Message(
            N_(
                "Present-value factor, the last year in part = (1 − {growth}^−{whole}) / {rate} + {rest} / "
                "{growth}^{next} = {result}"
            ),
            values,
        )
    yield Message(
        N_("Net present value = saving × factor − net investment = {saving} × {factor} − {net} = {result}"),
        {"saving": _dkk(cost), "factor": factor, "net": _net(economics), "result": _dkk(round(worth))},
    )


def _co2_price_line(economics: Economics, cost: float, years: float, co2e: float) -> Message:
    text = N_(
        "Price of saved CO₂e = (net investment × annuity − saving) / tonnes = ({net} × {rate} / (1 − "
        "{growth}^−{years}) − {saving}) / {tonnes} t = {result} a tonne"
    )
    plain = N_(
        "Price of saved CO₂e = (net investment / years − saving) / tonnes = ({net} / {years} − {saving}) / "
        "{tonnes} t = {result} a tonne"
    )
    return Message(
        text if economics.rate else plain,
        {
            "net": _net(economics),
            "rate": Exact(economics.rate),
            "growth": Exact(1 + economics.rate),
            "years": Exact(years),
            "saving": _dkk(cost),
            "tonnes": fine(co2e / 1000),
            "result": _dkk(round(economics.co2_price_dkk_t or 0.0)),
        },
    )


def quality_lines(amounts: Mapping[Item, float], cost: float, co2e: float, quality: DataQuality) -> Iterator[Message]:
    """Say how well the figures are known, and what they are rounded to for that."""
    yield Message(QUALITY_NAMES[quality])
    rounded = [
        Message(
            "{item} {amount}",
            {**named(item), "amount": quantity(round_by_quality(amount, quality), ITEM_UNITS[item])},
        )
        for item, amount in amounts.items()
    ]
    rounded.append(quantity(round_by_quality(cost, quality), N_("DKK")))
    rounded.append(quantity(round_by_quality(co2e, quality), _KG_CO2E))
    yield Message(N_("Rounded to what the data is worth: {figures} a year"), {"figures": _joined(rounded)})
