"""Sets as files and as something a person edits: round trip, every kind of damage refused, every slip named."""

import contextlib
import copy
import json
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.factors import (
    EmissionFactor,
    FactorSet,
    HeatingValue,
    Price,
    PriceSet,
    PriceStatus,
    Scope,
)
from ambassador_app.domain.quantities import PRICE_UNITS, Carrier, Stream
from ambassador_app.domain.set_checks import factor_unit, problems_of
from ambassador_app.domain.set_files import AnySet, read_set, to_json
from ambassador_app.errors import FileNotRead, FileTooLarge, SetRefused
from ambassador_app.exchange import set_file
from tests.domain.sets import factors, prices

ITEMS = (*Carrier, Stream.DIESEL, Stream.PETROL)
words = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs",)), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text and " ".join(text.split()) == text
)
years = st.integers(1970, 2100)


@st.composite
def heating_values(draw):
    units = draw(st.lists(words.filter(lambda unit: unit != "kwh"), unique=True, max_size=3))
    return tuple(HeatingValue(unit, draw(st.floats(0.001, 20_000)), draw(words)) for unit in units)


@st.composite
def emission_factors(draw, scopes):
    item = draw(st.sampled_from(ITEMS))
    at = sorted(draw(st.sets(years, min_size=1, max_size=6)))
    return EmissionFactor(
        item=item,
        points=tuple((year, draw(st.floats(0, 20))) for year in at),
        unit=factor_unit(item),
        scope=draw(st.sampled_from(scopes)),
        source=draw(words),
        year=draw(years),
        heating_values=draw(heating_values()),
    )


@st.composite
def factor_sets(draw):
    scopes = tuple(draw(st.lists(st.sampled_from(Scope), min_size=1, unique=True)))
    found = draw(st.lists(emission_factors(scopes), min_size=1, max_size=6))
    return FactorSet(
        id=draw(words), title=draw(words), note=draw(st.just("") | words), scopes=scopes,
        factors=MappingProxyType({one.item: one for one in found}), version=draw(st.integers(0, 99)),
    )  # fmt: skip


@st.composite
def price_sets(draw):
    found = {}
    for item in draw(st.sets(st.sampled_from((*Carrier, *Stream)), min_size=1)):
        ends = draw(st.none() | st.tuples(st.floats(0, 500), st.floats(500, 1000)))
        found[item] = Price(
            item, draw(st.floats(0, 1000)), PRICE_UNITS[item], draw(years), draw(words),
            draw(st.sampled_from(PriceStatus)), *(ends or (None, None)),
        )  # fmt: skip
    return PriceSet(draw(words), draw(words), draw(st.just("") | words), draw(years), draw(st.booleans()),
                    MappingProxyType(found), draw(st.integers(0, 99)))  # fmt: skip


@given(factor_sets() | price_sets())
def test_a_set_comes_back_from_its_file_as_it_was(found: AnySet):
    assert set_file.read(set_file.write(found), {}) == found
    kind = FactorSet if isinstance(found, FactorSet) else PriceSet
    assert kind.from_json(to_json(found)) == found


@given(factor_sets(), st.integers(1900, 2200))
def test_between_two_years_a_factor_is_between_their_values(found: FactorSet, year: int):
    for factor in found.factors.values():
        before = [value for at, value in factor.points if at <= year]
        after = [value for at, value in factor.points if at >= year]
        low, high = (before or after)[-1 if before else 0], (after or before)[0 if after else -1]
        assert min(low, high) - 1e-9 <= factor.resolve(year) <= max(low, high) + 1e-9
        for at, value in factor.points:
            assert factor.resolve(at) == pytest.approx(value)


@pytest.mark.parametrize("name", ["br18", "br18_well_to_wheel"])
def test_the_shipped_factors_can_be_exported_and_are_whole(name):
    found = factors(name)
    assert problems_of(found) == ()
    assert set_file.read(set_file.write(found), {}) == found


@pytest.mark.parametrize("name", ["company", "home", "example"])
def test_the_shipped_prices_can_be_exported_and_are_whole(name):
    found = prices(name)
    assert problems_of(found) == ()
    assert set_file.read(set_file.write(found), {}) == found


def test_an_assumed_price_says_between_what_it_usually_is():
    assert (prices("company").prices[Carrier.ELECTRICITY].low, prices("company").prices[Carrier.ELECTRICITY].high) == (
        1.0,
        1.6,
    )


def test_a_file_may_stand_on_a_set_that_is_here():
    own = {"title": "Own", "base": "br18", "scopes": ["life_cycle", "combustion"], "factors": {}}
    found = read_set(own, {"br18": factors()})
    assert isinstance(found, FactorSet)
    assert found.factors == factors().factors
    with pytest.raises(SetRefused) as refused:
        read_set({**own, "base": "of somebody else"}, {"br18": factors()})
    assert "no such set" in str(refused.value.fields["reason"])


def damaged(path: str, value: object, found: AnySet) -> object:
    whole = copy.deepcopy(to_json(found))
    *way, last = path.split("/")
    place = whole
    for step in way:
        place = place[step]  # type: ignore[assignment,index]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return whole


