"""Servers that records are brought to, each a process of its own: the office, Kinto, pouchdb-server, Anki's.

What is not Python of ours is installed below build/bench the first time (network); one that cannot be is said to be
missing, and the others are measured.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from tests.office.laptops import NEW_ID, op
from tests.office.postgres import Postgres, running

FOLDER: Final = Path("build/bench/servers").absolute()
RECORD: Final = {f"field_{number}": "x" * 22 for number in range(10)}
"""Ten fields, 378 bytes of JSON."""
KINTO: Final = ("kinto[postgresql]==26.5.0", "waitress", "setuptools<82")
POUCHDB: Final = "pouchdb-server@4.2.0"
ANKI: Final = "anki==26.9.3"
_PATIENCE: Final = 60.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Missing(Exception):
    """A server cannot be had on this machine; the words say why."""


@dataclass
class Server:
    """A server that is up. `bring` brings so many records in one request; `processes` are what serves."""

    name: str
    bring: Callable[[int], float]
    processes: tuple[int, ...]
    promise: str

    def cpu(self) -> float:
        """Seconds of processor time of the server and its database, all their children included."""
        return sum(_seconds(one) for one in self.processes)


def _seconds(pid: int) -> float:
    """Read what a process, its ended children and its living ones have used, in the kernel's ticks (Linux)."""
    own = _stat(pid)
    below = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    return sum(own[10:14]) / _TICKS + sum(_seconds(one) for one in below if Path(f"/proc/{one}").exists())


def _stat(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1:]]
    return [0] * 20


