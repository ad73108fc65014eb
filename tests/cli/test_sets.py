"""`ambassador factors` and `ambassador prices`: every set, the own ones of a profile among them."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ambassador_app import cli
from ambassador_app.app import Root


def run(home: Path | None, *arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    where = ("--home", str(home)) if home is not None else ()
    verb, *rest = arguments
    code = cli.main((verb, *where, *rest), Root(home), out=out, err=err, bug=pytest.fail)  # type: ignore[arg-type]
    return code, out.getvalue(), err.getvalue()


def answer(home: Path | None, *arguments: str) -> dict[str, Any]:
    code, out, err = run(home, *arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_the_shipped_sets_are_listed_without_a_profile(tmp_path: Path) -> None:
    factors = answer(None, "factors")["sets"]
    assert [one["id"] for one in factors] == ["br18", "br18_well_to_wheel"]
    assert factors[0]["scopes"] == ["life_cycle", "combustion"]
    prices = {one["id"]: one for one in answer(None, "prices")["sets"]}
    assert prices["home"]["vat_included"] is True
    code, out, _ = run(None, "factors", "--language", "en")
    assert code == 0
    assert "combustion only" in out


def test_the_own_sets_of_a_profile_are_listed_and_shown(tmp_path: Path) -> None:
    session = Root(tmp_path).profiles(tmp_path).throw_away()
    name = session.sets.copy("company", "Vores priser").id
    heat = session.sets.copy("br18", "Varme").id
    session.close()
    listed = {one["id"]: one for one in answer(tmp_path, "prices")["sets"]}
    assert (listed[name]["version"], listed[name]["shipped"], listed["company"]["default"]) == (1, False, True)
    assert answer(tmp_path, "prices", "--set", name)["electricity"] == {
        "value": 1.3, "unit": "DKK/kWh", "year": 2025, "source": "assumption, to be verified",
        "status": "uncertain", "uncertain": True, "low": 1.0, "high": 1.6,
    }  # fmt: skip
    assert answer(tmp_path, "factors", "--set", heat, "--year", "2024")["electricity"]["set"] == heat
    _, out, _ = run(tmp_path, "prices", "--language", "en")
    assert "Vores priser, without VAT (version 1)" in out
    _, out, _ = run(tmp_path, "prices", "--set", "home", "--language", "en")
    assert "SparEnergi, September 2023" in out


def test_a_set_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for home in (None, tmp_path):
        code, _, err = run(home, "prices", "--set", "nowhere", "--language", "en")
        assert code == 2
        assert "nowhere" in err
