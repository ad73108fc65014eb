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
    syncs: tuple[Sync, ...]

    @property
    def share(self) -> float | None:
        """How much of its space is used, 0 to 1; None where there is no bound."""
        return min(self.used / self.quota, 1.0) if self.quota else None


class Overviews:
    """Looks at a municipality. All calls block; any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, tenant: str) -> Overview:
        """Give the whole of what the desk shows."""
        with self._database.read(tenant) as connection:
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == tenant)).one()
            counts = _counts(connection, tenant)
            blobs = sa.select(sa.func.count()).select_from(BLOB).where(BLOB.c.tenant == tenant)
            attachments = int(connection.execute(blobs).scalar_one())
            devices = tuple(_devices(connection, tenant))
            syncs = tuple(_syncs(connection, tenant, {one.id: one.name for one in devices}))
        return Overview(
            name=row.name,
            records=sum(counts.values()),
            visits=counts.get("visit", 0),
            reports=counts.get("report", 0),
            attachments=attachments,
            used=row.used,
            quota=row.quota,
            newest=row.seq,
            devices=tuple(sorted(devices, key=lambda one: one.revoked_at is not None)),
            syncs=syncs,
        )

    def device(self, tenant: str, identifier: str) -> Device | None:
        """Give one laptop of the municipality."""
        with self._database.read(tenant) as connection:
            return next((one for one in _devices(connection, tenant) if one.id == identifier), None)


def _counts(connection: Connection, tenant: str) -> dict[str, int]:
    asked = sa.select(REC.c.kind, sa.func.count()).where(REC.c.tenant == tenant, ~REC.c.deleted).group_by(REC.c.kind)
    return {kind: int(count) for kind, count in connection.execute(asked)}


def _devices(connection: Connection, tenant: str) -> Iterable[Device]:
    asked = sa.select(DEVICE).where(DEVICE.c.tenant == tenant).order_by(DEVICE.c.person, DEVICE.c.enrolled_at)
    for row in connection.execute(asked):
        enrolled = datetime.fromisoformat(row.enrolled_at)
        seen, revoked = (None if not at else datetime.fromisoformat(at) for at in (row.seen_at, row.revoked_at))
        yield Device(row.id, row.name, row.person, Role(row.role), enrolled, seen, revoked)


def _syncs(connection: Connection, tenant: str, names: dict[str, str]) -> list[Sync]:
    """Give what was sent last, newest first: lines of one laptop within the same minute are one."""
    asked = sa.select(CHANGE.c.device, CHANGE.c.by, CHANGE.c.at).where(CHANGE.c.tenant == tenant)
    lines = connection.execute(asked.order_by(CHANGE.c.seq.desc()).limit(_LINES))
    found: list[Sync] = []
    for (device, _), group in groupby(lines, key=_together):
        first, *others = group
        found.append(Sync(datetime.fromisoformat(first.at), first.by, names.get(device, ""), 1 + len(others)))
        if len(found) == _SYNCS:
            break
    return found


def _together(line: Any) -> tuple[str, str]:  # noqa: ANN401 - a row
    return line.device, line.at[:16]
