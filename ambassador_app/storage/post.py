"""What goes to the office and what comes from it: the database's side of a sync.

Each call is one transaction and none waits for the network. Cut between any two, the next sync goes on as if nothing
had happened: what was sent is sent again under the same id, what was not settled is settled then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from typing import Final

from ambassador_app import __version__
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.syncing import Arrival, Delivery, Epoch, Op, Outcome, Refusal, Waiting
from ambassador_app.domain.visit import Visit
from ambassador_app.storage import keeping, outbox, rows
from ambassador_app.storage.arriving import ATTACHED, OFFICE, Arriving
from ambassador_app.storage.blobs import Blobs
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import write_json
from ambassador_app.storage.schema import COLUMNS, table_name
from ambassador_app.storage.transaction import Reader, Scoped, Transaction

_HASH: Final = re.compile(r'"([0-9a-f]{64})"')
_CURSOR, _EPOCH, _KINDS, _ANEW = "office_cursor", "office_epoch", "office_kinds", "office_anew"
_PROGRAM: Final = "office_program"
_DROP, _OFFER = "yes", "offer"
"""What becomes of records that the office has not got when everything was asked for anew."""
_ORIGINAL: Final = "original_sha256"
"""A photo as it came; one that was rebuilt from a report has none."""
_SIZES: Final = (_ORIGINAL, "thumbnail_sha256")
_SET: Final = '"set"'
_KNOWN: Final = "SELECT 1 FROM delivery WHERE sha256 = ?"
_DELIVERY: Final = "SELECT sha256, kind, record_id, visit_id, size FROM delivery WHERE "


class Post:
    """Outbox, arrivals and deliveries of one store. `transaction` and `reader` are the store's own."""

    def __init__(
        self, transaction: Callable[..., Scoped], reader: Callable[[], Reader], blobs: Blobs, new_id: NewId
    ) -> None:
        self._transaction: Final = transaction
        self._reader: Final = reader
        self._blobs: Final = blobs
        self._new_id: Final = new_id

    # -- out ----------------------------------------------------------------------------------------------------------
    def sent(self) -> tuple[Op, ...]:
        """The ops that were sent and not answered: to be sent again just so, before anything else."""
        with self._reader() as reader:
            return outbox.sent(reader.connection)

    def take(self, *, most: int, largest: int) -> tuple[Op, ...]:
        """Freeze the next ops that stand alone: at most `most`, and no more than `largest` characters."""
        with self._write() as transaction:
            return outbox.freeze(transaction.connection, most=most, largest=largest, new_id=self._new_id)

    def take_group(self) -> tuple[Op, ...]:
        """Freeze the next group of ops that stand or fall together. What they name goes to the office before them."""
        with self._write() as transaction:
            return outbox.freeze_group(transaction.connection, new_id=self._new_id)

    # -- back ---------------------------------------------------------------------------------------------------------
    def settle(self, outcomes: Iterable[Outcome], *, me: str) -> Changes:
        """Do what the office's words on our ops ask for; attachments of taken records wait for delivery then."""
        with self._write() as transaction:
            arriving = self._arriving(transaction, me)
            for outcome in outcomes:
                op = arriving.settle(outcome)
                if op is not None:
                    self._queue(transaction.connection, op)
        return self._changes(transaction, arriving)

    def arrive(self, arrivals: Sequence[Arrival], *, cursor: int, me: str) -> Changes:
        """Put a page of the office's changes into the records; the next page begins after `cursor`."""
        with self._write() as transaction:
            arriving = self._arriving(transaction, me)
            for one in arrivals:
                arriving.arrive(one)
            _note(transaction.connection, _CURSOR, str(cursor))
        return self._changes(transaction, arriving)

    def _arriving(self, transaction: Transaction, me: str) -> Arriving:
        connection = transaction.connection
        return Arriving(connection, me=me, epoch=epoch_of(connection), at=transaction.writer.at, new_id=self._new_id)

    @staticmethod
    def _changes(transaction: Transaction, arriving: Arriving) -> Changes:
        touched = frozenset(arriving.touched)
        return Changes(touched, Deed.ARRIVE, "", transaction.writer.at if touched else None)

    def start_over(self) -> None:
        """Ask for everything anew: so much has passed that the office cannot tell what was removed meanwhile."""
        with self._write() as transaction:
            connection = transaction.connection
            _note(connection, _CURSOR, "0")
            _note(connection, _ANEW, _noted(connection, _ANEW) or _DROP)

    @property
    def starts_over(self) -> bool:
        """Whether everything is being asked for anew; a sync that was cut meanwhile begins with it again."""
        with self._reader() as reader:
            return bool(_noted(reader.connection, _ANEW))

    def drop_unseen(self, seen: Set[tuple[str, str]], *, me: str) -> Changes:
        """After `start_over` and all that arrived: take away what the office has not got any more.

        What was changed here since is kept, and offered to the office as new; so is everything where the office is not
        the one it was.
        """
        with self._write() as transaction:
            arriving = self._arriving(transaction, me)
            if _noted(transaction.connection, _ANEW) == _OFFER:
                arriving.offer_unseen(seen)
            else:
                arriving.drop_unseen(seen)
                keeping.forget_unseen(transaction.connection, seen)
            _note(transaction.connection, _ANEW, "")
        return self._changes(transaction, arriving)

    def cursor(self) -> int:
        """The number up to which the office's changes are here. A program that knows new kinds asks from the start."""
        with self._reader() as reader:
            known = _noted(reader.connection, _KINDS) == _kinds()
            return int(_noted(reader.connection, _CURSOR) or 0) if known else 0

    def epoch(self) -> Epoch | None:
        """The office's present life as this device knows it; None before the first sync."""
        with self._reader() as reader:
            found = epoch_of(reader.connection)
        return found if found.id else None

    def begin(self, epoch: Epoch) -> None:
        """Meet the office in this epoch. After a restored backup, what it lost of ours is offered again. It may be
        another office altogether, whatever its numbers say: so everything is asked for, and offered what did not come.
        """
        with self._reader() as reader:
            refused = reader.connection.execute("SELECT 1 FROM refusal LIMIT 1").fetchone() is not None
            same = epoch_of(reader.connection) == epoch and _noted(reader.connection, _PROGRAM) == __version__
            if same and not refused and _noted(reader.connection, _KINDS) == _kinds():
                return
        with self._write() as transaction:
            connection = transaction.connection
            if _noted(connection, _KINDS) != _kinds():
                _note(connection, _CURSOR, "0")
                _note(connection, _KINDS, _kinds())
            connection.execute("DELETE FROM refusal")  # each is offered once more
            if _noted(connection, _PROGRAM) != __version__:  # what an older one could not read is asked for again
                if connection.execute("DELETE FROM newer").rowcount > 0:
                    _note(connection, _CURSOR, "0")
                _note(connection, _PROGRAM, __version__)
            known = epoch_of(connection)
            if known.id and known.id != epoch.id:
                self._arriving(transaction, OFFICE).offer_lost(epoch)
                _note(connection, _CURSOR, "0")
                _note(connection, _ANEW, _OFFER)
                connection.execute("UPDATE delivery SET confirmed = NULL")
                keeping.new_epoch(connection)
            _note(connection, _EPOCH, write_json([epoch.id, epoch.begins]))

    # -- attachments --------------------------------------------------------------------------------------------------
    def _queue(self, connection: Connection, op: Op) -> None:
        """Have what a record names go to the office; also what should be here and is not: it is said then."""
        named = [one for one in ATTACHED.get(op.kind, frozenset()) - {_ORIGINAL} if _HASH.match(f'"{op.put.get(one)}"')]
        for sha256 in dict.fromkeys((*self.named(op), *(str(op.put[one]) for one in named))):
            size = self._blobs.size(sha256) if self._blobs.has(sha256) else 0
            values = (sha256, op.kind, op.id, _visit_of(connection, op.kind, op.id), size)
            connection.execute(
                "INSERT OR IGNORE INTO delivery (sha256, kind, record_id, visit_id, size) VALUES (?, ?, ?, ?, ?)",
                values,
            )

    def named(self, op: Op) -> tuple[str, ...]:
        """The attachments kept here that an op names."""
        return tuple(dict.fromkeys(one for one in _HASH.findall(write_json(op.put)) if self._blobs.has(one)))

    def deliveries(self) -> tuple[Delivery, ...]:
        """The attachments to bring: sealed reports first, then the newest."""
        with self._reader() as reader:
            asked = f"{_DELIVERY} confirmed IS NULL ORDER BY kind <> ?, number DESC"
            return tuple(Delivery(*row) for row in reader.connection.execute(asked, (Report.KIND,)).fetchall())

    def delivered(self, hashes: Sequence[str]) -> None:
        """The office confirmed the bytes of these."""
        with self._write() as transaction:
            at = transaction.writer.at.isoformat()
            done = [(at, sha256) for sha256 in hashes]
            transaction.connection.executemany("UPDATE delivery SET confirmed = ? WHERE sha256 = ?", done)

    def give_up(self, sha256: str) -> None:
        """These bytes are not here any more: not missed where the record that named them is gone, else said."""
        with self._write() as transaction:
            connection = transaction.connection
            found = connection.execute("SELECT kind, record_id FROM delivery WHERE sha256 = ?", (sha256,)).fetchone()
            row = rows.read(connection, *found) if found is not None else None
            if row is not None and sha256 in _HASH.findall(write_json(row.fields)):
                _refuse(transaction, sha256, "file-missing")
            else:
                connection.execute("DELETE FROM delivery WHERE sha256 = ?", (sha256,))

    def not_taken(self, sha256: str, code: str) -> None:
        """The office did not take these bytes, for the reason `code`; they go on waiting."""
        with self._write() as transaction:
            _refuse(transaction, sha256, code)

    def wanted(self) -> tuple[str, ...]:
        """The attachments to fetch: small pictures first, then the rest in the order they were named.

        A photo as it came from the camera is fetched only when somebody asks for it.
        """
        with self._reader() as reader:
            asked = "SELECT sha256 FROM wanted WHERE field <> ? ORDER BY field <> ?, number"
            return tuple(str(row[0]) for row in reader.connection.execute(asked, _SIZES).fetchall())

    def ask_for(self, sha256: str) -> bool:
        """Have the next sync fetch bytes that are at the office, or on their way there; False if they are not."""
        with self._reader() as reader:
            known = reader.connection.execute("SELECT 1 FROM wanted WHERE sha256 = ?", (sha256,)).fetchone() is not None
        if known and not self._blobs.read_only:
            with self._write() as transaction:
                transaction.connection.execute("UPDATE wanted SET field = '' WHERE sha256 = ?", (sha256,))
        return known

    def fetched(self, sha256: str) -> None:
        """These bytes are here now."""
        with self._write() as transaction:
            transaction.connection.execute("DELETE FROM wanted WHERE sha256 = ?", (sha256,))

    # -- standing -----------------------------------------------------------------------------------------------------
    def waiting(self) -> Waiting:
        """What the office does not have yet."""
        with self._reader() as reader:
            connection = reader.connection
            records = connection.execute("SELECT count(DISTINCT kind || ' ' || record_id) FROM outbox").fetchone()[0]
            files, size = connection.execute(
                "SELECT count(*), total(size) FROM delivery WHERE confirmed IS NULL"
            ).fetchone()
            ahead = self._ahead(connection)
            refused = connection.execute("SELECT kind, record_id, code, field, at FROM refusal ORDER BY at").fetchall()
        size += sum(one.size for one in ahead)
        return Waiting(records, files + len(ahead), int(size), tuple(Refusal(*one) for one in refused))

    def _ahead(self, connection: Connection) -> tuple[Delivery, ...]:
        """The attachments that wait behind the records that name them, which the office has not taken yet."""
        asked = f"SELECT kind, record_id, {_SET} FROM outbox WHERE kind IN ({', '.join('?' * len(ATTACHED))})"
        found: dict[str, Delivery] = {}
        for kind, identifier, put in connection.execute(asked, tuple(ATTACHED)).fetchall():
            for sha256 in _HASH.findall(put):
                known = sha256 in found or connection.execute(_KNOWN, (sha256,)).fetchone() is not None
                if not known and self._blobs.has(sha256):
                    visit = _visit_of(connection, kind, identifier)
                    found[sha256] = Delivery(sha256, kind, identifier, visit, self._blobs.size(sha256))
        return tuple(found.values())

    def visits_of(self, ops: Iterable[Op]) -> set[str]:
        """The visits that these records belong to."""
        with self._reader() as reader:
            return {op.id if op.kind == Visit.KIND else _visit_of(reader.connection, op.kind, op.id) for op in ops}

    def records_of(self, visit_id: str) -> tuple[int, int]:
        """How many records of a visit the office has as they are here, and how many it has not."""
        asked = (
            "SELECT count(*), total(EXISTS (SELECT 1 FROM outbox WHERE record_id = one.id AND kind = ?)) "
            "FROM {table} AS one WHERE {column} = ?"
        )
        there = waiting = 0
        with self._reader() as reader:
            for kind, kept in COLUMNS.items():
                column = "id" if kind == Visit.KIND else "visit_id"
                if kind == Visit.KIND or any(one.name == column for one in kept):
                    statement = asked.format(table=table_name(kind), column=column)
                    count, unsent = reader.connection.execute(statement, (kind, visit_id)).fetchone()
                    there, waiting = there + count - int(unsent), waiting + int(unsent)
        return there, waiting

    def files_of(self, visit_id: str) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
        """The attachments of a visit that the office lacks, and those it confirmed."""
        with self._reader() as reader:
            found = {
                confirmed: tuple(
                    Delivery(*row)
                    for row in reader.connection.execute(
                        f"{_DELIVERY} visit_id = ? AND (confirmed IS NOT NULL) = ? ORDER BY number",
                        (visit_id, confirmed),
                    ).fetchall()
                )
                for confirmed in (False, True)
            }
            ahead = tuple(one for one in self._ahead(reader.connection) if one.visit_id == visit_id)
        return (*found[False], *ahead), found[True]

    def has(self, kind: str, identifier: str) -> bool:
        """Whether the office has ever confirmed or sent this record."""
        with self._reader() as reader:
            row = rows.read(reader.connection, kind, identifier)
        return row is not None and row.base > 0

    def open_conflicts(self, visit_id: str | None = None) -> int:
        """How many conflicts wait for somebody's decision, in a visit or at all."""
        with self._reader() as reader:
            asked = "SELECT count(*) FROM r_conflict WHERE NOT deleted AND open AND visit_id = coalesce(?, visit_id)"
            return int(reader.connection.execute(asked, (visit_id,)).fetchone()[0])

    def keep_receipt(self, body: str, *, instead: bool = False) -> int:
        """Keep what a sync did, `instead` of the newest kept where that says no more; gives the receipt's number."""
        with self._write() as transaction:
            if instead:
                transaction.connection.execute("DELETE FROM receipt WHERE number = (SELECT max(number) FROM receipt)")
            at = transaction.writer.at.isoformat()
            made = transaction.connection.execute("INSERT INTO receipt (at, body) VALUES (?, ?)", (at, body))
            return int(made.lastrowid)

    def receipts(self, most: int) -> tuple[str, ...]:
        """What was kept of the newest receipts, newest first."""
        with self._reader() as reader:
            asked = "SELECT body FROM receipt ORDER BY number DESC LIMIT ?"
            return tuple(str(row[0]) for row in reader.connection.execute(asked, (most,)).fetchall())

    def _write(self) -> Scoped:
        return self._transaction("", author=OFFICE)


def _visit_of(connection: Connection, kind: str, identifier: str) -> str:
    row = rows.read(connection, kind, identifier)
    found = row.fields.get("visit_id") if row is not None else None
    return str(found or "")


def _refuse(transaction: Transaction, sha256: str, code: str) -> None:
    asked = (
        "INSERT OR REPLACE INTO refusal (kind, record_id, code, field, at) "
        "SELECT kind, record_id, ?, '', ? FROM delivery WHERE sha256 = ?"
    )
    transaction.connection.execute(asked, (code, transaction.writer.at.isoformat(), sha256))


def _kinds() -> str:
    """The kinds of record this program knows."""
    return " ".join(sorted(COLUMNS))


def epoch_of(connection: Connection) -> Epoch:
    """The office's present life as this device knows it; one without a name before the first sync."""
    found = _noted(connection, _EPOCH)
    return Epoch(*rows.read_json(found)) if found else Epoch("")


def _noted(connection: Connection, name: str) -> str | None:
    found = connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found is not None else None


def _note(connection: Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)", (name, value))
