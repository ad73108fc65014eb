"""Expressions mean what they mean in ODK, and what cannot be understood is refused at its place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ambassador_app.domain.expression import FUNCTIONS, ListRow, Scalar, compile_expression, to_text
from ambassador_app.errors import ExpressionRefused

EMPTY = ""
RECORDED = Path(__file__).resolve().parents[1] / "golden" / "expressions.tsv"


class Sheet:
    """Answers by path; the repeat `/f/row` has two rows."""

    today: date = datetime(2026, 1, 8, 14, 30)  # noqa: DTZ001

    def __init__(self, **answers: Scalar) -> None:
        self._answers = answers

    def rows(self, template: str, keys: tuple[str, ...]) -> tuple[str, ...] | None:
        return ("a", "b") if template == "/f/row" else None

    def value(self, template: str, keys: tuple[str, ...]) -> Scalar:
        name = template.rpartition("/")[2] + "".join(keys)
        return self._answers.get(name, EMPTY)

    def is_relevant(self, template, keys):
        return True

    def list_rows(self, name: str) -> Sequence[ListRow]:
        return ({"name": "x", "label": "Ex", "kind": "old"}, {"name": "y", "label": "Why", "kind": "new"})

    def choice_name(self, template: str, value: str) -> str:
        return f"{template}={value}"


def worked(text: str, at: str = "/f/me", keys: tuple[str, ...] = (), **answers: Scalar) -> Scalar:
    return compile_expression(text).value(Sheet(**answers), (at, keys))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("-2 + 5", 3.0),
        ("7 div 2", 3.5),
        ("-7 mod 3", -1.0),
        ("1 div 0", math.inf),
        ("2 > 1 and 1 > 2 or true()", True),
        ("'a' = 'a'", True),
        ("'1.0' = 1", True),
        ("'1.0' = '1'", False),
        ("true() = 'x'", True),
        ("'' > 0", False),
        ("'' = 0", False),
        ("'b' > 'a'", False),
        ("date('2026-01-08') > date('2026-01-07')", True),
        ("today() > '2026-01-07'", False),
        ("today() - date('2026-01-01')", 7.0),
        ("date('1970-01-02') + 1", 2.0),
        ("date(20461)", "2026-01-08"),
        ("date('nonsense')", ""),
        ("date-time(0.5)", "1970-01-01T12:00:00.000"),
        ("now()", "2026-01-08T14:30:00.000"),
        ("decimal-date-time('1970-01-02T12:00:00')", 1.5),
        ("decimal-time('06:00:00')", 0.25),
        ("format-date(today(), '%e. %b %Y, %A %d/%n %y')", "8. Jan 2026, Thursday 08/1 26"),
        ("format-date-time(now(), '%H.%M:%S,%3 %%')", "14.30:00,000 %"),
        ("difference-in-months('2026-01-31', '2026-03-01')", 1.0),
        ("add-date('2026-01-31', 1)", "2026-02-01"),
        ("selected('t8 led', 'led')", True),
        ("selected('t8 led', 'le')", False),
        ("selected-at('t8 led', 1)", "led"),
        ("selected-at('t8', 3)", ""),
        ("count-selected('a  b c')", 3.0),
        ("if(1 = 1, 'yes', 1 div 0)", "yes"),
        ("not(false())", True),
        ("coalesce('', 'b', 'c')", "b"),
        ("coalesce('', '')", ""),
        ("string-length('rør')", 3.0),
        ("concat('a', 1, true())", "a1true"),
        ("join(', ', 'a', 'b')", "a, b"),
        ("contains('trykluft', 'luft')", True),
        ("starts-with('trykluft', 'tryk')", True),
        ("ends-with('trykluft', 'luft')", True),
        ("substr('trykluft', 4)", "luft"),
        ("substr('trykluft', -4, -1)", "luf"),
        ("substring-before('a=b', '=')", "a"),
        ("substring-after('a=b', '=')", "b"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('a-b', '-', '_')", "a_b"),
        ("regex('1711', '[0-9]{4}')", True),
        ("regex('17110', '[0-9]{4}')", False),
        ("number('12')", 12.0),
        ("int(-3.9)", -3.0),
        ("round(2.5)", 3.0),
        ("round(1.005 * 100, 1)", 100.5),
        ("round(1234, -2)", 1200.0),
        ("round(-2.5)", -2.0),
        ("round(1.005, 2)", 1.01),
        ("log(0)", -math.inf),
        ("substring-before('ab', '')", ""),
        ("substring-after('ab', '')", "ab"),
        ("floor(-1.5)", -2.0),
        ("ceiling(1.2)", 2.0),
        ("abs(-2)", 2.0),
        ("pow(2, 10)", 1024.0),
        ("sqrt(9)", 3.0),
        ("log10(1000)", 3.0),
        ("string(2.0)", "2"),
        ("string(1 div 8)", "0.125"),
        ("boolean('')", False),
        ("boolean-from-string('true')", True),
        ("min(3, 1, '', 2)", 1.0),
        ("max(3, 1, 2)", 3.0),
        ("checklist(1, 2, 1 = 1, 1 = 2, 1 = 1)", True),
        ("weighted-checklist(3, -1, true(), 2, true(), 2)", True),
        ("“T8” = 't8'", False),
        ("“t8” = ‘t8’", True),
    ],
)
def test_it_means_what_it_means_in_odk(text: str, meant: Scalar) -> None:
    found = worked(text)
    assert found == pytest.approx(meant) if isinstance(meant, float) else found == meant
    assert isinstance(found, bool) is isinstance(meant, bool)


@pytest.mark.parametrize("text", ["number('x')", "int('')", "sqrt(-1)", "0 div 0", "1 mod 0", "min('')"])
def test_what_is_no_number_is_not_a_number(text: str) -> None:
    found = worked(text)
    assert isinstance(found, float)
    assert math.isnan(found)


def test_other_answers_are_found_by_path() -> None:
    assert worked("/f/a + ../b", a=1.0, b=2.0) == 3.0
    assert worked(". > 3", at="/f/a", a=4.0) is True
    assert worked("../nothing", a=4.0) == ""


def test_a_row_sees_itself_and_the_sum_sees_every_row() -> None:
    sizes: Mapping[str, Scalar] = {"sizea": 1.0, "sizeb": 20.0}
    assert worked("../size", at="/f/row/me", keys=("b",), **sizes) == 20.0
    assert worked("/f/row/size", at="/f/row/me", keys=("b",), **sizes) == 20.0
    assert worked("sum(/f/row/size)", **sizes) == 21.0
    assert worked("count(/f/row)") == 2.0
    assert worked("position(..)", at="/f/row/me", keys=("b",)) == 2.0
    assert worked("indexed-repeat(/f/row/size, /f/row, 2)", **sizes) == 20.0
    assert worked("indexed-repeat(/f/row/size, /f/row, 3)", **sizes) == ""
    assert worked("/f/row[position() = 2]/size", **sizes) == 20.0
    assert worked("/f/row[2]/size", **sizes) == 20.0
    assert worked("/f/row[./size > 5]/size", **sizes) == 20.0
    assert worked("join(' ', /f/row/size)", **sizes) == "1 20"
    assert worked("count-non-empty(/f/row/size)", sizea=1.0) == 1.0


def test_choice_lists_are_tables() -> None:
    assert worked("instance('l')/root/item[kind = 'new']/label") == "Why"
    assert worked("instance('l')/root/item[kind = current()/../b]/name", b="old") == "x"
    assert worked("count(instance('l')/root/item)") == 2.0
    assert worked("jr:choice-name(/f/a, '/f/a')", a="x") == "/f/a=x"


def test_once_keeps_what_is_there() -> None:
    assert worked("once('new')", at="/f/a", a="old") == "old"
    assert worked("once('new')", at="/f/a") == "new"


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("1 +", 4),
        ("(1", 3),
        ("1 2", 3),
        ("a[1", 4),
        ("'open", 1),
        ("1 # 2", 3),
        ("/f/", 4),
        ("strange(1)", 1),
        ("1 + if(1, 2)", 5),
        ("regex(a, '(')", 10),
        ("instance(a)/root/item", 1),
        ("-" * 100 + "1", 62),
        ("(" * 100 + "1" + ")" * 100, 62),
        ("1" * 30_000, 1),
    ],
)
def test_what_cannot_be_understood_is_refused_at_its_place(text: str, position: int) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression(text)
    assert refused.value.fields["position"] == position
    assert refused.value.fields["reason"]


def test_it_agrees_with_what_javarosa_was_recorded_to_say() -> None:
    lines = [line.split("\t") for line in RECORDED.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(lines) > 500
    different = [(text, said, found) for text, said in lines if (found := to_text(worked(text))) != said]
    assert different == []


@given(some.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        compile_expression(text).value(Sheet(), ("/f/me", ()))
    except ExpressionRefused as refused:
        assert 1 <= int(str(refused.fields["position"])) <= len(text) + 1


@given(
    some.sampled_from(sorted(FUNCTIONS)),
    some.lists(some.sampled_from(["''", "'a b'", "-1", "2.5", "/f/row/size", "today()"]), max_size=7),
)
def test_no_function_stumbles_over_its_arguments(name: str, arguments: list[str]) -> None:
    try:
        worked(f"{name}({', '.join(arguments)})", sizea=1.0)
    except ExpressionRefused as refused:
        assert refused.fields["position"]


def test_a_sum_may_have_thousands_of_terms() -> None:
    text = "+".join(["/f/a"] * 4000)
    assert worked(text, a=1.0) == 4000.0
    assert compile_expression(text).references("/f/me") == {"/f/a"}


def test_dependencies_are_paths_without_rows() -> None:
    text = "selected(/f/a, 'x') or sum(/f/row[../b > 1]/size) > instance('l')/root/item[kind = /f/c]/name"
    assert compile_expression(text).references("/f/me") == {"/f/a", "/f/b", "/f/c", "/f/row/size"}
    assert compile_expression("kind = /f/c and name = 'x'").references("/f/me", in_list=True) == {"/f/c"}


def test_functions_that_are_not_worked_out_are_named() -> None:
    assert compile_expression("pulldata('a', 'b', 'c', random())").unsupported == ("pulldata", "random")
