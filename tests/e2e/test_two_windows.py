"""Two real windows and one real server: a day in which two ambassadors work on the same visit, conflict and all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from ambassador_app.app import Root, SettingsShelf, now
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.roles import Role
from ambassador_app.i18n import Language
from ambassador_app.report.logical import logical_text
from ambassador_app.seal import verify
from ambassador_app.services.session import Session
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from ambassador_app.ui.application import Application
from ambassador_app.ui.notices import Level
from tests.builders import a_visit, session_in
from tests.e2e.person import Person
from tests.e2e.test_whole_visit_by_mouse import agree, complete_the_measure, sign_and_seal, walk_through
from tests.office.building import Site, served
from tests.services.sights import a_photo

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
    """Sync, until its receipt is there."""
    to_sync(person)
    receipts = session_of(person).syncing.receipts
    before = receipts.latest(1)
    person.press("Sync now")
    person.wait(lambda: receipts.latest(1) != before)
    person.settle()


def open_visit(person: Person, visit_id: VisitId) -> None:
    person.wait(person.has_the_window)
    person.application.navigator("visit", visit_id)
    person.settle()


def photograph(person: Person) -> None:
    """Take in what the phone took: it lies in a folder."""
    person.step("Walkthrough")
    person.press("Belysning", exact=False)
    person.press("From the phone …")
    person.press("Look in a folder …")
    person.press("Tick all")
    tn = person.application.translator.tn
    person.press(tn("Take in {count} photo", "Take in {count} photos", 1))
    person.press("Close without taking in")


def content(person: Person) -> dict[str, object]:
    """All that a computer has."""
    with session_of(person)._desk.store.reader() as reader:
        return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


def test_a_whole_day_of_two_people(
    windows: tuple[Person, Person], site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = tmp_path / "phone"
    phone.mkdir()
    (phone / "IMG_1.JPG").write_bytes(a_photo())
    # A person answers this; it is a window of the operating system.
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(phone))
    one, other = windows
    for person, name, role in ((one, "Åse Østergård", Role.COORDINATOR), (other, "Bo Ærø", Role.AMBASSADOR)):
        to_sync(person)
        person.write("Invitation", site.invitation(name, role))
        person.press("Join")
        person.wait(lambda person=person: person.reads(person.tr("The office has everything of this computer.")))

    visit_id = VisitId(session_of(one).visits.page().lines[0].visit_id)
    assert session_of(other).visits.workspace(visit_id).dossier.site.name == "Ærø Bageri A/S"

    # Both prepare, without a network: the same field, each in their own words. One walks, the other photographs.
    for person, words in ((one, "Fra Åse"), (other, "Fra Bo")):
        open_visit(person, visit_id)
        person.write("Purpose", words)
        person.settle()
    photograph(other)
    one.wait(one.has_the_window)
    walk_through(one)
    sync(one)
    sync(other)
    other.wait(lambda: other.reads("Fra Åse", "Fra Bo"))
    other.press("Take what was typed here")
    other.wait(lambda: not session_of(other).conflicts.open())
    sync(other)
    sync(one)

    # What both did is there; one of them finishes it with the company.
    open_visit(one, visit_id)
    assert len(session_of(one).visits.workspace(visit_id).dossier.attachments) == 1
    complete_the_measure(one)
    agree(one)
    sign_and_seal(one)
    sync(one)
    sync(other)
    sync(one)
    for person in windows:
        session = session_of(person)
        assert session.syncing.waiting().is_nothing
        assert not session.conflicts.open()
        (receipt,) = session.syncing.receipts.latest(1)
        assert receipt.is_whole
        (report,) = session.reports.of_visit(visit_id)
        data = session.reports.pdf(report.id)
        assert verify(data).good
        said = logical_text(data)
        for words in ("Fra Bo", "Rørene i hal 2 blinker", "Elinstallatøren", "Nattebelastning"):
            assert words in said, words
        assert all(notice.level is Level.SUCCESS for notice in person.application.notices.shown)
    assert content(one) == content(other)
