"""Bringing a database to this version of the program: on a copy, checked, then put in the old one's place."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from ambassador_app.errors import DatabaseDamaged
from ambassador_app.storage import cipher
from ambassador_app.storage.files import Files
from ambassador_app.storage.schema import SCHEMA, SEARCHED

SCRIPTS: Final = Path(__file__).parent / "migrations"
REVISION: Final = f"{SCHEMA:04d}"


def create(file: Path, key: bytes) -> None:
    """Make an empty database of the newest schema: whole, or not at all."""
    from ambassador_app.storage.engine import engine_for
    from ambassador_app.storage.tables import index_ddl, metadata

    new = file.with_name(file.name + ".new")
    cipher.remove(new)
    engine = engine_for(new, key)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            for kind in SEARCHED:
                connection.exec_driver_sql(index_ddl(kind))
            connection.exec_driver_sql(
                "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
            )
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISION,))
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    finally:
        engine.dispose()
    settle(new, key)
    cipher.put_in_place(new, file)


def bring_up_to_date(files: Files, key: bytes, *, at: datetime, scripts: Path = SCRIPTS, to: int = SCHEMA) -> Path:
    """Migrate the database of a profile; gives the snapshot that keeps the old one.

    Call it under the instance lock with no connection open. Cut anywhere, the old database is still there whole.
    """
    source = cipher.connect_durable(files.database, key)
    try:
        cipher.copy(source, files.in_work, key)
    finally:
        source.close()
    migrate(files.in_work, key, scripts=scripts, to=to)
    settle(files.database, key)
    old = files.snapshot(at, "before-migration")
    old.parent.mkdir(exist_ok=True)
    shutil.copyfile(files.database, old)
    cipher.flush(old)
    cipher.put_in_place(files.in_work, files.database)
    return old


def migrate(file: Path, key: bytes, *, scripts: Path = SCRIPTS, to: int = SCHEMA) -> None:
    """Run the migrations on this very file, then check it. Raises DatabaseDamaged when the result is not sound."""
    from alembic import command
    from alembic.config import Config

    from ambassador_app.storage.engine import engine_for

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    engine = engine_for(file, key)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, f"{to:04d}")
            connection.commit()
            connection.exec_driver_sql(f"PRAGMA user_version={to}")
            connection.commit()
    finally:
        engine.dispose()
    settle(file, key)
    checked = cipher.connect(file, key)
    try:
        if not cipher.is_sound(checked) or cipher.schema_number(checked) != to:
            raise DatabaseDamaged(file=str(file))
    finally:
        checked.close()


def settle(file: Path, key: bytes) -> None:
    """Put everything into the one file, so that nothing stands beside it."""
    with cipher.failures(file):
        connection = cipher.connect(file, key)
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            connection.close()
    for one in cipher.besides(file):
        one.unlink(missing_ok=True)


def schema_of(connection: cipher.Connection) -> dict[str, str]:
    """What every table and index is made of, to compare two databases."""
    rows = connection.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return {str(name): "".join(str(sql).split()) for name, sql in rows.fetchall()}
