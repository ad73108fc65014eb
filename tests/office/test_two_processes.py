"""Two processes of one office behind a balancer that sends each request to the next: nothing is kept in a process."""

import json
import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.services.session import Session
from ambassador_app.storage.schema import COLUMNS
from ambassador_app.sync import Offices
from ambassador_app.wire import limits
from tests.builders import a_visit, session_in, signed
from tests.office.building import listening, sha256
from tests.office.laptops import Laptop, op
from tests.office.postgres import Postgres
from tests.office.test_command_line import Reached, Server, answer, init
from tests.services.sights import a_photo

pytestmark = [pytest.mark.whole, pytest.mark.enable_socket]
DATA = os.urandom(300_000)
LARGE = os.urandom(limits.PART + 300_000)


@dataclass
class Balancer:
    """Sends each request to the next server that answers."""

    servers: list[Server] = field(default_factory=list)
    sent: list[tuple[str, int, str]] = field(default_factory=list)

    async def pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        for _ in self.servers:
            self.servers.append(self.servers.pop(0))
            server = self.servers[0]
            url = f"http://127.0.0.1:{server.port}{request.url.path}?{request.url.query}"
            try:
                async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
                    found = await client.request(request.method, url, content=body, headers=headers)
            except httpx.ConnectError:
                continue
            self.sent.append((request.method, server.port, request.url.path.rpartition("/v1/")[2]))
            dropped = ("content-encoding", "content-length", "transfer-encoding")
            kept = {name: value for name, value in found.headers.items() if name not in dropped}
            return Response(found.content, found.status_code, kept)
        return Response(status_code=503)

    def served(self, what: str) -> set[int]:
        """The ports that served a kind of request."""
        return {port for method, port, path in self.sent if what in f"{method} {path}"}


@dataclass
class Pair:
    """An office of two processes, and the way to it."""

    folder: Path
    url: str
    balancer: Balancer
    servers: tuple[Server, Server]
    clients: tuple[httpx.Client, httpx.Client]

    def laptop(self, server: int = 0) -> Laptop:
        """A laptop that is enrolled, and speaks with one of the two."""
        laptop = Laptop(Reached(), self.clients[server], self.invitation())
        assert laptop.enrol().status_code == 201
        assert laptop.sign_in().status_code == 200
        return laptop

    def at(self, laptop: Laptop, server: int) -> Laptop:
        """The same laptop, its token and all, at one of the two."""
        laptop.client = self.clients[server]
        return laptop

    def invitation(self, *words: str) -> str:
        return str(answer("invite", "--dir", self.folder, *words)["invitation"])


def client_of(server: Server) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False, timeout=30)


