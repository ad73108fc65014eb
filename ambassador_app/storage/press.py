"""Publications of one store: which ones wait to be proved or signed, and what becomes of the records they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.identifiers import NewId
from ambassador_app.domain.merging import changed
from ambassador_app.domain.publication import OWNED, Publication
from ambassador_app.domain.records import fields_of, value_of
from ambassador_app.domain.syncing import Arrival
from ambassador_app.storage import bases, outbox, rows
from ambassador_app.storage.arriving import OFFICE, Arriving
from ambassador_app.storage.bases import Base
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.outbox import Edit
from ambassador_app.storage.post import epoch_of
from ambassador_app.storage.rows import Row
from ambassador_app.storage.schema import RECORD_SCHEMA, table_name
from ambassador_app.storage.transaction import Reader, Scoped, Transaction

_UNHELD: Final = (
    "SELECT said.id, said.body FROM r_publication AS said LEFT JOIN {table} AS one "
    "ON one.id = substr(said.subject, length(?) + 1) "
    "WHERE NOT said.deleted AND substr(said.subject, 1, length(?)) = ? AND said.number > coalesce(one.base, 0) "
    "ORDER BY said.subject, said.number"
)
_NEWEST: Final = "SELECT max(number) FROM r_publication WHERE NOT deleted AND subject = ?"
_UNSENT: Final = (
    "SELECT max(number) FROM r_publication WHERE NOT deleted AND subject = ? AND base = 0 AND id IN "
    "(SELECT record_id FROM outbox WHERE kind = 'publication' AND frozen = 0) AND id NOT IN "
    "(SELECT record_id FROM outbox WHERE kind = 'publication' AND frozen = 1)"
)
_EDITED: Final = "SELECT record_id FROM outbox WHERE kind = ? AND frozen = 0 ORDER BY number"
_UNSIGNED: Final = (
    "SELECT id FROM {table} AS one WHERE NOT deleted AND NOT EXISTS "
    "(SELECT 1 FROM r_publication AS said WHERE NOT said.deleted AND said.subject = ? || '/' || one.id) "
    "AND NOT EXISTS (SELECT 1 FROM outbox WHERE kind = ? AND record_id = one.id)"
)
_REFUSE: Final = "INSERT OR REPLACE INTO refusal (kind, record_id, code, field, at) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Edited:
    """A record that the office owns, as it was changed here: to be said as publication `number`, or withdrawn."""

    kind: str
    id: str
    number: int
    content: Mapping[str, object]
    withdrawn: bool


class Press:
    """Publications of one store. `transaction` and `reader` are the store's own."""

    def __init__(self, transaction: Callable[..., Scoped], reader: Callable[[], Reader], new_id: NewId) -> None:
        self._transaction: Final = transaction
        self._reader: Final = reader
        self._new_id: Final = new_id

    # -- coming -------------------------------------------------------------------------------------------------------
    def unheld(self) -> tuple[Publication, ...]:
        """The publications that are newer than the records they speak of, oldest first."""
        found = []
        with self._reader() as reader:
            for kind in OWNED:
                asked = _UNHELD.format(table=table_name(kind))
                for identifier, body in reader.connection.execute(asked, (f"{kind}/",) * 3).fetchall():
                    found.append(value_of(Publication, identifier, rows.read_json(body)))
        return tuple(found)

    def followed(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """Kind and id of every record that follows what the office said, and the number of that."""
        found = []
        with self._reader() as reader:
            for kind in OWNED:
                asked = f"SELECT id, base FROM {table_name(kind)} WHERE NOT deleted AND base > 0 ORDER BY row"
                found += [((kind, str(one)), int(base)) for one, base in reader.connection.execute(asked).fetchall()]
        return tuple(found)

    def hold(self, proved: Iterable[Publication], *, me: str) -> Changes:
        """Let records follow these publications, which somebody has proved; my edits are merged with them."""
        with self._transaction(Deed.ARRIVE, author=OFFICE) as transaction:
            connection = transaction.connection
            arriving = Arriving(
                connection, me=me, epoch=epoch_of(connection), at=transaction.writer.at, new_id=self._new_id
            )
            for one in proved:
                arriving.hold(_arrival(one))
        return _changes(transaction, arriving.touched)

    # -- going --------------------------------------------------------------------------------------------------------
    def edits(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of what was changed here and is not signed yet."""
        with self._reader() as reader:
            return tuple(_edited(reader.connection))

    def sign(self, make: Callable[[Edited], Publication | None]) -> Changes:
        """Say for everybody what was changed here; `make` signs it, or gives None for what is to wait."""
        with self._transaction(Deed.PUBLISH, author=OFFICE) as transaction:
            connection = transaction.connection
            for kind, identifier in list(_edited(connection)):
                edited = _as_edited(connection, kind, identifier)
                publication = make(edited) if edited is not None else None
                if edited is None:
                    self._clear(transaction, kind, identifier)
                    bases.forget(connection, kind, identifier)
                elif publication is not None:
                    transaction.writer.put_exactly(Publication.KIND, publication.id, fields_of(publication))
                    self._clear(transaction, kind, identifier)
                    bases.number(connection, kind, identifier, publication.number)
        return _changes(transaction, transaction.writer.touched)

    def unsent(self) -> tuple[Publication, ...]:
        """The publications that were signed here and have not left yet; those that bear the office's word left once."""
        asked = (
            "SELECT id, body FROM r_publication WHERE NOT deleted AND base = 0 AND id IN "
            "(SELECT record_id FROM outbox WHERE kind = 'publication' AND frozen = 0)"
        )
        with self._reader() as reader:
            found = [value_of(Publication, one, rows.read_json(body)) for one, body in reader.connection.execute(asked)]
        return tuple(one for one in found if one.attested is None)

    def put_again(self, signed: Iterable[Publication]) -> None:
        """Let these take the place of those of the same name that have not left yet."""
        with self._transaction(Deed.PUBLISH, author=OFFICE) as transaction:
            for one in signed:
                transaction.writer.put_exactly(Publication.KIND, one.id, fields_of(one))

    def give_up(self, may: Callable[[str], bool]) -> Changes:
        """Let go of edits that this person may not say for everybody: what follows a publication follows it again,
        and what the office never had stays here as this computer's own.
        """
        touched = set[tuple[str, str]]()
        with self._transaction(Deed.ARRIVE, author=OFFICE) as transaction:
            connection, at = transaction.connection, transaction.writer.at.isoformat()
            for kind, identifier in [one for one in _edited(connection) if not may(one[0])]:
                base = bases.read(connection, kind, identifier)
                if base is not None and base.seq > 0 and not base.deleted:
                    transaction.writer.put_exactly(kind, identifier, base.fields)
                    connection.execute(_REFUSE, (kind, identifier, "forbidden", "", at))
                    touched.add((kind, identifier))
                self._clear(transaction, kind, identifier)
                bases.forget(connection, kind, identifier)
        return _changes(transaction, touched)

    def unsigned(self) -> tuple[tuple[str, str], ...]:
        """Kind and id of what nobody has signed: from before the office knew signatures, or this computer's own."""
        found = []
        with self._reader() as reader:
            for kind in OWNED:
                asked = _UNSIGNED.format(table=table_name(kind))
                found += [(kind, str(one)) for (one,) in reader.connection.execute(asked, (kind, kind)).fetchall()]
        return tuple(found)

    def say_again(self, records: Iterable[tuple[str, str]]) -> Changes:
        """Let these records be signed as they stand."""
        touched = set[tuple[str, str]]()
        with self._transaction(Deed.PUBLISH, author=OFFICE) as transaction:
            for kind, identifier in records:
                here = rows.read(transaction.connection, kind, identifier)
                if here is not None and not here.deleted:
                    edit = Edit(kind, identifier, here.base, here.fields)
                    at = transaction.writer.at.isoformat()
                    outbox.restart(transaction.connection, edit, new_id=self._new_id, at=at)
                    touched.add((kind, identifier))
        return _changes(transaction, touched)

    def begin_anew(self, tenant: str) -> None:
        """Belong to another office, or to one with another key: nothing here follows what the earlier one said; its
        records stay as they are. What was said for another municipality than `tenant` goes.
        """
        with self._transaction(Deed.ARRIVE, author=OFFICE) as transaction:
            connection = transaction.connection
            for kind in OWNED:
                connection.execute(f"UPDATE {table_name(kind)} SET base = 0 WHERE base > 0")
                connection.execute("DELETE FROM base WHERE kind = ?", (kind,))
            asked = "SELECT id FROM r_publication WHERE NOT deleted AND json_extract(body, '$.tenant') <> ?"
            for (identifier,) in connection.execute(asked, (tenant,)).fetchall():
                here = rows.read(connection, Publication.KIND, identifier)
                if here is not None:
                    rows.remove(connection, Publication.KIND, here)
                    bases.number(connection, Publication.KIND, identifier, 0)
                    self._clear(transaction, Publication.KIND, identifier)

    def _clear(self, transaction: Transaction, kind: str, identifier: str) -> None:
        edit, at = Edit(kind, identifier, 0), transaction.writer.at.isoformat()
        outbox.restart(transaction.connection, edit, new_id=self._new_id, at=at)


def _edited(connection: Connection) -> Iterator[tuple[str, str]]:
    for kind in OWNED:
        for (identifier,) in connection.execute(_EDITED, (kind,)).fetchall():
            yield kind, str(identifier)


def _as_edited(connection: Connection, kind: str, identifier: str) -> Edited | None:
    """Give what there is to say of a record; None where it is again as the office has it."""
    here, base = rows.read(connection, kind, identifier), bases.read(connection, kind, identifier)
    if here is None or (base is not None and _is_as(base, here, kind)):
        return None
    subject = f"{kind}/{identifier}"
    unsent = connection.execute(_UNSENT, (subject,)).fetchone()[0]
    newest = connection.execute(_NEWEST, (subject,)).fetchone()[0] or 0
    number = int(unsent) if unsent else max(here.base, int(newest)) + 1
    return Edited(kind, identifier, number, {} if here.deleted else dict(here.fields), here.deleted)


def _is_as(base: Base, here: Row, kind: str) -> bool:
    if base.deleted or here.deleted:
        return base.deleted and here.deleted
    return base.seq == here.base and not any(changed(kind, base.fields, here.fields))


def _arrival(publication: Publication) -> Arrival:
    attested = publication.attested
    return Arrival(
        publication.of, publication.subject, publication.number, dict(publication.content),  # type: ignore[arg-type]
        deleted=publication.withdrawn, schema=RECORD_SCHEMA, by=publication.by,
        at=attested.at if attested is not None else publication.at,
    )  # fmt: skip


def _changes(transaction: Transaction, touched: Iterable[tuple[str, str]]) -> Changes:
    found = frozenset(touched)
    return Changes(found, transaction.writer.name, "", transaction.writer.at if found else None)
