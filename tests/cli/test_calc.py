"""`ambassador calc` and `ambassador factors`, answer by answer, as the contract of the measures says."""

from __future__ import annotations

import argparse
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ambassador_app import cli
from ambassador_app.app import Root
from ambassador_app.domain.calculators import CALCULATORS, Calculator, Choice, Number
from ambassador_app.domain.quantities import Carrier
from tests.domain.test_worked_examples import EXAMPLES, Example, result

KEYS = (
    "savings_kwh water_m3 diesel_l petrol_l cost_saving_dkk co2e_kg investment_dkk subsidy_dkk simple_payback_years "
    "profitability_br18 profitable_br18 npv_dkk irr inputs factors prices explanation warnings"
)
every_calculator = pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=lambda entry: entry.id)
LED = ("lighting_led", "count_old=120", "power_old_w=71", "hours_old=3000", "power_new_w=25")
CONTRACT = """
lighting_led: count_old power_old_w hours_old count_new power_new_w hours_new heat_replacement_share heating_carrier
 boiler_efficiency
lighting_control: power_kw hours saving_share
compressed_air_leaks: leak_m3_min orifice_mm orifice_count pressure_bar_g discharge_coefficient air_temp_c load_seconds
 unload_seconds compressor_m3_min bag_litres bag_seconds leak_count specific_power_kw_per_m3_min hours control_factor
compressed_air_pressure: power_kw hours pressure_old_bar_g pressure_new_bar_g atmospheric_bar
variable_speed_drive: power_kw hours profile exponent vsd_efficiency baseline
ventilation_hours: airflow_m3_h sfp_j_m3 hours_old hours_new heat_recovery_efficiency heating_carrier boiler_efficiency
 degree_kilohours
ventilation_heat_recovery: airflow_m3_h hours efficiency_old efficiency_new sfp_change_j_m3 heating_carrier
 boiler_efficiency degree_kilohours
temperature_setback: space_heating_kwh degrees_k time_share share_per_degree heating_carrier
pipe_insulation: diameter_mm length_m pipe_temp_c ambient_temp_c hours insulation_old_mm insulation_new_mm
 conductivity_w_mk emissivity useful_heat_share heating_carrier boiler_efficiency
envelope_insulation: area_m2 u_old u_new temperature_factor degree_kilohours heating_carrier boiler_efficiency
windows: area_m2 u_old u_new g_old g_new heating_carrier boiler_efficiency degree_kilohours solar_kwh_m2
heat_pump: fuel_amount fuel_unit heating_carrier boiler_efficiency scop
district_heating: fuel_amount fuel_unit heating_carrier boiler_efficiency district_heating_efficiency
refrigeration_doors: cabinet_length_m consumption_kwh_m saving_share
refrigeration_heat_recovery: compressor_kwh cop recoverable_share used_share heating_carrier boiler_efficiency
standby: count power_w hours_off
motor_efficiency: shaft_power_kw load_factor hours efficiency_old efficiency_new ie_class_old ie_class_new
photovoltaics: peak_kw yield_kwh_kw own_use_share export_price
milk_precooling: milk_kg temperature_drop_k cop heat_capacity_kj_kgk
vacuum_pump_vsd: power_kw hours saving_share
piglet_heat: litters power_w days saving_share
grain_drying: grain_t moisture_in moisture_out kwh_per_kg_water saving_share heating_carrier
electric_vehicles: distance_km fuel fuel_l_100km electricity_kwh_100km
water_saving: flow_old_l_min flow_new_l_min minutes uses_per_day days hot_share temperature_rise_k heating_carrier
 boiler_efficiency
circulation_pump: power_old_w hours_old power_new_w hours_new
custom: before.CARRIER after.CARRIER water_m3 other_saving_dkk remarks
"""


