"""Whatever happens between laptop and office: storms of refusals, cut connections, lost answers, wrong bytes."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.roles import Role
from ambassador_app.errors import AmbassadorError, OfficeAway, OfficeBusy, OfficeNotTrusted
from ambassador_app.office.app import create_app
from ambassador_app.services.session import Session
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from tests.builders import a_visit, session_in, signed
from tests.office.building import UNHURRIED, Clock, Site, listening, make_office
from tests.services.sights import a_photo

pytestmark = pytest.mark.enable_socket

REFUSALS = ((429, "rate"), (503, "busy"), (413, "too-large"), (401, "token-expired"), (502, ""), (500, ""))


class Weather:
    """Stands between server and application, and lets a share of the requests fail in the worst ways."""

    def __init__(self, app: Any, seed: int) -> None:
        self._app = app
        self._chance = random.Random(seed)
        self.share = 0.0
        self.lied_to = 0

    async def __call__(self, scope: Any, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "http" or self._chance.random() >= self.share:
            await self._app(scope, receive, send)
            return
        match self._chance.randrange(3):
            case 0:
                await self._refuse(send)
            case 1:
                raise ConnectionError("cut before anything was done")
            case _:
                await self._app(scope, receive, self._nobody)
                raise ConnectionError("done, and the answer is lost")

    async def _refuse(self, send: Callable[..., Any]) -> None:
        status, code = self._chance.choice(REFUSALS)
        body = b'{"title": "no", "status": %d, "code": "%s"}' % (status, code.encode())
        await send(
            {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]}
        )
        await send({"type": "http.response.body", "body": body})

    @staticmethod
    async def _nobody(_message: object) -> None:
        pass


@contextmanager
def stormy(folder: Path, seed: int) -> Iterator[tuple[Site, Weather]]:
    folder.mkdir()
    clock = Clock()
    with make_office(folder, clock) as office:
        weather = Weather(create_app(office, UNHURRIED), seed)
        with listening(weather) as address:
            yield Site(office, clock, address), weather


def content(session: Session) -> dict[str, object]:
    with session._desk.store.reader() as reader:
        return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


@pytest.mark.expects_log("Exception in ASGI application")
@pytest.mark.parametrize("seed", range(3))
def test_a_day_comes_through_a_storm_whole_and_once(tmp_path: Path, seed: int) -> None:
    with (
        stormy(tmp_path / "office", seed) as (site, weather),
        session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one,
        session_in(tmp_path / "two", computer=2, offices=Offices(os.urandom), name="Bo Ærø") as two,
    ):
        for session, role in ((one, Role.COORDINATOR), (two, Role.AMBASSADOR)):
            session.syncing.join(site.invitation(session.ambassador().name, role), device="PC")
        visit_id = a_visit(one)
        one.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
        signed(one, visit_id)
        one.signing.seal(visit_id)
        a_visit(two)
        weather.share = 0.4
        failed = sum(_tries(session) for _ in range(4) for session in (one, two))
        weather.share = 0.0
        for session in (one, two, one, two):
            assert session.syncing.sync().receipt.is_whole
        assert failed
        assert content(one) == content(two)
        assert one.conflicts.open() == ()


def _tries(session: Session) -> bool:
    """Sync once in the storm; whether it failed, in words that the person can act on."""
    try:
        session.syncing.sync()
    except AmbassadorError:
        return True
    return False


@pytest.mark.parametrize("days", [-400, -3, 3, 400])
def test_a_clock_that_is_days_off_is_no_obstacle(tmp_path: Path, days: int) -> None:
    with (
        stormy(tmp_path / "office", 0) as (site, _),
        session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one,
    ):
        site.clock.forward(days * 86_400.0)
        one.syncing.join(site.invitation("Åse Østergård"), device="PC")
        a_visit(one)
        assert one.syncing.sync().receipt.is_whole


def test_what_is_no_office_is_told_apart_from_one_that_is_away(tmp_path: Path) -> None:
    async def portal(scope: Any, receive: Any, send: Any) -> None:  # the page of a hotel's network
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<html>Log ind</html>"})

    with session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one:
        with stormy(tmp_path / "office", 0) as (site, _):
            one.syncing.join(site.invitation("Åse Østergård"), device="PC")
        waiting = one.syncing.waiting()
        with listening(portal) as address:
            kept = one._desk.store.secret("office")
            assert kept is not None
            one._desk.store.keep_secret("office", kept.replace(site.url.encode(), address.encode()))
            with pytest.raises(OfficeAway):
                one.syncing.sync()
        assert one.syncing.waiting() == waiting


def test_an_office_that_is_busy_for_long_is_left_in_peace(tmp_path: Path) -> None:
    async def busy(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/problem+json"), (b"retry-after", b"600")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"title": "busy", "status": 503, "code": "busy"}'})

    with session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one:
        with stormy(tmp_path / "office", 0) as (site, _):
            one.syncing.join(site.invitation("Åse Østergård"), device="PC")
        with listening(busy) as address:
            kept = one._desk.store.secret("office")
            assert kept is not None
            one._desk.store.keep_secret("office", kept.replace(site.url.encode(), address.encode()))
            with pytest.raises(OfficeBusy) as raised:
                one.syncing.sync()
        assert raised.value.fields == {"seconds": 600}


@pytest.mark.expects_log("Invalid HTTP request")
def test_the_office_has_the_certificate_that_the_invitation_names_and_no_other(tmp_path: Path) -> None:
    with (
        stormy(tmp_path / "office", 0) as (site, _),
        session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one,
        pytest.raises((OfficeNotTrusted, OfficeAway)),
    ):
        invitation = site.invitation("Åse Østergård").replace("ambassador+http", "ambassador") + "&sha256=" + "0" * 64
        one.syncing.join(invitation, device="PC")
