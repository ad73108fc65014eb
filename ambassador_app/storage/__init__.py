"""The encrypted local database, hidden behind values of the domain."""

from ambassador_app.storage.library import Library
from ambassador_app.storage.opening import Health, adopt_snapshot
from ambassador_app.storage.reading import Reading
from ambassador_app.storage.store import Store
from ambassador_app.storage.transaction import Reader, Transaction

__all__ = ["Health", "Library", "Reader", "Reading", "Store", "Transaction", "adopt_snapshot"]
