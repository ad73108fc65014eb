"""What the desk shows of one municipality: how much there is, whose laptops, and what they sent last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.roles import Role
from ambassador_app.office.database import Database
from ambassador_app.office.tables import BLOB, CHANGE, DEVICE, REC, TENANT

_LINES: Final = 2000  # of the log, looked at from its end
_SYNCS: Final = 20
SHOWN: Final = 30  # laptops on a page


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop that was let in."""

    id: str
    name: str
    person: str
    role: Role
    enrolled_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sync:
    """Changes that a laptop sent at once."""

    at: datetime
    person: str
    device: str
    changes: int


@dataclass(frozen=True, slots=True)
class Overview:
    """One municipality. `used` and `quota` in bytes (0: no bound); `newest` is the number of the last change."""

    name: str
    records: int
    visits: int
    reports: int
    attachments: int
    used: int
    quota: int
    newest: int
    devices: tuple[Device, ...]
    laptops: int
    syncs: tuple[Sync, ...]

    @property
    def pages(self) -> int:
        """How many pages of laptops there are, one at least."""
        return max(1, -(-self.laptops // SHOWN))

    @property
    def share(self) -> float | None:
        """How much of its space is used, 0 to 1; None where there is no bound."""
        return min(self.used / self.quota, 1.0) if self.quota else None


class Overviews:
    """Looks at a municipality. All calls block; any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, tenant: str, page: int = 1) -> Overview:
        """Give the whole of what the desk shows, with the laptops of one page (from 1)."""
        with self._database.read(tenant) as connection:
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == tenant)).one()
            counts = _counts(connection, tenant)
            blobs = sa.select(sa.func.count()).select_from(BLOB).where(BLOB.c.tenant == tenant)
            attachments = int(connection.execute(blobs).scalar_one())
            devices = tuple(_devices(connection, tenant, page))
            count = sa.select(sa.func.count()).select_from(DEVICE).where(DEVICE.c.tenant == tenant)
            laptops = int(connection.execute(count).scalar_one())
            syncs = tuple(_syncs(connection, tenant))
        return Overview(
            name=row.name,
            records=sum(counts.values()),
            visits=counts.get("visit", 0),
            reports=counts.get("report", 0),
            attachments=attachments,
            used=row.used,
            quota=row.quota,
            newest=row.seq,
            devices=devices,
            laptops=laptops,
            syncs=syncs,
        )

    def device(self, tenant: str, identifier: str) -> Device | None:
        """Give one laptop of the municipality."""
        if not identifier.isprintable():
            return None
        asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant, DEVICE.c.id == identifier)
        with self._database.read(tenant) as connection:
            row = connection.execute(asked).one_or_none()
        return _device(row) if row is not None else None


def _counts(connection: Connection, tenant: str) -> dict[str, int]:
    asked = sa.select(REC.c.kind, sa.func.count()).where(REC.c.tenant == tenant, ~REC.c.deleted).group_by(REC.c.kind)
    return {kind: int(count) for kind, count in connection.execute(asked)}


def _devices(connection: Connection, tenant: str, page: int) -> Iterable[Device]:
    """Give a page of laptops by person, those that are shut out last."""
    asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant)
    order = (DEVICE.c.revoked_at.is_not(None), DEVICE.c.person, DEVICE.c.enrolled_at, DEVICE.c.id)
    for row in connection.execute(asked.order_by(*order).limit(SHOWN).offset((page - 1) * SHOWN)):
        yield _device(row)


def _device(row: Any) -> Device:  # noqa: ANN401 - a row
    enrolled = datetime.fromisoformat(row.enrolled_at)
    seen, revoked = (None if not at else datetime.fromisoformat(at) for at in (row.seen_at, row.revoked_at))
    return Device(row.id, row.name, row.person, Role(row.role), enrolled, seen, revoked)


def _syncs(connection: Connection, tenant: str) -> list[Sync]:
    """Give what was sent last, newest first: lines of one laptop within the same minute are one."""
    asked = sa.select(CHANGE.c.device, CHANGE.c.by, CHANGE.c.at).where(CHANGE.c.tenant == tenant)
    lines = connection.execute(asked.order_by(CHANGE.c.seq.desc()).limit(_LINES))
    found: list[Sync] = []
    named = connection.execute(sa.select(DEVICE.c.id, DEVICE.c.name).where(DEVICE.c.tenant == tenant))
    names = {row.id: row.name for row in named}
    for (device, _), group in groupby(lines, key=_together):
        first, *others = group
        found.append(Sync(datetime.fromisoformat(first.at), first.by, names.get(device, ""), 1 + len(others)))
        if len(found) == _SYNCS:
            break
    return found


def _together(line: Any) -> tuple[str, str]:  # noqa: ANN401 - a row
    return line.device, line.at[:16]
