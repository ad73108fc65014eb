"""Visits that are at the office: which they are, how one leaves, how one comes back. Each call is one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.filing import Filing, newest
from ambassador_app.domain.hold import Hold
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.keeping import Kept, Rules, WhyAway, is_ripe
from ambassador_app.domain.measure import Measure
from ambassador_app.domain.place import Site
from ambassador_app.domain.records import to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Arrival, Epoch
from ambassador_app.domain.visit import Visit
from ambassador_app.storage import keeping, rows
from ambassador_app.storage.arriving import ATTACHED, OFFICE, Arriving
from ambassador_app.storage.blobs import Blobs
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.reading import Reading
from ambassador_app.storage.rows import read_json
from ambassador_app.storage.schema import SEARCHED, table_name
from ambassador_app.storage.transaction import Reader, Scoped
from ambassador_app.storage.trimming import LEAVING

Ref = tuple[str, str]
"""Kind and id of a record."""

WORDS_A_STEP: Final = 200
"""Pages of the search index that are made anew at once, so that nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A visit of which the office has confirmed everything: its records by number, and the attachments they name."""

    visit_id: str
    numbers: Mapping[Ref, int]
    files: tuple[str, ...]


class Away:
    """What only the office holds. `transaction` and `reader` are the store's own."""

    def __init__(
        self, transaction: Callable[..., Scoped], reader: Callable[[], Reader], blobs: Blobs, new_id: NewId
    ) -> None:
        self._transaction: Final = transaction
        self._reader: Final = reader
        self._blobs: Final = blobs
        self._new_id: Final = new_id

    # -- what is chosen and how it stands -----------------------------------------------------------------------------
    def rules(self) -> Rules:
        """What the person chose on this device."""
        with self._reader() as reader:
            return keeping.rules_of(reader.connection)

    def keep_rules(self, rules: Rules) -> None:
        """Remember what the person chose. Nothing leaves and nothing comes before the next sync."""
        with self._write() as transaction:
            said = json.dumps(to_json(rules))
            transaction.connection.execute(
                "INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)", (keeping.RULES, said)
            )

    def is_away(self, visit_id: str) -> bool:
        """Whether parts of a visit are at the office alone."""
        with self._reader() as reader:
            return keeping.why_away(reader.connection, visit_id) is not None

    def kept(self, visit_id: str) -> Kept:
        """How a visit stands on this device."""
        with self._reader() as reader:
            connection = reader.connection
            found = connection.execute("SELECT away, since FROM keeping WHERE visit_id = ?", (visit_id,)).fetchone()
            away, since = found if found is not None else (None, None)
            count, lost = connection.execute(
                "SELECT count(*), total(seq < 0) FROM away WHERE visit_id = ?", (visit_id,)
            ).fetchone()
            return Kept(
                WhyAway(away) if away else None, count, int(lost),
                datetime.fromisoformat(since) if since else None,
                filing_of(reader, visit_id), holds_on(reader, visit_id),
            )  # fmt: skip

    def opened(self, visit_id: str, at: datetime) -> None:
        """Remember that a visit that was fetched is in use."""
        with self._write() as transaction:
            transaction.connection.execute(
                "UPDATE keeping SET opened = ? WHERE visit_id = ? AND came", (at.isoformat(), visit_id)
            )

    # -- coming back --------------------------------------------------------------------------------------------------
    def within(self, *, me: str, now: datetime) -> tuple[str, ...]:
        """The visits that are away and should be here: within the window that is chosen now, or open again."""
        found = []
        with self._reader() as reader:
            window = keeping.rules_of(reader.connection).window
            asked = (
                "SELECT v.id, v.body, k.away FROM keeping AS k JOIN r_visit AS v ON v.id = k.visit_id "
                "WHERE k.away IS NOT NULL AND NOT v.deleted"
            )
            for visit_id, body, away in reader.connection.execute(asked).fetchall():
                seen = keeping.seen_visit(reader.connection, read_json(body))
                is_open = seen.status in ("planned", "under_way")
                if is_open or (away == WhyAway.OUTSIDE and window.takes(seen, me=me, now=now)):
                    found.append(str(visit_id))
        return tuple(found)

    def refs(self, visit_id: str) -> tuple[Ref, ...]:
        """The records to ask the office for, so that a visit is whole here."""
        with self._reader() as reader:
            connection = reader.connection
            noted = connection.execute(
                "SELECT kind, record_id FROM away WHERE visit_id = ? ORDER BY kind, record_id", (visit_id,)
            ).fetchall()
            return (*keeping.trimmed_rows(connection, visit_id), *((str(kind), str(one)) for kind, one in noted))

    def lost(self, visit_id: str) -> frozenset[Ref]:
        """The records of a visit that the office, set back to a backup, has not shown since."""
        with self._reader() as reader:
            asked = "SELECT kind, record_id FROM away WHERE visit_id = ? AND seq < 0"
            found = reader.connection.execute(asked, (visit_id,)).fetchall()
        return frozenset((str(kind), str(one)) for kind, one in found)

    def bring(self, visit_id: str, arrivals: Sequence[Arrival], *, me: str) -> Changes:
        """Put a visit together again from what the office gave; its attachments are fetched after it. What is lost
        stays noted until somebody brings it.
        """
        with self._write() as transaction:
            connection, at = transaction.connection, transaction.writer.at
            connection.execute(
                "INSERT INTO keeping (visit_id, came, opened) VALUES (?, 1, ?) ON CONFLICT (visit_id) DO UPDATE SET "
                "away = NULL, came = 1, opened = excluded.opened, since = NULL",
                (visit_id, at.isoformat()),
            )
            for one in arrivals:
                keeping.forget(connection, one.kind, one.id)
            arriving = Arriving(connection, me=me, epoch=Epoch(""), at=at, new_id=self._new_id)
            for there in sorted(arrivals, key=lambda one: one.kind != Visit.KIND):
                arriving.come_back(there)
            arriving.touched.add((Visit.KIND, visit_id))
            self._want_reports(connection, visit_id)
        return Changes(frozenset(arriving.touched), Deed.ARRIVE, "", transaction.writer.at)

    def _want_reports(self, connection: Connection, visit_id: str) -> None:
        asked = "SELECT body FROM r_report WHERE visit_id = ? AND NOT deleted"
        for (body,) in connection.execute(asked, (visit_id,)).fetchall():
            fields = read_json(body)
            for name in sorted(ATTACHED[Report.KIND]):
                if fields.get(name) and not self._blobs.has(fields[name]):
                    wanted = "INSERT OR IGNORE INTO wanted (sha256, field) VALUES (?, ?)"
                    connection.execute(wanted, (fields[name], name))

    # -- leaving ------------------------------------------------------------------------------------------------------
    def ripe(self, *, days: int, now: datetime) -> tuple[str, ...]:
        """The visits that have stood whole at the office, filed and not held, for so many days; those that were
        fetched, so long after they were opened last. Remembers since when each has.
        """
        with self._write() as transaction:
            connection, found = transaction.connection, []
            for visit_id, came, known, opened in _candidates(connection):
                if not self._is_settled(transaction, visit_id, came=came):
                    connection.execute("UPDATE keeping SET since = NULL WHERE visit_id = ?", (visit_id,))
                    continue
                since = known or now.isoformat()
                if known is None:
                    connection.execute(_SINCE, (visit_id, since))
                begun = max(datetime.fromisoformat(one) for one in (since, opened) if one)
                if is_ripe(begun, days=days, now=now):
                    found.append(visit_id)
        return tuple(found)

    def _is_settled(self, reading: Reading, visit_id: str, *, came: bool) -> bool:
        visit = reading.find(Visit, visit_id)
        if visit is None or not visit.is_locked or _is_held(reading, visit_id):
            return False
        return (came or filing_of(reading, visit_id) is not None) and self._whole(
            reading.connection, visit_id
        ) is not None

    def whole(self, visit_id: str) -> Whole | None:
        """What the office has to hold before a visit may leave; None while it lacks something of it, as far as is
        known here.
        """
        with self._reader() as reader:
            return self._whole(reader.connection, visit_id)

    def _whole(self, connection: Connection, visit_id: str) -> Whole | None:
        if keeping.is_edited(connection, visit_id) or _is_unsettled(connection, visit_id):
            return None
        numbers: dict[Ref, int] = {}
        files: dict[str, None] = {}
        for kind, identifier, base, body in _records(connection, visit_id):
            if base <= 0:
                return None
            numbers[kind, identifier] = base
            fields = read_json(body)
            named = {str(fields[one]) for one in ATTACHED.get(kind, ()) if fields.get(one)}
            beside = {one for one in keeping.HASH.findall(body) if one not in named and self._blobs.has(one)}
            files |= dict.fromkeys(sorted(named | beside))
        return Whole(visit_id, numbers, tuple(files)) if numbers else None

    def set_off(self, whole: Whole) -> Changes | None:
        """Let a visit leave that the office has just confirmed as `whole` says; None if it changed here since."""
        with self._write() as transaction:
            connection = transaction.connection
            if self._whole(connection, whole.visit_id) != whole or _is_held(transaction, whole.visit_id):
                return None
            keeping.set_off(connection, whole.visit_id, WhyAway.PURGED)
        touched = frozenset({*whole.numbers, (Visit.KIND, whole.visit_id)})
        return Changes(touched, Deed.ARRIVE, "", transaction.writer.at)

    @property
    def left_over(self) -> bool:
        """Whether files and words of what went are still here."""
        with self._reader() as reader:
            asked = "SELECT 1 FROM note WHERE name = ? AND value = 'yes'"
            return reader.connection.execute(asked, (keeping.LEFT,)).fetchone() is not None

    def tidy_words(self) -> None:
        """Write those parts of the search index anew that still hold words of what went; a little at a time."""
        for kind in SEARCHED:
            pages = -WORDS_A_STEP
            while self._tidied(kind, pages):
                pages = WORDS_A_STEP
        with self._write() as transaction:
            transaction.connection.execute("DELETE FROM note WHERE name = ?", (keeping.LEFT,))

    def _tidied(self, kind: str, pages: int) -> bool:
        """Merge some of an index; False when nothing was left to do (SQLite's own sign: fewer than two changes)."""
        with self._write() as transaction:
            connection = transaction.connection
            before = connection.total_changes
            connection.execute(f"INSERT INTO f_{kind} (f_{kind}, rank) VALUES ('merge', ?)", (pages,))
            return bool(connection.total_changes - before >= 2)

    def _write(self) -> Scoped:
        return self._transaction("", author=OFFICE)


