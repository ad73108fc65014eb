"""Who has seen number n has seen all before it, however many push at once; the naive way is shown to lose.

Control: numbers from a sequence are handed out before the commit, so a reader passes by what is committed later.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest

from ambassador_app.office.deciding import prepare
from ambassador_app.office.log import Caller
from ambassador_app.office.problems import Refused
from tests.office.building import TENANT, Site
from tests.office.laptops import op


def in_threads(*works: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def safely(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=safely, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failed:
        raise failed[0]


def test_a_reader_beside_four_writers_misses_nothing(site: Site):
    import json

    log, epoch = site.office.log, site.office.tenant(TENANT).epoch
    caller = Caller(TENANT, "device", "Hanne Holm", "ambassador")
    acked: list[int] = []
    seen: list[int] = []
    writing = threading.Event()
    writing.set()

    def write(size: int, times: int) -> None:
        for _ in range(times):
            ops = [prepare(op(f"r{time.monotonic_ns()}-{random.random()}")) for _ in range(size)]
            while True:
                try:
                    results = log.push(TENANT, epoch, ops, lambda _connection: caller).results
                    break
                except Refused as error:
                    assert error.code == "busy"
            acked.extend(one.seq for one in results)

    def read() -> None:
        since = 0
        while True:
            last = not writing.is_set()
            page = json.loads(log.pull(TENANT, since, 100, lambda _connection: caller))
            seen.extend(one["seq"] for one in page["changes"])
            since = page["next"]
            if last and not page["more"]:
                return

    reader = threading.Thread(target=read)
    reader.start()
    in_threads(
        *(lambda size=size, times=times: write(size, times) for size, times in ((40, 6), (40, 6), (1, 40), (1, 40)))
    )
    writing.clear()
    reader.join()
    assert sorted(acked) == list(range(1, 561))
    assert seen == list(range(1, 561)), "in order, no holes, each once"


@pytest.mark.whole
def test_the_control_loses(postgres):
    """Without this the test above would prove nothing: the same load on a plain sequence misses changes."""
    dsn = postgres.dsn("office", postgres.database().rpartition("/")[2])
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE naive (seq bigserial PRIMARY KEY)")
    seen: set[int] = set()
    writing = threading.Event()
    writing.set()

    def write(pause: float) -> None:
        with psycopg.connect(dsn) as connection:
            for _ in range(25):
                for _ in range(20):
                    connection.execute("INSERT INTO naive DEFAULT VALUES")
                time.sleep(pause)
                connection.commit()

    def read() -> None:
        with psycopg.connect(dsn, autocommit=True) as connection:
            since = 0
            while True:
                last = not writing.is_set()
                rows = connection.execute("SELECT seq FROM naive WHERE seq > %s ORDER BY seq", (since,)).fetchall()
                seen.update(seq for (seq,) in rows)
                since = max([since, *(seq for (seq,) in rows)])
                if last:
                    return
                time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    in_threads(*(lambda pause=pause: write(pause) for pause in (0.03, 0.001, 0.01)))
    writing.clear()
    reader.join()
    assert len(seen) < 3 * 25 * 20


def test_the_control_loses_on_sqlite_too(tmp_path):
    """One commits after the other; numbers that are handed out before the lock is had are passed by all the same."""
    file, numbers, seen = tmp_path / "naive.db", iter(range(1, 1000)), set()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE naive (seq INTEGER PRIMARY KEY)")
    handed_out, read_up_to = threading.Event(), threading.Event()

    def write(late: bool) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            seq = next(numbers)
            if late:
                handed_out.set()
                assert read_up_to.wait(20)
            database.execute("INSERT INTO naive VALUES (?)", (seq,))

    def read(since: int) -> int:
        with closing(sqlite3.connect(file)) as database:
            found = [seq for (seq,) in database.execute("SELECT seq FROM naive WHERE seq > ?", (since,))]
        seen.update(found)
        return max([since, *found])

    def others() -> None:
        assert handed_out.wait(20)
        write(late=False)
        cursor = read(0)
        read_up_to.set()
        slow.join()
        read(cursor)

    slow = threading.Thread(target=write, args=(True,))
    slow.start()
    others()
    assert seen == {2}, "what was committed last is never seen"
