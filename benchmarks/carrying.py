"""A day brought to a real office over TLS by a real laptop, beside the same bytes sent to the same server by a loop.

Processor time of both sides and seconds, in turns; the loop knows no laptop: it has the bytes in memory, each in one
request to the same route, where they are hashed and made durable as the laptop's are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import httpx

from ambassador_app.domain.visit import Visit
from ambassador_app.services.session import Session
from ambassador_app.sync import Offices
from ambassador_app.wire.invitation import Invitation
from benchmarks.measuring import Figure
from benchmarks.seeding import FOLDER
from tests.builders import a_visit, session_in, signed
from tests.office.building import Clock
from tests.office.laptops import Laptop

VISITS, PHOTOS, PHOTO_BYTES = 5, 20, 300_000
ROUNDS = 5


@dataclass(frozen=True)
class Spent:
    """What a job took: seconds, and processor seconds of the laptop and of the office."""

    wall: float
    laptop: float
    office: float

    @property
    def processor(self) -> float:
        """Processor seconds of both sides."""
        return self.laptop + self.office


MEASURES: tuple[tuple[str, Callable[[Spent], float]], ...] = (
    ("seconds", lambda one: one.wall),
    ("processor time, both sides", lambda one: one.processor),
    ("processor time, server", lambda one: one.office),
)


def figures() -> Iterator[Figure]:
    """Compare a day's sync with the loop, and with the loop at a server that only writes."""
    with office_process(FOLDER / "carrying-office") as office, only_writing(office.folder) as plain:
        rounds = [round_of(office, plain, number) for number in range(ROUNDS)]
    for name, of in MEASURES:
        ours, loop, bare = (median(of(one[side]) for one in rounds) for side in range(3))
        yield Figure(f"Sync: a day (5 visits, 100 photos), {name}", ours, loop, "s", "≤ 1.3×")
        yield Figure("  beside a server that only writes", ours, bare, "s", "")


def day() -> Path:
    """Give the home folder of a laptop after a day in the field, not joined yet; made once."""
    home = FOLDER / "home-day"
    if (home / "done").exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    with session_in(home, clock=lambda: datetime.now(UTC)) as session:
        for visit in range(VISITS):
            visit_id = a_visit(session)
            for number in range(PHOTOS):
                session.evidence.add_photo(visit_id, grainy(visit * PHOTOS + number), f"foto {number}.jpg")
            session.measures.add(visit_id, title="Sluk om natten")
            signed(session, visit_id)
            session.signing.seal(visit_id)
    (home / "done").touch()
    return home


def grainy(number: int) -> bytes:
    """Give a picture with the grain of a real one, about as large as a photo is when it is sent."""
    from PIL import Image

    grain = Image.effect_noise((1600, 1200), 3 + number % 5 / 10)
    out = BytesIO()
    Image.merge("RGB", (grain, grain, grain)).save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass
class Serving:
    """A server in a process of its own."""

    folder: Path
    process: subprocess.Popen[str]

    @property
    def processor(self) -> float:
        """Processor seconds until now."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measured(self, job: Callable[[], object]) -> Spent:
        """Do a job, and give what it took."""
        office, laptop, wall = self.processor, time.process_time(), time.perf_counter()
        job()
        return Spent(time.perf_counter() - wall, time.process_time() - laptop, self.processor - office)


class OfficeProcess(Serving):
    """`ambassador office serve` as IT runs it, with its own certificate."""

    def add_tenant(self, tenant: str) -> str:
        """Make room for a municipality; give its short name."""
        _answered("tenants", "--dir", self.folder, "--add", tenant, "--tenant", tenant)
        return tenant

    def invitation(self, tenant: str) -> str:
        """Give a fresh invitation."""
        return str(_answered("invite", "--dir", self.folder, "--tenant", tenant)["invitation"])


@contextmanager
def office_process(folder: Path) -> Iterator[OfficeProcess]:
    """Make and serve an office."""
    shutil.rmtree(folder, ignore_errors=True)
    port = _free_port()
    at = ("--host", "127.0.0.1", "--port", port, "--url", f"https://127.0.0.1:{port}")
    _answered("init", folder, "--municipality", "Oddeby", *at)
    words = [*_command("serve", "--dir", folder), "--json"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, encoding="utf-8")
    try:
        said = ""
        while not said.rstrip().endswith("}"):
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise RuntimeError((folder / "log").read_text())
            said += line
        yield OfficeProcess(folder, process)
    finally:
        process.terminate()
        process.wait(60)


@dataclass
class Plain(Serving):
    """A server that takes files and makes them durable, no more."""

    port: int = 0


@contextmanager
def only_writing(office: Path) -> Iterator[Plain]:
    """Serve with the office's certificate."""
    folder, port = office / "only-writing", _free_port()
    folder.mkdir()
    certificate, key = office / "tls" / "certificate.pem", office / "tls" / "key.pem"
    words = [sys.executable, "-m", "benchmarks.only_writing", str(port), str(certificate), str(key), str(folder)]
    process = subprocess.Popen(words, encoding="utf-8")
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Plain(folder, process, port)
    finally:
        process.terminate()
        process.wait(60)


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "ambassador_app", "--language", "en", "office", *map(str, words)]


