"""`ambassador checklist`: check, run and trace on a workbook, as a script calls them."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.builders import RESOURCES
from tests.cli.test_command_line import ambassador, answer
from tests.exchange.workbooks import row, workbook, workbook_of

RECORDED = Path(__file__).parent.parent / "exchange" / "recorded"


def form(folder: Path, name: str) -> Path:
    file = folder / "form.xlsx"
    file.write_bytes(workbook_of((RECORDED / name / "form.md").read_text("utf-8")))
    return file


def test_a_trace_prints_what_was_recorded(tmp_path: Path) -> None:
    operations = RECORDED / "zones" / "ops_1.tsv"
    done = ambassador("checklist", "trace", form(tmp_path, "zones"), "--ops", operations, "--today", "2026-11-23")
    expected = (RECORDED / "zones" / "expected_1.tsv").read_text("utf-8").splitlines()
    assert [line for line in done.stdout.splitlines() if "instanceID" not in line] == expected
    assert done.returncode == 0


def test_a_trace_goes_on_past_what_the_form_does_not_have(tmp_path: Path) -> None:
    operations = tmp_path / "ops.tsv"
    operations.write_text("set\t/data/nowhere\t1\nset\t/data/zone[7]/lamps\t4\nset\t/data/hours\t10\n", "utf-8")
    found = answer("checklist", "trace", form(tmp_path, "zones"), "--ops", operations)
    assert [line[0] for line in found["lines"][:3]] == ["X", "X", "C"]


def test_answers_are_worked_out_and_what_is_missing_and_wrong_is_told(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"low": 12, "high": 8, "/data/cvr": "13748136", "share": 0.5}), "utf-8")
    done = ambassador("checklist", "run", form(tmp_path, "rules"), "--answers", answers, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [one["path"] for one in found["violations"]] == ["/data/high"]
    assert found["computed"]["/data/span"] == -4
    assert "/data/again" not in found["relevant"]
    assert "/data/mail" in found["relevant"]
    assert found["missing"] == ["/data/mail"]


def test_an_answer_to_no_question_is_refused(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"colour": "red"}', "utf-8")
    done = ambassador("checklist", "run", form(tmp_path, "rules"), "--answers", answers)
    assert done.returncode == 2
    assert "colour" in done.stderr


def test_a_checklist_is_printed_blank(tmp_path: Path) -> None:
    out = tmp_path / "paper" / "zones.pdf"
    found = answer("checklist", "blank", form(tmp_path, "zones"), "--out", out)
    assert found["file"] == str(out)
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_check_knows_the_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook([row("integer", "a", bind__kb__input="nothing.count")]))
    found = json.loads(ambassador("checklist", "check", file, "--json").stdout)
    assert [(one["level"], one["row"]) for one in found["remarks"]] == [("error", 2)]


def test_a_check_tells_what_a_person_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    group = [row("begin_group", "g"), row("integer", "a"), row("note", "n"), {"type": "end_group"}]
    file.write_bytes(workbook([*group, row("calculate", "b", calculation="${a} * 2")]))
    found = json.loads(ambassador("checklist", "check", file, "--json").stdout)
    assert (found["questions"], found["areas"]) == (1, 1)


def test_an_answer_that_is_no_choice_is_not_allowed(tmp_path: Path) -> None:
    file, answers = tmp_path / "form.xlsx", tmp_path / "answers.json"
    file.write_bytes(workbook([row("select_one yn", "a"), row("select_multiple yn", "b")]))
    answers.write_text(json.dumps({"a": "maybe", "b": ["yes", "often"]}), "utf-8")
    done = ambassador("checklist", "run", file, "--answers", answers, "--json", "--language", "en")
    assert done.returncode == 1
    assert json.loads(done.stdout)["violations"] == [
        {"path": "/data/a", "message": "a has no choice maybe."},
        {"path": "/data/b", "message": "b has no choice often."},
    ]


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook([row("text", "a")]))
    done = ambassador("checklist", "trace", file, "--today", "2026-13-01", "--language", "en")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr


def test_a_check_tells_what_differs_from_the_version_in_use(tmp_path: Path) -> None:
    shipped = RESOURCES / "checklists" / "night_walk.xlsx"
    assert json.loads(ambassador("checklist", "check", shipped, "--json").stdout)["differences"] == []
    book = load_workbook(shipped)
    sheet = book["survey"]
    (name,) = (cell for cell in sheet["B"] if cell.value == "nw_hours_week")
    sheet.cell(name.row, 1).value = "text"
    changed = tmp_path / "night_walk.xlsx"
    book.save(changed)
    found = json.loads(ambassador("checklist", "check", changed, "--json", "--language", "en").stdout)
    (kind,) = (one for one in found["differences"] if one["kind"] == "Other kind of answer")
    assert len(kind["lines"]) == 1
