"""A real office for tests: an open `Office`, and the same behind a real server on loopback.

with served(tmp_path) as site:
    text = site.invitation()           # for a laptop's `join`
    site.url, site.tenant              # "http://127.0.0.1:PORT", "oddeby"
    site.office.access.revoke(site.tenant, device)      # the administrator's handle
    site.clock.forward(3600)           # the office's clock
"""

import asyncio
import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.roles import Role
from ambassador_app.office.app import Settings, create_app
from ambassador_app.office.attachments import Store
from ambassador_app.office.folder import Folder
from ambassador_app.office.office import Office, World
from ambassador_app.office.serving import Connection
from ambassador_app.wire.invitation import Invitation

TENANT = "oddeby"
OTHER = "nordby"
SECRET = b"s" * 32
UNHURRIED = Settings(requests=0, blob_requests=0, guesses=0, metrics_token="meters")


@dataclass
class Clock:
    """A clock that tests can move; it goes on by itself otherwise."""

    shift: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def forward(self, seconds: float) -> None:
        self.shift += timedelta(seconds=seconds)


def make_office(folder: Path, clock: Clock | None = None, url: str = "", store: Store | None = None) -> Office:
    """A new or existing office in `folder` (or on the database `url`, and another `store`) with two tenants."""
    now = clock or Clock()
    world = World(now=now, new_id=UuidMaker(now, os.urandom), chance=os.urandom, seconds=time.monotonic)
    office = Office(url or f"sqlite:///{folder / 'office.db'}", store or Folder(folder / "blobs"), SECRET, world)
    office.create("Oddeby Kommune")
    if not office.tenants():
        office.add_tenant(TENANT, "Oddeby Kommune")
        office.add_tenant(OTHER, "Nordby Kommune")
    return office


@dataclass
class Site:
    """An office and the address it is served at."""

    office: Office
    clock: Clock
    url: str
    tenant: str = TENANT
    fingerprint: str = ""

    def invitation(self, person: str = "", role: Role = Role.AMBASSADOR, tenant: str = "") -> str:
        """The text of a fresh invitation."""
        where = tenant or self.tenant
        code = self.office.access.invite(where, role, person)
        return Invitation(self.url, where, code, self.fingerprint).text()


@contextmanager
def served(
    folder: Path, settings: Settings = UNHURRIED, *, url: str = "", port: int = 0, store: Store | None = None
) -> Iterator[Site]:
    """An office behind uvicorn on loopback, in a thread of this process."""
    clock = Clock()
    with make_office(folder, clock, url, store) as office, listening(create_app(office, settings), port) as address:
        yield Site(office, clock, address)


class QuickServer(uvicorn.Server):
    """Looks more often whether it is to stop: a hundred tests wait for it."""

    async def main_loop(self) -> None:
        while not self.should_exit:
            await asyncio.sleep(0.005)


@contextmanager
def listening(app: object, port: int = 0, tls: tuple[Path, Path] | None = None) -> Iterator[str]:
    """Serve an application, over TLS with a certificate and its key; give its address."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        config = uvicorn.Config(
            app, http=Connection, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5,
            **({"ssl_certfile": tls[0], "ssl_keyfile": tls[1]} if tls else {}),
        )  # fmt: skip
        server = QuickServer(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="office")
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
