"""What becomes of measures, on the screen: the list with its totals, the page of one measure, the company, Today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ambassador_app.domain.follow_up import Figure
from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import Measured, VerificationMethod
from ambassador_app.i18n import NO_BREAK, Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens import factory_of
from ambassador_app.ui.widgets.choices import Select
from tests.builders import a_company, a_visit, session_in, signed
from tests.ui.step_desk import ALIKE, button, press, shown_words

VERIFIED, IN_PROGRESS = MeasureStatus.VERIFIED, MeasureStatus.IN_PROGRESS


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@dataclass
class Desk:
    """A screen with a real session behind it."""

    context: object
    view: Screen

    def settle(self) -> None:
        for _ in range(3):
            self.context.tasks.flush_all()
            QApplication.processEvents()


Open = Callable[..., Desk]


@pytest.fixture
def open_screen(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    def show(name: str, *keys: str, language: Language = Language.ENGLISH, **arguments: object) -> Desk:
        context = make_context(session, language=language)
        view = factory_of(name)(context, *keys, **arguments)
        context.tasks.changed.connect(view.changed)
        view.resize(1262, 680)
        qtbot.addWidget(view)
        view.show()
        view.activateWindow()
        desk = Desk(context, view)
        desk.settle()
        return desk

    return show


def a_measure(session: Session, visit: VisitId, title: str, kwh: float = 10_000.0) -> MeasureId:
    session.visits.change(visit, prices_dkk_kwh={"electricity": 2.0})
    made = MeasureId(session.measures.add(visit, entry_id="led_retrofit", title=title).id)
    session.measures.change(made, calculator="custom", inputs={"before.electricity": kwh, "after.electricity": 0.0})
    session.measures.change(made, investment_dkk=kwh)
    return made


@pytest.fixture
def sealed(session: Session) -> MeasureId:
    """A measure of 10,000 kWh, 20,000 DKK, at a visit that is sealed."""
    visit = a_visit(session)
    made = a_measure(session, visit, "Luk porten")
    signed(session, visit)
    session.signing.seal(visit)
    return made


def status_of(session: Session, measure: MeasureId) -> MeasureStatus:
    return session.follow_up.file(measure).measure.status


def choose(choice: Select, key: str) -> None:
    choice.setCurrentIndex(choice.findData(key))
    choice.activated.emit(choice.currentIndex())


def buttons_of(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisible()]


# -- one measure ----------------------------------------------------------------------------------------------------
def test_a_way_on_is_one_press_and_undo_takes_it_back(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object
) -> None:
    desk = open_screen("measure", sealed)
    assert desk.view.title == "Luk porten"
    press(qtbot, button(desk.view.status, "In progress"))
    desk.settle()
    assert status_of(session, sealed) is IN_PROGRESS
    assert desk.view.status.badge.text() == "In progress"
    assert desk.view.undo_label == "new status of a measure"
    assert "In progress" in shown_words(desk.view.history)
    desk.view.undo()
    desk.settle()
    assert status_of(session, sealed) is MeasureStatus.PROPOSED
    assert (desk.view.undo_label, desk.view.redo_label) == ("", "new status of a measure")
    desk.view.redo()
    desk.settle()
    assert status_of(session, sealed) is IN_PROGRESS


def test_turning_down_asks_what_stands_in_the_way(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object
) -> None:
    desk = open_screen("measure", sealed)
    card = desk.view.status
    press(qtbot, button(card, "Discarded"))
    assert card.barrier.isVisible()
    press(qtbot, card.confirm)
    desk.settle()
    assert status_of(session, sealed) is MeasureStatus.PROPOSED
    assert "Choose what stands in the way." in shown_words(card)
    card.barrier.choose_number(1)
    qtbot.keyClicks(card.reason.line, "Intet i budgettet")
    press(qtbot, card.confirm)
    desk.settle()
    kept = session.follow_up.file(sealed).measure
    assert (kept.status, kept.barrier) == (MeasureStatus.DISCARDED, Barrier.NO_MONEY)
    assert "No money for it: Intet i budgettet" in shown_words(card)
    assert not card.asking.isVisible()


def test_moving_back_asks_why(open_screen: Open, session: Session, sealed: MeasureId, qtbot: object) -> None:
    session.follow_up.move(sealed, MeasureStatus.COMPLETED)
    desk = open_screen("measure", sealed)
    card = desk.view.status
    assert "Discarded" not in buttons_of(card)
    press(qtbot, button(card, "In progress"))
    assert not card.barrier.isVisible()
    press(qtbot, card.confirm)
    assert status_of(session, sealed) is MeasureStatus.COMPLETED
    qtbot.keyClicks(card.reason.line, "Halvdelen mangler")
    press(qtbot, card.confirm)
    desk.settle()
    assert session.follow_up.file(sealed).measure.moves[-1].reason == "Halvdelen mangler"


def test_owner_and_deadline_are_kept_as_they_are_typed(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object
) -> None:
    desk = open_screen("measure", sealed)
    qtbot.keyClicks(desk.view.assign.owner.line, "Pedel")
    desk.view.assign.owner.commit()
    qtbot.keyClicks(desk.view.assign.deadline.line, "1.10.2026")
    qtbot.keyClick(desk.view.assign.deadline.line, Qt.Key.Key_Return)
    desk.settle()
    kept = session.follow_up.file(sealed).measure
    assert (kept.owner, kept.deadline) == ("Pedel", date(2026, 10, 1))
    assert desk.view.assign.late.text() == "Overdue"


def test_a_saving_is_verified_and_stands_beside_its_promise(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object
) -> None:
    session.follow_up.move(sealed, MeasureStatus.COMPLETED)
    desk = open_screen("measure", sealed)
    press(qtbot, button(desk.view.status, "Verified"))
    card = desk.view.verification
    assert list(card.amounts) == [Carrier.ELECTRICITY]
    qtbot.keyClicks(card.amounts[Carrier.ELECTRICITY].line, "8000")
    choose(card.method, "sub_meter")
    assert card.quality.value() == "A"
    qtbot.keyClicks(card.note.area, "bimåler")
    card.amounts[Carrier.ELECTRICITY].commit()
    desk.settle()
    assert "16" in card.dkk.line.placeholderText()
    press(qtbot, card.keep)
    desk.settle()
    found = session.follow_up.file(sealed).measure
    assert found.status is VERIFIED
    assert found.verification is not None
    assert (found.verification.savings_kwh, found.verification.method) == (
        {Carrier.ELECTRICITY: 8000.0},
        VerificationMethod.SUB_METER,
    )
    assert (found.verification.cost_saving_dkk, found.verification.note) == (16_000.0, "bimåler")
    assert desk.view.outcome.table.cells[Figure.KWH][2].text() == f"80{NO_BREAK}%"
    assert not card.sheet.isVisible()


def test_an_empty_form_is_refused_in_a_sentence_and_nothing_is_kept(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object
) -> None:
    desk = open_screen("measure", sealed)
    desk.view.verification.begin()
    press(qtbot, desk.view.verification.keep)
    desk.settle()
    assert "Realised saving is empty" in desk.context.notices.shown[-1].text
    assert status_of(session, sealed) is MeasureStatus.PROPOSED
    assert desk.view.verification.sheet.isVisible()


def test_something_else_that_was_saved_is_added(open_screen: Open, sealed: MeasureId) -> None:
    desk = open_screen("measure", sealed)
    card = desk.view.verification
    card.begin()
    choose(card.more, "water")
    choose(card.more, "water")
    assert [item.value for item in card.amounts] == ["electricity", "water"]


def test_figures_from_elsewhere_stand_in_the_form(open_screen: Open, sealed: MeasureId) -> None:
    desk = open_screen("measure", sealed, savings="electricity=8200.0,natural_gas=-30.0", method="energy_accounts")
    card = desk.view.verification
    assert card.measured().savings_kwh == {Carrier.ELECTRICITY: 8200.0, Carrier.NATURAL_GAS: -30.0}
    assert card.measured().method is VerificationMethod.ENERGY_ACCOUNTS
    assert card.measured().quality is DataQuality.B


def test_the_page_leads_to_visit_and_company(
    open_screen: Open, session: Session, sealed: MeasureId, qtbot: object, navigated: list[object]
) -> None:
    desk = open_screen("measure", sealed)
    press(qtbot, desk.view.to_visit)
    assert navigated[-1][0] == "visit"
    press(qtbot, desk.view.to_site)
    assert navigated[-1][0] == "company"


def test_a_measure_that_is_gone_says_so(open_screen: Open, session: Session) -> None:
    made = a_measure(session, a_visit(session), "Væk")
    session.measures.remove(made)
    desk = open_screen("measure", made)
    assert desk.view.gone.isVisible()
    assert not desk.view.status.isVisible()


# -- the list -------------------------------------------------------------------------------------------------------
@pytest.fixture
def several(session: Session) -> list[MeasureId]:
    """Three measures at two companies: one overdue, one verified at 80 %, one of another area."""
    bakery, smith = a_visit(session), a_visit(session, a_company(session, name="Smeden", cvr="", p_number=""))
    late, done = a_measure(session, bakery, "LED i hallen"), a_measure(session, bakery, "Ærmelange led", 5000.0)
    heat = a_measure(session, smith, "Varmepumpe", 40_000.0)
    session.measures.change(heat, area="heating")
    session.follow_up.assign(late, deadline=session.now().date() - timedelta(days=2))
    session.follow_up.verify(done, Measured({Carrier.ELECTRICITY: 4000.0}))
    return [late, done, heat]


def titles(desk: Desk) -> list[str]:
    desk.settle()
    model = desk.view.table.model
    return [model.row(at).title for at in range(model.total)]


def test_filters_search_and_order_choose_the_list_and_the_totals_follow(
    open_screen: Open, several: list[MeasureId]
) -> None:
    desk = open_screen("measures")
    view = desk.view
    assert titles(desk) == ["Varmepumpe", "Ærmelange led", "LED i hallen"]
    assert view.totals.texts["Measures"] == "3"
    assert view.totals.texts["Energy a year"].startswith("55,000")
    assert view.totals.texts["Realised of promised"].startswith("80")
    assert "1 verified measure promised" in view.kept.text()
    choose(view.area, "heating")
    assert titles(desk) == ["Varmepumpe"]
    assert view.totals.texts["Investment"] == f"DKK{NO_BREAK}40,000"
    assert not view.kept.isVisible()
    choose(view.area, "")
    view.overdue.setChecked(True)
    assert titles(desk) == ["LED i hallen"]
    view.overdue.setChecked(False)
    choose(view.status, "verified")
    assert titles(desk) == ["Ærmelange led"]
    choose(view.status, "")
    view.search.set_value("smeden", force=True)
    view.model.search("smeden")
    assert titles(desk) == ["Varmepumpe"]
    assert view.location() == {"text": "smeden"}
    view.model.search("findes ikke")
    assert titles(desk) == []
    assert "No measure fits." in shown_words(view)


def test_a_press_on_a_heading_sorts_the_whole_list(open_screen: Open, several: list[MeasureId]) -> None:
    desk = open_screen("measures")
    header = desk.view.table.table.horizontalHeader()
    header.sectionClicked.emit(0)
    by_title = ["LED i hallen", "Varmepumpe", "Ærmelange led"]
    assert titles(desk) in (by_title, by_title[::-1])
    desk.view.table.sorted_by.emit("kwh", True)
    assert titles(desk) == ["Varmepumpe", "LED i hallen", "Ærmelange led"]


def test_a_line_opens_its_follow_up(
    open_screen: Open, several: list[MeasureId], navigated: list[object], qtbot: object
) -> None:
    desk = open_screen("measures", status="verified")
    desk.view.table.select(0)
    qtbot.keyClick(desk.view.table.table, Qt.Key.Key_Return)
    assert navigated[-1][:2] == ("measure", (several[1],))


def test_what_is_moved_elsewhere_is_seen_at_once(open_screen: Open, session: Session, several: list[MeasureId]) -> None:
    desk = open_screen("measures", area="heating")
    desk.view.changed(session.follow_up.move(several[2], IN_PROGRESS))
    desk.settle()
    assert desk.view.table.model.row(0).status is IN_PROGRESS


# -- company and today ----------------------------------------------------------------------------------------------
def test_the_company_shows_its_measures_with_what_came_of_them(
    open_screen: Open, session: Session, several: list[MeasureId], navigated: list[object], qtbot: object
) -> None:
    site = session.follow_up.file(several[0]).site.id
    card = open_screen("company", site).view.measures
    assert card.stages.texts["Proposed"].startswith("2 · 15,000")
    assert card.stages.texts["Verified"].startswith("1 · 5,000")
    assert card.outcome.isVisible()
    assert {"Overdue", "Verified"} <= shown_words(card)
    press(qtbot, button(card, "LED i hallen"))
    assert navigated[-1][:2] == ("measure", (several[0],))


def test_a_company_without_measures_says_so(open_screen: Open, session: Session) -> None:
    card = open_screen("company", a_company(session)).view.measures
    assert card.nothing.isVisible()
    assert not card.outcome.isVisible()


def test_overdue_measures_stand_on_today_until_they_are_carried_out(
    open_screen: Open, session: Session, several: list[MeasureId], navigated: list[object], qtbot: object
) -> None:
    desk = open_screen("today")
    assert {"Overdue measures", "LED i hallen"} <= shown_words(desk.view)
    row = next(one for one in desk.view.findChildren(QWidget) if one.property("kind") == "row")
    rows = [one for one in desk.view.findChildren(type(row)) if "LED i hallen" in one.accessibleName()]
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert navigated[-1][:2] == ("measure", (several[0],))
    desk.view.changed(session.follow_up.move(several[0], MeasureStatus.COMPLETED))
    desk.settle()
    assert "Overdue measures" not in shown_words(desk.view)


# -- words ----------------------------------------------------------------------------------------------------------
def test_the_danish_screens_have_no_english(open_screen: Open, session: Session, several: list[MeasureId]) -> None:
    session.follow_up.move(several[2], MeasureStatus.COMPLETED)
    site = session.follow_up.file(several[0]).site.id
    for name, keys, part in (
        ("measures", (), ""),
        ("measure", (several[0],), ""),
        ("measure", (several[1],), ""),
        ("measure", (several[2],), "verification"),
        ("company", (site,), "measures"),
    ):
        theirs, ours = (
            words_of(open_screen(name, *keys, language=language).view, part)
            for language in (Language.ENGLISH, Language.DANISH)
        )
        assert {one for one in theirs & ours if one not in {*ALIKE, "Status", "kg"} and not _is_name(one)} == set()


def words_of(view: QWidget, part: str) -> set[str]:
    """What is said on a screen, with the form of a verification opened where that is the part."""
    if part == "verification":
        view.verification.begin()
    return shown_words(getattr(view, part) if part == "measures" else view)


def _is_name(words: str) -> bool:
    """Whether it is a name of somebody or something, or a widget's own."""
    known = ("LED i hallen", "Ærmelange led", "Varmepumpe", "Ærø Bageri", "Smeden", "qt_", "MeasureView")
    return words.startswith(known) or " kWh" in words.replace(NO_BREAK, " ")
