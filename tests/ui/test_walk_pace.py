"""What an answer does to the page at once, and what a visit leaves behind when it is closed: nothing."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ambassador_app.domain.checklist import Checklist, Localised, Question, QuestionKind, Section
from ambassador_app.services.session import Session
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box
from ambassador_app.ui.screens.visit.cards import QuestionCard
from ambassador_app.ui.screens.visit.view import build
from tests.builders import a_visit, session_in
from tests.ui.visit_desk import COUNT, LAMPS, LIGHTING, VisitDesk, open_visit

ROOM = "/data/area/room"
STEPS = ("prepare", "walkthrough", "measures", "agree", "sign", "hand_over")

Open = Callable[..., VisitDesk]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., UiContext], session: Session, qtbot: object) -> Open:
    """Opens a new visit at an area of its checklist."""

    def show(area: str = LIGHTING) -> VisitDesk:
        return open_visit(make_context(session), session, a_visit(session), qtbot, step="walkthrough", area=area)

    return show


def with_rooms() -> Checklist:
    size = Question("size", f"{ROOM}/size", QuestionKind.DECIMAL, label=Localised.of(en="Size"), required="true()")
    room = Section(ROOM, "room", Localised.of(en="Room"), items=(size,), repeats=True)
    area = Section("/data/area", "area", Localised.of(en="Area"), items=(room,))
    return Checklist("rooms", "1", Localised.of(en="Rooms"), ("en",), (area,))


def said_on(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if not one.isHidden())


def is_high_enough(card: QuestionCard) -> bool:
    return card.height() == card.body.totalHeightForWidth(card.width())


def test_relevance_progress_and_suggestions_follow_before_anything_is_written(open_at: Open) -> None:
    desk = open_at()
    model, page = desk.view.model, desk.walkthrough.page()
    asked, done = list(page.order), model.form.progress(LIGHTING).answered
    kind = next(one for one in model.form.choices(LAMPS) if one.measure)
    model.answer(LAMPS, value=kind.name)
    assert desk.context.tasks.pending == 1
    assert model.workspace.form is not model.form
    assert [one.suggestion.entry_id for one in page.cards[LAMPS].facts.offers] == [kind.measure]
    assert page.cards[LAMPS].offers
    assert page.order != asked
    assert all(not page.cards[path].isHidden() for path in page.order if path in page.cards)
    assert all(page.cards[path].isHidden() for path in page.cards if path not in page.order)
    assert f"{done + 1} of " in said_on(desk.walkthrough.areas.buttons[LIGHTING])
    model.answer(LAMPS, value=None)
    assert not page.cards[LAMPS].offers
    assert page.order == asked


def test_what_is_written_later_says_what_the_page_shows_already(open_at: Open) -> None:
    desk = open_at()
    model = desk.view.model
    kind = next(one for one in model.form.choices(LAMPS) if one.measure)
    model.answer(LAMPS, value=kind.name)
    model.answer(COUNT, value=120.0)
    ahead = model.suggestions
    assert desk.workspace().suggestions == ahead
    assert model.suggestions == ahead


def test_an_offer_learns_more_without_being_made_anew(open_at: Open) -> None:
    desk = open_at()
    model, page = desk.view.model, desk.walkthrough.page()
    kind = next(one for one in model.form.choices(LAMPS) if one.measure)
    model.answer(LAMPS, value=kind.name)
    (offer,) = page.cards[LAMPS].offers
    assert "120" not in said_on(offer)
    model.answer(COUNT, value=120.0)
    assert page.cards[LAMPS].offers == [offer]
    assert "120" in said_on(offer)
    offer.accept()
    assert desk.workspace().dossier.measures[0].inputs["count_old"] == 120.0


def test_a_card_is_as_high_as_what_is_in_it(open_at: Open) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    desk.settle()
    assert is_high_enough(card)
    before = card.height()
    card.open_note()
    desk.settle()
    assert card.height() > before
    assert is_high_enough(card)
    desk.view.resize(1000, 690)
    desk.settle()
    assert is_high_enough(card)


def test_another_row_leaves_the_others_in_the_list_alone(open_at: Open, session: Session, monkeypatch: object) -> None:
    monkeypatch.setattr(session.checklists, "current", lambda *_where: with_rooms())
    desk = open_at("/data/area")
    areas, rows = desk.walkthrough.areas, desk.view.model.rows
    first = rows.add(ROOM)
    last = rows.add(ROOM)
    shown = dict(areas.rows)
    between = rows.add(ROOM, first.rpartition("[")[2].rstrip("]"))
    desk.settle()
    assert list(areas.rows) == [first, between, last]
    assert areas.rows[first] is shown[first]
    assert areas.rows[last] is shown[last]
    ordered = sorted(areas.rows.values(), key=lambda one: one.y())
    assert ordered == list(areas.rows.values())
    assert [one.line.words for one in ordered] == ["Room 1", "Room 2", "Room 3"]
    desk.view.model.answer(f"{between}/size", value=12.0)
    assert [one.line.missing for one in ordered] == [1, 0, 1]
    rows.remove(first)
    assert list(areas.rows) == [between, last]
    assert [one.line.words for one in areas.rows.values()] == ["Room 1", "Room 2"]


def test_scrolling_paints_only_what_comes_into_sight(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    page = desk.walkthrough.page()
    qtbot.waitUntil(lambda: page.is_whole)
    desk.settle()
    bar, view = page.area.verticalScrollBar(), page.area.viewport().rect()
    bar.setValue(bar.maximum() // 2)
    desk.settle()

    def seen() -> list[QuestionCard]:
        cards = [page.cards[path] for path in page.order]
        return [one for one in cards if view.contains(QRect(one.mapTo(page.area.viewport(), QPoint()), one.size()))]

    before = seen()
    painted = Painted()
    for one in before:
        one.installEventFilter(painted)
    bar.setValue(bar.value() + 10)
    desk.settle()
    assert set(before) & set(seen())
    assert not painted.widgets & set(before) & set(seen())


class Painted(QObject):
    """Notes which of the widgets it watches are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: set[QObject] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.add(watched)
        return False


def test_a_flow_of_buttons_grows_with_a_button(context: UiContext, qtbot: object) -> None:
    flow = Flow(8)
    buttons = [QPushButton(str(number)) for number in range(4)]
    for one in buttons:
        flow.addWidget(one)
    held = box(flow)
    qtbot.addWidget(held)
    narrow = sum(one.sizeHint().width() + 8 for one in buttons)
    before = flow.heightForWidth(narrow)
    buttons[0].setText("a button that says a good deal more than the others")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert flow.heightForWidth(narrow) > before
    buttons[0].hide()
    assert flow.heightForWidth(narrow) == before


def test_a_visit_opened_and_closed_many_times_leaves_nothing(context: UiContext, open_at: Open) -> None:
    """Every step of it: widgets, and whatever Python holds of them."""
    desk = open_at()
    desk.view.close()

    def open_and_close() -> None:
        for step in STEPS:
            view = build(desk.context, desk.visit_id, step=step)
            view.show()
            desk.settle()
            view.close()
            view.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def left() -> tuple[int, int]:
        gc.collect()
        return len(QApplication.allWidgets()), sum(isinstance(one, QWidget) for one in gc.get_objects())

    open_and_close()
    before = left()
    for _ in range(5):
        open_and_close()
    assert left() == before
