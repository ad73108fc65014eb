"""`ambassador import energy`: what it says, what it keeps, and how it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ambassador_app.cli import main
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.i18n import Language
from tests.builders import profiles_in, translator
from tests.exchange.meter_files import portal


class Command:
    """The command line on one throw-away profile with two sites."""

    def __init__(self, folder: Path) -> None:
        self.home, self.file = folder / "home", folder / "Meterdata.csv"
        self.file.write_text(portal(2024, 2024), encoding="utf-8")
        session = profiles_in(self.home).throw_away()
        self.site = SiteId(session.companies.create("Vester Mølle").id)
        session.companies.create("Vester Mølle Syd")
        session.close()
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        out, err = io.StringIO(), io.StringIO()
        around = SimpleNamespace(
            profiles=profiles_in, translator=lambda language: translator(language or Language.ENGLISH)
        )
        words = ["import", "energy", *map(str, arguments), "--home", str(self.home)]
        code = main(words, around, out=out, err=err, bug=_raise)  # type: ignore[arg-type]
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def answer(self, *arguments: object) -> dict[str, Any]:
        """What `--json` prints."""
        assert self(*arguments, "--json") == 0
        found: dict[str, Any] = json.loads(self.out)
        return found


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command line."""
    return Command(tmp_path)


def test_a_dry_run_shows_every_month_and_keeps_nothing(command: Command) -> None:
    assert command(command.file, "--site", "Vester Mølle", "--dry-run") == 0
    assert "2024: 4,392\N{NO-BREAK SPACE}kWh" in command.out
    assert "2024-10: 373\N{NO-BREAK SPACE}kWh: New" in command.out
    again = command.answer(command.file, "--site", command.site, "--dry-run")
    assert {month["state"] for month in again["years"][0]["months"]} == {"new"}
    assert again["columns"]["amount"] == "Mængde"


def test_what_is_imported_is_there_the_next_time(command: Command) -> None:
    assert command.answer(command.file, "--site", command.site)["changed"] == 12
    again = command.answer(command.file, "--site", command.site)
    assert again["changed"] == 0
    assert {month["state"] for month in again["years"][0]["months"]} == {"same"}


def test_what_no_column_tells_can_be_said(command: Command) -> None:
    command.file.write_text("A;B\n2024-01;1.234\n2024-02;1.100\nSum;2.334\n", encoding="utf-8")
    words = (command.file, "--site", command.site, "--map", "A=start", "--map", "B=amount")
    assert command(*words, "--carrier", "natural_gas", "--unit", "m³") == 2
    assert "1.234" in command.err
    found = command.answer(*words, "--carrier", "natural_gas", "--unit", "m³", "--decimal", "comma")
    assert found["years"][0]["kwh"] == pytest.approx(2334 * 11)
    assert [fault["row"] for fault in found["faults"]] == [4]
    own = command.answer(
        *words, "--carrier", "natural_gas", "--unit", "m3", "--decimal", "comma", "--kwh-per-unit", "12"
    )
    assert own["years"][0]["kwh"] == pytest.approx(2334 * 12)
    assert command(*words, "--carrier", "natural_gas", "--unit", "m3", "--decimal", "comma") == 0
    assert "Rows that could not be read: 1." in command.out


def test_a_site_that_is_not_one_site_is_refused(command: Command) -> None:
    assert command(command.file) == 2
    assert command(command.file, "--site", "Vester") == 2
    assert "Vester Mølle Syd" in command.err
    assert command(command.file, "--site", "nobody") == 2