def run(tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command in this process: exit code, what it printed, what it said beside."""
    out, err, bugs = StringIO(), StringIO(), list[BaseException]()
    code = cli.main(arguments, Root(tmp_path), out=out, err=err, bug=bugs.append)
    assert bugs == []
    return code, out.getvalue(), err.getvalue()


def answer(tmp_path: Path, *arguments: str) -> Any:
    """Run a command with `--json` that must succeed, and read its answer."""
    code, out, err = run(tmp_path, *arguments, "--json", "--language", "en")
    assert (code, err) == (0, "")
    return json.loads(out)


def as_typed(value: object) -> str:
    """Write an input as the contract says: a decimal point, fractions, `share:fraction` pairs."""
    if isinstance(value, tuple):
        return ",".join(f"{share}:{part}" for share, part in value)
    return str(value)


def typed(example: Example) -> list[str]:
    given = [f"{name}={as_typed(value)}" for name, value in example.inputs.items()]
    given += ["year=2025", "prices=example", "factors=br18"]
    if example.investment is not None:
        given.append(f"investment={example.investment}")
    return [*given, f"subsidy={example.subsidy}"] if example.subsidy else given


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name or example.calculator)
def test_every_worked_example_is_answered(tmp_path: Path, example: Example) -> None:
    found = answer(tmp_path, "calc", example.calculator, *typed(example))
    wanted = result(example)
    assert set(KEYS.split()) <= set(found)
    assert found["savings_kwh"] == {carrier.value: pytest.approx(kwh) for carrier, kwh in wanted.savings_kwh.items()}
    assert set(found["savings_kwh"]) <= set(Carrier)
    assert found["cost_saving_dkk"] == pytest.approx(wanted.cost_saving_dkk)
    assert found["co2e_kg"] == pytest.approx(wanted.co2e_kg)
    for name in ("water_m3", "diesel_l", "petrol_l"):
        assert found[name] == pytest.approx(getattr(wanted, name))
    for name, value in example.inputs.items():
        used = found["inputs"][name]
        assert used["default"] is False
        assert used["value"] == (list(map(list, value)) if isinstance(value, tuple) else value)
    assert all(set(used) >= {"value", "unit", "default"} for used in found["inputs"].values())
    assert all({"value", "unit", "year", "source", "scope"} <= set(one) for one in found["factors"].values())
    assert all({"value", "unit", "year", "source"} <= set(one) for one in found["prices"].values())


def test_the_examples_cover_every_calculator_but_the_free_one() -> None:
    assert {example.calculator for example in EXAMPLES} == set(CALCULATORS) - {"custom"}


def test_names_are_a_contract() -> None:
    rows = CONTRACT.replace("\n ", " ").strip().splitlines()
    wanted = {name: set(inputs.split()) for name, _, inputs in (row.partition(":") for row in rows)}
    wanted["custom"] -= {"before.CARRIER", "after.CARRIER"}
    wanted["custom"] |= {f"{time}.{carrier}" for time in ("before", "after") for carrier in Carrier}
    assert len(wanted) == len(CALCULATORS) == 26
    for name, inputs in wanted.items():
        declared = {entry.name: entry for entry in CALCULATORS[name].fields()}
        assert inputs <= set(declared)
        for extra in set(declared) - inputs:  # what came later is never asked for
            entry = declared[extra]
            ways = [way for one in CALCULATORS[name].alternatives() for group in one.groups for way in group.inputs]
            assert entry in ways or entry.only_if or not entry.required, extra


def test_payback_is_a_number_none_or_immediate(tmp_path: Path) -> None:
    prices = ("price.electricity=1.5",)
    assert answer(tmp_path, "calc", *LED, *prices, "investment=60000")["simple_payback_years"] == pytest.approx(
        2.4155, abs=1e-4
    )
    assert answer(tmp_path, "calc", *LED, *prices, "investment=0")["simple_payback_years"] == "immediate"
    worse = answer(tmp_path, "calc", *LED[:-1], "power_new_w=90", *prices, "investment=60000")
    assert (worse["simple_payback_years"], worse["irr"], worse["profitable_br18"]) == ("none", None, False)
    unknown = answer(tmp_path, "calc", *LED, *prices)
    assert (unknown["simple_payback_years"], unknown["npv_dkk"], unknown["investment_dkk"]) == (None, None, None)


def test_reserved_keys_are_no_inputs(tmp_path: Path) -> None:
    found = answer(
        tmp_path, "calc", *LED, "investment=60000", "subsidy=10000", "lifetime=12", "rate=0.03", "year=2030",
        "factors=br18_well_to_wheel", "prices=home", "price.electricity=2.1",
    )  # fmt: skip
    assert (found["investment_dkk"], found["subsidy_dkk"], found["lifetime_years"]) == (60000, 10000, 12)
    assert (found["rate"], found["year"]) == (0.03, 2030)
    assert found["prices"]["electricity"]["value"] == 2.1
    assert found["factors"]["electricity"]["value"] == pytest.approx(0.047)
    assert found["factors"]["electricity"]["set"] == "br18_well_to_wheel"
    assert {"investment", "rate", "year"}.isdisjoint(found["inputs"])


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (("count_old=-1",), "count_old", -1),
        (("count_old=1,5",), "count_old", "1,5"),
        (("count_old=1.234,5",), "count_old", "1.234,5"),
        (("hours_old=9000",), "hours_old", 9000),
        (("investment=-5",), "investment", -5),
        (("rate=7",), "rate", 7),
        (("lifetime=0",), "lifetime", 0),
        (("price.electricity=-1",), "price.electricity", -1),
        (("year=20",), "year", "20"),
        (("count_old=3", "count_old=4"), "count_old", "4"),
    ],
)
def test_a_refused_input_names_input_value_and_what_is_allowed(
    tmp_path: Path, arguments: tuple[str, ...], name: str, value: object
) -> None:
    keys = {one.partition("=")[0] for one in arguments}
    rest = [one for one in LED if one.partition("=")[0] not in keys]
    code, out, err = run(tmp_path, "calc", *rest, *arguments, "--json", "--language", "en")
    error = json.loads(out)["error"]
    assert code == 2
    assert (error["input"], error["value"]) == (name, value)
    assert error["allowed"]
    assert err.strip() == error["message"]
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((), "power_new_w"), (("power_new_w=",), "power_new_w"), (("power_new_w=25", "colour=red"), "colour")],
)
def test_what_is_missing_or_unknown_is_refused_by_name(tmp_path: Path, arguments: tuple[str, ...], name: str) -> None:
    code, out, _ = run(tmp_path, "calc", *LED[:-1], *arguments, "--json", "--language", "en")
    assert code == 2
    assert json.loads(out)["error"]["input"] == name


def test_a_price_that_is_not_known_is_asked_for(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "calc", "custom", "before.lpg=100", "after.lpg=0", "--json", "--language", "en")
    assert code == 2
    assert json.loads(out)["error"]["input"] == "price.lpg"


def test_a_profile_is_written_as_pairs(tmp_path: Path) -> None:
    profile = "profile=0.3:1.0,0.4:0.8,0.3:0.6"
    found = answer(tmp_path, "calc", "variable_speed_drive", "power_kw=9", "hours=5000", profile)
    assert found["inputs"]["profile"]["value"] == [[0.3, 1.0], [0.4, 0.8], [0.3, 0.6]]
    assert found["savings_kwh"]["electricity"] == pytest.approx(16579.03, abs=0.01)


def test_a_cash_flow(tmp_path: Path) -> None:
    found = answer(tmp_path, "calc", "--cashflow=-100,39,59", "--rate=0.05")
    assert found["npv"] == pytest.approx(-100 + 39 / 1.05 + 59 / 1.05**2)
    assert found["irr"] == pytest.approx(-0.01252, abs=1e-5)
    assert found["simple_payback_years"] == "none"
    assert answer(tmp_path, "calc", "--cashflow=-100,50,100")["simple_payback_years"] == 1.5
    assert answer(tmp_path, "calc", "--cashflow=0,5")["simple_payback_years"] == "immediate"


# -- the list ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_list_tells_inputs_units_ranges_and_defaults(tmp_path: Path, language: str) -> None:
    root = Root(tmp_path)
    words = root.translator(next(one for one in cli.Language if one.value == language))
    code, text, _ = run(tmp_path, "calc", "--language", language)
    assert code == 0
    listed = {
        one["id"]: one for one in json.loads(run(tmp_path, "calc", "--json", "--language", language)[1])["calculators"]
    }
    assert list(listed) == list(CALCULATORS)
    for calculator in CALCULATORS.values():
        assert f"{calculator.id}: {words.tr(calculator.title)}" in text
        inputs = {one["name"]: one for one in listed[calculator.id]["inputs"]}
        assert list(inputs) == [entry.name for entry in calculator.fields()]
        for entry in calculator.fields():
            assert f"  {entry.name}: {words.tr(entry.label)}" in text
            told = inputs[entry.name]
            assert told["label"] == words.tr(entry.label)
            if isinstance(entry, Number):
                assert words.say(entry.allowed()) in told["allowed"]
                assert words.say(entry.allowed()) in text
                assert told["unit"] == words.tr(entry.unit)
                assert told["hard_range"] == [entry.low, entry.high]
            if isinstance(entry, Choice):
                assert list(told["options"]) == [option.value for option in entry.options]
            assert told["required"] is (entry.required and entry.default is None)


@every_calculator
def test_one_calculator_is_described(tmp_path: Path, calculator: Calculator) -> None:
    found = answer(tmp_path, "calc", calculator.id)
    assert found["id"] == calculator.id
    defaults = {one["name"]: one for one in found["inputs"]}
    for entry in calculator.fields():
        if entry.default is not None:
            told = defaults[entry.name]
            assert told["default"] == entry.default.value or told["default_from"]


# -- factors ----------------------------------------------------------------------------------------------------------
def test_factors_have_value_unit_source_and_scope(tmp_path: Path) -> None:
    found = answer(tmp_path, "factors", "--set", "br18", "--year", "2026")
    assert set(Carrier) <= set(found)
    assert found["electricity"]["value"] == pytest.approx(0.135 + (0.047 - 0.135) / 5)
    assert all({"value", "unit", "source", "scope"} <= set(one) for one in found.values())


@pytest.mark.parametrize("year", ["1700", "2041"])
def test_a_year_outside_the_series_says_that_the_end_value_is_held(tmp_path: Path, year: str) -> None:
    code, out, err = run(tmp_path, "factors", "--year", year, "--json", "--language", "en")
    assert code == 0
    assert json.loads(out)["electricity"]["value"] == (0.187 if year == "1700" else 0.0403)
    assert "cover 2023 to 2040" in err
    assert f"for {year}" in err
    warnings = answer(tmp_path, "calc", *LED, f"year={year}", "price.electricity=1.5")["warnings"]
    assert any("cover 2023 to 2040" in line for line in warnings)
    assert answer(tmp_path, "calc", *LED, "year=2040", "price.electricity=1.5")["warnings"] == []


@pytest.mark.parametrize("year", ["20.5", "-5", "20261", "²026"])
def test_a_year_that_is_none_is_refused(tmp_path: Path, year: str) -> None:
    code, _, err = run(tmp_path, "factors", f"--year={year}", "--language", "en")
    assert code == 2
    assert "a year of four digits" in err


# -- the language of the command line itself --------------------------------------------------------------------------
def test_argparse_speaks_the_readers_language_and_is_left_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vars(argparse)["_"]
    root = Root(tmp_path)
    spoken = root.translator(cli.Language.DANISH)
    monkeypatch.setattr(type(spoken), "tr", lambda self, text, /, **values: f"«{text}»" if self is spoken else text)
    monkeypatch.setattr(root, "translator", lambda language=None: spoken)
    assert cli.main(["calc", "--dance"], root, out=StringIO(), err=StringIO(), bug=pytest.fail) == 2
    told = capsys.readouterr().err
    assert "«usage: »" in told
    assert "«unrecognized arguments: " in told
    assert vars(argparse)["_"] is before


def test_what_argparse_says_is_in_the_catalogue_of_words() -> None:
    """A new release of Python may word it otherwise: then the Danish would be English again, unseen."""
    from ambassador_app.cli.parsing import ARGPARSE

    source = Path(argparse.__file__).read_text("utf-8")
    for text in ARGPARSE:
        assert repr(text) in source or f'"{text}"' in source or text.partition(" (")[0] in source, text
