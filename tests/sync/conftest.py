"""Conftest of the seal serves here: one sealed report."""

from tests.seal.conftest import key, sealed, unsealed

__all__ = ["key", "sealed", "unsealed"]
