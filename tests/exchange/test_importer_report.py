"""The report of a workbook is complete: every slip an author can make is told with sheet, row and column, once."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from ambassador_app.domain.calculators import CALCULATORS, Choice
from ambassador_app.domain.checklist import QuestionKind
from ambassador_app.domain.form_state import first_answers
from ambassador_app.domain.form_trace import trace
from ambassador_app.exchange.xlsform import Level, Remark, inspect
from ambassador_app.services.resources import Resources
from tests.builders import RESOURCES
from tests.domain.forms import DAY
from tests.exchange.workbooks import CHOICES, SETTINGS, row, workbook

CATALOGUE = Resources(RESOURCES).catalogue
BEFORE = [row("select_one yn", "a"), row("integer", "n"), row("text", "t"), row("date", "d")]
"""What the faulty row, the sixth of the sheet, can speak of."""
FAULTY = len(BEFORE) + 2

ERRORS = [
    (
        "an entry that is not there",
        "bind::kb:measure",
        row("calculate", "b", calculation="1", bind__kb__measure="led_9"),
    ),
    ("a filled entry that is not there", "bind::kb:input", row("integer", "b", bind__kb__input="led_9.count_old")),
    ("an input that is not there", "bind::kb:input", row("integer", "b", bind__kb__input="led_retrofit.colour")),
    (
        "another unit",
        "bind::kb:input",
        row("integer", "b", bind__kb__input="led_retrofit.power_old_w", bind__kb__unit="kW"),
    ),
    (
        "another unit in words",
        "bind::kb:input",
        row(
            "integer",
            "b",
            bind__kb__input="led_retrofit.hours_old",
            bind__kb__unit="timer/uge",
            bind__kb__unit_en="h/week",
        ),
    ),
    (
        "a name that invites a CPR number",
        "name",
        row("text", "cpr_nummer", **{"label::Dansk (da)": "Ejer", "label::English (en)": "Owner"}),
    ),
    ("a label that invites a CPR number", "label", row("text", "b", **{"label::Dansk (da)": "Ejerens CPR-nr."})),
    ("an old word for it", "label", row("integer", "b", **{"label::Dansk (da)": "Personnummer"})),
    ("an order of choices", "type", row("rank yn", "b")),
    ("a line on a map", "type", row("geotrace", "b")),
    ("an area on a map", "type", row("geoshape", "b")),
    ("a recording", "type", row("background-audio", "b")),
    ("a log", "type", row("audit", "audit")),
    ("where the phone is", "type", row("start-geopoint", "b")),
    ("choices in another file", "type", row("select_one_from_file places.csv", "b")),
    ("a list in another file", "type", row("csv-external", "b")),
    ("a table that is looked up", "calculation", row("calculate", "b", calculation="pulldata('x', 'y', 'z', ${a})")),
    ("chance", "calculation", row("calculate", "b", calculation="strange()")),
    ("a choice that is none", "relevant", row("text", "b", relevant="${a} = 'maybe'")),
    ("a column that is none", "choice_filter", row("select_one yn", "b", choice_filter="colour = ${a}")),
    ("no expression", "relevant", row("text", "b", relevant="${a} = ")),
    ("itself", "relevant", row("text", "b", relevant="${b} = 'x'")),
    ("a number against a word", "constraint", row("text", "b", constraint="${n} = 'many'")),
    ("a date against a word", "relevant", row("text", "b", relevant="${d} = 'yesterday'")),
    ("a default that is no choice", "default", row("select_one yn", "b", default="maybe")),
    ("a default that is no number", "default", row("integer", "b", default="many")),
    ("a default that is no date", "default", row("date", "b", default="next week")),
    ("a decimal comma", "relevant", row("text", "b", relevant="${n} > 0,5")),
    ("a semicolon", "calculation", row("calculate", "b", calculation="if(${n} > 1; 2; 3)")),
    ("a range that holds nothing", "bind::kb:min", row("integer", "b", bind__kb__min="9", bind__kb__max="3")),
    ("a reach that is none", "bind::kb:reach", row("text", "b", bind__kb__reach="secret")),
]
WARNINGS = [
    ("what is never asked", "relevant", row("text", "b", relevant="false()")),
    ("a bar code", "type", row("barcode", "b")),
    ("a sound", "type", row("audio", "b")),
    ("a film", "type", row("video", "b")),
    ("a file", "type", row("file", "b")),
    ("whose phone", "type", row("deviceid", "b")),
    ("a text against a number", "relevant", row("date", "b", relevant="${t} = 3")),
]


def column_of(data: bytes, sheet: str, header: str) -> str:
    cells = load_workbook(io.BytesIO(data))[sheet][1]
    found = (cell for cell in cells if str(cell.value) == header or str(cell.value).startswith(f"{header}::"))
    return next(found).column_letter


def remarks_of(data: bytes, level: Level) -> list[Remark]:
    return [one for one in inspect(data, name="form.xlsx", catalogue=CATALOGUE).remarks if one.level is level]


@pytest.mark.parametrize(("slip", "header", "faulty"), ERRORS, ids=[one[0] for one in ERRORS])
def test_a_slip_is_an_error_with_its_cell(slip: str, header: str, faulty: dict[str, object]) -> None:
    data = workbook([*BEFORE, faulty])
    (remark,) = remarks_of(data, Level.ERROR)
    assert (remark.sheet, remark.row, remark.column) == ("survey", FAULTY, column_of(data, "survey", header))


@pytest.mark.parametrize(("what", "header", "row_of_it"), WARNINGS, ids=[one[0] for one in WARNINGS])
def test_what_is_done_otherwise_is_a_warning_with_its_cell(
    what: str, header: str, row_of_it: dict[str, object]
) -> None:
    data = workbook([*BEFORE, row_of_it])
    assert remarks_of(data, Level.ERROR) == []
    (remark,) = remarks_of(data, Level.WARNING)
    assert (remark.sheet, remark.row, remark.column) == ("survey", FAULTY, column_of(data, "survey", header))


REFUSED = [
    ("no type", "type", row("", "b")),
    ("a type that is none", "type", row("slider", "b")),
    ("a type in capitals", "type", row("Text", "b")),
    ("a list in capitals", "type", row("Select_One yn", "b")),
    ("a heading of the author's", "type", {"label::Dansk (da)": "Lys i hallen"}),
    ("a space in a name", "relevant", row("text", "b", relevant="${ a } = 'yes'")),
    ("no list", "type", row("select_one nowhere", "b")),
    ("no name", "name", row("text", "")),
    ("a name that is none", "name", row("text", "1 b")),
    ("a name of the format", "name", row("text", "meta")),
    ("a name twice", "name", row("text", "a")),
    ("no label", "label", {"type": "text", "name": "b"}),
    ("nothing to calculate", "calculation", {"type": "calculate", "name": "b", "calculation": " "}),
    ("a question that is not there", "relevant", row("text", "b", relevant="${nobody} = 1")),
    ("a trigger that is not there", "trigger", row("calculate", "b", calculation="1", trigger="${nobody}")),
    ("a group without end", "type", row("begin_group", "b")),
    ("an end without a group", "type", {"type": "end_repeat"}),
    ("parameters", "type", row("range", "b", parameters="from one to ten")),
]
"""What the compiler refuses: it stops at the first of them."""


@pytest.mark.parametrize(("slip", "header", "faulty"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_the_compiler_refuses_is_told_in_our_words_with_its_cell(
    slip: str, header: str, faulty: dict[str, object]
) -> None:
    data = workbook([*BEFORE, faulty])
    (remark,) = remarks_of(data, Level.ERROR)
    assert not remark.message.text.startswith("The form reader")
    assert (remark.sheet, remark.row, remark.column) == ("survey", FAULTY, column_of(data, "survey", header))


def test_all_slips_are_told_at_once() -> None:
    """The compiler stops at its first; who mends a workbook wants the list."""
    faulty = [one for slip, _, one in REFUSED if slip not in ("parameters", "a group without end")]
    named = [{**one, "name": f"b{n}"} if one.get("name") == "b" else one for n, one in enumerate(faulty)]
    assert [one.row for one in remarks_of(workbook([*BEFORE, *named]), Level.ERROR)] == [
        FAULTY + n for n in range(len(named))
    ]
    wrong = workbook([*BEFORE, row("slider", "b"), row("text", "c", relevant="${a} = (")])
    assert [one.row for one in remarks_of(wrong, Level.ERROR)] == [FAULTY, FAULTY + 1]


def test_an_expression_is_shown_as_its_author_typed_it() -> None:
    (remark,) = remarks_of(workbook([*BEFORE, row("text", "b", relevant="${a} = 'yes' and foo(${n})")]), Level.ERROR)
    assert remark.message.values["expression"] == "${a} = 'yes' and foo(${n})"
    assert remark.message.values["position"] == 18


def test_the_date_of_a_spreadsheet_is_a_default() -> None:
    found = inspect(workbook([row("date", "a", default=date(2026, 1, 15))]), name="form.xlsx")
    assert found.errors == ()
    assert found.checklist is not None
    assert first_answers(found.checklist, DAY) == {"/data/a": "2026-01-15"}


def test_a_column_that_is_a_slip_of_the_pen() -> None:
    data = workbook([row("text", "a", relevent="1 = 1"), row("text", "b", colour="red")])
    (remark,) = remarks_of(data, Level.WARNING)
    assert (remark.sheet, remark.row, remark.column) == ("survey", 1, column_of(data, "survey", "relevent"))
    assert remark.message.values["known"] == "relevant"


def test_what_fits_is_not_remarked_on() -> None:
    fits = [
        row(
            "integer",
            "count",
            bind__kb__input="led_retrofit.count_old",
            bind__kb__unit="stk.",
            bind__kb__unit_en="pcs.",
        ),
        row("integer", "power", bind__kb__input="led_retrofit.power_old_w", bind__kb__unit="W"),
        row("integer", "hours", bind__kb__input="led_retrofit.hours_old", bind__kb__unit="timer/år"),
        row("calculate", "s", calculation="${count}", bind__kb__measure="led_retrofit"),
        row("note", "told", **{"label::Dansk (da)": "Skriv aldrig CPR-numre"}),
        row("select_one yn", "cpr_handled", **{"label::Dansk (da)": "Behandler I CPR-numre?"}),
        row("text", "cprint", **{"label::Dansk (da)": "Scprint"}),
    ]
    assert inspect(workbook(fits), name="form.xlsx", catalogue=CATALOGUE).remarks == ()


def test_a_choice_that_an_input_cannot_take() -> None:
    entry = next(
        (key, field.name)
        for key, one in CATALOGUE.items()
        for field in CALCULATORS[one.calculator].fields()
        if isinstance(field, Choice)
    )
    data = workbook([row("select_one yn", "a", bind__kb__input=".".join(entry))])
    (remark,) = remarks_of(data, Level.ERROR)
    assert (remark.row, remark.column) == (2, column_of(data, "survey", "bind::kb:input"))


def test_a_measure_on_a_choice_that_is_not_there() -> None:
    choices = [dict(CHOICES[0]), {**CHOICES[1], "kb_measure": "led_9"}]
    data = workbook([row("select_one yn", "a")], choices)
    (remark,) = remarks_of(data, Level.ERROR)
    assert (remark.sheet, remark.row, remark.column) == ("choices", 3, column_of(data, "choices", "kb_measure"))


def test_a_choice_that_is_there_twice() -> None:
    (remark,) = remarks_of(workbook([row("select_one yn", "a")], [*CHOICES, dict(CHOICES[0])]), Level.ERROR)
    assert (remark.sheet, remark.row) == ("choices", 4)


def test_questions_that_wait_for_each_other() -> None:
    rows = [row("text", f"q{n}", relevant=f"${{q{(n + 1) % 3}}} = 'x'") for n in range(3)]
    (remark,) = remarks_of(workbook(rows), Level.ERROR)
    assert remark.row in (2, 3, 4)


def test_a_missing_translation() -> None:
    missing = row("text", "b")
    del missing["label::English (en)"]
    data = workbook([*BEFORE, missing])
    (remark,) = remarks_of(data, Level.WARNING)
    assert (remark.sheet, remark.row, remark.column) == (
        "survey",
        FAULTY,
        column_of(data, "survey", "label::English (en)"),
    )


@pytest.mark.parametrize(
    ("settings", "header", "level"),
    [
        ({"public_key": "abc", "submission_url": "https://example.org"}, "public_key", Level.ERROR),
        ({"name": "visit"}, "name", Level.ERROR),
        ({"form_id": None}, "form_id", Level.WARNING),
    ],
)
def test_settings_that_are_not_used_here(settings: dict[str, object], header: str, level: Level) -> None:
    data = workbook([row("text", "a")], settings=[{**SETTINGS[0], **settings}])
    (remark,) = [one for one in remarks_of(data, level) if one.sheet == "settings"]
    assert (remark.row, remark.column) == (2, column_of(data, "settings", header))


def test_entities_are_not_kept() -> None:
    book = load_workbook(io.BytesIO(workbook([row("text", "a")])))
    sheet = book.create_sheet("entities")
    sheet.append(["list_name", "label"])
    sheet.append(["trees", "${a}"])
    out = io.BytesIO()
    book.save(out)
    assert [one.sheet for one in remarks_of(out.getvalue(), Level.ERROR)] == ["entities"]


def test_the_name_of_the_file_stands_in_for_a_missing_id() -> None:
    data = workbook([row("text", "a")], settings=[{**SETTINGS[0], "form_id": None}])
    found = inspect(data, name="Rundgang på gården 2026.xlsx")
    assert found.checklist is not None
    assert found.checklist.id == "rundgang_paa_gaarden_2026"


def test_every_shipped_workbook_is_without_remarks_and_is_what_ships() -> None:
    resources = Resources(RESOURCES)
    for found in resources.choices():
        file = resources.checklist_workbook(found.id)
        assert file is not None
        told = inspect(file.read_bytes(), name=file.name, catalogue=CATALOGUE)
        assert told.remarks == ()
        assert told.checklist == found


TYPES = {
    "text": QuestionKind.TEXT,
    "integer": QuestionKind.INTEGER,
    "decimal": QuestionKind.DECIMAL,
    "range": QuestionKind.RANGE,
    "select_one yn": QuestionKind.SELECT_ONE,
    "select_multiple yn": QuestionKind.SELECT_MULTIPLE,
    "select_one yn or_other": QuestionKind.SELECT_ONE,
    "rank yn": QuestionKind.OTHER,
    "select_one_from_file places.csv": QuestionKind.SELECT_ONE,
    "select_multiple_from_file places.csv": QuestionKind.SELECT_MULTIPLE,
    "note": QuestionKind.NOTE,
    "geopoint": QuestionKind.GEOPOINT,
    "geotrace": QuestionKind.OTHER,
    "geoshape": QuestionKind.OTHER,
    "date": QuestionKind.DATE,
    "time": QuestionKind.TIME,
    "dateTime": QuestionKind.DATE_TIME,
    "image": QuestionKind.IMAGE,
    "audio": QuestionKind.ATTACHMENT,
    "background-audio": QuestionKind.HIDDEN,
    "video": QuestionKind.ATTACHMENT,
    "file": QuestionKind.ATTACHMENT,
    "barcode": QuestionKind.TEXT,
    "calculate": QuestionKind.CALCULATE,
    "acknowledge": QuestionKind.ACKNOWLEDGE,
    "hidden": QuestionKind.HIDDEN,
    "start": QuestionKind.METADATA,
    "end": QuestionKind.METADATA,
    "today": QuestionKind.METADATA,
    "deviceid": QuestionKind.METADATA,
    "username": QuestionKind.METADATA,
    "phonenumber": QuestionKind.METADATA,
    "email": QuestionKind.METADATA,
    "audit": QuestionKind.METADATA,
    "start-geopoint": QuestionKind.HIDDEN,
}
PARTS: dict[str, dict[str, object]] = {
    "range": {"parameters": "start=1 end=10 step=1"},
    "calculate": {"calculation": "1 + 1"},
}


def all_types() -> bytes:
    rows = []
    for number, kind in enumerate(TYPES):
        name = "audit" if kind == "audit" else f"q{number}"
        rows.append(row(kind, name, **PARTS.get(kind, {})))
    inner = [row("begin_group", "g"), row("begin_repeat", "r", repeat_count="2"), row("text", "deep")]
    return workbook([row("text", "first"), *rows, *inner, {"type": "end_repeat"}, {"type": "end_group"}])


def test_every_kind_of_question_loads_and_traces() -> None:
    found = inspect(all_types(), name="form.xlsx")
    assert found.checklist is not None
    kinds = {one.name: one.kind for one in found.checklist.questions}
    for number, (kind, expected) in enumerate(TYPES.items()):
        name = "audit" if kind == "audit" else f"q{number}"
        if name in kinds:
            assert kinds[name] is expected, kind
    lines = list(trace(found.checklist, ["set\t/data/first\tx", "rep\t/data/g/r"], DAY))
    assert lines[0].startswith("C\t/data/first\tok")
    named = "\n".join(line.split("\t")[1] for line in lines if line.startswith("N"))
    assert all(f"q{number}[" in named for number, kind in enumerate(TYPES) if kind in ("text", "range", "barcode"))
    assert "deep[" in named
    refused = {one.row for one in found.errors}
    assert refused == {number + 3 for number, kind in enumerate(TYPES) if kind.split()[0] in _REFUSED}


_REFUSED = {
    "rank",
    "geotrace",
    "geoshape",
    "select_one_from_file",
    "select_multiple_from_file",
    "background-audio",
    "audit",
    "start-geopoint",
}
