"""Conftest of the seal serves here: one sealed report; and that of the office: a PostgreSQL."""

from tests.office.conftest import postgres, running_postgres
from tests.seal.conftest import key, sealed, unsealed

__all__ = ["key", "postgres", "running_postgres", "sealed", "unsealed"]
