"""A workbook becomes a checklist, or a sentence that names the cell."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from ambassador_app.domain.checklist import Checklist, QuestionKind
from ambassador_app.domain.form_state import evaluate
from ambassador_app.errors import FileKindUnknown, FileTooLarge, FormRefused
from ambassador_app.exchange.xlsform import Level, Remark, inspect, read
from tests.domain.forms import DAY
from tests.exchange.workbooks import CHOICES, row, workbook


def column_of(data: bytes, sheet: str, header: str) -> str:
    cells = load_workbook(io.BytesIO(data))[sheet][1]
    return next(cell.column_letter for cell in cells if cell.value == header)


def test_a_form_is_read_whole() -> None:
    data = workbook(
        [
            row("begin_group", "light"),
            row("select_one yn", "on", bind__kb__code="LY4", required="yes", hint="Se op"),
            row(
                "integer",
                "count",
                relevant="${on} = 'yes'",
                constraint=". > 0",
                bind__kb__unit="stk.",
                bind__kb__unit_en="pcs",
                bind__kb__min="1",
                bind__kb__max="500",
                bind__kb__input="led.count_old led.count_new",
            ),
            row("calculate", "s_led", calculation="if(${count} > 10, ${count}, 0)", bind__kb__measure="led"),
            row("note", "told", **{"label::Dansk (da)": "Der er ${count}"}),
            row("image", "photo", parameters="max-pixels=1600"),
            row("acknowledge", "seen"),
            row("text", "words", appearance="multiline", default="intet"),
            row("date", "day", default="today()"),
            row("range", "level", parameters="start=0 end=10 step=2"),
            {"type": "end_group"},
            row("begin_repeat", "room", repeat_count="2"),
            row("decimal", "area"),
            {"type": "end_repeat"},
        ]
    )
    checklist, remarks = read(data, name="form.xlsx")
    assert [remark for remark in remarks if remark.level is Level.ERROR] == []
    assert (checklist.id, checklist.version, checklist.languages) == ("form", "7", ("da", "en"))
    assert (checklist.title.text("da"), checklist.title.text("en")) == ("Skema", "Form")
    assert [section.label.text("en") for section in checklist.sections] == ["light (en)?", "room (en)?"]
    count = checklist.question("/data/light/count")
    assert count.kind is QuestionKind.INTEGER
    assert (count.unit.text("da"), count.unit.text("en")) == ("stk.", "pcs")
    assert (count.least, count.most, count.fills) == (1.0, 500.0, ("led.count_old", "led.count_new"))
    on = checklist.question("/data/light/on")
    assert (on.code, on.required, [choice.name for choice in on.choices]) == ("LY4", "true()", ["yes", "no"])
    assert on.choices[0].columns == (("kind", "good"),)
    kinds = [question.kind.value for question in checklist.questions if not question.path.startswith("/data/meta")]
    expected = "select_one integer calculate note image acknowledge text date range calculate decimal"
    assert " ".join(kinds) == expected
    assert checklist.sections[1].repeats
    assert dict(checklist.question("/data/light/photo").parameters) == {"max-pixels": "1600"}
    state = evaluate(checklist, {"/data/light/on": "yes", "/data/light/count": 12.0}, DAY)
    assert [one.entry_id for one in state.suggestions] == ["led"]
    told = checklist.question("/data/light/told")
    assert state.say(told.label, "da", told.path) == "Der er 12"
    assert Checklist.from_json(checklist.to_json()) == checklist


def test_the_same_form_has_the_same_address() -> None:
    survey = [row("text", "a"), row("select_one yn", "b")]
    one, other = (read(workbook(survey), name="form.xlsx")[0] for _ in range(2))
    assert one.sha256 == other.sha256


def test_choices_carry_measures_and_flags() -> None:
    choices = [dict(CHOICES[0]), {**CHOICES[1], "kb_measure": "led", "kb_flag": "yes"}]
    checklist, _ = read(workbook([row("select_one yn", "a")], choices), name="form.xlsx")
    yes, no = checklist.question("/data/a").choices
    assert (yes.flag, yes.measure, no.flag, no.measure) == (False, "", True, "led")
    state = evaluate(checklist, {"/data/a": "no"}, DAY)
    assert state["/data/a"].flagged
    assert state.suggestions[0].entry_id == "led"


FAULTS = [
    ("unknown choice", "relevant", row("text", "b", relevant="${a} = 'maybe'")),
    ("unknown choice", "relevant", row("text", "b", relevant="selected(${a}, 'maybe')")),
    ("syntax", "relevant", row("text", "b", relevant="${a} = ")),
    ("open quote", "constraint", row("text", "b", constraint=". = 'x")),
    ("unknown function", "calculation", row("calculate", "b", calculation="strange(${a})")),
    ("wrong number of values", "calculation", row("calculate", "b", calculation="if(${a}, 1)")),
    ("not worked out", "calculation", row("calculate", "b", calculation="pulldata('x', 'y', 'z', ${a})")),
    ("self-reference", "relevant", row("text", "b", relevant="${b} = 'x'")),
    ("self-reference", "calculation", row("integer", "b", calculation="${b} + 1")),
    ("number against word", "relevant", row("text", "b", relevant="${n} = 'many'")),
    ("unknown path", "relevant", row("text", "b", relevant="/data/nothing = 1")),
    ("unknown column", "choice_filter", row("select_one yn", "b", choice_filter="colour = ${a}")),
    ("bad input", "bind::kb:input", row("text", "b", bind__kb__input="led")),
    ("bad number", "bind::kb:min", row("integer", "b", bind__kb__min="few")),
]


@pytest.mark.parametrize(("fault", "header", "faulty"), FAULTS, ids=[f"{one[0]}-{i}" for i, one in enumerate(FAULTS)])
def test_a_fault_is_told_with_its_cell(fault: str, header: str, faulty: dict[str, object]) -> None:
    data = workbook([row("select_one yn", "a"), row("integer", "n"), faulty])
    (remark,) = inspect(data, name="form.xlsx").errors
    assert (remark.sheet, remark.row, remark.column) == ("survey", 4, column_of(data, "survey", header))
    with pytest.raises(FormRefused) as refused:
        read(data, name="form.xlsx")
    assert refused.value.fields == {
        "sheet": "survey",
        "row": 4,
        "column": remark.column,
        "reason": remark.message,
    }


def test_questions_that_wait_for_each_other_are_told() -> None:
    survey = [row("text", "a", relevant="${b} = 'x'"), row("text", "b", relevant="${a} = 'x'")]
    (remark,) = inspect(workbook(survey), name="form.xlsx").errors
    assert remark.row in (2, 3)
    assert "a, b" in str(remark.message.values)


@pytest.mark.parametrize(
    ("survey", "number"),
    [
        ([row("text", "a"), row("select_one nothing", "b")], 3),
        ([row("text", "a"), row("text", "a")], 3),
        ([row("text", "a"), row("strange", "b")], 3),
        ([row("text", "a"), row("calculate", "b")], 3),
        ([row("text", "a"), row("text", "b", relevant="${c} = 1")], 3),
    ],
)
def test_what_the_form_reader_refuses_is_told_with_its_row(survey: list[dict[str, object]], number: int) -> None:
    (remark,) = inspect(workbook(survey), name="form.xlsx").errors
    assert (remark.sheet, remark.row) == ("survey", number)


def test_a_missing_translation_is_a_warning_with_its_cell() -> None:
    missing = row("text", "b")
    del missing["label::English (en)"]
    choices = [dict(CHOICES[0]), {**CHOICES[1], "label::English (en)": None}]
    data = workbook([row("select_one yn", "a"), missing], choices)
    _, remarks = read(data, name="form.xlsx")
    found = {(remark.sheet, remark.row, remark.column) for remark in remarks if "language" in remark.message.values}
    column = column_of(data, "survey", "label::English (en)")
    assert found == {("survey", 3, column), ("choices", 3, column_of(data, "choices", "label::English (en)"))}


def test_typographic_quotes_are_quotes() -> None:
    checklist, _ = read(
        workbook([row("select_one yn", "a"), row("text", "b", relevant="${a} = ‘yes’")]),
        name="form.xlsx",
    )
    assert evaluate(checklist, {"/data/a": "yes"}, DAY).relevant("/data/b")


def test_the_bytes_decide_not_the_name() -> None:
    checklist, _ = read(workbook([row("text", "a")]), name="form.xls")
    assert checklist.question("/data/a")


@pytest.mark.parametrize("data", [b"", b"hello", b"<html>", b"PK\x03\x04 nothing"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FileKindUnknown):
        read(data, name="form.xlsx")


def test_a_damaged_workbook_is_refused_in_a_sentence() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(FormRefused):
        read(out.getvalue(), name="form.xlsx")
    with pytest.raises(FormRefused):
        read(b"\xd0\xcf\x11\xe0" + b"x" * 2000, name="form.xls")


def test_large_files_and_bombs_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        read(b"PK" + b"x" * (11 * 1024 * 1024), name="form.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    with pytest.raises(FileTooLarge):
        read(out.getvalue(), name="form.xlsx")


def test_groups_nested_too_deep_are_refused_in_a_sentence() -> None:
    begun = [row("begin_group", f"g{n}") for n in range(300)]
    data = workbook([*begun, row("text", "a"), *[{"type": "end_group"}] * 300])
    (remark,) = inspect(data, name="form.xlsx").errors
    assert (remark.sheet, remark.row) == ("survey", 23)


def test_an_empty_workbook_holds_no_form() -> None:
    with pytest.raises(FormRefused):
        read(workbook([{"type": None}]), name="form.xlsx")


def test_remarks_are_values() -> None:
    data = workbook([row("text", "a"), row("text", "b", relevant="${a} = ")])
    assert inspect(data, name="x").remarks == inspect(data, name="x").remarks
    assert isinstance(inspect(data, name="x").remarks[0], Remark)