@contextmanager
def process(command: list[str | Path], *, where: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block is left."""
    with (where / "log").open("wb") as log:
        started = subprocess.Popen(
            command, cwd=where, stdout=log, stderr=log, env={**os.environ, "NO_PROXY": "127.0.0.1", **environment}
        )
        try:
            yield started
        finally:
            started.send_signal(signal.SIGTERM)
            try:
                started.wait(timeout=10)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()


def fresh(name: str) -> Path:
    """Give an empty folder for what a server keeps."""
    shutil.rmtree(FOLDER / name / "data", ignore_errors=True)
    (FOLDER / name / "data").mkdir(parents=True)
    return FOLDER / name / "data"


def free_port() -> int:
    """Give a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def up(url: str, started: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers. Raises Missing."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            httpx.get(url, trust_env=False)
            return
        if started.poll() is not None:
            break
        time.sleep(0.1)
    raise Missing(f"it does not start: {log.read_text('utf-8', 'replace')[-400:]}")


def install(name: str, command: list[str | Path], wanted: Path) -> None:
    """Install what is not there yet. Raises Missing."""
    if wanted.exists():
        return
    print(f"installing {name} below {FOLDER} …", file=sys.stderr, flush=True)
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command,
            cwd=FOLDER / name,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"cannot be installed: {error}") from error
    if done.returncode or not wanted.exists():
        raise Missing(f"cannot be installed: {(done.stderr or done.stdout).strip()[-300:]}")


def environment(name: str, *packages: str) -> Path:
    """Give the Python of an environment that has these packages. Raises Missing."""
    home = FOLDER / name / "env"
    if not (home / "bin" / "python").exists():
        install(name, [sys.executable, "-m", "venv", str(home)], home / "bin" / "python")
    ready = home / "ready"
    pip = f'"{home}/bin/python" -m pip -q install {" ".join(json.dumps(one) for one in packages)} && touch "{ready}"'
    install(name, ["sh", "-c", pip], ready)
    return home / "bin" / "python"


# -- the servers ------------------------------------------------------------------------------------------------------
@contextmanager
def office(name: str, postgres: Postgres | None) -> Iterator[Server]:
    """The office, with all it promises: compare-and-set, each op once, a chain over the log, flushed to the disk."""
    where, port = fresh(name), free_port()
    url = postgres.database() if postgres is not None else ""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.office_process", str(where), str(port), url]
    with process(command, where=where, PYTHONPATH=str(Path.cwd())) as started:
        up(f"http://127.0.0.1:{port}/health", started, where / "log")
        told = json.loads((where / "told.json").read_text("utf-8"))
        with _client(port) as client:
            client.headers["Authorization"] = f"Bearer {told['token']}"

            def bring(count: int) -> float:
                ops = [op(NEW_ID(), kind="section", set=RECORD) for _ in range(count)]
                taken, answer = _timed(client, f"/v1/{told['tenant']}/push", {"epoch": told["epoch"], "ops": ops})
                assert [one["status"] for one in answer["results"]] == ["ok"] * count
                return taken

            bring(1)
            promise = "nothing overwritten unseen, each op once, chained log, groups; on the disk before the answer"
            yield Server(name, bring, _of(started, postgres), promise)


@contextmanager
def kinto(postgres: Postgres) -> Iterator[Server]:
    """Kinto on PostgreSQL, tuned as recommended: waitress with 8 threads, a cache in memory."""
    python = environment("kinto", *KINTO)
    where, port = fresh("kinto"), free_port()
    url = postgres.database().replace("postgresql+psycopg", "postgresql")
    (where / "kinto.ini").write_text(_KINTO_INI.format(url=url, port=port), "utf-8")
    program = str(python.parent / "kinto")
    made = subprocess.run(
        [program, "migrate", "--ini", "kinto.ini"], cwd=where, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Missing(made.stderr[-300:])
    with process([program, "start", "--ini", "kinto.ini"], where=where) as started:
        up(f"http://127.0.0.1:{port}/v1/", started, where / "log")
        with _client(port) as client:
            client.auth = ("hanne", "secret")
            for path in ("/v1/buckets/b", "/v1/buckets/b/collections/c"):
                client.put(path).raise_for_status()
            records = "/v1/buckets/b/collections/c/records"

            def bring(count: int) -> float:
                if count == 1:
                    return _timed(client, records, {"data": RECORD})[0]
                requests = [{"body": {"data": RECORD}} for _ in range(count)]
                body = {"defaults": {"method": "POST", "path": records}, "requests": requests}
                taken, answer = _timed(client, "/v1/batch", body)
                assert [one["status"] for one in answer["responses"]] == [201] * count
                return taken

            bring(1)
            promise = (
                "last writer or If-Match; writers of one collection at once lose what was acknowledged; on the disk"
            )
            yield Server("Kinto 26.5 (PostgreSQL)", bring, _of(started, postgres), promise)


_KINTO_INI = """
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.postgresql
kinto.storage_url = {url}
kinto.permission_backend = kinto.core.permission.postgresql
kinto.permission_url = {url}
kinto.cache_backend = kinto.core.cache.memory
kinto.userid_hmac_secret = secret
kinto.batch_max_requests = 200
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Everyone system.Authenticated
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 8
"""


@contextmanager
def pouchdb() -> Iterator[Server]:
    """pouchdb-server on LevelDB, as it comes."""
    program = FOLDER / "pouchdb" / "node_modules" / ".bin" / "pouchdb-server"
    install("pouchdb", ["npm", "install", "--no-audit", "--no-fund", "--prefix", ".", POUCHDB], program)
    where, port = fresh("pouchdb"), free_port()
    command: list[str | Path] = [program, "--port", str(port), "--dir", str(where), "--no-stdout-logs"]
    with process(command, where=where) as started:
        up(f"http://127.0.0.1:{port}/", started, where / "log")
        with _client(port) as client:
            client.put("/db").raise_for_status()

            def bring(count: int) -> float:
                if count == 1:
                    return _timed(client, "/db", {"_id": NEW_ID(), **RECORD})[0]
                docs = [{"_id": NEW_ID(), **RECORD} for _ in range(count)]
                taken, answer = _timed(client, "/db/_bulk_docs", {"docs": docs})
                assert all("ok" in one for one in answer)
                return taken

            bring(1)
            promise = "conflicts kept but hidden, no log, no groups; not flushed to the disk before the answer"
            yield Server("pouchdb-server 4.2 (LevelDB)", bring, (started.pid,), promise)


@contextmanager
def anki() -> Iterator[Server]:
    """Anki's own sync server; its client adds so many notes and syncs, its time includes the client's."""
    python = environment("anki", ANKI)
    where, port = fresh("anki"), free_port()
    served = {"SYNC_USER1": "hanne:secret", "SYNC_BASE": str(where), "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    with process([python, "-m", "anki.syncserver"], where=where, **served) as started:
        up(f"http://127.0.0.1:{port}/", started, where / "log")
        talk = [python, Path(__file__).parent / "peers" / "with_anki.py", where / "mine.anki2", str(port)]
        with subprocess.Popen(talk, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
            assert client.stdin is not None
            assert client.stdout is not None

            def bring(count: int) -> float:
                print(count, file=client.stdin, flush=True)
                line = client.stdout.readline() if client.stdout is not None else ""
                if not line:
                    raise Missing("its client ended")
                return float(line)

            bring(1)
            promise = "the later of two edits of a note wins unseen, one person a collection, no log"
            yield Server("Anki 26.9 (SQLite)", bring, (started.pid,), promise)
            client.stdin.close()


@contextmanager
def all_of_them() -> Iterator[tuple[list[Server], list[str]]]:
    """Start every server there can be; give them, and why others are missing."""
    found, missing = [], []
    with ExitStack() as stack:
        postgres = stack.enter_context(running(lasting=True))
        for name, start in (
            ("office, SQLite", lambda: office("office, SQLite", None)),
            ("office, PostgreSQL", lambda: office("office, PostgreSQL", stack.enter_context(running(lasting=True)))),
            ("Kinto", lambda: kinto(postgres)),
            ("pouchdb-server", pouchdb),
            ("Anki", anki),
        ):
            try:
                found.append(stack.enter_context(start()))
            except Missing as error:
                missing.append(f"{name}: {error}")
        yield found, missing


def _client(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=120)


def _timed(client: httpx.Client, path: str, body: object) -> tuple[float, object]:
    content = json.dumps(body).encode()
    began = time.perf_counter()
    answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
    taken = time.perf_counter() - began
    answer.raise_for_status()
    return taken, answer.json()


def _of(started: subprocess.Popen[bytes], postgres: Postgres | None) -> tuple[int, ...]:
    return (started.pid,) if postgres is None else (started.pid, postgres.pid)
