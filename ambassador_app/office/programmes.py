"""Programmes of several tenants, as the administrator of the office makes them and says who is in them."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ambassador_app.domain.identifiers import Clock
from ambassador_app.office.database import Database
from ambassador_app.office.extracts import WITHDRAWN
from ambassador_app.office.tables import EXTRACT, MEMBER, PROGRAMME, TENANT


class Programmes:
    """Makes programmes and lets tenants in and out. Nothing here is reached by a request."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def make(self, identifier: str, name: str) -> None:
        """Make a programme without members. Raises ValueError where there is one of this short name."""
        row = {"id": identifier, "name": name, "members": "[]", "made_at": self._moment()}
        try:
            with self._database.administer() as connection:
                connection.execute(sa.insert(PROGRAMME), row)
        except sa.exc.IntegrityError as error:
            raise ValueError(identifier) from error

    def listed(self) -> list[Any]:
        """Give every programme's row, by short name."""
        with self._database.administer() as connection:
            return list(connection.execute(sa.select(PROGRAMME).order_by(PROGRAMME.c.id)))

    def join(self, identifier: str, tenant: str) -> None:
        """Let a tenant into a programme; one that is in it stays.

        Raises LookupError where there is no such programme.
        """
        with self._database.administer() as connection:
            _demand(connection, identifier)
            connection.execute(sa.delete(MEMBER).where(MEMBER.c.tenant == tenant, MEMBER.c.programme == identifier))
            row = {"tenant": tenant, "programme": identifier, "joined_at": self._moment(), "left_at": ""}
            connection.execute(sa.insert(MEMBER), row)
            name_members(connection)

    def leave(self, identifier: str, tenant: str) -> bool:
        """Let a tenant out: it reads nothing of the programme any more, and what it has released is withdrawn.

        Tells whether it was in. Raises LookupError where there is no such programme.
        """
        with self._database.administer() as connection:
            _demand(connection, identifier)
            which = sa.and_(MEMBER.c.tenant == tenant, MEMBER.c.programme == identifier, MEMBER.c.left_at == "")
            done = connection.execute(sa.update(MEMBER).where(which).values(left_at=self._moment()))
            released = sa.update(EXTRACT).where(
                EXTRACT.c.tenant == tenant, EXTRACT.c.programme == identifier, EXTRACT.c.state != WITHDRAWN
            )
            connection.execute(released.values(state=WITHDRAWN, ended_at=self._moment()))
            name_members(connection)
            return done.rowcount > 0

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")


def name_members(connection: Connection) -> None:
    """Write anew who is in each programme, by the names that hold now."""
    for programme in connection.execute(sa.select(PROGRAMME.c.id)).scalars().all():
        joined = TENANT.join(MEMBER, MEMBER.c.tenant == TENANT.c.tenant)
        asked = sa.select(TENANT.c.tenant, TENANT.c.name).select_from(joined)
        inside = asked.where(MEMBER.c.programme == programme, MEMBER.c.left_at == "").order_by(TENANT.c.name)
        members = [{"id": one.tenant, "name": one.name} for one in connection.execute(inside)]
        text = json.dumps(members, ensure_ascii=False)
        connection.execute(sa.update(PROGRAMME).where(PROGRAMME.c.id == programme).values(members=text))


def _demand(connection: Connection, identifier: str) -> None:
    if connection.execute(sa.select(PROGRAMME.c.id).where(PROGRAMME.c.id == identifier)).first() is None:
        raise LookupError(identifier)
