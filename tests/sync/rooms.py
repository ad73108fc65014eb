"""An office in this process and the ways to it: both sides are the real ones, and so is all between but the network."""

import asyncio
import random
import shutil
import tempfile
import time as clocks
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import sqlalchemy as sa

from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.roles import Role
from ambassador_app.domain.syncing import Membership
from ambassador_app.office.app import create_app
from ambassador_app.office.folder import Folder
from ambassador_app.office.office import Office, World
from ambassador_app.office.tables import REC, metadata
from ambassador_app.sync import Offices, joining
from ambassador_app.sync import office as over_https
from ambassador_app.wire.invitation import Invitation
from tests.office.building import SECRET, TENANT, UNHURRIED

URL = "https://office"
MEMORY = "/dev/shm"  # what is on a disk is flushed at each commit, which is not what these tests are about
Sent = Callable[[httpx.Request], httpx.Response]


class Time:
    """A clock that moves a second whenever it is asked, and can be put forward or back."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def chance_of(seed: object) -> Callable[[int], bytes]:
    """Bytes by chance that are the same for the same seed."""
    return random.Random(str(seed)).randbytes


def in_memory() -> Path:
    """A fresh folder, in memory where there is one for it."""
    return Path(tempfile.mkdtemp(dir=MEMORY if Path(MEMORY).is_dir() else None))


class Place:
    """An office on one database, and the web in front of it; making one costs more than a day's work at it."""

    def __init__(self, url: str = "", folder: Path | None = None, time: Time | None = None) -> None:
        self.folder = folder or in_memory()
        self.time = time or Time()
        chance = chance_of(("office", self.time.at))
        world = World(self.time, UuidMaker(self.time, chance), chance, clocks.monotonic)
        self.blobs = self.folder / "blobs"
        self.office = Office(url or f"sqlite:///{self.folder / 'office.db'}", Folder(self.blobs), SECRET, world)
        self.office.create("Oddeby")
        self.app = create_app(self.office, UNHURRIED)

    def clear(self) -> None:
        """Begin again: nobody there, nothing said."""
        with self.office.database.administer() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "office":
                    connection.execute(sa.delete(table))


_place = cache(Place)


class Room:
    """The office, on SQLite or the PostgreSQL at `url`; it can be set back to a backup."""

    def __init__(self, url: str = "", place: Place | None = None) -> None:
        self._place = place or _place(url)
        self._place.clear()
        shutil.rmtree(self._place.blobs, ignore_errors=True)
        self._backup: dict[str, list[dict[str, Any]]] = {}
        self._loop = asyncio.new_event_loop()
        self.office = self._place.office
        self.time = self._place.time
        self.lives = 0
        self.office.add_tenant(TENANT, "Oddeby")
        self.names = UuidMaker(self.time, chance_of("names"))

    def close(self) -> None:
        self._loop.close()

    @property
    def folder(self) -> Path:
        """What of it is on the disk."""
        return self._place.folder

    def answer(self, request: httpx.Request, body: bytes | None = None) -> httpx.Response:
        """Answer a request as the served office does; another `body` is what of it arrived."""
        came = request.read() if body is None else body
        return self._loop.run_until_complete(_answered(self._place.app, request, came))

    # -- what its administrator does ----------------------------------------------------------------------------------
    def invitation(self, person: str, role: Role = Role.COORDINATOR) -> str:
        return Invitation(URL, TENANT, self.office.access.invite(TENANT, role, person), "").text()

    def revoke_all(self, person: str) -> None:
        for one in self.office.access.devices(TENANT):
            if one.person == person:
                self.office.access.revoke(TENANT, one.id)

    def back_up(self) -> None:
        with self.office.database.administer() as connection:
            rows = {one.name: connection.execute(sa.select(one)).mappings().all() for one in metadata.sorted_tables}
        self._backup = {name: [dict(row) for row in found] for name, found in rows.items()}

    def restore(self) -> bool:
        """Set the office back to its backup, as a new life. False if there is none."""
        if not self._backup:
            return False
        self._place.clear()
        with self.office.database.administer() as connection:
            for table in metadata.sorted_tables:
                if table.name != "office" and self._backup[table.name]:
                    connection.execute(sa.insert(table), self._backup[table.name])
        self.office.begin_epoch()
        self.lives += 1
        return True

    def records(self) -> list[Any]:
        """What the office has now."""
        with self.office.database.administer() as connection:
            return list(connection.execute(sa.select(REC).where(~REC.c.deleted)))


async def _answered(app: Any, request: httpx.Request, came: bytes) -> httpx.Response:
    body, said, content = [came], dict[str, Any](), bytearray()
    cut = len(came) < len(request.read())

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body.pop(), "more_body": cut} if body else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        said.update(message)
        content.extend(message.get("body", b""))

    url = request.url
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": "http",
        "path": url.path, "raw_path": url.raw_path.partition(b"?")[0], "query_string": url.query, "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw], "client": ("127.0.0.1", 1),
        "server": ("office", 80), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return httpx.Response(said.get("status", 500), headers=said.get("headers"), content=bytes(content), request=request)


class Lose(Enum):
    """What is lost on the way, once."""

    NOTHING = "nothing"
    QUESTION = "question"
    ANSWER = "answer"


class Line(httpx.BaseTransport):
    """What carries one laptop's requests. `lose` breaks it: what the laptop brings never arrives at the office, or
    the office does what it is asked and its answer never arrives.
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self.lose = Lose.NOTHING
        self._offices = Offices(chance_of("laptop"))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        brings = request.method != "GET" and not request.url.path.endswith(("/token", "/enrol", "/missing"))
        lose, self.lose = (self.lose, Lose.NOTHING) if brings else (Lose.NOTHING, self.lose)
        if lose is Lose.QUESTION:
            raise httpx.ConnectError("lost")
        answer = self.room.answer(request)
        if lose is Lose.ANSWER:
            raise httpx.ReadError("lost")
        return answer

    # -- as the composition root hands it down ------------------------------------------------------------------------
    def open(self, member: Membership, key: bytes) -> over_https.Office:
        with patch.object(over_https, "client_of", self._client):
            return self._offices.open(member, key)

    def join(self, *arguments: Any, **named: Any) -> Membership:
        with patch.object(joining, "client_of", self._client):
            return self._offices.join(*arguments, **named)

    def pack(self, *arguments: Any) -> int:
        return self._offices.pack(*arguments)

    def _client(self, url: str, _certificate: str) -> httpx.Client:
        return httpx.Client(transport=self, base_url=url)

    def close(self) -> None:
        """Nothing to let go of: the same line serves the next sync."""
