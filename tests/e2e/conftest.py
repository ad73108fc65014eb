"""The real program on a temporary home: real profiles, real database, real clock; only the screen is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ambassador_app.app import Root, SettingsShelf, now
from ambassador_app.i18n import Language
from ambassador_app.services.opening import Profiles
from ambassador_app.ui.application import Application
from tests.builders import RESOURCES
from tests.e2e.person import Person

Start = Callable[..., Person]
COMPANIES = RESOURCES / "demo" / "cvr_companies.json"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """The composition root of a fresh computer."""
    return Root(tmp_path / "home")


@pytest.fixture
def profiles(root: Root) -> Profiles:
    """The profiles of that computer."""
    return root.profiles()


@pytest.fixture
def start(qapp: QApplication, root: Root, profiles: Profiles, qtbot: Any) -> Iterator[Start]:
    """Starts the program; closed at the end, as a person closes it."""
    running: list[Person] = []

    def run(language: Language = Language.DANISH, **kept: str) -> Person:
        shelf = SettingsShelf(root)
        shelf.keep("language", language.value)
        for name, value in kept.items():
            shelf.keep(name, value)
        application = Application(
            [],
            resources=root.paths.resources,
            translators=root.translator,
            shelf=shelf,
            now=now,
            profiles=lambda: profiles,
            manual=root.paths.manual,
        )
        person = Person(application, qtbot)
        running.append(person)
        application.window.resize(1366, 768)  # the screen of the offscreen platform is smaller than a laptop's
        application.start()
        person.wait(person.has_the_window)
        person.settle()
        return person

    yield run
    for person in running:
        person.window.close()
        person.window.deleteLater()
        person.application.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    assert [one for person in running for one in person.windows.flashed] == []
