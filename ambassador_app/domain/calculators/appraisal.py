"""Turns a calculator's physical saving into money, CO2e and profitability, and explains each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ambassador_app.domain.calculators.assessment import Assessment, Costing, UsedInput
from ambassador_app.domain.calculators.declaration import Calculator, Choice, Input, Number, Profile, quantity
from ambassador_app.domain.calculators.explanation import co2_lines, economics_lines, money_lines, named, quality_lines
from ambassador_app.domain.calculators.inputs import Resolved, resolve, values_of
from ambassador_app.domain.calculators.saving import Saving
from ambassador_app.domain.calculators.values import ProfilePoints
from ambassador_app.domain.economics import (
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
    FactorSet,
    PriceSet,
    PriceStatus,
    UsedFactor,
    UsedPrice,
)
from ambassador_app.domain.quantities import (
    PRICE_UNITS,
    Carrier,
    DataQuality,
    Item,
    Stream,
    worst,
)
from ambassador_app.errors import InputMissing
from ambassador_app.i18n import N_, Exact, Message


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
    quality, amounts = worst(tuple(entry.quality for entry in resolved)), _amounts(saving)
    used_prices = tuple(_price(item, saving, prices, year) for item in amounts)
    used_factors = tuple(_factors(amounts, factors, year))
    cost = sum(amounts[price.item] * price.value for price in used_prices) + saving.other_dkk
    co2e = _co2e(amounts, used_factors)
    economics = _economics(costing, cost, co2e)
    doubts = tuple(_price_warnings(amounts, used_prices, prices))
    held = factors.held_values(year, [factor.item for factor in used_factors])
    return Assessment(
        calculator_id=calculator.id,
        year=year,
        inputs=tuple(_used(entry, resolved) for entry in resolved),
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
            *money_lines(amounts, used_prices, saving.other_dkk, cost),
            *co2_lines(amounts, used_factors, co2e),
            *economics_lines(economics, cost, co2e),
            *quality_lines(amounts, cost, co2e, quality),
        ),
        warnings=(*saving.warnings, *_warnings(resolved, costing), *doubts, *held),
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
        raise InputMissing(input=f"price.{item.value}", label=Message(N_("price of {item}"), named(item)))
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
                input=f"factor.{item.value}", label=Message(N_("emission factor of {item}"), named(item))
            )
        yield resolved[item]


def _co2e(amounts: Mapping[Item, float], used: Sequence[UsedFactor]) -> float:
    """Add up the kg; what is sold as power replaces power, so it counts by the same factor."""
    saved = sum(amounts[factor.item] * factor.value for factor in used)
    power = next((factor.value for factor in used if factor.item is Carrier.ELECTRICITY), 0.0)
    return saved + amounts.get(Stream.ELECTRICITY_EXPORT, 0.0) * power


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


def _unit_of(declared: Input, resolved: Sequence[Resolved]) -> str:
    if not isinstance(declared, Number):
        return ""
    chosen = next((entry for entry in resolved if entry.declared.name == declared.unit_by), None)
    if chosen is not None and isinstance(chosen.declared, Choice):
        return chosen.declared.label_of(str(chosen.value))
    return declared.unit


def _used(entry: Resolved, resolved: Sequence[Resolved]) -> UsedInput:
    declared = entry.declared
    return UsedInput(
        name=declared.name,
        label=declared.label,
        value=entry.value,
        unit=_unit_of(declared, resolved),
        origin=entry.origin,
        source=entry.source,
        quality=entry.quality,
        percent=isinstance(declared, Number) and declared.percent,
        value_label=declared.label_of(str(entry.value)) if isinstance(declared, Choice) else "",
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
    for entry in resolved:
        if isinstance(entry.declared, Profile) and isinstance(entry.value, tuple):
            yield from _profile_warnings(entry.declared, entry.value)
    if costing.investment_dkk is not None and costing.subsidy_dkk > costing.investment_dkk:
        yield Message(N_("The subsidy is larger than the investment. Check both."))


def _profile_warnings(declared: Profile, points: ProfilePoints) -> Iterator[Message]:
    lowest = min(fraction for _, fraction in points)
    if lowest < declared.sane_low:
        yield Message(
            N_("{input}: {value} is unusual; usually {usual}. Check it."),
            {
                "input": Message(declared.label),
                "value": quantity(lowest * 100, "%"),
                "usual": Message(
                    N_("{low} to {high} {unit}"),
                    {"low": Exact(declared.sane_low * 100), "high": Exact(declared.high * 100), "unit": "%"},
                ),
            },
        )


def _price_warnings(amounts: Mapping[Item, float], used: Sequence[UsedPrice], prices: PriceSet) -> Iterator[Message]:
    for price in used:
        if price.status is PriceStatus.UNCERTAIN and amounts[price.item]:
            yield Message(
                N_("The price of {item}, {price}, is an assumption. Ask for the real one."),
                {**named(price.item), "price": quantity(price.value, price.unit)},
            )
    if prices.vat_included and used:
        yield Message(N_("Prices include VAT: the investment must, too."))