@pytest.fixture(scope="module", params=["folder", "s3"])
def pair(
    request: pytest.FixtureRequest, running_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    tmp_path = tmp_path_factory.mktemp(request.param)
    blobs = ["--blobs", str(tmp_path / "shared")]
    if request.param == "s3":
        s3 = request.getfixturevalue("s3")
        blobs = ["--blobs", s3.url(), "--s3-endpoint", s3.endpoint]
    balancer = Balancer()
    everything = Route("/{path:path}", balancer.pass_on, methods=["GET", "PUT", "PATCH", "POST", "HEAD", "DELETE"])
    with listening(Starlette(routes=[everything])) as url:
        first, second = tmp_path / "first", tmp_path / "second"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CONFIG_HOME", str(tmp_path))
            init(first, "--http", "--url", url, "--database", running_postgres.database(), *blobs)
        shutil.copytree(first, second)  # as the manual says
        with started(first) as one, started(second) as two, client_of(one) as here, client_of(two) as there:
            balancer.servers = [one, two]
            yield Pair(first, url, balancer, (one, two), (here, there))
    running_postgres.forget()


@contextmanager
def started(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def content(session: Session) -> dict[str, object]:
    with session._desk.store.reader() as reader:
        return {kind: {one.id: fields_of(one) for one in reader.all(KINDS[kind])} for kind in COLUMNS}


def test_a_sync_is_served_by_both_in_turn(pair: Pair, tmp_path: Path) -> None:
    with (
        session_in(tmp_path / "one", computer=1, offices=Offices(os.urandom)) as one,
        session_in(tmp_path / "two", computer=2, offices=Offices(os.urandom), name="Bo Ærø") as two,
    ):
        one.syncing.join(pair.invitation("--role", "coordinator"), device="PC-1")
        two.syncing.join(pair.invitation(), device="PC-2")
        visit_id = a_visit(one)
        one.evidence.add_photo(visit_id, a_photo(), "tavle.jpg")
        signed(one, visit_id)
        one.signing.seal(visit_id)
        a_visit(two)
        for session in (one, two, one, two):
            assert session.syncing.sync().receipt.is_whole
        assert content(one) == content(two)
        assert one.conflicts.open() == ()
    ports = {one.port for one in pair.servers}
    for what in ("/push", "/pull", "/blobs", "/hello", "/token"):
        assert pair.balancer.served(what) == ports, what
    assert answer("check", "--dir", pair.folder)["attachments"] >= 3


def test_what_one_began_the_other_ends(pair: Pair) -> None:
    laptop = pair.laptop()
    assert laptop.brings(DATA, until=100_000).status_code == 202
    pair.at(laptop, 1)
    assert laptop.asks("HEAD", f"/blobs/{sha256(DATA)}").headers["upload-offset"] == "100000"
    assert laptop.brings(DATA, 100_000, until=200_000).status_code == 202
    assert pair.at(laptop, 0).brings(DATA, 200_000).status_code == 201
    assert pair.at(laptop, 1).asks("GET", f"/blobs/{sha256(DATA)}").content == DATA


@pytest.mark.parametrize("pair", ["s3"], indirect=True)
def test_parts_that_one_signed_the_other_puts_together(pair: Pair) -> None:
    laptop, name = pair.laptop(), sha256(LARGE)
    first = laptop.asks("POST", f"/blobs/{name}/parts", json={"size": len(LARGE)}).json()["parts"][0]
    httpx.put(first["url"], content=LARGE[: first["length"]], trust_env=False).raise_for_status()
    pair.at(laptop, 1)
    offered = laptop.asks("POST", f"/blobs/{name}/parts", json={"size": len(LARGE)}).json()
    (second,) = offered["parts"]
    httpx.put(second["url"], content=LARGE[second["offset"] :], trust_env=False).raise_for_status()
    asked = {"upload": offered["upload"], "size": len(LARGE)}
    assert pair.at(laptop, 0).asks("POST", f"/blobs/{name}/complete", json=asked).status_code == 200
    assert pair.at(laptop, 1).asks("HEAD", f"/blobs/{name}").status_code == 200


@pytest.mark.parametrize("pair", ["folder"], indirect=True)
def test_two_that_write_at_once_leave_one_log_without_a_gap(pair: Pair) -> None:
    laptops = [pair.laptop(server) for server in (0, 1)]
    begun = laptops[0].pull()["head"]

    def pushes(laptop: Laptop, name: str) -> None:
        for number in range(20):
            laptop.push(op(f"{name}-{number}"))

    threads = [threading.Thread(target=pushes, args=(laptop, f"v{n}")) for n, laptop in enumerate(laptops)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    seqs = [change["seq"] for change in laptops[0].pull(begun)["changes"]]
    assert seqs == list(range(begun + 1, begun + 41))
    answer("check", "--dir", pair.folder)


@pytest.mark.parametrize("pair", ["folder"], indirect=True)
def test_a_token_of_one_is_good_at_the_other_until_it_is_revoked_at_both(pair: Pair) -> None:
    laptop = pair.laptop()
    assert pair.at(laptop, 1).push(op())[0]["status"] == "ok"
    # each counts requests by itself
    codes = [pair.at(laptop, 0).asks("GET", "/pull").status_code for _ in range(limits.REQUESTS_A_MINUTE + 30)]
    assert 429 in codes
    assert pair.at(laptop, 1).asks("GET", "/pull").status_code == 200
    answer("revoke", "--dir", pair.folder, laptop.device)
    for server in (0, 1):
        refused = pair.at(laptop, server).asks("GET", "/blobs/" + "0" * 64)
        assert refused.json()["code"] == "device-revoked"


@pytest.mark.parametrize("pair", ["folder"], indirect=True)
def test_one_that_is_stopped_finishes_its_push_and_the_other_goes_on(pair: Pair) -> None:
    laptop = pair.laptop()
    begun = laptop.pull()["head"]
    body = json.dumps({"epoch": laptop.epoch, "ops": [op("slow"), op("slower")]}).encode()
    head = f"POST {laptop.path}/push HTTP/1.1\r\nHost: office\r\nAuthorization: Bearer {laptop.token}\r\n"
    with started(pair.folder) as third:
        pair.balancer.servers.append(third)
        with socket.create_connection(("127.0.0.1", third.port)) as line:
            line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:50])
            time.sleep(0.3)
            third.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            line.sendall(body[50:])
            line.settimeout(30)
            said = line.recv(65536)
        assert said.startswith(b"HTTP/1.1 200"), said
        _, log = third.process.communicate(timeout=30)
        assert third.process.returncode == 0, log
    assert {change["id"] for change in pair.at(laptop, 1).pull(begun)["changes"]} == {"slow", "slower"}
    with httpx.Client(base_url=pair.url, trust_env=False, timeout=30) as client:
        laptop.client = client
        assert [laptop.push(op(f"next-{number}"))[0]["status"] for number in range(6)] == ["ok"] * 6
    pair.balancer.servers.remove(third)
