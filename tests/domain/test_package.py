"""Measures counted together: examples by hand, and what holds for any of them."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators import AREAS, CALCULATORS
from ambassador_app.domain.calculators.place import own_place
from ambassador_app.domain.calculators.values import Values
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.effects import effect_of
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.package import Package, package_of
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.stages import Stage, System
from tests.domain.packages import control, district, heat_pump, insulation, led, measure, own, setback, solar

EL, GAS, HEAT = Carrier.ELECTRICITY, Carrier.NATURAL_GAS, Carrier.DISTRICT_HEATING


def shares(package: Package) -> dict[str, float]:
    return {one.measure_id: round(one.share, 4) for one in package.counted}


# -- by hand ------------------------------------------------------------------------------------------------------
def test_control_finds_what_the_new_lamps_left():
    """8.52 kW of old lamps: 25,560 kWh; LED leaves 9,000 kWh, of which the control saves 30 %: 2,700, not 7,668."""
    package = package_of([control(8.52), led()])
    assert shares(package) == {"led": 1.0, "control": round(9000 / 25560, 4)}
    assert package.savings_kwh[EL] == pytest.approx(16_560 + 2_700)
    assert package.cost_saving_dkk == pytest.approx((16_560 + 2_700) * 1.50)
    assert package.co2e_kg == pytest.approx((16_560 + 2_700) * 0.135)


def test_control_of_the_new_lamps_counts_whole():
    """The same said with the power of the new lamps, 3.0 kW as in the worked example, comes to the same."""
    package = package_of([led(), control(3.0)])
    assert shares(package) == {"led": 1.0, "control": 1.0}
    assert package.savings_kwh[EL] == pytest.approx(16_560 + 2_700)
    assert package.of("control").overlaps == ("led",)


def test_lamps_here_take_nothing_from_lamps_there():
    package = package_of([led("hall"), led("office", 40)])
    assert shares(package) == {"hall": 1.0, "office": 1.0}
    assert package.of("hall").overlaps == ("office",)
    assert package.of("hall").meetings[0].system is System.LIGHTING


def test_setback_acts_on_what_the_insulation_left():
    """Metered 200 MWh gas: 10,040 kWh insulation, then 6 % of 189,960."""
    package = package_of([setback(), insulation()], {GAS: 200_000.0})
    assert package.of("insulation").savings_kwh[GAS] == pytest.approx(10_040)
    assert package.of("setback").savings_kwh[GAS] == pytest.approx(0.06 * 189_960)


def test_a_heat_pump_works_on_the_reduced_fuel():
    """200,000 less 10,040 less 11,397.6 leaves 178,562.4 kWh of gas; power for it 178,562.4 x 0.9 / 3."""
    package = package_of([heat_pump(), setback(), insulation()], {GAS: 200_000.0})
    left = 200_000 - 10_040 - 0.06 * 189_960
    pump = package.of("heat_pump")
    assert pump.share == pytest.approx(left / 200_000)
    assert pump.savings_kwh[GAS] == pytest.approx(left)
    assert pump.savings_kwh[EL] == pytest.approx(-left * 0.3)
    assert package.savings_kwh[GAS] == pytest.approx(200_000)
    assert not package.capped
    assert [one.stage for one in package.counted] == [Stage.DEMAND, Stage.CONTROL, Stage.SUPPLY]


def test_of_two_conversions_of_one_boiler_one_counts():
    package = package_of([district(investment_dkk=90_000.0), heat_pump(investment_dkk=300_000.0)])
    assert shares(package) == {"heat_pump": 1.0, "district": 0.0}
    assert package.of("district").is_in_vain
    assert package.of("district").cost_saving_dkk == pytest.approx(0, abs=1e-6)
    assert package.of("district").payback is Payback.NONE
    assert package.warnings[-1].values == {"title": "District", "first": "Heat_pump"}


def test_a_remnant_of_the_metered_fuel_is_no_second_boiler():
    assert shares(package_of([district(), heat_pump()], {GAS: 220_000.0})) == {"heat_pump": 1.0, "district": 0.0}


def test_the_conversion_that_is_agreed_stands_first():
    package = package_of([heat_pump(), district(status=MeasureStatus.SELECTED)])
    assert shares(package) == {"district": 1.0, "heat_pump": 0.0}


def test_conversions_of_two_boilers_both_count_where_the_use_is_known():
    package = package_of([heat_pump(80_000.0), district(120_000.0)], {GAS: 200_000.0})
    assert shares(package) == {"heat_pump": 1.0, "district": 1.0}
    assert not package.warnings


def test_solar_cells_cannot_be_used_beyond_what_is_left():
    """20,000 kWh metered, LED saves 16,560: 3,440 kWh are left of 19,000 that would be used at once."""
    package = package_of([solar(), led()], {EL: 20_000.0})
    assert package.of("solar").savings_kwh[EL] == pytest.approx(3_440)
    assert package.savings_kwh[EL] == pytest.approx(20_000)
    assert package.capped == (EL,)
    sold = 19_000 * 0.4
    assert package.of("solar").cost_saving_dkk == pytest.approx(3_440 * 1.5 + sold)


def test_what_a_heat_pump_uses_can_come_from_the_roof():
    package = package_of([solar(), heat_pump(50_000.0)], {EL: 10_000.0, GAS: 50_000.0})
    assert package.of("solar").savings_kwh[EL] == pytest.approx(19_000)
    assert package.savings_kwh[EL] == pytest.approx(19_000 - 15_000)


def test_ventilation_hours_after_heat_recovery():
    """Recovery of 75 % first: the hours then save a quarter of the heat they would alone, and all of the power."""
    air = {"airflow_m3_h": 4000.0, "heating_carrier": "natural_gas", "boiler_efficiency": 1.0}
    recovery = measure(
        "recovery",
        "ventilation_heat_recovery",
        air | {"hours": 8760.0, "efficiency_old": 0.0, "efficiency_new": 0.75, "sfp_change_j_m3": 0.0},
    )
    hours = measure(
        "hours",
        "ventilation_hours",
        air | {"sfp_j_m3": 2000.0, "hours_old": 8760.0, "hours_new": 4380.0, "heat_recovery_efficiency": 0.0},
    )
    package = package_of([hours, recovery])
    alone = 0.34 * 4000 * 90.36
    assert package.of("recovery").savings_kwh[GAS] == pytest.approx(0.75 * alone)
    assert package.of("hours").savings_kwh[GAS] == pytest.approx(0.25 * alone / 2)
    assert package.of("hours").savings_kwh[EL] == pytest.approx(4000 / 3600 * 2 * 4380)
    assert {meeting.system for meeting in package.of("hours").meetings} == {System.VENTILATION, System.HEATING}


def test_where_the_use_is_unknown_half_of_it_is_taken_to_be_saved():
    """10,000 and 6,000 kWh of unknown uses act on 32,000: 22/32 x 26/32 of it is left, and both count 14,125/16,000."""
    package = package_of([own("a", EL, 10_000), own("b", EL, 6_000)])
    assert package.savings_kwh[EL] == pytest.approx(32_000 * (1 - 22 / 32 * 26 / 32)) == pytest.approx(14_125)
    assert package.of("a").share == pytest.approx(14_125 / 16_000) == pytest.approx(package.of("b").share)
    (limit,) = package.of("a").limits
    assert (limit.acts_on_kwh, limit.left_kwh, limit.assumed) == (32_000, 32_000, True)
    assert package.of("a").explain(str)[1].values["acts_on"] == 32_000


def test_a_cut_hits_all_alike_that_do_not_know_what_they_act_on():
    package = package_of([own("a", EL, 10_000), own("b", EL, 6_000)], {EL: 8_000.0})
    assert package.of("a").share == pytest.approx(0.5) == pytest.approx(package.of("b").share)


def test_measures_of_unknown_use_do_not_meet_in_other_systems():
    package = package_of([own("a", EL, 10_000), own("b", EL, 6_000, area="cooling")])
    assert shares(package) == {"a": 1.0, "b": 1.0}
    assert not package.of("a").overlaps


def test_more_than_is_metered_is_cut_and_said():
    package = package_of([led()], {EL: 10_000.0})
    assert package.savings_kwh[EL] == pytest.approx(10_000)
    assert package.capped == (EL,)
    assert package.warnings[0].values["use"] == 10_000
    assert package.cost_saving_dkk == pytest.approx(15_000)


def test_more_than_half_of_what_is_metered_is_doubted():
    assert not package_of([led()], {EL: 33_120.0}).warnings
    (warning,) = package_of([led()], {EL: 33_000.0}).warnings
    assert warning.values["share"] == 50
    assert not package_of([heat_pump()], {GAS: 200_000.0}).warnings


def test_streams_count_whole_and_other_savings_too():
    water = measure("water", "custom", {"water_m3": 100.0, "other_saving_dkk": 500.0}, area="water")
    package = package_of([water, led()], {EL: 10_000.0})
    assert package.of("water").cost_saving_dkk == pytest.approx(100 * 60 + 500)
    assert package.of("water").share == 1.0


def test_of_a_conversion_in_vain_nothing_counts():
    other = measure(
        "other",
        "custom",
        {
            "before.natural_gas": 150_000.0,
            "after.natural_gas": 0.0,
            "before.electricity": 0.0,
            "after.electricity": 30_000.0,
            "other_saving_dkk": 4_000.0,
        },
        area="heating",
    )
    package = package_of([other, heat_pump()])
    assert package.of("other").stage is Stage.SUPPLY
    assert package.of("other").cost_saving_dkk == pytest.approx(0, abs=1e-6)
    assert package.of("other").co2e_kg == pytest.approx(0, abs=1e-6)


def test_the_price_of_co2e_is_that_of_what_counts():
    """60,000 DKK over 15 years at 5 % cost 5,780.5 a year; of 24,840 DKK and 2.2356 t half count."""
    (one,) = package_of([led(investment_dkk=60_000.0)], {EL: 8_280.0}).counted
    assert one.share == pytest.approx(0.5)
    assert one.co2_price_dkk_t == pytest.approx((5_780.54 - 12_420) / 1.1178, rel=1e-4)
    assert package_of([led()]).of("led").co2_price_dkk_t is None


def test_explains_itself():
    package = package_of([led(), control(8.52)])
    said = package.of("control").explain(lambda measure_id: f"«{measure_id}»")
    assert [line.values.get("others") for line in said] == ["«led»", None, None]
    assert said[1].values["acts_on"] == 25_560
    assert said[1].values["left"] == 9_000
    assert said[2].values["share"] == 35
    assert len(package.of("led").explain(str)) == 2
    assert package_of([led()]).of("led").explain(str) == ()
    assert package_of([led()]).of("nobody") is None
    assert package.overlapping == 2


def test_variants_set_aside_and_what_is_discarded_do_not_count():
    chosen = [
        led(),
        led("variant", variant_of="led", set_aside=True),
        led("gone", status=MeasureStatus.DISCARDED),
        replace(led("empty"), assessment=None),
    ]
    assert shares(package_of(chosen)) == {"led": 1.0}


# -- places ---------------------------------------------------------------------------------------------------------
def test_every_calculator_has_a_place_but_the_custom_one():
    assert [one.id for one in CALCULATORS.values() if one.place is None] == ["custom"]


@pytest.mark.parametrize("area", AREAS)
def test_every_area_has_a_place(area):
    assert own_place(area, {EL: 1.0}).stage is {"renewable": Stage.SUPPLY, "management": Stage.CONTROL}.get(
        area, Stage.DEMAND
    )


def test_a_chosen_place_stands_before_the_area():
    found = own_place("lighting", {EL: 1.0}, Stage.CONTROL, System.COOLING)
    assert (found.stage, found.system, found.converts) == (Stage.CONTROL, System.COOLING, False)
    chosen = effect_of(own("a", EL, 10, stage=Stage.CONTROL, system=System.MOTORS))
    assert (chosen.place.stage, chosen.place.system) == (Stage.CONTROL, System.MOTORS)


EXAMPLES = {
    "lighting_led": ({"count_old": 120.0, "power_old_w": 71.0, "hours_old": 3000.0}, {EL: 25_560}),
    "lighting_control": ({"power_kw": 3.0, "hours": 3000.0}, {EL: 9_000}),
    "compressed_air_pressure": ({"power_kw": 30.0, "hours": 4000.0}, {EL: 120_000}),
    "variable_speed_drive": (
        {"power_kw": 9.0, "hours": 5000.0, "baseline": "throttle", "profile": ((0.5, 1.0), (0.5, 0.5))},
        {EL: 45_000 * 0.85},
    ),
    "motor_efficiency": (
        {
            "shaft_power_kw": 10.0,
            "load_factor": 0.8,
            "hours": 1000.0,
            "efficiency_old": 0.8,
            "efficiency_new": 0.9,
        },
        {EL: 10_000},
    ),
    "circulation_pump": ({"power_old_w": 100.0, "hours_old": 8000.0}, {EL: 800}),
    "refrigeration_doors": ({"cabinet_length_m": 10.0, "consumption_kwh_m": 3500.0}, {EL: 35_000}),
    "vacuum_pump_vsd": ({"power_kw": 4.0, "hours": 2000.0}, {EL: 8_000}),
    "piglet_heat": ({"litters": 100.0, "power_w": 150.0, "days": 10.0}, {EL: 3_600}),
    "envelope_insulation": (
        {
            "area_m2": 200.0,
            "u_old": 0.6,
            "degree_kilohours": 90.0,
            "temperature_factor": 1.0,
            "heating_carrier": "natural_gas",
            "boiler_efficiency": 0.9,
        },
        {GAS: 12_000},
    ),
    "temperature_setback": ({"space_heating_kwh": 5_000.0, "heating_carrier": "natural_gas"}, {GAS: 5_000}),
    "pipe_insulation": (
        {
            "diameter_mm": 35.0,
            "length_m": 20.0,
            "pipe_temp_c": 65.0,
            "ambient_temp_c": 20.0,
            "hours": 8760.0,
            "insulation_old_mm": 0.0,
            "emissivity": 0.9,
            "useful_heat_share": 0.0,
            "heating_carrier": "natural_gas",
            "boiler_efficiency": 1.0,
        },
        {GAS: 68.96 * 20 * 8.76},
    ),
    "water_saving": (
        {
            "flow_old_l_min": 10.0,
            "minutes": 5.0,
            "uses_per_day": 20.0,
            "days": 200.0,
            "hot_share": 0.5,
            "temperature_rise_k": 40.0,
            "heating_carrier": "natural_gas",
            "boiler_efficiency": 1.0,
        },
        {GAS: 200 * 0.5 * 1.163 * 40},
    ),
    "compressed_air_leaks": ({}, {}),
}


@pytest.mark.parametrize("calculator", EXAMPLES)
def test_what_a_calculator_knows_of_the_use_before(calculator):
    inputs, expected = EXAMPLES[calculator]
    found = CALCULATORS[calculator].place.use_before(Values(inputs))
    assert found == pytest.approx(expected, rel=1e-3)


def test_a_drive_that_replaces_nothing_but_full_power():
    inputs = {"power_kw": 9.0, "hours": 5000.0, "baseline": "constant", "profile": ((1.0, 0.5),)}
    assert CALCULATORS["variable_speed_drive"].place.use_before(Values(inputs)) == {EL: 45_000}


def test_the_use_before_is_read_from_what_is_stored():
    """As the database gives it: pairs as lists, whole numbers as such."""
    profile = ((0.3, 1.0), (0.4, 0.8), (0.3, 0.6))
    drive = measure("drive", "variable_speed_drive", {"power_kw": 9.0, "hours": 5000.0, "profile": profile})
    stored = json.loads(json.dumps(drive.assessment).replace("5000.0", "5000"))
    found = effect_of(replace(drive, assessment=stored))
    assert found.use_before == {EL: 45_000}
    assert found.kwh == {EL: pytest.approx(16_579, rel=1e-4)}


def test_a_lacking_input_is_a_use_that_is_not_known():
    assert CALCULATORS["lighting_led"].place.use_before(Values({"count_old": 3.0})) == {}


# -- whatever the measures are --------------------------------------------------------------------------------------
KINDS = {
    "led": lambda name, size, status: led(name, size, status=status),
    "control": lambda name, size, status: control(size / 10, name=name, status=status),
    "insulation": lambda name, size, status: insulation(name, size, status=status),
    "setback": lambda name, size, status: setback(size * 100, name=name, status=status),
    "heat_pump": lambda name, size, status: heat_pump(size * 100, name=name, status=status),
    "district": lambda name, size, status: district(size * 100, name=name, status=status),
    "solar": lambda name, size, status: solar(size * 10, name=name, status=status),
}


@st.composite
def any_measure(draw: st.DrawFn, name: str) -> Measure:
    size = draw(st.floats(1, 5_000))
    status = draw(st.sampled_from((MeasureStatus.PROPOSED, MeasureStatus.SELECTED)))
    kind = draw(st.sampled_from((*KINDS, "own")))
    if kind in KINDS:
        return KINDS[kind](name, size, status)
    carrier = draw(st.sampled_from((EL, GAS, HEAT)))
    area = draw(st.sampled_from(sorted(AREAS)))
    before = draw(st.none() | st.floats(size, 2 * size))
    return own(name, carrier, size, before, area=area, status=status)


@st.composite
def some_measures(draw: st.DrawFn) -> list[Measure]:
    return [draw(any_measure(f"m{number}")) for number in range(draw(st.integers(1, 6)))]


meters = st.dictionaries(st.sampled_from((EL, GAS, HEAT)), st.floats(0, 500_000))


@given(some_measures(), meters)
def test_shares_are_shares_and_numbers_are_numbers(measures, metered):
    package = package_of(measures, metered)
    assert len(package.counted) == len(measures)
    for one in package.counted:
        assert 0 <= one.share <= 1
        assert math.isfinite(one.cost_saving_dkk)
        assert math.isfinite(one.co2e_kg)
        assert not isinstance(one.payback, float) or one.payback >= 0
        assert all(limit.left_kwh >= 0 for limit in one.limits)


@given(some_measures(), meters)
def test_together_they_save_no_more_than_the_sum(measures, metered):
    package = package_of(measures, metered)
    for carrier, kwh in package.savings_kwh.items():
        alone = sum(max(effect_of(one).kwh.get(carrier, 0.0), 0.0) for one in measures)
        assert kwh <= alone * (1 + 1e-9) + 1e-6


@given(some_measures(), meters)
def test_no_more_is_saved_than_is_metered_and_what_is_used_more(measures, metered):
    package = package_of(measures, metered)
    for carrier, kwh in package.savings_kwh.items():
        if metered.get(carrier):
            assert kwh <= metered[carrier] * (1 + 1e-9) + 1e-6


@given(some_measures())
def test_together_they_save_at_least_what_the_largest_of_one_system_saves(measures):
    """Where one system has no part in another, and no meter cuts."""
    package = package_of(measures)
    for carrier in (EL, HEAT):
        by_system: dict[System, list[tuple[float, float]]] = {}
        for one in package.counted:
            effect = effect_of(next(m for m in measures if m.id == one.measure_id))
            if effect.systems.get(carrier) == (one.system,):
                by_system.setdefault(one.system, []).append((effect.kwh[carrier], one.savings_kwh[carrier]))
        for system, found in by_system.items():
            if system is not System.HEATING:
                assert sum(counted for _, counted in found) >= max(alone for alone, _ in found) * (1 - 1e-9)


@given(some_measures(), meters, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(measures, metered, chance):
    shuffled = list(measures)
    chance.shuffle(shuffled)
    assert package_of(shuffled, metered) == package_of(measures, metered)


@given(some_measures(), meters, st.integers(0, 6))
def test_a_measure_that_saves_nothing_changes_nothing(measures, metered, place):
    nothing = measure(
        "nothing",
        "lighting_led",
        {"count_old": 50.0, "power_old_w": 60.0, "hours_old": 2000.0, "power_new_w": 60.0},
    )
    with_it = [*measures[:place], nothing, *measures[place:]]
    before, after = package_of(measures, metered), package_of(with_it, metered)
    assert after.savings_kwh | {EL: after.savings_kwh.get(EL, 0.0)} == before.savings_kwh | {
        EL: before.savings_kwh.get(EL, 0.0)
    }
    assert after.cost_saving_dkk == pytest.approx(before.cost_saving_dkk)
    assert after.warnings == before.warnings


@given(any_measure("alone"))
def test_a_measure_alone_counts_whole(one):
    (counted,) = package_of([one]).counted
    assert counted.share == 1.0
    assert counted.cost_saving_dkk == pytest.approx(effect_of(one).cost_saving_dkk)
    assert not counted.meetings
