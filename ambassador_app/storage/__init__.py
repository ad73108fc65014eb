"""The encrypted local database, hidden behind values of the domain."""