_SINCE: Final = (
    "INSERT INTO keeping (visit_id, since) VALUES (?, ?) ON CONFLICT (visit_id) DO UPDATE SET since = excluded.since"
)
_CANDIDATES: Final = (
    "SELECT visit_id, max(came), max(since), max(opened) FROM ("
    "SELECT visit_id, 0 AS came, NULL AS since, NULL AS opened FROM r_report WHERE NOT deleted "
    "AND visit_id IS NOT NULL AND json_array_length(body, '$.filed') > 0 "
    "UNION ALL SELECT visit_id, came, since, opened FROM keeping WHERE came OR since IS NOT NULL) "
    "WHERE visit_id NOT IN (SELECT visit_id FROM keeping WHERE away IS NOT NULL) "
    "GROUP BY visit_id ORDER BY visit_id"
)


def _candidates(connection: Connection) -> list[tuple[str, bool, str | None, str | None]]:
    found = connection.execute(_CANDIDATES).fetchall()
    return [(str(visit_id), bool(came), since, opened) for visit_id, came, since, opened in found]


_PARTS: Final = ((Visit.KIND, "id"), *((kind, "visit_id") for kind in (*LEAVING, Measure.KIND, Report.KIND)))
"""The kinds of record that a visit is made of, and the column that names it."""


