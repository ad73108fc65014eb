"""What an office need not keep for ever: old tombstones, ended invitations, attachments that nothing ever named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.office.office import Office
from ambassador_app.office.tables import BLOB, CHANGE, INVITATION, REC, TENANT

TOMBSTONES: Final = timedelta(days=400)
"""Longer than anybody is on leave: a laptop that was away longer pulls everything anew."""
UNNAMED: Final = timedelta(days=30)
"""How long an attachment may wait for the record that names it, and a piece of one for the rest."""
_HASH: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


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
    with office.database.write(tenant, as_owner=True) as (connection, row):
        tombstones = _drop_tombstones(connection, tenant, row.floor, now - TOMBSTONES)
        ended = sa.delete(INVITATION).where(
            INVITATION.c.tenant == tenant, INVITATION.c.ends_at < (now - timedelta(days=1)).isoformat()
        )
        invitations = connection.execute(ended).rowcount
        unnamed = _drop_unnamed(connection, tenant, row.used, now - UNNAMED)
    for sha256 in unnamed:  # only now: had the transaction failed, they would be needed
        office.folder.path(tenant, sha256).unlink(missing_ok=True)
    return Tidied(tombstones, invitations, len(unnamed), office.folder.drop_pieces(tenant, now - UNNAMED))


def _drop_tombstones(connection: Connection, tenant: str, floor: int, before: datetime) -> int:
    """Remove tombstones, and raise the floor to the newest of them: who has not seen it must begin anew."""
    old = sa.and_(REC.c.tenant == tenant, REC.c.deleted, REC.c.at < before.isoformat(timespec="milliseconds"))
    newest = connection.execute(sa.select(sa.func.max(REC.c.seq)).where(old)).scalar()
    if newest is None:
        return 0
    count = connection.execute(sa.delete(REC).where(old)).rowcount
    connection.execute(sa.update(TENANT).where(TENANT.c.tenant == tenant).values(floor=max(floor, newest)))
    return count


def _drop_unnamed(connection: Connection, tenant: str, used: int, before: datetime) -> list[str]:
    """Remove attachments that no line of the log has ever named, and give them."""
    asked = sa.select(BLOB.c.sha256, BLOB.c.size).where(
        BLOB.c.tenant == tenant, BLOB.c.at < before.isoformat(timespec="seconds")
    )
    old = {row.sha256: row.size for row in connection.execute(asked)}
    if not old:
        return []
    lines = sa.select(CHANGE.c.set).where(CHANGE.c.tenant == tenant).execution_options(yield_per=1000)
    with connection.execute(lines) as said:
        for text in said.scalars():
            for sha256 in _HASH.findall(text or ""):
                old.pop(sha256, None)
    for sha256 in old:
        connection.execute(sa.delete(BLOB).where(BLOB.c.tenant == tenant, BLOB.c.sha256 == sha256))
    fewer = sa.update(TENANT).where(TENANT.c.tenant == tenant)
    connection.execute(fewer.values(used=max(0, used - sum(old.values()))))
    return list(old)
