"""Factor sets, price sets, lifetimes and catalogue: what is shipped is whole, and what is not whole is refused."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.catalogue import Lifetimes
from ambassador_app.domain.factors import FactorSet, PriceSet, PriceStatus, Scope
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.errors import InputRefused, UnknownInput
from tests.domain.sets import RESOURCES, factors, lifetimes, plain, prices

EL, DH, GAS = Carrier.ELECTRICITY, Carrier.DISTRICT_HEATING, Carrier.NATURAL_GAS


@pytest.mark.parametrize(
    ("year", "electricity", "district_heating", "gas"),
    [
        (2000, 0.187, 0.105, 0.225),
        (2023, 0.187, 0.105, 0.225),
        (2024, 0.161, 0.0964, 0.207),
        (2025, 0.135, 0.0878, 0.189),
        (2030, 0.0470, 0.0713, 0.105),
        (2040, 0.0403, 0.0680, 0.105),
        (2090, 0.0403, 0.0680, 0.105),
    ],
)
def test_br18_between_and_beyond_its_years(year, electricity, district_heating, gas):
    found = factors().resolve(year)
    assert found[EL].value == pytest.approx(electricity)
    assert found[DH].value == pytest.approx(district_heating)
    assert found[GAS].value == pytest.approx(gas)


@given(st.integers(1990, 2100))
def test_a_factor_never_leaves_the_range_of_its_points(year):
    for factor in factors().factors.values():
        values = [value for _, value in factor.points]
        assert min(values) <= factor.resolve(year) <= max(values)


def test_every_shipped_factor_has_source_year_scope_and_unit():
    for path in sorted((RESOURCES / "factors").glob("*.json")):
        data = plain(f"factors/{path.name}")
        base = factors() if data.get("base") else None
        found = FactorSet.from_json(data, base)
        assert found.id == path.stem
        assert set(Carrier) <= set(found.items)
        assert {Stream.DIESEL, Stream.PETROL} <= set(found.items)
        for factor in found.factors.values():
            assert factor.source
            assert factor.year > 2000
            assert factor.unit == ("kg CO2e/kWh" if isinstance(factor.item, Carrier) else "kg CO2e/l")


def test_well_to_wheel_replaces_only_the_vehicle_fuels():
    found = FactorSet.from_json(plain("factors/br18_well_to_wheel.json"), factors()).resolve(2025)
    assert found[Stream.DIESEL].scope is Scope.WELL_TO_WHEEL
    assert found[Stream.DIESEL].value == 3.24
    assert found[EL].value == factors().resolve(2025)[EL].value


def test_a_scope_that_the_set_does_not_name_is_refused():
    data = copy.deepcopy(plain("factors/br18.json"))
    data["scopes"] = ["life_cycle"]
    with pytest.raises(ValueError, match="combustion"):
        FactorSet.from_json(data)


def test_a_set_is_not_read_without_the_one_it_stands_on():
    with pytest.raises(ValueError, match="br18"):
        FactorSet.from_json(plain("factors/br18_well_to_wheel.json"))


@pytest.mark.parametrize("missing", ["source", "year", "unit", "scope"])
def test_a_factor_without_its_papers_is_refused(missing):
    data = copy.deepcopy(plain("factors/br18.json"))
    del data["factors"]["electricity"][missing]
    with pytest.raises((KeyError, ValueError)):
        FactorSet.from_json(data)


def test_a_factor_with_an_empty_source_or_no_number_is_refused():
    for name, value in (("source", " "), ("value", "much"), ("value", True)):
        data = copy.deepcopy(plain("factors/br18.json"))
        data["factors"]["lpg"][name] = value
        with pytest.raises((TypeError, ValueError)):
            FactorSet.from_json(data)


def test_an_unknown_carrier_is_refused():
    data = copy.deepcopy(plain("factors/br18.json"))
    data["factors"]["heat"] = data["factors"]["lpg"]
    with pytest.raises(KeyError):
        FactorSet.from_json(data)


def test_heating_values():
    found = factors().heating_value(GAS, "m3")
    assert found is not None
    assert found.kwh == 11.0
    assert factors().heating_value(GAS, "l") is None
    assert factors().heating_value(Stream.WATER, "l") is None
    assert factors().fuel_units(Carrier.GAS_OIL) == ("kwh", "l", "kg")
    assert factors().fuel_units(Stream.WATER) == ("kwh",)


def test_the_answer_of_the_factors_verb():
    answer = factors().resolve(2026).to_json()
    assert answer["electricity"]["value"] == pytest.approx(0.135 + (0.047 - 0.135) / 5)
    assert set(answer["electricity"]) == {"value", "unit", "year", "source", "set", "scope"}


def test_every_shipped_price_set_loads_and_guesses_say_so():
    for path in sorted((RESOURCES / "prices").glob("*.json")):
        found = PriceSet.from_json(plain(f"prices/{path.name}"))
        assert found.id == path.stem
        assert all(price.source and price.year > 2000 for price in found.prices.values())
    company = PriceSet.from_json(plain("prices/company.json"))
    assert {price.status for price in company.prices.values()} == {PriceStatus.UNCERTAIN}
    assert not company.vat_included
    assert PriceSet.from_json(plain("prices/home.json")).vat_included


def test_own_prices_are_confirmed_and_leave_the_rest():
    own = prices().with_prices({"electricity": 1.2, "lpg": 1.9}, year=2026)
    assert own.prices[EL].value == 1.2
    assert own.prices[EL].status is PriceStatus.CONFIRMED
    assert own.prices[Carrier.LPG].year == 2026
    assert own.prices[DH] == prices().prices[DH]
    assert prices().prices[EL].value == 1.5


def test_a_price_that_cannot_be_is_refused():
    with pytest.raises(UnknownInput) as unknown:
        prices().with_prices({"heat": 1.0})
    assert unknown.value.fields["input"] == "price.heat"
    for value in (-1.0, 1e6, float("nan")):
        with pytest.raises(InputRefused) as refused:
            prices().with_prices({"electricity": value})
        assert refused.value.fields["input"] == "price.electricity"


def test_every_calculator_and_lifetime_have_a_source():
    for calculator in CALCULATORS.values():
        assert lifetimes().of(calculator.lifetime).source
    data = copy.deepcopy(plain("measures/lifetimes.json"))
    data["lifetimes"]["luminaires"]["source"] = ""
    with pytest.raises(ValueError, match="luminaires"):
        Lifetimes.from_json(data)
