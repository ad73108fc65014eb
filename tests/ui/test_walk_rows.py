"""Rows of a repeat on the page: by keyboard, by mouse, with names, order, copies, and undo."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ambassador_app.domain.checklist import Checklist, Localised, Question, QuestionKind, Section
from ambassador_app.domain.visit import AnswerSource
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.row_heads import RowHead
from tests.builders import a_visit, session_in
from tests.ui.visit_desk import VisitDesk, open_visit

AREA = "/data/area"
ROOM = f"{AREA}/room"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(text: str) -> Localised:
    return Localised.of(en=text)


def question(path: str, kind: QuestionKind = QuestionKind.DECIMAL, **fields: object) -> Question:
    return Question(path.rpartition("/")[2], path, kind, label=words(path.rpartition("/")[2]), **fields)  # type: ignore[arg-type]


def rooms(count: str = "") -> Checklist:
    lamps = Section(f"{ROOM}/lamp", "lamp", words("Lamp"), items=(question(f"{ROOM}/lamp/watt"),), repeats=True)
    size = question(f"{ROOM}/size", required="true()")
    room = Section(ROOM, "room", words("Room"), items=(size, lamps), repeats=True, repeat_count=count)
    area = Section(AREA, "area", words("Area"), items=(question(f"{AREA}/number"), room))
    return Checklist("rooms", "1", words("Rooms"), ("en",), (area,))


Open = Callable[..., VisitDesk]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def walk(make_context: Callable, session: Session, qtbot: object, monkeypatch: pytest.MonkeyPatch) -> Open:
    def opened(count: str = "", **answers: float) -> VisitDesk:
        checklist = rooms(count)
        monkeypatch.setattr(session.checklists, "current", lambda *_where: checklist)
        visit = a_visit(session)
        for name, value in answers.items():
            session.visits.answer(visit, f"{AREA}/{name}", value=value)
        return open_visit(make_context(session), session, visit, qtbot, step="walkthrough", area=AREA)

    return opened


def heads(desk: VisitDesk) -> list[str]:
    """What the rows on the page are called, from top to bottom."""
    desk.settle()
    page = desk.walkthrough.page()
    found = [one for one in page.heads.values() if isinstance(one, RowHead) and one.isVisible()]
    return [one.title.text() for one in sorted(found, key=lambda one: one.y())]


def add(desk: VisitDesk, name: str) -> None:
    """Press Insert, write the name, Enter."""
    desk.press(Qt.Key.Key_Insert)
    desk.write(name)
    desk.press(Qt.Key.Key_Return)


def test_rows_by_keyboard_alone(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    assert not heads(desk)
    add(desk, "Kitchen")
    desk.write("12")
    add(desk, "Hall")
    desk.write("30")
    add(desk, "")
    desk.write("5")
    assert heads(desk) == ["Kitchen", "Hall", "Room 3"]
    desk.press(Qt.Key.Key_Up, CTRL | SHIFT)
    assert heads(desk) == ["Kitchen", "Room 2", "Hall"]
    desk.press(Qt.Key.Key_Up, CTRL)
    desk.press(Qt.Key.Key_D, CTRL)
    desk.press(Qt.Key.Key_Return)
    assert heads(desk) == ["Kitchen", "Kitchen 2", "Room 3", "Hall"]
    workspace = desk.workspace()
    keys = workspace.form.rows[ROOM]
    assert [workspace.answers[f"{ROOM}[{key}]/size"].value for key in keys] == [12.0, 12.0, 5.0, 30.0]
    assert [button.line.words for button in desk.walkthrough.areas.rows.values()] == heads(desk)


def test_a_row_that_holds_answers_asks_and_undo_brings_it_back(walk: Open, qtbot: object) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    add(desk, "Kitchen")
    desk.write("12")
    add(desk, "Empty")
    assert heads(desk) == ["Kitchen", "Empty"]
    desk.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert heads(desk) == ["Kitchen"]
    kitchen = desk.walkthrough.page().rows.current()
    desk.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    head = desk.walkthrough.page().rows.head(kitchen)
    assert heads(desk) == ["Kitchen"]
    assert "1 answer" in head.question._words.text()
    assert head.keep.hasFocus()
    qtbot.mouseClick(head.take, Qt.MouseButton.LeftButton)
    assert not heads(desk)
    desk.view.undo()
    desk.settle()
    assert heads(desk) == ["Kitchen"]
    assert desk.kept(f"{kitchen}/size").value == 12.0
    desk.view.undo()
    assert heads(desk) == ["Kitchen", "Empty"]


def test_escape_leaves_the_name_as_it_was(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    add(desk, "Kitchen")
    desk.press(Qt.Key.Key_F2)
    desk.write("Bath")
    desk.press(Qt.Key.Key_Escape)
    assert heads(desk) == ["Kitchen"]
    assert list(desk.workspace().rows.names.values()) == ["Kitchen"]


def test_a_row_in_a_row_says_where_it_stands(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    add(desk, "Kitchen")
    page = desk.walkthrough.page()
    page.rows.add(f"{page.rows.current()}/lamp")
    desk.write("Ceiling")
    desk.press(Qt.Key.Key_Return)
    desk.write("58")
    desk.view._commit()
    assert heads(desk) == ["Kitchen", "Kitchen \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Ceiling"]
    assert 58.0 in [one.value for one in desk.workspace().answers.values()]
    assert [button.line.depth for button in desk.walkthrough.areas.rows.values()] == [1, 2]


def test_what_a_count_no_longer_asks_for_is_marked_and_kept(walk: Open) -> None:
    desk = walk(f"{AREA}/number", number=2.0)
    assert heads(desk) == ["Room 1", "Room 2"]
    assert desk.walkthrough.missing_button.text() == "2 missing"
    desk.go_to(f"{ROOM}[2]/size")
    desk.write("8")
    desk.go_to(f"{AREA}/number")
    desk.write("1")
    desk.view._commit()
    second = desk.walkthrough.page().rows.head(f"{ROOM}[2]")
    assert heads(desk) == ["Room 1", "Room 2"]
    assert second.surplus.text() == "More than asked for"
    assert second.remove.isVisible()
    assert desk.walkthrough.missing_button.text() == "1 missing"
    assert desk.kept(f"{ROOM}[2]/size").value == 8.0
    assert not desk.walkthrough.page().rows.head(f"{ROOM}[1]").remove.isVisible()


def test_missing_answers_are_found_across_rows(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    for name in ("A", "B", "C"):
        add(desk, name)
    rows = desk.workspace().form.rows[ROOM]
    found = []
    for _ in rows:
        desk.press(Qt.Key.Key_F8)
        found.append(desk.walkthrough.page().current().path)
    assert sorted(found) == sorted(f"{ROOM}[{key}]/size" for key in rows)
    assert len(set(found)) == 3


def test_a_number_says_how_it_is_known(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    desk.write("450")
    desk.press(Qt.Key.Key_H)
    desk.press(Qt.Key.Key_1)
    card = desk.walkthrough.page().cards[f"{AREA}/number"]
    desk.settle()
    card._source.instrument.editor.setFocus()
    desk.write("Lux meter 3")
    desk.view._commit()
    kept = desk.kept(f"{AREA}/number")
    assert (kept.value, kept.source, kept.instrument) == (450.0, AnswerSource.MEASURED, "Lux meter 3")
    assert card._known.text() == "Measured with Lux meter 3 · quality A"


def test_an_observation_at_a_question_is_of_that_question(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    desk.press(Qt.Key.Key_O)
    desk.write("The gate stands open")
    desk.view._commit()
    (finding,) = desk.workspace().dossier.findings
    assert (finding.area, finding.question) == ("area", f"{AREA}/number")


def test_what_is_typed_is_kept_when_the_window_goes(walk: Open) -> None:
    desk = walk()
    desk.go_to(f"{AREA}/number")
    desk.write("7")
    desk.view.hide()
    QApplication.processEvents()
    assert desk.kept(f"{AREA}/number").value == 7.0


def test_the_field_stands_above_a_keyboard_on_the_screen(walk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ambassador_app.ui.screens.visit.keyboard_room.has_touch_screen", lambda: True)
    monkeypatch.setattr("ambassador_app.ui.screens.visit.pages.has_touch_screen", lambda: True)
    desk = walk()
    desk.go_to(f"{AREA}/number")
    for name in ("A", "B", "C", "D"):
        add(desk, name)
    card = desk.walkthrough.page().current()
    area = desk.walkthrough.page().area
    bottom = card.mapTo(area.viewport(), card.rect().bottomLeft()).y()
    assert bottom <= area.viewport().height() // 2 + card.height() // 2
