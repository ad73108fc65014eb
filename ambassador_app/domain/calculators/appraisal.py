"""Turns a calculator's physical saving into money, CO2e and profitability, and explains each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ambassador_app.domain.calculators.assessment import YEARS, Assessment, Costing, UsedInput
from ambassador_app.domain.calculators.declaration import Calculator, Choice, Number, digits, quantity
from ambassador_app.domain.calculators.inputs import Resolved, resolve, values_of
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.economics import (
    BR18_LIMIT,
    Economics,
    Payback,
    br18_factor,
    co2_price,
    irr,
    is_profitable,
    npv,
    simple_payback,
    yearly_flows,
)
from ambassador_app.domain.factors import (
    OWN_PRICE,
    SCOPE_NAMES,
    FactorSet,
    PriceSet,
    PriceStatus,
    Scope,
    UsedFactor,
    UsedPrice,
)
from ambassador_app.domain.quantities import (
    ITEM_NAMES,
    ITEM_UNITS,
    PRICE_UNITS,
    Carrier,
    DataQuality,
    Item,
    Stream,
    worst,
)
from ambassador_app.errors import InputMissing
from ambassador_app.i18n import N_, Message

QUALITY_NAMES: Final[Mapping[DataQuality, str]] = {
    DataQuality.A: N_("Data quality A: measured. Figures are good to about three digits."),
    DataQuality.B: N_(
        "Data quality B: from nameplates, bills and what was said. Figures are good to about two digits."
    ),
    DataQuality.C: N_(
        "Data quality C: rests on standard values or estimates. Take the figures as orders of magnitude."
    ),
}


def appraise(
    calculator: Calculator,
    inputs: Mapping[str, object],
    *,
    costing: Costing,
    factors: FactorSet,
    prices: PriceSet,
    year: int,
    qualities: Mapping[str, DataQuality] | None = None,
    estimated: Mapping[str, str] | None = None,
) -> Assessment:
    """Compute and explain. `year` is the calendar year of the emission factors.

    Raises UnknownInput, InputMissing (also for a price or factor that the sets lack), InputRefused.
    """
    resolved = resolve(calculator, inputs, qualities, estimated)
    saving = calculator.compute(values_of(resolved), factors)
    quality = worst(tuple(entry.quality for entry in resolved))
    amounts = _amounts(saving)
    used_prices = tuple(_price(item, saving, prices, year) for item in amounts)
    used_factors = tuple(_factors(amounts, factors, year))
    cost = sum(amounts[price.item] * price.value for price in used_prices) + saving.other_dkk
    co2e = sum(amounts[factor.item] * factor.value for factor in used_factors)
    co2e += amounts.get(Stream.ELECTRICITY_EXPORT, 0.0) * _value_of(Carrier.ELECTRICITY, used_factors)
    economics = _economics(costing, cost, co2e)
    return Assessment(
        calculator_id=calculator.id,
        year=year,
        inputs=tuple(_used(entry) for entry in resolved),
        savings_kwh=MappingProxyType({item: kwh for item, kwh in amounts.items() if isinstance(item, Carrier)}),
        electricity_export_kwh=amounts.get(Stream.ELECTRICITY_EXPORT, 0.0),
        water_m3=amounts.get(Stream.WATER, 0.0),
        diesel_l=amounts.get(Stream.DIESEL, 0.0),
        petrol_l=amounts.get(Stream.PETROL, 0.0),
        other_saving_dkk=saving.other_dkk,
        cost_saving_dkk=cost,
        co2e_kg=co2e,
        economics=economics,
        factors=used_factors,
        prices=used_prices,
        explanation=(
            *saving.steps,
            *_money_lines(amounts, used_prices, saving.other_dkk, cost),
            *_co2_lines(amounts, used_factors, co2e),
            *_economics_lines(economics, cost),
            Message(QUALITY_NAMES[quality]),
        ),
        warnings=(*saving.warnings, *_warnings(resolved, costing), *_price_warnings(amounts, used_prices, prices)),
        quality=quality,
    )


def _amounts(saving: Saving) -> dict[Item, float]:
    """List what is saved of each item, in a fixed order; what is not touched is left out."""
    amounts: dict[Item, float] = {carrier: saving.energy[carrier] for carrier in Carrier if carrier in saving.energy}
    return {**amounts, **{stream: saving.streams[stream] for stream in Stream if stream in saving.streams}}


def _price(item: Item, saving: Saving, prices: PriceSet, year: int) -> UsedPrice:
    if isinstance(item, Stream) and item in saving.prices:
        return UsedPrice(
            item, saving.prices[item], PRICE_UNITS[item], year, OWN_PRICE, prices.id, PriceStatus.CONFIRMED
        )
    price = prices.used(item)
    if price is None:
        raise InputMissing(input=f"price.{item.value}", label=Message(N_("price of {item}"), _named(item)))
    return price


def _factors(amounts: Mapping[Item, float], factors: FactorSet, year: int) -> Iterator[UsedFactor]:
    """Give the factor of each item that causes emissions; water has none, sold power counts as power."""
    resolved = factors.resolve(year)
    needed = dict.fromkeys(Carrier.ELECTRICITY if item is Stream.ELECTRICITY_EXPORT else item for item in amounts)
    for item in needed:
        if item is Stream.WATER:
            continue
        if item not in resolved:
            raise InputMissing(
                input=f"factor.{item.value}", label=Message(N_("emission factor of {item}"), _named(item))
            )
        yield resolved[item]


def _value_of(item: Item, used: Sequence[UsedFactor]) -> float:
    return next((factor.value for factor in used if factor.item is item), 0.0)


def _economics(costing: Costing, cost: float, co2e: float) -> Economics:
    investment, years, rate = costing.investment_dkk, costing.lifetime_years, costing.rate
    net = None if investment is None else investment - costing.subsidy_dkk
    flows = yearly_flows(net, cost, years) if net is not None and years is not None else None
    return Economics(
        investment_dkk=investment,
        subsidy_dkk=costing.subsidy_dkk,
        lifetime_years=years,
        lifetime_source=costing.lifetime_source,
        rate=rate,
        simple_payback=Payback.UNKNOWN if net is None else simple_payback(net, cost),
        profitability_br18=br18_factor(investment, cost, years) if investment is not None and years else None,
        profitability_br18_with_subsidy=br18_factor(net, cost, years) if net is not None and years else None,
        profitable_br18=is_profitable(investment, cost, years) if investment is not None and years else None,
        npv_dkk=npv(rate, flows) if flows else None,
        irr=irr(flows) if flows else None,
        co2_price_dkk_t=co2_price(
            net_investment_dkk=net, saving_dkk=cost, lifetime_years=years, rate=rate, co2e_kg=co2e
        )
        if net is not None and years is not None
        else None,
    )


def _used(entry: Resolved) -> UsedInput:
    declared = entry.declared
    return UsedInput(
        name=declared.name,
        label=declared.label,
        value=entry.value,
        unit=declared.unit if isinstance(declared, Number) else "",
        origin=entry.origin,
        source=entry.source,
        quality=entry.quality,
        percent=isinstance(declared, Number) and declared.percent,
        value_label=declared.label_of(str(entry.value)) if isinstance(declared, Choice) else "",
    )


def _dkk(value: float) -> Message:
    return quantity(round(value), N_("DKK"))


def _kg(value: float) -> Message:
    return quantity(round(value, 1), "kg CO₂e")


def _named(item: Item) -> dict[str, object]:
    return {"item": Message(ITEM_NAMES[item])}


def _money_lines(
    amounts: Mapping[Item, float], prices: Sequence[UsedPrice], other: float, cost: float
) -> Iterator[Message]:
    for price in prices:
        amount = amounts[price.item]
        yield Message(
            N_("Money, {item}: {amount} × {price} = {result} ({source}, {year})"),
            {
                **_named(price.item),
                "amount": quantity(amount, ITEM_UNITS[price.item]),
                "price": quantity(price.value, price.unit),
                "result": _dkk(amount * price.value),
                "source": Message(price.source),
                "year": str(price.year),
            },
        )
    if other:
        yield Message(N_("Other yearly saving: {result}"), {"result": _dkk(other)})
    if len(prices) + bool(other) > 1:
        yield Message(N_("Saved in all: {result} a year"), {"result": _dkk(cost)})


def _co2_lines(amounts: Mapping[Item, float], factors: Sequence[UsedFactor], co2e: float) -> Iterator[Message]:
    for factor in factors:
        amount = amounts.get(factor.item, 0.0)
        if factor.item is Carrier.ELECTRICITY:
            amount += amounts.get(Stream.ELECTRICITY_EXPORT, 0.0)
        yield Message(
            N_("CO₂e, {item}: {amount} × {factor} = {result} ({source}, {year}; {scope})"),
            {
                **_named(factor.item),
                "amount": quantity(amount, ITEM_UNITS[factor.item]),
                "factor": quantity(factor.value, factor.unit),
                "result": _kg(amount * factor.value),
                "source": Message(factor.source),
                "year": str(factor.year),
                "scope": Message(SCOPE_NAMES[factor.scope]),
            },
        )
    if len(factors) > 1:
        yield Message(N_("CO₂e saved in all: {result} a year"), {"result": _kg(co2e)})
    if len({factor.scope for factor in factors}) > 1:
        yield Message(
            N_("The emission factors count different things ({scopes}); the set combines them on purpose."),
            {"scopes": _joined([Message(SCOPE_NAMES[scope]) for scope in _scopes(factors)])},
        )


def _scopes(factors: Sequence[UsedFactor]) -> tuple[Scope, ...]:
    return tuple(dict.fromkeys(factor.scope for factor in factors))


def _joined(messages: Sequence[Message]) -> Message:
    names = {f"part{index}": message for index, message in enumerate(messages)}
    return Message(", ".join(f"{{{name}}}" for name in names), names)


def _economics_lines(economics: Economics, cost: float) -> Iterator[Message]:
    investment, years = economics.investment_dkk, economics.lifetime_years
    if investment is None:
        return
    saving = _dkk(cost)
    net = _dkk(investment - economics.subsidy_dkk)
    yield _payback_line(economics, net, saving)
    if years is None or economics.npv_dkk is None:
        return
    if economics.profitability_br18 is not None:
        yield Message(
            N_("BR18 factor: {saving} × {years} / {investment} = {result} (profitable above {limit})"),
            {
                "saving": saving,
                "years": quantity(years, YEARS),
                "investment": _dkk(investment),
                "result": round(economics.profitability_br18, 2),
                "limit": BR18_LIMIT,
            },
        )
    yield Message(
        N_("Net present value over {years} at {rate} %: {result}"),
        {
            "years": quantity(years, YEARS),
            "rate": digits(economics.rate * 100),
            "result": _dkk(economics.npv_dkk),
        },
    )
    if economics.irr is not None:
        yield Message(N_("Internal rate of return: {rate} % a year"), {"rate": round(economics.irr * 100, 1)})


def _payback_line(economics: Economics, net: Message, saving: Message) -> Message:
    payback = economics.simple_payback
    if payback is Payback.NONE:
        return Message(N_("Simple payback: none, there is no yearly saving"))
    if isinstance(payback, Payback):
        return Message(N_("Simple payback: immediate, there is nothing to pay"))
    return Message(
        N_("Simple payback: {net} / {saving} a year = {result}"),
        {"net": net, "saving": saving, "result": quantity(round(payback, 2), YEARS)},
    )


def _warnings(resolved: Sequence[Resolved], costing: Costing) -> Iterator[Message]:
    numbers = [
        (entry.declared, entry.value)
        for entry in resolved
        if isinstance(entry.declared, Number) and isinstance(entry.value, float)
    ]
    for declared, value in (*numbers, *costing.given()):
        if not declared.is_usual(value):
            yield Message(
                N_("{input}: {value} is unusual; usually {usual}. Check it."),
                {"input": Message(declared.label), "value": declared.shown(value), "usual": declared.usual()},
            )
    if costing.investment_dkk is not None and costing.subsidy_dkk > costing.investment_dkk:
        yield Message(N_("The subsidy is larger than the investment. Check both."))


def _price_warnings(amounts: Mapping[Item, float], used: Sequence[UsedPrice], prices: PriceSet) -> Iterator[Message]:
    for price in used:
        if price.status is PriceStatus.UNCERTAIN and amounts[price.item]:
            yield Message(
                N_("The price of {item}, {price}, is an assumption. Ask for the real one."),
                {**_named(price.item), "price": quantity(price.value, price.unit)},
            )
    if prices.vat_included and used:
        yield Message(N_("Prices include VAT: the investment must, too."))
