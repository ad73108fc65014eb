"""The page that checks a report: dropped, chosen, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ambassador_app.domain.visit import Step
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.check_report.model import Shown
from ambassador_app.ui.screens.check_report.view import CheckReportView, build
from tests.builders import a_visit, session_in, signed
from tests.services.sights import a_photo
from tests.ui.conftest import MakeContext
from tests.ui.visit_desk import open_visit, words_on


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def report(session: Session, tmp_path: Path) -> Path:
    visit_id = a_visit(session)
    signed(session, visit_id)
    sealed = session.signing.seal(visit_id)
    return session.hand_over.save_copy(sealed.report.id, tmp_path).file


@pytest.fixture
def view(session: Session, make_context: MakeContext, qtbot: QtBot) -> CheckReportView:
    made = build(make_context(session))
    assert isinstance(made, CheckReportView)
    qtbot.addWidget(made)
    made.show()
    return made


def told(view: CheckReportView, file: Path) -> tuple[Shown, str]:
    """Drop a file and read what the page says."""
    found: list[Shown] = []
    view.model.told.connect(found.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    where, buttons, keys = QPoint(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, buttons, keys))
    view.context.tasks.flush_all()
    view.model.told.disconnect(found.append)
    QApplication.processEvents()
    return found[-1], " ".join(one.text() for one in view.result.findChildren(QLabel) if one.isVisibleTo(view))


def test_a_sealed_report_is_genuine_and_its_key_is_known_here(view: CheckReportView, report: Path) -> None:
    shown, words = told(view, report)
    assert shown.tone == "success"
    assert shown.headline in words
    assert shown.fingerprint in words
    assert "this computer's own seal" in words
    assert report.name in words


def test_a_changed_report_is_told_and_nothing_else_is_promised(view: CheckReportView, report: Path) -> None:
    data = bytearray(report.read_bytes())
    data[len(data) // 2] ^= 1
    changed = report.with_name("changed.pdf")
    changed.write_bytes(data)
    shown, words = told(view, changed)
    assert shown.tone == "danger"
    assert shown.fingerprint == ""
    assert "Sealed by" not in words
    assert "Ask the municipality for the report again" in words


def test_what_is_no_report_is_a_sentence(view: CheckReportView, tmp_path: Path) -> None:
    note = tmp_path / "note.docx"
    note.write_bytes(b"PK")
    shown, words = told(view, note)
    assert shown.tone == "warning"
    assert "note.docx" in words
    gone, _ = told(view, tmp_path / "gone.pdf")
    assert "Nothing was changed" in gone.headline


def test_the_second_file_takes_the_place_of_the_first(view: CheckReportView, report: Path, tmp_path: Path) -> None:
    told(view, report)
    note = tmp_path / "note.txt"
    note.write_bytes(b"x")
    _, words = told(view, note)
    assert report.name not in words


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A report that was sealed on another computer."""
    with session_in(tmp_path / "there") as there:
        visit_id = a_visit(there)
        signed(there, visit_id)
        sealed = there.signing.seal(visit_id)
        return there.hand_over.save_copy(sealed.report.id, tmp_path).file


def test_a_visit_from_elsewhere_is_brought_in_and_opened(
    view: CheckReportView, session: Session, elsewhere: Path
) -> None:
    shown, words = told(view, elsewhere)
    assert shown.carried is not None
    assert shown.carried.can_come
    assert "edition 1, can be brought in" in words
    brought: list[tuple[str, str]] = []
    view.model.brought.connect(lambda *what: brought.append(what))
    view.bring.click()
    assert not view.bring.isEnabled()
    view.context.tasks.flush_all()
    ((visit_id, said),) = brought
    assert "is on this computer now" in said
    assert session.visits.page().total == 1
    assert session.visits.page().lines[0].visit_id == visit_id


def test_a_visit_that_is_here_is_opened_and_not_brought_in_again(view: CheckReportView, report: Path) -> None:
    shown, words = told(view, report)
    assert shown.carried is not None
    assert not shown.carried.can_come
    assert shown.carried.visit_id
    assert "is on this computer already" in words
    assert view.bring.text() == "Open the visit"


def test_of_a_report_that_is_not_sound_nothing_is_offered(view: CheckReportView, elsewhere: Path) -> None:
    data = bytearray(elsewhere.read_bytes())
    data[len(data) // 2] ^= 1
    elsewhere.write_bytes(data)
    shown, words = told(view, elsewhere)
    assert shown.carried is None
    assert "brought in" not in words


def test_what_goes_wrong_while_it_comes_in_is_a_sentence(
    view: CheckReportView, session: Session, elsewhere: Path
) -> None:
    told(view, elsewhere)
    session.bringing_in.bring_in(elsewhere)
    found: list[Shown] = []
    view.model.told.connect(found.append)
    view.bring.click()
    view.context.tasks.flush_all()
    assert "on this computer already" in found[-1].headline
    assert session.visits.page().total == 1


@pytest.mark.parametrize("step", [one.value for one in Step])
def test_every_step_of_a_visit_that_was_brought_in_opens_and_says_where_it_came_from(
    session: Session, make_context: MakeContext, qtbot: QtBot, tmp_path: Path, step: str
) -> None:
    with session_in(tmp_path / "there") as there:
        visit_id = a_visit(there)
        there.evidence.add_photo(visit_id, a_photo(40), caption="Loftet")
        there.evidence.add_file(visit_id, b"1,2", "måling.csv")
        signed(there, visit_id)
        file = there.hand_over.save_copy(there.signing.seal(visit_id).report.id, tmp_path).file
    brought = session.bringing_in.bring_in(file)
    desk = open_visit(make_context(session), session, brought.visit_id, qtbot, step=step)
    desk.settle()
    assert any("was brought in from its report" in said for said in words_on(desk.view.banner))
