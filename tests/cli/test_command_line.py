"""The command line as a person or a script calls it, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


def ambassador(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command; English unless the test says otherwise."""
    return subprocess.run(
        [sys.executable, "-m", "ambassador_app", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def answer(*arguments: str | Path) -> Any:
    """Run one command with `--json` that must succeed, and read its answer."""
    done = ambassador(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one demonstration left: its answer, and the home folder it was walked in."""
    folder = tmp_path_factory.mktemp("demo")
    found = answer("demo", "--out", folder / "out", "--home", folder / "home")
    return {**found, "home": folder / "home", "out": folder / "out"}


def test_the_demonstration_hands_over_a_sealed_report(demo: dict[str, Any]) -> None:
    assert demo["verified"] is True
    assert demo["faults"] == []
    assert demo["measures"] == 4
    assert demo["companies"] >= 30
    assert set(demo["seconds"]) >= {"import", "prepare", "walkthrough", "photos", "measures", "agree", "sign", "seal"}
    assert Path(demo["report"]).read_bytes().startswith(b"%PDF-1.7")


def test_verify_tells_intact_from_tampered(demo: dict[str, Any], tmp_path: Path) -> None:
    good = ambassador("verify", demo["report"])
    assert good.returncode == 0
    data = bytearray(Path(demo["report"]).read_bytes())
    data[len(data) // 2] ^= 1
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(data)
    told = ambassador("verify", bad, "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["good"] is False


def test_the_report_of_a_sealed_visit_is_the_sealed_file_and_nothing_is_overwritten(
    demo: dict[str, Any], tmp_path: Path
) -> None:
    target = tmp_path / "report.pdf"
    found = answer("report", demo["visit"], "--out", target, "--home", demo["home"])
    assert found["sealed"] is True
    assert target.read_bytes() == Path(demo["report"]).read_bytes()
    again = ambassador("report", demo["visit"], "--out", target, "--home", demo["home"])
    assert again.returncode == 2
    assert "already" in again.stderr


def test_a_backup_opens_as_another_computers_profile(demo: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "all.ambassador-backup"
    made = answer("backup", file, "--home", demo["home"])
    assert made["bytes"] == file.stat().st_size


def test_calc_gives_the_figures_of_the_handbook() -> None:
    found = answer(
        "calc", "lighting_led", "count_old=120", "power_old_w=71", "hours_old=3000", "power_new_w=25",
        "investment=60000", "lifetime=15", "year=2025", "price.electricity=1.5",
    )  # fmt: skip
    assert found["savings_kwh"] == {"electricity": pytest.approx(16_560)}
    assert found["cost_saving_dkk"] == pytest.approx(24_840)
    assert found["co2e_kg"] == pytest.approx(2_235.6)
    assert found["simple_payback_years"] == pytest.approx(2.4155, abs=1e-4)
    assert found["profitability_br18"] == pytest.approx(6.21)
    assert found["profitable_br18"] is True
    assert found["explanation"]


def test_calc_refuses_an_impossible_input_in_one_sentence() -> None:
    done = ambassador(
        "calc", "lighting_led", "count_old=-1", "power_old_w=71", "hours_old=3000", "power_new_w=25", "--json"
    )
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert (error["input"], error["value"]) == ("count_old", -1)
    assert done.stderr.strip() == error["message"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["calc", "perpetual_motion", "a=1"], 2),
        (["calc", "lighting_led", "count_old=many"], 2),
        (["calc", "lighting_led", "colour=red"], 2),
        (["calc", "--cashflow=a,b"], 2),
        (["factors", "--set", "nowhere"], 2),
        (["verify", "no-such-file.pdf"], 2),
        (["verify", "pyproject.toml"], 2),
        (["import", "companies", "no-such-file.csv"], 2),
        (["dance"], 2),
        (["checklist", "check", "pyproject.toml"], 2),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = ambassador(*arguments, *(["--home", str(tmp_path)] if arguments[0] == "import" else []))
    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_cashflow_discounts_from_the_second_flow_on() -> None:
    found = answer("calc", "--cashflow=0,-10000,3000,4200,6800", "--rate=0.10")
    assert found["npv"] == pytest.approx(1188.4434, abs=1e-4)


def test_factors_are_interpolated_and_name_their_source() -> None:
    found = answer("factors", "--set", "br18", "--year", "2024")
    assert found["electricity"]["value"] == pytest.approx(0.161)
    assert all(one["source"] and one["scope"] and one["unit"] for one in found.values())


def test_the_list_of_calculators_tells_inputs_units_ranges_and_defaults() -> None:
    found = {one["id"]: one for one in answer("calc")["calculators"]}
    assert {"lighting_led", "compressed_air_leaks", "ventilation_hours", "heat_pump", "custom"} <= set(found)
    inputs = {one["name"]: one for one in found["compressed_air_leaks"]["inputs"]}
    assert inputs["specific_power_kw_per_m3_min"]["default"] == 7.0


def test_the_doctor_looks_at_everything(demo: dict[str, Any]) -> None:
    found = answer("doctor", "--home", demo["home"])
    assert found["healthy"] is True
    assert found["database"]["intact"] is True


def test_without_a_profile_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    done = ambassador("report", "x", "--out", tmp_path / "x.pdf")
    assert done.returncode in {2, 3}
    assert "Traceback" not in done.stderr
