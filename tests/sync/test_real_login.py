"""Signing in for real: a certified provider, the office on a socket, a laptop, and a person who fills in the forms."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ambassador_app.errors import JobCancelled, LoginNeeded, NoRoleAtOffice, SignInAway, SignInRefused
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from tests.builders import a_visit, session_in, translator
from tests.cli.test_command_line import ambassador
from tests.office import web
from tests.office.building import TENANT, Site, served
from tests.office.chromium import chromium
from tests.sync.providers import Person, RealProvider, running

pytestmark = [pytest.mark.whole, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealProvider]:
    with running(tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture
def provider(process: RealProvider) -> RealProvider:
    process.knows(aase=("climate", "everybody"), bo=("climate-lead", "climate"))
    return process


@pytest.fixture
def site(tmp_path: Path, provider: RealProvider) -> Iterator[Site]:
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
    with session_in(tmp_path / "home", offices=Offices(os.urandom, person.opens)) as opened:
        opened.syncing.join(site.invitation("PC i marken"), device="PC-1")
        yield opened


def authors(site: Site) -> set[str]:
    with site.office.database.engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT by FROM change")}


def test_the_whole_way(session: Session, site: Site, person: Person, provider: RealProvider) -> None:
    a_visit(session)
    waiting = session.syncing.waiting()
    with pytest.raises(LoginNeeded):
        session.syncing.sync()
    assert (session.syncing.waiting(), person.asked) == (waiting, []), "nothing is lost, no browser opened"
    assert session.syncing.signing_in.state().needed
    state = session.syncing.signing_in.sign_in(translator())
    assert (state.user, state.needed) == ("Åse Østergård", False)
    assert state.until is not None
    assert "code_challenge_method=S256" in person.asked[0]
    assert session.syncing.sync().receipt.is_whole
    assert authors(site) == {"Åse Østergård"}
    page = person.seen[-1]
    assert "lukke dette vindue" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "code=" in str(page.request.url)
    site.clock.forward(11 * 3600)
    session.syncing.sync()
    site.clock.forward(2 * 3600)
    with pytest.raises(LoginNeeded):
        session.syncing.sync()
    assert len(person.asked) == 1


def test_the_role_follows_the_group(session: Session, provider: RealProvider, person: Person) -> None:
    signing_in = session.syncing.signing_in
    roles = []
    for groups in (("climate",), ("climate", "climate-lead"), ("it", "climate"), ("climate",)):
        provider.knows(aase=groups)
        signing_in.sign_in(translator())
        roles.append(session.syncing.member().role)
    assert roles == ["ambassador", "coordinator", "administrator", "ambassador"]
    assert person.passwords == 1, "the provider knows who it is"
    provider.knows(aase=("everybody",))
    with pytest.raises(NoRoleAtOffice):
        signing_in.sign_in(translator())
    assert signing_in.state().user == "Åse Østergård", "the sign-in of before still counts"


def test_after_signing_out_the_next_one_is_asked_who_they_are(session: Session, person: Person) -> None:
    signing_in = session.syncing.signing_in
    signing_in.sign_in(translator())
    signing_in.sign_out()
    assert signing_in.state().needed
    with pytest.raises(LoginNeeded):
        session.syncing.sync()
    person.login = "bo"
    assert signing_in.sign_in(translator()).user == "Bo Ærø"
    assert person.passwords == 2
    assert session.syncing.member().role == "coordinator"


def test_whoever_thinks_better_of_it_is_told_so_on_both_sides(session: Session, person: Person) -> None:
    person.gives_up = True
    with pytest.raises(LoginNeeded):
        session.syncing.sync()
    with pytest.raises(SignInRefused) as told:
        session.syncing.signing_in.sign_in(translator())
    assert told.value.fields["code"] == "access_denied"
    assert "ikke logget ind" in person.seen[-1].text
    assert session.syncing.signing_in.state().needed


def test_keys_are_exchanged_under_a_running_office(
    session: Session, site: Site, provider: RealProvider, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.syncing.signing_in.sign_in(translator())
    provider.stop()
    with pytest.raises(SignInAway):
        session.syncing.signing_in.sign_in(translator())
    session.syncing.sync()  # who is signed in goes on without the provider
    provider.start("k2")
    monkeypatch.setattr("ambassador_app.office.login.provider.PAUSE", 0)
    assert session.syncing.signing_in.sign_in(translator()).user == "Åse Østergård"


def test_it_can_be_cancelled_while_the_browser_is_open(session: Session, person: Person) -> None:
    looks = []

    def watch() -> None:
        looks.append(1)
        if len(looks) > 1:
            raise JobCancelled

    def does_nothing(url: str) -> bool:
        person.asked.append(url)
        return True

    session.syncing._offices._open_page = does_nothing
    with pytest.raises(JobCancelled):
        session.syncing.signing_in.sign_in(translator(), watch)
    with pytest.raises(LoginNeeded):
        session.syncing.sync()
    with pytest.raises(httpx.ConnectError):
        person.walks(person.asked[0])  # nobody listens any more


def test_a_coordinator_comes_to_the_desk_in_a_real_browser(provider: RealProvider, tmp_path: Path) -> None:
    """The provider's own forms in Chromium, and back under the pages' strict policy."""
    with served(tmp_path, web.settings(only=TENANT)) as site, chromium(tmp_path / "profile") as browser:
        site.office.set_sign_in(TENANT, provider.sign_in())
        browser.look(language="en")
        browser.goto(f"{site.url}/desk")
        browser.evaluate("document.querySelector('a[href^=\"/desk/sign-in\"]').focus()")
        browser.press("Enter", opens=True)
        for name, text in (("login", "bo"), ("password", "secret")):
            browser.fill(f"input[name={name}]", text)
        browser.press("Enter", opens=True)
        browser.evaluate("document.querySelector('button[type=submit]').focus()")
        browser.press("Enter", opens=True)
        while browser.evaluate("location.pathname") != "/desk":
            time.sleep(0.05)
        assert "Bo Ærø" in browser.text()
        assert browser.evaluate("document.cookie") == "", "no script could read it"
        assert [one for one in browser.faults if site.url in one] == []


def test_the_command_line_opens_the_systems_browser(site: Site, tmp_path: Path) -> None:
    home = tmp_path / "home"
    browser = {"BROWSER": f"{sys.executable} -m tests.sync.browser %s"}
    done = ambassador("sync", "--home", home, "--join", site.invitation("PC i marken"), "--sign-in", **browser)
    assert done.returncode == 0, done.stderr
    assert "Signed in: Åse Østergård" in done.stdout
    assert ambassador("sync", "--home", home).returncode == 0
    assert "Nobody is signed in" in ambassador("sync", "--home", home, "--sign-out").stdout
    again = ambassador("sync", "--home", home)
    assert again.returncode == 3
    assert "sign in on this computer" in again.stderr
