"""`ambassador import companies`: what it says, what it saves, and how it refuses."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from ambassador_app.cli import main
from ambassador_app.i18n import Language
from tests.builders import RESOURCES, profiles_in, translator

DEMO = RESOURCES / "demo"


class Command:
    """The command line on one throw-away profile."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        out, err = io.StringIO(), io.StringIO()
        around = SimpleNamespace(
            profiles=profiles_in, translator=lambda language: translator(language or Language.ENGLISH)
        )
        words = ["import", "companies", *map(str, arguments), "--home", str(self.home)]
        code = main(words, around, out=out, err=err, bug=_raise)
        self.out, self.err = out.getvalue(), err.getvalue()
        return code

    def answer(self, *arguments: object) -> dict:
        assert self(*arguments, "--json") == 0
        return json.loads(self.out)


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def command(tmp_path) -> Command:
    return Command(tmp_path / "home")


def test_a_dry_run_tells_every_row_and_saves_nothing(command):
    assert command(DEMO / "companies.csv", "--dry-run") == 0
    assert "New: 7" in command.out
    assert "12: Not readable\n    Navn: There is a number but no name." in command.out
    assert command.answer(DEMO / "companies.csv", "--dry-run")["counts"]["new"] == 7


def test_an_import_says_what_was_saved_and_the_next_one_finds_nothing_new(command):
    assert command(DEMO / "cvr_companies.json") == 0
    assert "Saved: 37 sites and 28 organisations." in command.out
    again = command.answer(DEMO / "cvr_companies.json")
    assert again["counts"] == {"new": 0, "changed": 0, "unchanged": 37, "doubtful": 0, "broken": 0}
    assert again["saved"] == {"organisation": 0, "site": 0}


def test_a_change_is_told_with_old_and_new(command):
    command(DEMO / "cvr_companies.json")
    assert command(DEMO / "companies.csv", "--dry-run") == 0
    assert "    Name: Ærenprisens Bageri ApS → Ærenprisens Bageri og Café ApS" in command.out
    rows = command.answer(DEMO / "companies.csv", "--dry-run")["rows"]
    assert [row["changes"][0]["field"] for row in rows if row["changes"]] == ["name"]


def test_columns_are_mapped_by_hand(command, tmp_path):
    (tmp_path / "odd.csv").write_text("Nøgle;Kaldenavn;Hvor\n13748136;Brød;Ålegade 1\n", "utf-8")
    found = command.answer(tmp_path / "odd.csv", "--map", "Kaldenavn=name", "--map", "C=address", "--dry-run")
    assert found["columns"] == {"cvr": "Nøgle", "name": "Kaldenavn", "address": "Hvor"}
    assert found["rows"][0]["address"] == "Ålegade 1"


def test_doubtful_rows_come_in_when_asked_for(command):
    assert command.answer(DEMO / "companies.csv", "--include-doubtful")["saved"]["site"] == 9


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.csv"], "cannot be opened"),
        ([DEMO / "companies.csv", "--map", "Navn=telephone"], "telephone"),
        ([DEMO / "companies.csv", "--map", "Nowhere=name"], "Nowhere"),
        ([RESOURCES / "icons" / "today.svg"], "today.svg"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(command, arguments, words):
    assert command(*arguments) == 2
    assert words in command.err
