"""What the office costs: processor time for a visit in and changes out, with few and a million records."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ambassador_app.domain.roles import Role
from ambassador_app.office.deciding import prepare
from ambassador_app.office.log import Caller
from ambassador_app.office.office import Office
from benchmarks.measuring import Figure, side_by_side
from benchmarks.seeding import FOLDER
from tests.office.building import TENANT, make_office
from tests.office.laptops import NEW_ID, op

FEW, MANY = 1_000, 1_000_000
_ROUNDS = 15
_SOMEBODY = Caller(TENANT, "device", "Hanne Holm", Role.AMBASSADOR)


def figures() -> Iterator[Figure]:
    """Compare with a nearly empty office, and with SQLite alone."""
    with office_with(FEW) as few, office_with(MANY) as many:
        floor, ours = (pushing(few), pushing(many))
        at = f"at {MANY:,} records"
        taken = side_by_side(lambda: cpu(ours), lambda: cpu(floor), _ROUNDS)
        yield Figure(f"Office: a visit of 6 records pushed, {at}", *taken, "ms", "as at 1,000")
        for count in (1, 100, 1000):
            floor, ours = (pulling(few, count), pulling(many, count))
            taken = side_by_side(lambda ours=ours: cpu(ours), lambda floor=floor: cpu(floor), _ROUNDS)  # type: ignore[misc]
            yield Figure(f"Office: {count:,} changes pulled, {at}", *taken, "ms", "as at 1,000")
        taken = side_by_side(lambda: batches(few), bare_rows, 5)
        yield Figure("Office: 1,000 records in batches of 200", *taken, "ms", "≤ 12×")


def cpu(job: Callable[[], object]) -> float:
    """Give the processor time of one call in ms: other work on the machine hardly touches it."""
    began = time.process_time()
    job()
    return (time.process_time() - began) * 1000


@contextmanager
def office_with(records: int) -> Iterator[Office]:
    """Give an office whose one tenant has so many records; made once, copied for each run."""
    made, used = FOLDER / f"office-{records}", FOLDER / f"office-{records}-used"
    if not (made / "filled").exists():
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        make_office(made).close()
        _fill(made / "office.db", records)
        (made / "filled").touch()
    shutil.rmtree(used, ignore_errors=True)
    shutil.copytree(made, used)
    try:
        with make_office(used) as office:
            yield office
    finally:
        shutil.rmtree(used)


def _fill(file: Path, records: int) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO rec (tenant, kind, id, seq, deleted, erased, schema, data, by, at) "
            "SELECT ?, 'section', 'seed-' || i, i, 0, 0, 1, ?, 'Hanne', '2026-01-01T00:00:00.000+00:00' FROM n",
            (records, TENANT, '{"note":"' + "x" * 360 + '"}'),
        )
        database.execute("UPDATE tenant SET seq = ? WHERE tenant = ?", (records, TENANT))


def _visit() -> list[dict[str, Any]]:
    """Give a visit as it travels: a header and five sections of twenty answers."""
    answer = {"answer": "Ja, i hallen", "note": "", "reach": "report", "by": "Hanne Holm", "at": "2026-11-23T07:00:00Z"}
    answers = {f"answers.question_{number}": answer for number in range(20)}
    name = NEW_ID()
    header = op(name, set={f"field_{number}": "x" * 20 for number in range(10)})
    return [header, *(op(f"{name}/section_{number}", kind="section", set=answers) for number in range(5))]


def pushing(office: Office) -> Callable[[], object]:
    """Give the job of pushing a visit, from read JSON to the commit."""
    epoch = office.tenant(TENANT).epoch
    return lambda: office.log.push(TENANT, epoch, [prepare(one) for one in _visit()], lambda _: _SOMEBODY)


def pulling(office: Office, count: int) -> Callable[[], object]:
    """Give the job of pulling the newest `count` changes."""

    def pull() -> object:
        head = office.tenant(TENANT).seq
        return office.log.pull(TENANT, head - count, 2000, lambda _: _SOMEBODY)

    return pull


def batches(office: Office) -> float:
    """Give the processor time of 1,000 small records in pushes of 200."""
    epoch = office.tenant(TENANT).epoch
    fields = {f"field_{number}": "x" * 25 for number in range(10)}
    pushes = [[op(NEW_ID(), kind="section", set=fields) for _ in range(200)] for _ in range(5)]
    return sum(
        cpu(lambda ops=ops: office.log.push(TENANT, epoch, [prepare(one) for one in ops], lambda _: _SOMEBODY))  # type: ignore[misc]
        for ops in pushes
    )


def bare_rows() -> float:
    """Give the processor time of as many bytes put into a table of SQLite's, with one index, in five transactions."""
    with closing(sqlite3.connect(FOLDER / "bare.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, seq INTEGER UNIQUE, data TEXT)")
        start = database.execute("SELECT COALESCE(MAX(seq), 0) FROM bare").fetchone()[0]

        def insert() -> None:
            for batch in range(5):
                with database:
                    database.executemany(
                        "INSERT INTO bare VALUES (?, ?, ?)",
                        [(NEW_ID(), start + batch * 200 + n + 1, "x" * 378) for n in range(200)],
                    )

        return cpu(insert)
