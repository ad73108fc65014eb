"""What goes wrong in one place leaves the rest standing; and closing the window loses nothing."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler, qWarning

from ambassador_app.app import Root
from ambassador_app.domain.visit import Step
from ambassador_app.ui import screens
from ambassador_app.ui.screens.visit import panel
from ambassador_app.ui.screens.visit.view import VisitView
from ambassador_app.ui.widgets.cards import Banner
from tests.builders import a_visit, session_in
from tests.e2e.conftest import Start
from tests.e2e.person import Person, is_writable, select_all, spoken

SECRET = "en lang vej til byen"


def first_fields(person: Person) -> None:
    person.write("Your name", "Åse Østergård")
    person.write("Municipality", "Middelfart")
    person.write("Passphrase", SECRET)
    person.write("Passphrase once more", SECRET)
    person.press("Start")
    person.wait(lambda: person.reads("Keep this key"))


@pytest.mark.expects_log("bug:")
def test_a_last_place_that_cannot_be_built_leads_to_today(start: Start, root: Root, monkeypatch: object) -> None:
    with session_in(root.paths.data):
        pass
    monkeypatch.setattr(screens, "SCREENS", {**screens.SCREENS, "companies": "ambassador_app.ui.screens:gone"})
    person = start(last_place='["companies", [], {}]')
    assert person.screen.title == person.tr("Today")
    assert len(person.application.notices.shown) == 1
    person.press("Companies")
    assert person.screen.title == person.tr("Today")
    person.press("Visits")
    assert person.screen.title == person.tr("Visits")


@pytest.mark.expects_log("bug:")
def test_a_step_that_cannot_be_built_does_not_lock_the_others(start: Start, root: Root, monkeypatch: object) -> None:
    with session_in(root.paths.data) as session:
        visit_id = a_visit(session)
    monkeypatch.setattr(panel, "PANELS", {**panel.PANELS, Step.MEASURES: "ambassador_app.ui.screens:gone"})
    person = start()
    person.application.navigator("visit", visit_id, step="measures")
    person.settle()
    person.step("Agree")
    view = person.screen
    assert isinstance(view, VisitView)
    assert view.step is Step.AGREE
    assert person.reads("Focus areas")


def test_closing_the_window_keeps_what_was_just_typed(start: Start, root: Root) -> None:
    with session_in(root.paths.data) as session:
        visit_id = a_visit(session)
    person = start()
    person.application.navigator("visit", visit_id, step="agree")
    person.settle()
    person.write("Remarks in the report", "Husk nøglen", leave=False)
    person.press("Add a next step")
    person.type("Ring til elinstallatøren")
    # Nothing is asked for any more: typed, and the window goes.
    who = person.find("Who", within="Next steps", wanted=is_writable)
    who.setText("Jens Ægidius")
    tags = person.find("Focus areas", wanted=is_writable)
    tags.setText("Nattebelastning")
    person.window.close()
    with session_in(root.paths.data) as session:
        dossier = session.visits.workspace(visit_id).dossier
    assert dossier.visit.remarks == "Husk nøglen"
    assert [(one.what, one.owner) for one in dossier.actions] == [("Ring til elinstallatøren", "Jens Ægidius")]
    assert dossier.visit.focus_areas == ("Nattebelastning",)


def test_saving_does_not_wait_for_the_daily_backup_and_closing_ends_it(
    start: Start, root: Root, monkeypatch: object
) -> None:
    with session_in(root.paths.data) as session:
        visit_id = a_visit(session)
    person = start()
    person.application.navigator("visit", visit_id, step="agree")
    person.settle()
    session = person.application.session
    assert session is not None
    begun, on, stopped = threading.Event(), threading.Event(), []

    def slow(cancelled: object) -> tuple[object, ...]:
        begun.set()
        assert on.wait(10)
        stopped.append((cancelled(), session.backups.status().is_due))
        return ()

    monkeypatch.setattr(session.backups, "run_daily", slow)
    person.application._back_up()
    assert begun.wait(10)
    person.application.navigator.back()
    session_saw = person.application.tasks.run(
        lambda: session.visits.change(visit_id, remarks="Imens"), owner=person.application
    )
    person.wait(lambda: session_saw.is_done)
    assert not stopped
    threading.Timer(0.2, on.set).start()
    person.window.close()
    assert stopped == [(True, True)]  # the visits were still open when it was told to stop


def test_qt_speaks_into_the_log(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    person = start()
    before = qInstallMessageHandler(None)
    qInstallMessageHandler(before)
    person.application.catch_bugs()
    with caplog.at_level(logging.INFO):
        qWarning("a part complains")
    person.window.close()
    assert "Qt: a part complains" in caplog.text
    caplog.clear()
    assert qInstallMessageHandler(before) == before


def test_closing_before_the_recovery_key_was_confirmed_loses_nothing(start: Start) -> None:
    person = start()
    first_fields(person)
    key = person.find("Recovery key").text()
    # The sun sets: the key, shown this once, must stay on the screen.
    person.application.preferences.appearance_changed.emit()
    assert person.find("Recovery key").text() == key
    person.window.close()
    again = start()
    again.write("Passphrase", SECRET)
    again.press("Open")
    again.wait(lambda: again.application.shell is not None)
    again.settle()
    assert again.reads("Start by taking your companies in.")
    assert again.application.session is not None
    assert again.application.session.health is None


def test_a_mistake_at_the_first_start_is_said_in_sight_and_leads_to_its_field(start: Start) -> None:
    person = start(text_scale="1.5")

    def complaint() -> str:
        return next((spoken(one) for one in person.all_shown(Banner)), "")

    person.press("Start")
    assert complaint()
    assert person.focus_name() == person.tr("Your name")
    person.type("Åse Østergård")
    person.press("Start")
    assert person.focus_name() == person.tr("Municipality")
    person.type("Middelfart")
    person.write("Passphrase", "kort")
    person.write("Passphrase once more", "kort")
    before = complaint()
    person.press("Start")
    assert complaint() != before
    assert person.focus_name() == person.tr("Passphrase")
    person.window.close()


def test_a_wrong_passphrase_can_be_typed_again(start: Start) -> None:
    person = start()
    first_fields(person)
    person.press("I have kept it. Go on")
    person.wait(lambda: person.application.shell is not None)
    person.window.close()
    again = start()
    again.write("Passphrase", "noget helt andet", leave=False)
    again.key(Qt.Key.Key_Return)
    again.wait(lambda: again.all_shown(Banner))
    assert again.focus_name() == again.tr("Passphrase")
    select_all(again.focus())
    again.type(SECRET)
    again.key(Qt.Key.Key_Return)
    again.wait(lambda: again.application.shell is not None)
