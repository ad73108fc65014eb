"""Workbooks made to do harm, or made by mistake: each ends in a sentence or in a form that can be used, in seconds."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ambassador_app.domain.expression.functions import LONGEST_TEXT
from ambassador_app.domain.form_state import evaluate
from ambassador_app.errors import AmbassadorError, FileTooLarge, FormRefused
from ambassador_app.exchange.xlsform import inspect, read
from tests.domain.forms import DAY
from tests.exchange.workbooks import row, workbook

Row = dict[str, object]


def counted(expression: str) -> bytes:
    return workbook([row("text", "a"), row("calculate", "b", calculation=expression)])


def fan(width: int, count: int) -> bytes:
    """Calculations that each rest on many others."""
    rows = [row("integer", "a")]
    for number in range(count):
        before = "+".join(f"${{c{one}}}" for one in range(max(0, number - width), number))
        rows.append(row("calculate", f"c{number}", calculation=before or "1"))
    return workbook(rows)


def sheets(count: int = 1, rows: int = 1, title: str = "notes") -> bytes:
    """A small form beside other sheets."""
    book = Workbook(write_only=True)
    survey = book.create_sheet("survey")
    survey.append(["type", "name", "label"])
    survey.append(["text", "a", "A"])
    for number in range(count):
        sheet = book.create_sheet(f"{title}{number}")
        for one in range(rows):
            sheet.append([one, "x"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A good workbook with a part of its package changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([row("text", "a")]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, change(part, source.read(part)))
    return out.getvalue()


def laughing(part: str, data: bytes) -> bytes:
    """Entities of entities of entities."""
    if part != "xl/worksheets/sheet1.xml":
        return data
    names = "abcdefghij"
    inner = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    head = f'<!DOCTYPE w [<!ENTITY a "{"x" * 1000}">{inner}]><worksheet'
    cell = b'<sheetData><row r="9"><c t="inlineStr"><is><t>&j;</t></is></c></row>'
    return data.replace(b"<worksheet", head.encode(), 1).replace(b"<sheetData>", cell, 1)


def renamed(part: str, data: bytes) -> bytes:
    return data.replace(b"survey", b"yevrus") if part == "xl/workbook.xml" else data


def stretched(part: str, data: bytes) -> bytes:
    return data + b" " * (70 * 1024 * 1024) if part == "xl/worksheets/sheet1.xml" else data


REFUSED: dict[str, Callable[[], bytes]] = {
    "ten thousand questions": lambda: workbook([row("text", f"q{n}") for n in range(10_000)]),
    "groups in groups": lambda: workbook([*[row("begin_group", f"g{n}") for n in range(300)], row("text", "a")]),
    "parentheses": lambda: counted("(" * 9_000 + "1" + ")" * 9_000),
    "endless parentheses": lambda: counted("(" * 16_000 + "1"),
    "ifs in ifs": lambda: counted("if(1," * 2_000 + "1" + ",2)" * 2_000),
    "one long expression": lambda: counted(" or ".join(["${a} = 'x'"] * 2_500)),
    "expressions that are long together": lambda: fan(150, 600),
    "a pattern that never ends": lambda: workbook([row("text", "a", constraint="regex(., '(a+)+$')")]),
    "a sheet without end": lambda: sheets(rows=20_100),
    "entities of entities": lambda: repacked(laughing),
    "a name that is never closed": lambda: counted("${" + " " * 30_000),
    "names that are never closed": lambda: counted("${a " * 8_000),
    "a slip in every row": lambda: workbook([row("slider", f"q{n}", relevant=f"${{p{n}}} = (") for n in range(3_900)]),
    "no survey": lambda: repacked(renamed),
    "an old workbook of nothing": lambda: b"\xd0\xcf\x11\xe0" + bytes(200_000),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_it_is_refused_in_a_sentence(name: str) -> None:
    data = REFUSED[name]()
    assert inspect(data, name="form.xlsx").errors
    with pytest.raises(FormRefused) as refused:
        read(data, name="form.xlsx")
    assert all(len(str(value)) < 500 for value in refused.value.fields.values())


def test_what_unpacks_to_much_more_is_too_large() -> None:
    with pytest.raises(FileTooLarge):
        inspect(repacked(stretched), name="form.xlsx")


def test_a_package_that_lies_about_its_size_is_refused() -> None:
    data = repacked(stretched)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = data.replace(struct.pack("<I", size), struct.pack("<I", 2_000))
    try:
        assert inspect(lying, name="form.xlsx").errors
    except AmbassadorError as error:
        assert isinstance(error, FileTooLarge | FormRefused)


USED: dict[str, Callable[[], bytes]] = {
    "many questions, each after the other": lambda: workbook(
        [row("text", "q0"), *(row("text", f"q{n}", relevant=f"${{q{n - 1}}} = 'x'") for n in range(1, 2_000))]
    ),
    "as deep as may be": lambda: workbook(
        [*[row("begin_group", f"g{n}") for n in range(19)], row("text", "a"), *[{"type": "end_group"}] * 19]
    ),
    "texts that double": lambda: workbook(
        [
            row("calculate", "c0", calculation="'xxxxxxxxxx'"),
            *(row("calculate", f"c{n}", calculation=f"concat(${{c{n - 1}}}, ${{c{n - 1}}})") for n in range(1, 60)),
            row("calculate", "joined", calculation="join(${c59}, ${c59}, ${c59}, ${c59})"),
            row("text", "a"),
        ]
    ),
    "rows without number": lambda: workbook(
        [row("begin_repeat", "r", repeat_count="100000000"), row("text", "x"), {"type": "end_repeat"}]
    ),
    "many sheets": lambda: sheets(300),
}


@pytest.mark.parametrize("name", list(USED))
def test_it_can_be_used(name: str) -> None:
    checklist, _ = read(USED[name](), name="form.xlsx")
    state = evaluate(checklist, {}, DAY)
    assert state.questions()
    assert all(len(value) <= LONGEST_TEXT for value in state.filled.calculated.values() if isinstance(value, str))


def test_a_sheet_coloured_to_its_last_cell_is_as_good_as_any() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    for cells in (["type", "name", "label"], ["text", "a", "A"]):
        sheet.append(cells)
    sheet["A1048576"] = " "
    sheet["XFD3"] = " "
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), name="form.xlsx")[0].question("/data/a")


SCRAPS = st.sampled_from(
    (
        *(
            "${a}",
            "${b}",
            "${nobody}",
            "1",
            "0,5",
            ";",
            ",",
            "(",
            ")",
            "=",
            "and",
            "if(",
            "selected(",
            "'yes'",
            '"',
            "'",
        ),
        *(".", "..", "[1]", "${", "}", "\n", "\u00a0", "å", "\u201c", "position(..)", "once(", "/data/a", "div"),
    )
)
KINDS = st.sampled_from(
    (
        *("text", "integer", "select_one yn", "select_one", "select_multiple nowhere", "begin_group", "end_group"),
        *("note", "begin repeat", "end repeat", "calculate", "date", "range", "rank yn", "audit", "Text", "", "image"),
    )
)
NAMES = st.sampled_from(("a", "b", "c", "1a", "a b", "meta", "data", "æ", ""))
COLUMNS = st.sampled_from(
    (
        *("relevant", "calculation", "constraint", "required", "choice_filter", "repeat_count", "default", "trigger"),
        *("parameters", "appearance", "hint", "bind::kb:input", "bind::kb:min", "media::image"),
    )
)
CELLS = st.dictionaries(COLUMNS, st.lists(SCRAPS, max_size=4).map(" ".join), max_size=3)


@settings(max_examples=60)
@given(st.lists(st.tuples(KINDS, NAMES, CELLS), max_size=7))
def test_whatever_stands_in_a_sheet_is_told_or_can_be_used(rows: list[tuple[str, str, Row]]) -> None:
    found = inspect(workbook([row(kind, name, **cells) for kind, name, cells in rows]), name="form.xlsx")
    if found.errors:
        assert all(error.message.text for error in found.errors)
    else:
        assert found.checklist is not None
        evaluate(found.checklist, {}, DAY).questions()