SLIPS_IN_FACTORS = [
    ("title", ...),
    ("title", "   "),
    ("title", 7),
    ("title", "a\x00b"),
    ("title", "x" * 300),
    ("note", "x" * 5000),
    ("version", 1.5),
    ("scopes", []),
    ("scopes", "combustion"),
    ("scopes", ["combustion"]),
    ("scopes", ["of another world"]),
    ("scopes", ["combustion"] * 300),
    ("factors", {}),
    ("factors", []),
    ("factors/coal", {}),
    ("factors/electricity", 0.1),
    ("factors/electricity/points", {}),
    ("factors/electricity/points", {"20x5": 0.1}),
    ("factors/electricity/points", {"20250": 0.1}),
    ("factors/electricity/points", {"1066": 0.1}),
    ("factors/electricity/points", {"2025": "0.1"}),
    ("factors/electricity/points", {"2025": True}),
    ("factors/electricity/points", {"2025": None}),
    ("factors/electricity/points", {"2025": -0.1}),
    ("factors/electricity/points", {"2025": 135}),
    ("factors/electricity/points", {"2025": 10**400}),
    ("factors/electricity/points", {str(year): 0.1 for year in range(1970, 2111)}),
    ("factors/electricity/points", {str(year): 0.1 for year in range(1000, 1300)}),
    ("factors/electricity/unit", "g CO2e/kWh"),
    ("factors/electricity/scope", "guessed"),
    ("factors/electricity/scope", ["combustion"]),
    ("factors/electricity/source", " "),
    ("factors/electricity/source", "x" * 300),
    ("factors/electricity/year", 25),
    ("factors/electricity/year", 2025.5),
    ("factors/electricity/year", ...),
    ("factors/gas_oil/heating_values", {"l": 10.1}),
    ("factors/gas_oil/heating_values", ["l"]),
    ("factors/gas_oil/heating_values", [{"unit": "l", "kwh": 0, "source": "s"}]),
    ("factors/gas_oil/heating_values", [{"unit": "l", "kwh": 10.1, "source": "s"}] * 2),
    ("factors/gas_oil/heating_values", [{"unit": "kwh", "kwh": 1, "source": "s"}]),
    ("factors/gas_oil/heating_values", [{"unit": "x" * 300, "kwh": 1, "source": "s"}]),
    ("factors/gas_oil/heating_values", [{"unit": "l", "kwh": 10.1}]),
]
SLIPS_IN_PRICES = [
    ("prices", {}),
    ("prices/sunshine", {}),
    ("vat_included", "no"),
    ("year", ...),
    ("year", 20),
    ("prices/electricity/value", -1),
    ("prices/electricity/value", 1001),
    ("prices/electricity/value", "1,5"),
    ("prices/electricity/status", "sure"),
    ("prices/electricity/status", ...),
    ("prices/electricity/source", ...),
    ("prices/electricity/range", [1]),
    ("prices/electricity/range", [2, 1]),
    ("prices/electricity/range", [None, 1]),
    ("prices/electricity/range", "1-2"),
]


@pytest.mark.parametrize(("path", "value"), SLIPS_IN_FACTORS)
def test_a_slip_in_a_file_of_factors_is_named(path, value):
    with pytest.raises(SetRefused) as refused:
        read_set(damaged(path, value, factors()), {})
    assert refused.value.fields["place"].text
    assert refused.value.fields["reason"].text


@pytest.mark.parametrize(("path", "value"), SLIPS_IN_PRICES)
def test_a_slip_in_a_file_of_prices_is_named(path, value):
    with pytest.raises(SetRefused):
        read_set(damaged(path, value, prices("company")), {})


@pytest.mark.parametrize("value", [None, [], 3, "br18", {}, {"id": "x", "title": "y"}])
def test_what_is_no_set_is_refused(value):
    with pytest.raises(SetRefused):
        read_set(value, {})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 100_000,
        b'{"title": "a", "title": "b"}',
        b'{"factors": NaN}',
        b'{"factors": Infinity}',
    ],
)
def test_what_is_no_json_is_not_read(data):
    with pytest.raises(FileNotRead):
        set_file.read(data, {}, name="set.json")


def test_a_file_of_a_megabyte_is_no_set():
    with pytest.raises(FileTooLarge):
        set_file.read(b" " * 1_000_001, {})


def any_json():
    leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))


@given(any_json(), st.sampled_from(["", "title", "scopes", "factors", "factors/electricity", "factors/gas_oil/points"]))
def test_nothing_in_a_file_does_more_than_being_refused(value, path):
    whole = damaged(path, value, factors()) if path else value
    data = json.dumps(whole).encode()
    with contextlib.suppress(SetRefused, FileNotRead):
        set_file.read(data, {})


def test_what_a_person_makes_wrong_is_found_where_it_is():
    found = factors()
    electricity = replace(found.factors[Carrier.ELECTRICITY], points=((2025, 0.1), (2025, 0.2)))
    odd = replace(found, factors={**found.factors, Carrier.ELECTRICITY: electricity})
    assert [(one.item, one.field) for one in problems_of(odd)] == [(Carrier.ELECTRICITY, "points")]
    half = replace(prices("company").prices[Carrier.ELECTRICITY], high=None)
    odd_prices = replace(prices("company"), prices={Carrier.ELECTRICITY: half})
    assert [(one.item, one.field) for one in problems_of(odd_prices)] == [(Carrier.ELECTRICITY, "range")]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 201}),
        ("note", {"note": "x" * 2001}),
        ("year", {"year": 26}),
    ],
)
def test_the_words_of_a_set_are_looked_at_as_well(field, change):
    assert [(one.item, one.field) for one in problems_of(replace(prices("company"), **change))] == [(None, field)]


def test_an_entry_needs_a_source():
    bare = replace(prices("company").prices[Carrier.ELECTRICITY], source=" ")
    found = problems_of(replace(prices("company"), prices={Carrier.ELECTRICITY: bare}))
    assert [(one.item, one.field) for one in found] == [(Carrier.ELECTRICITY, "source")]
