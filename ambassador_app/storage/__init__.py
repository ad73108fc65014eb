"""The encrypted local database, hidden behind values of the domain."""

from ambassador_app.storage.opening import Health, adopt_snapshot
from ambassador_app.storage.store import Store
from ambassador_app.storage.transaction import Reader, Transaction

__all__ = ["Health", "Reader", "Store", "Transaction", "adopt_snapshot"]
