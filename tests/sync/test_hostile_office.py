"""What calls itself an office may be anything: no answer takes the laptop's memory, its time or its word."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.syncing import Consignment, Membership
from ambassador_app.errors import AmbassadorError, InvitationRefused, OfficeAway, SyncUnsettled
from ambassador_app.sync import Offices, bounded
from ambassador_app.sync.office import Office
from tests.builders import a_visit, session_in
from tests.office.building import listening

pytestmark = pytest.mark.enable_socket

HELLO = {"name": "O", "schema_min": 1, "schema_max": 1, "epoch": "e", "time": "2026-11-23T08:00:00+00:00"}
TOKEN = {"token": "t", "expires_in": 3600, "role": "ambassador", "user": "Åse"}
PULLED = {"epoch": "e", "head": 0, "next": 0, "more": False, "poll_after": 1, "changes": []}
ENROLLED = {"device": "d", "tenant": "oddeby", "municipality": "O", "role": "ambassador", "user": "Å", "epoch": "e"}

Answer = tuple[int, dict[str, str], bytes]


def said(value: object, status: int = 200, **headers: str) -> Answer:
    return status, {"content-type": "application/json", **headers}, json.dumps(value).encode()


@contextmanager
def hostile(answers: dict[str, Callable[[], Answer]]) -> Iterator[str]:
    """Serve what `answers` says for the end of a path; the rest as an office would."""
    plain: dict[str, Callable[[], Answer]] = {
        "/hello": lambda: said(HELLO),
        "/token": lambda: said(TOKEN),
        "/enrol": lambda: said(ENROLLED, 201),
        "/pull": lambda: said(PULLED),
        "/missing": lambda: said({"missing": []}),
    }

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        found = next((make for end, make in {**plain, **answers}.items() if scope["path"].endswith(end)), None)
        status, headers, body = found() if found is not None else said({"code": "blob"}, 404)
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": body})

    with listening(app) as address:
        yield address


@contextmanager
def office(**answers: Callable[[], Answer]) -> Iterator[Office]:
    with hostile({f"/{end}": make for end, make in answers.items()}) as address:
        member = Membership(address, "oddeby", "O", "d", "ambassador", "Åse")
        with Office(member, b"k" * 32) as found:
            yield found


BOMB = gzip.compress(b"0" * 3_000_000, 9)


@pytest.mark.parametrize(
    "answer",
    [
        said(HELLO, 302, location="http://127.0.0.1:1/elsewhere"),
        (200, {"content-encoding": "gzip"}, BOMB),
        (200, {}, b"x" * 3_000_000),
        (200, {"content-encoding": "gzip"}, b"no gzip"),
        (200, {"content-type": "application/json"}, b"[" * 100_000),
        said({**HELLO, "time": 5}),
        said({**HELLO, "schema_min": "one"}),
        said(None),
    ],
)
def test_an_answer_that_is_none_is_taken_as_nobody_there(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LARGEST", 1_000_000)
    with office(hello=lambda: answer) as there, pytest.raises(OfficeAway):
        there.hello()


@pytest.mark.parametrize("time", ["2026-99-23T08:00:00+00:00", "2026-11-23T08:00", "9999-12-31T23:59:59+00:00"])
def test_a_clock_that_no_clock_shows_signs_nothing(time: str) -> None:
    with office(hello=lambda: said({**HELLO, "time": time})) as there, pytest.raises(OfficeAway):
        there.pull(0, 10)


def test_a_wait_of_thousands_of_digits_is_not_waited_for() -> None:
    answer = said({"code": "busy"}, 503, **{"retry-after": "9" * 5000})
    with office(pull=lambda: answer) as there, pytest.raises(AmbassadorError) as raised:
        there.pull(0, 10)
    assert raised.value.fields == {"seconds": 0}


def test_an_answer_that_comes_drop_by_drop_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(0, 100_000, 30))
    monkeypatch.setattr(bounded, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(bounded, "_AT_ONCE", 1)
    with office(hello=lambda: said(HELLO)) as there, pytest.raises(OfficeAway):
        there.hello()


def a_page(**changes: object) -> Callable[[], Answer]:
    return lambda: said({**PULLED, "head": 9, **changes})


@pytest.mark.parametrize("page", [a_page(more=True), a_page(more=True, next=0), a_page(next=0)])
def test_pages_that_do_not_go_on_have_an_end(tmp_path: Path, page: Callable[[], Answer]) -> None:
    answers: dict[str, Callable[[], Answer]] = {"/pull": page}
    with hostile(answers) as address, session_in(tmp_path / "one", offices=Offices(os.urandom)) as session:
        a_visit(session)
        session.syncing.join(f"ambassador+http{address.removeprefix('http')}/oddeby?code=ABCDEFGH", device="PC")
        with pytest.raises(SyncUnsettled):
            session.syncing.sync()
        assert session.syncing.waiting().records


@pytest.mark.parametrize(
    "answer",
    [(200, {"content-type": "text/html"}, b"<html>Log ind</html>"), said({}, 201), said({}, 202), said({}, 404)],
)
def test_no_attachment_counts_as_taken_on_the_word_of_a_page_on_the_way(answer: Answer) -> None:
    data = b"foto" * 1000
    name = hashlib.sha256(data).hexdigest()
    taken: list[str] = []
    with office(**{name: lambda: answer}) as there, contextlib.suppress(AmbassadorError):
        for carried in there.bring([Consignment(name, 0)], lambda _: data, lambda _: None):
            taken += [one.sha256 for one in carried if not one.code]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    [
        "ambassador://x:99999/oddeby?code=ABCDEFGH",
        "ambassador://x:0/oddeby?code=ABCDEFGH",
        "ambassador://:8443/oddeby?code=ABCDEFGH",
        "ambassador://[::1/oddeby?code=ABCDEFGH",
        "ambassador://office@evil/oddeby?code=ABCDEFGH",
        "ambassador://" + "x" * 5000 + "/oddeby?code=ABCDEFGH",
        "ambassador://x\u2100y/oddeby?code=ABCDEFGH",
        "ambassador://..../oddeby?code=ABCDEFGH",
        "ambassador://x/oddeby?code=" + "A" * 101,
        "ambassador://x/oddeby?code=A",
    ],
)
def test_an_invitation_that_leads_nowhere_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with (
        session_in(tmp_path / "one", offices=Offices(os.urandom)) as session,
        pytest.raises((InvitationRefused, OfficeAway)),
    ):
        session.syncing.join(text, device="PC")
