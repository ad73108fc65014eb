"""An office and its laptops without the network between: both sides are the real ones, each message is its JSON."""

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from ambassador_app.domain.identifiers import UuidMaker
from ambassador_app.domain.roles import Role
from ambassador_app.domain.syncing import Carried, Consignment, Epoch, Greeting, Op, Outcome, Page
from ambassador_app.errors import OfficeAway, OfficeRefused
from ambassador_app.office.database import Database
from ambassador_app.office.deciding import prepare
from ambassador_app.office.log import Caller, Log
from ambassador_app.office.problems import Refused
from ambassador_app.office.tables import BLOB, TENANT, metadata
from ambassador_app.storage import Store
from ambassador_app.sync.office import _outcome, arrival_of, op_message
from ambassador_app.wire import messages

SECRET = bytes(range(32))


class Time:
    """A clock that moves a second whenever it is asked."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class Room:
    """The office: its log on SQLite, attachments in memory; it can be set back to a backup."""

    def __init__(self, folder: Path, time: Time) -> None:
        self._file = folder / "office.db"
        self._backup = folder / "office.backup"
        self.time = time
        self._open()
        metadata.create_all(self._database.engine)
        values = {"tenant": "oddeby", "name": "Oddeby", "epoch": "e0", "created_at": ""}
        with self._database.administer() as connection:
            connection.execute(sa.insert(TENANT).values(**values))
        self.blobs: dict[str, bytes] = {}
        self.lives = 0

    def _open(self) -> None:
        self._database = Database(f"sqlite:///{self._file}")
        with self._database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
        self.log = Log(self._database, self.time)

    def close(self) -> None:
        self._database.close()

    def back_up(self) -> None:
        self._backup.unlink(missing_ok=True)
        source, target = sqlite3.connect(self._file), sqlite3.connect(self._backup)
        with source, target:
            source.backup(target)
        source.close()
        target.close()

    def restore(self) -> bool:
        """Set the office back to its backup, as a new life. False if there is none."""
        if not self._backup.exists():
            return False
        self._database.close()
        for one in ("", "-wal", "-shm"):
            Path(f"{self._file}{one}").unlink(missing_ok=True)
        shutil.copyfile(self._backup, self._file)
        self._open()
        self.lives += 1
        with self._database.administer() as connection:
            connection.execute(sa.update(TENANT).values(epoch=f"e{self.lives}", epoch_from=TENANT.c.seq))
        return True

    def take(self, sha256: str, data: bytes) -> None:
        """Keep an attachment, as the office's store of them does."""
        self.blobs[sha256] = data
        with self._database.administer() as connection:
            values = {"tenant": "oddeby", "sha256": sha256, "size": len(data), "at": ""}
            connection.execute(sa.insert(BLOB).values(**values))

    def lacks(self, hashes: Sequence[str]) -> dict[str, int]:
        """The attachments that are not here."""
        with self._database.read("oddeby") as connection:
            here = set(connection.scalars(sa.select(BLOB.c.sha256).where(BLOB.c.tenant == "oddeby")))
        return {one: 0 for one in hashes if one not in here}

    def epoch(self) -> Epoch:
        with self._database.read("oddeby") as connection:
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == "oddeby")).one()
        return Epoch(row.epoch, row.epoch_from)


class Way:
    """The way from one laptop to the office. `lose` breaks it: the office commits, and its answer never arrives.

    `renames` is a planted fault: each op is offered under a fresh name whenever it is sent.
    """

    renames = False

    def __init__(self, room: Room, name: str) -> None:
        self.room = room
        self.caller = Caller("oddeby", name, name, Role.COORDINATOR)
        self.lose = False
        self._fresh = UuidMaker(room.time, random.Random(name).randbytes)

    def __enter__(self) -> "Way":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def hello(self) -> Greeting:
        return Greeting("Oddeby", self.room.epoch(), "2026-11-23T08:00:00+00:00")

    def push(self, epoch: str, ops: Sequence[Op]) -> tuple[Outcome, ...]:
        said = messages.Push(epoch=epoch, ops=tuple(op_message(one) for one in ops)).model_dump_json()
        raw = json.loads(said)["ops"]
        names = {one["op"]: self._fresh() if self.renames else one["op"] for one in raw}
        prepared = [prepare(one | {"op": names[one["op"]]}) for one in raw]
        try:
            pushed = self.room.log.push("oddeby", epoch, prepared, lambda _: self.caller)
        except Refused as error:
            raise OfficeRefused(code=error.code, status=409, offset="0") from error
        if self.lose:
            self.lose = False
            raise OfficeAway
        named = {names[one.op]: one for one in ops}
        found = messages.Pushed.model_validate_json(pushed.model_dump_json())
        return tuple(replace(_outcome(one, named[one.op]), op=named[one.op].op) for one in found.results)

    def pull(self, since: int, most: int) -> Page:
        found = messages.Pulled.model_validate_json(self.room.log.pull("oddeby", since, most, lambda _: self.caller))
        arrivals = tuple(arrival_of(one) for one in found.changes)
        return Page(found.epoch, arrivals, found.next, found.head, found.more)

    def missing(self, hashes: Sequence[str]) -> dict[str, int]:
        return self.room.lacks(hashes)

    def bring(
        self, files: Sequence[Consignment], bytes_of: Callable[[str], bytes | None], told: Callable[[int], None]
    ) -> Iterator[tuple[Carried, ...]]:
        for one in files:
            data = bytes_of(one.sha256)
            assert data is not None
            self.room.take(one.sha256, data)
            told(len(data))
            yield (Carried(one.sha256),)

    def fetch(self, sha256: str) -> bytes:
        return self.room.blobs[sha256]


def open_store(folder: Path, time: Time, seed: int) -> Store:
    """Open a laptop's store; `seed` keeps its identifiers apart from every other laptop's."""
    return Store.open(folder, SECRET, now=time, new_id=UuidMaker(time, random.Random(seed).randbytes))
