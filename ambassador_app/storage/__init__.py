"""The encrypted local database, hidden behind values of the domain."""

from ambassador_app.storage.backups import (
    BackupInfo,
    BackupResult,
    Restored,
    backup,
    backup_into,
    inspect,
    mirror,
    restore,
    rotate,
    set_aside,
)
from ambassador_app.storage.library import Library
from ambassador_app.storage.opening import Health, adopt_snapshot
from ambassador_app.storage.reading import Reading
from ambassador_app.storage.rotation import Kept
from ambassador_app.storage.snapshots import snapshot_if_due
from ambassador_app.storage.store import Store
from ambassador_app.storage.transaction import Reader, Transaction

__all__ = [
    "BackupInfo",
    "BackupResult",
    "Health",
    "Kept",
    "Library",
    "Reader",
    "Reading",
    "Restored",
    "Store",
    "Transaction",
    "adopt_snapshot",
    "backup",
    "backup_into",
    "inspect",
    "mirror",
    "restore",
    "rotate",
    "set_aside",
    "snapshot_if_due",
]
