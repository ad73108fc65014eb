"""Forms behave as ODK's own engine recorded: our own always, public ones where their recordings are at hand."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.form_trace import trace
from ambassador_app.exchange.xlsform import inspect
from tests.exchange.recorder import record
from tests.exchange.workbooks import workbook_of

# Read when the tests are collected: a test itself sees none of our environment.
_SHARED = os.environ.get("AMBASSADOR_SHARED")
_FORMS = (Path(_SHARED) if _SHARED else Path(__file__).resolve().parents[2].parent / "shared" / "data") / "xlsforms"
OWN = sorted((Path(__file__).parent / "recorded").glob("*/ops_*.tsv"))
TOLD_THE_DAY = {Path(__file__).parent / "recorded" / "days"}  # the engine takes today's date from the computer
RECORDED = sorted(_FORMS.glob("*/ops_*.tsv"))
REFUSED = sorted(_FORMS.glob("NEG-*/form.*"))
REASONS = {
    "NEG-duplicate-columns": "The column {name} is there twice.",
    "NEG-missing-calculation": "There is nothing to calculate.",
    "NEG-unknown-type": "There is no type {type}.",
}
DAY = date(2026, 11, 23)
_read: dict[Path, Checklist] = {}


def form(folder: Path) -> Checklist:
    if folder not in _read:
        (source,) = (*folder.glob("form.md"), *folder.glob("form.xls*"))
        data = workbook_of(source.read_text("utf-8")) if source.suffix == ".md" else source.read_bytes()
        checklist = inspect(data, name="form.xlsx" if source.suffix == ".md" else source.name).checklist
        assert checklist is not None
        _read[folder] = checklist
    return _read[folder]


def compared(lines: list[str]) -> list[str]:
    """Leave out what is new each time: the number of the answers, and the moment they were begun."""
    told = [line for line in lines if line.startswith(("C\t", "N\t"))]
    return [line for line in told if "instanceID" not in line and "/start[" not in line]


@pytest.mark.parametrize("operations", OWN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_our_own_form_behaves_as_recorded(operations: Path) -> None:
    expected = operations.with_name(operations.name.replace("ops", "expected")).read_text("utf-8").split("\n")
    found = list(trace(form(operations.parent), operations.read_text("utf-8").splitlines(), DAY))
    assert compared(found) == compared(expected)
    assert len(compared(found)) > len(operations.read_text("utf-8").splitlines()) / 2


@pytest.mark.whole
@pytest.mark.parametrize("folder", sorted(set(path.parent for path in OWN) - TOLD_THE_DAY), ids=lambda path: path.name)
def test_the_recordings_are_what_the_engine_says_today(folder: Path, tmp_path: Path) -> None:
    for operations in folder.glob("ops_*.tsv"):
        (tmp_path / operations.name).write_bytes(operations.read_bytes())
    record(workbook_of((folder / "form.md").read_text("utf-8")), tmp_path)
    for expected in folder.glob("expected_*.tsv"):
        said = (tmp_path / expected.name).read_text("utf-8").split("\n")
        assert compared(said) == compared(expected.read_text("utf-8").split("\n"))


@pytest.mark.skipif(not RECORDED, reason="the recorded forms are not here")
@pytest.mark.parametrize("operations", RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_public_form_behaves_as_recorded(operations: Path) -> None:
    expected = operations.with_name(operations.name.replace("ops", "expected")).read_text("utf-8").split("\n")
    found = list(trace(form(operations.parent), operations.read_text("utf-8").splitlines(), DAY))
    assert compared(found) == compared(expected)


@pytest.mark.skipif(not REFUSED, reason="the recorded forms are not here")
@pytest.mark.parametrize("workbook", REFUSED, ids=lambda path: path.parent.name)
def test_a_broken_public_form_is_refused_with_sheet_and_row(workbook: Path) -> None:
    found = inspect(workbook.read_bytes(), name=workbook.name)
    assert found.checklist is None
    remark, *_ = found.errors
    assert remark.sheet
    assert remark.row is not None
    said = REASONS[workbook.parent.name]
    assert remark.message.text == said
