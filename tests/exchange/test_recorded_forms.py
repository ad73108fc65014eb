"""Public forms behave as ODK's own engine recorded; only where the recordings are at hand."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.form_trace import trace
from ambassador_app.exchange.xlsform import inspect

# Read when the tests are collected: a test itself sees none of our environment.
_SHARED = os.environ.get("AMBASSADOR_SHARED")
_FORMS = (Path(_SHARED) if _SHARED else Path(__file__).resolve().parents[2].parent / "shared" / "data") / "xlsforms"
RECORDED = sorted(_FORMS.glob("*/ops_*.tsv"))
REFUSED = sorted(_FORMS.glob("NEG-*/form.*"))
DAY = date(2026, 11, 23)
_read: dict[Path, Checklist] = {}


def form(folder: Path) -> Checklist:
    if folder not in _read:
        (workbook,) = folder.glob("form.xls*")
        checklist = inspect(workbook.read_bytes(), name=workbook.name).checklist
        assert checklist is not None
        _read[folder] = checklist
    return _read[folder]


def compared(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("C\t", "N\t")) and "instanceID" not in line]


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
    (remark,) = found.errors
    cases = {case["name"]: case for case in json.loads((_FORMS / "cases.json").read_text("utf-8"))["cases"]}
    assert remark.sheet
    assert remark.row is not None
    said = cases[workbook.parent.name]["expected_error"]
    assert str(remark.message.values["text"]) in said
