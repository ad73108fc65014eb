"""Answers as the report shows them: in words, with unit, note and reason, each in its area."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ambassador_app.domain.checklist import Checklist, Choice, Localised, Question, QuestionKind, Section
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import SectionId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Answer, SectionAnswers
from ambassador_app.domain.visit_rows import row_record
from ambassador_app.report import compose
from ambassador_app.report.content import Heading, Paragraph, Table
from tests.report.samples import ENGLISH, LONG, NOON, VISIT, a_dossier, photo


def words(text: str) -> Localised:
    return Localised.of(da=f"{text} (da)", en=text)


def question(name: str, kind: QuestionKind = QuestionKind.TEXT, **fields: object) -> Question:
    given = {"label": words(name.capitalize()), "path": f"/data/hall/{name}", **fields}
    return Question(name=name, kind=kind, **given)  # type: ignore[arg-type]


CHOICES = (Choice("t8", words("T8 tubes")), Choice("led", words("LED")))
QUESTIONS = (
    question("lamp", QuestionKind.SELECT_ONE, choices=CHOICES),
    question("others", QuestionKind.SELECT_MULTIPLE, choices=CHOICES),
    question("count", QuestionKind.INTEGER, unit=words("pcs")),
    question("since", QuestionKind.DATE),
    question("picture", QuestionKind.IMAGE),
    question("gate", QuestionKind.SELECT_ONE, choices=CHOICES),
    question("behind", relevant="/data/hall/gate = 't8'"),
    question("echo", label=Localised.of(en="Lamp is ${lamp}")),
)
ROOM = Section("/data/rooms", "rooms", words("Rooms"), items=(question("area", path="/data/rooms/area"),), repeats=True)
HALL = Section("/data/hall", "hall", words("The hall"), items=QUESTIONS)
FORM = Checklist("test", "1", words("Test"), ("da", "en"), (HALL, ROOM))


def visit(given: dict[str, Answer], *, appendix: bool = False, **fields: object) -> VisitDossier:
    whole = a_dossier(
        checklist=FORM,
        sections=(SectionAnswers(SectionId("v/hall"), VISIT, "hall", (), given),),
        findings=(),
        measures=(),
        attachments=(),
    )
    whole = replace(whole, visit=replace(whole.visit, with_answers_appendix=appendix))
    return replace(whole, **fields)  # type: ignore[arg-type]


def rows(dossier: VisitDossier, title: str = "Question") -> dict[str, str]:
    blocks = compose(dossier, ENGLISH, NOON).blocks
    return {
        row[0]: row[1] for one in blocks if isinstance(one, Table) and one.columns[0].title == title for row in one.rows
    }


@pytest.mark.parametrize(
    ("name", "answer", "label", "wanted"),
    [
        ("lamp", Answer("t8"), "Lamp", "T8 tubes"),
        ("lamp", Answer("unheard"), "Lamp", "unheard"),
        ("lamp", Answer("led", note="North end"), "Lamp", "LED\nNorth end"),
        ("others", Answer(("t8", "led")), "Others", "T8 tubes, LED"),
        ("count", Answer(1200.0), "Count", "1,200\N{NO-BREAK SPACE}pcs"),
        ("count", Answer(not_seen="locked"), "Count", "Not looked at: locked"),
        ("since", Answer("2019-05-01"), "Since", "1 May 2019"),
        ("since", Answer("some day"), "Since", "some day"),
    ],
)
def test_an_answer_in_words(name: str, answer: Answer, label: str, wanted: str) -> None:
    assert rows(visit({name: answer}))[label] == wanted


def test_what_was_not_answered_stands_in_the_appendix_only() -> None:
    assert rows(visit({})) == {}
    assert rows(visit({}, appendix=True))["Lamp"] == "–"


def test_what_is_not_relevant_is_not_shown() -> None:
    assert "Behind" not in rows(visit({"gate": Answer("led"), "behind": Answer("old answer")}))


def test_an_internal_answer_hides_itself_and_not_what_depends_on_it() -> None:
    shown = rows(visit({"gate": Answer("t8", reach=Reach.INTERNAL), "behind": Answer("seen")}))
    assert shown == {"Behind": "seen"}


def test_an_internal_answer_is_not_told_by_the_words_of_another() -> None:
    shown = rows(visit({"lamp": Answer("t8", reach=Reach.INTERNAL), "echo": Answer("yes")}))
    assert list(shown.values()) == ["yes"]
    assert "t8" not in str(shown)
    assert "T8" not in str(shown)


def test_rows_of_a_repeat_stand_in_their_order_by_their_names() -> None:
    rooms = tuple(
        SectionAnswers(SectionId(f"v/rooms/{key}"), VISIT, "rooms", (key,), {"area": Answer(value)})
        for key, value in (("k1", 40.0), ("k2", 12.0))
    )
    names = tuple(
        row_record(VISIT, f"/data/rooms[{key}]", name=name, rank=rank)
        for key, name, rank in (("k1", "", 2.0), ("k2", "Store", 1.0))
    )
    found = rows(visit({}, sections=(*rooms, *names)))
    assert list(found.items()) == [("Area (Store)", "12"), ("Area (Rooms 2)", "40")]


def test_a_long_answer_runs_over_the_full_width() -> None:
    blocks = compose(visit({"behind": Answer("x"), "lamp": Answer("t8", note=LONG * 20)}), ENGLISH, NOON).blocks
    assert any(isinstance(one, Paragraph) and one.lead == "Lamp" and LONG.strip() in one.text for one in blocks)


def test_the_picture_of_a_question_stands_in_its_area() -> None:
    dossier = visit({"lamp": Answer("t8")}, attachments=(photo(0, question="/data/hall/picture"),))
    blocks = list(compose(dossier, ENGLISH, NOON).blocks)
    area = next(i for i, one in enumerate(blocks) if isinstance(one, Heading) and one.text == "The hall")
    assert [type(one).__name__ for one in blocks[area + 1 : area + 3]] == ["Table", "Photos"]


def test_what_was_not_seen_is_listed_with_its_reason() -> None:
    said = str(compose(visit({"count": Answer(not_seen="locked")}), ENGLISH, NOON).to_json())
    assert "Count: locked" in said


def test_the_day_of_the_visit_is_what_today_means() -> None:
    checklist = replace(
        FORM, items=(replace(HALL, items=(question("late", relevant="today() > date('2026-11-01')"),)),)
    )
    given = {"late": Answer("yes")}
    early = visit(given, checklist=checklist)
    early = replace(early, visit=replace(early.visit, started_at=datetime(2026, 10, 1, tzinfo=UTC), clock_day=None))
    assert rows(visit(given, checklist=checklist)) == {"Late": "yes"}
    assert rows(early) == {}
