"""The command line as a person or a script calls it, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ambassador_app import app, cli
from ambassador_app.errors import AmbassadorError, JobCancelled, Unavailable
from ambassador_app.i18n import Language, Translator
from ambassador_app.services.resources import Resources
from ambassador_app.settings import Paths, Settings
from tests.builders import a_visit, profiles_in, translator

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


def test_a_quick_estimate_asks_and_then_gives_a_range() -> None:
    asked = answer("calc", "lighting_led", "--quick")
    assert [question["id"] for question in asked["questions"]] == ["how_many", "kind", "burning"]
    seen = [f"{question['id']}={question['options'][1]['id']}" for question in asked["questions"]]
    found = answer("calc", "lighting_led", "--quick", *seen)
    saving = found["savings_kwh"]["electricity"]
    assert saving["low"] < saving["likely"] < saving["high"]
    assert found["verdict"].startswith("Pays for itself in about")
    assert found["guessed"].keys() == {*found["inputs"], "investment"}
    assert found["ask_later"][0]["input"] == "Lamps today"
    narrower = answer("calc", "lighting_led", "count_old=34", "investment=9000", "--quick", *seen[1:])
    assert "count_old" not in narrower["guessed"]
    assert narrower["investment_dkk"] == {"low": 9000.0, "likely": 9000.0, "high": 9000.0}


@pytest.mark.parametrize(
    ("pairs", "word"), [(["how_many=lots"], "how_many"), (["how_many=ten"], "kind"), (["colour=red"], "colour")]
)
def test_a_quick_estimate_says_what_it_cannot_use(pairs: list[str], word: str) -> None:
    done = ambassador("calc", "lighting_led", "--quick", *pairs, "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["input"] == word


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


def test_the_demonstration_tells_what_the_workshop_asks_for(demo: dict[str, Any]) -> None:
    assert set(demo) >= {
        "report",
        "visit",
        "seconds",
        "verified",
        "companies",
        "answers",
        "photos",
        "measures",
        "bytes",
    }
    assert all(seconds >= 0 for seconds in demo["seconds"].values())
    assert demo["photos"] == 4
    assert demo["bytes"] == Path(demo["report"]).stat().st_size
    assert demo["verdict"]["good"] is True


def test_a_demonstration_leaves_nothing_but_its_report(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = ambassador("demo", "--out", tmp_path / "out", "--photos", "1", TMPDIR=str(scratch))
    assert done.returncode == 0, done.stderr
    (report,) = (tmp_path / "out").iterdir()
    assert str(report) in done.stdout
    assert list(scratch.iterdir()) == []


def test_a_backup_of_a_profile_without_a_passphrase_needs_its_recovery_key(
    demo: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "all.ambassador-backup"
    made = answer("backup", file, "--home", demo["home"])
    assert made["bytes"] == file.stat().st_size
    again = ambassador("backup", file, "--home", demo["home"])
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    there = ambassador("restore", file, "--home", tmp_path / "there", "--recovery-key", "AAAAA-BBBBB")
    assert there.returncode == 2
    assert "recovery key" in there.stderr


def test_a_backup_opens_as_another_computers_profile(demo: dict[str, Any], tmp_path: Path) -> None:
    words = "rugbrød og rundstykker"
    here = profiles_in(tmp_path / "here")
    created = here.create(name="Åse", municipality="Ærø", protection="passphrase", passphrase=words)
    visit_id = a_visit(created.session)
    created.session.backups.make(tmp_path / "alt.ambassador-backup")
    created.session.close()
    for name, way in (("a", ("--recovery-key", created.recovery_key)), ("b", ())):
        home = tmp_path / name
        done = ambassador(
            "restore", tmp_path / "alt.ambassador-backup", "--home", home, *way, AMBASSADOR_PASSPHRASE=words
        )
        assert done.returncode == 0, done.stderr
        assert answer("doctor", "--home", home)["database"]["visits"] == 1
        out = tmp_path / f"{name}.pdf"
        assert answer("report", visit_id, "--out", out, "--home", home)["sealed"] is False
        assert out.read_bytes().startswith(b"%PDF")


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
        (["import", "companies", "tests", "--home", "{tmp}"], 2),
        (["checklist", "check", "pyproject.toml"], 2),
        (["checklist", "check", "tests"], 2),
        (["verify", "tests"], 2),
        (["report", "nowhere", "--out", "{tmp}/x.pdf", "--home", "{tmp}"], 2),
        (["backup", "{tmp}/nowhere/x", "--home", "{tmp}"], 3),
        (["restore", "pyproject.toml", "--home", "{tmp}"], 2),
        (["demo", "--out", "pyproject.toml"], 3),
        (["calc", "--cashflow=-100,39,59", "--rate=-1"], 2),
        (["calc", "--cashflow=-100,39,59", "--rate=nan"], 2),
        (["calc", "custom", "before.electricity=10", "after.electricity=0", "year=2025.7"], 2),
        (["calc", "custom", "before.electricity=10", "after.electricity=0", "year=-5"], 2),
        (["doctor"], 0),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(arguments: list[str], code: int, tmp_path: Path) -> None:
    done = ambassador(*(one.format(tmp=tmp_path) for one in arguments))
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) == (1 if code else 0)


@pytest.mark.parametrize(
    "arguments",
    [["dance"], ["--home"], ["--json"], ["--json", "dance"], ["--language", "fr", "calc"], ["calc", "--dance"],
     ["demo", "--out", "x", "--photos", "-1"], ["demo"]],
)  # fmt: skip
def test_a_slip_on_the_command_line_is_refused_and_opens_no_window(arguments: list[str]) -> None:
    done = ambassador(*arguments, QT_QPA_PLATFORM="nowhere")
    assert done.returncode == 2
    assert "usage: ambassador" in done.stderr
    assert "Traceback" not in done.stderr


def test_flags_stand_before_or_after_the_verb(tmp_path: Path) -> None:
    found = [
        ambassador("--json", "--home", tmp_path, "--language", "da", "calc", "perpetual_motion", "a=1"),
        ambassador("calc", "perpetual_motion", "a=1", "--language", "da", "--json", "--home", tmp_path),
        ambassador(f"--home={tmp_path}", "--language=da", "calc", "--json", "perpetual_motion", "a=1"),
    ]
    assert {done.returncode for done in found} == {2}
    assert len({done.stdout for done in found}) == 1
    error = json.loads(found[0].stdout)["error"]
    assert error["code"] == "UnknownCalculator"
    assert error["message"].startswith("Der er ingen beregning")


def test_the_words_are_in_the_language_of_the_system_and_of_the_settings(tmp_path: Path) -> None:
    danish = ambassador("calc", "lighting_led", LANG="da_DK.UTF-8", LC_ALL="da_DK.UTF-8")
    assert "Brændetimer" in danish.stdout
    assert "Brændetimer" not in ambassador("calc", "lighting_led").stdout
    Settings(language="da").write(Paths.for_home(tmp_path).settings_file)
    assert "Brændetimer" in ambassador("calc", "lighting_led", "--home", tmp_path).stdout
    refused = ambassador("verify", "nowhere.pdf", "--language", "da")
    assert "kunne ikke kontrolleres" in refused.stderr


def test_json_is_json_even_where_a_figure_has_no_end() -> None:
    done = ambassador("calc", "--cashflow=1e308,1e308,1e308", "--rate=-0.9999", "--json")

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    assert json.loads(done.stdout, parse_constant=refuse)["npv"] is None


# -- every error ----------------------------------------------------------------------------------------------------
def every_error(kind: type[AmbassadorError] = AmbassadorError) -> list[type[AmbassadorError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in every_error(below))]


class Refusing:
    """The surroundings of a command that always fails the same way."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def translator(self, language: Language | None) -> Translator:
        return translator(language or Language.ENGLISH)

    def resources(self) -> Resources:
        raise self._error

    def today(self) -> date:
        return date(2026, 11, 23)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", every_error()[1:], ids=lambda kind: kind.__name__)
