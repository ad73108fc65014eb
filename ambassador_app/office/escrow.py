"""Recovery keys that laptops leave with the municipality: sealed boxes the office keeps and cannot open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock, NewId
from ambassador_app.office.access import Access, Claims
from ambassador_app.office.database import Database
from ambassador_app.office.problems import Refused, malformed
from ambassador_app.office.tables import DEVICE, ESCROW_BOX, ESCROW_KEY, RECOVERY
from ambassador_app.wire import escrow
from ambassador_app.wire.escrow import Box, BoxRefused
from ambassador_app.wire.messages import Deposit, Escrow


@dataclass(frozen=True, slots=True)
class Kept:
    """A laptop's box with what is known of the laptop."""

    device: Any
    box: Box
    at: str


class Boxes:
    """The boxes of every tenant, the public key each tenant's laptops seal for, and who opened what."""

    def __init__(self, database: Database, *, now: Clock, new_id: NewId) -> None:
        self._database = database
        self._now = now
        self._new_id = new_id

    # -- the municipality's key -----------------------------------------------------------------------------------
    def offered(self, tenant: str) -> Escrow | None:
        """Give the key that laptops seal for, and whether they must; None where the municipality has none."""
        with self._database.read(tenant) as connection:
            row = _key(connection, tenant)
        return None if row is None else Escrow(key=row.public_key, required=row.required)

    def set_key(self, tenant: str, public: str, *, required: bool) -> None:
        """Let laptops seal for this key from now on. Boxes for the one before stay, for its private half."""
        with self._database.write(tenant, as_owner=True) as (connection, _):
            fresh = {"public_key": public, "required": required, "made_at": self._moment()}
            if _key(connection, tenant) is None:
                connection.execute(sa.insert(ESCROW_KEY), {"tenant": tenant, **fresh})
            else:
                connection.execute(sa.update(ESCROW_KEY).where(ESCROW_KEY.c.tenant == tenant).values(fresh))

    def require(self, tenant: str, *, required: bool) -> bool:
        """Say whether every laptop must leave its key; tell whether there is a key to leave it with."""
        with self._database.write(tenant, as_owner=True) as (connection, _):
            which = sa.update(ESCROW_KEY).where(ESCROW_KEY.c.tenant == tenant)
            return connection.execute(which.values(required=required)).rowcount > 0

    # -- boxes ----------------------------------------------------------------------------------------------------
    def take(self, claims: Claims, asked: Deposit) -> None:
        """Keep a laptop's box; the one before is forgotten. The same once more changes nothing.

        Raises Refused `escrow-key` for a box that is sealed for another key than the present one, `malformed` for one
        that the laptop did not sign.
        """
        box = Box(asked.key, asked.sealed, asked.signature)
        with self._database.write(claims.tenant) as (connection, _):
            Access.who(claims)(connection)
            mine = sa.select(DEVICE.c.public_key).where(DEVICE.c.tenant == claims.tenant, DEVICE.c.id == claims.device)
            device_key = str(connection.execute(mine).scalar_one())
            row = _key(connection, claims.tenant)
            if row is None or row.public_key != asked.key:
                raise Refused(409, "escrow-key", "The municipality's key is another one.")
            try:
                escrow.check(box, tenant=claims.tenant, device=claims.device, device_key=device_key)
            except BoxRefused as error:
                raise malformed("The box is not signed by the device.") from error
            fresh = {"key": box.key, "sealed": box.sealed, "signature": box.signature, "at": self._moment()}
            which = sa.and_(ESCROW_BOX.c.tenant == claims.tenant, ESCROW_BOX.c.device == claims.device)
            if not connection.execute(sa.update(ESCROW_BOX).where(which).values(fresh)).rowcount:
                connection.execute(sa.insert(ESCROW_BOX), {"tenant": claims.tenant, "device": claims.device, **fresh})

    def listed(self, tenant: str) -> list[Kept]:
        """Give the boxes of a tenant, in the order in which the laptops came."""
        both = sa.select(DEVICE, ESCROW_BOX.c.key, ESCROW_BOX.c.sealed, ESCROW_BOX.c.signature, ESCROW_BOX.c.at)
        joined = both.join(
            ESCROW_BOX, sa.and_(ESCROW_BOX.c.tenant == DEVICE.c.tenant, ESCROW_BOX.c.device == DEVICE.c.id)
        )
        asked = joined.where(DEVICE.c.tenant == tenant, ESCROW_BOX.c.tenant == tenant)
        with self._database.read(tenant) as connection:
            rows = connection.execute(asked.order_by(DEVICE.c.enrolled_at, DEVICE.c.id)).all()
        return [Kept(row, Box(row.key, row.sealed, row.signature), row.at) for row in rows]

    def recover(self, tenant: str, device: str, private: bytes, *, who: str, reason: str) -> str:
        """Give the recovery key of a laptop; that it was asked for is written down first, and stays.

        Raises LookupError where the laptop has left none, BoxRefused.
        """
        kept = next((one for one in self.listed(tenant) if one.device.id == device), None)
        if kept is None:
            raise LookupError(device)
        found = escrow.open_box(kept.box, private, tenant=tenant, device=device, device_key=kept.device.public_key)
        with self._database.write(tenant, as_owner=True) as (connection, _):
            line = {"tenant": tenant, "id": self._new_id(), "device": device, "person": kept.device.person}
            line |= {"who": who, "reason": reason, "at": self._moment()}
            connection.execute(sa.insert(RECOVERY), line)
        return found

    def recoveries(self, tenant: str) -> list[Any]:
        """Give who opened which laptop's box, when and why, oldest first."""
        with self._database.read(tenant) as connection:
            asked = sa.select(RECOVERY).where(RECOVERY.c.tenant == tenant).order_by(RECOVERY.c.at, RECOVERY.c.id)
            return list(connection.execute(asked))

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")


def _key(connection: Connection, tenant: str) -> Any:  # noqa: ANN401 - a row, or None
    return connection.execute(sa.select(ESCROW_KEY).where(ESCROW_KEY.c.tenant == tenant)).one_or_none()
