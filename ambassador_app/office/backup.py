"""An office on SQLite in one file: the database as of one moment, every attachment it names, settings and keys.

Restoring checks everything and begins a new epoch, so that laptops offer again what the backup does not know.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ambassador_app.i18n import N_
from ambassador_app.office.chain import holds
from ambassador_app.office.config import Config, Place, refused
from ambassador_app.office.office import Office
from ambassador_app.office.tables import BLOB, CHANGE

_ELSEWHERE: Final = N_(
    "this office keeps its data in PostgreSQL or S3; back that up by their own means, see the office's manual"
)
_TAKEN: Final = N_("there is something in {folder} already; name a new folder")
_NO_BACKUP: Final = N_("{file} is no backup of an office: {why}")
_KEPT: Final = ("office.toml", "token.key", "metrics.token", "tls/certificate.pem", "tls/key.pem")


@dataclass(frozen=True, slots=True)
class Faults:
    """What a check found. `chains` names tenants whose log does not hold together, `blobs` attachments that are not
    what they should be; `tenants`, `changes` and `attachments` count what was looked at.
    """

    tenants: int
    changes: int
    attachments: int
    chains: tuple[str, ...]
    blobs: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether all is well."""
        return not self.chains and not self.blobs


def check(office: Office) -> Faults:
    """Follow every tenant's log from its first line and read every attachment again."""
    chains, blobs, changes, attachments = [], [], 0, 0
    tenants = office.tenants()
    for tenant in tenants:
        with office.database.read(tenant.tenant) as connection:
            asked = sa.select(CHANGE).where(CHANGE.c.tenant == tenant.tenant).order_by(CHANGE.c.seq)
            with connection.execute(asked.execution_options(yield_per=1000)) as lines:
                if not holds(lines.mappings(), tenant.seq, tenant.hash):
                    chains.append(tenant.tenant)
        with office.database.read(tenant.tenant) as connection:
            named = connection.execute(sa.select(BLOB.c.sha256).where(BLOB.c.tenant == tenant.tenant)).scalars().all()
        changes, attachments = changes + tenant.seq, attachments + len(named)
        blobs += [one for one in named if not office.store.is_right(tenant.tenant, one)]
    return Faults(len(tenants), changes, attachments, tuple(chains), tuple(blobs))


def make(place: Place, config: Config, file: Path) -> int:
    """Write the backup while the office goes on; give its size in bytes. The file appears whole or not at all.

    Attachments are only ever added, so all that the database's moment names are there when they are read after it.
    """
    if config.database or place.blobs(config).startswith("s3:"):
        raise refused(_ELSEWHERE)
    fresh = file.with_name(f"{file.name}.part")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".office-") as folder:
        copy = Path(folder) / "office.db"
        _copy_database(place.database_file, copy)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w|") as archive:  # noqa: PTH123
            archive.add(copy, "office.db")
            for name in _KEPT:
                if (place.folder / name).exists():
                    archive.add(place.folder / name, name)
            for name, path in _attachments(copy, Path(place.blobs(config))):
                archive.add(path, name)
        with fresh.open("rb+") as written:
            os.fsync(written.fileno())
    fresh.replace(file)
    return file.stat().st_size


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _attachments(database: Path, blobs: Path) -> Iterator[tuple[str, Path]]:
    with closing(sqlite3.connect(database)) as connection:
        for tenant, sha256 in connection.execute("SELECT tenant, sha256 FROM blob ORDER BY tenant, sha256"):
            name = f"{tenant}/{sha256[:2]}/{sha256}"
            yield f"blobs/{name}", blobs / name


def unpack(file: Path, place: Place) -> Config:
    """Lay a backup down in a new folder and give its settings. Raises ServerRefused."""
    if place.folder.exists() and any(place.folder.iterdir()):
        raise refused(_TAKEN, folder=str(place.folder))
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tarfile.open(file) as archive:
            archive.extractall(place.folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise refused(_NO_BACKUP, file=str(file), why=str(error)) from error
    if not place.exists() or not place.database_file.exists():
        raise refused(_NO_BACKUP, file=str(file), why="office.toml, office.db")
    return place.read()
