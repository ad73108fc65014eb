"""A walkthrough by mouse and by keyboard, through the real screen into the real database."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ambassador_app.domain.checklist import Checklist, Choice, Localised, Question, QuestionKind, Section
from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.navigation import Navigator
from ambassador_app.ui.shell import Shell
from tests.builders import a_visit, session_in
from tests.ui.conftest import MakeContext
from tests.ui.visit_desk import (
    BALLAST,
    COUNT,
    HOURS,
    LAMPS,
    LIGHTING,
    WATT,
    VisitDesk,
    a_picture,
    open_visit,
    untranslated,
    words_on,
)

Open = Callable[..., VisitDesk]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a new visit at its lighting."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        visit = visit_id or a_visit(session)
        place = {"step": "walkthrough", "area": LIGHTING} | arguments
        return open_visit(context, session, visit, qtbot, **place)

    return show


def button(desk: VisitDesk, path: str, words: str) -> QPushButton:
    card = desk.walkthrough.page().cards[path]
    return next(one for one in card.findChildren(QPushButton) if one.text() == words)


def test_an_answer_by_mouse_reaches_the_database(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    qtbot.mouseClick(button(desk, LAMPS, "LED"), Qt.MouseButton.LeftButton)
    assert desk.kept(LAMPS).value == "led"


def test_a_whole_area_by_keyboard(open_at: Open) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.press(Qt.Key.Key_Return)
    desk.write("120")
    desk.press(Qt.Key.Key_Return)
    desk.write("71")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_1)
    kept = desk.workspace().answers
    assert (kept[LAMPS].value, kept[COUNT].value, kept[WATT].value) == ("t8", 120.0, 71.0)
    assert kept[BALLAST].value == "yes"


def test_a_key_held_down_answers_once(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.settle()
    before = desk.session.visits.history(desk.visit_id)
    card.model.answer(LAMPS, value="t8")
    desk.settle()
    assert len(desk.session.visits.history(desk.visit_id)) == len(before)


def test_what_is_typed_is_kept_within_a_second(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.go_to(COUNT)
    begun = time.monotonic()
    desk.write("84")
    qtbot.waitUntil(lambda: desk.session.visits.workspace(desk.visit_id).answers.get(COUNT) is not None, timeout=2000)
    assert time.monotonic() - begun < 1.0
    assert desk.view.saved.text().startswith("Saved ")


def test_typing_goes_on_while_answers_come_back(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.go_to(COUNT)
    for digit in "12345":
        desk.write(digit)
        qtbot.wait(120)
    qtbot.wait(500)
    assert desk.kept(COUNT).value == 12345.0


def test_a_question_that_depends_comes_and_goes_without_losing_the_focus(open_at: Open) -> None:
    desk = open_at()
    page = desk.walkthrough.page()
    assert COUNT not in page.cards or page.cards[COUNT].isHidden()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.qtbot.waitUntil(lambda: COUNT in page.cards and not page.cards[COUNT].isHidden())
    assert page.cards[LAMPS].isAncestorOf(QApplication.focusWidget())
    desk.press(Qt.Key.Key_7)
    desk.settle()
    assert page.cards[COUNT].isHidden()
    assert page.cards[LAMPS].isAncestorOf(QApplication.focusWidget())


def test_a_note_is_internal_when_so_marked(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_N)
    desk.write("Spørg ikke om lejemålet")
    qtbot.mouseClick(card._note.reach, Qt.MouseButton.LeftButton)
    kept = desk.kept(LAMPS)
    assert (kept.note, kept.reach) == ("Spørg ikke om lejemålet", Reach.INTERNAL)


def test_letters_act_from_a_number_and_are_text_in_a_note(open_at: Open) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.go_to(COUNT)
    desk.write("12")
    desk.press(Qt.Key.Key_N)
    desk.write("npm")
    kept = desk.workspace().answers
    assert kept[COUNT].value == 12.0
    desk.view._commit()
    assert desk.kept(COUNT).note == "npm"


def test_not_seen_is_an_answer_with_a_reason(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    qtbot.mouseClick(card.unseen_button, Qt.MouseButton.LeftButton)
    desk.write("Hallen var låst")
    desk.view._commit()
    assert desk.kept(LAMPS).not_seen == "Hallen var låst"
    assert desk.workspace().form[LAMPS].answered


def test_a_flagged_answer_offers_its_measure_with_what_is_known(open_at: Open) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.go_to(COUNT)
    desk.write("120")
    desk.go_to(LAMPS)
    desk.settle()
    assert desk.walkthrough.page().cards[LAMPS].offers
    desk.press(Qt.Key.Key_M)
    desk.press(Qt.Key.Key_M)
    found = desk.workspace().dossier.measures
    assert [one.entry_id for one in found] == ["led_retrofit"]
    assert found[0].inputs["count_old"] == 120.0
    assert not desk.walkthrough.page().cards[LAMPS].offers


def test_an_offer_is_turned_down_with_a_reason(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.settle()
    offer = desk.walkthrough.page().cards[LAMPS].offers[0]
    qtbot.mouseClick(offer.dismiss_button, Qt.MouseButton.LeftButton)
    reason = next(one for one in offer.why.findChildren(QPushButton) if one.text() == "Already done")
    qtbot.mouseClick(reason, Qt.MouseButton.LeftButton)
    kept = desk.workspace()
    assert not kept.suggestions
    assert [one.dismissed_because for one in kept.dossier.measures] == ["Already done"]


def test_undo_takes_the_last_answer_back(open_at: Open) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.settle()
    assert desk.view.undo_label
    desk.press(Qt.Key.Key_2)
    desk.settle()
    desk.view.undo()
    assert desk.kept(LAMPS).value == "t8"
    assert button(desk, LAMPS, "T8 tubes").isChecked()
    desk.view.redo()
    assert desk.kept(LAMPS).value == "t5"


def test_finding_a_question(open_at: Open) -> None:
    desk = open_at()
    desk.walkthrough.finder.begin()
    desk.write("closing routine")
    desk.walkthrough.finder.field.commit()
    desk.press(Qt.Key.Key_Return)
    assert desk.walkthrough.section == "/data/management"
    assert desk.walkthrough.page().current().path == "/data/management/le4_closing"


def test_going_to_what_is_missing_and_through_the_areas(open_at: Open) -> None:
    desk = open_at()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_F8)
    assert desk.workspace().form[desk.walkthrough.page().current().path].missing
    desk.walkthrough.show_area(LIGHTING, focus=True)
    desk.press(Qt.Key.Key_PageDown)
    assert desk.walkthrough.section == "/data/ventilation"
    desk.press(Qt.Key.Key_PageUp)
    assert desk.walkthrough.section == LIGHTING


def test_a_photo_dropped_on_a_question_belongs_to_it(open_at: Open, tmp_path: Path) -> None:
    desk = open_at()
    page = desk.walkthrough.page()
    file = a_picture(tmp_path)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file))])
    at = page.cards[LAMPS].mapTo(page, QPoint(20, 20))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, dragged, left, none)
    page.dragEnterEvent(enter)
    page.dropEvent(QDropEvent(QPointF(at), copy, dragged, left, none))
    found = desk.workspace().dossier.attachments
    assert [(one.question, one.area) for one in found] == [(LAMPS, "lighting")]
    assert page.cards[LAMPS].photo_button.text() == "Photo (1)"


def test_an_observation_is_kept_as_it_is_typed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    findings = desk.walkthrough.evidence.findings
    qtbot.mouseClick(findings.add_button, Qt.MouseButton.LeftButton)
    desk.write("Porten står åben")
    findings.rows[0].text.commit()
    desk.settle()
    desk.write(" hele dagen")
    findings.rows[0].text.commit()
    assert [one.text for one in desk.workspace().dossier.findings] == ["Porten står åben hele dagen"]
    assert len(findings.rows) == 1


def test_totals_follow_the_measures(open_at: Open) -> None:
    desk = open_at()
    made = desk.session.measures.add(desk.visit_id, title="Ny port")
    desk.session.measures.change(made.id, inputs={"before.electricity": 5000.0}, investment_dkk=10_000.0)
    desk.view.model.refresh()
    desk.settle()
    assert desk.walkthrough.evidence.totals.figures["kwh"].text() == "5,000\N{NO-BREAK SPACE}kWh"


def test_a_locked_visit_refuses_edits(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, LAMPS, value="t8")
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        session.signing.not_signed(visit, role=role, name="A", reason=NotSigned.ABSENT)
    session.signing.seal(visit)
    desk = open_at(visit_id=visit)
    assert desk.view.banner.isVisible()
    qtbot.mouseClick(button(desk, LAMPS, "LED"), Qt.MouseButton.LeftButton)
    desk.walkthrough.go_to(HOURS)
    desk.press(Qt.Key.Key_5)
    desk.press(Qt.Key.Key_N)
    kept = desk.workspace()
    assert kept.answers[LAMPS].value == "t8"
    assert HOURS not in kept.answers
    assert not desk.context.notices.shown


def test_amending_opens_the_next_revision(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, LAMPS, value="t8")
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        session.signing.not_signed(visit, role=role, name="A", reason=NotSigned.ABSENT)
    session.signing.seal(visit)
    desk = open_at(visit_id=visit)
    desk.view._begin_amendment()
    desk.write("Forkert antal lamper")
    qtbot.mouseClick(desk.view.reason.button, Qt.MouseButton.LeftButton)
    assert desk.workspace().dossier.visit.revision == 2
    assert not desk.view.banner.isVisible()


def test_a_restart_leads_back_to_the_question(open_at: Open, session: Session) -> None:
    desk = open_at()
    desk.go_to(BALLAST)
    place = desk.view.location()
    again = open_at(visit_id=desk.visit_id, **place)
    assert again.walkthrough.page().current().path == BALLAST


def test_show_mode_hides_what_is_internal(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.notes.add_finding(visit, "Kun for os", reach=Reach.INTERNAL)
    session.visits.answer(visit, LAMPS, value="t8", note="Hemmelig", reach=Reach.INTERNAL)
    desk = open_at(visit_id=visit)
    assert "Kun for os" in {row.text.text() for row in desk.walkthrough.evidence.findings.rows}
    desk.view.model.set_show_mode(True)
    desk.settle()
    assert not desk.walkthrough.evidence.findings.rows
    assert desk.walkthrough.page().cards[LAMPS]._note.isHidden()


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.answer(visit, LAMPS, value="t8", note="Note", not_seen="")
    session.notes.add_finding(visit, "Porten")
    english = words_on(open_at(visit_id=visit).view)
    danish = words_on(open_at(visit_id=visit, language=Language.DANISH).view)
    assert not untranslated(english, danish, "Porten Ærø Bageri A/S Note")


def many_questions(number: int) -> Checklist:
    """One area with buttons, numbers and texts, some of them depending on others."""
    words, yes_no = Localised.of, (Choice("yes", Localised.of(en="Yes")), Choice("no", Localised.of(en="No")))

    def question(i: int) -> Question:
        path, label = f"/data/area/q{i}", words(en=f"Question {i}, which is long enough to need two lines when narrow?")
        relevant = f"/data/area/q{i - 1} != 'no'" if i % 10 == 1 else ""
        kind = (QuestionKind.SELECT_ONE, QuestionKind.DECIMAL, QuestionKind.TEXT)[i % 3]
        choices = yes_no if kind is QuestionKind.SELECT_ONE else ()
        return Question(f"q{i}", path, kind, label=label, relevant=relevant, choices=choices)

    area = Section("/data/area", "area", words(en="Area"), items=tuple(map(question, range(number))))
    return Checklist("many", "1", words(en="Many"), ("en",), (area,))


def test_three_hundred_questions_answer_and_type_without_a_hitch(
    open_at: Open, session: Session, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = many_questions(300)
    monkeypatch.setattr(session.checklists, "current", lambda *_where: many)
    visit = a_visit(session)
    session.visits.answer(visit, "/data/area/q2", value="x")
    desk = open_at(visit_id=visit, area="/data/area")
    page = desk.walkthrough.page()
    assert len(page.cards) < 60
    qtbot.waitUntil(lambda: page.is_whole and not page._timer.isActive(), timeout=20_000)
    answering = [
        seconds(lambda value=value: desk.view.model.answer("/data/area/q0", value=value)) for value in "ny" * 3
    ]
    desk.walkthrough.go_to("/data/area/q200")
    QApplication.processEvents()
    typing = [seconds(lambda letter=letter: desk.write(letter)) for letter in "a long remark about the hall"]
    # Generous: the machine may be busy with something else. The middle one tells what it is like.
    assert sorted(answering)[3] < 0.1
    assert sorted(typing)[14] < 0.02


def every_kind() -> Checklist:
    """One question of each kind that is asked."""
    words = Localised.of
    few, many = (tuple(Choice(f"c{i}", words(en=f"Choice {i}")) for i in range(n)) for n in (4, 20))

    def question(name: str, kind: QuestionKind, choices: tuple[Choice, ...] = (), appearance: str = "") -> Question:
        path = f"/data/area/{name}"
        return Question(name, path, kind, label=words(en=name), choices=choices, appearance=appearance)

    asked = (
        question("list", QuestionKind.SELECT_ONE, many),
        question("text", QuestionKind.TEXT, appearance="multiline"),
        question("day", QuestionKind.DATE),
        question("time", QuestionKind.TIME),
        question("done", QuestionKind.ACKNOWLEDGE),
        question("several", QuestionKind.SELECT_MULTIPLE, few),
        question("photo", QuestionKind.IMAGE),
        question("said", QuestionKind.NOTE),
        question("line", QuestionKind.TEXT),
    )
    return Checklist(
        "kinds", "1", words(en="Kinds"), ("en",), (Section("/data/area", "area", words(en="Area"), items=asked),)
    )


def test_every_kind_of_question_by_keyboard(open_at: Open, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds, key, at = every_kind(), Qt.Key, "/data/area/"
    monkeypatch.setattr(session.checklists, "current", lambda *_where: kinds)
    visit = a_visit(session)
    session.visits.answer(visit, at + "text", value="Set:")
    desk = open_at(visit_id=visit, area="/data/area")
    desk.go_to(at + "list")
    desk.press(key.Key_Down, Qt.KeyboardModifier.AltModifier)
    for one in (key.Key_Down, key.Key_Down, key.Key_Return):
        desk.qtbot.keyClick(QApplication.activePopupWidget(), one)
    desk.press(key.Key_Down)
    desk.write(" npm")
    desk.press(key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.write("8.1.2026")
    desk.press(key.Key_Return)
    desk.write("1430")
    desk.press(key.Key_Return)
    desk.press(key.Key_1)
    desk.press(key.Key_Return)
    desk.press(key.Key_1)
    desk.press(key.Key_3)
    for _ in range(3):
        desk.press(key.Key_Return)
    desk.write("End")
    desk.view._commit()
    kept = {path.removeprefix(at): answer.value for path, answer in desk.workspace().answers.items()}
    assert kept == {
        "list": "c1",
        "text": "Set: npm",
        "day": "2026-01-08",
        "time": "14:30",
        "done": "OK",
        "several": ("c0", "c2"),
        "line": "End",
    }


def test_one_more_row_of_a_repeat_is_kept_with_its_answers(
    open_at: Open, session: Session, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Localised.of
    power = Question(
        "power", "/data/area/pump/power", QuestionKind.DECIMAL, label=words(en="Power"), unit=words(en="kW")
    )
    pumps = Section("/data/area/pump", "pump", words(en="Pump"), items=(power,), repeats=True)
    area = Section("/data/area", "area", words(en="Area"), items=(pumps,))
    monkeypatch.setattr(
        session.checklists, "current", lambda *_where: Checklist("rows", "1", words(en="Rows"), ("en",), (area,))
    )
    visit = a_visit(session)
    session.visits.answer(visit, "/data/area/pump[1]/power", value=3.0)
    desk = open_at(visit_id=visit, area="/data/area")
    page = desk.walkthrough.page()
    more = next(one for one in page.findChildren(QPushButton) if one.text() == "One more: Pump")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    new = desk.walkthrough.model.form.rows["/data/area/pump"][1]
    desk.go_to(f"/data/area/pump[{new}]/power")
    desk.write("5,5")
    desk.view._commit()
    kept = desk.workspace().answers
    assert [kept[f"/data/area/pump[{row}]/power"].value for row in ("1", new)] == [3.0, 5.5]
    assert {"Pump 1", "Pump 2"} <= words_on(page)


def test_ctrl_z_in_the_window_takes_the_answer_back(make_context: MakeContext, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    navigator = Navigator()
    context = replace(make_context(session), navigate=navigator)
    shell = Shell(context, navigator)
    navigator.moved.connect(shell.show_place)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    navigator("visit", visit, step="walkthrough", area=LIGHTING, question=LAMPS)
    desk = VisitDesk(session, context, visit, qtbot, shell.pages.screen_shown)
    desk.settle()
    shell.activateWindow()
    desk.go_to(LAMPS)
    desk.press(Qt.Key.Key_1)
    desk.settle()
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.kept(LAMPS).value is None)
    desk.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.kept(LAMPS).value == "t8")


def seconds(act: Callable[[], object]) -> float:
    """How long the window does not answer."""
    begun = time.perf_counter()
    act()
    QApplication.processEvents()
    return time.perf_counter() - begun


def test_the_card_tells_why_it_asks(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    why = card.question.guidance.text("en")
    assert why
    assert not any(one.text() == why and one.isVisible() for one in card.findChildren(QLabel))
    qtbot.mouseClick(card.why_button, Qt.MouseButton.LeftButton)
    assert any(one.text() == why and one.isVisible() for one in card.findChildren(QLabel))
    qtbot.mouseClick(card.why_button, Qt.MouseButton.LeftButton)
    assert not any(one.text() == why and one.isVisible() for one in card.findChildren(QLabel))


def test_what_is_asked_for_the_municipality_alone_is_not_shown_to_the_company(open_at: Open, session: Session) -> None:
    visit = a_visit(session, checklist_id="first_meeting")
    path = "/data/next_steps/fm_impression"
    session.visits.answer(visit, path, value="Hun er drivkraften")
    desk = open_at(visit_id=visit, area="/data/next_steps", question=path)
    card = desk.walkthrough.page().cards[path]
    assert card.isVisible()
    assert "Internal" in words_on(card)
    desk.view.model.set_show_mode(True)
    desk.settle()
    assert not card.isVisible()
    desk.view.model.set_show_mode(False)
    desk.settle()
    assert card.isVisible()
