"""Agreeing with a real session: decisions, focus areas, next steps, the follow-up; and what the company may not see."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Step
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.agree import AgreePanel
from ambassador_app.ui.screens.visit.agree_measures import ProposalRow
from ambassador_app.ui.screens.visit.agree_model import months_after
from tests.builders import a_visit, session_in, signed
from tests.ui.step_desk import Open, assert_no_english, button, press, shown_words
from tests.ui.visit_desk import VisitDesk, open_visit


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a visit where it is agreed."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        return open_visit(context, session, visit_id or a_visit(session), qtbot, step="agree", **arguments)

    return show


def panel(desk: VisitDesk) -> AgreePanel:
    found = desk.view.panel()
    assert isinstance(found, AgreePanel)
    return found


def with_measure(session: Session, **fields: object) -> tuple[VisitId, MeasureId]:
    visit = a_visit(session)
    measure = MeasureId(session.measures.add(visit, calculator="custom", title="Luk porten").id)
    if fields:
        session.measures.change(measure, **fields)
    return visit, measure


def row(desk: VisitDesk) -> ProposalRow:
    return panel(desk).proposals.rows.rows[0]


def test_a_measure_is_taken_on_with_owner_and_deadline(open_at: Open, session: Session, qtbot: object) -> None:
    visit, _ = with_measure(session)
    desk = open_at(visit_id=visit)
    row(desk).decision.choose_number(1)
    desk.settle()
    qtbot.keyClicks(row(desk).owner.line, "Jens")
    qtbot.keyClicks(row(desk).deadline.line, "1.3.2027")
    qtbot.keyClick(row(desk).deadline.line, Qt.Key.Key_Return)
    panel(desk).left()
    kept = desk.workspace().dossier.measures[0]
    assert kept.status is MeasureStatus.SELECTED
    assert (kept.owner, kept.deadline) == ("Jens", date(2027, 3, 1))


def test_a_measure_that_is_turned_down_says_why_and_can_come_back(
    open_at: Open, session: Session, qtbot: object
) -> None:
    visit, _ = with_measure(session)
    desk = open_at(visit_id=visit)
    row(desk).decision.choose_number(3)
    desk.settle()
    assert row(desk).reason.isVisible()
    qtbot.keyClicks(row(desk).reason.line, "Vi bor til leje")
    panel(desk).left()
    kept = desk.workspace().dossier.measures[0]
    assert kept.status is MeasureStatus.DISCARDED
    assert kept.dismissed_because == "Vi bor til leje"
    row(desk).decision.choose_number(2)
    assert desk.workspace().dossier.measures[0].status is MeasureStatus.PROPOSED


def test_what_stands_in_the_way_is_chosen_and_said(open_at: Open, session: Session, qtbot: object) -> None:
    visit, _ = with_measure(session)
    desk = open_at(visit_id=visit)
    row(desk).decision.choose_number(3)
    desk.settle()
    choice = row(desk).barrier
    assert choice.isVisible()
    choice.setCurrentIndex(choice.findData("owner_decides"))
    choice.activated.emit(choice.currentIndex())
    desk.settle()
    qtbot.keyClicks(row(desk).reason.line, "Udlejer svarer ikke")
    panel(desk).left()
    kept = desk.workspace().dossier.measures[0]
    assert (kept.barrier, kept.dismissed_because) == (Barrier.OWNER_DECIDES, "Udlejer svarer ikke")
    assert [(one.barrier, one.reason) for one in kept.moves] == [(Barrier.OWNER_DECIDES, "Udlejer svarer ikke")]


def test_what_is_under_way_is_no_longer_decided_at_the_table(
    open_at: Open, session: Session, qtbot: object, navigated: list[object]
) -> None:
    visit, measure = with_measure(session)
    session.measures.set_status(measure, MeasureStatus.COMPLETED)
    desk = open_at(visit_id=visit)
    assert not row(desk).decision.isEnabled()
    assert row(desk).status.text() == "Completed"
    press(qtbot, row(desk).follow_up)
    assert navigated[-1][:2] == ("measure", (measure,))
    desk.view.model.set_show_mode(True)
    desk.settle()
    assert not row(desk).follow_up.isVisible()


def test_pressing_what_is_chosen_changes_nothing(open_at: Open, session: Session) -> None:
    visit, _ = with_measure(session)
    desk = open_at(visit_id=visit)
    before = len(session.visits.history(visit))
    row(desk).decision.choose_number(2)
    desk.settle()
    assert len(session.visits.history(visit)) == before


def test_known_focus_areas_are_one_press_and_own_ones_are_typed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, button(panel(desk).focus, "Lighting"))
    desk.settle()
    qtbot.keyClicks(panel(desk).focus.tags.line, "Emballage")
    qtbot.keyClick(panel(desk).focus.tags.line, Qt.Key.Key_Return)
    assert desk.workspace().dossier.visit.focus_areas == ("lighting", "Emballage")


def test_a_known_area_that_is_typed_is_known(open_at: Open, qtbot: object) -> None:
    desk = open_at(language=Language.DANISH)
    qtbot.keyClicks(panel(desk).focus.tags.line, "belysning,")
    assert desk.workspace().dossier.visit.focus_areas == ("lighting",)
    assert panel(desk).focus.tags.values() == ("Belysning",)


def test_a_focus_area_is_taken_back(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.change(visit, focus_areas=("lighting", "heating"))
    desk = open_at(visit_id=visit)
    panel(desk).focus.tags.remove("Lighting")
    assert desk.workspace().dossier.visit.focus_areas == ("heating",)


def test_a_wish_is_said_in_the_language_of_the_report(open_at: Open, qtbot: object, session: Session) -> None:
    desk = open_at()
    press(qtbot, button(panel(desk).wishes, "A partnership agreement"))
    assert desk.workspace().dossier.visit.wishes == ("A partnership agreement",)
    content = session.reports.content(desk.workspace().dossier, session.now())
    assert "En partnerskabsaftale" in repr(content)


def test_a_next_step_says_what_who_and_when(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, panel(desk).steps.add_button)
    desk.write("Sende elregningen")
    desk.settle()
    line = panel(desk).steps.rows.rows[0]
    qtbot.keyClicks(line.owner.line, "Jens")
    qtbot.keyClicks(line.deadline.line, "+7")
    qtbot.keyClick(line.deadline.line, Qt.Key.Key_Return)
    panel(desk).left()
    kept = desk.workspace().dossier.actions
    assert [(one.what, one.owner, one.deadline) for one in kept] == [("Sende elregningen", "Jens", date(2026, 11, 30))]


def test_a_step_typed_at_one_go_is_one_step(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, panel(desk).steps.add_button)
    for word in ("Ring ", "til ", "vvs"):
        desk.write(word)
        qtbot.wait(350)
    assert [one.what for one in desk.workspace().dossier.actions] == ["Ring til vvs"]


def test_a_step_is_removed(open_at: Open, qtbot: object, session: Session) -> None:
    visit = a_visit(session)
    session.notes.add_action(visit, "Sende elregningen")
    desk = open_at(visit_id=visit)
    qtbot.mouseClick(panel(desk).steps.rows.rows[0].remove, Qt.MouseButton.LeftButton)
    assert not desk.workspace().dossier.actions


def test_half_a_year_is_one_press(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, panel(desk).follow_up.half)
    assert desk.workspace().dossier.visit.follow_up_on == date(2027, 5, 24)
    assert panel(desk).follow_up.day.value() == date(2027, 5, 24)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 23), 6, date(2027, 5, 24)),  # a Sunday becomes a Monday
        (date(2026, 8, 31), 6, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2027, 10, 31), 1, date(2027, 11, 30)),
    ],
)
def test_months_end_on_a_working_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_remarks_and_what_was_not_seen_are_kept_as_typed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    qtbot.keyClicks(panel(desk).remarks.open.fields["remarks"].editor, "God gang i det")
    qtbot.keyClicks(panel(desk).remarks.open.fields["not_seen"].editor, "Kælderen var låst")
    qtbot.keyClicks(panel(desk).remarks.inside.fields["internal_note"].editor, "Kun for os")
    panel(desk).left()
    visit = desk.workspace().dossier.visit
    assert (visit.remarks, visit.not_seen, visit.internal_note) == ("God gang i det", "Kælderen var låst", "Kun for os")


def test_the_company_sees_nothing_internal(open_at: Open, session: Session) -> None:
    visit, _ = with_measure(session, reach=Reach.INTERNAL)
    session.visits.change(visit, internal_note="Kun for os")
    session.notes.add_action(visit, "Intern opfølgning", reach=Reach.INTERNAL)
    session.notes.add_action(visit, "Sende elregningen")
    desk = open_at(visit_id=visit)
    assert {"Luk porten", "Kun for os", "Intern opfølgning"} <= all_shown(desk)
    desk.view.model.set_show_mode(True)
    desk.settle()
    assert not {"Luk porten", "Kun for os", "Intern opfølgning", "Internal note"} & all_shown(desk)
    assert "Sende elregningen" in all_shown(desk)
    desk.view.model.set_show_mode(False)
    desk.settle()
    assert {"Luk porten", "Kun for os", "Intern opfølgning"} <= all_shown(desk)


def all_shown(desk: VisitDesk) -> set[str]:
    """Every word that can be read on the panel, with what stands in its fields."""
    from PySide6.QtWidgets import QPlainTextEdit

    written = {one.toPlainText() for one in panel(desk).findChildren(QPlainTextEdit) if one.isVisible()}
    return shown_words(panel(desk)) | written


def test_a_visit_without_a_measure_is_complete(open_at: Open, qtbot: object, session: Session) -> None:
    desk = open_at()
    assert panel(desk).proposals.nothing.isVisible()
    assert not panel(desk).totals.isVisible()
    press(qtbot, button(panel(desk).focus, "Lighting"))
    press(qtbot, panel(desk).follow_up.half)
    assert not desk.workspace().missing[Step.AGREE]
    assert not panel(desk).missing.isVisible()
    signed(session, desk.visit_id)
    assert session.signing.seal(desk.visit_id).verdict.good


def test_what_is_missing_is_said(open_at: Open) -> None:
    assert "There is no date for the follow-up." in panel(open_at()).missing.accessibleName()


def test_the_way_leads_on(open_at: Open, qtbot: object, navigated: list[object]) -> None:
    desk = open_at()
    press(qtbot, panel(desk).go_on)
    assert navigated[-1] == ("visit", (desk.visit_id,), {"step": "sign"})


def test_a_sealed_visit_is_read_only(open_at: Open, session: Session) -> None:
    visit, measure = with_measure(session)
    session.measures.set_status(measure, MeasureStatus.SELECTED)
    session.notes.add_action(visit, "Sende elregningen")
    signed(session, visit)
    session.signing.seal(visit)
    desk = open_at(visit_id=visit)
    assert row(desk).owner.line.isReadOnly()
    assert not row(desk).decision.isEnabled()
    assert panel(desk).steps.rows.rows[0].what.line.isReadOnly()
    assert not panel(desk).steps.add_button.isVisible()
    assert not panel(desk).focus.offers.isVisible()


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    visit, measure = with_measure(session, investment_dkk=1000.0)
    session.measures.set_status(measure, MeasureStatus.DISCARDED)
    session.measures.add(visit, calculator="custom", title="Tæt lækagerne")
    session.notes.add_action(visit, "Sende elregningen")
    session.visits.change(visit, focus_areas=("lighting",))
    assert_no_english(open_at, visit_id=visit)
