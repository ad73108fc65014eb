"""A trace says what the recorder would have said."""

from __future__ import annotations

import pytest

from ambassador_app.domain.checklist import AnswerValue, QuestionKind
from ambassador_app.domain.form_trace import trace, written
from tests.domain.forms import DAY, lamps, question


def test_answers_rows_and_nodes_are_told_line_by_line() -> None:
    operations = [
        "set\t/data/area/lamp\tt8",
        "set\t/data/area/count\t5000",
        "set\t/data/area/count\t10",
        "set\t/data/area/lamp\t",
        "rep\t/data/area/room",
        "set\t/data/area/room[2]/size\t2.5",
    ]
    assert list(trace(lamps(), operations, DAY)) == [
        "C\t/data/area/lamp\tok\t1",
        "C\t/data/area/count\tconstraint\t1",
        "C\t/data/area/count\tok\t1",
        "C\t/data/area/lamp\trequired\t1",
        "C\t/data/area/room[2]/size\tok\t1",
        "N\tdata[0]\t1\t0\t",
        "N\tdata[0]/area[0]\t1\t0\t",
        "N\tdata[0]/area[0]/lamp[0]\t1\t1\tt8",
        "N\tdata[0]/area[0]/count[0]\t1\t1\t10",
        "N\tdata[0]/area[0]/watts[0]\t1\t1\t580",
        "N\tdata[0]/area[0]/room[0]\t1\t0\t",
        "N\tdata[0]/area[0]/room[0]/size[0]\t1\t1\t10.0",
        "N\tdata[0]/area[0]/room[0]/place[0]\t1\t1\t1",
        "N\tdata[0]/area[0]/room[0]/dark[0]\t1\t1\t0",
        "N\tdata[0]/area[0]/room[1]\t1\t0\t",
        "N\tdata[0]/area[0]/room[1]/size[0]\t1\t1\t2.5",
        "N\tdata[0]/area[0]/room[1]/place[0]\t1\t1\t2",
        "N\tdata[0]/area[0]/room[1]/dark[0]\t1\t1\t0",
        "N\tdata[0]/area[0]/total[0]\t1\t1\t12.5",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (QuestionKind.DECIMAL, 1.5, "1.5"),
        (QuestionKind.CALCULATE, 123456789.125, "1.23456789125E8"),
        (QuestionKind.CALCULATE, 1e12, "1000000000000"),
        (QuestionKind.CALCULATE, 0.00001, "1.0E-5"),
        (QuestionKind.TIME, "10:30:00.000+00:00", "10:30:00.000Z"),
        (QuestionKind.GEOPOINT, "55.6 12.5", "55.6 12.5 0.0 0.0"),
        (QuestionKind.SELECT_MULTIPLE, ("a", "b"), "a b"),
        (QuestionKind.TEXT, None, ""),
    ],
)
def test_values_are_written_as_the_recorder_does(kind: QuestionKind, value: AnswerValue, text: str) -> None:
    assert written(question("a", kind), value) == text
