"""What an office need not keep for ever: old tombstones, ended invitations, attachments that nothing ever named,
what withdrawn extracts said, and who signed in on a laptop that nobody uses any more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.office.extracts import empty_withdrawn
from ambassador_app.office.login.logins import forget_before
from ambassador_app.office.office import Office
from ambassador_app.office.tables import BLOB, CHANGE, INVITATION, REC, TENANT

TOMBSTONES: Final = timedelta(days=400)
"""Longer than anybody is on leave: a laptop that was away longer pulls everything anew."""
UNNAMED: Final = timedelta(days=30)
"""How long an attachment may wait for the record that names it, and a piece of one for the rest."""
HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many were removed of each, over all tenants."""

    tombstones: int = 0
    invitations: int = 0
    attachments: int = 0
    pieces: int = 0

    def __add__(self, other: Tidied) -> Tidied:
        return Tidied(
            self.tombstones + other.tombstones,
            self.invitations + other.invitations,
            self.attachments + other.attachments,
            self.pieces + other.pieces,
        )


def tidy(office: Office) -> Tidied:
    """Remove what is old enough, tenant by tenant. The log itself stays whole."""
    done = Tidied()
    for row in office.tenants():
        done += _tidy(office, row.tenant)
    return done


def _tidy(office: Office, tenant: str) -> Tidied:
    now = office.world.now()
    unnamed, seen = _unnamed(office, tenant, now - UNNAMED)  # reads the whole log: not under the tenant's lock
    with office.database.write(tenant, as_owner=True) as (connection, row):
        tombstones = _drop_tombstones(connection, tenant, row.floor, now - TOMBSTONES)
        ended = sa.delete(INVITATION).where(
            INVITATION.c.tenant == tenant, INVITATION.c.ends_at < (now - timedelta(days=1)).isoformat()
        )
        invitations = connection.execute(ended).rowcount
        keep_named(connection, tenant, seen, unnamed)
        drop(connection, tenant, row.used, unnamed)
        empty_withdrawn(connection, tenant)
        forget_before(connection, tenant, now - TOMBSTONES)
    for sha256 in unnamed:  # only now: had the transaction failed, they would be needed
        office.store.remove(tenant, sha256)
    return Tidied(tombstones, invitations, len(unnamed), office.store.drop_pieces(tenant, now - UNNAMED))


def _drop_tombstones(connection: Connection, tenant: str, floor: int, before: datetime) -> int:
    """Remove tombstones, and raise the floor to the newest of them: who has not seen it must begin anew."""
    old = sa.and_(
        REC.c.tenant == tenant, REC.c.deleted, ~REC.c.erased, REC.c.at < before.isoformat(timespec="milliseconds")
    )
    newest = connection.execute(sa.select(sa.func.max(REC.c.seq)).where(old)).scalar()
    if newest is None:
        return 0
    count = connection.execute(sa.delete(REC).where(old)).rowcount
    connection.execute(sa.update(TENANT).where(TENANT.c.tenant == tenant).values(floor=max(floor, newest)))
    return count


def _unnamed(office: Office, tenant: str, before: datetime) -> tuple[dict[str, int], int]:
    """Give attachments older than a moment, with their sizes, that no line up to a number has named; and the number."""
    asked = sa.select(BLOB.c.sha256, BLOB.c.size).where(
        BLOB.c.tenant == tenant, BLOB.c.at < before.isoformat(timespec="seconds")
    )
    with office.database.read(tenant) as connection:
        old = {row.sha256: row.size for row in connection.execute(asked)}
        seen = connection.execute(sa.select(TENANT.c.seq).where(TENANT.c.tenant == tenant)).scalar_one()
        if old:
            keep_named(connection, tenant, 0, old)
    return old, seen


def keep_named(connection: Connection, tenant: str, since: int, found: dict[str, int]) -> None:
    """Take out of `found` what a line after number `since` names."""
    lines = sa.select(CHANGE.c.set).where(CHANGE.c.tenant == tenant, CHANGE.c.seq > since)
    with connection.execute(lines.execution_options(yield_per=1000)) as said:
        for text in said.scalars():
            for sha256 in HASH.findall(text or ""):
                found.pop(sha256, None)


def drop_unnamed(office: Office, tenant: str, fresh: set[str]) -> None:
    """Remove those of these attachments that no line of the log names: whoever named them has been erased since, or
    was refused and will bring them again.
    """
    if not fresh:
        return
    asked = sa.select(BLOB.c.sha256, BLOB.c.size).where(BLOB.c.tenant == tenant, BLOB.c.sha256.in_(fresh))
    with office.database.write(tenant, as_owner=True) as (connection, row):
        found = {one.sha256: one.size for one in connection.execute(asked)}
        keep_named(connection, tenant, 0, found)
        drop(connection, tenant, row.used, found)
    for sha256 in found:
        office.store.remove(tenant, sha256)


def drop(connection: Connection, tenant: str, used: int, found: dict[str, int]) -> None:
    """Take attachments out of the table; their bytes go when that is committed."""
    for sha256 in found:
        connection.execute(sa.delete(BLOB).where(BLOB.c.tenant == tenant, BLOB.c.sha256 == sha256))
    less = sa.update(TENANT).where(TENANT.c.tenant == tenant)
    connection.execute(less.values(used=max(0, used - sum(found.values()))))
