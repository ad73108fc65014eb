"""One office: its database, its attachments, its door. What the web, the command line and the tests hold."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from ambassador_app.domain.identifiers import Clock, NewId
from ambassador_app.office.access import Access
from ambassador_app.office.attachments import Attachments, Store
from ambassador_app.office.database import Database
from ambassador_app.office.escrow import Boxes
from ambassador_app.office.extracts import Extracts
from ambassador_app.office.layouts import LAYOUT, bring_up
from ambassador_app.office.log import Log
from ambassador_app.office.login.provider import Providers
from ambassador_app.office.login.settings import SignIn, keep, sign_in_of
from ambassador_app.office.notary import Notary
from ambassador_app.office.pages.asking import Asker
from ambassador_app.office.pages.door import Door
from ambassador_app.office.postgresql import walls
from ambassador_app.office.problems import Refused
from ambassador_app.office.programmes import Programmes, name_members
from ambassador_app.office.tables import OFFICE, TENANT, metadata
from ambassador_app.wire import parcel

NOBODY: Final = "-"
"""No tenant's name: who reads in this name sees nobody's rows."""


@dataclass(frozen=True, slots=True)
class World:
    """Time, identifiers and chance, handed in. `seconds` only grows and measures."""

    now: Clock
    new_id: NewId
    chance: Callable[[int], bytes]
    seconds: Callable[[], float]


class Office:
    """Opens the office's parts on a database and a store of attachments. Close it, or use it in a `with` block."""

    def __init__(self, url: str, store: Store, secret: bytes, world: World) -> None:
        self.world = world
        self.parcel_key: Final = parcel.office_key(secret)
        self.database = Database(url)
        self.store = store
        self.notary: Final = Notary(secret)
        self.log = Log(self.database, world.now, self.notary)
        self.attachments = Attachments(self.database, store, world.now)
        self.providers = Providers(world.seconds)
        self.access = Access(
            self.database, now=world.now, new_id=world.new_id, chance=world.chance, secret=secret,
            providers=self.providers,
        )  # fmt: skip
        self.extracts = Extracts(self.database, world.now, secret)
        self.boxes = Boxes(self.database, now=world.now, new_id=world.new_id)
        self.programmes = Programmes(self.database, world.now)
        self.asker = Asker(hmac.digest(secret, b"sign-in", "sha256"), self.providers, world.chance)
        self.door = Door(self.database, now=world.now, chance=world.chance, secret=secret)

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def create(self, name: str) -> None:
        """Make the tables of a new office."""
        metadata.create_all(self.database.engine)
        with self.database.administer() as connection:
            for statement in () if self.database.is_sqlite else walls():
                connection.exec_driver_sql(statement)
            if connection.execute(sa.select(OFFICE)).first() is None:
                connection.execute(sa.insert(OFFICE), {"id": 1, "name": name, "layout": LAYOUT})

    def layout(self) -> int | None:
        """Give the version of the tables that are there; None where there are none."""
        if not sa.inspect(self.database.engine).has_table(OFFICE.name):
            return None
        with self.database.read(NOBODY) as connection:
            return connection.execute(sa.select(OFFICE.c.layout)).scalar()

    def upgrade(self) -> None:
        """Bring the tables of an older program up to this one's. Raises Refused `busy`."""
        bring_up(self.database)

    def is_ready(self) -> bool:
        """Tell whether the database answers and attachments can be kept. Raises Refused `busy`."""
        with self.database.read(NOBODY) as connection:
            connection.execute(sa.select(OFFICE.c.id)).one()
        return self.store.is_writable()

    def add_tenant(self, tenant: str, name: str, quota: int = 0) -> None:
        """Make room for a municipality. `quota` in bytes, 0 for no bound. Raises ValueError where there is one."""
        row = {"tenant": tenant, "name": name, "epoch": self.world.new_id(), "quota": quota}
        try:
            with self.database.administer() as connection:
                connection.execute(sa.insert(TENANT), row | {"created_at": self._moment()})
        except sa.exc.IntegrityError as error:
            raise ValueError(tenant) from error

    def rename_tenant(self, tenant: str, name: str) -> None:
        """Give a municipality another name to be shown."""
        with self.database.administer() as connection:
            connection.execute(sa.update(TENANT).where(TENANT.c.tenant == tenant).values(name=name))
            name_members(connection)

    def tenants(self) -> list[Any]:
        """Give every tenant's row, by name."""
        with self.database.administer() as connection:
            return list(connection.execute(sa.select(TENANT).order_by(TENANT.c.tenant)))

    def tenant(self, tenant: str) -> Any:  # noqa: ANN401 - a row
        """Give one tenant's row. Raises Refused `tenant`."""
        with self.database.read(tenant) as connection:
            row = connection.execute(sa.select(TENANT).where(TENANT.c.tenant == tenant)).one_or_none()
        if row is None:
            raise Refused(403, "tenant", "There is no such tenant here.")
        return row

    def sign_in(self, tenant: str) -> SignIn | None:
        """Tell how a tenant's people sign in; None where they do not."""
        with self.database.read(tenant) as connection:
            return sign_in_of(connection, tenant)

    def set_sign_in(self, tenant: str, chosen: SignIn | None) -> None:
        """Set how a tenant's people sign in, or that they do not. Raises Refused `tenant`."""
        with self.database.write(tenant, as_owner=True) as (connection, _):
            keep(connection, tenant, chosen)

    def begin_epoch(self) -> None:
        """Begin a new life after a restored backup: laptops then offer again what this office has forgotten.

        A laptop may have slept through an earlier restore, so the lowest number holds that any backup ended at.
        """
        with self.database.administer() as connection:
            for row in list(connection.execute(sa.select(TENANT))):
                begins = min(row.epoch_from, row.seq) if row.restores else row.seq
                fresh = {"epoch": self.world.new_id(), "epoch_from": begins, "restores": row.restores + 1}
                connection.execute(sa.update(TENANT).where(TENANT.c.tenant == row.tenant).values(fresh))

    def _moment(self) -> str:
        return self.world.now().isoformat(timespec="seconds")