def _records(connection: Connection, visit_id: str) -> Iterator[tuple[str, str, int, str]]:
    """Every record of a visit that is here."""
    for kind, column in _PARTS:
        asked = f"SELECT id, base, body FROM {table_name(kind)} WHERE {column} = ? AND NOT deleted"
        for identifier, base, body in connection.execute(asked, (visit_id,)).fetchall():
            yield kind, str(identifier), int(base), str(body)


_UNSETTLED: Final = (
    "SELECT 1 FROM delivery WHERE visit_id = :visit AND confirmed IS NULL",
    "SELECT 1 FROM r_conflict WHERE visit_id = :visit AND open AND NOT deleted",
    *(
        f"SELECT 1 FROM {table} AS marked JOIN {table_name(kind)} AS one ON one.id = marked.record_id "
        f"WHERE marked.kind = '{kind}' AND one.{column} = :visit"
        for table in ("refusal", "newer")
        for kind, column in (
            (Visit.KIND, "id"),
            *((kind, "visit_id") for kind in (*LEAVING, Measure.KIND, Report.KIND)),
        )
    ),
)


def _is_unsettled(connection: Connection, visit_id: str) -> bool:
    """Whether something of a visit waits for the office, for a decision, or for a newer program."""
    return any(
        connection.execute(f"{asked} LIMIT 1", {"visit": visit_id}).fetchone() is not None for asked in _UNSETTLED
    )


def filing_of(reading: Reading, visit_id: str) -> Filing | None:
    """How the newest report of a visit was filed; None where it was not, or where two newest ones were not both."""
    reports = reading.all(Report, visit_id=visit_id)
    latest = max((one.revision for one in reports), default=0)
    found = [newest(one.filed) for one in reports if one.revision == latest]
    filed = [one for one in found if one is not None]
    return newest(filed) if filed and len(filed) == len(found) else None


def subjects_of(reading: Reading, visit_id: str) -> tuple[Ref, ...]:
    """What a hold can be on so that it holds this visit: itself, its place, and the company there."""
    found: list[Ref] = [(Visit.KIND, visit_id)]
    row = rows.read(reading.connection, Visit.KIND, visit_id)
    site_id = row.fields.get("site_id") if row is not None else None
    site = reading.find(Site, str(site_id)) if site_id else None
    if site is not None:
        found.append((Site.KIND, site.id))
        if site.organisation_id:
            found.append(("organisation", site.organisation_id))
    return tuple(found)


def holds_on(reading: Reading, visit_id: str) -> tuple[Hold, ...]:
    """Every hold on a visit, its place or the company there, released ones too."""
    return tuple(
        one for kind, subject in subjects_of(reading, visit_id)
        for one in reading.all(Hold, subject_id=subject) if one.subject_kind == kind
    )  # fmt: skip


def _is_held(reading: Reading, visit_id: str) -> bool:
    return any(one.is_open for one in holds_on(reading, visit_id))
