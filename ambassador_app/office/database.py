"""SQLite or PostgreSQL as the office needs them: one snapshot to read, or the tenant's row lock to write.

Numbers are handed out under the tenant's row lock, which is held until COMMIT. So the order of numbers is the order of
commits, there are no holes, and whoever has seen number n has seen every number before it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import Connection, Engine, Row

from ambassador_app.office.postgresql import ROLE
from ambassador_app.office.problems import Refused, busy
from ambassador_app.office.tables import TENANT

LOCK_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 10
IDLE_SECONDS: Final = 15
_TRY_AGAIN: Final = ("08", "25P03", "40001", "40P01", "53", "55P03", "57")
"""SQLSTATE beginnings of PostgreSQL: lost connections, idle or dead locks, no resources, cancelled, shutting down."""


class Database:
    """The office's database. `read` and `write` give a connection inside a transaction of one tenant."""

    def __init__(self, url: str, *, lock_seconds: float = LOCK_SECONDS, pool: int = 8) -> None:
        self._lock_seconds = lock_seconds
        self._writing = threading.Lock()
        self.is_sqlite = sa.make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url, lock_seconds) if self.is_sqlite else _postgresql(url, lock_seconds, pool)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self, tenant: str) -> Iterator[Connection]:
        """Give one consistent snapshot. Raises Refused `busy`."""
        with self._connection(tenant, "REPEATABLE READ") as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection
            connection.rollback()

    @contextmanager
    def write(
        self, tenant: str, *, as_owner: bool = False, lasting: bool = True
    ) -> Iterator[tuple[Connection, Row[Any]]]:
        """Hold the tenant's row and give it; commit at the end, or roll all back when an exception leaves the block.

        `as_owner` is for the office's own command line: it may delete, which no request may. What is not `lasting`
        may be forgotten by SQLite when the power fails, until the next commit that is. Raises Refused `busy` when the
        row cannot be had in time, and `tenant` when there is none.
        """
        with self._turn(), self._connection("" if as_owner else tenant, "READ COMMITTED") as connection:
            if self.is_sqlite:
                # set each time: a connection serves many
                connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            asked = sa.select(TENANT).where(TENANT.c.tenant == tenant)
            row = connection.execute(asked if self.is_sqlite else asked.with_for_update()).one_or_none()
            if row is None:
                raise Refused(403, "tenant", "There is no such tenant here.")
            yield connection, row
            connection.commit()

    @contextmanager
    def administer(self) -> Iterator[Connection]:
        """Give a transaction over all tenants, for the office's own command line; nothing of a request uses it."""
        with self._turn(), self._connection("", "READ COMMITTED") as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA synchronous=FULL")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one thread at a time write to SQLite: waiting in line costs less than SQLite's own trying again."""
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=self._lock_seconds):
            raise busy()
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def _connection(self, tenant: str, isolation: str) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                if not self.is_sqlite:
                    connection.execution_options(isolation_level=isolation)
                    self._set_up(connection, tenant)
                yield connection
        except exc.DBAPIError as error:
            if _is_full(error):
                raise Refused(507, "no-space", "The office's disk is full. Nothing was committed.") from error
            if _is_passing(error):
                raise busy() from error
            raise
        except exc.TimeoutError as error:
            raise busy() from error

    def _set_up(self, connection: Connection, tenant: str) -> None:
        """Bound this transaction in time and, as a role under row-level security, in what it can see and do."""
        connection.execute(
            sa.text(
                "SELECT set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true), "
                "set_config('idle_in_transaction_session_timeout', :idle, true), "
                "set_config('app.tenant', :tenant, true), set_config('role', :role, true)"
            ),
            {
                "role": ROLE if tenant else "none",
                "lock": f"{self._lock_seconds * 1000:.0f}",
                "statement": f"{STATEMENT_SECONDS * 1000}",
                "idle": f"{IDLE_SECONDS * 1000}",
                "tenant": tenant,
            },
        )


def _sqlite(url: str, lock_seconds: float) -> Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": lock_seconds, "check_same_thread": False},
        pool_size=8,
        max_overflow=32,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16384"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: str, lock_seconds: float, pool: int) -> Engine:
    return sa.create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=lock_seconds,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "ambassador-office"},
    )


def _is_passing(error: exc.DBAPIError) -> bool:
    """Whether the same request may succeed in a moment."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_SNAPSHOT}
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the connection broke, or never came about
        return error.connection_invalidated or isinstance(error, exc.OperationalError)
    return str(state).startswith(_TRY_AGAIN)


def _is_full(error: exc.DBAPIError) -> bool:
    cause = error.orig
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
    return str(getattr(cause, "sqlstate", "")) == "53100"
