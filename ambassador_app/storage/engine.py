"""SQLAlchemy's way to the encrypted file, for making and migrating it.

What is written at every answer goes to the driver itself: through SQLAlchemy a statement costs five times as much,
and importing it would be half of the time that the program takes to start.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as driver

from ambassador_app.storage import cipher


def engine_for(file: Path, key: bytes) -> sa.Engine:
    """An engine whose transactions are real ones, schema changes included."""
    engine = sa.create_engine(
        "sqlite://", module=driver, creator=lambda: cipher.connect_durable(file, key), poolclass=sa.pool.QueuePool
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