def test_every_error_is_one_sentence_and_the_exit_code_tells_its_sort(
    kind: type[AmbassadorError], language: str
) -> None:
    out, err, bugs = StringIO(), StringIO(), list[BaseException]()
    error = kind(**dict.fromkeys(("field", "file", "reason", "name", "input", "value", "allowed"), "x"))
    code = cli.main(
        ["factors", "--json", "--language", language],
        Refusing(error),
        out=out,
        err=err,
        bug=bugs.append,  # type: ignore[arg-type]
    )
    assert code in {2, 3}
    assert (code == 3) == (issubclass(kind, Unavailable) or kind is JobCancelled)
    (line,) = err.getvalue().splitlines()
    told = json.loads(out.getvalue())["error"]
    assert (told["code"], told["message"]) == (kind.__name__, line)
    assert "{" not in line
    assert bugs == []


def test_a_bug_is_told_as_a_bug_with_its_stack_and_the_data_are_safe() -> None:
    out, err, bugs = StringIO(), StringIO(), list[BaseException]()
    error = ZeroDivisionError("oops")
    code = cli.main(["factors", "--json"], Refusing(error), out=out, err=err, bug=bugs.append)  # type: ignore[arg-type]
    assert (code, bugs) == (70, [error])
    app._tell_bug(error, err)
    assert "your data is safe" in err.getvalue()
    assert "ZeroDivisionError" in err.getvalue()


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
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "--home" in line
    assert list((Path(os.environ["HOME"])).rglob("ambassador.*")) == []
