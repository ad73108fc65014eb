"""Factor sets, price sets, lifetimes and catalogue: what is shipped is whole, and what is not whole is refused."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators import AREAS, CALCULATORS
from ambassador_app.domain.calculators.inputs import checked
from ambassador_app.domain.catalogue import Lifetimes, read_catalogue
from ambassador_app.domain.factors import FactorSet, PriceSet, PriceStatus, Scope
from ambassador_app.domain.plain import mapping, number, optional_number, sequence
from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.domain.shipped_words import SHIPPED
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


def test_a_factor_that_does_not_change_keeps_the_year_of_its_source():
    found = factors().resolve(2026)
    assert len(found) == len(factors().items)
    assert found[Carrier.GAS_OIL].year == 2016
    assert found[EL].year == 2026


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


def test_every_word_of_the_shipped_sets_is_marked_for_translation():
    used = {entry.lifetime_source for entry in read_catalogue(plain("measures/entries.json")).values()} - {""}
    used |= {lifetime.source for lifetime in lifetimes().by_key.values()}
    for name in ("company", "home", "example"):
        found = PriceSet.from_json(plain(f"prices/{name}.json"))
        used |= {found.title, found.note} | {price.source for price in found.prices.values()}
    for name, base in (("br18", None), ("br18_well_to_wheel", factors())):
        shipped = FactorSet.from_json(plain(f"factors/{name}.json"), base)
        used |= {shipped.title, shipped.note} | {factor.source for factor in shipped.factors.values()}
        used |= {value.source for factor in shipped.factors.values() for value in factor.heating_values}
    assert used == SHIPPED


# -- the catalogue --------------------------------------------------------------------------------------------------
WALKTHROUGH = [
    "led_retrofit",
    "lighting_control",
    "ventilation_hours",
    "heat_recovery",
    "filter_change",
    "belts",
    "variable_speed_drive",
    "heat_pump",
    "temperature_setback",
    "pipe_insulation",
    "circulation_pump",
    "summer_cutoff",
    "hot_water_temperature",
    "doors_closed",
    "compressed_air_leaks",
    "compressed_air_pressure",
    "blow_off_air",
    "waste_heat_recovery",
    "refrigeration_doors",
    "door_seals",
    "clean_condensers",
    "floating_condensing",
    "defrost",
    "server_room_temperature",
    "standby_night_load",
    "energy_management",
    "staff_involvement",
]


def test_the_catalogue_is_whole_in_both_languages():
    entries = read_catalogue(plain("measures/entries.json"))
    assert set(WALKTHROUGH) <= set(entries)
    assert {entry.calculator for entry in entries.values()} == set(CALCULATORS)
    for entry in entries.values():
        assert entry.area in AREAS
        assert entry.kind in {"calculated", "behaviour"}
        for language in ("da", "en"):
            assert entry.title(language)
            assert entry.description(language).endswith(".")
        assert entry.title("da") != entry.title("en")
        assert entry.arc[:2] in {"2.", "3."}
        assert entry.buildingsync_category
        assert entry.buildingsync_name
        assert (entry.lifetime_years is None) == (not entry.lifetime_source)


def test_first_inputs_of_an_entry_fit_its_calculator():
    for entry in read_catalogue(plain("measures/entries.json")).values():
        for name, value in entry.inputs.items():
            declared = CALCULATORS[entry.calculator].field(name)
            assert declared is not None
            checked(declared, value)


def test_an_id_stands_once():
    data = copy.deepcopy(plain("measures/entries.json"))
    data["entries"].append(data["entries"][0])
    with pytest.raises(ValueError, match="same id"):
        read_catalogue(data)


def test_plain_values_are_read_strictly():
    for reader, wrong in ((mapping, [1]), (sequence, "text"), (sequence, 5), (number, "1"), (number, True)):
        with pytest.raises(TypeError):
            reader(wrong)
    assert optional_number(None) is None


def test_a_year_outside_the_points_holds_the_end_value_and_says_so() -> None:
    chosen = factors()
    assert not chosen.held_values(2023, chosen.items)
    assert not chosen.held_values(2040, chosen.items)
    (line,) = chosen.held_values(2041, [EL, Carrier.LPG, Stream.WATER])
    assert "cover {first} to {last}" in line.text
    assert (line.values["first"], line.values["last"], line.values["year"]) == ("2023", "2040", "2041")
    assert not chosen.held_values(1700, [Carrier.LPG])  # one value for all years
