"""Signing in on the page of the office: the browser is waited for, the window goes on, nothing opens by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.ui.office_watch import OfficeWatch
from ambassador_app.ui.screens.sync.view import SyncView, build
from tests.builders import a_visit, session_in
from tests.office.building import TENANT, Site, served
from tests.office.issuing import Provider, providing
from tests.sync.providers import Person
from tests.ui.conftest import MakeContext

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture
def site(tmp_path: Path, provider: Provider) -> Iterator[Site]:
    folder = tmp_path / "office"
    folder.mkdir()
    with served(folder) as site:
        site.office.set_sign_in(TENANT, provider.sign_in(required=True))
        yield site


@pytest.fixture
def person() -> Iterator[Person]:
    found = Person()
    yield found
    found.leaves()


@pytest.fixture
def session(tmp_path: Path, site: Site, person: Person) -> Iterator[Session]:
    def opens(url: str) -> bool:
        return person.opens(url)  # as it is then: tests exchange it

    with session_in(tmp_path / "home", offices=Offices(os.urandom, opens)) as opened:
        opened.syncing.join(site.invitation("PC i marken"), device="PC-1")
        a_visit(opened)
        yield opened


@pytest.fixture
def view(session: Session, make_context: MakeContext, qtbot: QtBot) -> SyncView:
    made = build(make_context(session))
    assert isinstance(made, SyncView)
    qtbot.addWidget(made)
    made.show()
    made.context.tasks.flush_all()
    return made


def shown(view: SyncView) -> list[str]:
    """What can be pressed on the card."""
    card = view.signing_in
    offered = {"sign_in": card.sign_in, "free": card.free, "again": card.again, "out": card.sign_out}
    return [name for name, one in ({**offered, "cancel": card.cancel}).items() if one.isVisible()]


def needs_a_login(view: SyncView) -> None:
    """A sync that ends because nobody is signed in."""
    view.model.sync()
    view.context.tasks.flush_all()


def test_an_office_that_asks_says_so_and_no_browser_opens(view: SyncView, person: Person, session: Session) -> None:
    assert not view.signing_in.isVisible(), "nothing is known of the office yet"
    waiting = session.syncing.waiting()
    needs_a_login(view)
    assert shown(view) == ["sign_in"]
    assert view.signing_in.who.text() == "Sign in to go on with the office"
    assert "Nothing is lost" in view.signing_in.told.text()
    assert not view.sync.isEnabled()
    assert (person.asked, session.syncing.waiting()) == ([], waiting)


def test_signed_in_everything_goes(view: SyncView, person: Person, session: Session, qtbot: QtBot) -> None:
    needs_a_login(view)
    view.signing_in.sign_in.click()
    assert shown(view) == ["cancel"]
    assert view.signing_in.line.isVisible()
    assert view.signing_in.who.text() == "Your browser has opened a page"
    qtbot.waitUntil(lambda: session.syncing.signing_in.state().until is not None, timeout=10_000)
    view.context.tasks.flush_all()
    assert shown(view) == ["again", "out"]
    assert view.signing_in.who.text() == "Signed in: Åse Østergård"
    assert view.signing_in.told.text().startswith("Until ")
    assert session.syncing.waiting().is_nothing
    assert view.sync.isEnabled()
    assert view.office.text() == "Oddeby Kommune · Åse Østergård · Climate ambassador"


def test_it_can_be_cancelled(view: SyncView, person: Person, qtbot: QtBot) -> None:
    needs_a_login(view)
    person.opens = lambda url: bool(person.asked.append(url)) or True
    view.signing_in.sign_in.click()
    view.signing_in.sign_in.click()
    qtbot.waitUntil(lambda: len(person.asked) == 1, timeout=10_000)
    view.signing_in.cancel.click()
    view.context.tasks.flush_all()
    assert shown(view) == ["sign_in"]
    assert not view.signing_in.trouble.isVisible(), "whoever cancels knows why"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"back": {"code": None, "error": "access_denied"}}, "access_denied"),
        ({"changes": {"groups": ["everybody"]}}, "none of the groups"),
        ({"changes": {"aud": "another"}}, "login-refused"),
    ],
)
def test_a_refusal_is_said_on_the_card(
    view: SyncView, provider: Provider, session: Session, said: dict, words: str
) -> None:
    needs_a_login(view)
    for name, value in said.items():
        setattr(provider, name, value)
    view.signing_in.sign_in.click()
    view.context.tasks.flush_all()
    assert words in view.signing_in.trouble.accessibleName()
    assert "kept on this computer" in view.signing_in.trouble.accessibleName()
    assert shown(view) == ["sign_in"]
    assert not session.syncing.waiting().is_nothing


def test_time_is_over(view: SyncView, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ambassador_app.sync.landing.Landing.wait", lambda *_: None)
    person.opens = lambda _: True
    needs_a_login(view)
    view.signing_in.sign_in.click()
    view.context.tasks.flush_all()
    assert "within 5 minutes" in view.signing_in.trouble.accessibleName()


def test_no_browser_is_said(view: SyncView, person: Person) -> None:
    person.opens = lambda _: False
    needs_a_login(view)
    view.signing_in.sign_in.click()
    view.context.tasks.flush_all()
    assert "browser" in view.signing_in.trouble.accessibleName()


def test_signing_out(view: SyncView, session: Session, person: Person) -> None:
    needs_a_login(view)
    view.signing_in.sign_in.click()
    view.context.tasks.flush_all()
    view.signing_in.sign_out.click()
    view.context.tasks.flush_all()
    assert shown(view) == ["sign_in"]
    assert session.syncing.signing_in.state().needed


def test_where_it_is_free_it_steps_back(view: SyncView, site: Site, provider: Provider) -> None:
    site.office.set_sign_in(TENANT, provider.sign_in())
    needs_a_login(view)
    assert shown(view) == ["free"]
    assert view.signing_in.who.text() == "Nobody is signed in"
    assert view.sync.isEnabled()
    site.office.set_sign_in(TENANT, None)
    view.signing_in.free.click()
    view.context.tasks.flush_all()
    assert "nobody needs to sign in" in view.signing_in.trouble.accessibleName()
    needs_a_login(view)
    assert not view.signing_in.isVisible()


def test_a_quiet_attempt_tells_once_and_opens_nothing(
    view: SyncView, session: Session, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambassador_app.ui.office_watch.is_metered", lambda: False)
    told: list[object] = []
    monkeypatch.setattr(view.context.notices, "error_of", told.append)
    watch = OfficeWatch(session, view.context.tasks, view.context.notices, view)
    for _ in range(2):
        watch.attempt()
        view.context.tasks.flush_all()
    assert [type(one).__name__ for one in told] == ["LoginNeeded"]
    assert person.asked == []
