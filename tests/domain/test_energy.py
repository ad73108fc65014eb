"""Energy accounts: units, months and years, degree days, emissions, the baseline, and the limits of the law."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.case import Case
from ambassador_app.domain.degree_days import DegreeDays, corrected_heat
from ambassador_app.domain.energy import (
    ENERGY_UNITS,
    DutyKind,
    carrier_years,
    duty_of,
    kwh_per_unit,
    newest_use,
)
from ambassador_app.domain.energy_account import EnergyAccount, account_of
from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.identifiers import CaseId, EnergyUseId, SiteId
from ambassador_app.domain.place import Site, SiteKind
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.visit import EnergySource, EnergyUse
from ambassador_app.errors import FieldRefused

RESOURCES = Path(__file__).parents[2] / "resources"
FACTORS = FactorSet.from_json(json.loads((RESOURCES / "factors/br18.json").read_text("utf-8")))
DAYS = DegreeDays.from_json(json.loads((RESOURCES / "degree_days.json").read_text("utf-8")))
SITE = Site(SiteId("s"), "Bageri", SiteKind.COMPANY, area_m2=1000.0)
EL, HEAT, GAS = Carrier.ELECTRICITY, Carrier.DISTRICT_HEATING, Carrier.NATURAL_GAS


def use(
    carrier: Carrier, year: int, kwh: float, month: int | None = None, cost: float | None = None, meter: str = ""
) -> EnergyUse:
    """One figure."""
    name = EnergyUseId(f"{carrier}-{year}-{month}-{meter}-{kwh}")
    return EnergyUse(name, SITE.id, carrier.value, year, month, kwh, "kWh", kwh, cost, EnergySource.METER, meter)


def account(*uses: EnergyUse, site: Site = SITE, case: Case | None = None, days: DegreeDays = DAYS) -> EnergyAccount:
    """An account with the shipped factors."""
    return account_of(uses, FACTORS, days, site, case)


# -- units ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("carrier", "unit", "kwh"),
    [
        (EL, "MWh", 1000.0),
        (HEAT, "GJ", 1000 / 3.6),
        (GAS, "m³", 11.0),
        (GAS, "Nm³", 11.0),
        (GAS, "nm3", 11.0),
        (Carrier.GAS_OIL, "l", 10.1),
        (Carrier.GAS_OIL, "kg", 11.9),
        (Carrier.WOOD_PELLETS, "kg", 4.861),
    ],
)
def test_units_are_converted_and_the_source_is_kept(carrier: Carrier, unit: str, kwh: float) -> None:
    found = kwh_per_unit(FACTORS, carrier, unit)
    assert found.kwh == pytest.approx(kwh)
    assert found.source


@pytest.mark.parametrize(("carrier", "unit"), [(EL, "m3"), (HEAT, "kg"), (GAS, "kg"), (EL, ""), (GAS, "sow")])
def test_a_unit_without_a_heating_value_is_refused(carrier: Carrier, unit: str) -> None:
    with pytest.raises(FieldRefused):
        kwh_per_unit(FACTORS, carrier, unit)


@given(st.sampled_from(sorted(ENERGY_UNITS)), st.sampled_from(sorted(ENERGY_UNITS)), st.floats(0, 1e9))
def test_units_of_energy_convert_there_and_back(one: str, other: str, amount: float) -> None:
    there = amount * kwh_per_unit(FACTORS, EL, one).kwh / kwh_per_unit(FACTORS, EL, other).kwh
    assert there * kwh_per_unit(FACTORS, EL, other).kwh / kwh_per_unit(FACTORS, EL, one).kwh == pytest.approx(amount)


# -- months and years -----------------------------------------------------------------------------------------------
@given(st.lists(st.floats(0, 1e7), min_size=12, max_size=12))
def test_twelve_months_are_a_year(months: list[float]) -> None:
    found = carrier_years(use(EL, 2024, kwh, month) for month, kwh in enumerate(months, 1))
    assert [one.kwh for one in found] == pytest.approx([sum(months)])
    assert found[0].is_complete


def test_an_incomplete_year_names_its_missing_months() -> None:
    (found,) = carrier_years([use(EL, 2024, 10.0, month) for month in (1, 2, 4)])
    assert not found.is_complete
    assert found.missing_months == (3, 5, 6, 7, 8, 9, 10, 11, 12)


def test_the_figure_of_a_year_stands_before_its_months() -> None:
    (found,) = carrier_years([use(EL, 2024, 130.0), *(use(EL, 2024, 10.0, month) for month in range(1, 13))])
    assert found.kwh == 130.0
    assert found.disagreement == pytest.approx(120 / 130 - 1)


def test_meters_add_up_and_a_figure_of_the_site_stands_before_them() -> None:
    uses = [use(EL, 2024, 10.0, 1, meter="a"), use(EL, 2024, 5.0, 1, meter="b"), use(EL, 2024, 7.0, 2, meter="a")]
    (found,) = carrier_years(uses)
    assert {month: one.kwh for month, one in found.months.items()} == {1: 15.0, 2: 7.0}
    (typed,) = carrier_years([*uses, use(EL, 2024, 20.0, 1)])
    assert typed.months[1].kwh == 20.0
    (yearly,) = carrier_years([*uses, use(EL, 2024, 90.0, meter="c")])
    assert yearly.kwh == 90 + 17 + 5


def test_some_months_without_a_cost_are_said() -> None:
    (found,) = carrier_years([use(EL, 2024, 10.0, 1, cost=15.0), use(EL, 2024, 10.0, 2)])
    assert found.cost_dkk == 15.0
    assert found.cost_is_partial


def test_the_newest_use_is_of_a_whole_year_where_there_is_one() -> None:
    uses = [use(EL, 2025, 5.0, 1), use(EL, 2024, 100.0), use(EL, 2023, 90.0), use(GAS, 2025, 7.0, 3)]
    assert newest_use(uses) == {EL: 100.0, GAS: 7.0}
    assert newest_use([replace(uses[0], carrier="steam")]) == {}


# -- degree days ----------------------------------------------------------------------------------------------------
def test_the_worked_example_of_degree_days() -> None:
    assert corrected_heat(200, 0.25, 3112, 2553) == pytest.approx(232.84, abs=0.005)
    assert account(use(HEAT, 2022, 200_000)).years[0].corrected_heat_kwh == pytest.approx(232_843.7, abs=0.1)


@given(st.floats(0, 1e9), st.floats(0, 1), st.floats(1000, 6000))
def test_a_normal_year_is_not_corrected(kwh: float, share: float, normal: float) -> None:
    assert corrected_heat(kwh, share, normal, normal) == pytest.approx(kwh)


@given(st.floats(1, 1e9), st.floats(0, 0.99), st.floats(1000, 3000), st.floats(3200, 6000))
def test_a_mild_year_is_corrected_up_and_a_cold_one_down(kwh: float, share: float, mild: float, cold: float) -> None:
    assert corrected_heat(kwh, share, 3112, cold) < kwh < corrected_heat(kwh, share, 3112, mild)


def test_electricity_is_not_corrected_and_a_year_without_degree_days_is_not_either() -> None:
    found = account(use(EL, 2022, 100.0), use(EL, 2024, 90.0), use(HEAT, 2024, 50.0))
    assert [one.corrected_kwh for one in found.years] == [None, 100.0]
    own = DAYS.with_own({"2024": 3112.0}, "the municipality")
    assert account(use(HEAT, 2024, 50.0), days=own).years[0].corrected_kwh == pytest.approx(50.0)
    assert own.years["2024"].is_own


def test_the_share_independent_of_weather_can_be_the_sites_own() -> None:
    found = account(use(HEAT, 2022, 100.0), site=replace(SITE, weather_free_share=1.0))
    assert found.years[0].corrected_kwh == pytest.approx(100.0)
    assert found.free_share_is_own
    assert account(use(HEAT, 2022, 1.0), site=replace(SITE, kind=SiteKind.HOME)).free_share == 0.3


def test_an_incomplete_year_is_not_corrected() -> None:
    assert account(use(HEAT, 2022, 100.0, 1)).years[0].corrected_kwh is None


# -- emissions ------------------------------------------------------------------------------------------------------
def test_emissions_stand_by_scope_with_the_factors_of_the_year() -> None:
    found = account(use(EL, 2025, 1000.0), use(HEAT, 2025, 1000.0), use(GAS, 2025, 1000.0)).years[0]
    assert found.emissions.fuels == pytest.approx(189.0)
    assert found.emissions.bought == pytest.approx(135.0 + 87.8)
    assert found.emissions.kg == pytest.approx(189.0 + 135.0 + 87.8)
    assert found.held == ()


def test_a_factor_that_is_held_is_named() -> None:
    found = account(use(EL, 2019, 1000.0), use(Carrier.GAS_OIL, 2019, 1000.0)).years[0]
    assert found.held == (EL,)
    assert found.emissions.kg == pytest.approx(187.0 + 266.0)


def test_without_factors_nothing_is_made_up() -> None:
    found = account_of([use(EL, 2025, 1000.0)], None, DAYS, SITE).years[0]
    assert found.emissions.kg == 0
    assert found.emissions.unknown == (EL,)


# -- the baseline ---------------------------------------------------------------------------------------------------
CASE = Case(CaseId("c"), SITE.id, baseline_year=2021, target_year=2024)


def test_a_year_is_measured_against_the_baseline_raw_and_corrected() -> None:
    uses = [use(HEAT, 2021, 100_000.0), use(HEAT, 2022, 90_000.0), use(EL, 2021, 1000.0), use(EL, 2022, 1000.0)]
    found = account(*uses, case=CASE)
    against = found.of(2022).against  # type: ignore[union-attr]
    assert against is not None
    assert against.kwh == pytest.approx(91 / 101 - 1)
    then = 1000 + corrected_heat(100_000, 0.25, 3112, 2828)
    assert against.corrected_kwh == pytest.approx((1000 + corrected_heat(90_000, 0.25, 3112, 2553)) / then - 1)
    assert against.own_co2e == pytest.approx(against.corrected_co2e)  # both years hold the factor of 2023
    assert found.of(2021).against is None  # type: ignore[union-attr]
    assert found.baseline is found.of(2021)


def test_what_the_grid_did_is_not_the_sites_own() -> None:
    case = replace(CASE, baseline_year=2023)
    against = account(use(EL, 2023, 1000.0), use(EL, 2025, 1000.0), case=case).years[0].against
    assert against is not None
    assert against.kwh == 0
    assert against.co2e == pytest.approx(0.135 / 0.187 - 1)
    assert against.own_co2e == pytest.approx(0)


def test_an_incomplete_year_is_measured_against_nothing() -> None:
    assert account(use(EL, 2021, 100.0), use(EL, 2022, 10.0, 1), case=CASE).years[0].against is None


def test_a_carrier_missing_between_two_years_is_named() -> None:
    found = account(
        use(EL, 2021, 1.0), use(EL, 2022, 1.0), use(EL, 2023, 1.0), use(GAS, 2021, 1.0), use(GAS, 2023, 1.0)
    )
    assert found.of(2022).missing == (GAS,)  # type: ignore[union-attr]
    assert not found.of(2022).is_complete  # type: ignore[union-attr]
    assert found.newest is found.of(2023)


def test_per_square_metre_needs_an_area() -> None:
    assert account(use(EL, 2022, 5000.0)).years[0].per_m2(5000.0) == 5.0
    assert account(use(EL, 2022, 5000.0), site=replace(SITE, area_m2=None)).years[0].per_m2(5000.0) is None


# -- the limits of the law ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("years", "kind", "counted"),
    [
        ({2025: 2.7e6}, None, None),
        ({2025: 2.8e6}, DutyKind.AUDIT, (2025,)),
        ({2025: 2.8e6, 2024: 1e6}, DutyKind.AUDIT, (2025,)),
        ({2025: 2.8e6, 2024: 1e6, 2023: 1e6}, None, None),
        ({2025: 2.0e6, 2024: 3e6, 2023: 4e6}, DutyKind.AUDIT, (2025, 2024, 2023)),
        ({2025: 24e6}, DutyKind.MANAGEMENT, (2025,)),
    ],
)
def test_large_use_comes_with_a_duty(
    years: dict[int, float], kind: DutyKind | None, counted: tuple[int, ...] | None
) -> None:
    found = duty_of(use(EL, year, kwh) for year, kwh in years.items())
    assert (found.kind if found else None) == kind
    assert (found.years if found else None) == counted


def test_all_carriers_count_and_months_of_a_begun_year_do_not() -> None:
    uses = [use(EL, 2024, 1.5e6), use(GAS, 2024, 1.5e6), use(EL, 2025, 10.0, 1)]
    found = duty_of(uses)
    assert found is not None
    assert found.years == (2024,)
    assert duty_of([]) is None
