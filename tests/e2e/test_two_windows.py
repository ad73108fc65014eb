"""Two real windows and one real server: a day in which two ambassadors work on the same visit, conflict and all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ambassador_app.app import Root, SettingsShelf, now
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.ui.application import Application
from tests.builders import a_visit, session_in
from tests.e2e.person import Person
from tests.office.building import Site, served

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        yield site


@pytest.fixture
def windows(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[tuple[Person, Person]]:
    """The windows of Åse, who has planned a visit, and of Bo, who has nothing yet."""
    people = []
    for number, name in enumerate(("Åse Østergård", "Bo Ærø"), 1):
        root = Root(tmp_path / f"home-{number}")
        with session_in(root.paths.data, computer=number, offices=Offices(os.urandom), name=name) as session:
            if number == 1:
                a_visit(session)
        people.append(opened(root, qtbot))
    yield people[0], people[1]
    for person in people:
        person.window.close()
        person.window.deleteLater()
        person.application.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def opened(root: Root, qtbot: QtBot) -> Person:
    """Start the program on a computer."""
    shelf = SettingsShelf(root)
    shelf.keep("language", Language.DANISH.value)
    application = Application(
        [],
        resources=root.paths.resources,
        translators=root.translator,
        shelf=shelf,
        now=now,
        profiles=root.profiles,
        manual=root.paths.manual,
    )
    person = Person(application, qtbot)
    application.window.resize(1366, 768)
    application.start()
    person.wait(person.has_the_window)
    person.settle()
    return person


def session_of(person: Person) -> Session:
    session = person.application.session
    assert session is not None
    return session


def to_sync(person: Person) -> None:
    """Go to the office by way of the settings."""
    person.wait(person.has_the_window)
    person.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    person.press("Open Sync")


def sync(person: Person) -> None:
    to_sync(person)
    person.press("Sync now")
    person.settle()


def test_a_whole_day_of_two_people(windows: tuple[Person, Person], site: Site) -> None:
    one, other = windows
    for person, name in ((one, "Åse Østergård"), (other, "Bo Ærø")):
        to_sync(person)
        person.write("Invitation", site.invitation(name))
        person.press("Join")
        person.wait(lambda person=person: person.reads(person.tr("The office has everything of this computer.")))

    visit_id = VisitId(session_of(one).visits.page().lines[0].visit_id)
    assert session_of(other).visits.workspace(visit_id).dossier.site.name == "Ærø Bageri A/S"

    for person, words in ((one, "Fra Åse"), (other, "Fra Bo")):
        person.wait(person.has_the_window)
        person.application.navigator("visit", visit_id)
        person.settle()
        person.write("Purpose", words)
        person.settle()
    sync(one)
    sync(other)
    other.wait(lambda: other.reads("Fra Åse", "Fra Bo"))
    other.press("Take what was typed here")
    other.wait(lambda: not session_of(other).conflicts.open())
    sync(other)
    sync(one)
    for person in windows:
        assert session_of(person).visits.workspace(visit_id).dossier.visit.purpose == "Fra Bo"
        assert session_of(person).syncing.waiting().is_nothing
        assert not session_of(person).conflicts.open()
