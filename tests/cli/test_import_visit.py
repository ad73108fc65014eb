"""`ambassador import visit`, `report --plain` and `verify`: what they say, what they write, and how they refuse."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ambassador_app.cli import main
from ambassador_app.errors import ReportDataRefused, VisitHere
from ambassador_app.i18n import Language
from ambassador_app.report import check
from ambassador_app.services.resources import Resources
from ambassador_app.services.session import Session
from tests.builders import RESOURCES, a_visit, profiles_in, session_in, signed, translator


class Command:
    """The command line on one throw-away profile."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.out = ""

    def __call__(self, *arguments: object) -> int:
        out, err = io.StringIO(), io.StringIO()
        around = SimpleNamespace(
            profiles=profiles_in,
            resources=lambda: Resources(RESOURCES),
            translator=lambda language: translator(language or Language.ENGLISH),
        )
        words = [*map(str, arguments), "--home", str(self.home)]
        code = main(words, around, out=out, err=err, bug=_raise)  # type: ignore[arg-type]
        self.out = out.getvalue() + err.getvalue()
        return code

    def answer(self, *arguments: object) -> Any:
        assert self(*arguments, "--json") == 0
        return json.loads(self.out)


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "there") as session:
        yield session


@pytest.fixture
def file(there: Session, tmp_path: Path) -> Path:
    """A report from another computer."""
    visit_id = a_visit(there)
    signed(there, visit_id)
    written = tmp_path / "rapport.pdf"
    written.write_bytes(there.reports.pdf(there.signing.seal(visit_id).report.id))
    return written


def test_a_visit_comes_in_and_its_report_goes_out_again(command: Command, file: Path, tmp_path: Path) -> None:
    found = command.answer("import", "visit", file)
    assert (found["site"], found["photos"], found["site_was_here"]) == ("Ærø Bageri A/S", 0, False)
    out = tmp_path / "again.pdf"
    assert command("report", found["visit"], "--out", out) == 0
    assert out.read_bytes() == file.read_bytes()
    assert command.answer("verify", out)["embedded"] == "same"


def test_a_dry_run_says_which_visit_it_is_and_keeps_nothing(command: Command, file: Path) -> None:
    assert command("import", "visit", file, "--dry-run") == 0
    assert "edition 1, can be brought in" in command.out
    assert command.answer("import", "visit", file)["dry_run"] is False


def test_twice_is_a_sentence(command: Command, file: Path) -> None:
    assert command("import", "visit", file) == 0
    assert "is on this computer now" in command.out
    assert command("import", "visit", file) == VisitHere.exit_code
    assert "is on this computer already, as edition 1. Nothing was changed." in command.out


def test_a_preview_is_a_sentence(command: Command, there: Session, tmp_path: Path) -> None:
    draft = tmp_path / "udkast.pdf"
    draft.write_bytes(there.reports.preview(a_visit(there)))
    assert command("import", "visit", draft) == ReportDataRefused.exit_code
    assert "No visit can be rebuilt from this report: it has no seal" in command.out


def test_a_plain_copy_is_written_and_is_no_sealed_report(command: Command, file: Path, tmp_path: Path) -> None:
    visit_id = command.answer("import", "visit", file)["visit"]
    out = tmp_path / "plain.pdf"
    assert command.answer("report", visit_id, "--plain", "--out", out)["sealed"] is False
    assert check(out.read_bytes()) == ()
    assert b"ByteRange" not in out.read_bytes()
    assert command("verify", out) == 1
    assert "no seal" in command.out