def _answered(*words: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(subprocess.check_output([*_command(*words), "--json"], encoding="utf-8"))
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def round_of(office: OfficeProcess, plain: Plain, number: int) -> tuple[Spent, Spent, Spent]:
    """Sync a day, and send the same bytes in a loop, to the same office and to a server that only writes."""
    home, tenant = FOLDER / "home-day-used", office.add_tenant(f"nordby-{number}")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(day(), home)
    with session_in(home, clock=lambda: datetime.now(UTC), computer=number + 2, offices=Offices(os.urandom)) as session:
        session.syncing.join(office.invitation(tenant), device=f"PC-{number}")
        ours = office.measured(lambda: _synced(session))
        files = list(files_of(session).values())
    with bare_laptop(office, tenant) as bare:
        fresh = [os.urandom(16) + one for one in files]  # the office has the others by now
        named = [(hashlib.sha256(one).hexdigest(), one) for one in fresh]
        loop = office.measured(lambda: _looped(bare, named))
        context = bare.context
    with httpx.Client(base_url=f"https://127.0.0.1:{plain.port}", verify=context, trust_env=False) as client:
        written = plain.measured(lambda: _written(client, named))
    return ours, loop, written


def _written(client: httpx.Client, named: list[tuple[str, bytes]]) -> None:
    for name, data in named:
        client.put(f"/{name}", content=data).raise_for_status()


def files_of(session: Session) -> dict[str, bytes]:
    """Give the attachments that the office has confirmed."""
    store = session._desk.store  # noqa: SLF001 - what was sent, as it was
    with store.reader() as reader:
        visits = [one.id for one in reader.all(Visit)]
    return {file.sha256: store.blobs.get(file.sha256) for visit in visits for file in store.post.files_of(visit)[1]}


def _synced(session: Session) -> None:
    receipt = session.syncing.sync().receipt
    if not receipt.is_whole:
        raise RuntimeError(f"the sync left something behind: {receipt}")


@contextmanager
def bare_laptop(office: OfficeProcess, tenant: str) -> Iterator[Bare]:
    """Give a device with a token and nothing else; it trusts the office's certificate as a laptop does."""
    text = office.invitation(tenant)
    where = urlsplit(Invitation.parse(text).url)
    certificate = ssl.get_server_certificate((str(where.hostname), int(where.port or 443)))
    context = ssl.create_default_context(cadata=certificate)
    context.check_hostname = False
    with httpx.Client(base_url=Invitation.parse(text).url, verify=context, trust_env=False, timeout=60) as client:
        bare = Bare(_Reached(), client, text)  # type: ignore[arg-type]  # only its clock is asked for
        bare.context = context
        bare.enrol()
        bare.sign_in()
        yield bare


class Bare(Laptop):
    """A device with a token; `context` trusts its office's certificate."""

    context: ssl.SSLContext


class _Reached:
    clock = Clock()


def _looped(bare: Bare, named: list[tuple[str, bytes]]) -> None:
    """Send each attachment in one request."""
    for name, data in named:
        if bare.brings(data, name=name).status_code != 201:
            raise RuntimeError(name)
