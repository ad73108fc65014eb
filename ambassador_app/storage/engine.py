"""Connections of SQLAlchemy to the encrypted database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver

from ambassador_app.storage import cipher


def writing_engine(file: Path, key: bytes) -> sa.Engine:
    """One connection, whose transactions hold the write lock from their first statement."""
    return _engine(lambda: cipher.connect_durable(file, key), "BEGIN IMMEDIATE", 1)


def reading_engine(file: Path, key: bytes) -> sa.Engine:
    """Some connections that each see one state of the database and never wait for the writer."""
    return _engine(lambda: _reading(cipher.connect_durable(file, key)), "BEGIN", 4)


def snapshot_engine(file: Path, key: bytes) -> sa.Engine:
    """Some connections to a copy that nobody writes to."""
    return _engine(lambda: cipher.connect(file, key, read_only=True), "BEGIN", 4)


def _reading(connection: cipher.Connection) -> cipher.Connection:
    connection.execute("PRAGMA query_only=ON")
    return connection


def _engine(creator: Callable[[], cipher.Connection], begin: str, size: int) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://", module=driver, creator=creator, poolclass=sa.pool.QueuePool, pool_size=size, max_overflow=16
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
