"""Finding and erasing what the office holds about somebody: the words go, from records and log alike; that something
was there, when and by whom, stays, and so the log still holds together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.office.chain import START, link
from ambassador_app.office.deciding import Key, written
from ambassador_app.office.extracts import EXTRACTS, erase_extracts, extracts_saying
from ambassador_app.office.holding import refuse_held
from ambassador_app.office.office import Office
from ambassador_app.office.tables import BLOB, CHANGE, REC, TENANT
from ambassador_app.office.tidying import HASH, drop, keep_named

NOTHING: Final = hashlib.sha256(b"").hexdigest()
"""The digest of what an erasure says."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How much is gone: lines of the log without their words, and attachments that nothing else names."""

    records: int
    lines: int
    attachments: int


def find(office: Office, tenant: str, text: str) -> list[Key]:
    """Give kind and id of every record that says `text` now or said it once, capitals or not, and of every extract
    that was released with it.
    """
    wanted = text.casefold()
    found: dict[Key, None] = {}
    asked = sa.select(CHANGE.c.kind, CHANGE.c.id, CHANGE.c.set).where(CHANGE.c.tenant == tenant)
    with office.database.read(tenant) as connection:
        lines = asked.order_by(CHANGE.c.seq).execution_options(yield_per=1000)
        with connection.execute(lines) as said:
            for line in said:
                if wanted in (line.set or "").casefold():
                    found[line.kind, line.id] = None
        released = [(EXTRACTS, one) for one in extracts_saying(connection, tenant, wanted)]
    return [*found, *released]


def erase(office: Office, tenant: str, asked: Sequence[Key], *, with_parts: bool = False) -> Erased:
    """Erase records for good, and the conflicts about them, which repeat their words; laptops erase theirs when they
    next sync. `with_parts`: also all that belongs to them. An extract is withdrawn and emptied. Raises LookupError for
    what is not there, Held.
    """
    at = office.world.now().isoformat(timespec="milliseconds")
    lines, named = 0, set[str]()
    with office.database.write(tenant, as_owner=True) as (connection, row):
        released = [identifier for kind, identifier in asked if kind == EXTRACTS]
        asked = [key for key in asked if key[0] != EXTRACTS]
        records = _all_of(connection, tenant, asked, with_parts=with_parts)
        refuse_held(connection, tenant, records)
        seq, chain = row.seq, row.hash or START
        for key in records:
            seq += 1
            named |= _hashes(connection, tenant, key)
            line = _tombstone(connection, tenant, key, (office.world.new_id(), seq, at))
            chain = link(chain, line)
            lines += _blank(connection, tenant, key)
            connection.execute(sa.insert(CHANGE), line | {"hash": chain})
        mine = sa.update(TENANT).where(TENANT.c.tenant == tenant)
        connection.execute(mine.values(seq=seq, hash=chain))
        gone = _sizes(connection, tenant, named)
        keep_named(connection, tenant, 0, gone)
        drop(connection, tenant, row.used, gone)
        erase_extracts(connection, tenant, released, at)
    for sha256 in gone:
        office.store.remove(tenant, sha256)
    return Erased(len(records) + len(released), lines, len(gone))


_BELOW: Final = {"visit": "visit_id", "site": "site_id", "organisation": "organisation_id"}
"""The field by which records name what they belong to."""


def _all_of(connection: Connection, tenant: str, asked: Sequence[Key], *, with_parts: bool) -> list[Key]:
    """Give the records that are meant, each once, what belongs to them if that is wished, and conflicts about them."""
    found: dict[Key, None] = {}
    waiting = list(asked)
    while waiting:
        key = waiting.pop(0)
        if key in found:
            continue
        found[key] = None
        if with_parts and key[0] in _BELOW:
            waiting += _naming(connection, tenant, _BELOW[key[0]], key[1])
        waiting += [one for one in _naming(connection, tenant, "record_id", key[1]) if one[0] == "conflict"]
    return list(found)


def _naming(connection: Connection, tenant: str, field: str, identifier: str) -> list[Key]:
    """Give the records that are there and have this in a field."""
    said = f'"{field}":{written(identifier)}'
    which = sa.and_(REC.c.tenant == tenant, ~REC.c.erased, REC.c.data.contains(said, autoescape=True))
    return [(row.kind, row.id) for row in connection.execute(sa.select(REC.c.kind, REC.c.id).where(which))]


def _tombstone(connection: Connection, tenant: str, key: Key, stamp: tuple[str, int, str]) -> dict[str, Any]:
    """Leave an erased record's tombstone, which stays, and give its line of the log."""
    op, seq, at = stamp
    which = sa.and_(REC.c.tenant == tenant, REC.c.kind == key[0], REC.c.id == key[1])
    here = connection.execute(sa.select(REC).where(which)).one_or_none()
    if here is None:
        raise LookupError(f"{key[0]}:{key[1]}")
    state = {"seq": seq, "deleted": True, "erased": True, "data": None, "by": "", "at": at}
    connection.execute(sa.update(REC).where(which).values(state))
    line = {"tenant": tenant, "seq": seq, "op": op, "kind": key[0], "id": key[1], "base": here.seq, "deleted": True}
    said = {"schema": here.schema, "set": None, "unset": "[]", "device": "office", "by": "", "at": at}
    return line | said | {"payload": NOTHING}


def _hashes(connection: Connection, tenant: str, key: Key) -> set[str]:
    """Give the attachments that a record names or has named."""
    which = sa.and_(CHANGE.c.tenant == tenant, CHANGE.c.kind == key[0], CHANGE.c.id == key[1])
    said: Iterable[str | None] = connection.execute(sa.select(CHANGE.c.set).where(which)).scalars()
    return {sha256 for text in said for sha256 in HASH.findall(text or "")}


def _blank(connection: Connection, tenant: str, key: Key) -> int:
    """Take the words out of a record's lines; the digests of what was said stay, and the chain with them."""
    which = sa.and_(CHANGE.c.tenant == tenant, CHANGE.c.kind == key[0], CHANGE.c.id == key[1])
    return connection.execute(sa.update(CHANGE).where(which).values({"set": None, "unset": "[]"})).rowcount


def _sizes(connection: Connection, tenant: str, named: set[str]) -> dict[str, int]:
    asked = sa.select(BLOB.c.sha256, BLOB.c.size).where(BLOB.c.tenant == tenant, BLOB.c.sha256.in_(named))
    return {row.sha256: row.size for row in connection.execute(asked)}
