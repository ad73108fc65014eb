"""`ambassador import measures` and `ambassador export excel`: what they say, what they keep, and how they refuse."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from ambassador_app.cli import main
from ambassador_app.i18n import Language
from tests.builders import profiles_in, translator

LIST = "Tiltag;Besparelse el;Investering (kr.);TBT (år)\nLED;12.500;45.000;9,9\nPumpe;1.850;6.500;\n"


class Command:
    """The command line on one throw-away profile with a visit."""

    def __init__(self, folder: Path) -> None:
        self.home, self.file = folder / "home", folder / "forslag.csv"
        self.file.write_text(LIST, encoding="utf-8")
        session = profiles_in(self.home).throw_away()
        self.visit = session.visits.plan(session.companies.create("Ærø Brød").id).id
        session.close()
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        out, err = io.StringIO(), io.StringIO()
        around = SimpleNamespace(
            profiles=profiles_in, translator=lambda language: translator(language or Language.ENGLISH)
        )
        code = main([*map(str, arguments), "--home", str(self.home)], around, out=out, err=err, bug=_raise)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def take(self, *arguments: object, file: Path | None = None) -> int:
        return self("import", "measures", file or self.file, "--visit", self.visit, *arguments)


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path)


MAP = ("--map", "Besparelse el=saving.electricity:kWh")


def test_a_dry_run_says_everything_and_keeps_nothing(command):
    assert command.take(*MAP, "--dry-run", "--json") == 0
    found = json.loads(command.out)
    assert found["counts"]["new"] == 2
    assert found["rows"][0]["inputs"] == {"before.electricity": 12500.0, "after.electricity": 0.0}
    assert "9.9" in found["rows"][0]["differences"][0]
    assert command.take(*MAP, "--dry-run", "--json") == 0
    assert json.loads(command.out)["counts"]["new"] == 2


def test_a_list_comes_in_goes_out_and_comes_back_unchanged(command, tmp_path):
    assert command.take(*MAP) == 0
    assert "Saved: 2 measures." in command.out
    assert command("export", "excel", command.visit, "--out", tmp_path / "ud.xlsx", "--json") == 0
    assert json.loads(command.out)["measures"] == 2
    assert command.take("--json", file=tmp_path / "ud.xlsx") == 0
    found = json.loads(command.out)
    assert (found["own"], found["counts"]["unchanged"], found["saved"]) == (True, 2, 0)


def test_nothing_is_overwritten_and_what_is_missing_is_said(command, tmp_path):
    (tmp_path / "ud.xlsx").write_text("mine")
    assert command("export", "excel", command.visit, "--out", tmp_path / "ud.xlsx") == 2
    assert (tmp_path / "ud.xlsx").read_text() == "mine"
    assert command("import", "measures", command.file) == 2
    assert "--visit" in command.err
    assert command.take("--map", "Besparelse el=saving.electricity:stone") == 2
    assert command.take("--map", "Nix=title") == 2


def test_without_the_unit_the_rows_wait(command):
    assert command.take("--json") == 0
    found = json.loads(command.out)
    assert (found["counts"]["doubtful"], found["saved"]) == (2, 0)
