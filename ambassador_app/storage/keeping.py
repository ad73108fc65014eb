"""Visits whose parts only the office holds: what is noted of them, and how parts leave and come back.

Everything here happens within the caller's transaction, and nothing of it is told to the office.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ambassador_app.domain.keeping import Rules, Seen, WhyAway, Window
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.records import from_json
from ambassador_app.domain.syncing import Arrival
from ambassador_app.domain.visit import Visit
from ambassador_app.storage import outbox, rows
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import Row, read_json, write_json
from ambassador_app.storage.schema import SEARCHED, Fields, table_name
from ambassador_app.storage.trimming import KEPT, LEAVING, leaves, trimmed, widened

RULES: Final = "keeping_rules"
"""The note that holds what the person chose."""
LEFT: Final = "left_over"
"""The note that says that files and words of the search index are still here of what went."""
LOST: Final = -1
"""The number of a record that only the office held, and that it has not shown since it was set back to a backup."""
HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")

AWAY: Final = "SELECT visit_id FROM keeping WHERE away IS NOT NULL"
"""The visits whose parts are at the office alone."""

_NOTE: Final = "INSERT OR REPLACE INTO away (kind, record_id, visit_id, seq) VALUES (?, ?, ?, ?)"
_SET_OFF: Final = (
    "INSERT INTO keeping (visit_id, away) VALUES (?, ?) "
    "ON CONFLICT (visit_id) DO UPDATE SET away = excluded.away, since = NULL"
)


@dataclass(slots=True)
class Mark:
    """Who asks for a window: who works here, and what time it is."""

    me: str
    at: datetime


def rules_of(connection: Connection) -> Rules:
    """What the person chose, or what holds by itself."""
    found = connection.execute("SELECT value FROM note WHERE name = ?", (RULES,)).fetchone()
    return from_json(Rules, json.loads(found[0])) if found is not None else Rules()  # type: ignore[return-value]


def why_away(connection: Connection, visit_id: object) -> WhyAway | None:
    """Why parts of a visit are not here; None where they are."""
    found = connection.execute("SELECT away FROM keeping WHERE visit_id = ?", (visit_id,)).fetchone()
    return WhyAway(found[0]) if found is not None and found[0] is not None else None


def seen_visit(connection: Connection, fields: Fields) -> Seen:
    """What the window asks of a visit with these fields."""
    found = connection.execute("SELECT body FROM r_site WHERE id = ?", (fields.get("site_id"),)).fetchone()
    address = read_json(found[0]).get("address") if found is not None else None
    postcode = str(address.get("postcode") or "") if isinstance(address, dict) else ""
    moment = fields.get("planned_at") or fields.get("started_at")
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else None
    at = at.astimezone() if at is not None and at.tzinfo is None else at
    return Seen(str(fields.get("status") or "planned"), str(fields.get("responsible") or ""), at, postcode)


# -- leaving ----------------------------------------------------------------------------------------------------------
def set_off(connection: Connection, visit_id: str, why: WhyAway) -> None:
    """Let the parts of a visit go: what stays is in `trimming`. Bytes of attachments go when `Store.tidy` is called."""
    connection.execute(_SET_OFF, (visit_id, why.value))
    hashes: set[str] = set()
    for kind in LEAVING:
        asked = f"SELECT row, id, base, body FROM {table_name(kind)} WHERE visit_id = ? AND NOT deleted"
        for number, identifier, base, body in connection.execute(asked, (visit_id,)).fetchall():
            if leaves(kind, read_json(body)):
                hashes.update(HASH.findall(body))
                connection.execute(_NOTE, (kind, identifier, visit_id, base))
                _drop(connection, kind, identifier, number)
    for kind, identifier in trimmed_rows(connection, visit_id):
        hashes |= _trim(connection, kind, identifier)
    reports = connection.execute("SELECT id, body FROM r_report WHERE visit_id = ?", (visit_id,)).fetchall()
    for identifier, body in reports:
        hashes.update(HASH.findall(body))
        connection.execute("DELETE FROM journal WHERE kind = 'report' AND record_id = ?", (identifier,))
    connection.executemany("DELETE FROM wanted WHERE sha256 = ?", [(one,) for one in hashes])
    connection.execute("DELETE FROM delivery WHERE visit_id = ?", (visit_id,))
    blank_receipts(connection, {visit_id}, hashes)
    leave_over(connection)


def leave_over(connection: Connection) -> None:
    """Remember that something went, so that its files and words are tidied away."""
    connection.execute("INSERT OR REPLACE INTO note (name, value) VALUES (?, 'yes')", (LEFT,))


def trimmed_rows(connection: Connection, visit_id: str) -> list[tuple[str, str]]:
    """The records of a visit that stay here without all of their fields."""
    found = connection.execute("SELECT id FROM r_measure WHERE visit_id = ? AND NOT deleted", (visit_id,)).fetchall()
    return [(Visit.KIND, visit_id), *((Measure.KIND, str(one)) for (one,) in found)]


def _drop(connection: Connection, kind: str, identifier: str, number: int) -> None:
    if kind in SEARCHED:
        connection.execute(f"DELETE FROM f_{kind} WHERE rowid = ?", (number,))
    connection.execute(f"DELETE FROM {table_name(kind)} WHERE row = ?", (number,))
    for table in ("journal", "newer", "refusal", "base"):
        connection.execute(f"DELETE FROM {table} WHERE kind = ? AND record_id = ?", (kind, identifier))


def _trim(connection: Connection, kind: str, identifier: str) -> set[str]:
    here = rows.read(connection, kind, identifier)
    if here is None or here.deleted:
        return set()
    kept = trimmed(kind, here.fields)
    rows.write(connection, kind, identifier, kept, local={}, before=here)
    names = sorted(KEPT[kind])
    connection.execute(
        f"DELETE FROM journal WHERE kind = ? AND record_id = ? AND field NOT IN ({', '.join('?' * len(names))})",
        (kind, identifier, *names),
    )
    gone = {name: value for name, value in here.fields.items() if name not in kept}
    return set(HASH.findall(write_json(gone)))


def blank_receipts(connection: Connection, visits: set[str], hashes: Iterable[str] = ()) -> None:
    """Take the names of these visits, and of these files, out of the receipts; numbers and hashes stay."""
    named = visits | set(hashes)
    for number, body in connection.execute("SELECT number, body FROM receipt").fetchall():
        if not any(one in body for one in named):
            continue
        told: dict[str, Any] = read_json(body)
        for visit in told.get("visits", ()):
            whole = visit.get("visit_id") in visits
            if whole:
                visit["title"] = ""
            for file in visit.get("files", ()):
                if whole or file.get("sha256") in named:
                    file["name"] = ""
        connection.execute("UPDATE receipt SET body = ? WHERE number = ?", (write_json(told), number))


# -- arriving ---------------------------------------------------------------------------------------------------------
def visit_of(connection: Connection, there: Arrival) -> str:
    """The visit that an arriving record belongs to, or empty; a removed one is known by what was noted of it."""
    if there.kind == Visit.KIND:
        return there.id
    found = there.fields.get("visit_id")
    if isinstance(found, str):
        return found
    if not there.deleted:
        return ""
    asked = "SELECT visit_id FROM away WHERE kind = ? AND record_id = ?"
    known = connection.execute(asked, (there.kind, there.id)).fetchone()
    return str(known[0]) if known is not None else ""


def forget(connection: Connection, kind: str, identifier: str) -> None:
    """Note no longer that the office holds a record."""
    connection.execute("DELETE FROM away WHERE kind = ? AND record_id = ?", (kind, identifier))


def noted(connection: Connection, there: Arrival, visit_id: str) -> bool:
    """Note a part of a visit that is away, and keep nothing of it; False for what is kept here all the same."""
    if there.deleted:
        forget(connection, there.kind, there.id)
        return False  # where a row is here after all, it goes as ever
    if not leaves(there.kind, there.fields):
        forget(connection, there.kind, there.id)
        return False
    here = rows.read(connection, there.kind, there.id)
    if here is not None and not here.deleted:
        if outbox.has_open(connection, there.kind, there.id):
            return False
        _drop(connection, there.kind, there.id, here.number)
    connection.execute(_NOTE, (there.kind, there.id, visit_id, there.seq))
    return True


def is_outside(connection: Connection, there: Arrival, window: Window, mark: Mark) -> bool:
    """Whether an arriving visit that was never here is outside the window, and nothing of it was edited here."""
    if there.deleted or window.takes(seen_visit(connection, there.fields), me=mark.me, now=mark.at):
        return False
    if rows.read(connection, Visit.KIND, there.id) is not None:
        return False
    return not is_edited(connection, there.id)


def is_edited(connection: Connection, visit_id: str) -> bool:
    """Whether the office lacks an edit of a visit or of its parts."""
    parts = [(Visit.KIND, "id")] + [(kind, "visit_id") for kind in (*LEAVING, Measure.KIND, "report")]
    return any(
        connection.execute(
            f"SELECT 1 FROM {table_name(kind)} AS one WHERE one.{column} = ? AND ("
            "EXISTS (SELECT 1 FROM outbox WHERE outbox.record_id = one.id AND outbox.kind = ?) OR "
            "EXISTS (SELECT 1 FROM base WHERE base.record_id = one.id AND base.kind = ?)) LIMIT 1",
            (visit_id, kind, kind),
        ).fetchone()
        is not None
        for kind, column in parts
    )


def widen(connection: Connection, here: Row, there: Arrival) -> None:
    """Give a trimmed row the fields that it lacks, before what else the office has of it is taken or merged."""
    fields = widened(there.kind, here.fields, there.fields)
    rows.write(connection, there.kind, there.id, fields, local={}, before=here)
    found = connection.execute(
        "SELECT body FROM base WHERE kind = ? AND record_id = ?", (there.kind, there.id)
    ).fetchone()
    if found is not None:
        base = write_json(widened(there.kind, read_json(found[0]), there.fields))
        connection.execute("UPDATE base SET body = ? WHERE kind = ? AND record_id = ?", (base, there.kind, there.id))


def as_kept(connection: Connection, there: Arrival, mark: Mark) -> Arrival | None:
    """What is kept here of an arriving record: all of it, some fields where its visit is away, or nothing."""
    visit_id = visit_of(connection, there)
    if not visit_id:
        return there
    if there.kind == Visit.KIND and is_outside(connection, there, rules_of(connection).window, mark):
        set_off(connection, visit_id, WhyAway.OUTSIDE)
    if why_away(connection, visit_id) is None:
        forget(connection, there.kind, there.id)
        return there
    if there.kind == Visit.KIND and there.deleted:
        for table in ("away", "keeping"):
            connection.execute(f"DELETE FROM {table} WHERE visit_id = ?", (visit_id,))
        return there
    if there.kind in LEAVING and noted(connection, there, visit_id):
        return None
    return there if there.deleted else replace(there, fields=trimmed(there.kind, there.fields))


def new_epoch(connection: Connection) -> None:
    """The office was set back to a backup, or is another one: what only it held is lost until it shows it again, and
    nothing more goes until it has confirmed everything anew.
    """
    connection.execute("UPDATE away SET seq = ?", (LOST,))
    connection.execute("UPDATE keeping SET since = NULL")


def forget_unseen(connection: Connection, seen: Set[tuple[str, str]]) -> None:
    """After everything was asked for anew: what the office has not got any more is not noted any more."""
    for kind, identifier in connection.execute("SELECT kind, record_id FROM away").fetchall():
        if (kind, identifier) not in seen:
            forget(connection, kind, identifier)
