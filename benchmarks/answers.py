"""One answer made durable, against a bare SQLCipher transaction that writes the same rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as cipher

from benchmarks.measuring import Figure, seconds_of, side_by_side
from benchmarks.seeding import FOLDER
from tests.builders import a_visit, session_in

PATH = "/data/lighting/ly1_count"


def figures() -> Iterator[Figure]:
    """Measure 300 answers of each, in turns."""
    folder = FOLDER / "answers"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with session_in(folder / "home") as session, bare_database(folder / "bare.db") as bare:
        visit_id = a_visit(session)
        path = session.visits.workspace(visit_id).form.questions()[0].path  # type: ignore[union-attr]
        session.visits.answer(visit_id, path, note="0")
        numbers = iter(range(1, 1_000_000))
        ours, floor = side_by_side(
            lambda: seconds_of(lambda: session.visits.answer(visit_id, path, note=f"note {next(numbers)}")),
            lambda: seconds_of(lambda: write_rows(bare, next(numbers))),
            300,
        )
    yield Figure("one answer durable", ours * 1000, floor * 1000, "ms", "≤ 3×")


@contextmanager
def bare_database(file: Path) -> Iterator[Any]:
    """A SQLCipher database with the three tables an answer is written to, and nothing else."""
    connection = cipher.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{'ab' * 32}'\"")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE section (id TEXT PRIMARY KEY, visit_id TEXT, answers TEXT)")
    connection.execute(
        "CREATE TABLE journal (number INTEGER PRIMARY KEY, action TEXT, record TEXT, old TEXT, new TEXT)"
    )
    connection.execute("CREATE TABLE outbox (id TEXT PRIMARY KEY, kind TEXT, body TEXT)")
    try:
        yield connection
    finally:
        connection.close()


def write_rows(connection: Any, number: int) -> None:
    """Write one answer's row, journal entry and outbox entry in one FULL transaction."""
    answer = json.dumps(
        {"value": None, "note": f"note {number}", "reach": "report", "by": "a" * 36, "at": "2026-11-23"}
    )
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT OR REPLACE INTO section VALUES (?, ?, ?)", ("s" * 36, "v" * 36, answer))
    connection.execute(
        "INSERT INTO journal (action, record, old, new) VALUES (?, ?, ?, ?)", ("a" * 36, "s" * 36, answer, answer)
    )
    connection.execute("INSERT OR REPLACE INTO outbox VALUES (?, ?, ?)", ("o" * 36, "section", answer))
    connection.execute("COMMIT")
